/** The lifecycle rules of a bucket as the store keeps them: document "lifecycle". */

/** OSS API reference 20220713, PutBucketLifecycle. */
export interface LifecycleDocument {
  rules: LifecycleRule[];
  /** When the rules were put, in milliseconds since 1970: they run from the next midnight on. */
  since: number;
}

export interface LifecycleRule {
  /** At most 255 characters; generated when the request has none (L2570). */
  id: string;
  /** "" = the whole bucket. */
  prefix: string;
  status: "Enabled" | "Disabled";
  /** An object must carry all of them. */
  tags: LifecycleTag[];
  /** Objects that the rule leaves alone. */
  not?: { prefix: string; tag?: LifecycleTag };
  /** Of the current version: exactly one of the three. */
  expiration?: When & { expiredObjectDeleteMarker?: boolean };
  transitions: (When & { storageClass: LowerClass })[];
  abortMultipartUpload?: When;
  /** Days since the version became a previous one. */
  noncurrentVersionExpiration?: { noncurrentDays: number };
  noncurrentVersionTransitions: { noncurrentDays: number; storageClass: LowerClass }[];
}

export interface LifecycleTag {
  key: string;
  value: string;
}

/** Either days since the last modification, or "modified before this midnight, UTC". */
export interface When {
  days?: number;
  /** yyyy-MM-ddT00:00:00.000Z */
  createdBeforeDate?: string;
}

export type LowerClass = "IA" | "Archive" | "ColdArchive";

/** Storage classes from warm to cold: a transition only goes down. */
export const LADDER: readonly string[] = ["Standard", "IA", "Archive", "ColdArchive"];
