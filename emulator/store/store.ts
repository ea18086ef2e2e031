/** What handlers see of the store. Everything is synchronous; the database is one file or memory (open.ts). */
import type { Documents } from "../oss/documents";
import type { Database } from "./database";
import type { BucketRow } from "./rows";

export interface Store {
  readonly database: Database;

  /** Runs `work` in one transaction: all or nothing, also across kill -9. Inside another one it joins that one. */
  transaction<T>(work: () => T): T;

  getBucket(name: string): BucketRow | undefined;
  /** Buckets of an account in the order of their names. */
  listBuckets(ownerId: string): BucketRow[];
  insertBucket(row: BucketRow): void;
  updateBucket(
    name: string,
    change: Partial<Pick<BucketRow, "acl" | "versioning" | "storageClass" | "resourceGroupId">>,
  ): void;
  /** Removes the bucket with its documents and everything in it. */
  deleteBucket(name: string): void;

  /** A configuration document; undefined = never set or deleted. Collections use names such as `inventory/<id>`. */
  getDocument<K extends keyof Documents>(bucket: string, name: K): Documents[K] | undefined;
  getDocument<T>(bucket: string, name: string): T | undefined;
  /** Document names of a bucket that start with `prefix`, sorted. */
  listDocuments(bucket: string, prefix: string): string[];
  /** Stores canonical JSON; undefined properties vanish. */
  putDocument<K extends keyof Documents>(bucket: string, name: K, value: Documents[K]): void;
  putDocument(bucket: string, name: string, value: unknown): void;
  /** True when there was one. */
  deleteDocument(bucket: string, name: string): boolean;
}
