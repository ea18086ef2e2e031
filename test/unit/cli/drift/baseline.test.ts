// Documents without an owner that were accepted.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Baseline, baselinedOf, baselineText, readBaseline } from "../../../../cli/drift/baseline";
import { document } from "../support/drift";

const folder = mkdtempSync(path.join(tmpdir(), "granary-baseline-"));
afterAll(() => rmSync(folder, { recursive: true }));
const read = (content: string) => {
  writeFileSync(path.join(folder, "granary.drift.baseline.json"), content);
  return readBaseline(folder, undefined);
};
const entry = (type: string, value: unknown, id = "web") => ({ format: 1, stacks: { dev: [{ type, id, value }] } });

const ACL = { type: "oss:BucketAcl", id: "web", value: { bucket: "web", acl: "public-read" } };
const CORS = { type: "oss:BucketCors", id: "web", value: { bucket: "web", rules: [] } };

test("the file reads as what was written, in one order whatever came first", () => {
  const text = baselineText({ prod: [CORS, ACL], dev: [ACL], empty: [] });
  expect(text).toBe(baselineText({ dev: [ACL], prod: [ACL, CORS] }));
  expect(read(text)).toEqual({ dev: [ACL], prod: [ACL, CORS] } satisfies Baseline);
  expect(text.endsWith("}\n")).toBe(true);
});

test("a document is accepted as it is", () => {
  expect(baselinedOf(document("oss:BucketAcl", { acl: "public-read" }))).toEqual(ACL);
});

test("no file accepts nothing; one that is named has to be there", () => {
  expect(readBaseline(path.join(folder, "elsewhere"), undefined)).toEqual({});
  expect(() => readBaseline(folder, path.join(folder, "missing.json"))).toThrow(
    "missing.json does not exist; --record makes it",
  );
});

test.each([
  ["no JSON", "{", "can't be read"],
  ["another format", '{ "format": 2, "stacks": {} }', "is no baseline of format 1"],
  ["a list", "[]", "is no baseline of format 1"],
  ["no list of entries", '{ "format": 1, "stacks": { "dev": {} } }', "each entry needs a type, an id and a value"],
  ["no id", '{ "format": 1, "stacks": { "dev": [{ "type": "a", "value": {} }] } }', "each entry needs a type"],
])("refuses %s", (_, content, message) => {
  expect(() => read(content)).toThrow(message);
  expect(() => read(content)).toThrow(expect.objectContaining({ name: "UsageError" }));
});

test.each([
  ["oss:BucketAcl", { bucket: "web", acl: 5 }, "acl"],
  ["oss:BucketCors", { bucket: "web", rules: "all" }, "rules"],
  ["oss:BucketCors", { bucket: "web", rules: [{ allowedOrigins: [1] }] }, "rules[0].allowedOrigins[0]"],
  ["oss:BucketLifecycle", { rules: [{ id: "a" }, { expiration: { days: "7" } }] }, "rules[1].expiration.days"],
  ["oss:BucketTags", { tags: { "a.b": null } }, 'tags["a.b"]'],
])("refuses a value of %s that was changed by hand into something else, with its place", (type, value, place) => {
  expect(() => read(JSON.stringify(entry(type, value)))).toThrow(`${type} web: ${place} is no value of this kind`);
});

test("takes redacted secrets, fields left out, and kinds that it does not know", () => {
  for (const [type, value] of [
    ["oss:BucketCname", { domain: "a.example", certificate: "<redacted:12:0123abcd>" }],
    ["oss:BucketTags", {}],
    ["oss:BucketFromTomorrow", { anything: [null] }],
  ] as const) {
    expect(read(JSON.stringify(entry(type, value))).dev).toHaveLength(1);
  }
});
