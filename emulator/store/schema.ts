/** The tables, and the steps that bring an older document format to the present one. */
import type { Database } from "./database";

/** Marks the file as ours: "GRNY". */
const APPLICATION_ID = 0x47524e59;
/** The document format; snapshots carry it too. */
export const FORMAT = 1;

const STEPS: readonly string[] = [
  // 1
  `
  CREATE TABLE buckets (
    name TEXT PRIMARY KEY, owner_id TEXT NOT NULL, region TEXT NOT NULL, created_at INTEGER NOT NULL,
    acl TEXT NOT NULL, storage_class TEXT NOT NULL, data_redundancy_type TEXT NOT NULL,
    resource_group_id TEXT NOT NULL, hns INTEGER NOT NULL, versioning TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE documents (
    bucket TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (bucket, name)
  ) WITHOUT ROWID;

  -- One row per version or delete marker; seq is the order of creation, and the highest of a key is the current one.
  CREATE TABLE versions (
    seq INTEGER PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, version_id TEXT NOT NULL,
    latest INTEGER NOT NULL, marker INTEGER NOT NULL, modified_at INTEGER NOT NULL, owner_id TEXT NOT NULL,
    size INTEGER NOT NULL, etag TEXT NOT NULL, md5 TEXT, crc64 TEXT, type TEXT NOT NULL,
    storage_class TEXT NOT NULL, acl TEXT NOT NULL, tags TEXT, sse TEXT, headers TEXT NOT NULL, body INTEGER
  );
  CREATE UNIQUE INDEX versions_by_id ON versions (bucket, key, version_id);
  CREATE INDEX versions_by_key ON versions (bucket, key, seq DESC);
  CREATE UNIQUE INDEX versions_latest ON versions (bucket, key) WHERE latest = 1;
  CREATE INDEX versions_listed ON versions (bucket, key) WHERE latest = 1 AND marker = 0;

  CREATE TABLE uploads (
    id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, initiated_at INTEGER NOT NULL, properties TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX uploads_by_key ON uploads (bucket, key, id);

  CREATE TABLE parts (
    upload TEXT NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, md5 TEXT NOT NULL, crc64 TEXT NOT NULL,
    modified_at INTEGER NOT NULL, body INTEGER, PRIMARY KEY (upload, number)
  ) WITHOUT ROWID;

  -- A body is a row of chunks of at most 1 MiB. Until it is committed nothing refers to it, and opening sweeps it away.
  CREATE TABLE bodies (id INTEGER PRIMARY KEY AUTOINCREMENT, committed INTEGER NOT NULL);
  CREATE INDEX bodies_loose ON bodies (id) WHERE committed = 0;
  CREATE TABLE layout (
    body INTEGER NOT NULL, start INTEGER NOT NULL, size INTEGER NOT NULL, chunk INTEGER NOT NULL,
    PRIMARY KEY (body, start)
  ) WITHOUT ROWID;
  CREATE TABLE chunks (id INTEGER PRIMARY KEY AUTOINCREMENT, data BLOB NOT NULL);
  `,
];

/** Every table, in an order that suits copying. */
export const TABLES = ["buckets", "documents", "versions", "uploads", "parts", "bodies", "layout", "chunks"] as const;

/** The format of the file behind `schema` (main, or an attached one): 0 = empty; throws when it is not ours. */
export function formatOf(database: Database, schema: "main" | "snapshot"): number {
  const id = pragma(database, schema, "application_id");
  const format = pragma(database, schema, "user_version");
  if (id === 0 && format === 0 && countTables(database, schema) === 0) {
    return 0;
  }
  if (id !== APPLICATION_ID) {
    throw new Error("The file is not a Granary emulator store.");
  }
  if (format > FORMAT) {
    throw new Error(
      `The store has format ${format}; this version of Granary reads up to ${FORMAT}. Use a newer Granary, or another data directory.`,
    );
  }
  return format;
}

/** Brings the main database to the present format, in one transaction. */
export function migrate(database: Database): void {
  const format = formatOf(database, "main");
  if (format === FORMAT) {
    return;
  }
  database.transaction(() => {
    for (const step of STEPS.slice(format)) {
      database.exec(step);
    }
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT};`);
  });
}

function pragma(database: Database, schema: string, name: string): number {
  const row = database.get<Record<string, number>>(`PRAGMA ${schema}.${name}`);
  return row?.[name] ?? 0;
}

function countTables(database: Database, schema: string): number {
  return database.get<{ n: number }>(`SELECT count(*) AS n FROM ${schema}.sqlite_schema`)?.n ?? 0;
}
