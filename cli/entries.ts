// Lists of agreements in a YAML file of the repository: who agreed to what, why and until when.
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Document, LineCounter, parseDocument } from "yaml";
import { UsageError } from "./errors";
import { isRecord } from "./stack/values";

/** One entry of a list; `source` is its file and line. */
export interface Entry {
  /** A text of the entry; refuses anything else. */
  text(name: string): string | undefined;
  /** A text that has to be there. */
  needed(name: string): string;
  /** The last day that it holds, "2027-01-31". */
  expires: string | undefined;
  source: string;
  fail(what: string): never;
}

export interface EntryFile {
  /** Entries of a list, each with these fields and no others. */
  entries(list: string, fields: readonly string[]): Entry[];
  texts(list: string): string[];
}

/** Reads a file that has these lists and nothing else. */
export function readEntryFile(file: string, lists: readonly string[]): EntryFile {
  const name = path.relative(process.cwd(), file) || file;
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines });
  const content = contentOf(document, name) ?? {};
  if (!isRecord(content)) throw new UsageError(`${name}: has to be an object with ${lists.join(", ")}`);
  for (const key of Object.keys(content)) {
    if (!lists.includes(key)) throw new UsageError(`${name}: ${key} is not known; there are ${lists.join(", ")}`);
  }
  const listOf = (list: string): unknown[] => {
    const value = content[list];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw new UsageError(`${name}: ${list} has to be a list`);
    return value;
  };
  return {
    entries: (list, fields) =>
      listOf(list).map((value, index) => {
        const node = document.getIn([list, index], true) as { range?: [number, number, number] } | undefined;
        const line = node?.range ? lines.linePos(node.range[0]).line : 0;
        return entryOf(value, fields, `${name}:${line}`);
      }),
    texts: (list) => {
      const values = listOf(list);
      if (values.some((each) => typeof each !== "string")) {
        throw new UsageError(`${name}: ${list} has to be a list of texts`);
      }
      return values as string[];
    },
  };
}

function contentOf(document: Document.Parsed, name: string): unknown {
  try {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS();
  } catch (error) {
    const { message } = error as Error;
    // A glob that begins with a star and stands in no quotes is an alias in YAML.
    const hint = /\balias\b/i.test(message) ? "; a text that begins with * has to stand in quotes" : "";
    throw new UsageError(`${name}: ${message.trimEnd()}${hint}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function entryOf(value: unknown, fields: readonly string[], source: string): Entry {
  const fail = (what: string): never => {
    throw new UsageError(`${source}: ${what}`);
  };
  if (!isRecord(value)) return fail("an entry has to be an object");
  for (const key of Object.keys(value)) {
    if (!fields.includes(key)) fail(`${key} is not known; there are ${fields.join(", ")}`);
  }
  const text = (name: string): string | undefined => {
    const found = value[name];
    if (found instanceof Date) return found.toISOString().slice(0, 10);
    if (found !== undefined && (typeof found !== "string" || found.trim() === "")) fail(`${name} has to be a text`);
    return found as string | undefined;
  };
  const expires = text("expires");
  if (expires !== undefined && !isDate(expires)) fail(`expires has to be a date like 2027-01-31, not ${expires}`);
  return { text, needed: (name) => text(name) ?? fail(`${name} is missing`), expires, source, fail };
}

function isDate(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
  );
}

export function isExpired({ expires }: { expires?: string }, today: string): boolean {
  return expires !== undefined && expires < today;
}

/** `*` any characters, `?` one. */
export function matches(glob: string, text: string): boolean {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}
