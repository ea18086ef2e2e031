/**
 * Bodies of objects and parts, as chunks of 1 MiB, so that a body of any size passes in constant memory. A body becomes
 * visible only when `commit` runs inside the transaction that writes the row which refers to it.
 */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { crc64, formatCrc64 } from "../crc64";
import type { Database } from "./database";

export const CHUNK = 1024 * 1024;

/** A received body that nothing refers to yet. */
export interface PendingBody {
  readonly size: number;
  /** 32 upper-case hex digits. */
  readonly md5: string;
  /** Decimal. */
  readonly crc64: string;
  /** 64 lower-case hex digits; only when asked for. */
  readonly sha256?: string;
  /** Inside a transaction: gives the id to store in the referring row; null for an empty body. */
  commit(): number | null;
  /** Forgets what was written. */
  discard(): void;
}

export interface Bodies {
  /** Reads `source` to its end. `take` cuts off what exceeds that many bytes. */
  receive(source: AsyncIterable<Buffer>, options?: { sha256?: boolean; maxBytes?: number }): Promise<PendingBody>;
  /** A slice of a body; small ones as one Buffer. A body that is being read stays readable after `release`. */
  read(body: number | null, start: number, length: number): Buffer | Readable;
  /** Inside a transaction: the row that referred to it is gone. */
  release(body: number | null): void;
  /** Inside a transaction: one body out of several, in order, without copying them. */
  join(parts: readonly { body: number | null; size: number }[]): number | null;
  /** Removes what a killed process left half written. */
  sweep(): void;
  /** All contents were replaced: bodies on their way in or out belong to the past and fail. */
  invalidate(): void;
}

/** Thrown by `receive` when more than maxBytes arrive. */
export class BodyTooLarge extends Error {}

export function createBodies(database: Database): Bodies {
  /** Bodies with open readers, and how many. */
  const readers = new Map<number, number>();
  /** Counts replacements of all contents; ids of an earlier epoch mean nothing. */
  let epoch = 0;

  const current = (since: number): void => {
    if (since !== epoch) {
      throw new Error("The store was reset while a body was on its way.");
    }
  };

  const insertBody = (committed: 0 | 1): number =>
    database.run("INSERT INTO bodies (committed) VALUES (?)", committed).id;

  const insertChunk = (body: number, start: number, data: Buffer): void => {
    const { id } = database.run("INSERT INTO chunks (data) VALUES (?)", data);
    database.run("INSERT INTO layout (body, start, size, chunk) VALUES (?, ?, ?, ?)", body, start, data.length, id);
  };

  const drop = (body: number): void => {
    database.run("DELETE FROM chunks WHERE id IN (SELECT chunk FROM layout WHERE body = ?)", body);
    database.run("DELETE FROM layout WHERE body = ?", body);
    database.run("DELETE FROM bodies WHERE id = ?", body);
  };

  async function receive(
    source: AsyncIterable<Buffer>,
    options: { sha256?: boolean; maxBytes?: number } = {},
  ): Promise<PendingBody> {
    const md5 = createHash("md5");
    const sha256 = options.sha256 === true ? createHash("sha256") : undefined;
    const since = epoch;
    let crc = 0n;
    let size = 0;
    let body: number | undefined;
    let written = 0;
    let waiting: Buffer[] = [];
    let waitingBytes = 0;

    const flush = (bytes: number): void => {
      current(since);
      const all = waiting.length === 1 ? (waiting[0] as Buffer) : Buffer.concat(waiting, waitingBytes);
      const chunk = all.subarray(0, bytes);
      const id = body ?? insertBody(0);
      body = id;
      database.transaction(() => insertChunk(id, written, chunk));
      written += bytes;
      waiting = bytes < all.length ? [all.subarray(bytes)] : [];
      waitingBytes -= bytes;
    };

    const discard = (): void => {
      const id = body;
      if (id !== undefined && since === epoch) {
        database.transaction(() => drop(id));
        body = undefined;
      }
    };

    try {
      for await (const piece of source) {
        size += piece.length;
        if (size > (options.maxBytes ?? Number.POSITIVE_INFINITY)) {
          throw new BodyTooLarge();
        }
        md5.update(piece);
        sha256?.update(piece);
        crc = crc64(piece, crc);
        waiting.push(piece);
        waitingBytes += piece.length;
        // The last chunk is left for commit: a small body then costs one transaction, not two.
        while (waitingBytes > CHUNK) {
          flush(CHUNK);
        }
      }
    } catch (error) {
      discard();
      throw error;
    }

    return {
      size,
      md5: md5.digest("hex").toUpperCase(),
      crc64: formatCrc64(crc),
      sha256: sha256?.digest("hex"),
      commit: () => {
        if (size === 0) {
          return null;
        }
        current(since);
        const id = body ?? insertBody(1);
        if (body !== undefined) {
          database.run("UPDATE bodies SET committed = 1 WHERE id = ?", body);
        }
        if (waitingBytes > 0) {
          insertChunk(id, written, Buffer.concat(waiting, waitingBytes));
        }
        return id;
      },
      discard,
    };
  }

  const layoutAt = (body: number, at: number) =>
    database.get<{ start: number; size: number; chunk: number }>(
      "SELECT start, size, chunk FROM layout WHERE body = ? AND start <= ? ORDER BY start DESC LIMIT 1",
      body,
      at,
    );

  const chunkSlice = (body: number, at: number, end: number): Buffer => {
    const row = layoutAt(body, at);
    const data = row && database.get<{ data: Uint8Array }>("SELECT data FROM chunks WHERE id = ?", row.chunk)?.data;
    if (row === undefined || data === undefined || at >= row.start + row.size) {
      throw new Error(`Body ${body} has no byte ${at}.`);
    }
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength).subarray(at - row.start, end - row.start);
  };

  const closeReader = (body: number): void => {
    const left = (readers.get(body) ?? 1) - 1;
    if (left > 0) {
      readers.set(body, left);
      return;
    }
    readers.delete(body);
    const row = database.get<{ committed: number }>("SELECT committed FROM bodies WHERE id = ?", body);
    if (row?.committed === 0) {
      database.transaction(() => drop(body));
    }
  };

  function read(body: number | null, start: number, length: number): Buffer | Readable {
    if (body === null || length === 0) {
      return Buffer.alloc(0);
    }
    const end = start + length;
    const first = chunkSlice(body, start, end);
    if (first.length === length) {
      return first;
    }
    readers.set(body, (readers.get(body) ?? 0) + 1);
    const since = epoch;
    let at = start;
    return new Readable({
      read() {
        try {
          if (at >= end) {
            this.push(null);
            return;
          }
          current(since);
          const piece = chunkSlice(body, at, end);
          at += piece.length;
          this.push(piece);
        } catch (error) {
          this.destroy(error as Error);
        }
      },
      destroy(error, done) {
        if (since === epoch) {
          closeReader(body);
        }
        done(error);
      },
    });
  }

  return {
    receive,
    read,
    release: (body) => {
      if (body === null) {
        return;
      }
      if (readers.has(body)) {
        database.run("UPDATE bodies SET committed = 0 WHERE id = ?", body);
      } else {
        drop(body);
      }
    },
    join: (parts) => {
      if (parts.every((part) => part.body === null)) {
        return null;
      }
      const id = insertBody(1);
      let start = 0;
      for (const part of parts) {
        if (part.body !== null) {
          database.run("UPDATE layout SET body = ?, start = start + ? WHERE body = ?", id, start, part.body);
          database.run("DELETE FROM bodies WHERE id = ?", part.body);
          start += part.size;
        }
      }
      return id;
    },
    sweep: () => {
      database.transaction(() => {
        for (const { id } of database.all<{ id: number }>("SELECT id FROM bodies WHERE committed = 0")) {
          drop(id);
        }
      });
    },
    invalidate: () => {
      epoch += 1;
      readers.clear();
    },
  };
}
