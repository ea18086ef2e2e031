// Applies the table to a change: recorded -> planned, or recorded -> live.
import { createHash } from "node:crypto";
import { emptyView, transitionsOf } from "../model/transitions";
import type { Transition } from "../model/view";
import type { Diagnostic, Resource } from "../stack/types";
import { isOpaque } from "../stack/values";
import { combine } from "./combinations";
import { canonical, Opaque, same } from "./known";
import { betterments } from "./protection";
import { RANK } from "./severity";
import { notJudged } from "./stackRules";
import { RULES } from "./table";
import type { BucketChange, Context, Draft, Finding, Judgement, Remark, Rule } from "./types";

export interface JudgeOptions {
  diagnostics?: readonly Diagnostic[];
  /** False when the preview failed. */
  succeeded?: boolean;
  /** Tags that every bucket has to keep. */
  requiredTags?: readonly string[];
  /** Types whose deletions are routine. */
  allowedDeletions?: readonly string[];
  /** False leaves findings that are worse together apart, each at its own resource. */
  combined?: boolean;
}

/** Judges the resources of a stack, the unchanged ones included. The result does not depend on their order. */
export function judge(resources: readonly Resource[], options: JudgeOptions = {}): Judgement {
  const buckets = transitionsOf(resources).map(changeOf);
  const byName = new Map(buckets.map((each) => [each.bucket, each]));
  const context: Context = {
    resources: [...resources].sort((a, b) => compare(a.urn, b.urn)),
    buckets,
    diagnostics: options.diagnostics ?? [],
    succeeded: options.succeeded ?? true,
    requiredTags: options.requiredTags ?? [],
    allowedDeletions: options.allowedDeletions ?? [],
    bucketNamed: (name) => byName.get(name),
  };
  const findings = buckets.flatMap((change) => judgeBucket(change, context, options.combined ?? true));
  for (const rule of RULES) if (rule.stack) findings.push(...judgeStack(rule, context, findings));
  return {
    findings: sortFindings(findings),
    good: buckets.flatMap((change) => remarks(change, betterments)),
    standing: buckets.flatMap(standingOf),
  };
}

function changeOf(transition: Transition): BucketChange {
  const { bucket, resource, old, new: fresh } = transition;
  const name = old?.name ?? fresh?.name ?? bucket;
  return {
    transition,
    bucket,
    resource,
    old: old ?? emptyView(name),
    new: fresh ?? emptyView(name),
    created: old === undefined,
    deleted: fresh === undefined,
  };
}

function judgeBucket(change: BucketChange, context: Context, combined: boolean): Finding[] {
  const findings: Finding[] = [];
  const open = new Map<string, { resource: Resource; rules: string[]; path: string }>();
  for (const rule of RULES) {
    if (!rule.bucket || (change.deleted && !rule.whenDeleted)) continue;
    try {
      for (const draft of rule.bucket(change, context)) findings.push(findingOf(rule, draft, change));
    } catch (error) {
      if (!(error instanceof Opaque)) throw error;
      for (const [resource, path] of opaqueResources(rule, change)) {
        const entry = open.get(resource.urn) ?? { resource, rules: [], path };
        entry.rules.push(rule.id);
        open.set(resource.urn, entry);
      }
    }
  }
  const told = combined ? combine(findings, change, context) : findings;
  const unjudged = [...open.values()].map(({ resource, rules, path }) =>
    findingOf(
      notJudged,
      { resource, path, why: `${rules.sort().join(", ")} could not be judged before the update.` },
      change,
    ),
  );
  return [...told, ...unjudged];
}

/** The resources whose values a rule stumbled over: those of its aspects that change to something opaque. */
function opaqueResources(rule: Rule, change: BucketChange): [Resource, string][] {
  const concerned = change.transition.resources.filter((each) => {
    const inputs = withoutBucket(each.new?.inputs ?? each.old?.inputs);
    return isOpaque(inputs) && !same(inputs, withoutBucket(each.old?.inputs));
  });
  const own = concerned.filter((each) => rule.aspects.some((aspect) => change.new.from[aspect] === each));
  return (own.length > 0 ? own : concerned).map((each) => {
    const inputs = withoutBucket(each.new?.inputs ?? each.old?.inputs);
    return [
      each,
      Object.keys(inputs)
        .sort()
        .find((name) => isOpaque(inputs[name])) ?? "",
    ];
  });
}

function withoutBucket(inputs: Record<string, unknown> = {}): Record<string, unknown> {
  const { bucket: _, ...rest } = inputs;
  return rest;
}

function judgeStack(rule: Rule, context: Context, others: readonly Finding[]): Finding[] {
  try {
    return [...rule.stack!(context)].map((draft) => {
      const finding = findingOf(rule, draft);
      if (rule.severity !== "inherits") return finding;
      const levels = others.filter((each) => each.urn === finding.urn).map((each) => each.severity);
      return { ...finding, severity: levels.includes("high") ? "high" : "medium" };
    });
  } catch (error) {
    if (!(error instanceof Opaque)) throw error;
    return [findingOf(notJudged, { why: `${rule.id} could not be judged before the update.` })];
  }
}

function findingOf(rule: Rule, draft: Draft, change?: BucketChange): Finding {
  const owner = rule.aspects.map((aspect) => change?.new.from[aspect] ?? change?.old.from[aspect]).find((each) => each);
  const resource = draft.resource ?? owner ?? change?.resource;
  const bucketOf = resource && typeof (resource.new ?? resource.old)?.inputs.bucket === "string";
  return {
    rule: rule.id,
    severity: draft.severity ?? (rule.severity === "inherits" ? "medium" : rule.severity),
    group: rule.group,
    title: rule.title,
    bucket:
      change?.bucket ??
      (bucketOf && !isOpaque((resource.new ?? resource.old)!.inputs.bucket)
        ? String((resource.new ?? resource.old)!.inputs.bucket)
        : undefined),
    urn: resource?.urn,
    resource: resource?.name,
    type: resource?.type,
    path: draft.path || undefined,
    old: draft.old,
    new: draft.new,
    why: draft.why,
    advice: draft.advice ?? rule.advice,
    position: resource?.position,
    fingerprint: fingerprintOf(rule.id, resource?.urn ?? change?.bucket ?? "", draft.path ?? "", draft.new),
  };
}

/** A waiver that names it holds only for the value that was waived. */
export function fingerprintOf(...parts: unknown[]): string {
  return createHash("sha256")
    .update(canonical(parts.map((each) => each ?? null)))
    .digest("hex")
    .slice(0, 16);
}

/** Severity, bucket, rule, resource, path. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const key = (each: Finding) =>
    [each.bucket ?? "", each.rule, each.urn ?? "", each.path ?? "", each.fingerprint].join("\0");
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity] || compare(key(a), key(b)));
}

function remarks(change: BucketChange, say: (change: BucketChange) => Iterable<string>): Remark[] {
  const texts: string[] = [];
  try {
    for (const text of say(change)) texts.push(text);
  } catch (error) {
    // What can't be judged is said by not-judged.
    if (!(error instanceof Opaque)) throw error;
  }
  return texts.map((text) => ({ bucket: change.bucket, text }));
}

function standingOf(change: BucketChange): Remark[] {
  if (change.created || change.deleted) return [];
  return RULES.flatMap((rule): Remark[] => {
    if (!rule.standing) return [];
    try {
      const [before, after] = [rule.standing(change.old), rule.standing(change.new)];
      return before !== undefined && after !== undefined ? [{ bucket: change.bucket, text: after, rule: rule.id }] : [];
    } catch (error) {
      if (!(error instanceof Opaque)) throw error;
      return [];
    }
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
