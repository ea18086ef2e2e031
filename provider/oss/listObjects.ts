import { z } from "zod";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { decoding } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName, byteLength } from "./fields";
import { decodeObjects, type ListedObject } from "./wire/objects";

const short = z
  .string()
  .refine((text) => byteLength(text) < 1024, "must have fewer than 1024 bytes")
  .optional();

/** Objects of a bucket. OSS API reference 20220713, GetBucket and GetBucketV2. */
export const listObjects = func({
  token: "oss:listObjects",
  manual: {
    summary:
      "Lists the objects of a bucket, page by page as far as needed; in a bucket with versioning, the current versions.",
    source: "OSS API reference 20220713, 7.1.3 GetBucket (ListObjects) and 7.1.4 GetBucketV2 (ListObjectsV2)",
    permissions: ["oss:ListObjects"],
    traps: ["Without `limit` everything is read; a bucket of a million objects takes a thousand requests."],
    example: { bucket: "my-company-assets", prefix: "images/", limit: 100 },
  },
  inputs: {
    bucket: field(bucketName, { doc: "Name of the bucket." }),
    prefix: field(short, {
      doc: "Only objects whose names start with this, below 1,024 bytes. With version 2 it must not start with `/`. Default: all.",
    }),
    delimiter: field(z.string().min(1).optional(), {
      doc: "Names that have this after the prefix are folded into common prefixes. Default: nothing is folded.",
    }),
    startAfter: field(short, { doc: "Start behind this name, below 1,024 bytes. Default: from the beginning." }),
    limit: field(z.int().min(1).optional(), {
      doc: "At most this many objects and common prefixes together. Default: all.",
    }),
    listType: field(z.int().min(1).max(2).optional(), { doc: "Version of the operation: 1 or 2. Default: 2." }),
    fetchOwner: field(z.boolean().optional(), {
      doc: "With version 2: tell the owner of each object. Default: false.",
    }),
  },
  outputs: {
    objects: field(
      z.array(
        field(
          z.strictObject({
            key: field(z.string(), { doc: "Name." }),
            lastModified: field(z.string(), { doc: "When it was last written." }),
            etag: field(z.string(), { doc: "ETag in lower case." }),
            size: field(z.number(), { doc: "Bytes." }),
            storageClass: field(z.string(), { doc: "Storage class." }),
            type: field(z.string().optional(), {
              doc: "`Normal`, `Appendable`, `Multipart` or `Symlink`, where OSS tells it.",
            }),
            owner: field(z.string().optional(), { doc: "Account id of the owner, where OSS tells it." }),
          }),
          { doc: "An object.", typeName: "ListedObject" },
        ),
      ),
      { doc: "Objects in the order of their names." },
    ),
    commonPrefixes: field(z.array(z.string()), { doc: "Folded names, with `delimiter`." }),
  },
  rules(inputs, report) {
    if (inputs.listType !== 1 && inputs.prefix?.startsWith("/"))
      report(["prefix"], "must not start with / in version 2");
  },
  async call(client: OssClient, inputs, context) {
    const { bucket, limit = Number.POSITIVE_INFINITY } = inputs;
    const first = inputs.listType === 1;
    const operation = first ? "GetBucket" : "GetBucketV2";
    const query: Record<string, string> = { "encoding-type": "url" };
    if (!first) query["list-type"] = "2";
    if (inputs.prefix !== undefined) query.prefix = inputs.prefix;
    if (inputs.delimiter !== undefined) query.delimiter = inputs.delimiter;
    if (inputs.startAfter !== undefined) query[first ? "marker" : "start-after"] = inputs.startAfter;
    if (inputs.fetchOwner && !first) query["fetch-owner"] = "true";
    const objects: ListedObject[] = [];
    const commonPrefixes: string[] = [];
    let next: string | undefined;
    do {
      query["max-keys"] = String(Math.min(1000, limit - objects.length - commonPrefixes.length));
      if (next !== undefined) query[first ? "marker" : "continuation-token"] = next;
      const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
      const page = decoding(operation, bucket, response, () => decodeObjects(response.text));
      objects.push(...page.objects);
      commonPrefixes.push(...page.commonPrefixes);
      next = page.next;
    } while (next !== undefined && objects.length + commonPrefixes.length < limit);
    return { objects, commonPrefixes };
  },
});
