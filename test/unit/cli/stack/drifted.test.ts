// Places in properties, and which of them differ.
import fc from "fast-check";
import { commonPath, differingPaths, livePlace, stepsOf, valueAt } from "../../../../cli/stack/drifted";
import type { Properties } from "../../../../cli/stack/types";
import { formatPath } from "../../../../provider/kit/path";

const cors = { type: "oss:BucketCors", rawType: "granary:oss:BucketCors" };
const lifecycle = { type: "oss:BucketLifecycle", rawType: "granary:oss:BucketLifecycle" };
const tags = { type: "oss:BucketTags", rawType: "pulumi-nodejs:dynamic/oss:BucketTags" };
const foreign = { type: "aws:s3/bucket:Bucket", rawType: "aws:s3/bucket:Bucket" };

const kindsOf = (paths: ReturnType<typeof differingPaths>) =>
  Object.fromEntries(Object.entries(paths).map(([path, { kind }]) => [path, kind]));

describe("stepsOf", () => {
  test.each([
    ["acl", ["acl"]],
    ["rules[0].expiration.days", ["rules", 0, "expiration", "days"]],
    ['tags["a.b"]', ["tags", "a.b"]],
    ['tags["say \\"no\\""]', ["tags", 'say "no"']],
    ['tags["a]b"].c', ["tags", "a]b", "c"]],
    ['tags["c:\\temp"]', ["tags", "c:\\temp"]],
    ['tags["ends with \\"]', ["tags", "ends with \\"]],
    ['["first.step"][12]', ["first.step", 12]],
    ["tags.12", ["tags", "12"]],
    ['tags[""]', ["tags", ""]],
  ])("%s", (path, steps) => {
    expect(stepsOf(path)).toEqual(steps);
  });

  test("takes apart what formatPath has put together", () => {
    // A backslash in front of a quote can't be told from an escape, neither here nor by the engine.
    const name = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\\", "/"));
    fc.assert(
      fc.property(fc.array(fc.oneof(name, fc.nat()), { minLength: 1 }), (path) => {
        expect(stepsOf(formatPath(path))).toEqual(path);
      }),
    );
  });
});

test("valueAt finds what is at a path, and only what is there itself", () => {
  const properties = { rules: [{ id: "logs" }], tags: { "a.b": "1", 'q"': "2" } };
  expect(valueAt(properties, "rules[0].id")).toBe("logs");
  expect(valueAt(properties, 'tags["a.b"]')).toBe("1");
  expect(valueAt(properties, 'tags["q\\""]')).toBe("2");
  expect(valueAt(properties, "tags.a.b")).toBeUndefined();
  expect(valueAt(properties, "rules[1].id")).toBeUndefined();
  expect(valueAt(properties, "tags.constructor")).toBeUndefined();
});

describe("differingPaths", () => {
  test("of Granary's own resources by meaning: defaults and the order of sets make no difference", () => {
    const recorded = { bucket: "web", rules: [{ allowedOrigins: ["b", "a"], allowedMethods: ["GET"] }] };
    const live = {
      bucket: "web",
      rules: [{ allowedOrigins: ["a", "b"], allowedMethods: ["GET"] }],
      responseVary: false,
    };
    expect(differingPaths(cors, recorded, live, {})).toEqual({});
  });

  test("tells in both fronts what came, went and changed, as seen from the record", () => {
    const recorded = { bucket: "web", tags: { team: "web", "cost.centre": "7" } };
    const live = { bucket: "web", tags: { team: "ops", "by-hand": "1" } };
    expect(kindsOf(differingPaths(tags, recorded, live, {}))).toEqual({
      "tags.team": "update",
      'tags["cost.centre"]': "delete",
      'tags["by-hand"]': "add",
    });
  });

  test("tells what the engine was told, where it was told something: it alone sees hidden secrets", () => {
    const told = { "tags.token": { kind: "update", inputDiff: true } };
    const hidden = { bucket: "web", tags: { token: "[secret]" } };
    expect(differingPaths(tags, hidden, hidden, told)).toBe(told);
  });

  test("a secret that one side hides is no difference", () => {
    const shown = { bucket: "web", tags: { team: "web", token: "<redacted:12:0123abcd>" } };
    const hidden = { bucket: "web", tags: { team: "ops", token: "[secret]" } };
    expect(Object.keys(differingPaths(tags, shown, hidden, {}))).toEqual(["tags.team"]);
    expect(Object.keys(differingPaths(tags, hidden, shown, {}))).toEqual(["tags.team"]);
    expect(differingPaths(foreign, { password: "<redacted:12:0123abcd>" }, { password: "[secret]" }, {})).toEqual({});
  });

  test("a redacted secret that is another one is a difference", () => {
    const with_ = (token: string) => ({ bucket: "web", tags: { token } });
    expect(
      Object.keys(differingPaths(tags, with_("<redacted:12:0123abcd>"), with_("<redacted:12:89abcdef>"), {})),
    ).toEqual(["tags.token"]);
  });

  test("of other providers by name, whatever the order of keys, and by outputs where inputs say nothing", () => {
    const [recorded, live] = [
      { a: { x: 1, y: 2 }, "b.c": 1 },
      { a: { y: 2, x: 1 }, "b.c": 2 },
    ];
    expect(Object.keys(differingPaths(foreign, recorded, live, {}))).toEqual(['["b.c"]']);
    const outputs = { recorded: { size: "1" }, live: { size: "2" } };
    expect(Object.keys(differingPaths(foreign, {}, {}, {}, outputs))).toEqual(["size"]);
    expect(Object.keys(differingPaths(foreign, recorded, live, {}, outputs))).toEqual(['["b.c"]']);
    expect(differingPaths(cors, { bucket: "web" }, { bucket: "web" }, {}, outputs)).toEqual({});
  });
});

const rule = (id: string, days: number) => ({ id, prefix: `${id}/`, expiration: { days } });
const rules = (...list: Properties[]) => ({ bucket: "web", rules: list });

describe("livePlace", () => {
  test("finds an element of a list without order by its key, once one in front of it is gone", () => {
    const [recorded, live] = [rules(rule("logs", 30), rule("tmp", 7)), rules(rule("tmp", 1))];
    expect(Object.keys(differingPaths(lifecycle, recorded, live, {}))).toEqual([
      "rules[0]",
      "rules[1].expiration.days",
    ]);
    expect(livePlace(lifecycle, recorded, live, ["rules", 1, "expiration", "days"])).toEqual([
      "rules",
      0,
      "expiration",
      "days",
    ]);
  });

  test("leaves the places of lists with an order, and of other providers, as they are", () => {
    const origins = (...list: string[]) => ({ rules: list.map((each) => ({ allowedOrigins: [each] })) });
    expect(livePlace(cors, origins("a", "b"), origins("b"), ["rules", 1])).toEqual(["rules", 1]);
    expect(livePlace(foreign, rules(rule("a", 1)), rules(), ["rules", 0])).toEqual(["rules", 0]);
  });
});

describe("commonPath", () => {
  const path = "rules[1].expiration.days";

  test("is the path itself where all versions have the elements in the same places", () => {
    const versions = [30, 60, 90].map((days) => rules(rule("logs", 1), rule("tmp", days)));
    expect(commonPath(lifecycle, path, ...versions)).toBe(path);
  });

  test("ends at the list where one version has them elsewhere", () => {
    const both = rules(rule("logs", 1), rule("tmp", 7));
    expect(commonPath(lifecycle, path, both, both, rules(rule("tmp", 7)))).toBe("rules");
    expect(commonPath(lifecycle, path, both, rules(rule("tmp", 7), rule("logs", 1)), both)).toBe("rules");
    expect(commonPath(lifecycle, path, both, { bucket: "web" }, both)).toBe("rules");
  });

  test("lists with an order have the places that they have", () => {
    const origins = (...list: string[]) => ({ rules: list.map((each) => ({ allowedOrigins: [each] })) });
    expect(commonPath(cors, "rules[1]", origins("a", "b"), origins("a"))).toBe("rules[1]");
  });
});
