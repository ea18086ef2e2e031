// Values in the HTML report: a short change on one line, a long one as the lines that differ.
import { isUnknown, UNKNOWN } from "../stack/values";
import { escapeHtml } from "./escape";
import { type DiffLine, lineDiff, withContext } from "./lineDiff";
import { shortened, valueText } from "./words";

/** Both sides of a change fit on a line or two. */
const SHORT = 160;
/** What is longer is folded. */
const OPEN_LINES = 12;
const OPEN_CHARACTERS = 1_200;
/** No value is cut before that; it keeps the file within what a browser opens at once. */
const LONGEST = 40_000;

/** What a new resource is made of. */
export function valueHtml(value: unknown): string {
  const text = valueText(value);
  return isShort(text) ? `<p class="change"><ins>${escapeHtml(text)}</ins></p>` : changeHtml(undefined, value);
}

/** Recorded → planned; empty where there is neither. */
export function changeHtml(old: unknown, fresh: unknown): string {
  if (old === undefined && fresh === undefined) return "";
  const sides = [old, fresh].map((each) => shortened(valueText(each), LONGEST)) as [string, string];
  if (sides.every(isShort)) {
    const [before, after] = sides.map(escapeHtml);
    return `<p class="change"><del>${before}</del> <span role="img" aria-label="becomes">→</span> <ins>${after}</ins></p>`;
  }
  const lines = withContext(lineDiff(linesOf(old), linesOf(fresh)));
  const block = `<pre class="diff">${lines.map(lineHtml).join("")}</pre>`;
  const characters = lines.reduce((sum, each) => sum + each.text.length, 0);
  if (lines.length <= OPEN_LINES && characters <= OPEN_CHARACTERS) return block;
  return `<details><summary>${summaryOf(lines)}</summary>${block}</details>`;
}

function isShort(text: string): boolean {
  return text.length <= SHORT && !text.includes("\n");
}

function summaryOf(lines: readonly DiffLine[]): string {
  const count = (sign: string) => lines.filter((each) => each.sign === sign).length;
  const parts = [
    ...(count("-") > 0 ? [`${linesText(count("-"))} removed`] : []),
    ...(count("+") > 0 ? [`${linesText(count("+"))} added`] : []),
  ];
  return parts.join(", ");
}

function linesText(count: number): string {
  return count === 1 ? "1 line" : `${count} lines`;
}

const TAGS = { "-": "del", "+": "ins", " ": "span", "=": "i" } as const;

// The space after the sign does not break: a long word would leave the sign alone on its line.
function lineHtml({ sign, text }: DiffLine): string {
  const shown = sign === "=" ? `⋯ ${text} equal lines` : `${sign === "-" ? "−" : sign}\u00a0${text}`;
  return `<${TAGS[sign]}>${escapeHtml(shown)}\n</${TAGS[sign]}>`;
}

/** Documents are laid out, a property to a line. */
function linesOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value.flatMap(linesOf);
  const document = isUnknown(value) ? undefined : documentOf(value);
  const text = document === undefined ? valueText(value) : JSON.stringify(document, null, 2);
  return shortened(text.replaceAll(UNKNOWN, "(known after the update)"), LONGEST).split("\n");
}

function documentOf(value: unknown): object | undefined {
  if (typeof value === "object" && value !== null) return value;
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as object;
  } catch {
    return undefined;
  }
}
