/** Access logging of a bucket. OSS API reference 20220713, sections 7.10.1 to 7.10.3. */
import { fail } from "../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../operation";
import { filled } from "./fields";

interface LoggingDocument {
  targetBucket: string;
  targetPrefix?: string;
}

const BODY = {
  root: "BucketLoggingStatus",
  shape: { LoggingEnabled: { TargetBucket: "text", TargetPrefix: "text" } },
} as const;

// OSS API reference 20220713, PutBucketLogging. An empty BucketLoggingStatus turns logging off (L4668-4680). The target
// may be the bucket itself; it must be in the same region (400) and of the same account (403), one code for both. A
// missing target is answered like a foreign one, with 400, on the vendor's page of 400 errors.
function putBucketLogging(ctx: Context): Reply {
  const bucket = theBucket(ctx);
  const enabled = bodyOf(ctx, BODY).LoggingEnabled;
  if (enabled === undefined) {
    ctx.store.deleteDocument(bucket.name, "logging");
    return { status: 200 };
  }
  const targetBucket = filled(enabled.TargetBucket, "TargetBucket");
  const target = ctx.store.getBucket(targetBucket);
  const extras = { TargetBucket: targetBucket };
  if (target === undefined) {
    throw fail("InvalidTargetBucketForLogging", extras);
  }
  if (target.ownerId !== bucket.ownerId) {
    throw fail("InvalidTargetBucketForLogging", extras, { status: 403 });
  }
  if (target.region !== bucket.region) {
    const message = "The source bucket and the target bucket do not belong to the same data center.";
    throw fail("InvalidTargetBucketForLogging", extras, { message });
  }
  const document: LoggingDocument = { targetBucket, targetPrefix: enabled.TargetPrefix };
  ctx.store.putDocument(bucket.name, "logging", document);
  return { status: 200 };
}

// OSS API reference 20220713, GetBucketLogging: never 404. Its samples have a namespace (L4759, L4779), see object/list.ts.
function getBucketLogging(ctx: Context): Reply {
  const document = ctx.store.getDocument<LoggingDocument>(theBucket(ctx).name, "logging");
  if (document === undefined) {
    return { status: 200, xml: ["BucketLoggingStatus", []] };
  }
  const enabled = [
    ["TargetBucket", document.targetBucket],
    ["TargetPrefix", document.targetPrefix],
  ] as const;
  return { status: 200, xml: ["BucketLoggingStatus", [["LoggingEnabled", enabled]]] };
}

// OSS API reference 20220713, DeleteBucketLogging: 204 also when logging is off (L4829).
function deleteBucketLogging(ctx: Context): Reply {
  ctx.store.deleteDocument(theBucket(ctx).name, "logging");
  return { status: 204 };
}

const ROW = { level: "bucket", subresource: "logging", verified: "sdk" } as const;

export const loggingOperations: readonly Operation[] = [
  { ...ROW, name: "PutBucketLogging", method: "PUT", body: BODY, source: "L4583", handle: putBucketLogging },
  { ...ROW, name: "GetBucketLogging", method: "GET", source: "L4716", handle: getBucketLogging },
  { ...ROW, name: "DeleteBucketLogging", method: "DELETE", source: "L4803", handle: deleteBucketLogging },
];
