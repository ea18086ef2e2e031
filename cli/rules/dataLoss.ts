// What destroys objects, or the means to get them back.
import type { Replication } from "../model/view";
import { known, same } from "./known";
import type { BucketChange, Context, Rule } from "./types";

export const dataLoss: readonly Rule[] = [
  {
    id: "bucket-delete",
    severity: "high",
    group: "data loss",
    title: "A bucket is deleted",
    advice: "Keep it with retainOnDelete: true, or take a copy first.",
    aspects: ["bucket"],
    whenDeleted: true,
    *bucket({ bucket, resource, old, deleted, transition }, context) {
      if (!deleted || resource?.op === "replace") return;
      const others = transition.resources.filter((each) => each !== resource && !each.new).length;
      const folded = others > 0 ? ` Its ${others} configuration${others > 1 ? "s" : ""} go with it.` : "";
      yield {
        old: bucket,
        why: `A deleted bucket cannot be restored. ${forced(old.forceDestroy)} The name becomes free for anyone: check ${references(bucket, context)}.${folded}`,
      };
    },
  },
  {
    id: "bucket-replace",
    severity: "high",
    group: "data loss",
    title: "A bucket is replaced",
    advice: "Undo the change of what cannot be changed, or make a second bucket and copy the objects.",
    aspects: ["bucket"],
    *bucket({ bucket, resource, old, new: fresh }) {
      if (resource?.op !== "replace") return;
      const reasons = replacing(resource);
      const sameName = resource.new?.inputs.bucket === resource.old?.inputs.bucket;
      const clash = sameName
        ? " The name stays the same: unless the old bucket is deleted first, the create fails (409 BucketAlreadyExists)."
        : "";
      yield {
        path: reasons[0],
        old: reasons.map((each) => resource.old?.inputs[each])[0] ?? bucket,
        new: reasons.map((each) => resource.new?.inputs[each])[0] ?? fresh.name,
        why: `${reasons.join(", ") || "A property"} cannot be changed in place. The new bucket starts empty; the old one is deleted. ${forced(old.forceDestroy)}${clash}`,
      };
    },
  },
  {
    id: "force-destroy-on",
    severity: "medium",
    group: "data loss",
    title: "forceDestroy is switched on",
    advice: "Leave it off for buckets that hold anything of value.",
    aspects: ["bucket"],
    *bucket({ old, new: fresh, created, deleted }) {
      if (created || deleted || old.forceDestroy === true || known(fresh.forceDestroy) !== true) return;
      yield {
        path: "forceDestroy",
        old: false,
        new: true,
        why: "The next delete or replacement empties the bucket without asking.",
      };
    },
  },
  {
    id: "versioning-off",
    severity: "high",
    group: "data loss",
    title: "Versioning is suspended",
    advice: "Leave it on, and bound its cost with noncurrentVersionExpiration.",
    aspects: ["versioning"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || old.versioning !== "Enabled" || known(fresh.versioning) === "Enabled") return;
      const refused = fresh.replications.length > 0 ? " Refused while the replication rule exists." : "";
      yield {
        path: "status",
        old: "Enabled",
        new: "Suspended",
        why: `New overwrites and deletes keep no earlier version; existing versions stay. OSS has no recycle bin.${refused}`,
      };
    },
  },
  {
    id: "replication-deletes",
    severity: "high",
    group: "data loss",
    title: "Deletions are replicated",
    advice: "Use action: PUT for a copy that is to outlive mistakes, with versioning on both buckets.",
    aspects: ["replications"],
    *bucket({ bucket, old, new: fresh }, context) {
      for (const rule of fresh.replications) {
        const before = pairOf(rule, old);
        if (known(rule.action) !== "ALL" || before?.action === "ALL") continue;
        const target = context.bucketNamed(rule.targetBucket);
        const versioned = target && known(target.new.versioning) === "Enabled";
        const unsure = target ? "" : ` Whether ${rule.targetBucket} has versioning is not known in this stack.`;
        yield {
          severity: target && !versioned ? "high" : "medium",
          resource: rule.resource,
          path: "action",
          old: before?.action,
          new: rule.action,
          why: `Deletions in ${bucket} are repeated in ${rule.targetBucket}: the copy is no backup against mistakes.${versioned ? " Both keep versions: a plain delete copies the delete marker, the delete of one version is repeated." : ""}${unsure}`,
        };
      }
    },
  },
  {
    id: "replication-history",
    severity: "medium",
    group: "data loss",
    title: "Existing objects are replicated too",
    advice: "Set historicalObjectReplication: disabled unless the old objects are wanted there.",
    aspects: ["replications"],
    *bucket({ old, new: fresh }) {
      for (const rule of fresh.replications) {
        const before = pairOf(rule, old);
        if (known(rule.history) !== "enabled" || before?.history === "enabled") continue;
        yield {
          resource: rule.resource,
          path: "historicalObjectReplication",
          old: before?.history,
          new: rule.history,
          why: `All existing objects are copied too (traffic and storage cost); objects of the same name in ${rule.targetBucket} may be overwritten if it is unversioned.`,
        };
      }
    },
  },
  {
    id: "replication-removed",
    severity: "medium",
    group: "data loss",
    title: "A replication rule is removed or replaced",
    advice: "Plan for a gap: compare the buckets afterwards, or leave history on.",
    aspects: ["replications"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted) return;
      for (const rule of old.replications) {
        const after = pairOf(rule, fresh);
        if (!after) {
          const why = `${rule.targetBucket} stops following.`;
          yield { resource: rule.resource, path: "targetBucket", old: rule.targetBucket, why };
        } else if (after.resource.op === "update" || after.resource.op === "replace") {
          yield {
            resource: after.resource,
            path: "action",
            old: [rule.action, rule.history],
            new: [after.action, after.history],
            why: `A rule cannot be edited: Granary deletes it, waits for \`closing\` to end and adds it anew; what changes in between is not copied to ${rule.targetBucket} unless history is on.`,
          };
        }
      }
    },
  },
  {
    id: "replication-version-mismatch",
    severity: "medium",
    group: "data loss",
    title: "Replication between buckets of different versioning",
    advice: "Give both buckets the same versioning, before the rule.",
    aspects: ["replications", "versioning"],
    *bucket({ bucket, old, new: fresh }, context) {
      for (const rule of fresh.replications) {
        const target = context.bucketNamed(known(rule.targetBucket));
        if (!target || target.deleted) continue;
        const differ = (a: BucketChange["new"], b: BucketChange["new"]) =>
          (known(a.versioning) === "Enabled") !== (known(b.versioning) === "Enabled");
        const before = pairOf(rule, old) && differ(old, target.old);
        if (before || !differ(fresh, target.new)) continue;
        yield {
          resource: rule.resource,
          path: "targetBucket",
          new: `${bucket}: ${fresh.versioning}, ${rule.targetBucket}: ${target.new.versioning}`,
          why: "OSS wants both buckets versioned or both not; the request fails or the pair misbehaves.",
        };
      }
    },
  },
];

function pairOf(rule: Replication, view: BucketChange["new"]): Replication | undefined {
  return view.replications.find((each) => same(each.targetBucket, rule.targetBucket));
}

function forced(forceDestroy: boolean): string {
  return forceDestroy
    ? "forceDestroy is on: every object, version and part goes first."
    : "forceDestroy is off: refused with 409 BucketNotEmpty unless it is empty.";
}

/** Inputs that make the engine replace the bucket. */
function replacing({ replaceReasons, old, new: fresh }: NonNullable<BucketChange["resource"]>): string[] {
  const given = replaceReasons.map((each) => each.split(/[.[]/)[0]!).filter((each) => !each.startsWith("__"));
  if (given.length > 0) return [...new Set(given)].sort();
  const fixed = ["bucket", "region", "storageClass", "dataRedundancyType", "hierarchicalNamespace", "resourceGroupId"];
  return fixed.filter((each) => !same(old?.inputs[each], fresh?.inputs[each]));
}

/** Where else the stack names the bucket. */
function references(bucket: string, { buckets }: Context): string {
  const found = buckets.flatMap(({ bucket: other, new: view, deleted }) =>
    deleted || other === bucket
      ? []
      : [
          ...(view.logging?.targetBucket === bucket ? [`the access log of ${other}`] : []),
          ...(view.replications.some((each) => each.targetBucket === bucket) ? [`the replication of ${other}`] : []),
          ...(view.inventories.some((each) => each.targetBucket === bucket) ? [`the inventory of ${other}`] : []),
        ],
  );
  return [...found, "DNS", "CDN origins"].join(", ");
}
