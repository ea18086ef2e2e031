/** Versioning state of a bucket. OSS API reference 20220713, sections 7.6.1 and 7.6.2. */
import { fail, invalidArgument } from "../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../operation";
import { wormOf } from "./worm";

const BODY = { root: "VersioningConfiguration", shape: { Status: "text" } } as const;

// OSS API reference 20220713, PutBucketVersioning. The state is Enabled or Suspended; there is no way back to
// "never enabled" (L3098, L3182).
function putBucketVersioning(ctx: Context): Reply {
  const bucket = theBucket(ctx);
  const status = bodyOf(ctx, BODY).Status;
  if (status === undefined) {
    throw fail("InvalidArgument", {}, { message: "The Versioning element must be specified." });
  }
  if (status !== "Enabled" && status !== "Suspended") {
    throw invalidArgument("Status", status, "The versioning status must be Enabled or Suspended.");
  }
  // A retention policy and versioning exclude each other (L2139). The code is not in the API reference; the vendor's
  // error pages name EC 0012-00000006 for it.
  if (wormOf(ctx.store, bucket.name, ctx.now) !== undefined) {
    throw fail(
      "InvalidRequest",
      { BucketName: bucket.name },
      { message: "Versioning cannot be configured for a bucket with a retention policy.", ec: "0012-00000006" },
    );
  }
  ctx.store.updateBucket(bucket.name, { versioning: status });
  return { status: 200 };
}

// OSS API reference 20220713, GetBucketVersioning: a bucket that never had versioning answers an empty element (L3244).
function getBucketVersioning(ctx: Context): Reply {
  const { versioning } = theBucket(ctx);
  return versioning === ""
    ? { status: 200, xml: ["VersioningConfiguration", []] }
    : { status: 200, xml: ["VersioningConfiguration", [["Status", versioning]]] };
}

const ROW = { level: "bucket", subresource: "versioning", hns: false, verified: "sdk" } as const;

export const versioningOperations: readonly Operation[] = [
  { ...ROW, name: "PutBucketVersioning", method: "PUT", body: BODY, source: "L3091", handle: putBucketVersioning },
  { ...ROW, name: "GetBucketVersioning", method: "GET", source: "L3184", handle: getBucketVersioning },
];
