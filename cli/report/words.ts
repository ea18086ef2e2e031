// Phrases that every form of a report shares.
import type { Finding, Severity } from "../rules/types";
import { isUnknown, UNKNOWN } from "../stack/values";
import type { Counts, Review, Step } from "./types";

export const SEVERITIES: readonly Severity[] = ["high", "medium", "low"];

const OP_ORDER = ["delete", "replace", "create", "import", "update", "discard", "same"];

/** Deletions and replacements first. */
export function byOp<T extends Step>(steps: readonly T[]): T[] {
  return [...steps].sort((a, b) => OP_ORDER.indexOf(a.op) - OP_ORDER.indexOf(b.op) || (a.urn < b.urn ? -1 : 1));
}

/** "2 high, 1 medium, 0 low". */
export function countsText(counts: Counts): string {
  const waived = counts.waived > 0 ? `, ${counts.waived} waived` : "";
  return `${counts.high} high, ${counts.medium} medium, ${counts.low} low${waived}`;
}

/** "+3 ~2 -1 ±1". */
export function changesText(changes: Record<string, number>): string {
  const { create = 0, update = 0, delete: gone = 0, replace = 0, import: imported = 0 } = changes;
  const parts = [
    ...(create > 0 ? [`+${create}`] : []),
    ...(update > 0 ? [`~${update}`] : []),
    ...(gone > 0 ? [`-${gone}`] : []),
    ...(replace > 0 ? [`±${replace}`] : []),
    ...(imported > 0 ? [`=${imported}`] : []),
  ];
  return parts.length > 0 ? parts.join(" ") : "no changes";
}

/** A value in one line; `longest` cuts its middle out and says how long it was. */
export function valueText(value: unknown, longest = Number.POSITIVE_INFINITY): string {
  if (value === undefined || value === null) return "(none)";
  if (isUnknown(value)) return "(known after the update)";
  const text = (typeof value === "string" ? value : JSON.stringify(value)).replaceAll(
    UNKNOWN,
    "(known after the update)",
  );
  return shortened(text === "" ? '""' : text, longest);
}

export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const side = Math.max(8, Math.floor((longest - 24) / 2));
  return `${text.slice(0, side)} … (${text.length} characters) … ${text.slice(-side)}`;
}

/** "old → new", or the one that there is. */
export function transitionText(finding: Pick<Finding, "old" | "new">, longest?: number): string | undefined {
  if (finding.old === undefined && finding.new === undefined) return undefined;
  return `${valueText(finding.old, longest)} → ${valueText(finding.new, longest)}`;
}

/** Where a finding is: bucket, resource, property. */
export function placeText(finding: Finding): string {
  const resource = finding.resource === undefined ? undefined : `${finding.type} ${finding.resource}`;
  const property = finding.path === undefined ? "" : `: ${finding.path}`;
  const bucket = finding.bucket === undefined ? [] : [`bucket ${finding.bucket}`];
  return [...bucket, ...(resource === undefined ? [] : [`${resource}${property}`])].join(", ");
}

export function verdict(review: Review): string {
  if (review.result === "plan-changed") return "The plan has changed since the review";
  if (review.result === "incomplete") return "The preview failed; the findings are incomplete";
  if (review.counts.high + review.counts.medium + review.counts.low > 0) return countsText(review.counts);
  const waived = review.counts.waived > 0 ? ` (${review.counts.waived} waived)` : "";
  return isUnchanged(review) ? "No changes" : `No findings${waived}`;
}

export function isUnchanged(review: Review): boolean {
  return review.steps.length === 0 && review.findings.length === 0 && review.result !== "incomplete";
}

export function isJudged(finding: Finding): boolean {
  return finding.rule !== "not-judged";
}
