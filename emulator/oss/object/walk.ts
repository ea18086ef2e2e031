/** Lists in the order of UTF-8 bytes with a prefix, a delimiter that rolls keys up, and a page limit. */
import { LAST, type Range } from "../../store/versions";
import { invalidArgument } from "../errors";
import type { Context } from "../operation";
import { encodeStrict } from "../request";

export interface Page<T> {
  /** Rows, in order. */
  rows: T[];
  /** Rolled-up prefixes, in order. */
  prefixes: string[];
  truncated: boolean;
  /** Where the next page continues: the last row, or the last prefix when that came last. */
  last?: { row: T } | { prefix: string };
}

/** Rows and prefixes count alike. A prefix at or before the marker is not listed again. */
export function walk<T extends { key: string }>(options: {
  prefix: string;
  delimiter: string;
  /** Keys strictly above it. */
  after: string;
  /** Continue after this row, which may share its key with later ones. */
  cursor?: T;
  limit: number;
  fetch(range: Range, cursor: T | undefined, limit: number): T[];
}): Page<T> {
  const { prefix, delimiter, limit, fetch } = options;
  const page: Page<T> = { rows: [], prefixes: [], truncated: false };
  const rolled = (key: string): string | undefined => {
    const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    return at < 0 ? undefined : key.slice(0, at + delimiter.length);
  };

  let { after, cursor } = options;
  const passed = after.startsWith(prefix) ? rolled(after) : undefined;
  if (passed !== undefined) {
    after = passed + LAST;
    cursor = undefined;
  }
  if (limit === 0) {
    return page;
  }
  for (;;) {
    const room = limit - page.rows.length - page.prefixes.length;
    const batch = fetch({ from: prefix, after, to: prefix === "" ? undefined : prefix + LAST }, cursor, room + 1);
    let skipped = false;
    for (const row of batch) {
      if (page.rows.length + page.prefixes.length === limit) {
        page.truncated = true;
        return page;
      }
      const common = rolled(row.key);
      if (common !== undefined) {
        page.prefixes.push(common);
        page.last = { prefix: common };
        // Jump over everything under the prefix instead of reading it.
        after = common + LAST;
        cursor = undefined;
        skipped = true;
        break;
      }
      page.rows.push(row);
      page.last = { row };
      after = row.key;
      cursor = row;
    }
    if (!skipped) {
      return page;
    }
  }
}

/** What all lists share: prefix, delimiter and encoding-type, with their limits. */
export interface ListQuery {
  prefix: string;
  delimiter: string;
  encodingType?: "url";
  /** Encodes keys, prefixes, markers and delimiters when encoding-type=url was asked for. */
  encode(text: string): string;
}

export function listQuery(ctx: Context): ListQuery {
  const encodingType = ctx.query.get("encoding-type");
  if (encodingType !== undefined && encodingType.toLowerCase() !== "url") {
    throw invalidArgument("encoding-type", encodingType, "Invalid Encoding Method specified in Request.");
  }
  return {
    prefix: shortText(ctx, "prefix"),
    delimiter: shortText(ctx, "delimiter"),
    encodingType: encodingType === undefined ? undefined : "url",
    encode: encodingType === undefined ? (text) => text : encodeStrict,
  };
}

/** Markers and prefixes are shorter than 1,024 bytes (L1106-1112). */
export function shortText(ctx: Context, name: string): string {
  const value = ctx.query.get(name) ?? "";
  if (Buffer.byteLength(value) >= 1024) {
    throw invalidArgument(name, value, `The length of ${name} must be less than 1024 bytes.`);
  }
  return value;
}
