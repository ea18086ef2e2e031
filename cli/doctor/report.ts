// The report as text and as data. The kind of a result is a word, so no colour is needed to read it.
import { version } from "../../provider/version";
import { minimalPolicy, type RamPolicy } from "./policy";
import { type Check, GROUPS, KINDS, type Kind, type Result } from "./types";

export interface Report {
  /** Version of this form. */
  format: 1;
  granary: string;
  /** ISO 8601, UTC. */
  time: string;
  /** Whether nothing is broken and no check crashed. */
  healthy: boolean;
  counts: Record<Kind, number>;
  results: Result[];
  /** RAM policy with what is missing. */
  policy?: RamPolicy;
}

export function makeReport(results: Result[], now: Date): Report {
  const counts = Object.fromEntries(
    KINDS.map((kind) => [kind, results.filter((each) => each.kind === kind).length]),
  ) as Record<Kind, number>;
  const policy = minimalPolicy(results.flatMap(({ missing }) => missing ?? []));
  const healthy = counts.broken === 0 && counts.crashed === 0;
  return { format: 1, granary: version, time: now.toISOString(), healthy, counts, results, policy };
}

export function asText(report: Report): string {
  const width = Math.max(...report.results.map(({ id }) => id.length));
  const parts = GROUPS.flatMap((group) => {
    const results = report.results.filter((each) => each.group === group);
    if (results.length === 0) return [];
    const looked = results.filter(({ kind }) => kind !== "skipped").map((each) => resultText(each, width));
    return [`${group}\n${[...looked, ...skippedText(results)].join("")}`];
  });
  if (report.policy) {
    parts.push(`A RAM policy with what is missing:\n${JSON.stringify(report.policy, null, 2)}\n`);
  }
  return `${parts.join("\n")}\n${summary(report)}\n`;
}

function resultText({ kind, id, message, ms, lines = [], remedy }: Result, width: number): string {
  const time = ms >= 1000 ? ` (${(ms / 1000).toFixed(1)} s)` : "";
  const first = `  ${kind.padEnd(7)}  ${id.padEnd(width)}  ${message}${time}\n`;
  const indent = " ".repeat(2 + 7 + 2 + width + 2);
  // Lines of what is fine would only bury those of what is not.
  const shown = kind === "ok" ? [] : lines;
  return `${first}${shown.map((line) => `${indent}- ${line}\n`).join("")}${remedy ? `${indent}-> ${remedy}\n` : ""}`;
}

/** One line per reason: a single missing thing may keep many checks from running. */
function skippedText(results: readonly Result[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { kind, id, message } of results) {
    if (kind === "skipped") reasons.set(message, [...(reasons.get(message) ?? []), id]);
  }
  return [...reasons].map(([reason, ids]) => `  skipped  ${ids.join(", ")}: ${reason}\n`);
}

function summary({ counts, healthy }: Report): string {
  const told = KINDS.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${kind}`);
  const verdict = healthy ? "nothing is broken" : "see the lines with ->";
  return `result: ${told.join(", ") || "no checks"}; ${verdict}`;
}

export function listText(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ id }) => id.length));
  return GROUPS.flatMap((group) => {
    const own = checks.filter((check) => check.group === group);
    return own.length === 0
      ? []
      : [`${group}\n${own.map((each) => `  ${each.id.padEnd(width)}  ${each.about}\n`).join("")}`];
  }).join("\n");
}
