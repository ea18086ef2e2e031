/** ACL of a bucket. OSS API reference 20220713, sections 7.3.1 and 7.3.2. */
import { type Context, type Operation, type Reply, theBucket } from "../operation";
import { aclOf, createBucket } from "./basic";

// OSS API reference 20220713, PutBucketAcl. A bucket that does not exist is created (L2349); without the header nothing
// takes effect (L2369). The Location header is what the vendor's Node SDK reads the bucket's name from.
function putBucketAcl(ctx: Context): Reply {
  const header = ctx.headers["x-oss-acl"];
  const acl = header === undefined ? undefined : aclOf(header);
  if (ctx.bucket === undefined) {
    return createBucket(ctx, { acl: acl ?? "private" });
  }
  if (acl !== undefined) {
    ctx.store.updateBucket(ctx.bucket.name, { acl });
  }
  return { status: 200, headers: { Location: `/${ctx.bucket.name}` } };
}

// OSS API reference 20220713, GetBucketAcl.
function getBucketAcl(ctx: Context): Reply {
  const { ownerId, acl } = theBucket(ctx);
  return {
    status: 200,
    xml: [
      "AccessControlPolicy",
      [
        [
          "Owner",
          [
            ["ID", ownerId],
            ["DisplayName", ownerId],
          ],
        ],
        ["AccessControlList", [["Grant", acl]]],
      ],
    ],
  };
}

export const aclOperations: readonly Operation[] = [
  {
    name: "PutBucketAcl",
    method: "PUT",
    level: "bucket",
    subresource: "acl",
    headers: ["x-oss-acl"],
    bucketOptional: true,
    source: "L2339",
    verified: "sdk",
    handle: putBucketAcl,
  },
  {
    name: "GetBucketAcl",
    method: "GET",
    level: "bucket",
    subresource: "acl",
    source: "L2443",
    verified: "sdk",
    handle: getBucketAcl,
  },
];
