// Plan + settings -> the review: judged, sifted by waivers, counted, with the fingerprint of the plan.
import { createHash } from "node:crypto";
import { KINDS } from "../model/kinds";
import { isTouched, propertyChanges, stepOf } from "../report/changes";
import type { Review } from "../report/types";
import { judge } from "../rules/judge";
import { canonical } from "../rules/known";
import { reaches } from "../rules/severity";
import { isReal } from "../stack/project";
import type { Plan, Resource } from "../stack/types";
import type { ReviewOptions } from "./options";
import { applyWaivers, type ReviewSettings } from "./waivers";

export interface AssembleOptions extends Pick<ReviewOptions, "gate" | "expect"> {
  version: string;
  settings: ReviewSettings;
  /** "2026-11-21". */
  today: string;
}

export function assembleReview(plan: Plan, options: AssembleOptions): Review {
  const { settings, gate, expect } = options;
  const judgement = judge(plan.resources, {
    diagnostics: plan.diagnostics,
    succeeded: plan.succeeded,
    requiredTags: settings.requiredTags,
    allowedDeletions: settings.allowedDeletions,
  });
  const { stack, folder } = plan;
  const sifted = applyWaivers(judgement.findings, settings.waivers, { stack, folder, today: options.today });
  const count = (severity: string) => sifted.findings.filter((each) => each.severity === severity).length;
  const fingerprint = planFingerprint(plan);
  const failing = sifted.findings.some((each) => reaches(each.severity, gate));
  const changed = expect !== undefined && expect !== fingerprint;
  return {
    command: "review",
    format: 1,
    version: options.version,
    project: plan.project,
    stack,
    result: !plan.succeeded ? "incomplete" : changed ? "plan-changed" : failing ? "findings" : "clean",
    gate,
    fingerprint,
    expected: expect,
    counts: { high: count("high"), medium: count("medium"), low: count("low"), waived: sifted.waived.length },
    changes: operations(plan.resources),
    findings: sifted.findings,
    waived: sifted.waived,
    good: judgement.good,
    standing: judgement.standing,
    steps: plan.resources.filter((each) => isReal(each) && isTouched(each)).map(stepOf),
    errors: errorsOf(plan, changed, expect),
    notes: [...sifted.notes, ...warningsOf(plan)],
  };
}

function errorsOf(plan: Plan, changed: boolean, expect: string | undefined): string[] {
  const errors = plan.diagnostics.filter((each) => each.severity === "error").map((each) => each.message);
  if (changed)
    errors.push(`the plan has changed since it was reviewed (expected fingerprint ${expect}): review it again`);
  return errors;
}

function warningsOf(plan: Plan): string[] {
  return plan.diagnostics
    .filter((each) => each.severity === "warning")
    .map((each) => `warning of the engine: ${each.message}`);
}

function operations(resources: readonly Resource[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { op } of resources.filter(isReal)) counts[op] = (counts[op] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * SHA-256 over what the plan does: operation, URN, options, and every changed path with its new value. Order, warnings,
 * made-up names and what stays as it is play no part, so that a second preview of the same change has the same fingerprint.
 */
export function planFingerprint(plan: Pick<Plan, "project" | "stack" | "resources">): string {
  const steps = plan.resources
    .filter((each) => isTouched(each))
    .map((each) => {
      const { op, urn, old, new: fresh } = each;
      const changes = propertyChanges(old?.inputs ?? {}, fresh?.inputs ?? {}).map(({ path, new: value }) => [
        path,
        value ?? null,
      ]);
      const options = [fresh?.protect ?? false, fresh?.retainOnDelete ?? false, old?.retainOnDelete ?? false];
      // What the provider sees and the inputs do not show.
      const paths = KINDS[each.type] ? Object.keys(each.detailedDiff ?? {}).sort() : [];
      return canonical([op, urn, changes, options, paths]);
    })
    .sort();
  const text = plan.resources.reduce(
    (sofar, { urn, generated = [] }) =>
      generated.reduce((each, value) => each.replaceAll(value, `<made for ${urn}>`), sofar),
    JSON.stringify([plan.project, plan.stack, steps]),
  );
  return createHash("sha256").update(text).digest("hex");
}

/** 0, 1 (findings at the gate, or another plan than the reviewed one), 3 (the preview failed). */
export function exitCode(review: Review): number {
  return { clean: 0, findings: 1, "plan-changed": 1, incomplete: 3 }[review.result];
}
