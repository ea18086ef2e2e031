// Findings that people have agreed to live with: a file in the repository, or a comment in the program.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Entry, isExpired, matches, readEntryFile } from "../entries";
import type { Waived } from "../report/types";
import { ruleOf } from "../rules/table";
import type { Finding } from "../rules/types";

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

const LISTS = ["waivers", "requiredTags", "allowedDeletions"];
const FIELDS = ["rule", "resource", "stack", "reason", "owner", "expires", "fingerprint"];

/** Reads the file of waivers and settings; a missing default file is an empty one. */
export function readSettings(folder: string, given: string | undefined): ReviewSettings {
  const file = given ?? path.join(folder, SETTINGS_FILE);
  if (given === undefined && !existsSync(file)) return { waivers: [], requiredTags: [], allowedDeletions: [] };
  const content = readEntryFile(file, LISTS);
  return {
    waivers: content.entries("waivers", FIELDS).map(waiverOf),
    requiredTags: content.texts("requiredTags"),
    allowedDeletions: content.texts("allowedDeletions"),
  };
}

function waiverOf(entry: Entry): Waiver {
  const rule = entry.needed("rule");
  const [resource, fingerprint] = [entry.text("resource"), entry.text("fingerprint")];
  if (!ruleOf(rule)) entry.fail(`there is no rule ${rule}`);
  if (rule === "preview-errors") entry.fail("a failed preview can't be waived");
  if (resource === undefined && fingerprint === undefined) entry.fail("resource (or fingerprint) is missing");
  return {
    rule,
    resource: resource ?? "*",
    stack: entry.text("stack") ?? "*",
    reason: entry.needed("reason"),
    owner: entry.text("owner"),
    expires: entry.expires,
    fingerprint,
    source: entry.source,
  };
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
