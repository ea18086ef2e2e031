// Phrases that every form of the drift report shares.
import type { DriftCounts, DriftFinding, DriftReport, StackDrift, Unread, Way } from "../drift/types";
import { valueText } from "./words";

/** "2 changed, 1 gone, 0 unreadable, 1 unmanaged; 14 in sync". */
export function verdictsText({ changed, gone, unreadable, unmanaged, inSync }: DriftCounts): string {
  return `${changed} changed, ${gone} gone, ${unreadable} unreadable, ${unmanaged} unmanaged; ${inSync} in sync`;
}

/** "3 high, 0 medium, 1 low". */
export function severitiesText({ high, medium, low }: StackDrift["severities"]): string {
  return `${high} high, ${medium} medium, ${low} low`;
}

export function driftVerdict(drift: StackDrift): string {
  const { counts, result, errors } = drift;
  if (result === "failed") return "Nothing is known: the stack could not be read";
  const parts = [
    ...(counts.changed > 0 ? [`${counts.changed} changed`] : []),
    ...(counts.gone > 0 ? [`${counts.gone} gone`] : []),
    ...(counts.unmanaged > 0 ? [`${counts.unmanaged} without an owner`] : []),
    ...(counts.unreadable > 0 ? [`${counts.unreadable} unreadable`] : []),
  ];
  if (parts.length > 0) return parts.join(", ");
  if (errors.length > 0) return "Incomplete: the engine reported errors";
  return "In sync";
}

/** The verdict as an answer to what was asked. */
export function driftHead(drift: StackDrift, question: DriftReport["question"]): string {
  const { result, findings } = drift;
  if (question === "drift" || result === "failed") return driftVerdict(drift);
  if (result === "incomplete") return "Incomplete: the preview failed, and the program may overwrite more than is told";
  if (findings.length === 0) return "The program overwrites nothing";
  return `The program would overwrite what is live at ${findings.length} resource${findings.length === 1 ? "" : "s"}`;
}

/** What is left out on purpose: "2 ignored, 1 accepted". */
export function leftOutText({ ignored, accepted }: DriftCounts): string {
  return [...(ignored > 0 ? [`${ignored} ignored`] : []), ...(accepted > 0 ? [`${accepted} accepted`] : [])].join(", ");
}

/** "oss:BucketCors cors of bucket shop: AccessDenied, request 5C06...". */
export function unreadText({ type, name, bucket, code, requestId, unowned }: Unread): string {
  const what = unowned ? `${type} of bucket ${name}` : `${type} ${name}${bucket ? ` of bucket ${bucket}` : ""}`;
  return `${what}: ${code}${requestId ? `, request ${requestId}` : ""}`;
}

export function waysOf({ waysOut }: DriftFinding): Way[] {
  return [waysOut.keep, waysOut.undo, ...(waysOut.ignore ? [waysOut.ignore] : [])];
}

/** "recorded → live" of the property, for one line. */
export function changeText({ path, old, new: fresh }: DriftFinding["changes"][number], longest?: number): string {
  return `${path}: ${valueText(old, longest)} → ${valueText(fresh, longest)}`;
}

/** Sums over all stacks. */
export function totals(report: DriftReport): { counts: DriftCounts; severities: StackDrift["severities"] } {
  const sum = <K extends string>(parts: readonly Record<K, number>[], names: readonly K[]) =>
    Object.fromEntries(names.map((name) => [name, parts.reduce((all, each) => all + each[name], 0)])) as Record<
      K,
      number
    >;
  const names = ["inSync", "changed", "gone", "unreadable", "unmanaged", "ignored", "accepted"] as const;
  return {
    counts: sum(
      report.stacks.map((each) => each.counts),
      names,
    ),
    severities: sum(
      report.stacks.map((each) => each.severities),
      ["high", "medium", "low"] as const,
    ),
  };
}

/** One line to look for in a log, with what it took. */
export function driftResultLine(report: DriftReport): string {
  const reads = report.stacks.reduce((sum, { reads: each }) => sum + each.resources + each.documents, 0);
  return `${driftResult(report)}; ${reads} reads in ${report.seconds.toFixed(1)} s`;
}

/** The same for a text that is compared with the one before. */
export function driftResult(report: DriftReport): string {
  const { counts, severities } = totals(report);
  const failed = report.stacks.filter((each) => each.result === "failed").length;
  return [
    `result: ${report.result}`,
    ...(report.stacks.length > 1 ? [`${report.stacks.length} stacks${failed > 0 ? ` (${failed} failed)` : ""}`] : []),
    verdictsText(counts),
    severitiesText(severities),
    ...(leftOutText(counts) === "" ? [] : [leftOutText(counts)]),
  ].join("; ");
}
