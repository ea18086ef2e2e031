// A definition with a field of every mark, arbitrary values of it, and pairs that differ in nothing but order.
import fc from "fast-check";
import { z } from "zod";
import { field, shapeOf } from "../../../provider/kit/shape";
import type { Values } from "../../../provider/kit/values";

const doc = "";
const upper = (value: unknown) => (typeof value === "string" ? value.toUpperCase() : value);

const rule = z.strictObject({
  id: z.string().optional(),
  status: field(z.enum(["On", "Off"]).optional(), { doc, serviceDefault: "On" }),
  names: field(z.array(z.string()).optional(), { doc, unordered: true }),
  days: z.int().optional(),
});

export const shelfFields = {
  name: field(z.string(), { doc, replaces: true }),
  status: field(z.enum(["On", "Off"]).optional(), { doc, serviceDefault: "On" }),
  level: field(z.string().optional(), { doc, canonical: upper, serviceDefault: "low" }),
  sizes: z.array(z.int()).optional(),
  names: field(z.array(z.string()).optional(), { doc, unordered: true }),
  rules: field(z.array(rule).optional(), { doc, unordered: { key: "id" } }),
  lid: z
    .strictObject({
      locked: field(z.boolean().optional(), { doc, serviceDefault: false }),
      codes: z.array(z.string()).optional(),
    })
    .optional(),
  tags: z.record(z.string(), z.string()).optional(),
  vary: field(z.boolean().optional(), { doc, serviceDefault: false, lossy: true }),
  policy: field(z.unknown().optional(), { doc }),
  acl: field(z.enum(["open", "shut"]).optional(), { doc, optIn: true }),
  password: field(z.string().optional(), { doc, writeOnly: true, secret: true }),
  force: field(z.boolean().optional(), { doc, local: true }),
};

const word = fc.constantFrom("a", "b", "c", "constructor", "__proto__");
const status = fc.constantFrom("On", "Off");
const small = fc.integer({ min: 1, max: 3 });
const rules = fc.uniqueArray(
  fc.record({ id: word, status, names: fc.array(word, { maxLength: 3 }), days: small }, { requiredKeys: ["id"] }),
  { selector: (each) => each.id, maxLength: 4 },
);

const values: fc.Arbitrary<Values> = fc.record(
  {
    name: word,
    status,
    level: fc.constantFrom("low", "LOW", "high", "High"),
    sizes: fc.array(small, { maxLength: 3 }),
    names: fc.array(word, { maxLength: 3 }),
    rules,
    lid: fc.record({ locked: fc.boolean(), codes: fc.array(word, { maxLength: 2 }) }, { requiredKeys: [] }),
    tags: fc.dictionary(word, word, { maxKeys: 3 }),
    vary: fc.boolean(),
    policy: fc.jsonValue({ maxDepth: 2 }),
    acl: fc.constantFrom("open", "shut"),
    password: word,
    force: fc.boolean(),
  },
  { requiredKeys: ["name"] },
);

const shuffled = <T>(list: T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray(list, { minLength: list.length });

/** The same values twice, the second time with every list without order in another order. */
const permuted: fc.Arbitrary<[Values, Values]> = values.chain((x) =>
  fc
    .record({
      names: shuffled<string>(x.names ?? []),
      rules: shuffled<Values>(x.rules ?? []).chain((list) =>
        fc.tuple(...list.map((each) => shuffled<string>(each.names ?? []).map((names) => ({ ...each, names })))),
      ),
    })
    .map((other): [Values, Values] => [x, { ...x, ...other }]),
);

export const shelf = { shape: shapeOf(shelfFields), values, permuted };
