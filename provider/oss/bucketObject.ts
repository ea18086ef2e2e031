import { z } from "zod";
import type { Report } from "../kit/check";
import { resource } from "../kit/define";
import { field } from "../kit/shape";
import { UNKNOWN, type Values } from "../kit/values";
import { hasCode } from "./bucketConfig";
import type { OssClient, OssResponse } from "./client";
import { contentOf, isContentUnknown, md5, mediaType, sourceProblem } from "./content";
import { bucketName, byteLength, canonicalStorageClass, storageClasses } from "./fields";
import { headerOf, write } from "./write";

const headerText = z
  .string()
  .regex(/^\P{Cc}*$/u, "must be one line without control characters")
  .refine((text) => text === text.trim(), "must not start or end with white space");

const sameHeader = headerText.min(1).optional();

const inputs = {
  bucket: field(bucketName, { doc: "Name of the bucket.", replaces: true }),
  key: field(
    z
      .string()
      .min(1)
      .refine((key) => byteLength(key) <= 1023, "has more than 1023 bytes")
      .refine((key) => !/^[/\\]/.test(key), "must not start with / or \\"),
    { doc: "Name of the object: 1 to 1,023 bytes of UTF-8, not starting with `/` or `\\`.", replaces: true },
  ),
  // Content is compared by its hash: these three are carried along and never compared themselves.
  content: field(z.string().optional(), {
    doc: "The content as text. Give exactly one of `content`, `contentBase64` and `source`.",
    local: true,
  }),
  contentBase64: field(z.base64("is not base64 text").optional(), {
    doc: "The content as base64 text, for small binary objects. Give exactly one of the three.",
    local: true,
  }),
  source: field(z.unknown().optional(), {
    doc: 'The content as an asset, `new pulumi.asset.FileAsset("index.html")`; a file is streamed, at most 5 GB. Give exactly one of the three.',
    asset: true,
    local: true,
  }),
  contentType: field(sameHeader, {
    doc: "Media type. Default: by the extension of `key`, or `application/octet-stream`.",
  }),
  cacheControl: field(sameHeader, { doc: "Cache-Control that readers get. Default: none." }),
  contentDisposition: field(sameHeader, { doc: "Content-Disposition that readers get. Default: none." }),
  contentEncoding: field(sameHeader, { doc: "Content-Encoding that readers get. Default: none." }),
  metadata: field(
    z
      .record(z.string().regex(/^[a-z0-9-]+$/, "may hold lower-case letters, digits and hyphens only"), headerText)
      .optional(),
    {
      doc: "User metadata by name, at most 8 KB together. Names: lower-case letters, digits and hyphens. Default: none.",
    },
  ),
  storageClass: field(z.enum(storageClasses).optional(), {
    doc: "`Standard`, `IA`, `Archive` or `ColdArchive`. Default: the class of the bucket.",
    canonical: canonicalStorageClass,
    optIn: true,
  }),
  contentHash: field(z.string().optional(), { doc: "MD5 of the content, by which a change is seen.", internal: true }),
  overwrite: field(z.boolean().optional(), {
    doc: "Replace a different object of that name when this resource is created. Without it such a create is refused. Never sent to OSS. Default: false.",
    local: true,
  }),
};

const outputs = {
  etag: field(z.string(), { doc: "MD5 of the content in lower-case hexadecimal.", volatile: true }),
};

function rules(values: Values, report: Report): void {
  const size = Object.entries((values.metadata as Record<string, string> | undefined) ?? {}).reduce(
    (sum, [name, value]) => sum + byteLength(name) + byteLength(value),
    0,
  );
  if (size > 8 * 1024) report(["metadata"], `has ${size} bytes; OSS takes 8192 (8 KB)`);
  const given = ["content", "contentBase64", "source"].filter((name) => values[name] !== undefined);
  if (given.length === 0 && values.contentHash === undefined)
    report(["content"], "is required, or contentBase64 or source");
  if (given.length > 1) report([given[1]!], `and ${given[0]} exclude each other`);
  const problem = values.source === undefined ? undefined : sourceProblem(values.source);
  if (problem) report(["source"], problem);
}

const headers = [
  ["contentType", "content-type"],
  ["cacheControl", "cache-control"],
  ["contentDisposition", "content-disposition"],
  ["contentEncoding", "content-encoding"],
] as const;

/** An object. OSS API reference 20220713, PutObject, HeadObject and DeleteObject. */
export const bucketObject = resource<typeof inputs, typeof outputs, OssClient, "bucket" | "key">({
  token: "oss:BucketObject",
  key: ["bucket", "key"],
  manual: {
    summary: "An object that is put in one piece: a page, a script, a small file.",
    source: "OSS API reference 20220713, 8.1 basic operations (PutObject, HeadObject, DeleteObject)",
    destroy: "Deletes the object. In a bucket with versioning that adds a delete marker; older versions stay.",
    permissions: ["oss:PutObject", "oss:GetObject", "oss:DeleteObject"],
    traps: [
      "A change of the content is seen by its MD5: Granary reads local files when it previews, and asks OSS for nothing but the object's head.",
      "OSS does not give content back when it is asked for the head, so the program of an imported object has to give its content; where that is the same as the live one, nothing is written.",
    ],
    example: { bucket: "${bucket.bucket}", key: "index.html", content: "<h1>It works</h1>" },
  },
  inputs,
  outputs,
  rules,
  describe: ({ bucket, key }) => `object ${key} of bucket ${bucket}`,

  async prepare(values) {
    const prepared: Values = { ...values };
    if (typeof values.key === "string") prepared.contentType ??= mediaType(values.key);
    const content = contentOf(values);
    if (content) prepared.contentHash = await md5(content);
    else if (isContentUnknown(values)) prepared.contentHash = UNKNOWN;
    return prepared;
  },

  async observe(client, { bucket, key }, context) {
    const response = await client
      .send({ operation: "HeadObject", method: "HEAD", bucket, key, signal: context.signal })
      .catch((error) => {
        if (hasCode(error, ["NoSuchKey", "NoSuchBucket"])) return undefined;
        throw error;
      });
    if (!response) return undefined;
    const etag = etagOf({ operation: "HeadObject", bucket, key }, response);
    const metadata = Object.entries(response.headers)
      .filter(([name]) => name.startsWith("x-oss-meta-"))
      .map(([name, value]) => [name.slice("x-oss-meta-".length), value]);
    return {
      bucket,
      key,
      ...Object.fromEntries(headers.map(([property, name]) => [property, response.headers[name]])),
      metadata: Object.fromEntries(metadata) as Record<string, string>,
      storageClass: response.headers["x-oss-storage-class"] as (typeof storageClasses)[number] | undefined,
      contentHash: etag,
      etag,
    };
  },

  async apply(client, desired, context) {
    const content = contentOf(desired);
    if (!content)
      throw new Error(`${desired.key}: the content is not in the program; give content, contentBase64 or source`);
    const asked = { operation: "PutObject", bucket: desired.bucket, key: desired.key };
    const response = await write(client, {
      ...asked,
      method: "PUT",
      headers: {
        ...Object.fromEntries(
          headers.flatMap(([property, name]) => (desired[property] ? [[name, desired[property]]] : [])),
        ),
        ...Object.fromEntries(
          Object.entries(desired.metadata ?? {}).map(([name, value]) => [`x-oss-meta-${name}`, value]),
        ),
        ...(desired.storageClass && { "x-oss-storage-class": String(canonicalStorageClass(desired.storageClass)) }),
        ...(desired.contentHash && { "content-md5": Buffer.from(desired.contentHash, "hex").toString("base64") }),
        ...(content.length !== undefined && { "content-length": String(content.length) }),
      },
      body: content.body,
      signal: context.signal,
    });
    return { etag: etagOf(asked, response) };
  },

  async remove(client, { bucket, key }, context) {
    try {
      await write(client, { operation: "DeleteObject", method: "DELETE", bucket, key, signal: context.signal });
    } catch (error) {
      if (!hasCode(error, ["NoSuchBucket", "NoSuchKey"])) throw error;
    }
  },
});

function etagOf(asked: { operation: string; bucket: string; key: string }, response: OssResponse): string {
  return headerOf(asked, response, "etag").replaceAll('"', "").toLowerCase();
}
