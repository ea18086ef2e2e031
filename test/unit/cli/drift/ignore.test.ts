// Drift that people have agreed to live with.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type IgnoreRule, ignoringIn, readIgnoreRules, type Subject } from "../../../../cli/drift/ignore";

const folder = mkdtempSync(path.join(tmpdir(), "granary-ignore-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (...entries: string[]) => {
  writeFileSync(path.join(folder, "granary.drift.yaml"), `ignore:\n${entries.map((each) => `- ${each}\n`).join("")}`);
  return readIgnoreRules(folder, undefined);
};

describe("the file", () => {
  test("is none where nobody has written one; one that is named has to be there", () => {
    expect(readIgnoreRules(path.join(folder, "elsewhere"), undefined)).toEqual([]);
    expect(() => readIgnoreRules(folder, path.join(folder, "missing.yaml"))).toThrow("can't be read: ENOENT");
  });

  test("gives each entry its defaults, and its line", () => {
    expect(
      read("{ type: oss:BucketTags, path: tags.costCenter, reason: billing, owner: ops, expires: 2027-03-31 }"),
    ).toEqual([
      {
        resource: "*",
        type: "oss:BucketTags",
        path: "tags.costCenter",
        stack: "*",
        reason: "billing",
        owner: "ops",
        expires: "2027-03-31",
        source: expect.stringMatching(/granary\.drift\.yaml:2$/),
      },
    ]);
  });

  test.each([
    ["{ reason: all }"],
    ['{ resource: "*", type: "**", path: "?*", reason: all }'],
    ['{ type: "*:*", reason: all }'],
    ['{ resource: "*::*", path: "*.*", stack: "prod", reason: all }'],
  ])("refuses what would hide everything: %s", (entry) => {
    expect(() => read(entry)).toThrow("an entry that fits everything would hide everything");
  });

  test("takes globs that say something, in any script", () => {
    expect(
      read('{ resource: "*-tmp", reason: x }', '{ type: "oss:*", reason: x }', '{ path: "*.日付", reason: x }'),
    ).toHaveLength(3);
  });
});

const rule = (fields: Partial<IgnoreRule>): IgnoreRule => ({
  resource: "*",
  type: "*",
  stack: "*",
  reason: "agreed",
  source: "granary.drift.yaml:2",
  ...fields,
});
const tags: Subject = { name: "tags", type: "oss:BucketTags", bucket: "shop-1", urn: "urn:pulumi:dev::shop::x::tags" };
const change = (at: string) => ({ path: at, kind: "update" as const });
const TODAY = "2026-11-28";
const hides = (fields: Partial<IgnoreRule>, at: string, stack = "dev") =>
  ignoringIn(stack, [rule(fields)], TODAY).change(tags, change(at)) !== undefined;

describe("an entry", () => {
  test("fits by name, bucket, URN and type, with * and ?", () => {
    for (const resource of ["tags", "t?gs", "shop-*", "urn:*::tags"]) expect(hides({ resource }, "tags.a")).toBe(true);
    for (const resource of ["tag", "hop-1", "urn", "TAGS"]) expect(hides({ resource }, "tags.a")).toBe(false);
    expect(hides({ type: "oss:Bucket*" }, "tags.a")).toBe(true);
    expect(hides({ type: "oss:Bucket" }, "tags.a")).toBe(false);
  });

  test("holds in its stacks alone", () => {
    expect(hides({ resource: "tags", stack: "dev*" }, "tags.a", "dev-2")).toBe(true);
    expect(hides({ resource: "tags", stack: "dev*" }, "tags.a", "prod")).toBe(false);
  });

  test.each([
    ["tags", "tags"],
    ["tags", "tags.owner"],
    ["tags", 'tags["a.b"]'],
    ["rules", "rules[0]"],
    ["rules[0]", "rules[0].expiration.days"],
    ["rules[*].prefix", "rules[12].prefix"],
    ['tags["a.b"]', 'tags["a.b"]'],
    ['tags["a.*"]', 'tags["a.b"]'],
    ["tags.cost*", "tags.costCenter"],
  ])("with path %s leaves out %s", (glob, at) => {
    expect(hides({ resource: "tags", path: glob }, at)).toBe(true);
  });

  test.each([
    ["tags", "tagsToo"],
    ["tags.a", 'tags["a.b"]'],
    ["rules[1]", "rules[12]"],
    ["rules[1]", "rules"],
    ["tags.owner", "tags"],
    ["tags.owner", "tags.owners"],
  ])("with path %s lets %s count", (glob, at) => {
    expect(hides({ resource: "tags", path: glob }, at)).toBe(false);
  });

  test("without a path is about the whole resource, and alone fits what has no path", () => {
    const ignoring = ignoringIn("dev", [rule({ resource: "tags", path: "tags" })], TODAY);
    expect(ignoring.whole(tags)).toBeUndefined();
    const whole = rule({ resource: "tags" });
    expect(ignoringIn("dev", [whole], TODAY).whole(tags)).toBe(whole);
  });

  test("holds on its last day, and not on the day after", () => {
    expect(hides({ resource: "tags", expires: TODAY }, "tags.a")).toBe(true);
    expect(hides({ resource: "tags", expires: "2026-11-27" }, "tags.a")).toBe(false);
  });
});

describe("notes", () => {
  test("an entry that has run out says so; another one that holds takes its place without a word", () => {
    const old = rule({ resource: "tags", expires: "2026-01-01", source: "f:2" });
    const alone = ignoringIn("dev", [old], TODAY);
    expect(alone.change(tags, change("tags.a"))).toBeUndefined();
    expect(alone.notes()).toEqual(["f:2: ran out on 2026-01-01; what it ignored counts again"]);
    const both = ignoringIn("dev", [old, rule({ type: "oss:BucketTags", source: "f:3" })], TODAY);
    expect(both.change(tags, change("tags.a"))!.source).toBe("f:3");
    expect(both.notes()).toEqual([]);
  });

  test("an entry that fits nothing says so, but not for another stack", () => {
    const rules = [rule({ resource: "other", source: "f:2" }), rule({ resource: "x", stack: "prod", source: "f:3" })];
    expect(ignoringIn("dev", rules, TODAY).notes()).toEqual(["f:2: fits nothing that has drifted"]);
  });

  test("a deletion is never left out: the entry that would is named", () => {
    const ignoring = ignoringIn("dev", [rule({ resource: "tags", source: "f:2" })], TODAY);
    ignoring.gone(tags);
    expect(ignoring.notes()).toEqual(["f:2: oss:BucketTags tags is gone, and a deletion can't be ignored"]);
  });
});
