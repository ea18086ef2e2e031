import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { applyWaivers, readSettings, type Waiver } from "../../../../cli/review/waivers";
import { finding } from "../support/review";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "granary-waivers-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  writeFileSync(path.join(folder, "granary.review.yaml"), text);
  return readSettings(folder, undefined);
}

const place = () => ({ stack: "prod", folder, today: "2026-11-21" });
const waiver = (fields: Partial<Waiver> = {}): Waiver => ({
  rule: "acl-public-read",
  resource: "*",
  stack: "*",
  reason: "a site",
  source: "f:1",
  ...fields,
});

test("without a file there are no waivers; a file that is asked for has to be there", () => {
  expect(readSettings(folder, undefined)).toEqual({ waivers: [], requiredTags: [], allowedDeletions: [] });
  expect(() => readSettings(folder, path.join(folder, "none.yaml"))).toThrow("ENOENT");
});

test("reads waivers with their lines, required tags and allowed deletions", () => {
  const settings = read(
    "# reviewed\nrequiredTags: [team]\nallowedDeletions: ['oss:BucketObject']\nwaivers:\n  - rule: acl-public-read\n    resource: site*\n    reason: a site\n    owner: web\n    expires: 2027-01-31\n",
  );
  expect(settings).toMatchObject({ requiredTags: ["team"], allowedDeletions: ["oss:BucketObject"] });
  expect(settings.waivers[0]).toMatchObject({
    rule: "acl-public-read",
    resource: "site*",
    stack: "*",
    expires: "2027-01-31",
    owner: "web",
  });
  expect(settings.waivers[0]!.source).toMatch(/granary\.review\.yaml:5$/);
});

test.each([
  ["waivers:\n  - rule: acl-public-read\n    resource: a\n", ":2: reason is missing"],
  ["waivers:\n  - rule: acl-public-reed\n    resource: a\n    reason: b\n", "there is no rule acl-public-reed"],
  ["waivers:\n  - rule: acl-public-read\n    reason: b\n", "resource (or fingerprint) is missing"],
  [
    "waivers:\n  - rule: acl-public-read\n    resource: a\n    reason: b\n    expires: 2027-02-30\n",
    "expires has to be a date",
  ],
  [
    "waivers:\n  - rule: acl-public-read\n    resource: a\n    reason: b\n    until: 2027-01-01\n",
    "until is not known",
  ],
  ["waivers:\n  - rule: preview-errors\n    resource: a\n    reason: b\n", "can't be waived"],
  ["waivers: a\n", "waivers has to be a list"],
  ["waiver: []\n", "waiver is not known"],
  ["waivers: [\n", "granary.review.yaml"],
])("refuses %j", (text, message) => {
  expect(() => read(text)).toThrow(message);
});

test.each([
  ["the resource's name", { resource: "ac?" }, true],
  ["the bucket", { resource: "web" }, true],
  ["the URN", { resource: "urn:*::acl" }, true],
  ["another resource", { resource: "website" }, false],
  ["another stack", { stack: "dev*" }, false],
  ["another rule", { rule: "acl-public-write" }, false],
  ["the finding's fingerprint", { fingerprint: "0123456789abcdef" }, true],
  ["another value of it", { fingerprint: "fedcba9876543210" }, false],
  ["its last day", { expires: "2026-11-21" }, true],
  ["the day after", { expires: "2026-11-20" }, false],
])("a waiver for %s", (_, fields, expected) => {
  expect(applyWaivers([finding()], [waiver(fields)], place()).waived).toHaveLength(expected ? 1 : 0);
});

test("says which waivers fit nothing, and which have expired", () => {
  const { notes } = applyWaivers(
    [finding()],
    [waiver({ expires: "2026-01-01", source: "f:1" }), waiver({ resource: "gone", source: "f:9" })],
    place(),
  );
  expect(notes).toEqual([
    "f:1: the waiver of acl-public-read expired on 2026-01-01; the finding counts again",
    "f:9: the waiver of acl-public-read for gone fits nothing in this change",
  ]);
});

test("a comment in the program waives the resource below it", () => {
  writeFileSync(
    path.join(folder, "index.ts"),
    "\n\n\n\n// granary:waive acl-public-read until 2027-01-01 a public site\n// and more\nnew oss.BucketAcl();\n",
  );
  const { waived } = applyWaivers([finding()], [], place());
  expect(waived[0]!.waiver).toEqual({
    reason: "a public site",
    expires: "2027-01-01",
    owner: undefined,
    source: "index.ts:5",
  });
  expect(applyWaivers([finding({ rule: "acl-public-write" })], [], place()).waived).toEqual([]);
  expect(applyWaivers([finding({ position: { file: "index.ts", line: 4 } })], [], place()).waived).toEqual([]);
});
