/**
 * Replication rules and their life by the emulator's clock: starting -> doing -> closing -> gone.
 * OSS API reference 20220713, GetBucketReplication (L3747). Document "replication" of the source bucket. Objects are
 * not copied: the rules and their states are what the emulator shows.
 */
import type { BucketRow } from "../../../store/rows";
import type { Store } from "../../../store/store";

/** How long a rule stays in starting and in closing; the API reference says only "a period of time". */
export const STARTING_MS = 5_000;
export const CLOSING_MS = 5_000;
/** How long historical objects take to be replicated, from the beginning of doing. */
export const HISTORY_MS = 60_000;

export interface ReplicationDocument {
  rules: ReplicationRule[];
}

export interface ReplicationRule {
  id: string;
  prefixes: string[];
  /** ALL, PUT, or both separated by a comma. */
  action: string;
  bucket: string;
  /** With the oss- prefix. */
  location: string;
  transferType: "internal" | "oss_acc";
  historicalObjectReplication: "enabled" | "disabled";
  syncRole?: string;
  sseKmsEncryptedObjects?: "Enabled" | "Disabled";
  replicaKmsKeyId?: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  closedAt?: number;
}

export type ReplicationStatus = "starting" | "doing" | "closing";

export function statusOf(rule: ReplicationRule, now: Date): ReplicationStatus | undefined {
  const time = now.getTime();
  if (rule.closedAt !== undefined) {
    return time < rule.closedAt + CLOSING_MS ? "closing" : undefined;
  }
  return time < rule.createdAt + STARTING_MS ? "starting" : "doing";
}

/** Share of the historical objects that are replicated, "0.00" to "1.00". */
export function progressOf(rule: ReplicationRule, now: Date): string {
  const doing = now.getTime() - rule.createdAt - STARTING_MS;
  return Math.min(1, Math.max(0, doing / HISTORY_MS)).toFixed(2);
}

/** The rules of a source bucket that are not gone yet. */
export function rulesOf(store: Store, bucket: string, now: Date): ReplicationRule[] {
  const rules = store.getDocument<ReplicationDocument>(bucket, "replication")?.rules ?? [];
  return rules.filter((rule) => statusOf(rule, now) !== undefined);
}

/** The rules of all buckets of the account that replicate to `bucket`, with their source. */
export function rulesTo(store: Store, bucket: BucketRow, now: Date): { source: string; rule: ReplicationRule }[] {
  return store
    .listBuckets(bucket.ownerId)
    .flatMap((source) => rulesOf(store, source.name, now).map((rule) => ({ source: source.name, rule })))
    .filter(({ rule }) => rule.bucket === bucket.name);
}

/** Source buckets with a rule in effect that needs the transfer acceleration of `bucket`. */
export function acceleratedRulesTo(store: Store, bucket: BucketRow, now: Date): string[] {
  return rulesTo(store, bucket, now)
    .filter(({ rule }) => rule.transferType === "oss_acc" && rule.closedAt === undefined)
    .map(({ source }) => source);
}
