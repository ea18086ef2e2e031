/**
 * Multipart uploads. OSS API reference 20220713, InitiateMultipartUpload (L10957), UploadPart (L11072),
 * CompleteMultipartUpload (L11278), AbortMultipartUpload (L11477).
 */
import { createHash } from "node:crypto";
import { combineCrc64, formatCrc64 } from "../../crc64";
import type { PartRow, UploadRow } from "../../store/rows";
import { fail, invalidArgument } from "../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket, type XmlBody } from "../operation";
import { encodePath, encodeStrict } from "../request";
import { createParents } from "./paths";
import { checkKey, checkOverwrite, objectProperties, sseHeaders, versionHeader, WRITE_HEADERS } from "./properties";
import { commitBody, receiveBody } from "./put";

const MOST_PARTS = 10_000;
/** Of every part but the last, checked when the upload is completed. */
const LEAST_PART_BYTES = 100 * 1024;

const COMPLETE = {
  root: "CompleteMultipartUpload",
  shape: { Part: [{ PartNumber: "text", ETag: "text" }] },
  optional: true,
} as const satisfies XmlBody;

function initiate(ctx: Context): Reply {
  const key = ctx.key as string;
  checkKey(key);
  checkOverwrite(ctx, key);
  const encode = encoder(ctx);
  const properties = objectProperties(ctx, "Multipart");
  const { name } = theBucket(ctx);
  const id = ctx.store.uploads.create(name, key, ctx.now.getTime(), properties);
  return {
    status: 200,
    headers: sseHeaders(properties.sse),
    xml: [
      "InitiateMultipartUploadResult",
      [
        ["EncodingType", ctx.query.get("encoding-type")],
        ["Bucket", name],
        ["Key", encode(key)],
        ["UploadId", id],
      ],
    ],
  };
}

export function encoder(ctx: Context): (text: string) => string {
  const encoding = ctx.query.get("encoding-type");
  if (encoding !== undefined && encoding !== "url") {
    throw invalidArgument("encoding-type", encoding, "Invalid Encoding Method specified in Request.");
  }
  return encoding === undefined ? (text) => text : encodeStrict;
}

/** The upload that the request names; 404 NoSuchUpload also for one of another key. */
export function uploadOf(ctx: Context): UploadRow {
  const id = ctx.query.get("uploadId") ?? "";
  const upload = ctx.store.uploads.get(theBucket(ctx).name, ctx.key as string, id);
  if (upload === undefined) {
    throw fail("NoSuchUpload", { UploadId: id });
  }
  return upload;
}

async function uploadPart(ctx: Context): Promise<Reply> {
  const { store } = ctx;
  const asked = ctx.query.get("partNumber") ?? "";
  if (!/^\d{1,5}$/.test(asked) || Number(asked) < 1 || Number(asked) > MOST_PARTS) {
    throw invalidArgument(
      "partNumber",
      asked,
      `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive.`,
    );
  }
  if (ctx.headers["x-oss-server-side-encryption"] !== undefined) {
    throw invalidArgument(
      "x-oss-server-side-encryption",
      "",
      "It is given when the upload is initiated, not per part.",
    );
  }
  uploadOf(ctx);
  const body = await receiveBody(ctx);
  return commitBody(body, () =>
    store.transaction(() => {
      // It may have been completed or aborted while the part arrived.
      const upload = uploadOf(ctx);
      const { size, md5, crc64 } = body;
      const part = { number: Number(asked), size, md5, crc64, modifiedAt: ctx.now.getTime() };
      store.uploads.putPart(upload.id, { ...part, body: body.commit() });
      return {
        status: 200,
        headers: { ETag: `"${md5}"`, "x-oss-hash-crc64ecma": crc64, ...sseHeaders(upload.properties.sse) },
      };
    }),
  );
}

function complete(ctx: Context): Reply {
  const { store } = ctx;
  const key = ctx.key as string;
  const encode = encoder(ctx);
  const upload = uploadOf(ctx);
  checkOverwrite(ctx, key);
  const parts = chosenParts(ctx, upload);
  const small = parts.slice(0, -1).find((part) => part.size < LEAST_PART_BYTES);
  if (small !== undefined) {
    throw fail("EntityTooSmall", {
      PartNumber: String(small.number),
      ProposedSize: String(small.size),
      MinSizeAllowed: String(LEAST_PART_BYTES),
    });
  }
  const bucket = theBucket(ctx);
  createParents(store, bucket, key, ctx.now);
  const body = store.bodies.join(parts);
  store.uploads.remove(upload.id, new Set(parts.map((part) => part.number)));
  const version = store.versions.put(bucket.name, key, bucket.versioning, {
    ...upload.properties,
    modifiedAt: ctx.now.getTime(),
    ownerId: ctx.identity.ownerId || bucket.ownerId,
    size: parts.reduce((sum, part) => sum + part.size, 0),
    etag: multipartEtag(parts),
    crc64: formatCrc64(parts.reduce((crc, part) => combineCrc64(crc, BigInt(part.crc64), part.size), 0n)),
    body,
  });
  const base = `${ctx.scheme}://${ctx.host}${ctx.pathStyle ? `/${bucket.name}` : ""}`;
  return {
    status: 200,
    headers: {
      ETag: `"${version.etag}"`,
      "x-oss-hash-crc64ecma": version.crc64,
      ...versionHeader(ctx, version.versionId),
      ...sseHeaders(version.sse),
    },
    xml: [
      "CompleteMultipartUploadResult",
      [
        ["EncodingType", ctx.query.get("encoding-type")],
        ["Location", `${base}/${encodePath(key)}`],
        ["Bucket", bucket.name],
        ["Key", encode(key)],
        ["ETag", `"${version.etag}"`],
      ],
    ],
  };
}

/** By the list of the body, or with x-oss-complete-all: yes all that were uploaded. */
function chosenParts(ctx: Context, upload: UploadRow): PartRow[] {
  const all = ctx.headers["x-oss-complete-all"];
  if (all !== undefined) {
    if (all !== "yes" || ctx.xml !== undefined) {
      throw invalidArgument("x-oss-complete-all", all, "It must be yes, and the request must have no body.");
    }
    const parts = ctx.store.uploads.parts(upload.id, 0, MOST_PARTS);
    if (parts.length === 0) {
      throw fail("InvalidPart");
    }
    return parts;
  }
  const listed = ctx.xml === undefined ? [] : bodyOf(ctx, COMPLETE).Part;
  if (listed.length === 0 || listed.length > MOST_PARTS) {
    throw fail("MalformedXML", { ErrorDetail: "Part is missing" });
  }
  let last = 0;
  return listed.map(({ PartNumber = "", ETag = "" }) => {
    const number = Number(PartNumber);
    if (!/^\d{1,5}$/.test(PartNumber) || number < 1 || number > MOST_PARTS) {
      throw invalidArgument("PartNumber", PartNumber, `It must be an integer between 1 and ${MOST_PARTS}, inclusive.`);
    }
    if (number <= last) {
      throw fail("InvalidPartOrder");
    }
    last = number;
    const part = ctx.store.uploads.part(upload.id, number);
    if (part === undefined || part.md5 !== ETag.replace(/^"|"$/g, "").toUpperCase()) {
      throw fail("InvalidPart", { PartNumber });
    }
    return part;
  });
}

/** Not the MD5 of the content (L492): that of the parts' digests, and their number. */
function multipartEtag(parts: readonly PartRow[]): string {
  const hash = createHash("md5");
  for (const part of parts) {
    hash.update(Buffer.from(part.md5, "hex"));
  }
  return `${hash.digest("hex").toUpperCase()}-${parts.length}`;
}

function abort(ctx: Context): Reply {
  ctx.store.uploads.remove(uploadOf(ctx).id);
  return { status: 204 };
}

/**
 * Headers that belong to the initiation. The vendor's Node SDK sends them again with every part and with the completion,
 * where the service does not read them.
 */
const INITIATION_HEADERS = [
  "x-oss-meta-*",
  "x-oss-tagging",
  "x-oss-object-acl",
  "x-oss-server-side-encryption-key-id",
  "x-oss-server-side-data-encryption",
] as const;

const ROW = { level: "object", access: "write", action: "oss:PutObject", verified: "sdk" } as const;

export const multipartOperations: readonly Operation[] = [
  {
    ...ROW,
    name: "InitiateMultipartUpload",
    method: "POST",
    subresource: "uploads",
    params: ["encoding-type"],
    // Not in its table; the chapter on object ACLs says that operations that write an object take it (L11795).
    headers: [...WRITE_HEADERS, "x-oss-object-acl"],
    source: "L10957",
    handle: initiate,
  },
  {
    ...ROW,
    name: "UploadPart",
    method: "PUT",
    subresource: "uploadId",
    query: { partNumber: true },
    headers: ["x-oss-server-side-encryption", "x-oss-forbid-overwrite", ...INITIATION_HEADERS],
    body: "stream",
    source: "L11072",
    handle: uploadPart,
  },
  {
    ...ROW,
    name: "CompleteMultipartUpload",
    method: "POST",
    subresource: "uploadId",
    params: ["encoding-type"],
    headers: ["x-oss-forbid-overwrite", "x-oss-complete-all", ...INITIATION_HEADERS],
    body: COMPLETE,
    source: "L11278",
    handle: complete,
  },
  {
    ...ROW,
    name: "AbortMultipartUpload",
    method: "DELETE",
    subresource: "uploadId",
    action: "oss:AbortMultipartUpload",
    source: "L11477",
    handle: abort,
  },
];
