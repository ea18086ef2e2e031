// The drift report as an issue or a comment: shortened in a fixed order that never drops a finding's name or a count.
import type { DriftFinding, DriftReport, DriftResult, StackDrift } from "../drift/types";
import { changeText, driftHead, driftResult, leftOutText, severitiesText, unreadText, waysOf } from "./driftWords";
import { codeMarkdown, escapeMarkdown, fencedMarkdown } from "./escape";
import { placeText, valueText } from "./words";

export interface DriftMarkdownOptions {
  maxCharacters?: number;
  maxBytes?: number;
}

/** What is left out at each level, in this order. */
const LEVELS = [
  "",
  "what is ignored and accepted, notes, other buckets of the account",
  "the middle of long values",
  "the ways out",
  "the values",
] as const;

/** How much of a report is written. */
interface Room {
  level: number;
  /** Findings and reads that failed of each stack. */
  shown: number;
  stacks: number;
}

export function driftMarkdown(report: DriftReport, options: DriftMarkdownOptions = {}): string {
  const { maxCharacters = 60_000, maxBytes = 200_000 } = options;
  let text = "";
  for (const room of rooms(report)) {
    text = written(report, room);
    if (text.length <= maxCharacters && Buffer.byteLength(text) <= maxBytes) break;
  }
  return text;
}

function rooms({ stacks: drifts }: DriftReport): Room[] {
  const [names, stacks] = [Math.max(0, ...drifts.map(namesIn)), drifts.length];
  const level = LEVELS.length - 1;
  return [
    ...LEVELS.map((_, each) => ({ level: each, shown: names, stacks })),
    // More than there is room to name: as many as fit of each stack, the worst first, and then as many stacks as fit.
    ...fewer(names).map((shown) => ({ level, shown, stacks })),
    ...fewer(stacks).map((some) => ({ level, shown: 0, stacks: some })),
  ];
}

/** 100, 80, 64 ... 1, 0. */
function fewer(count: number): number[] {
  return count === 0 ? [0] : [count, ...fewer(Math.floor(count * 0.8))];
}

function namesIn({ findings, unreadable }: StackDrift): number {
  return findings.length + unreadable.length;
}

const WORST: readonly DriftResult[] = ["failed", "incomplete", "drift", "clean"];

function written(report: DriftReport, { level, shown, stacks }: Room): string {
  const rank = ({ result }: StackDrift) => WORST.indexOf(result);
  const some = stacks < report.stacks.length ? [...report.stacks].sort((a, b) => rank(a) - rank(b)) : report.stacks;
  const more = report.stacks.length - stacks;
  const parts = [
    ...some.slice(0, stacks).flatMap((drift) => stackParts(drift, report, level, shown)),
    ...(more > 0 ? [`**${more} more stacks** are in the full report.`] : []),
    ...(report.account ? accountParts(report.account, level) : []),
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
  const { project, stack, counts, findings } = drift;
  const symbol = { clean: "✅", drift: "⚠️", incomplete: "❔", failed: "💥" }[drift.result];
  const left = leftOutText(counts);
  const many = namesIn(drift) - shown;
  return [
    driftMarker(project, stack),
    `## ${symbol} ${escapeMarkdown(driftHead(drift, report.question))} · ${escapeMarkdown(`${project}/${stack}`)}`,
    `${findings.length > 0 ? `${severitiesText(drift.severities)} · ` : ""}${counts.inSync} in sync${left === "" ? "" : ` · ${left}`}`,
    ...errorParts(drift.errors, level),
    ...(level < 4
      ? findings.map((each) => findingSection(each, level))
      : [bulleted(findings.slice(0, shown).map(findingName))]),
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

function findingName(finding: DriftFinding): string {
  const { severity, verdict, includes } = finding;
  const more = includes ? `, and ${includes.length} with it` : "";
  return `**${severity}** ${verdict}: ${escapeMarkdown(placeText(finding))}${more}`;
}

/** So many errors of a stack are shown where room is short. */
const FEW_ERRORS = 3;

function errorParts(errors: readonly string[], level: number): string[] {
  const short = level >= 4;
  const shown = short ? errors.slice(0, FEW_ERRORS) : errors;
  return [
    ...shown.map((each) => `> **Error:** ${escapeMarkdown(valueText(each, short ? 200 : 1_000))}`),
    ...(shown.length < errors.length
      ? [`**${errors.length - shown.length} more errors** are in the full report.`]
      : []),
  ];
}

function findingSection(finding: DriftFinding, level: number): string {
  const longest = level >= 2 ? 160 : 2_000;
  const { severity, verdict, title, position, changes, includes, rules } = finding;
  const at = position ? ` · ${codeMarkdown(`${position.file}:${position.line}`)}` : "";
  const told = rules.length > 0 ? ` · ${rules.map((each) => codeMarkdown(each.rule)).join(", ")}` : "";
  const lines = changes.flatMap(({ path, old, new: fresh }) => [
    ...(old === undefined ? [] : [oneLine(`- ${path}: ${valueText(old, longest)}`)]),
    ...(fresh === undefined ? [] : [oneLine(`+ ${path}: ${valueText(fresh, longest)}`)]),
    ...(old === undefined && fresh === undefined ? [oneLine(`! ${path}`)] : []),
  ]);
  if (verdict === "unmanaged") lines.push(oneLine(`+ ${valueText(finding.new, longest)}`));
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
  return `<details><summary>Ways out</summary>\n\n${ways.join("\n\n")}\n\n</details>`;
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

function accountParts({ buckets, errors }: NonNullable<DriftReport["account"]>, level: number): string[] {
  const summary = `${buckets.length} buckets of the account are in none of these stacks`;
  const names = buckets.map((name) => codeMarkdown(name));
  return [
    ...errorParts(errors, level),
    ...(level < 1 && names.length > 0 ? folded(summary, names, true) : [`${summary}.`]),
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
  return text.replace(/\s*[\n\r]\s*/g, " ");
}
