import { z } from "zod";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { decoding } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName } from "./fields";
import { checkMetaQuery } from "./metaQueryRules";
import { decodeMetaQuery, encodeMetaQuery, type MetaQueryFile } from "./wire/metaQuery";

const aggregation = z.strictObject({
  field: field(z.string().min(1), { doc: "Field, for example `Size`; not a tag or user metadata." }),
  operation: field(z.enum(["min", "max", "average", "sum", "count", "distinct", "group"]), {
    doc: "What is computed; `min`, `max`, `average` and `sum` of `Size` and `OSSTaggingCount` only.",
  }),
});

const file = z.strictObject({
  filename: field(z.string(), { doc: "Name of the object." }),
  size: field(z.number().optional(), { doc: "Bytes." }),
  fileModifiedTime: field(z.string().optional(), { doc: "When it was last written." }),
  ossObjectType: field(z.string().optional(), { doc: "`Normal`, `Appendable`, `Multipart` or `Symlink`." }),
  ossStorageClass: field(z.string().optional(), { doc: "Storage class." }),
  objectAcl: field(z.string().optional(), { doc: "ACL of the object." }),
  etag: field(z.string().optional(), { doc: "ETag." }),
  ossCrc64: field(z.string().optional(), { doc: "CRC-64 of the content." }),
  ossTaggingCount: field(z.number().optional(), { doc: "Number of tags." }),
  ossTagging: field(z.record(z.string(), z.string()).optional(), { doc: "Tags." }),
  ossUserMeta: field(z.record(z.string(), z.string()).optional(), { doc: "User metadata." }),
  serverSideEncryption: field(z.string().optional(), { doc: "Encryption." }),
  serverSideEncryptionCustomerAlgorithm: field(z.string().optional(), { doc: "Algorithm of the caller's own key." }),
});

/** Objects by their metadata. OSS API reference 20220713, DoMetaQuery. */
export const doMetaQuery = func({
  token: "oss:doMetaQuery",
  manual: {
    summary:
      "Finds objects by their metadata, or counts and sums over them, in the index of a bucket (BucketMetaQuery).",
    source: "OSS API reference 20220713, 7.17.3 DoMetaQuery",
    permissions: ["oss:DoMetaQuery"],
    traps: ["An index that is still being built does not answer yet; its state must be `Running`."],
    example: {
      bucket: "my-company-assets",
      query: { Field: "Size", Value: "1048576", Operation: "gt" },
      sort: "Size",
      order: "desc",
      limit: 10,
    },
  },
  inputs: {
    bucket: field(bucketName, { doc: "Name of the bucket." }),
    query: field(z.union([z.string(), z.record(z.string(), z.unknown())]), {
      doc: 'The condition as an object or as JSON text: `{"Field": "Size", "Value": "1048576", "Operation": "gt"}`, or several: `{"SubQueries": [...], "Operation": "and"}` (or `or`, `not`). Operations: `eq`, `gt`, `gte`, `lt`, `lte`, `prefix` (texts), `match` (`Filename` only). Fields: `Filename`, `Size`, `FileModifiedTime`, `ETag`, `ObjectACL`, `OSSObjectType`, `OSSStorageClass`, `OSSCRC64`, `OSSTaggingCount`, `ServerSideEncryption`, `OSSTagging.<key>`, `OSSUserMeta.<key>`. Values are texts.',
    }),
    sort: field(z.string().min(1).optional(), {
      doc: "Field to sort by; not a tag or user metadata. Default: no order.",
    }),
    order: field(z.enum(["asc", "desc"]).optional(), { doc: "`asc` or `desc`, with `sort`. Default: `asc`." }),
    aggregations: field(
      z.array(field(aggregation, { doc: "An aggregation.", typeName: "MetaQueryAggregation" })).optional(),
      { doc: "Computes over the objects found in place of listing them. Default: they are listed." },
    ),
    limit: field(z.int().min(1).optional(), { doc: "At most this many objects. Default: all." }),
  },
  outputs: {
    files: field(z.array(field(file, { doc: "An object.", typeName: "MetaQueryFile" })), { doc: "Objects found." }),
    aggregations: field(
      z.array(
        field(
          z.strictObject({
            field: field(z.string(), { doc: "Field." }),
            operation: field(z.string(), { doc: "What was computed." }),
            value: field(z.number().optional(), { doc: "Result." }),
            groups: field(
              z
                .array(
                  field(
                    z.strictObject({
                      value: field(z.string(), { doc: "Value of the field." }),
                      count: field(z.number(), { doc: "How many objects have it." }),
                    }),
                    { doc: "A group.", typeName: "MetaQueryGroup" },
                  ),
                )
                .optional(),
              { doc: "Groups, with `group`." },
            ),
          }),
          { doc: "A result.", typeName: "MetaQueryAggregationResult" },
        ),
      ),
      { doc: "Results of the aggregations." },
    ),
  },
  rules: checkMetaQuery,
  async call(client: OssClient, { bucket, limit = Number.POSITIVE_INFINITY, ...query }, context) {
    const operation = "DoMetaQuery";
    const files: MetaQueryFile[] = [];
    let nextToken: string | undefined;
    for (;;) {
      const maxResults = Math.min(200, limit - files.length);
      const response = await client.send({
        operation,
        method: "POST",
        bucket,
        query: { metaQuery: true, comp: "query" },
        body: encodeMetaQuery({ ...query, nextToken, maxResults }),
        idempotent: true,
        signal: context.signal,
      });
      const page = decoding(operation, bucket, response, () => decodeMetaQuery(response.text));
      files.push(...page.files);
      nextToken = page.nextToken;
      if (!nextToken || files.length >= limit) return { files, aggregations: page.aggregations };
    }
  },
});
