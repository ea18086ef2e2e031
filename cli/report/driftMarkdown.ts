// The drift report as an issue or a comment: shortened in a fixed order that never drops a finding's name or a count.
import type { DriftFinding, DriftReport, StackDrift } from "../drift/types";
import { changeText, driftResult, driftVerdict, leftOutText, severitiesText, unreadText, waysOf } from "./driftWords";
import { codeMarkdown, escapeMarkdown, fencedMarkdown } from "./escape";
import { placeText, valueText } from "./words";

export interface DriftMarkdownOptions {
  maxCharacters?: number;
  maxBytes?: number;
}

/** What is left out at each level, in this order. */
const LEVELS = ["", "what is ignored and accepted", "the middle of long values", "the ways out", "the values"] as const;

export function driftMarkdown(report: DriftReport, options: DriftMarkdownOptions = {}): string {
  const { maxCharacters = 60_000, maxBytes = 200_000 } = options;
  const fits = (text: string) => text.length <= maxCharacters && Buffer.byteLength(text) <= maxBytes;
  for (let level = 0; level < LEVELS.length; level++) {
    const text = written(report, level);
    if (fits(text)) return text;
  }
  // More findings than there is room to name: as many as fit of each stack, the worst first, and how many there are.
  const most = Math.max(...report.stacks.map((each) => each.findings.length + each.unreadable.length));
  for (let shown = most; ; shown = Math.floor(shown * 0.8)) {
    const text = written(report, LEVELS.length - 1, shown);
    if (fits(text) || shown === 0) return text;
  }
}

function written(report: DriftReport, level: number, shown = Number.POSITIVE_INFINITY): string {
  const parts = [
    ...report.stacks.flatMap((drift) => stackParts(drift, report, level, shown)),
    ...(report.account ? accountParts(report.account) : []),
    ...(level > 0 ? [`Left out for lack of room: ${LEVELS.slice(1, level + 1).join("; ")}.`] : []),
    `<sub>${escapeMarkdown(driftResult(report))} · granary ${report.version}</sub>`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Finds the issue of a stack again. */
export function driftMarker(project: string, stack: string): string {
  return `<!-- granary:drift stack=${`${project}/${stack}`.replace(/[^\w./@-]/g, "_").replaceAll("--", "-_")} -->`;
}

function stackParts(drift: StackDrift, report: DriftReport, level: number, shown: number): string[] {
  const { project, stack, counts, findings, unreadable } = drift;
  const symbol = { clean: "✅", drift: "⚠️", incomplete: "❔", failed: "💥" }[drift.result];
  const question = report.question === "pre-deploy" ? "What the program would overwrite: " : "";
  const left = leftOutText(counts);
  const many = findings.length + unreadable.length - shown;
  return [
    driftMarker(project, stack),
    `## ${symbol} ${question}${escapeMarkdown(driftVerdict(drift))} · ${escapeMarkdown(`${project}/${stack}`)}`,
    `${findings.length > 0 ? `${severitiesText(drift.severities)} · ` : ""}${counts.inSync} in sync${left === "" ? "" : ` · ${left}`}`,
    ...drift.errors.map((each) => `> **Error:** ${escapeMarkdown(valueText(each, 1_000))}`),
    ...(level < 4
      ? findings.map((each) => findingSection(each, level))
      : [
          bulleted(
            findings
              .slice(0, shown)
              .map((each) => `**${each.severity}** ${each.verdict}: ${escapeMarkdown(placeText(each))}`),
          ),
        ]),
    ...unreadableParts(drift, level, shown - findings.length),
    ...(many > 0 ? [`**${many} more** are in the full report.`] : []),
    ...agreedParts(drift, level),
    ...quietParts(drift, level),
    ...folded(
      "Notes",
      drift.notes.map((each) => escapeMarkdown(valueText(each, 500))),
      level < 1,
    ),
  ];
}

const WORDS: Record<DriftFinding["severity"], string> = { high: "🔴 high", medium: "🟠 medium", low: "🔵 low" };

function findingSection(finding: DriftFinding, level: number): string {
  const longest = level >= 2 ? 160 : 2_000;
  const { severity, verdict, title, position, changes, includes, rules } = finding;
  const at = position ? ` · ${codeMarkdown(`${position.file}:${position.line}`)}` : "";
  const told = rules.length > 0 ? ` · ${rules.map((each) => codeMarkdown(each.rule)).join(", ")}` : "";
  const lines = changes.flatMap(({ path, old, new: fresh }) => [
    ...(old === undefined ? [] : [`- ${path}: ${oneLine(valueText(old, longest))}`]),
    ...(fresh === undefined ? [] : [`+ ${path}: ${oneLine(valueText(fresh, longest))}`]),
  ]);
  if (verdict === "unmanaged") lines.push(`+ ${oneLine(valueText(finding.new, longest))}`);
  return [
    `### ${WORDS[severity]}: ${escapeMarkdown(title)}`,
    `${verdict} · ${escapeMarkdown(placeText({ ...finding, path: undefined }))}${at}${told}`,
    ...(lines.length > 0 ? [fencedMarkdown("diff", lines.join("\n"))] : []),
    escapeMarkdown(valueText(finding.why, Math.max(longest, 600))),
    ...(includes ? [`With it: ${includes.map((each) => escapeMarkdown(each)).join(", ")}`] : []),
    ...(level < 3 ? [waysSection(finding)] : []),
  ].join("\n\n");
}

function waysSection(finding: DriftFinding): string {
  const ways = waysOf(finding).map(({ text, lines }) => {
    const code = lines.length > 0 ? `\n\n${fencedMarkdown("", lines.join("\n"))}` : "";
    return `${escapeMarkdown(text)}${lines.length > 0 ? ":" : ""}${code}`;
  });
  return `<details><summary>Three ways out</summary>\n\n${ways.join("\n\n")}\n\n</details>`;
}

function unreadableParts({ unreadable }: StackDrift, level: number, shown: number): string[] {
  if (unreadable.length === 0) return [];
  const lines = unreadable.slice(0, Math.max(0, shown)).map((each) => {
    const message = level < 3 ? `: ${escapeMarkdown(valueText(each.message.split("\n")[0], 500))}` : "";
    return `${escapeMarkdown(unreadText(each))}${message}`;
  });
  return [`### ❔ ${unreadable.length} could not be read: nothing is known about them`, bulleted(lines)];
}

function agreedParts({ agreed }: StackDrift, level: number): string[] {
  const lines = agreed.map(({ type, resource, path, value }) => {
    const at = path === "" ? "gone" : `${codeMarkdown(path)}: ${codeMarkdown(valueText(value, 160))}`;
    return `${escapeMarkdown(`${type} ${resource}`)}, ${at}`;
  });
  return folded(`${agreed.length} changed by hand, and in the program already`, lines, level < 4);
}

function quietParts({ ignored, accepted }: StackDrift, level: number): string[] {
  const lines = ignored.map((each) => {
    const change =
      each.path === undefined
        ? ""
        : ` ${codeMarkdown(changeText({ kind: "update", path: each.path, old: each.old, new: each.new }, 160))}`;
    const until = each.expires ? `, until ${each.expires}` : "";
    return `${escapeMarkdown(`${each.type} ${each.resource}`)}${change}: ${escapeMarkdown(each.reason)}${until}`;
  });
  return [
    ...folded(`${ignored.length} ignored`, lines, level < 1),
    ...folded(
      `${accepted.length} accepted without an owner`,
      accepted.map((each) => codeMarkdown(`${each.type} ${each.id}`)),
      level < 1,
    ),
  ];
}

function accountParts({ buckets, errors }: NonNullable<DriftReport["account"]>): string[] {
  return [
    ...errors.map((each) => `> **Error:** ${escapeMarkdown(each)}`),
    ...folded(
      `${buckets.length} buckets of the account are in none of these stacks`,
      buckets.map((name) => codeMarkdown(name)),
      true,
    ),
  ];
}

function folded(summary: string, lines: readonly string[], shown: boolean): string[] {
  if (!shown || lines.length === 0) return [];
  return [`<details><summary>${summary}</summary>\n\n${bulleted(lines)}\n\n</details>`];
}

function bulleted(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}
