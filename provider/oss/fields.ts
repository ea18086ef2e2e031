// Fields that several resources share.
import { z } from "zod";
import { field } from "../kit/shape";
import type { Values } from "../kit/values";

/** OSS bucket naming conventions: 3 to 63 characters. */
export const bucketNamePattern = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

const bucketNameRule =
  "must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends (OSS bucket naming conventions)";

export const bucketName = z.string().regex(bucketNamePattern, bucketNameRule);

/** The bucket that a configuration document belongs to. */
export const ownerBucket = field(bucketName, {
  doc: "Name of the bucket that this configuration belongs to.",
  replaces: true,
});

/** Present on every configuration document. */
export const overwrite = field(z.boolean().optional(), {
  doc: "Replace a different configuration that the bucket already has when this resource is created. Without it such a create is refused, so that nobody's configuration is lost unseen. Never sent to OSS. Default: false.",
  local: true,
});

export const storageClasses = ["Standard", "IA", "Archive", "ColdArchive", "Cold Archive"] as const;

/** The reference spells ColdArchive with a space in requests and without in answers; they mean the same. */
export function canonicalStorageClass(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/\s+/g, "") : value;
}

export const acl = z.enum(["private", "public-read", "public-read-write"]);

/** A text of a list in which blanks around the texts have no meaning. */
export const filledText = z.string().regex(/\S/, "must not be empty");

/** A list without order as it is sent: without blanks around its texts, each once. */
export function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => text.trim()))];
}

/** The form in which such a list is compared. */
export function canonicalSet(value: unknown): unknown {
  return isTexts(value) ? distinct(value).sort() : value;
}

/** The same for names of headers, whose letter case has no meaning (RFC 9110, 5.1). */
export function canonicalHeaders(value: unknown): unknown {
  return isTexts(value) ? canonicalSet(value.map(canonicalHeader)) : value;
}

export function canonicalHeader(value: unknown): unknown {
  return typeof value === "string" ? value.toLowerCase() : value;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** What an argument that is an object or JSON text says; undefined when it is no JSON object. */
export function jsonObject(value: unknown): Values | undefined {
  if (typeof value !== "string") return isRecord(value) ? value : undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Length in bytes of UTF-8, which is how OSS counts. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/** A domain name as it is bound to a bucket: no scheme, no path, lower case. */
export const domainName = z
  .string()
  .max(253)
  .regex(
    /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+$/,
    "must be a domain name in lower case without scheme and path, for example www.example.com",
  );
