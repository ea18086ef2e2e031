// The words of the doctor: a check looks at one thing and says what it found and what to do about it.
import type { Facts } from "./facts";

export const GROUPS = ["environment", "credentials", "endpoint", "permissions", "stack"] as const;
export type Group = (typeof GROUPS)[number];

/** hint: works, but worth knowing. crashed: the check itself failed or took too long, so nothing is known. */
export type Kind = "ok" | "hint" | "broken" | "crashed" | "skipped";

export const KINDS: readonly Kind[] = ["ok", "hint", "broken", "crashed", "skipped"];

/** A RAM action that the keys lack, and the buckets that it is lacking on; none for an action on the account. */
export interface Missing {
  action: string;
  buckets: string[];
}

export interface Finding {
  kind: Exclude<Kind, "crashed">;
  /** One sentence, without a full stop. */
  message: string;
  /** One line per thing that was looked at, where that says more than the message. */
  lines?: string[];
  /** What to do. Always there for hint and broken. */
  remedy?: string;
  missing?: Missing[];
}

export interface Check {
  id: string;
  group: Group;
  /** What it looks at, for --list-checks. */
  about: string;
  /** Default 20 seconds. */
  limitMs?: number;
  /** True where a stopped check has something to put away: then it is waited for. */
  cleansUp?: boolean;
  run(facts: Facts, signal: AbortSignal): Finding | Promise<Finding>;
}

export interface Result extends Omit<Finding, "kind"> {
  id: string;
  group: Group;
  kind: Kind;
  /** How long it took, in milliseconds; what several checks share counts for each. */
  ms: number;
}

export const ok = (message: string, lines?: string[]): Finding => ({ kind: "ok", message, lines });
export const hint = (message: string, remedy: string, lines?: string[]): Finding => ({
  kind: "hint",
  message,
  remedy,
  lines,
});
export const broken = (message: string, remedy: string, lines?: string[]): Finding => ({
  kind: "broken",
  message,
  remedy,
  lines,
});
export const skipped = (message: string): Finding => ({ kind: "skipped", message });
