// A package that exists only in tests: one of everything that a definition can say, without a service behind it.
import { z } from "zod";
import { func, type PackageDefinition, resource, service } from "../../provider/kit/define";
import { field } from "../../provider/kit/shape";

const shelf = field(
  z.strictObject({
    label: field(z.string(), { doc: "Name of the shelf." }),
    size: field(z.int().optional(), { doc: "Height in centimetres.", serviceDefault: 30 }),
    weights: field(z.array(z.number()).optional(), { doc: "Weights in kilograms." }),
  }),
  { doc: "One shelf.", typeName: "BoxShelf" },
);

const boxInputs = {
  box: field(z.string().optional(), { doc: "Name of the box.", replaces: true, autoname: { maxLength: 20 } }),
  colour: field(z.enum(["grey", "red"]).optional(), { doc: "Colour.", serviceDefault: "grey" }),
  visibility: field(z.enum(["shown", "hidden"]).optional(), { doc: "`shown` or `hidden`.", optIn: true }),
  lid: field(
    z
      .strictObject({
        code: field(z.string(), { doc: "Opens the lid.", secret: true }),
        locked: field(z.boolean().optional(), { doc: "Whether it is locked." }),
      })
      .optional(),
    { doc: "The lid." },
  ),
  shelves: field(z.array(shelf).optional(), { doc: "Shelves from top to bottom." }),
  notes: field(z.record(z.string(), z.string()).optional(), { doc: "Notes by name." }),
  password: field(z.string().optional(), { doc: "Password.", secret: true, writeOnly: true }),
  rules: field(z.union([z.string(), z.record(z.string(), z.unknown())]).optional(), { doc: "Rules." }),
  source: field(z.unknown().optional(), { doc: "What is in it.", asset: true }),
  force: field(z.boolean().optional(), { doc: "Never sent.", local: true, serviceDefault: false }),
  sourceHash: field(z.string().optional(), { doc: "Set by Granary.", internal: true }),
};

const boxOutputs = {
  createdAt: field(z.string(), { doc: "When it was made." }),
  serial: field(z.string().optional(), { doc: "Serial number, where it has one." }),
  owner: field(z.strictObject({ name: field(z.string(), { doc: "Name." }) }), { doc: "Who owns it." }),
};

const box = resource<typeof boxInputs, typeof boxOutputs, unknown, "box">({
  token: "store:Box",
  key: ["box"],
  manual: {
    summary: "A box. It holds things.",
    source: "Store manual, section 1",
    destroy: "Throws the box away.",
    permissions: ["store:MakeBox"],
    traps: ["A box can't be unmade."],
    example: { colour: "red", shelves: [{ label: "top", size: 20 }] },
  },
  inputs: boxInputs,
  outputs: boxOutputs,
  claims: (inputs) => (inputs.visibility === undefined ? [] : [`store:BoxVisibility/${inputs.box}`]),
  observe: async () => undefined,
  apply: async () => ({ createdAt: "2020-01-01", owner: { name: "me" } }),
  remove: async () => {},
});

const labelInputs = {
  box: field(z.string(), { doc: "Name of the box.", replaces: true }),
  label: field(z.string(), { doc: "Name of the label.", replaces: true }),
  text: field(z.string(), { doc: "What it says." }),
};

const label = resource<typeof labelInputs, Record<string, never>, unknown, "box" | "label">({
  token: "store:BoxLabel",
  key: ["box", "label"],
  manual: {
    summary: "A label on a box.",
    source: "Store manual, section 2",
    destroy: "Takes the label off.",
    permissions: [],
    example: { box: "${box.box}", label: "front", text: "Box ${box.box} of 3: yes" },
  },
  inputs: labelInputs,
  outputs: {},
  observe: async () => undefined,
  apply: async () => ({}),
  remove: async () => {},
});

const getBoxes = func({
  token: "store:getBoxes",
  manual: {
    summary: "Lists boxes.",
    source: "Store manual, section 3",
    permissions: ["store:ListBoxes"],
    example: { colour: "red" },
  },
  inputs: { colour: field(z.string().optional(), { doc: "Only boxes of this colour." }) },
  outputs: {
    boxes: field(
      z.array(
        field(z.strictObject({ name: field(z.string(), { doc: "Name." }) }), { doc: "A box.", typeName: "BoxSummary" }),
      ),
      { doc: "The boxes." },
    ),
    total: field(z.int(), { doc: "How many there are." }),
  },
  // The client is the service's settings: the answer tells where it was asked.
  call: async (client: { place?: string }, { colour }) => {
    if (client.place === "nowhere") throw new Error("there is no place nowhere");
    return { boxes: [{ name: `${colour} box in ${client.place}` }], total: 1 };
  },
});

const store = service({
  name: "store",
  summary: "a store of boxes",
  config: {
    place: field(z.string().optional(), { doc: "Where the store is." }),
    key: field(z.string().optional(), { doc: "Key to the store.", secret: true }),
  },
  connect: (settings) => settings,
  resources: { Box: () => box, BoxLabel: () => label },
  functions: { getBoxes: () => getBoxes },
});

export const samplePackage: PackageDefinition = { name: "sample", version: "1.2.3", services: { store: () => store } };
