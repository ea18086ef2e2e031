/** Static website hosting of a bucket. OSS API reference 20220713, sections 7.11.1 to 7.11.3. */
import { fail } from "../../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../../operation";
import { wormOf } from "../worm";
import { readWebsite, WEBSITE_BODY } from "./parse";
import { writeWebsite } from "./render";

// OSS API reference 20220713, PutBucketWebsite. Index and error page "must be objects in the bucket" (L4879), which the
// service looks for when it serves them, not here.
function putBucketWebsite(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const document = readWebsite(bodyOf(ctx, WEBSITE_BODY));
  const mirrors = document.routingRules?.some((rule) => rule.redirect.redirectType === "Mirror") ?? false;
  // Mirroring and a retention policy exclude each other (L2139); the API reference names no code for it.
  if (mirrors && wormOf(ctx.store, bucket, ctx.now) !== undefined) {
    throw fail(
      "InvalidRequest",
      { BucketName: bucket },
      { message: "Mirroring-based back-to-origin cannot be configured for a bucket with a retention policy." },
    );
  }
  ctx.store.putDocument(bucket, "website", document);
  return { status: 200 };
}

// OSS API reference 20220713, GetBucketWebsite. Its sample has a namespace (L5280), see object/list.ts.
function getBucketWebsite(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const document = ctx.store.getDocument(bucket, "website");
  if (document === undefined) {
    throw fail("NoSuchWebsiteConfiguration", { BucketName: bucket });
  }
  return { status: 200, xml: ["WebsiteConfiguration", writeWebsite(document)] };
}

// OSS API reference 20220713, DeleteBucketWebsite. Not stated for a bucket without one: 204, as all the others.
function deleteBucketWebsite(ctx: Context): Reply {
  ctx.store.deleteDocument(theBucket(ctx).name, "website");
  return { status: 204 };
}

const ROW = { level: "bucket", subresource: "website", hns: false, verified: "sdk" } as const;

export const websiteOperations: readonly Operation[] = [
  { ...ROW, name: "PutBucketWebsite", method: "PUT", body: WEBSITE_BODY, source: "L4861", handle: putBucketWebsite },
  { ...ROW, name: "GetBucketWebsite", method: "GET", source: "L5157", handle: getBucketWebsite },
  { ...ROW, name: "DeleteBucketWebsite", method: "DELETE", source: "L5417", handle: deleteBucketWebsite },
];
