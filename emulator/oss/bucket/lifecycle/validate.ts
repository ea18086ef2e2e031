/** What lifecycle rules must satisfy together. OSS API reference 20220713, section 7.4.1. */
import type { StorageClass } from "../../../store/rows";
import { fail, invalidArgument, type OssFailure } from "../../errors";
import { malformed } from "../fields";
import { LADDER, type LifecycleRule, type When } from "./rules";

/** Rules per bucket (L2566) and characters of an ID (L2570). */
const MOST_RULES = 1000;
const MOST_ID_CHARACTERS = 255;

export function validateRules(rules: readonly LifecycleRule[], bucketClass: StorageClass, allowOverlap: boolean): void {
  if (rules.length === 0) {
    throw malformed("Rule is missing");
  }
  if (rules.length > MOST_RULES) {
    throw invalidArgument("Rule", String(rules.length), `A bucket can have at most ${MOST_RULES} lifecycle rules.`);
  }
  const ids = new Set<string>();
  for (const rule of rules) {
    if ([...rule.id].length > MOST_ID_CHARACTERS) {
      throw invalidArgument("ID", rule.id, `ID can have at most ${MOST_ID_CHARACTERS} characters.`);
    }
    if (ids.has(rule.id)) {
      throw invalidArgument("ID", rule.id, "The ID of a rule must be unique.");
    }
    ids.add(rule.id);
    validateRule(rule, bucketClass);
  }
  if (!allowOverlap) {
    validatePrefixes(rules);
  }
}

function validateRule(rule: LifecycleRule, bucketClass: StorageClass): void {
  if (actionsOf(rule).length === 0) {
    // The service's own words, reported by users; the API reference does not ask for an action.
    throw malformed("Action is missing");
  }
  validateNot(rule);
  const { expiration, abortMultipartUpload } = rule;
  if (expiration !== undefined) {
    // "true: you cannot specify Days or CreatedBeforeDate; false: you must" (L2578).
    if (expiration.expiredObjectDeleteMarker === true && hasWhen(expiration)) {
      throw malformed("ExpiredObjectDeleteMarker excludes Days and CreatedBeforeDate");
    }
    if (expiration.expiredObjectDeleteMarker !== true && !hasWhen(expiration)) {
      throw malformed("Expiration needs Days or CreatedBeforeDate");
    }
  }
  if (abortMultipartUpload !== undefined && !hasWhen(abortMultipartUpload)) {
    throw malformed("AbortMultipartUpload needs Days or CreatedBeforeDate");
  }
  for (const transition of rule.transitions) {
    if (!hasWhen(transition)) {
      throw malformed("Transition needs Days or CreatedBeforeDate");
    }
  }
  for (const { storageClass } of [...rule.transitions, ...rule.noncurrentVersionTransitions]) {
    // Stated for IA buckets (L2582); the same holds for the colder ones, whose objects cannot become warmer.
    if (LADDER.indexOf(storageClass) <= LADDER.indexOf(bucketClass)) {
      throw invalidArgument("StorageClass", storageClass, "Invalid StorageClass");
    }
  }
  validateOrder(
    rule.transitions.map((transition) => ({ storageClass: transition.storageClass, days: transition.days })),
    expiration?.days,
  );
  validateOrder(
    rule.noncurrentVersionTransitions.map((t) => ({ storageClass: t.storageClass, days: t.noncurrentDays })),
    rule.noncurrentVersionExpiration?.noncurrentDays,
  );
}

function hasWhen(when: When): boolean {
  return when.days !== undefined || when.createdBeforeDate !== undefined;
}

/** Filter.Not: its prefix lies in the rule's, and differs from it unless a tag narrows it (L2596). */
function validateNot(rule: LifecycleRule): void {
  if (rule.not === undefined) {
    return;
  }
  if (!rule.not.prefix.startsWith(rule.prefix)) {
    throw invalidArgument("Prefix", rule.not.prefix, "The prefix of Not must start with the prefix of the rule.");
  }
  if (rule.not.prefix === rule.prefix && rule.not.tag === undefined) {
    throw invalidArgument("Prefix", rule.not.prefix, "The prefix of Not must differ from the prefix of the rule.");
  }
}

/** Colder later, and expiration after every transition (L2569, L2581, L2590, L2806). Dates are not ordered. */
function validateOrder(transitions: { storageClass: string; days?: number }[], expirationDays?: number): void {
  const ordered = [...transitions].sort((a, b) => LADDER.indexOf(a.storageClass) - LADDER.indexOf(b.storageClass));
  ordered.forEach((transition, index) => {
    const warmer = ordered[index - 1];
    if (warmer?.storageClass === transition.storageClass) {
      throw invalidArgument("StorageClass", transition.storageClass, "A storage class can be the target only once.");
    }
    if (warmer?.days !== undefined && transition.days !== undefined && transition.days <= warmer.days) {
      const message = `The days of ${transition.storageClass} must be more than those of ${warmer.storageClass}.`;
      throw invalidArgument("Days", String(transition.days), message);
    }
    if (expirationDays !== undefined && transition.days !== undefined && expirationDays <= transition.days) {
      const message = `The days of the expiration must be more than those of ${transition.storageClass}.`;
      throw invalidArgument("Days", String(expirationDays), message);
    }
  });
}

/**
 * "The prefixes specified by different rules cannot overlap" (L2571), whatever the rules do. The API reference names no
 * code; InvalidRequest and the first two texts are the service's own, reported by users. (Later pages allow overlaps
 * of different actions without the header, too.)
 */
function validatePrefixes(rules: readonly LifecycleRule[]): void {
  const sorted = [...rules].sort((a, b) => (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : 0));
  // In this order a prefix that contains others stands before all of them, next to the first.
  sorted.forEach((rule, index) => {
    const outer = sorted[index - 1];
    if (outer !== undefined && rule.prefix.startsWith(outer.prefix)) {
      throw overlap(outer, rule);
    }
  });
}

function overlap(a: LifecycleRule, b: LifecycleRule): OssFailure {
  const shared = actionsOf(a).find((action) => actionsOf(b).includes(action));
  const message =
    a.prefix === b.prefix
      ? "Found same prefix in different rules"
      : shared !== undefined
        ? `Overlap for same action type ${shared}`
        : "The prefixes specified by different rules cannot overlap";
  return fail("InvalidRequest", { Prefix: b.prefix }, { message });
}

function actionsOf(rule: LifecycleRule): string[] {
  return [
    ...(rule.expiration === undefined ? [] : ["Expiration"]),
    ...(rule.transitions.length === 0 ? [] : ["Transition"]),
    ...(rule.abortMultipartUpload === undefined ? [] : ["AbortMultipartUpload"]),
    ...(rule.noncurrentVersionExpiration === undefined ? [] : ["NoncurrentVersionExpiration"]),
    ...(rule.noncurrentVersionTransitions.length === 0 ? [] : ["NoncurrentVersionTransition"]),
  ];
}
