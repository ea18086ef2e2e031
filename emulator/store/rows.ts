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

/** `x-oss-server-side-encryption` of an object. */
export interface Sse {
  algorithm: "AES256" | "KMS";
  keyId?: string;
  dataEncryption?: "SM4";
}

/** What a write decides about an object, apart from its body. */
export interface ObjectProperties {
  type: "Normal" | "Multipart";
  storageClass: StorageClass;
  acl: ObjectAcl;
  /** Key to value; absent = no tags. */
  tags?: Record<string, string>;
  sse?: Sse;
  /** Response headers to echo, with lower-case names: content-type, cache-control, x-oss-meta-*. */
  headers: Record<string, string>;
}

export interface VersionRow extends ObjectProperties {
  /** The order of creation; the highest of a key is its current version. */
  seq: number;
  bucket: string;
  key: string;
  /** "null" for versions written while versioning was not enabled. */
  versionId: string;
  latest: boolean;
  /** A delete marker: no body, no properties. */
  marker: boolean;
  modifiedAt: number;
  ownerId: string;
  size: number;
  /** Upper case, without quotes. */
  etag: string;
  /** 32 hex digits; absent for objects that were not written in one piece. */
  md5?: string;
  crc64?: string;
  body: number | null;
}

export interface UploadRow {
  id: string;
  bucket: string;
  key: string;
  initiatedAt: number;
  properties: ObjectProperties;
}

export interface PartRow {
  number: number;
  size: number;
  md5: string;
  crc64: string;
  modifiedAt: number;
  body: number | null;
}
