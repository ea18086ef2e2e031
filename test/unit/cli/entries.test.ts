// Lists of agreements in a YAML file.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { isExpired, matches, readEntryFile } from "../../../cli/entries";

const folder = mkdtempSync(path.join(tmpdir(), "granary-entries-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, "agreed.yaml");
const open = (content: string) => {
  writeFileSync(file, content);
  return readEntryFile(file, ["ignore", "tags"]);
};
const entries = (content: string) => open(content).entries("ignore", ["resource", "reason", "expires"]);

test("an entry gives its texts, its last day and its line", () => {
  const [first, second] = entries(
    "# agreed\nignore:\n- resource: a\n  reason: 'yes'\n- resource: b\n  expires: 2027-01-31\n",
  );
  expect([first!.text("resource"), first!.needed("reason"), first!.expires]).toEqual(["a", "yes", undefined]);
  expect(first!.source).toMatch(/agreed\.yaml:3$/);
  expect(second!.expires).toBe("2027-01-31");
  expect(second!.source).toMatch(/agreed\.yaml:5$/);
  expect(() => second!.needed("reason")).toThrow(/agreed\.yaml:5: reason is missing$/);
});

test("an empty file and an empty list have no entries", () => {
  expect(entries("")).toEqual([]);
  expect(entries("ignore:\n")).toEqual([]);
  expect(open("tags: [team, owner]").texts("tags")).toEqual(["team", "owner"]);
  expect(open("").texts("tags")).toEqual([]);
});

test.each([
  ["ignored: []", /agreed\.yaml: ignored is not known; there are ignore, tags$/],
  ["- a", /agreed\.yaml: has to be an object with ignore, tags$/],
  ["ignore: { resource: a }", /agreed\.yaml: ignore has to be a list$/],
  ["ignore: [a]", /agreed\.yaml:1: an entry has to be an object$/],
  ["ignore:\n- { resource: a, until: b }", /agreed\.yaml:2: until is not known; there are resource, reason, expires$/],
  ["ignore:\n- { resource: a, expires: soon }", /agreed\.yaml:2: expires has to be a date like 2027-01-31, not soon$/],
  ["ignore:\n- { resource: a, expires: 2027-02-30 }", /expires has to be a date like 2027-01-31, not 2027-02-30$/],
  ["ignore: [", /agreed\.yaml: /],
])("refuses %j, with the place", (content, message) => {
  expect(() => entries(content)).toThrow(message);
  expect(() => entries(content)).toThrow(expect.objectContaining({ name: "UsageError" }));
});

test.each(["ignore:\n- resource: *\n", "ignore:\n- resource: *-tmp\n", "ignore:\n- resource: *tmp*\n"])(
  "a glob without quotes, which YAML takes for an alias, is wrong use and says what to do: %j",
  (content) => {
    expect(() => entries(content)).toThrow("a text that begins with * has to stand in quotes");
    expect(() => entries(content)).toThrow(expect.objectContaining({ name: "UsageError" }));
  },
);

test("texts have to be texts", () => {
  const [entry] = entries("ignore:\n- { resource: 7, reason: ' ' }");
  expect(() => entry!.text("resource")).toThrow(/agreed\.yaml:2: resource has to be a text$/);
  expect(() => entry!.text("reason")).toThrow("reason has to be a text");
  expect(() => open("tags: [7]").texts("tags")).toThrow("tags has to be a list of texts");
});

test("an agreement holds on its last day", () => {
  expect(isExpired({ expires: "2027-01-31" }, "2027-01-31")).toBe(false);
  expect(isExpired({ expires: "2027-01-31" }, "2027-02-01")).toBe(true);
  expect(isExpired({}, "2999-12-31")).toBe(false);
});

test("globs: a star is any characters, a question mark one, all else is itself", () => {
  expect(matches("shop-*", "shop-1")).toBe(true);
  expect(matches("shop-?", "shop-12")).toBe(false);
  expect(matches("a.b", "axb")).toBe(false);
  expect(matches("rules[*].x", "rules[0].x")).toBe(true);
  expect(matches("*", "two\nlines")).toBe(true);
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => matches(text, text)));
});
