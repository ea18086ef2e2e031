// The report as one HTML file: no outside request (the policy in its head forbids them), no script; the filter by severity
// is check boxes and CSS. Light and dark, narrow screens, paper.
import type { Finding, Remark } from "../rules/types";
import { escapeHtml } from "./escape";
import type { Review, Step, Waived } from "./types";
import { byOp, changesText, countsText, placeText, SEVERITIES, valueText, verdict } from "./words";

/** A page of findings; each section is HTML already. */
export interface Page {
  title: string;
  /** First line: what came out. */
  verdict: string;
  /** Colour of the first line. */
  mood: "good" | "bad" | "warn";
  facts: [name: string, value: string][];
  errors: readonly string[];
  findings: readonly Finding[];
  sections: string[];
}

export function reviewHtml(review: Review): string {
  const bad = review.result !== "clean";
  return htmlPage({
    title: `Review of ${review.project}/${review.stack}`,
    verdict: `${verdict(review)} · ${changesText(review.changes)}`,
    mood: bad ? "bad" : review.findings.length > 0 ? "warn" : "good",
    facts: [
      ["Stack", `${review.project}/${review.stack}`],
      ["Findings", countsText(review.counts)],
      ["Gate", review.gate],
      ["Plan", review.fingerprint],
      ["Granary", review.version],
    ],
    errors: review.errors,
    findings: review.findings,
    sections: [
      ...remarkSection("Better than before", review.good, "good"),
      ...stepSection(review.steps),
      ...waivedSection(review.waived),
      ...remarkSection("Already so before this change", review.standing, ""),
      ...listSection("Notes", review.notes.map(escapeHtml)),
    ],
  });
}

export function htmlPage(page: Page): string {
  const count = (severity: string) => page.findings.filter((each) => each.severity === severity).length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(page.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(page.title)}</h1>
<p class="verdict ${page.mood}">${escapeHtml(page.verdict)}</p>
<dl>${page.facts.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`).join("")}</dl>
</header>
${page.errors.map((each) => `<p class="error" role="alert">${escapeHtml(each)}</p>`).join("\n")}
${SEVERITIES.map(
  (severity) =>
    `<input type="checkbox" id="show-${severity}" class="filter" checked><label for="show-${severity}" class="${severity}">${severity} (${count(severity)})</label>`,
).join("\n")}
<main>
<section aria-label="Findings">
${page.findings.length > 0 ? page.findings.map(findingArticle).join("\n") : "<p>No findings.</p>"}
</section>
${page.sections.join("\n")}
</main>
</body>
</html>
`;
}

function findingArticle(finding: Finding): string {
  const { position } = finding;
  const at = position ? ` · <code>${escapeHtml(`${position.file}:${position.line}`)}</code>` : "";
  const told = finding.combines
    ? ` · with ${finding.combines.map((each) => `<code>${escapeHtml(each)}</code>`).join(", ")}`
    : "";
  const change =
    finding.old === undefined && finding.new === undefined
      ? ""
      : `<p class="change"><del>${escapeHtml(valueText(finding.old, 2_000))}</del> <span aria-label="becomes">→</span> <ins>${escapeHtml(valueText(finding.new, 2_000))}</ins></p>`;
  return `<article class="finding ${finding.severity}">
<h2><span class="badge">${finding.severity}</span> ${escapeHtml(finding.title)}</h2>
<p class="place"><code>${escapeHtml(finding.rule)}</code> · ${escapeHtml(placeText(finding))}${at}${told}</p>
${change}<p>${escapeHtml(finding.why)}</p>
<p class="advice">${escapeHtml(finding.advice)}</p>
</article>`;
}

export function remarkSection(title: string, remarks: readonly Remark[], name: string): string[] {
  const items = remarks.map((each) => `<strong>${escapeHtml(each.bucket)}</strong>: ${escapeHtml(each.text)}`);
  return listSection(title, items, name);
}

export function listSection(title: string, items: readonly string[], name = ""): string[] {
  if (items.length === 0) return [];
  const list = `<ul class="${name}">${items.map((each) => `<li>${each}</li>`).join("")}</ul>`;
  return [`<section><h2>${escapeHtml(title)} (${items.length})</h2>${list}</section>`];
}

function waivedSection(waived: readonly Waived[]): string[] {
  const items = waived.map((each) => {
    const { reason, owner, expires, source } = each.waiver;
    const facts = [owner, expires && `until ${expires}`, source].filter(Boolean).join(", ");
    return `<span class="badge ${each.severity}">${each.severity}</span> <code>${escapeHtml(each.rule)}</code> ${escapeHtml(placeText(each))}: ${escapeHtml(reason)} <small>(${escapeHtml(facts)})</small>`;
  });
  return listSection("Waived", items);
}

const OPS: Record<string, string> = { create: "+", update: "~", delete: "−", replace: "±", import: "=" };

function stepSection(steps: readonly Step[]): string[] {
  if (steps.length === 0) return [];
  const rows = byOp(steps).map((step) => {
    const changes = step.changes
      .map((each) => {
        const old = each.old === undefined ? "" : `<del>${escapeHtml(valueText(each.old, 600))}</del> `;
        const fresh = each.new === undefined ? "" : `<ins>${escapeHtml(valueText(each.new, 600))}</ins>`;
        return `<li><code>${escapeHtml(each.path)}</code> ${old}${fresh}</li>`;
      })
      .join("");
    const left = step.leftInPlace ? " <small>left in place, no longer managed</small>" : "";
    const details =
      changes === ""
        ? ""
        : `<details><summary>${step.changes.length} properties</summary><ul>${changes}</ul></details>`;
    return `<tr class="op-${step.op}"><td>${OPS[step.op] ?? ""} ${escapeHtml(step.op)}</td><td><code>${escapeHtml(step.type)}</code> ${escapeHtml(step.name)}${left}</td><td>${details}</td></tr>`;
  });
  return [
    `<section><h2>Changes (${steps.length})</h2><table><thead><tr><th>Operation</th><th>Resource</th><th>What changes</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></section>`,
  ];
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1c2430;--dim:#5b6675;--paper:#fff;--card:#f6f7f9;--line:#d9dee5;--high:#b3261e;--medium:#9a5b00;--low:#1f5fa8;--good:#1b6e3c}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ee;--dim:#a0aab8;--paper:#14181e;--card:#1d232b;--line:#343d49;--high:#ff8a80;--medium:#ffc266;--low:#8ab8f0;--good:#7fd6a1}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.1rem;margin:0 0 .4rem}
code,.change{font-family:ui-monospace,monospace;font-size:.9em}
dl{display:flex;flex-wrap:wrap;gap:.3rem 1.5rem;margin:.8rem 0}dt{color:var(--dim);font-size:.8rem}dd{margin:0}
.verdict{font-size:1.15rem;font-weight:600;border-left:.4rem solid;padding:.4rem .8rem;background:var(--card)}
.verdict.bad,.error{border-color:var(--high)}.verdict.warn{border-color:var(--medium)}.verdict.good{border-color:var(--good)}
.error{border-left:.4rem solid var(--high);padding:.4rem .8rem;background:var(--card);white-space:pre-wrap}
.filter{margin:0 .3rem 1rem 0}.filter+label{margin-right:1.2rem;font-weight:600}
label.high,.high .badge,.badge.high{color:var(--high)}label.medium,.medium .badge,.badge.medium{color:var(--medium)}label.low,.low .badge,.badge.low{color:var(--low)}
.badge{border:1px solid;border-radius:.3rem;padding:0 .4rem;font-size:.8rem;text-transform:uppercase}
.finding{background:var(--card);border:1px solid var(--line);border-left:.4rem solid;border-radius:.3rem;padding:.8rem 1rem;margin:0 0 .8rem}
.finding.high{border-left-color:var(--high)}.finding.medium{border-left-color:var(--medium)}.finding.low{border-left-color:var(--low)}
.finding p{margin:.3rem 0}.place,.advice{color:var(--dim)}
del{color:var(--high);text-decoration:line-through}ins{color:var(--good);text-decoration:none}
section{margin:1.5rem 0}ul{padding-left:1.2rem}ul.good li::marker{content:"✓ ";color:var(--good)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid var(--line)}
.op-delete td:first-child,.op-replace td:first-child{color:var(--high);font-weight:600}
#show-high:not(:checked)~main .finding.high,#show-medium:not(:checked)~main .finding.medium,#show-low:not(:checked)~main .finding.low{display:none}
@media (max-width:36rem){body{padding:.6rem}thead{display:none}tr{display:block;padding:.4rem 0;border-bottom:1px solid var(--line)}td{display:block;border:0;padding:.1rem 0}}
@media print{:root{--ink:#000;--dim:#333;--paper:#fff;--card:#fff;--line:#999;--high:#900;--medium:#740;--low:#036;--good:#050}.filter,.filter+label{display:none}.finding{break-inside:avoid}body{max-width:none}}
`;
