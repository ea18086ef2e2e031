import { z } from "zod";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { decoding } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName, byteLength } from "./fields";
import { decodeVersions, type ListedVersion } from "./wire/versions";

/** Versions and delete markers. OSS API reference 20220713, GetBucketVersions. */
export const listObjectVersions = func({
  token: "oss:listObjectVersions",
  manual: {
    summary:
      "Lists all versions and delete markers of a bucket, newest first for each name, page by page as far as needed.",
    source: "OSS API reference 20220713, 7.6.3 GetBucketVersions (ListObjectVersions)",
    permissions: ["oss:ListObjectVersions"],
    example: { bucket: "my-company-assets", prefix: "images/", limit: 100 },
  },
  inputs: {
    bucket: field(bucketName, { doc: "Name of the bucket." }),
    prefix: field(
      z
        .string()
        .refine((text) => byteLength(text) < 1024, "must have fewer than 1024 bytes")
        .optional(),
      { doc: "Only objects whose names start with this, below 1,024 bytes. Default: all." },
    ),
    delimiter: field(z.string().min(1).optional(), {
      doc: "Names that have this after the prefix are folded into common prefixes. Default: nothing is folded.",
    }),
    limit: field(z.int().min(1).optional(), {
      doc: "At most this many versions and common prefixes together. Default: all.",
    }),
  },
  outputs: {
    versions: field(
      z.array(
        field(
          z.strictObject({
            key: field(z.string(), { doc: "Name." }),
            versionId: field(z.string().optional(), {
              doc: "Id of the version; `null` for one made without versioning, absent in a bucket that never had it.",
            }),
            deleteMarker: field(z.boolean(), { doc: "Whether this is a delete marker." }),
            latest: field(z.boolean(), { doc: "Whether this is the current version." }),
            lastModified: field(z.string(), { doc: "When it was made." }),
            size: field(z.number().optional(), { doc: "Bytes; absent for delete markers." }),
            etag: field(z.string().optional(), { doc: "ETag in lower case; absent for delete markers." }),
            storageClass: field(z.string().optional(), { doc: "Storage class; absent for delete markers." }),
          }),
          { doc: "A version or a delete marker.", typeName: "ListedVersion" },
        ),
      ),
      { doc: "Versions in the order of the answer." },
    ),
    commonPrefixes: field(z.array(z.string()), { doc: "Folded names, with `delimiter`." }),
  },
  async call(client: OssClient, inputs, context) {
    const { bucket, limit = Number.POSITIVE_INFINITY } = inputs;
    const operation = "GetBucketVersions";
    const query: Record<string, string | true> = { versions: true, "encoding-type": "url" };
    if (inputs.prefix !== undefined) query.prefix = inputs.prefix;
    if (inputs.delimiter !== undefined) query.delimiter = inputs.delimiter;
    const versions: ListedVersion[] = [];
    const commonPrefixes: string[] = [];
    for (;;) {
      query["max-keys"] = String(Math.min(1000, limit - versions.length - commonPrefixes.length));
      const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
      const page = decoding(operation, bucket, response, () => decodeVersions(response.text));
      versions.push(...page.versions);
      commonPrefixes.push(...page.commonPrefixes);
      if (!page.next || versions.length + commonPrefixes.length >= limit) return { versions, commonPrefixes };
      query["key-marker"] = page.next.keyMarker;
      if (page.next.versionIdMarker) query["version-id-marker"] = page.next.versionIdMarker;
    }
  },
});
