// The report as a comment on a pull or merge request. GitHub takes 65,536 characters, and its proxies less in bytes; what
// is too long is shortened in a fixed order that never drops a high or medium finding or a count.
import type { Finding } from "../rules/types";
import { codeMarkdown, escapeMarkdown, fencedMarkdown } from "./escape";
import type { Review, Step, Waived } from "./types";
import { byOp, changesText, countsText, isJudged, isUnchanged, placeText, valueText, verdict } from "./words";

export interface MarkdownOptions {
  /** Where the full report is. */
  reportUrl?: string;
  maxCharacters?: number;
  maxBytes?: number;
}

/** Finds the comment of a stack again. */
export function reviewMarker(review: Pick<Review, "project" | "stack">): string {
  const name = `${review.project}/${review.stack}`.replace(/[^\w./@-]/g, "_").replaceAll("--", "-_");
  return `<!-- granary:review stack=${name} -->`;
}

/** What has been left out, in this order. */
const LEVELS = [
  "",
  "what was so before the change",
  "the middle of long values",
  "the text of low findings",
  "the changes of each resource",
  "the advice on high and medium findings",
  "everything about high and medium findings but rule and place",
] as const;

export function reviewMarkdown(review: Review, options: MarkdownOptions = {}): string {
  const { maxCharacters = 60_000, maxBytes = 200_000 } = options;
  const fits = (text: string) => text.length <= maxCharacters && Buffer.byteLength(text) <= maxBytes;
  for (let level = 0; level < LEVELS.length; level++) {
    const text = written(review, level, options);
    if (fits(text)) return text;
  }
  // More high and medium findings than a comment can name: as many as fit, and how many there are.
  const blocking = review.findings.filter((each) => each.severity !== "low").length;
  for (let shown = blocking; ; shown = Math.floor(shown * 0.8)) {
    const text = written(review, LEVELS.length - 1, options, shown);
    if (fits(text) || shown === 0) return text;
  }
}

function written(review: Review, level: number, options: MarkdownOptions, shown = Number.POSITIVE_INFINITY): string {
  const longest = level >= 2 ? 160 : 2_000;
  const blocking = review.findings.filter((each) => each.severity !== "low");
  const low = review.findings.filter((each) => each.severity === "low" && isJudged(each));
  const unjudged = review.findings.filter((each) => !isJudged(each));
  const parts = [
    reviewMarker(review),
    headline(review),
    ...review.errors.map((each) => `> **Error:** ${escapeMarkdown(valueText(each, level >= 2 ? 1_000 : 8_000))}`),
    ...(level < 6
      ? blocking.map((each) => findingSection(each, longest, level < 5))
      : [
          bulleted(
            blocking
              .slice(0, shown)
              .map((each) => `**${each.severity}** ${codeMarkdown(each.rule)} ${escapeMarkdown(placeText(each))}`),
          ),
        ]),
    ...(shown < blocking.length
      ? [`**${blocking.length - shown} more high and medium findings** are in the full report.`]
      : []),
    ...goodSection(review, level),
    ...stepSections(review, level, longest),
    ...lowSection(low, level, longest),
    ...unjudgedSection(unjudged, level),
    ...folded(
      `${review.waived.length} waived`,
      review.waived.map((each) => waivedLine(each)),
      review.waived.length > 0 && level < 4,
    ),
    ...folded(
      `${review.standing.length} already so before this change`,
      review.standing.map(
        (each) => `${escapeMarkdown(each.bucket)}: ${escapeMarkdown(each.text)} (${codeMarkdown(each.rule ?? "")})`,
      ),
      review.standing.length > 0 && level < 1,
    ),
    ...folded(
      "Notes",
      review.notes.map((each) => escapeMarkdown(valueText(each, 500))),
      review.notes.length > 0 && level < 1,
    ),
    footer(review, level, options),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const SYMBOLS: Record<Review["result"], string> = {
  clean: "✅",
  findings: "⛔",
  incomplete: "💥",
  "plan-changed": "🔁",
};

/** "⛔ 2 high, 1 medium, 0 low · +3 ~2 -1 · shop/prod". */
function headline(review: Review): string {
  const symbol =
    review.result === "clean" && review.counts.high + review.counts.medium > 0 ? "⚠️" : SYMBOLS[review.result];
  const counts = verdict(review).startsWith(String(review.counts.high)) ? "" : ` (${countsText(review.counts)})`;
  const detail = isUnchanged(review) ? "" : `${counts} · ${escapeMarkdown(changesText(review.changes))}`;
  return `## ${symbol} ${escapeMarkdown(verdict(review))}${detail} · ${escapeMarkdown(`${review.project}/${review.stack}`)}`;
}

function findingSection(finding: Finding, longest: number, advice: boolean): string {
  const { position } = finding;
  const at = position ? ` · ${codeMarkdown(`${position.file}:${position.line}`)}` : "";
  const told = finding.combines ? ` · with ${finding.combines.map((each) => codeMarkdown(each)).join(", ")}` : "";
  return [
    `### ${finding.severity === "high" ? "🔴 high" : "🟠 medium"}: ${escapeMarkdown(finding.title)}`,
    `${codeMarkdown(finding.rule)} · ${escapeMarkdown(placeText(finding))}${at}${told}`,
    ...(finding.old === undefined && finding.new === undefined
      ? []
      : [`${codeMarkdown(valueText(finding.old, longest))} → ${codeMarkdown(valueText(finding.new, longest))}`]),
    escapeMarkdown(valueText(finding.why, Math.max(longest, 600))),
    ...(advice ? [`**What to do:** ${escapeMarkdown(finding.advice)}`] : []),
  ].join("\n\n");
}

function goodSection(review: Review, level: number): string[] {
  if (review.good.length === 0) return [];
  if (level >= 4) return [`🟢 ${review.good.length} improvements`];
  return [review.good.map((each) => `🟢 ${escapeMarkdown(each.bucket)}: ${escapeMarkdown(each.text)}`).join("  \n")];
}

function stepSections(review: Review, level: number, longest: number): string[] {
  const steps = byOp(review.steps);
  if (steps.length === 0) return [];
  if (level >= 4) {
    // Names only; the longest list of creations is not what a reviewer looks for.
    const names = steps.slice(0, 100).map((each) => `${each.op} ${each.name}`);
    const more = steps.length > 100 ? ` and ${steps.length - 100} more` : "";
    return [level >= 6 ? `${steps.length} resources change.` : `Changes: ${escapeMarkdown(names.join(", "))}${more}`];
  }
  const rows = steps.map((each) => {
    const paths = each.changes.map((change) => change.path);
    const what =
      each.op === "create" || each.op === "import" ? "" : paths.map((path) => codeMarkdown(path, true)).join(", ");
    const left = each.leftInPlace ? "left in place, no longer managed" : "";
    return `| ${OPS[each.op] ?? each.op} | ${codeMarkdown(each.type, true)} ${escapeMarkdown(each.name)} | ${what}${left} |`;
  });
  const table = ["| op | resource | what changes |", "| --- | --- | --- |", ...rows].join("\n");
  return [table, ...bucketDetails(steps, longest)];
}

const OPS: Record<string, string> = {
  create: "+ create",
  update: "~ update",
  delete: "− delete",
  replace: "± replace",
  import: "= import",
  same: "option",
};

/** The property differences, by bucket; what is short is open. */
function bucketDetails(steps: readonly Step[], longest: number): string[] {
  const groups = new Map<string, string[]>();
  for (const step of steps) {
    if (step.op === "create" || step.op === "import" || step.changes.length === 0) continue;
    const name = step.bucket ?? "other resources";
    const lines = [`  ${step.type} ${step.name}`];
    for (const { path, old, new: fresh } of step.changes) {
      if (old !== undefined) lines.push(`- ${path}: ${oneLine(valueText(old, longest))}`);
      if (fresh !== undefined) lines.push(`+ ${path}: ${oneLine(valueText(fresh, longest))}`);
      if (old === undefined && fresh === undefined) lines.push(`! ${path}`);
    }
    groups.set(name, [...(groups.get(name) ?? []), ...lines]);
  }
  return [...groups].map(([name, lines]) => {
    const open = lines.length < 10 ? " open" : "";
    return `<details${open}><summary>${escapeMarkdown(name)}</summary>\n\n${fencedMarkdown("diff", lines.join("\n"))}\n\n</details>`;
  });
}

function lowSection(low: readonly Finding[], level: number, longest: number): string[] {
  if (low.length === 0) return [];
  if (level >= 3) {
    const byRule = new Map<string, number>();
    for (const each of low) byRule.set(each.rule, (byRule.get(each.rule) ?? 0) + 1);
    return [
      `🔵 ${low.length} low: ${[...byRule].map(([rule, count]) => `${codeMarkdown(rule)} × ${count}`).join(", ")}`,
    ];
  }
  const lines = low.map(
    (each) =>
      `${codeMarkdown(each.rule)} · ${escapeMarkdown(placeText(each))}: ${escapeMarkdown(valueText(each.why, longest))}`,
  );
  return folded(`🔵 ${low.length} low`, lines, true);
}

function unjudgedSection(unjudged: readonly Finding[], level: number): string[] {
  if (unjudged.length === 0) return [];
  if (level >= 3) return [`❔ ${unjudged.length} not judged`];
  return folded(
    `❔ ${unjudged.length} not judged`,
    unjudged.map((each) => `${escapeMarkdown(placeText(each))}: ${escapeMarkdown(each.why)}`),
    true,
  );
}

function waivedLine({ rule, waiver, ...finding }: Waived): string {
  const until = waiver.expires ? `, until ${waiver.expires}` : "";
  const who = waiver.owner ? ` (${escapeMarkdown(waiver.owner)})` : "";
  return `${codeMarkdown(rule)} · ${escapeMarkdown(placeText({ rule, ...finding }))}: ${escapeMarkdown(waiver.reason)}${who}${until}`;
}

function folded(summary: string, lines: readonly string[], shown: boolean): string[] {
  return shown ? [`<details><summary>${summary}</summary>\n\n${bulleted(lines)}\n\n</details>`] : [];
}

function bulleted(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}

function footer(review: Review, level: number, { reportUrl }: MarkdownOptions): string {
  const where = reportUrl ? ` The full report: ${reportUrl}` : " The full report is among the artifacts of this run.";
  const cut = level > 0 ? `Left out for lack of room: ${LEVELS.slice(1, level + 1).join("; ")}.${where}` : "";
  const full = level === 0 && reportUrl ? ` · [full report](${reportUrl})` : "";
  const line = `<sub>${countsText(review.counts)} · plan ${codeMarkdown(review.fingerprint)} · granary ${review.version}${full}</sub>`;
  return cut === "" ? line : `${cut}\n\n${line}`;
}
