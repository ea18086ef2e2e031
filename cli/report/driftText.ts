// The drift report for a terminal, or for the log of a pipeline.
import type { DriftFinding, DriftReport, StackDrift } from "../drift/types";
import { changeText, driftHead, driftResultLine, leftOutText, unreadText, waysOf } from "./driftWords";
import { type Paint, painter, printable, type TextOptions } from "./text";
import { placeText, valueText } from "./words";

export function driftText(report: DriftReport, { color, verbose = false }: TextOptions): string {
  const paint = painter(color);
  const lines = report.stacks.flatMap((drift, index) => [
    ...(index > 0 ? [""] : []),
    ...stackLines(drift, paint, verbose, report.question),
  ]);
  if (report.account) lines.push("", ...accountLines(report.account));
  lines.push("", driftResultLine(report));
  return `${lines.map(printable).join("\n")}\n`;
}

function stackLines(drift: StackDrift, paint: Paint, verbose: boolean, question: DriftReport["question"]): string[] {
  const { counts } = drift;
  const left = leftOutText(counts);
  const lines = [
    paint("bold", `${drift.project}/${drift.stack}: ${driftHead(drift, question)}`) +
      paint("dim", ` · ${counts.inSync} in sync${left === "" ? "" : ` · ${left}`}`),
  ];
  for (const finding of drift.findings) lines.push("", ...findingLines(finding, paint));
  for (const each of drift.agreed) {
    const at = each.path === "" ? "gone" : `${each.path}: ${valueText(each.value, 100)}`;
    lines.push(paint("good", `agreed  ${each.type} ${each.resource}, ${at} (the program says the same)`));
  }
  if (drift.unreadable.length > 0) lines.push("");
  for (const each of drift.unreadable) {
    lines.push(paint("high", `unreadable  ${unreadText(each)}`), `        ${each.message.split("\n")[0]}`);
  }
  if (verbose) {
    for (const each of drift.ignored) {
      const at =
        each.path === undefined
          ? ""
          : `: ${changeText({ kind: "update", path: each.path, old: each.old, new: each.new }, 100)}`;
      const until = each.expires ? ` until ${each.expires}` : "";
      lines.push(paint("dim", `ignored  ${each.type} ${each.resource}${at} (${each.reason}${until}, ${each.source})`));
    }
    for (const each of drift.accepted) lines.push(paint("dim", `accepted  ${each.type} ${each.id}`));
  }
  for (const error of drift.errors) {
    lines.push("", ...`error: ${error}`.split("\n").map((line) => paint("high", line)));
  }
  for (const note of drift.notes) lines.push(`note: ${note}`);
  return lines;
}

function findingLines(finding: DriftFinding, paint: Paint): string[] {
  const { severity, verdict, changes, why, position, includes, rules } = finding;
  const rule = rules.length > 0 ? `  ${rules.map((each) => each.rule).join(", ")}` : "";
  return [
    `${paint(severity, severity.padEnd(7))} ${verdict}  ${placeText({ ...finding, path: undefined })}${rule}`,
    ...changes.map((each) => `        ${changeText(each, 200)}`),
    ...(verdict === "unmanaged" ? [`        ${valueText(finding.new, 200)}`] : []),
    `        ${why}`,
    ...(includes ? [`        With it: ${includes.join(", ")}`] : []),
    ...(position
      ? [`        at ${position.file}:${position.line}${position.column ? `:${position.column}` : ""}`]
      : []),
    ...waysOf(finding).flatMap(({ text, lines }) => [
      `        ${text}${lines.length > 0 ? ":" : ""}`,
      ...lines.map((line) => `            ${line}`),
    ]),
  ];
}

function accountLines({ buckets, errors }: NonNullable<DriftReport["account"]>): string[] {
  return [
    `${buckets.length} buckets of the account are in none of these stacks${buckets.length > 0 ? ":" : ""}`,
    ...buckets.map((name) => `  ${name}`),
    ...errors.flatMap((error) => `error: ${error}`.split("\n")),
  ];
}
