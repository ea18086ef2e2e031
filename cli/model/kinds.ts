// The resources that describe a bucket: which part of it each one owns, and what tells two of them apart.

/** The parts of a bucket's configuration. */
export type Aspect =
  | "bucket"
  | "acl"
  | "policy"
  | "versioning"
  | "encryption"
  | "logging"
  | "referer"
  | "cors"
  | "lifecycle"
  | "website"
  | "payer"
  | "acceleration"
  | "retention"
  | "tags"
  | "https"
  | "publicBlock"
  | "replications"
  | "inventories"
  | "cnames"
  | "index";

export interface Kind {
  aspect: Aspect;
  /** Inputs that make the id; the first one names the bucket. */
  key: readonly string[];
}

/** Type -> what it is of a bucket. BucketHttpsConfig and BucketPublicAccessBlock are known from @pulumi/alicloud. */
export const KINDS: Readonly<Record<string, Kind>> = {
  "oss:Bucket": { aspect: "bucket", key: ["bucket"] },
  "oss:BucketAcl": { aspect: "acl", key: ["bucket"] },
  "oss:BucketCname": { aspect: "cnames", key: ["bucket", "domain"] },
  "oss:BucketCors": { aspect: "cors", key: ["bucket"] },
  "oss:BucketEncryption": { aspect: "encryption", key: ["bucket"] },
  "oss:BucketHttpsConfig": { aspect: "https", key: ["bucket"] },
  "oss:BucketInventory": { aspect: "inventories", key: ["bucket", "inventoryId"] },
  "oss:BucketLifecycle": { aspect: "lifecycle", key: ["bucket"] },
  "oss:BucketLogging": { aspect: "logging", key: ["bucket"] },
  "oss:BucketMetaQuery": { aspect: "index", key: ["bucket"] },
  "oss:BucketPolicy": { aspect: "policy", key: ["bucket"] },
  "oss:BucketPublicAccessBlock": { aspect: "publicBlock", key: ["bucket"] },
  "oss:BucketReferer": { aspect: "referer", key: ["bucket"] },
  "oss:BucketReplication": { aspect: "replications", key: ["bucket", "targetBucket"] },
  "oss:BucketRequestPayment": { aspect: "payer", key: ["bucket"] },
  "oss:BucketRetentionPolicy": { aspect: "retention", key: ["bucket"] },
  "oss:BucketTags": { aspect: "tags", key: ["bucket"] },
  "oss:BucketTransferAcceleration": { aspect: "acceleration", key: ["bucket"] },
  "oss:BucketVersioning": { aspect: "versioning", key: ["bucket"] },
  "oss:BucketWebsite": { aspect: "website", key: ["bucket"] },
};

/** Aspects of which a bucket has several: one per resource. */
export const PLURAL: readonly Aspect[] = ["replications", "inventories", "cnames"];

/** What a bucket has when a configuration resource is deleted. Where there is none, it is as if never configured. */
export const REMOVAL: Partial<Record<Aspect, Record<string, unknown>>> = {
  acl: { acl: "private" },
  versioning: { status: "Suspended" },
};
