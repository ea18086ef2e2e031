// The documents that a bucket may have, in the order in which a program declares them.
import type { Values } from "../../provider/kit/values";

export interface Kind {
  /** "oss:BucketCors" */
  token: string;
  /** What a resource's name gets after its bucket's name. */
  suffix: string;
  /** For people: "CORS rules". */
  title: string;
  /** False where buckets with a hierarchical namespace have none of it. */
  hierarchical: boolean;
  /** Several per bucket, found by a list. */
  several?: "inventories" | "replications" | "cnames";
  /** True where what is live is what every bucket has that nobody configured. */
  isDefault?(live: Values): boolean;
}

export const BUCKET = "oss:Bucket";

export const KINDS: readonly Kind[] = [
  {
    token: "oss:BucketAcl",
    suffix: "acl",
    title: "ACL",
    hierarchical: true,
    isDefault: (live) => live.acl === "private",
  },
  { token: "oss:BucketPolicy", suffix: "policy", title: "policy", hierarchical: true },
  // Suspended is a state of its own: a bucket that was never versioned has no status at all.
  { token: "oss:BucketVersioning", suffix: "versioning", title: "versioning", hierarchical: false },
  { token: "oss:BucketEncryption", suffix: "encryption", title: "default encryption", hierarchical: true },
  { token: "oss:BucketRetentionPolicy", suffix: "retention", title: "retention policy", hierarchical: false },
  { token: "oss:BucketLifecycle", suffix: "lifecycle", title: "lifecycle rules", hierarchical: false },
  { token: "oss:BucketTags", suffix: "tags", title: "tags", hierarchical: true },
  { token: "oss:BucketCors", suffix: "cors", title: "CORS rules", hierarchical: false },
  {
    token: "oss:BucketReferer",
    suffix: "referer",
    title: "hotlink protection",
    hierarchical: true,
    isDefault: (live) =>
      live.allowEmptyReferer === true && live.allowTruncateQueryString !== false && live.referers.length === 0,
  },
  { token: "oss:BucketWebsite", suffix: "website", title: "website", hierarchical: false },
  { token: "oss:BucketCname", suffix: "domain", title: "domains", hierarchical: true, several: "cnames" },
  { token: "oss:BucketLogging", suffix: "logging", title: "access logging", hierarchical: true },
  {
    token: "oss:BucketInventory",
    suffix: "inventory",
    title: "inventories",
    hierarchical: false,
    several: "inventories",
  },
  {
    token: "oss:BucketReplication",
    suffix: "replication",
    title: "replication rules",
    hierarchical: false,
    several: "replications",
  },
  { token: "oss:BucketMetaQuery", suffix: "index", title: "data indexing", hierarchical: true },
  {
    token: "oss:BucketRequestPayment",
    suffix: "payment",
    title: "request payment",
    hierarchical: true,
    isDefault: (live) => live.payer === "BucketOwner",
  },
  {
    token: "oss:BucketTransferAcceleration",
    suffix: "acceleration",
    title: "transfer acceleration",
    hierarchical: true,
    isDefault: (live) => live.enabled === false,
  },
];

/** "CORS rules" of "oss:BucketCors"; the type's name where it is none of a bucket's documents. */
export function titleOf(token: string): string {
  if (token === BUCKET) return "bucket";
  return KINDS.find((kind) => kind.token === token)?.title ?? token;
}
