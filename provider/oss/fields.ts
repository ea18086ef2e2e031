// Fields that several resources share.
import { z } from "zod";
import { field } from "../kit/shape";

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
