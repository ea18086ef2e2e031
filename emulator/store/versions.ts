/** Objects: versions, delete markers, and their listing. Writes belong inside a transaction. */
import { randomBytes } from "node:crypto";
import type { Bodies } from "./bodies";
import type { Database } from "./database";
import type { ObjectProperties, StorageClass, VersioningState, VersionRow } from "./rows";

export interface NewVersion extends ObjectProperties {
  modifiedAt: number;
  ownerId: string;
  size: number;
  etag: string;
  md5?: string;
  crc64?: string;
  body: number | null;
}

export interface Deleted {
  /** The version or marker that is now gone, or the marker that was added. */
  versionId?: string;
  /** A marker was added, or the version removed was one. */
  marker: boolean;
}

export interface Versions {
  /** The current version of a key, which may be a delete marker. */
  current(bucket: string, key: string): VersionRow | undefined;
  /** A version by its id; "null" is the one written without versioning. */
  byId(bucket: string, key: string, versionId: string): VersionRow | undefined;
  /** Makes a new current version: a new id when Enabled, else in place of the null version. */
  put(bucket: string, key: string, versioning: VersioningState, version: NewVersion): VersionRow;
  /** DeleteObject without a version id. */
  remove(bucket: string, key: string, versioning: VersioningState, at: { now: number; ownerId: string }): Deleted;
  /** DeleteObject with a version id; undefined when there is none. */
  removeVersion(bucket: string, key: string, versionId: string): Deleted | undefined;
  setProperties(version: VersionRow, change: Partial<Pick<VersionRow, "acl" | "tags" | "storageClass">>): void;
  isEmpty(bucket: string): boolean;
  /** Per storage class: number, bytes, and bytes with every object counted as at least 64 KiB. Markers do not count. */
  usage(bucket: string): { storageClass: StorageClass; count: number; bytes: number; billed: number }[];
  removeAll(bucket: string): void;
  /** Current objects (no markers) in key order, with key > after and key >= from and key < to. */
  page(bucket: string, range: Range, limit: number): VersionRow[];
  /** All versions and markers, newest of a key first; `cursor` continues after that version of that key. */
  pageVersions(
    bucket: string,
    range: Range,
    cursor: { key: string; seq: number } | undefined,
    limit: number,
  ): VersionRow[];
  /** The place of a version in the order of creation, also when it is gone; undefined for an unknown one. */
  seqOf(bucket: string, key: string, versionId: string): number | undefined;
}

/** Keys in [from, to) and above `after`, compared as UTF-8 bytes; absent bounds are open. */
export interface Range {
  from?: string;
  after?: string;
  to?: string;
}

type Row = Omit<
  VersionRow,
  | "latest"
  | "marker"
  | "tags"
  | "sse"
  | "headers"
  | "versionId"
  | "modifiedAt"
  | "ownerId"
  | "storageClass"
  | "md5"
  | "crc64"
> & {
  latest: number;
  marker: number;
  version_id: string;
  modified_at: number;
  owner_id: string;
  storage_class: VersionRow["storageClass"];
  md5: string | null;
  crc64: string | null;
  tags: string | null;
  sse: string | null;
  headers: string;
};

/** Above every UTF-8 string that starts with the prefix it is appended to. */
export const LAST = "\u{10ffff}";

export function createVersions(database: Database, bodies: Bodies): Versions {
  let lastSeq = 0;
  const nextSeq = (): number => {
    const stored = database.get<{ seq: number | null }>("SELECT max(seq) AS seq FROM versions")?.seq ?? 0;
    // Microseconds keep it growing across deletions of the newest version and across restarts.
    lastSeq = Math.max(lastSeq + 1, stored + 1, Date.now() * 1000);
    return lastSeq;
  };

  const one = (sql: string, ...values: (string | number)[]): VersionRow | undefined => {
    const row = database.get<Row>(sql, ...values);
    return row && toVersion(row);
  };

  const current = (bucket: string, key: string) =>
    one("SELECT * FROM versions WHERE bucket = ? AND key = ? AND latest = 1", bucket, key);

  const byId = (bucket: string, key: string, versionId: string) =>
    one("SELECT * FROM versions WHERE bucket = ? AND key = ? AND version_id = ?", bucket, key, versionId);

  const erase = (version: VersionRow): void => {
    database.run("DELETE FROM versions WHERE seq = ?", version.seq);
    bodies.release(version.body);
  };

  const insert = (bucket: string, key: string, versioning: VersioningState, marker: boolean, version: NewVersion) => {
    const seq = nextSeq();
    const versionId = versioning === "Enabled" ? newVersionId(seq) : "null";
    if (versionId === "null") {
      const replaced = byId(bucket, key, "null");
      if (replaced !== undefined) {
        erase(replaced);
      }
    }
    database.run("UPDATE versions SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1", bucket, key);
    const row: VersionRow = { ...version, seq, bucket, key, versionId, latest: true, marker };
    database.run(
      `INSERT INTO versions (seq, bucket, key, version_id, latest, marker, modified_at, owner_id, size, etag, md5, crc64,
        type, storage_class, acl, tags, sse, headers, body) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      seq,
      bucket,
      key,
      versionId,
      marker ? 1 : 0,
      row.modifiedAt,
      row.ownerId,
      row.size,
      row.etag,
      row.md5 ?? null,
      row.crc64 ?? null,
      row.type,
      row.storageClass,
      row.acl,
      json(row.tags),
      json(row.sse),
      JSON.stringify(row.headers),
      row.body,
    );
    return row;
  };

  const promote = (bucket: string, key: string): void => {
    database.run(
      `UPDATE versions SET latest = 1 WHERE seq =
        (SELECT seq FROM versions WHERE bucket = ? AND key = ? ORDER BY seq DESC LIMIT 1)`,
      bucket,
      key,
    );
  };

  return {
    current,
    byId,
    put: (bucket, key, versioning, version) => insert(bucket, key, versioning, false, version),
    remove: (bucket, key, versioning, at) => {
      if (versioning === "") {
        const version = current(bucket, key);
        if (version !== undefined) {
          erase(version);
        }
        return { marker: false };
      }
      const marker = insert(bucket, key, versioning, true, {
        type: "Normal",
        storageClass: "Standard",
        acl: "default",
        headers: {},
        modifiedAt: at.now,
        ownerId: at.ownerId,
        size: 0,
        etag: "",
        body: null,
      });
      return { marker: true, versionId: marker.versionId };
    },
    removeVersion: (bucket, key, versionId) => {
      const version = byId(bucket, key, versionId);
      if (version === undefined) {
        return undefined;
      }
      erase(version);
      if (version.latest) {
        promote(bucket, key);
      }
      return { marker: version.marker, versionId };
    },
    setProperties: (version, change) => {
      database.run(
        "UPDATE versions SET acl = ?, tags = ?, storage_class = ? WHERE seq = ?",
        change.acl ?? version.acl,
        json("tags" in change ? change.tags : version.tags),
        change.storageClass ?? version.storageClass,
        version.seq,
      );
    },
    isEmpty: (bucket) => database.get("SELECT 1 FROM versions WHERE bucket = ? LIMIT 1", bucket) === undefined,
    usage: (bucket) =>
      database.all(
        `SELECT storage_class AS storageClass, count(*) AS count, sum(size) AS bytes, sum(max(size, 65536)) AS billed
          FROM versions WHERE bucket = ? AND marker = 0 GROUP BY storage_class`,
        bucket,
      ),
    removeAll: (bucket) => {
      for (const row of database.all<{ body: number | null }>("SELECT body FROM versions WHERE bucket = ?", bucket)) {
        bodies.release(row.body);
      }
      database.run("DELETE FROM versions WHERE bucket = ?", bucket);
    },
    page: (bucket, { from = "", after = "", to = LAST }, limit) =>
      database
        .all<Row>(
          `SELECT * FROM versions WHERE bucket = ? AND key >= ? AND key > ? AND key < ? AND latest = 1 AND marker = 0
            ORDER BY key LIMIT ?`,
          bucket,
          from,
          after,
          to,
          limit,
        )
        .map(toVersion),
    pageVersions: (bucket, { from = "", after = "", to = LAST }, cursor, limit) => {
      const rest =
        cursor === undefined
          ? []
          : database.all<Row>(
              "SELECT * FROM versions WHERE bucket = ? AND key = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
              bucket,
              cursor.key,
              cursor.seq,
              limit,
            );
      const more = database.all<Row>(
        `SELECT * FROM versions WHERE bucket = ? AND key >= ? AND key > ? AND key < ?
          ORDER BY key, seq DESC LIMIT ?`,
        bucket,
        from,
        after,
        to,
        limit - rest.length,
      );
      return [...rest, ...more].map(toVersion);
    },
    seqOf: (bucket, key, versionId) => byId(bucket, key, versionId)?.seq ?? seqInId(versionId),
  };
}

function toVersion(row: Row): VersionRow {
  return {
    seq: row.seq,
    bucket: row.bucket,
    key: row.key,
    versionId: row.version_id,
    latest: row.latest === 1,
    marker: row.marker === 1,
    modifiedAt: row.modified_at,
    ownerId: row.owner_id,
    size: row.size,
    etag: row.etag,
    md5: row.md5 ?? undefined,
    crc64: row.crc64 ?? undefined,
    type: row.type,
    storageClass: row.storage_class,
    acl: row.acl,
    tags: row.tags === null ? undefined : (JSON.parse(row.tags) as Record<string, string>),
    sse: row.sse === null ? undefined : (JSON.parse(row.sse) as VersionRow["sse"]),
    headers: JSON.parse(row.headers) as Record<string, string>,
    body: row.body,
  };
}

function json(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** 64 characters like those of OSS. It carries its seq, so that a listing can continue after a deleted version. */
function newVersionId(seq: number): string {
  const bytes = randomBytes(45);
  bytes.writeBigUInt64BE(BigInt(seq), 0);
  return `CAEQ${bytes.toString("base64url")}`;
}

function seqInId(versionId: string): number | undefined {
  return /^CAEQ[\w-]{60}$/.test(versionId)
    ? Number(Buffer.from(versionId.slice(4), "base64url").readBigUInt64BE(0))
    : undefined;
}
