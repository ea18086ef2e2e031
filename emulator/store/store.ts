/** What handlers see of the store. Everything is synchronous; the database is one file or memory (open.ts). */
import type { Documents } from "../oss/documents";
import type { Bodies } from "./bodies";
import type { Database } from "./database";
import type { BucketRow } from "./rows";
import type { Uploads } from "./uploads";
import type { Versions } from "./versions";

export interface Store extends Buckets {
  readonly bodies: Bodies;
  readonly versions: Versions;
  readonly uploads: Uploads;

  /** Runs `work` in one transaction: all or nothing, also across kill -9. Inside another one it joins that one. */
  transaction<T>(work: () => T): T;
}

export interface Buckets {
  getBucket(name: string): BucketRow | undefined;
  /** True when there is no bucket. */
  isEmpty(): boolean;
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
  /** The bucket, of any, that has a document of this name: how a custom domain finds its bucket. */
  bucketWithDocument(name: string): string | undefined;
  /** Stores canonical JSON; undefined properties vanish. */
  putDocument<K extends keyof Documents>(bucket: string, name: K, value: Documents[K]): void;
  putDocument(bucket: string, name: string, value: unknown): void;
  /** True when there was one. */
  deleteDocument(bucket: string, name: string): boolean;
}

type Row = {
  name: string;
  owner_id: string;
  region: string;
  created_at: number;
  acl: BucketRow["acl"];
  storage_class: BucketRow["storageClass"];
  data_redundancy_type: BucketRow["dataRedundancyType"];
  resource_group_id: string;
  hns: number;
  versioning: BucketRow["versioning"];
};

export function createBuckets(
  database: Database,
  inside: { bodies: Bodies; versions: Versions; uploads: Uploads },
): Buckets {
  const getBucket = (name: string): BucketRow | undefined => {
    const row = database.get<Row>("SELECT * FROM buckets WHERE name = ?", name);
    return row && toBucket(row);
  };

  return {
    getBucket,
    isEmpty: () => database.get("SELECT 1 FROM buckets LIMIT 1") === undefined,
    listBuckets: (ownerId) =>
      database.all<Row>("SELECT * FROM buckets WHERE owner_id = ? ORDER BY name", ownerId).map(toBucket),
    insertBucket: (row) => {
      database.run(
        `INSERT INTO buckets (name, owner_id, region, created_at, acl, storage_class, data_redundancy_type,
          resource_group_id, hns, versioning) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        row.name,
        row.ownerId,
        row.region,
        row.createdAt,
        row.acl,
        row.storageClass,
        row.dataRedundancyType,
        row.resourceGroupId,
        row.hns ? 1 : 0,
        row.versioning,
      );
    },
    updateBucket: (name, change) => {
      const row = getBucket(name);
      if (row !== undefined) {
        const next = { ...row, ...change };
        database.run(
          "UPDATE buckets SET acl = ?, versioning = ?, storage_class = ?, resource_group_id = ? WHERE name = ?",
          next.acl,
          next.versioning,
          next.storageClass,
          next.resourceGroupId,
          name,
        );
      }
    },
    deleteBucket: (name) => {
      database.transaction(() => {
        inside.versions.removeAll(name);
        inside.uploads.removeAll(name);
        database.run("DELETE FROM documents WHERE bucket = ?", name);
        database.run("DELETE FROM buckets WHERE name = ?", name);
      });
    },
    getDocument: <T>(bucket: string, name: string): T | undefined => {
      const sql = "SELECT value FROM documents WHERE bucket = ? AND name = ?";
      const row = database.get<{ value: string }>(sql, bucket, name);
      return row && (JSON.parse(row.value) as T);
    },
    listDocuments: (bucket, prefix) =>
      database
        .all<{ name: string }>(
          "SELECT name FROM documents WHERE bucket = ? AND name >= ? ORDER BY name",
          bucket,
          prefix,
        )
        .map((row) => row.name)
        .filter((name) => name.startsWith(prefix)),
    bucketWithDocument: (name) =>
      database.get<{ bucket: string }>("SELECT bucket FROM documents WHERE name = ? LIMIT 1", name)?.bucket,
    putDocument: (bucket: string, name: string, value: unknown) => {
      database.run(
        "INSERT OR REPLACE INTO documents (bucket, name, value) VALUES (?, ?, ?)",
        bucket,
        name,
        JSON.stringify(value),
      );
    },
    deleteDocument: (bucket, name) =>
      database.run("DELETE FROM documents WHERE bucket = ? AND name = ?", bucket, name).changes > 0,
  };
}

function toBucket(row: Row): BucketRow {
  return {
    name: row.name,
    ownerId: row.owner_id,
    region: row.region,
    createdAt: row.created_at,
    acl: row.acl,
    storageClass: row.storage_class,
    dataRedundancyType: row.data_redundancy_type,
    resourceGroupId: row.resource_group_id,
    hns: row.hns === 1,
    versioning: row.versioning,
  };
}
