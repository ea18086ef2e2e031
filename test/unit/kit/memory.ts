// A service that lives in memory and writes down what was asked of it. No cloud, no HTTP.
import { z } from "zod";
import {
  type Context,
  type PackageDefinition,
  type ResourceDefinition,
  resource,
  service,
} from "../../../provider/kit/define";
import { PartialFailure } from "../../../provider/kit/errors";
import { createLifecycle, type Lifecycle } from "../../../provider/kit/lifecycle";
import { field } from "../../../provider/kit/shape";
import type { Values } from "../../../provider/kit/values";

export interface Memory {
  documents: Map<string, Values>;
  asked: string[];
  /** Thrown by the next apply, after it has written. */
  fail?: Error;
}

const doc = "";
const manual = { summary: "", source: "", destroy: "", permissions: [], example: {} };

const noteInputs = {
  box: field(z.string(), { doc, replaces: true }),
  text: field(z.string().optional(), { doc, serviceDefault: "" }),
  lines: field(z.array(z.string()).optional(), { doc, unordered: true }),
  owner: field(z.string().optional(), { doc, optIn: true }),
  colour: field(z.enum(["red", "blue"]).optional(), { doc, replaces: true }),
  pin: field(z.string().max(4).optional(), { doc, writeOnly: true, secret: true }),
  overwrite: field(z.boolean().optional(), { doc, local: true }),
  stamp: field(z.string().optional(), { doc, internal: true }),
};

const noteOutputs = {
  version: field(z.int(), { doc, volatile: true }),
  place: field(z.string(), { doc }),
};

const note = resource<typeof noteInputs, typeof noteOutputs, Memory, "box">({
  token: "mem:Note",
  key: ["box"],
  manual,
  inputs: noteInputs,
  outputs: noteOutputs,
  rules(inputs, report) {
    if (inputs.text === "bad" && inputs.owner === "bad") report(["text"], "and owner must not both be bad");
  },
  changes(olds, news, report) {
    if (olds.text === "locked" && news.text !== "locked") report(["text"], "is locked");
  },
  prepare: (inputs) => ({ ...inputs, stamp: "stamped" }),
  claims: (inputs) => (inputs.owner === undefined ? [] : [`mem:Owner/${inputs.box}`]),
  vacant: (live) => live.text === "vacant",
  derive: (inputs) => ({ place: `shelf of ${inputs.box}` }),
  describe: ({ box }) => `the note in box ${box}`,
  async observe(memory, { box }) {
    memory.asked.push(`observe ${box}`);
    const found = memory.documents.get(box);
    return found && { box, ...found, version: found.version as number, place: "shelf" };
  },
  async apply(memory, desired, _context, { prior, observed }) {
    memory.asked.push(`apply ${desired.box}${prior ? " over prior" : ""}${observed ? " over observed" : ""}`);
    const { box, overwrite, pin, ...content } = desired;
    const version = ((memory.documents.get(box)?.version as number | undefined) ?? 0) + 1;
    memory.documents.set(box, { ...content, version });
    const failure = memory.fail;
    memory.fail = undefined;
    if (failure) throw failure;
    return { version, place: "shelf" };
  },
  async remove(memory, { box }, _context, state) {
    memory.asked.push(`remove ${box}${state.overwrite === undefined ? "" : ` overwrite ${state.overwrite}`}`);
    memory.documents.delete(box);
  },
});

const boxInputs = { name: field(z.string().optional(), { doc, replaces: true, autoname: { maxLength: 20 } }) };

/** A resource whose create is more than observe and apply. */
const box = resource<typeof boxInputs, Record<string, never>, Memory, "name">({
  token: "mem:Box",
  key: ["name"],
  manual,
  inputs: boxInputs,
  outputs: {},
  async create(memory, { name }) {
    memory.asked.push(`create ${name}`);
    return {};
  },
  observe: async () => undefined,
  apply: async () => ({}),
  remove: async () => {},
});

/** Owns what a note owns when it names an owner. */
const ownerInputs = { box: field(z.string(), { doc, replaces: true }) };
const owner: ResourceDefinition = {
  token: "mem:Owner",
  key: ["box"],
  manual,
  inputs: ownerInputs,
  outputs: {},
  observe: async () => undefined,
  apply: async () => ({}),
  async remove(memory: Memory, { box }) {
    memory.asked.push(`remove owner of ${box}`);
  },
};

export function memoryPackage(memory: Memory): PackageDefinition {
  const mem = service({
    name: "mem",
    summary: "",
    config: { region: field(z.string().optional(), { doc }) },
    connect(config) {
      if (config.region === "nowhere") throw new Error("there is no region nowhere");
      return memory;
    },
    resources: { Note: () => note, Box: () => box, Owner: () => owner },
    functions: {},
  });
  return { name: "granary", version: "0.0.0", services: { mem: () => mem } };
}

export interface Run {
  memory: Memory;
  life: Lifecycle;
  context: Context;
  told: string[];
}

/** One run of the engine; hand over the memory of another one to go on with what it left. */
export function run(memory: Memory = { documents: new Map(), asked: [] }): Run {
  const told: string[] = [];
  memory.asked.length = 0;
  const context = { signal: new AbortController().signal, progress: (message: string) => void told.push(message) };
  return { memory, life: createLifecycle(memoryPackage(memory), {}), context, told };
}

export function halfDone(): PartialFailure {
  return new PartialFailure("web", ["the second half failed"], { version: 1 });
}
