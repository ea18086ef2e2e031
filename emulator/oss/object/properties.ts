/** The headers that describe an object when it is written. OSS API reference 20220713, PutObject (L7570-7758). */
import type { ObjectAcl, ObjectProperties, Sse, StorageClass } from "../../store/rows";
import { fail, invalidArgument } from "../errors";
import { type Context, theBucket } from "../operation";
import { checkNoDirectory, checkPath } from "./paths";

/** Stored and echoed as they are (L7598). */
export const STANDARD_HEADERS = [
  "content-type",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
] as const;

/** The x-oss-* headers of object writes. */
export const WRITE_HEADERS: readonly string[] = [
  "x-oss-forbid-overwrite",
  "x-oss-server-side-encryption",
  "x-oss-server-side-encryption-key-id",
  "x-oss-server-side-data-encryption",
  "x-oss-storage-class",
  "x-oss-tagging",
  "x-oss-meta-*",
];

/** Limits: keys 1,023 bytes (L7752), user metadata 8 KB (L7622), 10 tags of 128 and 256 characters (L12236-12241). */
const MOST_KEY_BYTES = 1023;
const MOST_META_BYTES = 8 * 1024;
const MOST_TAGS = 10;

export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > MOST_KEY_BYTES || /^[/\\]/.test(key)) {
    throw fail("InvalidObjectName", { ObjectName: key });
  }
}

export function objectProperties(ctx: Context, type: ObjectProperties["type"]): ObjectProperties {
  return {
    type,
    storageClass: storageClassOf(ctx.headers["x-oss-storage-class"]) ?? theBucket(ctx).storageClass,
    acl: objectAclOf(ctx.headers["x-oss-object-acl"]),
    tags: tagsOf(ctx.headers["x-oss-tagging"]),
    sse: sseOf(ctx) ?? bucketSse(ctx),
    headers: storedHeaders(ctx.headers),
  };
}

function storageClassOf(value: string | undefined): StorageClass | undefined {
  switch (value) {
    case undefined:
    case "Standard":
    case "IA":
    case "Archive":
    case "ColdArchive":
      return value;
    default:
      throw invalidArgument("x-oss-storage-class", value, "The specified storage class is invalid.");
  }
}

function objectAclOf(value: string | undefined): ObjectAcl {
  switch (value) {
    case undefined:
      return "default";
    case "default":
    case "private":
    case "public-read":
    case "public-read-write":
      return value;
    default:
      throw invalidArgument("x-oss-object-acl", value, "no such object access control exists");
  }
}

function sseOf(ctx: Context): Sse | undefined {
  const algorithm = ctx.headers["x-oss-server-side-encryption"];
  const keyId = ctx.headers["x-oss-server-side-encryption-key-id"];
  const dataEncryption = ctx.headers["x-oss-server-side-data-encryption"];
  if (algorithm === undefined) {
    if (keyId !== undefined || dataEncryption !== undefined) {
      throw invalidArgument("x-oss-server-side-encryption", "", "A key needs x-oss-server-side-encryption: KMS.");
    }
    return undefined;
  }
  if (algorithm !== "AES256" && algorithm !== "KMS") {
    throw fail("InvalidEncryptionAlgorithmError");
  }
  if (algorithm === "AES256" && (keyId !== undefined || dataEncryption !== undefined)) {
    throw invalidArgument(
      "x-oss-server-side-encryption-key-id",
      keyId ?? "",
      "A key or data encryption can be given only with KMS.",
    );
  }
  if (dataEncryption !== undefined && dataEncryption !== "SM4") {
    throw invalidArgument("x-oss-server-side-data-encryption", dataEncryption, "The data encryption must be SM4.");
  }
  return { algorithm, keyId, dataEncryption };
}

/** The default encryption of the bucket, for writes that say nothing. */
export function bucketSse(ctx: Context): Sse | undefined {
  const rule = ctx.store.getDocument(theBucket(ctx).name, "encryption");
  return (
    rule && {
      algorithm: rule.sseAlgorithm,
      keyId: rule.kmsMasterKeyId || undefined,
      dataEncryption: rule.kmsDataEncryption,
    }
  );
}

/** As response headers of writes and reads. */
export function sseHeaders(sse: Sse | undefined): Record<string, string | undefined> {
  return {
    "x-oss-server-side-encryption": sse?.algorithm,
    "x-oss-server-side-encryption-key-id": sse?.keyId,
    "x-oss-server-side-data-encryption": sse?.dataEncryption,
  };
}

function storedHeaders(headers: Context["headers"]): Record<string, string> {
  const stored: Record<string, string> = { "content-type": "application/octet-stream" };
  for (const name of STANDARD_HEADERS) {
    const value = headers[name];
    if (value !== undefined && value !== "") {
      stored[name] = value;
    }
  }
  let bytes = 0;
  for (const [name, value = ""] of Object.entries(headers)) {
    if (name.startsWith("x-oss-meta-")) {
      // Letters, digits and hyphens only; node:http has folded the case already, as the service does.
      if (!/^x-oss-meta-[a-z0-9-]+$/.test(name)) {
        throw invalidArgument(name, value, "The name of user metadata may hold letters, digits and hyphens only.");
      }
      bytes += Buffer.byteLength(name, "latin1") - "x-oss-meta-".length + Buffer.byteLength(value, "latin1");
      stored[name] = value;
    }
  }
  if (bytes > MOST_META_BYTES) {
    throw invalidArgument("x-oss-meta-*", "", "The user metadata of an object may not exceed 8 KB.");
  }
  return stored;
}

/** `TagA=A&TagB=B`, URL-encoded; an item without "=" has an empty value (L7623). */
function tagsOf(header: string | undefined): Record<string, string> | undefined {
  if (header === undefined || header === "") {
    return undefined;
  }
  const tags: Record<string, string> = {};
  for (const item of header.split("&")) {
    const [key = "", value = ""] = item.split(/=([\s\S]*)/).map(decodeTag);
    const allowed = /^[\p{L}\p{N} +\-=._:/]*$/u;
    if (key === "" || [...key].length > 128 || [...value].length > 256 || !allowed.test(key) || !allowed.test(value)) {
      throw invalidArgument("x-oss-tagging", header, "A tag of x-oss-tagging is invalid.");
    }
    if (Object.hasOwn(tags, key)) {
      throw invalidArgument("x-oss-tagging", header, "The keys of x-oss-tagging must be unique.");
    }
    tags[key] = value;
  }
  if (Object.keys(tags).length > MOST_TAGS) {
    throw invalidArgument("x-oss-tagging", header, `An object may have ${MOST_TAGS} tags at most.`);
  }
  return tags;
}

function decodeTag(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw invalidArgument("x-oss-tagging", text, "x-oss-tagging must be URL-encoded.");
  }
}

/**
 * x-oss-forbid-overwrite: true refuses an existing object, with no effect once versioning was enabled (L7613).
 * Reads the store: call it in the transaction of the write.
 */
export function checkOverwrite(ctx: Context, key: string): void {
  const value = ctx.headers["x-oss-forbid-overwrite"];
  if (value !== undefined && value !== "true" && value !== "false") {
    throw invalidArgument("x-oss-forbid-overwrite", value, "It must be true or false.");
  }
  const bucket = theBucket(ctx);
  checkPath(bucket, key);
  checkNoDirectory(ctx.store, bucket, key);
  const existing = ctx.store.versions.current(bucket.name, key);
  if (value === "true" && bucket.versioning === "" && existing !== undefined) {
    throw fail("FileAlreadyExists", { Key: key });
  }
}

/** x-oss-version-id appears once the bucket was ever versioned. */
export function versionHeader(ctx: Context, versionId: string | undefined): Record<string, string | undefined> {
  return { "x-oss-version-id": theBucket(ctx).versioning === "" ? undefined : versionId };
}
