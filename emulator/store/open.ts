/** Opens the store: one SQLite file in the data directory, or memory; with reset, snapshot and restore. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBodies } from "./bodies";
import { type Database, openDatabase } from "./database";
import { FORMAT, formatOf, migrate, TABLES } from "./schema";
import { createBuckets, type Store } from "./store";
import { createUploads } from "./uploads";
import { createVersions } from "./versions";

export interface OpenStore extends Store {
  /** Forgets everything. In memory this takes a fresh database, so it does not depend on what was in the old one. */
  reset(): void;
  /** One portable file: a compact SQLite database that carries its format. */
  snapshot(): Buffer;
  /** Replaces everything by a snapshot of this format or an older one; a bad one changes nothing. */
  restore(snapshot: Buffer): void;
  close(): void;
}

/** `data` = the directory that holds `store.sqlite`; undefined = memory. */
export function openStore(data: string | undefined): OpenStore {
  const database = openDatabase(data === undefined ? ":memory:" : fileIn(data));
  prepare(database, data);
  const bodies = createBodies(database);
  bodies.sweep();
  const versions = createVersions(database, bodies);
  const uploads = createUploads(database, bodies);

  const clear = (): void => {
    for (const table of TABLES) {
      database.run(`DELETE FROM ${table}`);
    }
  };

  return {
    bodies,
    versions,
    uploads,
    ...createBuckets(database, { bodies, versions, uploads }),
    transaction: database.transaction,
    reset: () => {
      bodies.invalidate();
      if (data === undefined) {
        database.reopen();
        prepare(database, undefined);
      } else {
        database.transaction(clear);
      }
    },
    snapshot: () =>
      withScratch((file) => {
        database.run("VACUUM INTO ?", file);
        return readFileSync(file);
      }),
    restore: (snapshot) =>
      withScratch((file) => {
        writeFileSync(file, snapshot);
        upgrade(file);
        database.run("ATTACH ? AS snapshot", file);
        try {
          database.transaction(() => {
            clear();
            for (const table of TABLES) {
              database.run(`INSERT INTO main.${table} SELECT * FROM snapshot.${table}`);
            }
            // Bodies that were on their way when the snapshot was taken.
            bodies.invalidate();
            bodies.sweep();
          });
        } finally {
          database.forgetStatements();
          database.exec("DETACH snapshot");
        }
      }),
    close: () => database.close(),
  };
}

function fileIn(directory: string): string {
  mkdirSync(directory, { recursive: true });
  return join(directory, "store.sqlite");
}

function prepare(database: Database, data: string | undefined): void {
  try {
    // EXCLUSIVE: one process per directory, and no shared-memory file. WAL with NORMAL loses nothing when the process
    // is killed, and needs no fsync per transaction.
    database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = ${data === undefined ? "MEMORY" : "WAL"};
      PRAGMA synchronous = NORMAL;
      PRAGMA foreign_keys = OFF;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -16000;
    `);
    migrate(database);
  } catch (error) {
    database.close();
    if (/database is locked/.test((error as Error).message)) {
      throw new Error(
        `The data directory ${data} is in use by another emulator. Stop that one, or choose another directory with --data.`,
      );
    }
    throw error;
  }
}

/** Checks that a snapshot is ours and whole, and brings it to the present format. */
function upgrade(file: string): void {
  let database: Database | undefined;
  try {
    database = openDatabase(file);
    if (formatOf(database, "main") === 0) {
      throw new Error("it is empty");
    }
    migrate(database);
    const check = database.get<{ quick_check: string }>("PRAGMA quick_check");
    if (check?.quick_check !== "ok") {
      throw new Error("it is damaged");
    }
  } catch (error) {
    throw new SnapshotError(
      `The snapshot cannot be restored: ${(error as Error).message}. Expected format ${FORMAT} or older.`,
    );
  } finally {
    database?.close();
  }
}

export class SnapshotError extends Error {}

function withScratch<T>(work: (file: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), "granary-emulator-"));
  try {
    return work(join(directory, "snapshot.sqlite"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
