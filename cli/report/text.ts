// The report for a terminal, or for the log of a pipeline: no colour unless asked for.
import type { Finding, Severity } from "../rules/types";
import type { Review, Step } from "./types";
import { byOp, changesText, countsText, placeText, transitionText, valueText, verdict } from "./words";

export interface TextOptions {
  color: boolean;
  /** Also what was bad before and stays so, and the waived findings. */
  verbose?: boolean;
}

const COLORS: Record<Severity | "good" | "dim" | "bold", [number, number]> = {
  high: [31, 39],
  medium: [33, 39],
  low: [36, 39],
  good: [32, 39],
  dim: [2, 22],
  bold: [1, 22],
};

const SIGNS: Record<string, string> = {
  create: "+",
  update: "~",
  delete: "-",
  replace: "±",
  import: "=",
  discard: "?",
};

export type Paint = (name: keyof typeof COLORS, text: string) => string;

export function painter(color: boolean): Paint {
  return (name, text) => (color ? `\u001b[${COLORS[name][0]}m${text}\u001b[${COLORS[name][1]}m` : text);
}

export function reviewText(review: Review, { color, verbose = false }: TextOptions): string {
  const paint = painter(color);
  const lines = [
    paint("bold", `${review.project}/${review.stack}: ${verdict(review)} · ${changesText(review.changes)}`),
  ];
  for (const finding of review.findings) lines.push("", ...findingLines(finding, paint));
  if (review.good.length > 0) {
    lines.push("", ...review.good.map((each) => paint("good", `good    ${each.bucket}: ${each.text}`)));
  }
  if (review.steps.length > 0) lines.push("", ...byOp(review.steps).flatMap((step) => stepLines(step)));
  if (review.waived.length > 0) {
    lines.push("", `${review.waived.length} waived:`);
    lines.push(...review.waived.map((each) => `  ${each.rule}  ${placeText(each)}  (${each.waiver.reason})`));
  }
  if (review.standing.length > 0) {
    lines.push(
      "",
      paint(
        "dim",
        `${review.standing.length} already so before this change${verbose ? ":" : " (--verbose shows them)"}`,
      ),
    );
    if (verbose) lines.push(...review.standing.map((each) => `  ${each.bucket}: ${each.text} (${each.rule})`));
  }
  for (const error of review.errors) lines.push("", `error: ${error}`);
  for (const note of review.notes) lines.push("", `note: ${note}`);
  lines.push("", resultLine(review));
  return `${lines.map(printable).join("\n")}\n`;
}

// A value must not steer the terminal, nor turn the direction of text: of all such characters only our own colours stay.
const STEERING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  /\u001b(?!\[(?:1|2|22|31|32|33|36|39)m)|[\u0000-\u0008\u000a-\u001a\u001c-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

export function printable(line: string): string {
  return line.replace(STEERING, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** One line to look for in a log. */
export function resultLine(review: Review): string {
  return `result: ${review.result}; ${countsText(review.counts)}; ${changesText(review.changes)}; fingerprint ${review.fingerprint}`;
}

function findingLines(finding: Finding, paint: (name: Severity, text: string) => string): string[] {
  const change = transitionText(finding, 200);
  const { position } = finding;
  return [
    `${paint(finding.severity, finding.severity.padEnd(7))} ${finding.rule}  ${placeText(finding)}`,
    ...(change === undefined ? [] : [`        ${change}`]),
    `        ${finding.why}`,
    `        ${finding.advice}`,
    ...(position
      ? [`        at ${position.file}:${position.line}${position.column ? `:${position.column}` : ""}`]
      : []),
    ...(finding.combines ? [`        with ${finding.combines.join(", ")}`] : []),
  ];
}

function stepLines(step: Step): string[] {
  const left = step.leftInPlace ? "  (left in place, no longer managed)" : "";
  const head = `${SIGNS[step.op] ?? " "} ${step.type} ${step.name}${left}`;
  if (step.op === "create" || step.op === "import") return [head];
  return [
    head,
    ...step.changes.map((each) => `    ${each.path}: ${valueText(each.old, 100)} → ${valueText(each.new, 100)}`),
  ];
}
