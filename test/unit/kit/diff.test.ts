import fc from "fast-check";
import { z } from "zod";
import { diff, isServiceDefault, same } from "../../../provider/kit/diff";
import { formatPath } from "../../../provider/kit/path";
import { type Fields, field, type Shape, shapeOf } from "../../../provider/kit/shape";
import { asset, UNKNOWN } from "../../../provider/kit/values";
import { junk } from "./junk";
import { shelf } from "./shelf";

/** "update rules[0].days", with "!" where it replaces and "~" where it steers Granary only. */
function changes(shape: Shape, old: unknown, next: unknown): string[] {
  return diff(shape, old, next).map(
    ({ kind, path, replaces, local }) => `${replaces ? "!" : ""}${local ? "~" : ""}${kind} ${formatPath(path)}`,
  );
}

const of = (fields: Fields) => shapeOf(fields);
const text = z.string().optional();
const doc = "";

describe("changes are told path by path", () => {
  const shape = of({
    name: text,
    sizes: z.array(z.int()),
    lid: z.strictObject({ code: text, locked: z.boolean().optional() }).optional(),
    tags: z.record(z.string(), z.string()),
  });

  test("of plain values", () => {
    const rest = { sizes: [], tags: {} };
    expect(changes(shape, { name: "a", ...rest }, { name: "b", ...rest })).toEqual(["update name"]);
    expect(changes(shape, { ...rest }, { name: "b", ...rest })).toEqual(["add name"]);
    expect(changes(shape, { name: "a", ...rest }, { ...rest })).toEqual(["delete name"]);
    expect(changes(shape, { name: "a", ...rest }, { name: "a", ...rest })).toEqual([]);
  });

  test("of lists by place, with what is too much or too little at the end", () => {
    expect(changes(shape, { sizes: [1, 2, 3], tags: {} }, { sizes: [1, 5, 3], tags: {} })).toEqual(["update sizes[1]"]);
    expect(changes(shape, { sizes: [1], tags: {} }, { sizes: [1, 2, 3], tags: {} })).toEqual([
      "add sizes[1]",
      "add sizes[2]",
    ]);
    expect(changes(shape, { sizes: [1, 2, 3], tags: {} }, { sizes: [2], tags: {} })).toEqual([
      "update sizes[0]",
      "delete sizes[1]",
      "delete sizes[2]",
    ]);
  });

  test("of maps by key, whatever the key", () => {
    const old = { sizes: [], tags: { team: "a", "a.b": "1", gone: "x" } };
    const next = { sizes: [], tags: { team: "b", "a.b": "1", constructor: "y" } };
    expect(changes(shape, old, next)).toEqual(["update tags.team", "delete tags.gone", "add tags.constructor"]);
  });

  test("of objects by field, and of the object where one side has none", () => {
    const rest = { sizes: [], tags: {} };
    expect(changes(shape, { lid: { code: "1" }, ...rest }, { lid: { code: "2", locked: true }, ...rest })).toEqual([
      "update lid.code",
      "add lid.locked",
    ]);
    expect(changes(shape, rest, { lid: { code: "2" }, ...rest })).toEqual(["add lid"]);
    expect(changes(shape, { lid: { code: "2" }, ...rest }, rest)).toEqual(["delete lid"]);
  });

  test("of properties that the definition does not have there are none", () => {
    expect(changes(shape, { sizes: [], tags: {}, etag: "1" }, { sizes: [], tags: {}, other: 2 })).toEqual([]);
  });
});

describe("what means the same is no change", () => {
  test("a service default and leaving the field out", () => {
    const shape = of({ status: field(z.enum(["On", "Off"]).optional(), { doc, serviceDefault: "On" }) });
    expect(changes(shape, {}, { status: "On" })).toEqual([]);
    expect(changes(shape, { status: "On" }, {})).toEqual([]);
    expect(changes(shape, {}, { status: "Off" })).toEqual(["add status"]);
    expect(changes(shape, { status: "On" }, { status: "Off" })).toEqual(["update status"]);
    expect(changes(shape, { status: "Off" }, { status: "On" })).toEqual(["update status"]);
    expect(changes(shape, { status: "Off" }, {})).toEqual(["delete status"]);
    expect(isServiceDefault(shape.fields!.status!, "On")).toBe(true);
    expect(isServiceDefault(shape.fields!.status!, "Off")).toBe(false);
  });

  test("an optional list, map or object that says nothing and leaving it out", () => {
    const shape = of({
      list: z.array(z.string()).optional(),
      map: z.record(z.string(), z.string()).optional(),
      headers: z
        .strictObject({
          all: field(z.boolean().optional(), { doc, serviceDefault: false }),
          some: z.array(z.string()).optional(),
        })
        .optional(),
      needed: z.array(z.string()),
    });
    expect(
      changes(shape, { needed: [] }, { needed: [], list: [], map: {}, headers: { all: false, some: [] } }),
    ).toEqual([]);
    expect(changes(shape, { needed: [], headers: {} }, { needed: [], headers: { all: true } })).toEqual([
      "add headers.all",
    ]);
    expect(changes(shape, { needed: [] }, { needed: [], headers: { all: true } })).toEqual(["add headers"]);
    // A list that is required is not the same when it is missing.
    expect(changes(shape, {}, { needed: [] })).toEqual(["add needed"]);
  });

  test("two spellings of one canonical form, also of a default", () => {
    const canonical = (value: unknown) => (typeof value === "string" ? value.replaceAll(" ", "") : value);
    const shape = of({ class: field(text, { doc, canonical, serviceDefault: "StandardClass" }) });
    expect(changes(shape, { class: "Cold Archive" }, { class: "ColdArchive" })).toEqual([]);
    expect(changes(shape, { class: "Standard Class" }, {})).toEqual([]);
    expect(changes(shape, { class: "Cold Archive" }, { class: "Archive" })).toEqual(["update class"]);
  });

  test("lists without order in any order, as often as each element is there", () => {
    const shape = of({ names: field(z.array(z.string()), { doc, unordered: true }) });
    expect(changes(shape, { names: ["a", "b", "a"] }, { names: ["a", "a", "b"] })).toEqual([]);
    expect(changes(shape, { names: ["a", "b"] }, { names: ["b", "c"] })).toEqual(["update names"]);
    expect(changes(shape, { names: ["a", "b"] }, { names: ["a"] })).toEqual(["update names"]);
    expect(changes(shape, { names: ["a"] }, { names: ["a", "a"] })).toEqual(["update names"]);
  });

  test("assets of one hash, wherever they lie", () => {
    const shape = of({ source: field(z.unknown().optional(), { doc, asset: true }) });
    const source = (content: Parameters<typeof asset>[0]) => ({ source: asset(content) });
    expect(changes(shape, source({ path: "a", hash: "1" }), source({ text: "b", hash: "1" }))).toEqual([]);
    expect(changes(shape, source({ path: "a", hash: "1" }), source({ path: "a", hash: "2" }))).toEqual([
      "update source",
    ]);
    expect(changes(shape, source({ text: "a" }), source({ text: "a" }))).toEqual([]);
    expect(changes(shape, source({ text: "a" }), source({ text: "b" }))).toEqual(["update source"]);
    expect(changes(shape, { source: "text" }, source({ text: "a" }))).toEqual(["update source"]);
  });
});

describe("lists with a key", () => {
  const element = z.strictObject({ id: text, days: z.int() });
  const shape = of({ rules: field(z.array(element), { doc, unordered: { key: "id" } }) });
  const rules = (...list: [id: string | undefined, days: number][]) => ({
    rules: list.map(([id, days]) => ({ ...(id ? { id } : {}), days })),
  });

  test("pair elements of one key, whatever their places", () => {
    expect(changes(shape, rules(["a", 1], ["b", 2]), rules(["b", 2], ["a", 1]))).toEqual([]);
    expect(changes(shape, rules(["a", 1], ["b", 2]), rules(["b", 2], ["a", 9]))).toEqual(["update rules[1].days"]);
  });

  test("tell what is gone at its old place and what is new at its own", () => {
    expect(changes(shape, rules(["a", 1], ["b", 2], ["c", 3]), rules(["a", 1], ["c", 3]))).toEqual(["delete rules[1]"]);
    expect(changes(shape, rules(["a", 1]), rules(["z", 9], ["a", 1]))).toEqual(["add rules[0]"]);
    expect(changes(shape, rules(["a", 1], ["b", 2]), rules(["c", 3]))).toEqual([
      "update rules[0].id",
      "update rules[0].days",
      "delete rules[1]",
    ]);
  });

  test("pair what has no key by equality first", () => {
    expect(changes(shape, rules([undefined, 1], [undefined, 2]), rules([undefined, 2], [undefined, 1]))).toEqual([]);
    expect(changes(shape, rules(["a", 1], ["a", 2]), rules(["a", 2], ["a", 1]))).toEqual([]);
  });
});

describe("what a change costs", () => {
  test("replacing and steering are inherited from above", () => {
    const inner = z.strictObject({ a: text });
    const shape = of({
      fixed: field(inner, { doc, replaces: true }),
      steer: field(inner, { doc, local: true }),
      plain: inner,
    });
    const values = (a: string) => ({ fixed: { a }, steer: { a }, plain: { a } });
    expect(changes(shape, values("1"), values("2"))).toEqual(["!update fixed.a", "~update steer.a", "update plain.a"]);
  });

  test("what is no longer managed costs nothing, and what becomes managed is written but never replaced", () => {
    const shape = of({
      acl: field(text, { doc, optIn: true }),
      region: field(text, { doc, optIn: true, replaces: true }),
    });
    expect(changes(shape, { acl: "a", region: "r" }, {})).toEqual(["~delete acl", "~delete region"]);
    expect(changes(shape, {}, { acl: "a", region: "r" })).toEqual(["add acl", "add region"]);
    expect(changes(shape, { acl: "a", region: "r" }, { acl: "b", region: "s" })).toEqual([
      "update acl",
      "!update region",
    ]);
  });
});

describe("unknown values", () => {
  const shape = of({
    name: field(text, { doc, replaces: true }),
    list: field(z.array(z.string()), { doc, unordered: true }),
    policy: field(z.unknown(), { doc, canonical: (value) => JSON.stringify(value) }),
  });
  const known = { name: "a", list: ["x"], policy: { a: 1 } };

  test("differ from every known value at their place", () => {
    expect(changes(shape, known, { ...known, name: UNKNOWN })).toEqual(["!update name"]);
    expect(changes(shape, known, { ...known, list: [UNKNOWN] })).toEqual(["update list"]);
    expect(changes(shape, known, { ...known, policy: { a: UNKNOWN } })).toEqual(["update policy"]);
    expect(changes(shape, known, { ...known, list: UNKNOWN, policy: UNKNOWN })).toEqual([
      "update list",
      "update policy",
    ]);
  });
});

describe("for any two values of a definition", () => {
  const { shape, values, permuted } = shelf;
  const copy = (x: unknown) => JSON.parse(JSON.stringify(x));

  test("nothing differs from itself", () => {
    fc.assert(fc.property(values, (x) => expect(diff(shape, copy(x), copy(x))).toEqual([])));
  });

  test("one differs from the other exactly if the other differs from the one", () => {
    fc.assert(fc.property(values, values, (a, b) => expect(same(shape, a, b)).toBe(same(shape, b, a))));
  });

  test("another order of what has none is no difference", () => {
    fc.assert(fc.property(permuted, ([x, y]) => expect(changes(shape, x, y)).toEqual([])));
  });

  test("each path is told once, as the engine keys changes by their paths", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const paths = diff(shape, a, b).map((change) => formatPath(change.path));
        expect(new Set(paths).size).toBe(paths.length);
      }),
    );
  });

  test("it is total: any junk on either side gives an answer, and the same whichever side it is on", () => {
    fc.assert(
      fc.property(fc.oneof(values, junk), junk, (a, b) => {
        expect(diff(shape, a, b).length === 0).toBe(diff(shape, b, a).length === 0);
        expect(diff(shape, b, b)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
