/** Lifecycle rules of a bucket. OSS API reference 20220713, sections 7.4.1 to 7.4.3. */
import { fail, invalidArgument } from "../../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../../operation";
import { LIFECYCLE_BODY, readRule, writeRule } from "./parse";
import type { LifecycleDocument } from "./rules";
import { validateRules } from "./validate";

// OSS API reference 20220713, PutBucketLifecycle: replaces all rules (L2530-2531).
function putBucketLifecycle(ctx: Context): Reply {
  const bucket = theBucket(ctx);
  const rules = bodyOf(ctx, LIFECYCLE_BODY).Rule.map(readRule);
  validateRules(rules, bucket.storageClass, overlapOf(ctx.headers["x-oss-allow-same-action-overlap"]));
  const document: LifecycleDocument = { rules, since: ctx.now.getTime() };
  ctx.store.putDocument(bucket.name, "lifecycle", document);
  return { status: 200 };
}

/** Not in the API reference: a header of the vendor's later page of this operation, which lets prefixes overlap. */
function overlapOf(value = "false"): boolean {
  if (value !== "true" && value !== "false") {
    throw invalidArgument("x-oss-allow-same-action-overlap", value, "It must be true or false.");
  }
  return value === "true";
}

// OSS API reference 20220713, GetBucketLifecycle. The sample of the error has BucketName (L2866).
function getBucketLifecycle(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const document = ctx.store.getDocument<LifecycleDocument>(bucket, "lifecycle");
  if (document === undefined) {
    throw fail("NoSuchLifecycle", { BucketName: bucket });
  }
  return { status: 200, xml: ["LifecycleConfiguration", document.rules.map((rule) => ["Rule", writeRule(rule)])] };
}

// OSS API reference 20220713, DeleteBucketLifecycle: 204 also when there is no rule (L2920).
function deleteBucketLifecycle(ctx: Context): Reply {
  ctx.store.deleteDocument(theBucket(ctx).name, "lifecycle");
  return { status: 204 };
}

const ROW = { level: "bucket", subresource: "lifecycle", hns: false, verified: "sdk" } as const;

export const lifecycleOperations: readonly Operation[] = [
  {
    ...ROW,
    name: "PutBucketLifecycle",
    method: "PUT",
    headers: ["x-oss-allow-same-action-overlap"],
    body: LIFECYCLE_BODY,
    source: "L2523",
    handle: putBucketLifecycle,
  },
  { ...ROW, name: "GetBucketLifecycle", method: "GET", source: "L2809", handle: getBucketLifecycle },
  { ...ROW, name: "DeleteBucketLifecycle", method: "DELETE", source: "L2894", handle: deleteBucketLifecycle },
];
