/** The rows of the store, independent of SQL. Times are milliseconds since 1970 by the emulator's clock. */

export type Acl = "private" | "public-read" | "public-read-write";
export type ObjectAcl = "default" | Acl;
export type StorageClass = "Standard" | "IA" | "Archive" | "ColdArchive";
/** "" = never enabled: OSS has no way back to it once a bucket was Enabled or Suspended. */
export type VersioningState = "" | "Enabled" | "Suspended";

export interface BucketRow {
  name: string;
  /** The account that owns the bucket. */
  ownerId: string;
  /** Without the `oss-` prefix: cn-hangzhou. */
  region: string;
  createdAt: number;
  acl: Acl;
  storageClass: StorageClass;
  dataRedundancyType: "LRS" | "ZRS";
  resourceGroupId: string;
  hns: boolean;
  versioning: VersioningState;
}
