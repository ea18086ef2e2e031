// Drift judged by the table of rules: recorded -> live, over all that is known of a bucket.
import type { Document } from "../live/types";
import type { PropertyChange } from "../report/types";
import { fingerprintOf, judge, sortFindings } from "../rules/judge";
import { RANK } from "../rules/severity";
import type { Finding, Severity } from "../rules/types";
import { differingPaths, stepsOf } from "../stack/drifted";
import type { Resource } from "../stack/types";
import { contains, isSecret } from "../stack/values";
import { type Drifted, type Unowned, unownedResource, verdictOf } from "./compare";
import type { DriftFinding, Verdict } from "./types";
import { documentWays, resourceWays } from "./waysOut";

export interface Judged {
  stack: string;
  resources: readonly Resource[];
  drifted: readonly Drifted[];
  unowned: readonly Unowned[];
  /** All documents without an owner, also those that were accepted or ignored: a rule may look at them. */
  documents: readonly Document[];
  buckets: ReadonlyMap<string, string>;
}

/** Rules about programs and plans, which drift has none of. */
const OF_PLANS = new Set([
  "bucket-replace",
  "endpoint-http",
  "many-deletions",
  "new-bucket-advisory",
  "not-judged",
  "overwrites-unmanaged",
  "preview-errors",
  "protection-off",
  "provider-moved",
  "rename-without-alias",
  "undoes-manual-change",
]);

/** What a verdict weighs when no rule has a word on it. */
const LEAST: Record<Verdict, Severity> = { changed: "low", gone: "medium", unmanaged: "low" };

export function findingsOf(judged: Judged): DriftFinding[] {
  const broken = brokenRules(judged);
  const { drifted, unowned, stack } = judged;
  const lost = drifted.filter((each) => each.resource.type === "oss:Bucket" && verdictOf(each) === "gone");
  // Another provider's resource may have a bucket of that name, too.
  const foldedInto = (each: Drifted) =>
    verdictOf(each) === "gone" && each.resource.type.startsWith("oss:") && !lost.includes(each)
      ? lost.find((bucket) => bucketOf(bucket.resource) === bucketOf(each.resource))
      : undefined;
  const told = drifted.filter((each) => !foldedInto(each));
  const findings = told.map((each): DriftFinding => {
    const { resource, changes, live } = each;
    const verdict = verdictOf(each);
    const includes = drifted
      .filter((other) => foldedInto(other) === each)
      .map(({ resource: { type, name } }) => `${type} ${name}`);
    return {
      ...findingOf(each, verdict, broken(resource)),
      stack,
      ...(includes.length > 0 ? { includes: includes.sort() } : {}),
      waysOut: resourceWays(live ? { ...resource, new: live } : resource, verdict, changes, stack),
    };
  });
  const documents = unowned.map(({ document, resource }): DriftFinding => {
    const changes = resource.old ? changesOf(resource) : [];
    const finding = findingOf({ resource, changes }, "unmanaged", broken(resource));
    const { urn: _, ...rest } = finding;
    const redacted = contains(document.inputs, isSecret) ? { redacted: true as const } : {};
    const waysOut = documentWays(document, judged.resources, stack);
    return { ...rest, ...redacted, stack, new: document.inputs, waysOut };
  });
  return sortFindings([...findings, ...documents]) as DriftFinding[];
}

function changesOf(resource: Resource): PropertyChange[] {
  const [accepted, live] = [resource.old!.inputs, resource.new!.inputs];
  const names = Object.keys(differingPaths(resource, accepted, live, {})).map((path) => String(stepsOf(path)[0]));
  return [...new Set(names)].sort().map((path) => ({ path, kind: "update", old: accepted[path], new: live[path] }));
}

/** Resource -> the rules that its change breaks, the worst first. */
function brokenRules({ resources, drifted, unowned, documents, buckets }: Judged): (resource: Resource) => Finding[] {
  const changed = new Map(drifted.map(({ resource }) => [resource.urn, resource]));
  const told = new Set(unowned.map(({ document }) => document));
  const quiet = documents
    .filter((each) => !told.has(each))
    .map((each) => unownedResource(each, buckets.get(each.bucket) ?? "", each.inputs));
  const all = [
    ...resources.map((each) => changed.get(each.urn) ?? each),
    ...unowned.map(({ resource }) => resource),
    ...quiet.map((each): Resource => ({ ...each, op: "same" })),
  ];
  // Together, because some are worse together; and apart, because each resource is to have what is its own.
  const findings = [true, false].flatMap((combined) => judge(all, { combined }).findings);
  return (resource) => {
    const own = findings.filter((each) => each.urn === resource.urn && !OF_PLANS.has(each.rule));
    const worst = new Map<string, Finding>();
    for (const each of sortFindings(own)) if (!worst.has(each.rule)) worst.set(each.rule, each);
    return [...worst.values()];
  };
}

const TITLES: Record<Verdict, string> = {
  changed: "Changed outside Pulumi",
  gone: "Deleted outside Pulumi",
  unmanaged: "Exists without an owner",
};

const WHYS: Record<Verdict, string> = {
  changed: "Somebody changed it outside Pulumi.",
  gone: "Somebody deleted it outside Pulumi.",
  unmanaged: "It is on the bucket and no resource owns it: updates neither change nor remove it.",
};

const UNTOLD = "Its provider does not say which property it is; secrets are hidden.";

const OVERWRITTEN = "Somebody changed it outside Pulumi, and the program would overwrite that.";
const DELETED = "Somebody changed it outside Pulumi, and the program would delete it.";

function findingOf(
  { resource, changes, live }: Drifted,
  verdict: Verdict,
  rules: readonly Finding[],
): Omit<DriftFinding, "waysOut" | "stack"> {
  const [worst] = rules;
  const lost = verdict === "gone" && resource.type === "oss:Bucket";
  const only = changes.length === 1 ? changes[0] : undefined;
  const levels = [LEAST[verdict], ...(lost ? (["high"] as const) : []), ...rules.map((each) => each.severity)];
  const severity = levels.sort((a, b) => RANK[a] - RANK[b])[0]!;
  const why = lost
    ? "Somebody deleted the bucket outside Pulumi. What was in it cannot be restored, and its name is free for anyone: check DNS, CDN and whatever writes to it."
    : [
        live ? (resource.new ? OVERWRITTEN : DELETED) : WHYS[verdict],
        ...(verdict === "changed" && changes.length === 0 ? [UNTOLD] : []),
        ...new Set(rules.map((each) => each.why)),
      ].join(" ");
  const bucket = bucketOf(resource);
  return {
    verdict,
    rule: worst?.rule ?? `drift-${verdict}`,
    severity,
    group: worst?.group ?? "protection",
    title: worst && !lost ? `${TITLES[verdict]}: ${worst.title}` : TITLES[verdict],
    bucket,
    urn: resource.urn,
    resource: resource.name,
    type: resource.type,
    id: (resource.old ?? resource.new)?.id,
    path: only?.path,
    old: only?.old,
    new: only?.new,
    changes,
    rules: rules.map(({ rule, severity: level, why: reason }) => ({ rule, severity: level, why: reason })),
    why,
    advice: worst?.advice ?? "Put the live value into the program, undo it, or agree to it in the ignore file.",
    position: resource.position,
    ...(contains(changes.length > 0 ? changes : resource.new?.inputs, isSecret) ? { redacted: true as const } : {}),
    fingerprint: fingerprintOf(
      verdict,
      resource.urn,
      changes.map((each) => each.path).join(),
      changes.map((each) => each.new),
    ),
  };
}

function bucketOf({ old, new: fresh }: Resource): string | undefined {
  const name = (old ?? fresh)?.inputs.bucket ?? (old ?? fresh)?.outputs.bucket;
  return typeof name === "string" ? name : undefined;
}
