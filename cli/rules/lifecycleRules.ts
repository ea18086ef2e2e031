// What lifecycle rules delete and move, and when.
import type { BucketView, LifecycleRule } from "../model/view";
import { known, same, settled } from "./known";
import type { BucketChange, Rule } from "./types";

export const ARCHIVES = ["Archive", "ColdArchive", "DeepColdArchive"];

export const lifecycleRules: readonly Rule[] = [
  {
    id: "expire-added",
    severity: "high",
    group: "data loss",
    title: "Objects start to expire",
    advice: "Try the rule with a narrow prefix, or switch versioning on first.",
    aspects: ["lifecycle", "versioning"],
    *bucket(change) {
      for (const [before, rule] of changedRules(change)) {
        if (!rule.enabled || !rule.expiration || before?.expiration) continue;
        const unversioned = known(change.new.versioning) !== "Enabled";
        const { days, createdBeforeDate } = rule.expiration;
        const when =
          days === undefined
            ? `last modified before ${createdBeforeDate} are deleted; a date in the past deletes at the next run`
            : `older than ${days} days are deleted`;
        yield {
          severity: unversioned || rule.prefix === "" ? "high" : "medium",
          path: `${rule.path}.expiration`,
          new: rule.expiration,
          why: `Objects under ${scope(rule)} ${when}; first run within 24 h, then daily at 08:00 UTC+8.${unversioned ? " The bucket keeps no versions: not recoverable." : ""}`,
        };
      }
    },
  },
  {
    id: "expire-sooner",
    severity: "high",
    group: "data loss",
    title: "Objects expire sooner, or more of them",
    advice: "List what falls into the gap before.",
    aspects: ["lifecycle", "versioning"],
    *bucket(change) {
      for (const [before, rule] of changedRules(change)) {
        if (!rule.enabled || !rule.expiration || !before?.expiration) continue;
        const reasons = sooner(before, rule);
        if (reasons.length === 0) continue;
        const unversioned = known(change.new.versioning) !== "Enabled";
        const [n, m] = [before.expiration.days, rule.expiration.days];
        const gap =
          n !== undefined && m !== undefined && m < n
            ? ` Objects between ${m} and ${n} days old go at the next run.`
            : "";
        yield {
          severity: unversioned ? "high" : "medium",
          path: `${rule.path}.expiration`,
          old: before.expiration,
          new: rule.expiration,
          why: `${reasons.join("; ")} for ${scope(rule)}.${gap}`,
        };
      }
    },
  },
  {
    id: "noncurrent-expire-sooner",
    severity: "medium",
    group: "data loss",
    title: "Earlier versions are deleted sooner",
    advice: "Leave at least as many days as it takes to notice a mistake.",
    aspects: ["lifecycle"],
    *bucket(change) {
      for (const [before, rule] of changedRules(change)) {
        const days = rule.noncurrentExpirationDays;
        if (!rule.enabled || days === undefined) continue;
        const had = before?.enabled ? before.noncurrentExpirationDays : undefined;
        if (had !== undefined && had <= days) continue;
        yield {
          severity: days < 7 ? "high" : "medium",
          path: `${rule.path}.noncurrentVersionExpiration.noncurrentDays`,
          old: had,
          new: days,
          why: `The time to undo an overwrite or delete under ${scope(rule)} shrinks to ${days} days.`,
        };
      }
    },
  },
  {
    id: "to-archive",
    severity: "medium",
    group: "data loss",
    title: "Objects go to an archive class",
    advice: "Check that nobody reads them directly.",
    aspects: ["lifecycle", "bucket"],
    *bucket(change) {
      const { created, new: fresh } = change;
      if (created && ARCHIVES.includes(known(fresh.storageClass).replace(/ /g, ""))) {
        yield {
          resource: change.resource,
          path: "storageClass",
          new: fresh.storageClass,
          why: archived("this bucket"),
        };
      }
      for (const [before, rule] of changedRules(change)) {
        if (!rule.enabled) continue;
        for (const [index, each] of archiveMoves(rule).entries()) {
          const had = before?.enabled
            ? archiveMoves(before).find((one) => one.storageClass === each.storageClass)
            : undefined;
          if (had && !isEarlier(had, each)) continue;
          yield {
            path: `${rule.path}.transitions[${index}]`,
            old: had,
            new: each,
            why: archived(`${scope(rule)} (${each.storageClass})`),
          };
        }
      }
    },
  },
  {
    id: "cleanup-removed",
    severity: "low",
    group: "protection",
    title: "Clean-up ends",
    advice: "Keep rules for unfinished uploads and earlier versions.",
    aspects: ["lifecycle"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || same(old.raw.lifecycle, fresh.raw.lifecycle)) return;
      settled("lifecycle", old, fresh);
      const gone = old.lifecycle
        .filter((rule) => rule.enabled)
        .flatMap((rule) => {
          const after = matchOf(rule, fresh.lifecycle);
          if (!after?.enabled) return [`rule ${rule.id || scope(rule)}`];
          return [
            ...(rule.expiration && !after.expiration ? [`expiry under ${scope(rule)}`] : []),
            ...(rule.abortMultipart && !after.abortMultipart
              ? [`abort of unfinished uploads under ${scope(rule)}`]
              : []),
            ...(rule.noncurrentExpirationDays !== undefined && after.noncurrentExpirationDays === undefined
              ? [`expiry of earlier versions under ${scope(rule)}`]
              : []),
          ];
        });
      if (gone.length === 0) return;
      yield {
        path: "rules",
        old: gone,
        why: `${gone.join(", ")} end${gone.length === 1 ? "s" : ""}. Storage grows unseen; deletion duties (privacy) are no longer met.`,
      };
    },
  },
  {
    id: "early-deletion-fee",
    severity: "low",
    group: "protection",
    title: "Objects are deleted before the minimum that is billed",
    advice: "Expire later, or leave the transition out.",
    aspects: ["lifecycle"],
    *bucket(change) {
      for (const [before, rule] of changedRules(change)) {
        if (!rule.enabled || same(facts(before), facts(rule))) continue;
        const end = rule.expiration?.days;
        if (end === undefined) continue;
        for (const { days, storageClass } of rule.transitions) {
          if (days === undefined) continue;
          const least = MINIMUM[storageClass];
          // IA and Archive count from the last change, the cold classes from the move.
          const kept = least !== undefined && least < 180 ? end : end - days;
          if (least === undefined || kept >= least) continue;
          yield {
            path: `${rule.path}.expiration.days`,
            old: before?.expiration?.days,
            new: end,
            why: `${storageClass} is billed for ${least} days at least; objects under ${scope(rule)} go after ${kept}. The full minimum is billed anyway.`,
          };
        }
      }
    },
  },
];

const MINIMUM: Record<string, number> = { IA: 30, Archive: 60, ColdArchive: 180, DeepColdArchive: 180 };

/** Each rule of a changed lifecycle, with the rule that stood in its place. */
function changedRules({ old, new: fresh, deleted }: BucketChange): [LifecycleRule | undefined, LifecycleRule][] {
  if (deleted || same(old.raw.lifecycle, fresh.raw.lifecycle)) return [];
  settled("lifecycle", old, fresh);
  return fresh.lifecycle.map((rule) => [matchOf(rule, old.lifecycle), rule]);
}

/** The same rule in another list: by id, else by what it is about. */
function matchOf(rule: LifecycleRule, rules: readonly LifecycleRule[]): LifecycleRule | undefined {
  const byId = rule.id === "" ? undefined : rules.find((each) => each.id === rule.id);
  const about = (each: LifecycleRule) => [each.prefix, each.tags, each.not, each.size];
  return byId ?? rules.find((each) => same(about(each), about(rule)));
}

function sooner(before: LifecycleRule, rule: LifecycleRule): string[] {
  const [a, b] = [before.expiration!, rule.expiration!];
  const missing = (from: string[], to: string[]) => from.some((each) => !to.includes(each));
  return [
    ...(a.days !== undefined && b.days !== undefined && b.days < a.days ? [`${a.days} days → ${b.days} days`] : []),
    ...(laterDate(a.createdBeforeDate, b.createdBeforeDate)
      ? [`objects before ${a.createdBeforeDate} → before ${b.createdBeforeDate}`]
      : []),
    ...((a.days === undefined) !== (b.days === undefined) ? ["days and a date change places"] : []),
    ...(rule.prefix !== before.prefix && before.prefix.startsWith(rule.prefix)
      ? [`prefix "${before.prefix}" → "${rule.prefix}"`]
      : []),
    ...(missing(before.tags, rule.tags) ? ["a tag is no longer asked for"] : []),
    ...(before.not !== "" && rule.not === "" ? ["objects that were left out are not any more"] : []),
    ...(before.size !== "" && rule.size === "" ? ["sizes that were left out are not any more"] : []),
    ...(!before.enabled ? ["Disabled → Enabled"] : []),
  ];
}

function laterDate(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && after !== undefined && Date.parse(after) > Date.parse(before);
}

type Move = { days?: number; createdBeforeDate?: string; storageClass: string };

function archiveMoves(rule: LifecycleRule): Move[] {
  return [...rule.transitions, ...rule.noncurrentTransitions].filter((each) => ARCHIVES.includes(each.storageClass));
}

function isEarlier(before: Move, after: Move): boolean {
  if (before.days !== undefined && after.days !== undefined) return after.days < before.days;
  return (
    laterDate(before.createdBeforeDate, after.createdBeforeDate) ||
    (before.days === undefined) !== (after.days === undefined)
  );
}

function archived(what: string): string {
  return `Objects of ${what} must be restored before reading; removing the rule does not bring them back; Archive is billed for at least 60 days, the cold classes for 180.`;
}

function facts(rule: LifecycleRule | undefined): unknown {
  return rule && [rule.enabled, rule.expiration, rule.transitions];
}

function scope(rule: LifecycleRule): string {
  return rule.prefix === "" ? "the whole bucket" : rule.prefix;
}

/** Whether objects of the bucket may expire. */
export function expires(view: BucketView): boolean {
  return view.lifecycle.some((rule) => rule.enabled && rule.expiration !== undefined);
}
