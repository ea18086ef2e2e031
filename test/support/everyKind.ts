// A package with one example that has a value of every kind, for the programs of each language.
import { z } from "zod";
import { func, resource, service } from "../../provider/kit/define";
import { loadService } from "../../provider/kit/objectTypes";
import { field } from "../../provider/kit/shape";

const doc = (schema: z.ZodType, typeName?: string) => field(schema, { doc: "x", typeName });
const verbs = { observe: async () => undefined, apply: async () => ({}), remove: async () => {} };
const manual = { summary: "x", source: "x", destroy: "x", permissions: [] };

const box = resource<Record<string, z.ZodType>, Record<string, never>, unknown, "box">({
  token: "store:Box",
  key: ["box"],
  manual: { ...manual, example: {} },
  inputs: { box: doc(z.string().optional()) },
  outputs: {},
  ...verbs,
});

export const plan = resource<Record<string, z.ZodType>, Record<string, never>, unknown, "box">({
  token: "store:BoxPlan",
  key: ["box"],
  manual: {
    ...manual,
    example: {
      box: "${box.box}",
      title: "100% of {${box.box}}",
      locked: false,
      maxSize: 3,
      ratio: 2,
      lid: { openFrom: "top" },
      shelfList: [{ label: "a" }, { label: "b", sizes: [1, 2] }],
      notes: { one: "1", "two words": "2" },
      rules: { Version: "1", Allow: ["box/${box.box}/*", 5, true] },
    },
  },
  inputs: {
    box: doc(z.string()),
    title: doc(z.string()),
    locked: doc(z.boolean()),
    maxSize: doc(z.int()),
    ratio: doc(z.number()),
    lid: doc(z.strictObject({ openFrom: doc(z.string()) })),
    shelfList: doc(
      z.array(doc(z.strictObject({ label: doc(z.string()), sizes: doc(z.array(z.int()).optional()) }), "Shelf")),
    ),
    notes: doc(z.record(z.string(), z.string())),
    rules: doc(z.union([z.string(), z.record(z.string(), z.unknown())])),
  },
  outputs: {},
  ...verbs,
});

export const getBoxes = func({
  token: "store:getBoxes",
  manual: { summary: "x", source: "x", permissions: [], example: { namePrefix: "a", limit: 2, query: { Size: 1 } } },
  inputs: {
    namePrefix: doc(z.string().optional()),
    limit: doc(z.int().optional()),
    query: doc(z.union([z.string(), z.record(z.string(), z.unknown())]).optional()),
  },
  outputs: {},
  call: async () => ({}),
});

export const loaded = loadService(
  service({
    name: "store",
    summary: "x",
    config: {},
    connect: () => ({}),
    resources: { Box: () => box, BoxPlan: () => plan },
    functions: { getBoxes: () => getBoxes },
  }),
);
