import { z } from "zod";
import { secretPaths } from "../../../provider/kit/secrets";
import { field, type Shape, secretsIn, shapeAt, shapeOf } from "../../../provider/kit/shape";
import { samplePackage } from "../../support/samplePackage";

const doc = "d";

describe("the shape of a definition", () => {
  const fields = {
    text: z.string(),
    choice: z.enum(["a", "b"]).optional(),
    fixed: z.literal("x"),
    flag: z.boolean().default(true),
    whole: z.int().min(1).max(3).optional(),
    wholeToo: z.number().int(),
    number: z.number().nullable(),
    list: z.array(z.string()).min(1),
    map: z.record(z.string(), z.int()),
    object: z.strictObject({ inner: z.string() }).optional(),
    either: z.union([z.string(), z.int()]),
    file: field(z.unknown().optional(), { doc, asset: true }),
  };
  const shape = shapeOf(fields);
  const kind = (name: keyof typeof fields) => [shape.fields![name]!.kind, shape.fields![name]!.optional];

  test("knows the kind of every field and whether it may be left out", () => {
    expect((Object.keys(fields) as (keyof typeof fields)[]).map((name) => [name, ...kind(name)])).toEqual([
      ["text", "string", false],
      ["choice", "string", true],
      ["fixed", "string", false],
      ["flag", "boolean", true],
      ["whole", "integer", true],
      ["wholeToo", "integer", false],
      ["number", "number", true],
      ["list", "array", false],
      ["map", "map", false],
      ["object", "object", true],
      ["either", "any", false],
      ["file", "asset", true],
    ]);
    expect(shape.fields!.choice!.values).toEqual(["a", "b"]);
    expect(shape.fields!.fixed!.values).toEqual(["x"]);
    expect(shape.fields!.map!.element!.kind).toBe("integer");
  });

  test("is made once per definition", () => {
    expect(shapeOf(fields)).toBe(shape);
  });

  test("finds marks on a schema and on what it wraps, the outer one first", () => {
    const marks = (schema: z.ZodType) => shapeOf({ schema }).fields!.schema!.marks;
    expect(marks(field(z.string(), { doc: "inner", secret: true }).optional())).toMatchObject({
      doc: "inner",
      secret: true,
    });
    expect(marks(field(field(z.string(), { doc: "inner", secret: true }).optional(), { doc: "outer" }))).toMatchObject({
      doc: "outer",
      secret: true,
    });
  });

  test("tells what describes the value at a path", () => {
    const at = (...path: (string | number)[]): Shape["kind"] | undefined => shapeAt(shape, path)?.kind;
    expect(at()).toBe("object");
    expect(at("list", 3)).toBe("string");
    expect(at("map", "any key")).toBe("integer");
    expect(at("object", "inner")).toBe("string");
    expect(at("object", "other")).toBeUndefined();
    expect(at("constructor")).toBeUndefined();
    expect(at("text", "deeper")).toBeUndefined();
  });
});

describe("what is secret by definition", () => {
  const secret = field(z.string(), { doc, secret: true });
  const fields = {
    one: secret.optional(),
    list: z.array(z.strictObject({ key: secret, name: z.string() })).optional(),
    map: z.record(z.string(), secret).optional(),
    whole: field(z.strictObject({ a: z.string() }).optional(), { doc, secret: true }),
  };
  const paths = (values: unknown) => [...secretsIn(shapeOf(fields), values)];

  test("is found in objects, lists and maps, where there is a value", () => {
    expect(
      paths({ one: "x", list: [{ name: "n" }, { key: "k" }], map: { a: "1", "b.c": "2" }, whole: { a: "x" } }),
    ).toEqual([["one"], ["list", 1, "key"], ["map", "a"], ["map", "b.c"], ["whole"]]);
    expect(paths({})).toEqual([]);
  });

  test("is looked for without harm in values of the wrong type", () => {
    expect(paths({ list: { key: "k" }, map: ["x"], one: null })).toEqual([["map", 0]]);
    expect(paths("text")).toEqual([]);
  });

  test("is told for inputs and outputs of a resource, and nothing for one that does not exist", () => {
    const state = { password: "p", lid: { code: "c", locked: true }, owner: { name: "n" } };
    expect(secretPaths(samplePackage, "store:Box", state)).toEqual([["password"], ["lid", "code"]]);
    expect(secretPaths(samplePackage, "store:Nothing", state)).toEqual([]);
  });
});
