/** Tags of a bucket. OSS API reference 20220713, sections 7.13.1 to 7.13.3. */
import type { TagsDocument } from "../documents";
import { fail } from "../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../operation";
import { bytes, filled, present } from "./fields";

/** Tags per bucket (L5696); bytes of a key and of a value (L5732-5733). */
const MOST_TAGS = 20;
const MOST_KEY_BYTES = 64;
const MOST_VALUE_BYTES = 128;
const RESERVED = ["http://", "https://", "Aliyun"];

const BODY = { root: "Tagging", shape: { TagSet: { Tag: [{ Key: "text", Value: "text" }] } } } as const;

// OSS API reference 20220713, PutBucketTags: "the new tag overwrites the existing tag that has the same key" (L5697).
// It never says that a key which the request leaves out is removed, so it stays.
function putBucketTags(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const sent = present(bodyOf(ctx, BODY).TagSet, "TagSet").Tag;
  if (sent.length === 0) {
    throw fail("MalformedXML", { ErrorDetail: "Tag is missing" });
  }
  const tags = new Map((ctx.store.getDocument(bucket, "tags")?.tags ?? []).map((tag) => [tag.key, tag.value]));
  const seen = new Set<string>();
  for (const tag of sent) {
    const key = checkKey(filled(tag.Key, "Key"));
    if (seen.has(key)) {
      throw fail("RepeatedTags");
    }
    seen.add(key);
    tags.set(key, checkValue(tag.Value ?? ""));
  }
  if (tags.size > MOST_TAGS) {
    throw fail("TooManyTags");
  }
  ctx.store.putDocument(bucket, "tags", toDocument(tags));
  return { status: 200 };
}

function checkKey(key: string): string {
  if (bytes(key) > MOST_KEY_BYTES || RESERVED.some((prefix) => key.startsWith(prefix))) {
    throw fail("InvalidTag", { TagKey: key });
  }
  return key;
}

function checkValue(value: string): string {
  if (bytes(value) > MOST_VALUE_BYTES) {
    throw fail("InvalidTag", { TagValue: value }, { message: "The TagValue you have provided is invalid." });
  }
  return value;
}

function toDocument(tags: ReadonlyMap<string, string>): TagsDocument {
  return { tags: [...tags].map(([key, value]) => ({ key, value })) };
}

// OSS API reference 20220713, GetBucketTags: without tags an empty Tagging element, never 404 (L5802). It holds an empty
// TagSet: the vendor's Java SDK reads the tags of TagSet without looking whether there is one, and its tests do so after
// DeleteBucketTags.
function getBucketTags(ctx: Context): Reply {
  const tags = ctx.store.getDocument(theBucket(ctx).name, "tags")?.tags ?? [];
  const rows = tags.map(({ key, value }) => ["Tag", [["Key", key] as const, ["Value", value] as const]] as const);
  return { status: 200, xml: ["Tagging", [["TagSet", rows]]] };
}

// OSS API reference 20220713, DeleteBucketTags: all tags, or those of ?tagging=k1,k2; 204 also when there is nothing
// to delete (L5865).
function deleteBucketTags(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const keys = ctx.query.get("tagging") ?? "";
  const tags = new Map((ctx.store.getDocument(bucket, "tags")?.tags ?? []).map((tag) => [tag.key, tag.value]));
  for (const key of keys === "" ? [...tags.keys()] : keys.split(",")) {
    tags.delete(key);
  }
  if (tags.size === 0) {
    ctx.store.deleteDocument(bucket, "tags");
  } else {
    ctx.store.putDocument(bucket, "tags", toDocument(tags));
  }
  return { status: 204 };
}

const ROW = { level: "bucket", subresource: "tagging", verified: "sdk" } as const;

export const tagsOperations: readonly Operation[] = [
  { ...ROW, name: "PutBucketTags", method: "PUT", body: BODY, source: "L5687", handle: putBucketTags },
  { ...ROW, name: "GetBucketTags", method: "GET", source: "L5786", handle: getBucketTags },
  { ...ROW, name: "DeleteBucketTags", method: "DELETE", source: "L5861", handle: deleteBucketTags },
];
