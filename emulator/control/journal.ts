/** The journal of served requests, in memory; the oldest entries go first when it is full. */

export interface JournalEntry {
  id: number;
  /** By the emulator's clock, ISO 8601. */
  time: string;
  operation: string;
  method: string;
  bucket?: string;
  key?: string;
  /** Decoded, without the parameters of signatures. */
  query: Record<string, string>;
  status: number;
  /** The error code. */
  code?: string;
  requestId: string;
  accessKeyId?: string;
  durationMs: number;
}

export interface Journal {
  add(entry: Omit<JournalEntry, "id">): void;
  entries(): readonly JournalEntry[];
  clear(): void;
}

const MOST_ENTRIES = 100_000;

export function createJournal(): Journal {
  let entries: JournalEntry[] = [];
  let last = 0;
  return {
    add: (entry) => {
      last += 1;
      entries.push({ id: last, ...entry });
      if (entries.length > MOST_ENTRIES * 1.1) {
        entries = entries.slice(-MOST_ENTRIES);
      }
    },
    entries: () => entries,
    clear: () => {
      entries = [];
    },
  };
}
