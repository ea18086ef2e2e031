// A recorded resource held against what is live, and changes put back.
import fc from "fast-check";
import { driftedResource, unownedResource, verdictOf, withoutChanges } from "../../../../cli/drift/compare";
import { differingPaths } from "../../../../cli/stack/drifted";
import type { Properties, Resource } from "../../../../cli/stack/types";
import { config, type Declared } from "../support/change";
import { document, GONE, IN_SYNC, live, recorded } from "../support/drift";

const DYNAMIC = { rawType: "pulumi-nodejs:dynamic/oss:BucketX" };
const cors = (...origins: string[]) =>
  config("BucketCors", { rules: origins.map((each) => ({ allowedOrigins: [each], allowedMethods: ["GET"] })) });
const rule = (id: string, days: number) => ({ id, prefix: `${id}/`, expiration: { days } });
const lifecycle = (...rules: Properties[]) => config("BucketLifecycle", { rules });
const inputs = ({ $type: _, ...rest }: Declared): Properties => rest;
const differ = (was: Declared, is: Declared, fields = {}) =>
  driftedResource(recorded("it", was, DYNAMIC), live(inputs(is), fields));

test("what is as recorded has not drifted, what is not there is gone", () => {
  const resource = recorded("cors", cors("a"));
  expect(driftedResource(resource, IN_SYNC)).toBeUndefined();
  const gone = driftedResource(resource, GONE)!;
  expect([verdictOf(gone), gone.resource.op, gone.resource.new, gone.changes]).toEqual([
    "gone",
    "delete",
    undefined,
    [],
  ]);
});

test("of a resource that the engine only read what differs decides", () => {
  const observation = (is: Declared) => live(inputs(is), { drifted: undefined });
  const resource = recorded("cors", cors("a"), DYNAMIC);
  expect(driftedResource(resource, observation(cors("a")))).toBeUndefined();
  expect(driftedResource(resource, observation(cors("b")))!.changes).toHaveLength(1);
});

test("each change has its path, its kind and both values", () => {
  const was = config("BucketTags", { tags: { team: "web", "cost.centre": "7" } });
  const is = config("BucketTags", { tags: { team: "ops", "by-hand": "1" } });
  expect(differ(was, is)!.changes).toEqual([
    { path: "tags.team", kind: "update", old: "web", new: "ops" },
    { path: 'tags["by-hand"]', kind: "add", old: undefined, new: "1" },
    { path: 'tags["cost.centre"]', kind: "delete", old: "7", new: undefined },
  ]);
});

test("of lists without order each value is that of the same element, also where one in front of it is gone", () => {
  const { changes } = differ(lifecycle(rule("logs", 30), rule("tmp", 7)), lifecycle(rule("tmp", 1)))!;
  expect(changes).toEqual([
    { path: "rules[0]", kind: "delete", old: rule("logs", 30), new: undefined },
    { path: "rules[1].expiration.days", kind: "update", old: 7, new: 1 },
  ]);
});

test("a plugin's own paths are told as it tells them, replacements too", () => {
  const told = { "rules[1]": { kind: "add", inputDiff: true }, bucket: { kind: "update-replace", inputDiff: true } };
  expect(differ(cors("a"), { ...cors("a", "b"), bucket: "shop" }, { told })!.changes).toEqual([
    { path: "bucket", kind: "update", old: "web", new: "shop" },
    { path: "rules[1]", kind: "add", old: undefined, new: { allowedOrigins: ["b"], allowedMethods: ["GET"] } },
  ]);
});

test("what differs in outputs alone is told with these", () => {
  const disk = recorded("disk", { $type: "pulumi-nodejs:dynamic/other:Disk", size: "1", $outputs: { size: "1" } });
  const found = live({ size: "1" }, { live: { inputs: { size: "1" }, outputs: { size: "2" } } });
  expect(driftedResource(disk, found)!.changes).toEqual([{ path: "size", kind: "update", old: "1", new: "2" }]);
});

test("drift that nobody can point at stays drift", () => {
  const drifted = differ(cors("a"), cors("a"))!;
  expect([verdictOf(drifted), drifted.changes]).toEqual(["changed", []]);
});

test("what the program leaves to others (ignoreChanges) is no drift, and keeps its recorded value", () => {
  const [was, is] = [
    { a: "1", b: "1" },
    { a: "2", b: "2" },
  ].map((tags) => config("BucketTags", { tags }));
  const resource = (...ignoreChanges: string[]) => recorded("tags", was!, { ...DYNAMIC, ignoreChanges });
  const found = driftedResource(resource("tags.a"), live(inputs(is!)))!;
  expect(found.changes.map(({ path }) => path)).toEqual(["tags.b"]);
  expect(found.resource.new!.inputs.tags).toEqual({ a: "1", b: "2" });
  expect(driftedResource(resource("tags"), live(inputs(is!)))).toBeUndefined();
});

test("what the program deletes is not gone, but changed, as long as it is there", () => {
  const resource: Resource = { ...recorded("cors", cors("a")), op: "delete", new: undefined };
  expect(verdictOf({ resource, changes: [], live: resource.old })).toBe("changed");
});

describe("changes that are left out", () => {
  const without = (was: Declared, is: Declared, ...paths: string[]) => {
    const drifted = differ(was, is)!;
    const left = drifted.changes.filter(({ path }) => paths.includes(path));
    expect(left).toHaveLength(paths.length);
    return withoutChanges(drifted, left);
  };
  const origins = (rules: unknown) => (rules as { allowedOrigins: string[] }[]).map((each) => each.allowedOrigins[0]);

  test("none: it is the same drift; all: there is none", () => {
    const drifted = differ(cors("a"), cors("b"))!;
    expect(withoutChanges(drifted, [])).toBe(drifted);
    expect(withoutChanges(drifted, drifted.changes)).toBeUndefined();
  });

  test("an element that came is taken out, the others stay", () => {
    const rest = without(cors("a"), cors("a", "b", "c"), "rules[1]")!;
    expect(origins(rest.resource.new!.inputs.rules)).toEqual(["a", "c"]);
    expect(rest.changes.map(({ path }) => path)).toEqual(["rules[2]"]);
  });

  test("an element that went comes back, and leaves no hole", () => {
    const rest = without(cors("a", "b", "c"), cors("a"), "rules[2]")!;
    expect(origins(rest.resource.new!.inputs.rules)).toEqual(["a", "c"]);
  });

  test("an element of a list without order comes back beside those that are there", () => {
    const rest = without(lifecycle(rule("logs", 30), rule("tmp", 7)), lifecycle(rule("tmp", 1)), "rules[0]")!;
    expect(rest.resource.new!.inputs.rules).toEqual([rule("logs", 30), rule("tmp", 1)]);
    expect(rest.resource.old!.inputs.rules).toEqual([rule("logs", 30), rule("tmp", 7)]);
  });

  test("a property of an element that has moved is put back where it is now", () => {
    const was = lifecycle(rule("logs", 30), rule("tmp", 7));
    const rest = without(was, lifecycle(rule("tmp", 1)), "rules[1].expiration.days")!;
    expect(rest.resource.new!.inputs.rules).toEqual([rule("tmp", 7)]);
  });

  test("keys with dots and quotes, and one that would be a prototype", () => {
    const tagged = (tags: Properties) => config("BucketTags", { tags });
    const was = tagged({ "a.b": "1", 'q"': "2", kept: "3" });
    const is = tagged({ "a.b": "x", kept: "4", ["__proto__"]: "5" });
    const rest = without(was, is, 'tags["a.b"]', 'tags["q\\""]', "tags.__proto__")!;
    expect(rest.resource.new!.inputs.tags).toEqual({ "a.b": "1", 'q"': "2", kept: "4" });
  });

  const origin = fc.constantFrom("a", "b", "c", "d");
  const redirect = fc.record({
    ruleNumber: fc.integer({ min: 1, max: 5 }),
    condition: fc.record({ keyPrefixEquals: origin }),
    redirect: fc.record({ redirectType: fc.constant("External"), hostName: origin }),
  });
  const page = fc.record({
    indexDocument: fc.record({ suffix: fc.constantFrom("index.html", "main.html") }),
    routingRules: fc.uniqueArray(redirect, { selector: (each) => each.ruleNumber, maxLength: 5 }),
  });

  test.each([
    ["a list with an order", fc.array(origin, { maxLength: 5 }).map((each) => cors(...each)), "responseVary"],
    ["a list without order", page.map((each) => config("BucketWebsite", each)), "errorDocument"],
  ] as const)(
    "putting all of %s back gives what was recorded, but for the change that counts",
    (_, declared, extra) => {
      const value = extra === "responseVary" ? true : { key: "error.html" };
      fc.assert(
        fc.property(declared as fc.Arbitrary<Declared>, declared as fc.Arbitrary<Declared>, (was, is) => {
          const drifted = differ(was, { ...is, [extra]: value })!;
          const left = drifted.changes.filter(({ path }) => path !== extra);
          const rest = withoutChanges(drifted, left)!;
          const { old, new: fresh } = rest.resource;
          expect(Object.keys(differingPaths(rest.resource, old!.inputs, fresh!.inputs, {}))).toEqual([extra]);
        }),
      );
    },
  );

  test("putting back what came, went and changed in lists within a list leaves the one rule that counts", () => {
    const transition = fc.record({
      days: fc.integer({ min: 1, max: 3 }),
      storageClass: fc.constantFrom("IA", "Archive", "ColdArchive"),
    });
    const some = fc.record({
      id: fc.constantFrom("a", "b", "c", "d"),
      prefix: fc.constantFrom("x/", "y/"),
      transitions: fc.uniqueArray(transition, { selector: (each) => each.storageClass }),
    });
    const rules = fc.uniqueArray(some, { selector: (each) => each.id });
    fc.assert(
      fc.property(rules, rules, (was, is) => {
        const drifted = differ(lifecycle(...was), lifecycle(...is, rule("counts", 1)))!;
        const left = drifted.changes.filter(
          (change) => JSON.stringify(change.new) !== JSON.stringify(rule("counts", 1)),
        );
        fc.pre(left.length === drifted.changes.length - 1);
        const { old, new: fresh } = withoutChanges(drifted, left)!.resource;
        const rest = differingPaths(drifted.resource, old!.inputs, fresh!.inputs, {});
        expect(Object.values(rest).map(({ kind }) => kind)).toEqual(["add"]);
      }),
    );
  });
});

test("a document without an owner is a resource that appears, or that changes since it was accepted", () => {
  const cname = document("oss:BucketCname", { domain: "a.example" }, { id: "web/a.example", part: "a.example" });
  const appeared = unownedResource(cname, "urn:bucket");
  expect(appeared).toMatchObject({
    urn: "unmanaged:oss:BucketCname::web/a.example",
    type: "oss:BucketCname",
    name: "a.example",
    op: "create",
    new: { id: "web/a.example", inputs: { domain: "a.example" }, dependencies: ["urn:bucket"] },
  });
  expect(appeared.old).toBeUndefined();
  const changed = unownedResource(document("oss:BucketAcl", { acl: "public-read" }), "", { acl: "private" });
  expect(changed).toMatchObject({ name: "web", op: "update", old: { inputs: { acl: "private" } } });
});
