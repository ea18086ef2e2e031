/** Multipart uploads that are under way. Writes belong inside a transaction. */
import { randomBytes } from "node:crypto";
import type { Bodies } from "./bodies";
import type { Database } from "./database";
import type { ObjectProperties, PartRow, UploadRow } from "./rows";
import { LAST, type Range } from "./versions";

export interface Uploads {
  /** 32 upper-case hex digits that grow with time. */
  create(bucket: string, key: string, initiatedAt: number, properties: ObjectProperties): string;
  get(bucket: string, key: string, id: string): UploadRow | undefined;
  /** Replaces the part of the same number. */
  putPart(upload: string, part: PartRow): void;
  /** Parts above `after` in ascending order. */
  parts(upload: string, after: number, limit: number): PartRow[];
  part(upload: string, number: number): PartRow | undefined;
  /** Removes the upload; the bodies of `kept` parts live on. */
  remove(upload: string, kept?: ReadonlySet<number>): void;
  isEmpty(bucket: string): boolean;
  count(bucket: string): number;
  removeAll(bucket: string): void;
  /** By key, then id; `cursor` continues after that upload of that key. */
  page(bucket: string, range: Range, cursor: { key: string; id: string } | undefined, limit: number): UploadRow[];
}

type Row = { id: string; bucket: string; key: string; initiated_at: number; properties: string };
type StoredPart = Omit<PartRow, "modifiedAt"> & { modified_at: number };

export function createUploads(database: Database, bodies: Bodies): Uploads {
  const remove = (upload: string, kept: ReadonlySet<number> = new Set()): void => {
    const parts = database.all<{ number: number; body: number | null }>(
      "SELECT number, body FROM parts WHERE upload = ?",
      upload,
    );
    for (const part of parts) {
      if (!kept.has(part.number)) {
        bodies.release(part.body);
      }
    }
    database.run("DELETE FROM parts WHERE upload = ?", upload);
    database.run("DELETE FROM uploads WHERE id = ?", upload);
  };

  const part = (upload: string, number: number): PartRow | undefined => {
    const row = database.get<StoredPart>("SELECT * FROM parts WHERE upload = ? AND number = ?", upload, number);
    return row && toPart(row);
  };

  return {
    create: (bucket, key, initiatedAt, properties) => {
      const id = (Date.now().toString(16).padStart(12, "0") + randomBytes(10).toString("hex")).toUpperCase();
      database.run(
        "INSERT INTO uploads (id, bucket, key, initiated_at, properties) VALUES (?, ?, ?, ?, ?)",
        id,
        bucket,
        key,
        initiatedAt,
        JSON.stringify(properties),
      );
      return id;
    },
    get: (bucket, key, id) => {
      const row = database.get<Row>("SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?", id, bucket, key);
      return row && toUpload(row);
    },
    putPart: (upload, { number, size, md5, crc64, modifiedAt, body }) => {
      bodies.release(part(upload, number)?.body ?? null);
      database.run(
        "INSERT OR REPLACE INTO parts (upload, number, size, md5, crc64, modified_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
        upload,
        number,
        size,
        md5,
        crc64,
        modifiedAt,
        body,
      );
    },
    part,
    parts: (upload, after, limit) =>
      database
        .all<StoredPart>(
          "SELECT * FROM parts WHERE upload = ? AND number > ? ORDER BY number LIMIT ?",
          upload,
          after,
          limit,
        )
        .map(toPart),
    remove,
    isEmpty: (bucket) => database.get("SELECT 1 FROM uploads WHERE bucket = ? LIMIT 1", bucket) === undefined,
    count: (bucket) =>
      database.get<{ n: number }>("SELECT count(*) AS n FROM uploads WHERE bucket = ?", bucket)?.n ?? 0,
    removeAll: (bucket) => {
      for (const { id } of database.all<{ id: string }>("SELECT id FROM uploads WHERE bucket = ?", bucket)) {
        remove(id);
      }
    },
    page: (bucket, { from = "", after = "", to = LAST }, cursor, limit) => {
      const rest =
        cursor === undefined
          ? []
          : database.all<Row>(
              "SELECT * FROM uploads WHERE bucket = ? AND key = ? AND id > ? ORDER BY id LIMIT ?",
              bucket,
              cursor.key,
              cursor.id,
              limit,
            );
      const more = database.all<Row>(
        "SELECT * FROM uploads WHERE bucket = ? AND key >= ? AND key > ? AND key < ? ORDER BY key, id LIMIT ?",
        bucket,
        from,
        after,
        to,
        limit - rest.length,
      );
      return [...rest, ...more].map(toUpload);
    },
  };
}

function toUpload(row: Row): UploadRow {
  return {
    id: row.id,
    bucket: row.bucket,
    key: row.key,
    initiatedAt: row.initiated_at,
    properties: JSON.parse(row.properties) as ObjectProperties,
  };
}

function toPart({ number, size, md5, crc64, modified_at, body }: StoredPart): PartRow {
  return { number, size, md5, crc64, modifiedAt: modified_at, body };
}
