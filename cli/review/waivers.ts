// Findings that people have agreed to live with: a file in the repository, or a comment in the program.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { UsageError } from "../errors";
import type { Waived } from "../report/types";
import { ruleOf } from "../rules/table";
import type { Finding } from "../rules/types";
import { isRecord } from "../stack/values";

export interface Waiver {
  rule: string;
  /** Glob over the resource's name, its bucket or its URN. */
  resource: string;
  /** Glob over the stack's name. */
  stack: string;
  reason: string;
  owner?: string;
  /** Last day that it holds, "2027-01-31". */
  expires?: string;
  /** Holds for this finding and this value only. */
  fingerprint?: string;
  /** File and line. */
  source: string;
}

export interface ReviewSettings {
  waivers: Waiver[];
  /** Tags that every bucket has to keep. */
  requiredTags: string[];
  /** Types whose deletions `many-deletions` does not count. */
  allowedDeletions: string[];
}

export const SETTINGS_FILE = "granary.review.yaml";

/** Reads the file of waivers and settings; a missing default file is an empty one. */
export function readSettings(folder: string, given: string | undefined): ReviewSettings {
  const file = given ?? path.join(folder, SETTINGS_FILE);
  if (given === undefined && !existsSync(file)) return { waivers: [], requiredTags: [], allowedDeletions: [] };
  const name = path.relative(process.cwd(), file) || file;
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines });
  const problem = document.errors[0];
  if (problem) throw new UsageError(`${name}: ${problem.message}`);
  const content: unknown = document.toJS() ?? {};
  if (!isRecord(content))
    throw new UsageError(`${name}: has to be an object with waivers, requiredTags, allowedDeletions`);
  for (const key of Object.keys(content)) {
    if (!["waivers", "requiredTags", "allowedDeletions"].includes(key)) {
      throw new UsageError(`${name}: ${key} is not known; there are waivers, requiredTags, allowedDeletions`);
    }
  }
  const entries = listOf(content.waivers, `${name}: waivers`);
  const waivers = entries.map((entry, index) => {
    const node = document.getIn(["waivers", index], true) as { range?: [number, number, number] } | undefined;
    const line = node?.range ? lines.linePos(node.range[0]).line : 0;
    return waiverOf(entry, `${name}:${line}`);
  });
  return {
    waivers,
    requiredTags: textsOf(content.requiredTags, `${name}: requiredTags`),
    allowedDeletions: textsOf(content.allowedDeletions, `${name}: allowedDeletions`),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

const FIELDS = ["rule", "resource", "stack", "reason", "owner", "expires", "fingerprint"];

function waiverOf(entry: unknown, source: string): Waiver {
  const fail = (what: string): never => {
    throw new UsageError(`${source}: ${what}`);
  };
  if (!isRecord(entry)) return fail("a waiver has to be an object");
  for (const key of Object.keys(entry))
    if (!FIELDS.includes(key)) fail(`${key} is not known; there are ${FIELDS.join(", ")}`);
  const text = (name: string): string | undefined => {
    const value = entry[name];
    if (value instanceof Date) return value.toISOString().slice(0, 10);
    if (value !== undefined && (typeof value !== "string" || value.trim() === "")) fail(`${name} has to be a text`);
    return value as string | undefined;
  };
  const rule = text("rule") ?? fail("rule is missing");
  const { resource, expires } = { resource: text("resource"), expires: text("expires") };
  if (!ruleOf(rule)) fail(`there is no rule ${rule}`);
  if (rule === "preview-errors") fail("a failed preview can't be waived");
  if (resource === undefined && entry.fingerprint === undefined) fail("resource (or fingerprint) is missing");
  if (expires !== undefined && !isDate(expires)) fail(`expires has to be a date like 2027-01-31, not ${expires}`);
  return {
    rule,
    resource: resource ?? "*",
    stack: text("stack") ?? "*",
    reason: text("reason") ?? fail("reason is missing"),
    owner: text("owner"),
    expires,
    fingerprint: text("fingerprint"),
    source,
  };
}

function isDate(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
  );
}

function listOf(value: unknown, name: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new UsageError(`${name} has to be a list`);
  return value;
}

function textsOf(value: unknown, name: string): string[] {
  const list = listOf(value, name);
  if (list.some((each) => typeof each !== "string")) throw new UsageError(`${name} has to be a list of texts`);
  return list as string[];
}

export interface Sifted {
  findings: Finding[];
  waived: Waived[];
  notes: string[];
}

/** Takes the waived findings out. An expired waiver waives nothing, a waiver that fits nothing is said. */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  place: { stack: string; folder: string; today: string },
): Sifted {
  const applicable = waivers.filter((each) => matches(each.stack, place.stack));
  const used = new Set<Waiver>();
  const result: Sifted = { findings: [], waived: [], notes: [] };
  for (const finding of findings) {
    const fitting = [...applicable, ...inlineWaivers(finding, place.folder)].filter((each) => fits(each, finding));
    for (const each of fitting) used.add(each);
    const waiver = fitting.find((each) => !isExpired(each, place.today));
    if (!waiver) {
      result.findings.push(finding);
      for (const each of fitting)
        result.notes.push(
          `${each.source}: the waiver of ${each.rule} expired on ${each.expires}; the finding counts again`,
        );
      continue;
    }
    const { reason, owner, expires, source } = waiver;
    result.waived.push({ ...finding, waiver: { reason, owner, expires, source } });
  }
  for (const each of applicable) {
    if (!used.has(each))
      result.notes.push(`${each.source}: the waiver of ${each.rule} for ${each.resource} fits nothing in this change`);
  }
  return { ...result, notes: [...new Set(result.notes)].sort() };
}

function fits(waiver: Waiver, finding: Finding): boolean {
  if (waiver.rule !== finding.rule || finding.rule === "preview-errors") return false;
  if (waiver.fingerprint !== undefined && waiver.fingerprint !== finding.fingerprint) return false;
  const places = [finding.resource, finding.bucket, finding.urn].filter((each) => each !== undefined);
  return waiver.resource === "*" || places.some((each) => matches(waiver.resource, each));
}

function isExpired({ expires }: Waiver, today: string): boolean {
  return expires !== undefined && expires < today;
}

/** `*` any characters, `?` one. */
function matches(glob: string, text: string): boolean {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

const COMMENT =
  /(?:\/\/|\/\*|#)\s*granary:waive\s+([a-z0-9-]+)(?:\s+until\s+(\d{4}-\d{2}-\d{2}))?\s+(.*?)\s*(?:\*\/)?$/;

/** `// granary:waive rule-id until 2027-01-31 reason`, at the end of the resource's line or in the comments above it. */
function inlineWaivers(finding: Finding, folder: string): Waiver[] {
  const { position } = finding;
  if (!position) return [];
  const file = path.join(folder, position.file);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  const found: Waiver[] = [];
  for (let at = position.line - 1; at >= 0; at--) {
    const line = lines[at] ?? "";
    if (at < position.line - 1 && !/^\s*(\/\/|\/\*|\*|#)/.test(line)) break;
    const [, rule, expires, reason] = COMMENT.exec(line) ?? [];
    if (rule && reason)
      found.push({ rule, resource: "*", stack: "*", reason, expires, source: `${position.file}:${at + 1}` });
  }
  return found;
}
