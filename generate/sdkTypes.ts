// The part of the SDK that both fronts share: arguments, states and object types of a service, and the facts that the
// classes hand to the code of their front.
import type { FunctionDefinition, ResourceDefinition } from "../provider/kit/define";
import {
  alwaysSet,
  capital,
  type LoadedService,
  nameOf,
  prose,
  publicFields,
  stateFields,
} from "../provider/kit/objectTypes";
import { type Shape, shapeOf } from "../provider/kit/shape";
import { claimTable } from "./claimTable";
import { secretPaths } from "./secretPaths";
import { HEADER, inputText, literal, members, objectInterface, typeText } from "./typescript";

/** Files of sdk/nodejs/<module>/, by path. */
export function sharedFiles(loaded: LoadedService): Map<string, string> {
  const module = loaded.service.name;
  const files = new Map<string, string>();
  const put = (name: string, lines: string[]): void => {
    files.set(`sdk/nodejs/${module}/${name}.ts`, `${[HEADER, ...lines].join("\n")}\n`);
  };
  put("types", typesFile(loaded));
  for (const definition of loaded.resources) put(fileOf(definition), resourceFile(loaded, definition));
  for (const definition of loaded.functions) put(fileOf(definition), functionFile(loaded, definition));
  put("index", indexFile(loaded));
  return files;
}

/** "bucketCors" of "oss:BucketCors": the name of a definition's file. */
export function fileOf(definition: { token: string }): string {
  const name = nameOf(definition);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Name of the constant that holds a definition's facts. */
export function factsOf(definition: { token: string }): string {
  return `${fileOf(definition)}Facts`;
}

export function needsArguments(fields: Record<string, Shape>): boolean {
  return Object.values(fields).some((shape) => !shape.optional);
}

function typesFile(loaded: LoadedService): string[] {
  const lines = ['import type * as pulumi from "@pulumi/pulumi";'];
  for (const { name, shape, input } of loaded.types.all) {
    if (input) lines.push("", ...objectInterface(loaded, name, shape, "args", argumentDoc));
    lines.push("", ...objectInterface(loaded, name, shape, "plain", prose));
  }
  return lines;
}

function resourceFile(loaded: LoadedService, definition: ResourceDefinition): string[] {
  const name = nameOf(definition);
  const inputs = publicFields(shapeOf(definition.inputs));
  const state = stateFields(definition);
  const facts = {
    token: definition.token,
    properties: Object.keys(state),
    key: definition.key,
    autonames: Object.fromEntries(
      Object.entries(inputs).flatMap(([field, { marks }]) =>
        marks.autoname ? [[field, marks.autoname.maxLength]] : [],
      ),
    ),
    secrets: [...secretPaths(shapeOf(definition.inputs)), ...secretPaths(shapeOf(definition.outputs))],
    claims: claimTable(definition),
  };
  const body = [
    "",
    `/** Arguments of {@link ${name}}. */`,
    `export interface ${name}Args {`,
    ...members(inputs, (shape) => ({
      type: inputText(loaded, shape, "args", "types."),
      optional: shape.optional,
      doc: argumentDoc(shape),
    })),
    "}",
    "",
    `/** What is known of {@link ${name}}: its arguments with the service's defaults, and its outputs. */`,
    `export interface ${name}State {`,
    ...members(state, (shape) => {
      const type = typeText(loaded, shape, "plain", "types.");
      return {
        type: `pulumi.Output<${alwaysSet(shape) || type === "any" ? type : `${type} | undefined`}>`,
        readonly: true,
        doc: prose(shape),
      };
    }),
    "}",
    "",
    "/** @internal */",
    ...constant(`${factsOf(definition)}: ResourceFacts`, facts),
  ];
  return [...imports("ResourceFacts", body), ...body];
}

function functionFile(loaded: LoadedService, definition: FunctionDefinition): string[] {
  const name = capital(nameOf(definition));
  const inputs = publicFields(shapeOf(definition.inputs));
  const outputs = publicFields(shapeOf(definition.outputs));
  const args = (title: string, form: "plain" | "args", link: string): string[] => [
    "",
    `/** Arguments of {@link ${link}}. */`,
    `export interface ${title} {`,
    ...members(inputs, (shape) => ({
      type: inputText(loaded, shape, form, "types."),
      optional: shape.optional,
      doc: prose(shape),
    })),
    "}",
  ];
  const body = [
    ...args(`${name}Args`, "plain", nameOf(definition)),
    ...args(`${name}OutputArgs`, "args", `${nameOf(definition)}Output`),
    "",
    `/** Result of {@link ${nameOf(definition)}}. */`,
    `export interface ${name}Result {`,
    ...members(outputs, (shape) => ({
      type: typeText(loaded, shape, "plain", "types."),
      optional: !alwaysSet(shape),
      readonly: true,
      doc: prose(shape),
    })),
    "}",
    "",
    "/** @internal */",
    ...constant(`${factsOf(definition)}: FunctionFacts`, {
      token: definition.token,
      secret: secretPaths(shapeOf(definition.outputs)).length > 0,
    }),
  ];
  return [...imports("FunctionFacts", body), ...body];
}

function indexFile(loaded: LoadedService): string[] {
  const types = loaded.types.all.flatMap(({ name, input }) => (input ? [name, `${name}Args`] : [name]));
  return [
    ...loaded.resources.map(
      (definition) =>
        `export type { ${nameOf(definition)}Args, ${nameOf(definition)}State } from "./${fileOf(definition)}";`,
    ),
    ...loaded.functions.map((definition) => {
      const name = capital(nameOf(definition));
      return `export type { ${name}Args, ${name}OutputArgs, ${name}Result } from "./${fileOf(definition)}";`;
    }),
    `export type {\n${types.map((name) => `  ${name},\n`).join("")}} from "./types";`,
  ];
}

/** Prose of an argument: what changing it costs comes after what it is. */
function argumentDoc(shape: Shape): string {
  return shape.marks.replaces ? `${prose(shape)} Changing it replaces the resource.`.trim() : prose(shape);
}

function imports(facts: string, body: string[]): string[] {
  const text = body.join("\n");
  return [
    ...(/\bpulumi\./.test(text) ? ['import type * as pulumi from "@pulumi/pulumi";'] : []),
    `import type { ${facts} } from "../../runtime/facts";`,
    ...(/[^.\w]types\.[A-Z]/.test(text) ? ['import type * as types from "./types";'] : []),
  ];
}

function constant(name: string, value: object): string[] {
  const entries = Object.entries(value).map(([key, child]) => `  ${key}: ${literal(child)},`);
  return [`export const ${name} = {`, ...entries, "};"];
}
