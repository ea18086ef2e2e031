/** When lifecycle rules act on a version or an upload, by the emulator's clock. */
import type { UploadRow, VersionRow } from "../../../store/rows";
import { LADDER, type LifecycleDocument, type LifecycleRule, type LowerClass, type When } from "./rules";

export const DAY_MS = 24 * 60 * 60 * 1000;

/** Rules run once a day at midnight, UTC: the first one at or after a time. */
export function midnightFrom(time: number): number {
  return Math.ceil(time / DAY_MS) * DAY_MS;
}

/** What a rule does to a version, and when. */
export interface Due {
  at: number;
  act: "expire" | "remove" | LowerClass;
}

/** A version with what its neighbours say about it. */
export interface Placed {
  version: VersionRow;
  /** When the next newer version was written; undefined for the current one. */
  replacedAt?: number;
  /** There is no other version of the key. */
  alone: boolean;
}

/** The earliest thing that the rules do to a version; of several at once deletion wins, then the coldest class. */
export function dueOf(placed: Placed, { rules, since }: LifecycleDocument): Due | undefined {
  let first: Due | undefined;
  for (const rule of rules) {
    for (const due of matches(rule, placed.version) ? duesOfRule(placed, rule, since) : []) {
      if (first === undefined || due.at < first.at || (due.at === first.at && weight(due) > weight(first))) {
        first = due;
      }
    }
  }
  return first;
}

function weight({ act }: Due): number {
  return act === "expire" || act === "remove" ? LADDER.length : LADDER.indexOf(act);
}

function duesOfRule({ version, replacedAt, alone }: Placed, rule: LifecycleRule, since: number): Due[] {
  const dues: Due[] = [];
  const add = (act: Due["act"], when: When, from: number): void => {
    const at = timeOf(when, from, since);
    const colder = act === "expire" || act === "remove" || LADDER.indexOf(act) > LADDER.indexOf(version.storageClass);
    if (at !== undefined && colder) {
      dues.push({ at, act });
    }
  };
  if (replacedAt !== undefined) {
    const { noncurrentVersionExpiration: expiration, noncurrentVersionTransitions: transitions } = rule;
    if (expiration !== undefined) {
      add("remove", { days: expiration.noncurrentDays }, replacedAt);
    }
    for (const transition of version.marker ? [] : transitions) {
      add(transition.storageClass, { days: transition.noncurrentDays }, replacedAt);
    }
    return dues;
  }
  if (version.marker) {
    if (rule.expiration?.expiredObjectDeleteMarker === true && alone) {
      add("remove", { days: 0 }, version.modifiedAt);
    }
    return dues;
  }
  if (rule.expiration !== undefined) {
    add("expire", rule.expiration, version.modifiedAt);
  }
  for (const transition of rule.transitions) {
    add(transition.storageClass, transition, version.modifiedAt);
  }
  return dues;
}

/** When an upload is aborted. */
export function abortOf(upload: UploadRow, { rules, since }: LifecycleDocument): number | undefined {
  const times = rules
    .filter((rule) => rule.status === "Enabled" && upload.key.startsWith(rule.prefix))
    .map((rule) => rule.abortMultipartUpload && timeOf(rule.abortMultipartUpload, upload.initiatedAt, since))
    .filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** The midnight at which `when` holds for something that dates `from`; never before the rules' first midnight. */
function timeOf(when: When, from: number, since: number): number | undefined {
  if (when.createdBeforeDate !== undefined) {
    return from < Date.parse(when.createdBeforeDate) ? midnightFrom(Math.max(since, from)) : undefined;
  }
  return when.days === undefined ? undefined : midnightFrom(Math.max(since, from + when.days * DAY_MS));
}

function matches(rule: LifecycleRule, { key, tags = {} }: VersionRow): boolean {
  const carries = (tag: { key: string; value: string }) => tags[tag.key] === tag.value;
  const excluded =
    rule.not !== undefined && key.startsWith(rule.not.prefix) && (rule.not.tag === undefined || carries(rule.not.tag));
  return rule.status === "Enabled" && key.startsWith(rule.prefix) && rule.tags.every(carries) && !excluded;
}
