// The report as one HTML file: no outside request (the policy in its head forbids them), no script; the filter by severity
// is check boxes and CSS. Light and dark, narrow screens, paper.
import type { Finding, Remark, Severity } from "../rules/types";
import { escapeHtml } from "./escape";
import { STYLE } from "./htmlStyle";
import { changeHtml, valueHtml } from "./htmlValue";
import type { Review, Step, Waived } from "./types";
import { byOp, placeText, SEVERITIES, verdict } from "./words";

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
  /** What the card of a finding has besides, or in place of its one change: HTML. */
  card?(finding: Finding): Card;
  sections: string[];
}

export interface Card {
  changes: string;
  /** Behind the advice. */
  more: string;
  /** In the last line. */
  meta: string[];
}

export function reviewHtml(review: Review): string {
  const bad = review.result !== "clean";
  return htmlPage({
    title: `Review of ${review.project}/${review.stack}`,
    verdict: verdict(review),
    mood: bad ? "bad" : review.findings.length > 0 ? "warn" : "good",
    facts: [
      ["Changes", changesWords(review.changes)],
      ["Gate", gateWords(review)],
      ["Granary", review.version],
      ["Plan", review.fingerprint],
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

function gateWords({ gate, result }: Review): string {
  if (gate === "none") return "none";
  const level = gate === "high" ? "high" : `${gate} and above`;
  return result === "clean" ? `passed (${level})` : `not passed (${level})`;
}

const DONE: [op: string, word: string][] = [
  ["create", "created"],
  ["update", "updated"],
  ["replace", "replaced"],
  ["delete", "deleted"],
  ["import", "imported"],
];

function changesWords(changes: Record<string, number>): string {
  const parts = DONE.filter(([op]) => (changes[op] ?? 0) > 0).map(([op, word]) => `${changes[op]} ${word}`);
  return parts.length > 0 ? parts.join(", ") : "none";
}

export function htmlPage(page: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
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
<main>
${errorSection(page.errors)}<section class="findings">
<h2>Findings</h2>
${page.findings.length > 0 ? `${filter(page.findings)}\n${page.findings.map((each) => findingArticle(each, page.card?.(each))).join("\n")}` : "<p>No findings.</p>"}
</section>
${page.sections.join("\n")}
</main>
</body>
</html>
`;
}

const NAMES: Record<Severity, string> = { high: "High", medium: "Medium", low: "Low" };

/** Check boxes, and a line that says what they hide. A reload shows everything again. */
function filter(findings: readonly Finding[]): string {
  const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
  const boxes = SEVERITIES.map((severity) => {
    const state = count(severity) > 0 ? "checked" : "disabled";
    return `<label class="${severity}"><input type="checkbox" id="show-${severity}" autocomplete="off" ${state}> ${NAMES[severity]} <b>${count(severity)}</b></label>`;
  });
  const hidden = SEVERITIES.map((severity) => `<b class="${severity}">${count(severity)} ${severity}</b>`);
  const all = findings.length === 1 ? "The only finding is shown." : `All ${findings.length} findings are shown.`;
  return `<fieldset><legend>Show findings of severity</legend>
${boxes.join("\n")}
</fieldset>
<p class="shown" role="status"><span class="all">${all}</span><span class="some">Hidden by this filter: </span>${hidden.join(" ")}</p>`;
}

function findingArticle(finding: Finding, card?: Card): string {
  const { position, combines = [] } = finding;
  const meta = [
    ...(card?.meta ?? []),
    `<code>${escapeHtml(finding.rule)}</code>`,
    ...(combines.length > 0 ? [`with ${combines.map((each) => `<code>${escapeHtml(each)}</code>`).join(", ")}`] : []),
    ...(position ? [`<code>${escapeHtml(`${position.file}:${position.line}`)}</code>`] : []),
  ];
  return `<article class="finding ${finding.severity}">
<h3><span class="badge">${NAMES[finding.severity]}</span> ${escapeHtml(finding.title)}</h3>
${placeHtml(finding)}
${card?.changes ?? changeHtml(finding.old, finding.new)}<p>${escapeHtml(finding.why)}</p>
<p class="advice"><b>What to do</b> ${escapeHtml(finding.advice)}</p>
${card ? `${card.more}\n` : ""}<p class="meta">${meta.join(" · ")}</p>
</article>`;
}

/** Bucket, resource, property. Names may be written from right to left: each one stands for itself. */
function placeHtml({ bucket, type, resource, path }: Finding): string {
  const parts = [
    ...(bucket === undefined ? [] : [`<b><bdi>${escapeHtml(bucket)}</bdi></b>`]),
    ...(resource === undefined ? [] : [`${escapeHtml(type ?? "")} <bdi>${escapeHtml(resource)}</bdi>`]),
    ...(path === undefined ? [] : [`<code>${escapeHtml(path)}</code>`]),
  ];
  return parts.length > 0 ? `<p class="place">${parts.join(" · ")}</p>` : "";
}

function errorSection(errors: readonly string[]): string {
  if (errors.length === 0) return "";
  const texts = errors.map((each) => `<pre class="error">${escapeHtml(each)}</pre>`);
  return `<section><h2>${errors.length === 1 ? "Error" : `Errors ${countHtml(errors)}`}</h2>${texts.join("\n")}</section>\n`;
}

function countHtml(list: readonly unknown[]): string {
  return `<span class="count">${list.length}</span>`;
}

export function remarkSection(title: string, remarks: readonly Remark[], name: string): string[] {
  const items = remarks.map((each) => `<b><bdi>${escapeHtml(each.bucket)}</bdi></b> ${escapeHtml(each.text)}`);
  return listSection(title, items, name);
}

/** Lists of more than this are folded. */
const OPEN_ITEMS = 10;

export function listSection(title: string, items: readonly string[], name = ""): string[] {
  if (items.length === 0) return [];
  const list = `<ul class="${name}">${items.map((each) => `<li>${each}</li>`).join("\n")}</ul>`;
  const body =
    items.length > OPEN_ITEMS ? `<details><summary>Show all ${items.length}</summary>${list}</details>` : list;
  return [`<section><h2>${escapeHtml(title)} ${countHtml(items)}</h2>${body}</section>`];
}

function waivedSection(waived: readonly Waived[]): string[] {
  const items = waived.map((each) => {
    const { reason, owner, expires, source } = each.waiver;
    const facts = [owner, expires && `until ${expires}`, source].filter((fact) => fact !== undefined && fact !== "");
    return `<span class="badge ${each.severity}">${NAMES[each.severity]}</span> <code>${escapeHtml(each.rule)}</code> ${escapeHtml(placeText(each))}<br><q>${escapeHtml(reason)}</q> <small>${escapeHtml(facts.join(" · "))}</small>`;
  });
  return listSection("Waived", items);
}

const SIGNS: Record<string, string> = { create: "+", update: "~", delete: "−", replace: "±", import: "=" };
/** So many properties are shown without a click. */
const OPEN_PROPERTIES = 4;

function stepSection(steps: readonly Step[]): string[] {
  if (steps.length === 0) return [];
  const items = byOp(steps).map((step) => {
    const notes = [
      ...(step.leftInPlace ? ["left in place, no longer managed"] : []),
      ...(step.replaces?.length ? [`because of ${step.replaces.join(", ")}`] : []),
    ].map((each) => ` <small>${escapeHtml(each)}</small>`);
    return `<li class="${step.op}"><span class="op">${SIGNS[step.op] ?? ""} ${escapeHtml(step.op === "same" ? "option" : step.op)}</span><div><b><bdi>${escapeHtml(step.name)}</bdi></b> ${escapeHtml(step.type)}${notes.join("")}${propertiesHtml(step)}</div></li>`;
  });
  return [`<section><h2>Changes ${countHtml(steps)}</h2><ul class="steps">${items.join("\n")}</ul></section>`];
}

function propertiesHtml({ op, changes }: Step): string {
  if (changes.length === 0) return "";
  // What a new resource is made of matters less than what changes on one that is in use.
  const isNew = op === "create" || op === "import";
  const rows = changes.map(({ path, old, new: fresh }) => {
    const value = isNew ? valueHtml(fresh) : changeHtml(old, fresh);
    return `<div><dt><code>${escapeHtml(path)}</code></dt><dd>${value}</dd></div>`;
  });
  const list = `<dl class="properties">${rows.join("")}</dl>`;
  if (!isNew && changes.length <= OPEN_PROPERTIES) return list;
  const summary = changes.length === 1 ? "1 property" : `${changes.length} properties`;
  return `<details><summary>${summary}</summary>${list}</details>`;
}
