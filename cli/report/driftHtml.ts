// The drift report as one HTML file: the findings of all stacks, the worst first, each with its ways out.
import type { DriftFinding, DriftReport, StackDrift } from "../drift/types";
import { RANK } from "../rules/severity";
import { driftHead, leftOutText, totals, unreadText, verdictsText, waysOf } from "./driftWords";
import { escapeHtml } from "./escape";
import { type Card, htmlPage, listSection } from "./html";
import { changeHtml, valueHtml } from "./htmlValue";
import { valueText } from "./words";

export function driftHtml(report: DriftReport): string {
  const { counts } = totals(report);
  const { stacks, account, question } = report;
  const names = stacks.map(({ project, stack }) => `${project}/${stack}`);
  const findings = stacks.flatMap((drift) => drift.findings);
  return htmlPage({
    title: `${question === "drift" ? "Drift" : "What the program would overwrite"}: ${names.length > 3 ? `${names.length} stacks of ${stacks[0]!.project}` : names.join(", ")}`,
    verdict: stacks.length === 1 ? driftHead(stacks[0]!, question) : verdictsText(counts),
    mood: {
      clean: findings.length > 0 ? ("warn" as const) : ("good" as const),
      drift: "bad" as const,
      incomplete: "bad" as const,
      failed: "bad" as const,
    }[report.result],
    facts: [
      ["Found", verdictsText(counts)],
      ...(leftOutText(counts) === "" ? [] : [["Left out", leftOutText(counts)] as [string, string]]),
      ["Gate", report.gate === "none" ? "none" : report.gate === "high" ? "high" : `${report.gate} and above`],
      ["Granary", report.version],
    ],
    errors: [
      ...stacks.flatMap((drift) => drift.errors.map((each) => (stacks.length > 1 ? `${drift.stack}: ${each}` : each))),
      ...(account?.errors ?? []),
    ],
    findings: sorted(findings),
    card: (finding) => cardOf(finding as DriftFinding, stacks.length > 1),
    sections: [
      ...listSection("Could not be read: nothing is known about them", stacks.flatMap(unreadItems)),
      ...listSection("Changed by hand, and in the program already", stacks.flatMap(agreedItems)),
      ...(stacks.length > 1
        ? listSection(
            "Stacks",
            stacks.map((drift) => stackItem(drift, question)),
          )
        : []),
      ...listSection("Ignored", stacks.flatMap(ignoredItems)),
      ...listSection(
        "Accepted without an owner",
        stacks.flatMap(({ accepted }) => accepted.map((each) => code(`${each.type} ${each.id}`))),
      ),
      ...listSection("Buckets of the account that are in none of these stacks", account?.buckets.map(code) ?? []),
      ...listSection(
        "Notes",
        stacks.flatMap(({ notes }) => notes.map(escapeHtml)),
      ),
    ],
  });
}

function sorted(findings: readonly DriftFinding[]): DriftFinding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

function cardOf(finding: DriftFinding, several: boolean): Card {
  const { verdict, changes, includes, stack } = finding;
  const rows = changes.map(({ path, old, new: fresh }) => {
    const at = changes.length > 1 ? `<p class="place">${code(path)}</p>` : "";
    return `${at}${changeHtml(old, fresh)}`;
  });
  const ways = waysOf(finding).map(({ text, lines }) => {
    const block = lines.length > 0 ? `<pre>${escapeHtml(lines.join("\n"))}</pre>` : "";
    return `<li>${escapeHtml(text)}${block}</li>`;
  });
  return {
    changes: verdict === "unmanaged" && changes.length === 0 ? valueHtml(finding.new) : rows.join("\n"),
    more: [
      ...(includes ? [`<p>With it: ${includes.map(code).join(", ")}</p>`] : []),
      `<details><summary>Ways out</summary><ol>${ways.join("")}</ol></details>`,
    ].join("\n"),
    meta: several ? [`stack ${code(stack)}`] : [],
  };
}

function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

function unreadItems({ unreadable, stack }: StackDrift): string[] {
  return unreadable.map((each) => `${code(stack)} ${escapeHtml(unreadText(each))}<br>${escapeHtml(each.message)}`);
}

function agreedItems({ agreed, stack }: StackDrift): string[] {
  return agreed.map(({ type, resource, path, value }) => {
    const at = path === "" ? "gone" : `${code(path)} ${escapeHtml(valueText(value, 160))}`;
    return `${code(stack)} ${escapeHtml(`${type} ${resource}`)}: ${at}`;
  });
}

function stackItem(drift: StackDrift, question: DriftReport["question"]): string {
  return `${code(`${drift.project}/${drift.stack}`)} ${escapeHtml(driftHead(drift, question))} · ${drift.counts.inSync} in sync`;
}

function ignoredItems({ ignored, stack }: StackDrift): string[] {
  return ignored.map((each) => {
    const until = each.expires ? `, until ${each.expires}` : "";
    return `${code(stack)} ${escapeHtml(`${each.type} ${each.resource}`)}${each.path ? ` ${code(each.path)}` : ""}: ${escapeHtml(each.reason)} <small>(${escapeHtml(each.source)}${until})</small>`;
  });
}
