import { z } from "zod";
import { list, readXml, text, writeXml, type XmlElement } from "../http/xml";
import type { Report } from "../kit/check";
import type { Context } from "../kit/define";
import { field } from "../kit/shape";
import type { Values } from "../kit/values";
import { bucketConfig } from "./bucketConfig";
import type { OssClient } from "./client";
import { byteLength } from "./fields";
import { write } from "./write";

function rules(inputs: Values, report: Report): void {
  const tags = inputs.tags as Record<string, string>;
  if (Object.keys(tags).length > 20) report(["tags"], `has ${Object.keys(tags).length} tags; a bucket takes 20`);
  if (Object.keys(tags).length === 0) report(["tags"], "must not be empty; leave the resource out to have no tags");
  for (const [key, value] of Object.entries(tags)) {
    if (key === "") report(["tags", key], "a tag needs a key");
    if (byteLength(key) > 64) report(["tags", key], `the key has ${byteLength(key)} bytes; OSS takes 64`);
    const reserved = ["http://", "https://", "Aliyun"].find((prefix) => key.startsWith(prefix));
    if (reserved) report(["tags", key], `a key must not start with ${reserved}`);
    if (byteLength(value) > 128) report(["tags", key], `the value has ${byteLength(value)} bytes; OSS takes 128`);
  }
}

/** Tags of a bucket. OSS API reference 20220713, PutBucketTags, GetBucketTags and DeleteBucketTags. */
export const bucketTags = bucketConfig({
  token: "oss:BucketTags",
  manual: {
    summary:
      "The tags of a bucket. One resource holds all of them; tags that someone else adds are shown as drift and removed.",
    source: "OSS API reference 20220713, 7.13 bucket tags (PutBucketTags, GetBucketTags, DeleteBucketTags)",
    destroy: "Deletes every tag of the bucket.",
    permissions: ["oss:PutBucketTagging", "oss:GetBucketTagging", "oss:DeleteBucketTagging"],
    traps: [
      "The reference says that PutBucketTags adds or overwrites tags by key and does not say that it removes others. Granary writes the full set first and then deletes the keys that are no longer wanted, so an update that drops a key takes two requests. Where both sets together are more than 20 tags, or a dropped key holds a comma, all tags are deleted first.",
    ],
    example: { bucket: "${bucket.bucket}", tags: { team: "web", environment: "production" } },
  },
  inputs: {
    tags: field(z.record(z.string(), z.string()), {
      doc: "Tags by key: 1 to 20. Keys: 1 to 64 bytes of UTF-8, not starting with `http://`, `https://` or `Aliyun`. Values: at most 128 bytes, may be empty.",
    }),
  },
  rules,
  subresource: "tagging",
  operations: { get: "GetBucketTags", put: "PutBucketTags", delete: "DeleteBucketTags" },
  absent: [],
  encode(inputs) {
    const tags = Object.entries(inputs.tags as Record<string, string>).sort(([a], [b]) => (a < b ? -1 : 1));
    const elements = tags.map(
      ([key, value]): XmlElement => [
        "Tag",
        [
          ["Key", key],
          ["Value", value],
        ],
      ],
    );
    return { body: writeXml("Tagging", [["TagSet", elements]]) };
  },
  // A bucket without tags answers 200 with an empty element.
  decode(body) {
    const tags = list(readXml(body, "Tagging", ["TagSet.Tag"]), "TagSet.Tag");
    return tags && { tags: Object.fromEntries(tags.map((tag) => [text(tag, "Key") ?? "", text(tag, "Value") ?? ""])) };
  },
  // Without room for both sets, and for keys that a list of keys can't name, everything goes first.
  async beforePut(client, desired, prior, context) {
    if (isCramped(desired, prior)) await deleteTags(client, desired.bucket, true, context);
  },
  async afterPut(client, desired, prior, context) {
    const stale = staleKeys(desired, prior);
    if (stale.length > 0 && !isCramped(desired, prior)) {
      await deleteTags(client, desired.bucket, stale.join(","), context);
    }
  },
});

function staleKeys(desired: Values, prior: Values | undefined): string[] {
  return Object.keys((prior?.tags as object | undefined) ?? {}).filter((key) => !Object.hasOwn(desired.tags, key));
}

function isCramped(desired: Values, prior: Values | undefined): boolean {
  const stale = staleKeys(desired, prior);
  return (
    stale.some((key) => key.includes(",")) || (stale.length > 0 && stale.length + Object.keys(desired.tags).length > 20)
  );
}

/** @param keys joined by commas; `true`: all of them */
async function deleteTags(client: OssClient, bucket: string, keys: string | true, context: Context): Promise<void> {
  await write(client, {
    operation: "DeleteBucketTags",
    method: "DELETE",
    bucket,
    query: { tagging: keys },
    signal: context.signal,
  });
}
