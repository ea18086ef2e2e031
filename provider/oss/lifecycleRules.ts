// Rules over several fields of a lifecycle configuration, and the ids of rules that the program leaves unnamed.
import { createHash } from "node:crypto";
import type { Report } from "../kit/check";
import type { Path } from "../kit/path";
import { containsUnknown, type Values } from "../kit/values";
import { canonicalStorageClass } from "./fields";
import type { LifecycleRule, Tag, Timing } from "./wire/lifecycle";

const coldness = ["Standard", "IA", "Archive", "ColdArchive"];

/** OSS API reference 20220713, PutBucketLifecycle, request elements. */
export function checkLifecycle(inputs: Values, report: Report): void {
  const rules = inputs.rules as LifecycleRule[];
  for (const [index, rule] of rules.entries()) checkRule(rule, ["rules", index], report);
  checkIds(rules, report);
  if (inputs.allowSameActionOverlap !== true) checkOverlap(rules, report);
}

function checkRule(rule: LifecycleRule, at: Path, report: Report): void {
  const { expiration, transitions = [], noncurrentVersionTransitions = [] } = rule;
  const actions = [expiration, rule.abortMultipartUpload, rule.noncurrentVersionExpiration];
  if (!actions.some(Boolean) && transitions.length + noncurrentVersionTransitions.length === 0) {
    report(
      at,
      "has no action; give it expiration, transitions, abortMultipartUpload, noncurrentVersionExpiration or noncurrentVersionTransitions",
    );
  }
  checkTags(rule.tags ?? [], [...at, "tags"], report);
  checkFilter(rule, at, report);
  if (expiration) checkExpiration(expiration, [...at, "expiration"], report);
  if (rule.abortMultipartUpload) checkTiming(rule.abortMultipartUpload, [...at, "abortMultipartUpload"], report);
  for (const [i, each] of transitions.entries()) checkTiming(each, [...at, "transitions", i], report);
  checkOrder(
    transitions.map(({ days, storageClass }) => ({ days, storageClass })),
    expiration?.days,
    [...at, "transitions"],
    [...at, "expiration", "days"],
    report,
  );
  checkOrder(
    noncurrentVersionTransitions.map((each) => ({ days: each.noncurrentDays, storageClass: each.storageClass })),
    rule.noncurrentVersionExpiration?.noncurrentDays,
    [...at, "noncurrentVersionTransitions"],
    [...at, "noncurrentVersionExpiration", "noncurrentDays"],
    report,
  );
}

function checkTiming(timing: Timing, at: Path, report: Report): void {
  const given = [timing.days, timing.createdBeforeDate].filter((each) => each !== undefined).length;
  if (given !== 1) report(at, "needs exactly one of days and createdBeforeDate");
}

function checkExpiration(expiration: NonNullable<LifecycleRule["expiration"]>, at: Path, report: Report): void {
  const timed = expiration.days !== undefined || expiration.createdBeforeDate !== undefined;
  if (expiration.expiredObjectDeleteMarker === true) {
    if (timed) report([...at, "expiredObjectDeleteMarker"], "true goes without days and createdBeforeDate");
  } else checkTiming(expiration, at, report);
}

// An object has one value for a key, so that such a rule would be about nothing.
function checkTags(tags: Tag[], at: Path, report: Report): void {
  const keys = tags.map(({ key }) => key);
  for (const [index, key] of keys.entries()) {
    const earlier = keys.indexOf(key);
    if (earlier < index) report([...at, index, "key"], `"${key}" is the key of tags[${earlier}] too`);
  }
}

function checkFilter(rule: LifecycleRule, at: Path, report: Report): void {
  if (!rule.filter?.not) return;
  const path = [...at, "filter", "not", "prefix"];
  const { prefix, tag } = rule.filter.not;
  if (!prefix.startsWith(rule.prefix ?? ""))
    report(path, `"${prefix}" must start with the rule's prefix "${rule.prefix}"`);
  else if (!tag && prefix === (rule.prefix ?? ""))
    report(path, "must differ from the rule's prefix unless it has a tag");
}

// Colder classes come later, and expiry comes last.
function checkOrder(
  steps: { days?: number; storageClass: string }[],
  expiryDays: number | undefined,
  at: Path,
  expiry: Path,
  report: Report,
): void {
  const classes = steps.map((step) => String(canonicalStorageClass(step.storageClass)));
  for (const [i, step] of steps.entries()) {
    if (classes.indexOf(classes[i]!) < i)
      report([...at, i, "storageClass"], `${classes[i]} is the target of an earlier transition`);
    for (const [j, other] of steps.entries()) {
      if (step.days === undefined || other.days === undefined) continue;
      const colder = coldness.indexOf(classes[i]!) > coldness.indexOf(classes[j]!);
      if (colder && step.days <= other.days) {
        report(
          [...at, i],
          `${classes[i]} after ${step.days} days must come later than ${classes[j]} after ${other.days} days`,
        );
      }
    }
    if (expiryDays !== undefined && step.days !== undefined && expiryDays <= step.days) {
      report(expiry, `${expiryDays} must be more than the ${step.days} days after which objects become ${classes[i]}`);
    }
  }
}

function checkIds(rules: LifecycleRule[], report: Report): void {
  const first = new Map<string, number>();
  for (const [index, { id }] of rules.entries()) {
    if (!id) continue; // An empty id is made up like one that is left out.
    const earlier = first.get(id);
    if (earlier !== undefined) report(["rules", index, "id"], `"${id}" is the id of rules[${earlier}] too`);
    else first.set(id, index);
  }
}

function checkOverlap(rules: LifecycleRule[], report: Report): void {
  for (const [j, rule] of rules.entries()) {
    for (const [i, earlier] of rules.slice(0, j).entries()) {
      const [a, b] = [earlier.prefix ?? "", rule.prefix ?? ""];
      if (!a.startsWith(b) && !b.startsWith(a)) continue;
      report(
        ["rules", j, "prefix"],
        `"${b}" overlaps with "${a}" of rules[${i}]; prefixes of rules must not overlap (merge the rules, or set allowSameActionOverlap)`,
      );
      break;
    }
  }
}

/**
 * Gives rules without an id one that follows from what the rule is about (prefix, tags, filter), so that it is the same
 * in every run and survives a change of the actions, of the order of rules or tags, and of other rules. OSS would make
 * up a random one.
 */
export function nameRules(inputs: Values): Values {
  const rules = inputs.rules;
  if (!Array.isArray(rules)) return inputs;
  const taken = new Set(rules.map((rule) => rule?.id).filter((id) => typeof id === "string"));
  const ids = new Map<unknown, string>();
  // Rules about the same thing are told apart by what they do, not by their places.
  for (const { rule, subject } of rules.flatMap(anonymous).sort((a, b) => compare(a.content, b.content))) {
    const base = `granary-${createHash("sha256").update(subject).digest("hex").slice(0, 8)}`;
    let id = base;
    for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
    taken.add(id);
    ids.set(rule, id);
  }
  return { ...inputs, rules: rules.map((rule) => (ids.has(rule) ? { ...rule, id: ids.get(rule) } : rule)) };
}

/** A rule that needs an id; what it is about, and all of it, each in one form for all spellings. */
function anonymous(rule: unknown): { rule: unknown; subject: string; content: string }[] {
  if (typeof rule !== "object" || rule === null) return [];
  const { id, prefix = "", tags = [], filter, ...rest } = rule as Partial<LifecycleRule>;
  const not = filter?.not && [filter.not.prefix, filter.not.tag && [filter.not.tag.key, filter.not.tag.value]];
  if (id || containsUnknown([prefix, tags, filter])) return [];
  const pairs = tags.map((tag) => JSON.stringify([tag?.key, tag?.value])).sort();
  const subject = JSON.stringify([prefix, pairs, not ?? null]);
  return [{ rule, subject, content: subject + JSON.stringify(rest) }];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
