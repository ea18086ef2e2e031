/** Results of DoMetaQuery: sorting, pages, files and aggregations. OSS API reference 20220713, section 7.17.3. */
import type { VersionRow } from "../../../store/rows";
import type { XmlChild } from "../../../xml";
import { fail, invalidArgument } from "../../errors";
import { word } from "../fields";
import { crcText, fieldOf, timeText } from "./fields";
import { bad } from "./query";

/** MaxResults unset or 0 (L6837). */
const DEFAULT_RESULTS = 100;
const MOST_RESULTS = 200;

export function readMaxResults(text: string | undefined): number {
  if (text === undefined || text === "") {
    return DEFAULT_RESULTS;
  }
  if (!/^[0-9]{1,3}$/.test(text) || Number(text) > MOST_RESULTS) {
    throw invalidArgument("MaxResults", text, `MaxResults must be a whole number from 0 to ${MOST_RESULTS}.`);
  }
  return Number(text) === 0 ? DEFAULT_RESULTS : Number(text);
}

/** Sorts by a field, then by name; without a field by name. */
export function sorted(versions: VersionRow[], sort: string | undefined, order: string | undefined): VersionRow[] {
  const direction = word(order || "asc", "Order", ["asc", "desc"]) === "asc" ? 1 : -1;
  const field = fieldOf(sort || "Filename");
  if (field?.sort !== true) {
    throw bad(`The field ${sort} does not support sorting.`);
  }
  return versions.sort((a, b) => {
    const x = field.valueOf(a) ?? "";
    const y = field.valueOf(b) ?? "";
    return direction * (x < y ? -1 : x > y ? 1 : 0) || (a.key < b.key ? -1 : 1);
  });
}

/** The token names the last file given and its place, so that the next page begins behind it even if it is gone. */
export function page(versions: VersionRow[], token: string | undefined, size: number) {
  const last = token ? readToken(token) : undefined;
  const at = last === undefined ? -1 : versions.findIndex((version) => version.key === last.key);
  const start = at < 0 ? (last?.place ?? 0) : at + 1;
  const files = versions.slice(start, start + size);
  const next = start + files.length;
  return { files, nextToken: next < versions.length ? writeToken(next, files.at(-1)?.key ?? "") : undefined };
}

function writeToken(place: number, key: string): string {
  return Buffer.from(`${place}:${key}`, "utf8").toString("base64");
}

function readToken(token: string): { place: number; key: string } {
  const [, place, key] = /^([0-9]{1,9}):(.+)$/s.exec(Buffer.from(token, "base64").toString("utf8")) ?? [];
  if (place === undefined || key === undefined) {
    throw invalidArgument("NextToken", token, "The NextToken is invalid.");
  }
  return { place: Number(place), key };
}

/** The elements of a file, in the order of the sample (L6927-6955). */
export function fileXml(version: VersionRow): XmlChild[] {
  const tags = Object.entries(version.tags ?? {});
  const meta = Object.entries(version.headers).filter(([name]) => name.startsWith("x-oss-meta-"));
  return [
    ["Filename", version.key],
    ["Size", version.size],
    ["FileModifiedTime", timeText(new Date(version.modifiedAt))],
    ["OSSObjectType", version.type],
    ["OSSStorageClass", version.storageClass],
    ["ObjectACL", version.acl],
    ["ETag", `"${version.etag}"`],
    ["OSSCRC64", crcText(version.crc64)],
    ["ServerSideEncryption", version.sse?.algorithm],
    ["OSSTaggingCount", tags.length],
    ["OSSTagging", tags.length === 0 ? undefined : pairs("Tagging", tags)],
    ["OSSUserMeta", meta.length === 0 ? undefined : pairs("UserMeta", meta)],
  ];
}

function pairs(name: string, entries: [string, string][]): XmlChild[] {
  return entries.map(([key, value]): XmlChild => {
    const content: XmlChild[] = [
      ["Key", key],
      ["Value", value],
    ];
    return [name, content];
  });
}

/**
 * One aggregation over all matching files. The table puts Field, Operation, Value and Groups below Aggregations
 * (L6886-6899); with more than one, the Aggregation and Group elements of the vendor's SDKs hold them apart.
 */
export function aggregationXml(versions: readonly VersionRow[], name?: string, operation?: string): XmlChild {
  if (!name || !operation) {
    throw fail("MissingParameter", { ParameterName: name ? "Operation" : "Field" });
  }
  const field = fieldOf(name);
  const values = versions.map((version) => field?.valueOf(version)).filter((value) => value !== undefined);
  const head: XmlChild[] = [
    ["Field", name],
    ["Operation", operation],
  ];
  if (field?.statistics && operation in STATISTICS) {
    const numbers = values.map(Number);
    return ["Aggregation", [...head, ["Value", STATISTICS[operation as keyof typeof STATISTICS](numbers)]]];
  }
  if (field?.counting && (operation === "count" || operation === "distinct")) {
    return ["Aggregation", [...head, ["Value", operation === "count" ? values.length : new Set(values).size]]];
  }
  if (field?.counting && operation === "group") {
    return ["Aggregation", [...head, ["Groups", groups(values, field.kind)]]];
  }
  throw bad(`The operation ${operation} is not supported for the field ${name}.`);
}

const STATISTICS = {
  min: (numbers: number[]) => numbers.reduce((a, b) => Math.min(a, b), numbers[0] ?? 0),
  max: (numbers: number[]) => numbers.reduce((a, b) => Math.max(a, b), numbers[0] ?? 0),
  sum: (numbers: number[]) => numbers.reduce((a, b) => a + b, 0),
  average: (numbers: number[]) => (numbers.length === 0 ? 0 : numbers.reduce((a, b) => a + b, 0) / numbers.length),
};

function groups(values: readonly (string | number)[], kind: string): XmlChild[] {
  const counts = new Map<string | number, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]): XmlChild => {
    const content: XmlChild[] = [
      ["Value", kind === "time" ? timeText(new Date(value)) : String(value)],
      ["Count", count],
    ];
    return ["Group", content];
  });
}
