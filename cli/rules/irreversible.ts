// What can't be taken back.
import { known } from "./known";
import type { Rule } from "./types";

export const irreversible: readonly Rule[] = [
  {
    id: "worm-lock",
    severity: "high",
    group: "irreversible",
    title: "A retention policy is locked",
    advice: "Try the period unlocked first; lock within 24 hours.",
    aspects: ["retention"],
    *bucket({ old, new: fresh }) {
      if (!fresh.retention || known(fresh.retention.locked) !== true || old.retention?.locked === true) return;
      yield {
        path: "locked",
        old: old.retention?.locked,
        new: true,
        why: `From now on nobody, the owner included, can shorten or remove the retention of ${fresh.retention.days} days; objects cannot be deleted or overwritten, and the bucket cannot be deleted before the last one expires.`,
      };
    },
  },
  {
    id: "worm-extend",
    severity: "high",
    group: "irreversible",
    title: "A locked retention is prolonged",
    advice: "Check the period: there is no way back.",
    aspects: ["retention"],
    *bucket({ old, new: fresh }) {
      if (!old.retention?.locked || !fresh.retention || known(fresh.retention.days) <= old.retention.days) return;
      yield {
        path: "retentionPeriodInDays",
        old: old.retention.days,
        new: fresh.retention.days,
        why: `The retention of ${old.retention.days} days becomes ${fresh.retention.days}. Cannot be taken back.`,
      };
    },
  },
  {
    id: "worm-impossible",
    severity: "high",
    group: "irreversible",
    title: "A locked retention can't be shortened, unlocked or deleted",
    advice: "Leave the policy as it is; take it out of the stack with retainOnDelete or `pulumi state delete`.",
    aspects: ["retention"],
    whenDeleted: true,
    *bucket({ old, new: fresh, deleted }) {
      if (!old.retention?.locked) return;
      const after = deleted ? undefined : fresh.retention;
      const shorter = after && known(after.days) < old.retention.days;
      const unlocked = after && known(after.locked) !== true;
      if (after && !shorter && !unlocked) return;
      yield {
        path: shorter ? "retentionPeriodInDays" : "locked",
        old: shorter ? old.retention.days : true,
        new: shorter ? after.days : undefined,
        why: "The service refuses this on a locked policy; the update would fail.",
      };
    },
  },
  {
    id: "worm-start",
    severity: "medium",
    group: "irreversible",
    title: "A retention policy starts",
    advice: "Lock it within 24 hours, or expect it to be gone.",
    aspects: ["retention"],
    standing: (view) =>
      view.retention && !view.retention.locked ? "the retention policy is not locked and lapses after 24 h" : undefined,
    *bucket({ old, new: fresh }) {
      if (old.retention || !fresh.retention || known(fresh.retention.locked) === true) return;
      yield {
        path: "retentionPeriodInDays",
        new: fresh.retention.days,
        why: "Protects at once, lapses silently after 24 h unless locked; excludes versioning and mirror rules.",
      };
    },
  },
  {
    id: "worm-restart",
    severity: "medium",
    group: "irreversible",
    title: "A retention policy is made anew",
    advice: "Settle on the period before the policy is made.",
    aspects: ["retention"],
    *bucket({ old, new: fresh }) {
      if (!old.retention || old.retention.locked || !fresh.retention) return;
      if (known(fresh.retention.days) === old.retention.days) return;
      yield {
        path: "retentionPeriodInDays",
        old: old.retention.days,
        new: fresh.retention.days,
        why: "Done as abort and a new policy: a gap, a new id, a new 24 h clock.",
      };
    },
  },
  {
    id: "worm-removed",
    severity: "high",
    group: "irreversible",
    title: "A retention policy is deleted",
    advice: "Keep it, or check that no rule demands it.",
    aspects: ["retention"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || !old.retention || old.retention.locked || fresh.retention) return;
      yield { path: "retentionPeriodInDays", old: old.retention.days, why: "Objects become deletable." };
    },
  },
  {
    id: "worm-conflict",
    severity: "high",
    group: "irreversible",
    title: "Retention beside versioning or a mirror rule",
    advice: "Choose one of them.",
    aspects: ["retention", "versioning", "website"],
    *bucket({ old, new: fresh }) {
      const clash = (view: typeof old) => {
        if (!view.retention) return undefined;
        if (known(view.versioning) === "Enabled") return "versioning";
        return view.website?.routing.some((rule) => rule.type === "Mirror") ? "a mirror rule" : undefined;
      };
      const found = clash(fresh);
      if (!found || clash(old)) return;
      yield {
        new: `retention policy and ${found}`,
        why: `A retention policy and ${found} exclude each other; one of the requests fails.`,
      };
    },
  },
  {
    id: "versioning-first-on",
    severity: "low",
    group: "irreversible",
    title: "Versioning is switched on for the first time",
    advice: "Add a noncurrentVersionExpiration.",
    aspects: ["versioning"],
    *bucket({ old, new: fresh, created }) {
      if (created || old.versioning !== "unset" || known(fresh.versioning) !== "Enabled") return;
      yield {
        path: "status",
        old: "never enabled",
        new: "Enabled",
        why: "Cannot return to never enabled, only be suspended; versions cost storage; forbid-overwrite stops working; excludes retention policies.",
      };
    },
  },
  {
    id: "hns-on",
    severity: "low",
    group: "irreversible",
    title: "A bucket with a hierarchical namespace",
    advice: "Check that none of the missing features will be needed.",
    aspects: ["bucket"],
    *bucket({ new: fresh, created, resource }) {
      if ((!created && resource?.op !== "replace") || known(fresh.hierarchicalNamespace) !== true) return;
      yield {
        path: "hierarchicalNamespace",
        new: true,
        why: "Fixed for ever: such a bucket has no versioning, lifecycle, website, CORS, replication, inventory or retention policy.",
      };
    },
  },
];
