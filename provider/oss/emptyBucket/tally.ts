import type { Context } from "../../kit/define";

/** Between two lines of progress; later, a tenth of the time that it took so far. */
const EVERY_MS = 5000;

const KINDS = {
  version: ["version", "versions"],
  object: ["object or directory", "objects and directories"],
  upload: ["unfinished upload", "unfinished uploads"],
  channel: ["live channel", "live channels"],
} as const;

export type Kind = keyof typeof KINDS;

/** What was deleted so far: told as progress, and in the message of a failure. */
export interface Tally {
  add(kind: Kind, count: number): void;
  total(): number;
  /** "12,000 versions and 2 unfinished uploads"; "nothing". */
  text(): string;
  /** Time since the beginning, "1 min 5 s". */
  elapsed(): string;
  /** When the newest object that was listed was written, in ms since 1970. */
  newest: number;
  /** How many versions were listed. */
  listed: number;
}

/** @param now milliseconds, of any clock */
export function createTally(bucket: string, context: Context, now: () => number = Date.now): Tally {
  const counts = new Map<Kind, number>();
  const began = now();
  let told = began;
  const tally: Tally = {
    newest: Number.NaN,
    listed: 0,
    add(kind, count) {
      counts.set(kind, (counts.get(kind) ?? 0) + count);
      if (now() - told < Math.max(EVERY_MS, (now() - began) / 10)) return;
      told = now();
      context.progress(`emptying bucket ${bucket}: ${tally.text()} deleted in ${tally.elapsed()}`);
    },
    total: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
    text() {
      const parts = [...counts].filter(([, count]) => count > 0).map(([kind, count]) => amount(kind, count));
      const last = parts.pop();
      if (last === undefined) return "nothing";
      return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
    },
    elapsed() {
      const seconds = Math.round((now() - began) / 1000);
      return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    },
  };
  return tally;
}

function amount(kind: Kind, count: number): string {
  return `${count.toLocaleString("en-US")} ${KINDS[kind][count === 1 ? 0 : 1]}`;
}
