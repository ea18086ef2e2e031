// Definitions -> the package schema that Pulumi's engine, YAML and the SDK generators of other languages read.
// Forms and rules: the metaschema pulumi/pulumi pkg/codegen/schema/pulumi.json.
import type { FunctionDefinition, Manual, PackageDefinition, ResourceDefinition } from "./define";
import { csharpExample, csharpName } from "./examples/csharp";
import { goExample } from "./examples/go";
import { hclExample } from "./examples/hcl";
import { javaExample } from "./examples/java";
import { pythonExample } from "./examples/python";
import { sampleId } from "./examples/sample";
import { typescriptExample } from "./examples/typescript";
import { yamlExample } from "./examples/yaml";
import {
  alwaysSet,
  capital,
  type LoadedService,
  loadService,
  nameOf,
  prose,
  publicFields,
  SETTINGS,
  stateFields,
} from "./objectTypes";
import { type Shape, shapeOf } from "./shape";

/** What the schema says of the package besides its definitions. */
export interface PackageFacts {
  displayName: string;
  publisher: string;
  description: string;
  keywords: readonly string[];
  license: string;
  homepage?: string;
  /** https address of the repository; the Go SDK's import path is derived from it. */
  repository?: string;
}

interface TypeSpec {
  type?: string;
  $ref?: string;
  items?: TypeSpec;
  additionalProperties?: TypeSpec;
}

interface PropertySpec extends TypeSpec {
  description?: string;
  secret?: boolean;
  willReplaceOnChanges?: boolean;
  language?: { csharp: { name: string } };
}

interface ObjectSpec {
  description?: string;
  type: "object";
  properties: Record<string, PropertySpec>;
  required?: string[];
}

interface ResourceSpec {
  description: string;
  inputProperties: Record<string, PropertySpec>;
  requiredInputs?: string[];
  properties: Record<string, PropertySpec>;
  required?: string[];
}

interface FunctionSpec {
  description: string;
  inputs?: ObjectSpec;
  outputs: ObjectSpec;
}

export interface PackageSchema {
  name: string;
  displayName: string;
  description: string;
  keywords: readonly string[];
  homepage?: string;
  license: string;
  repository?: string;
  publisher: string;
  language: Record<string, unknown>;
  config: { variables: Record<string, PropertySpec> };
  types: Record<string, ObjectSpec>;
  provider: { description: string; inputProperties: Record<string, PropertySpec> };
  resources: Record<string, ResourceSpec>;
  functions: Record<string, FunctionSpec>;
}

/** The schema as it is committed: without the version, which the plugin puts in when it serves it. */
export function packageSchema(pkg: PackageDefinition, facts: PackageFacts): PackageSchema {
  const services = Object.values(pkg.services).map((load) => loadService(load()));
  const settings: Record<string, PropertySpec> = {};
  const types: Record<string, ObjectSpec> = {};
  const resources: Record<string, ResourceSpec> = {};
  const functions: Record<string, FunctionSpec> = {};
  for (const loaded of services) {
    const { name, summary } = loaded.service;
    const toType = (shape: Shape): TypeSpec => typeSpec(pkg.name, loaded, shape);
    settings[name] = { $ref: `#/types/${pkg.name}:${name}:${SETTINGS}`, description: `Settings of ${summary}.` };
    for (const { name: typeName, shape } of loaded.types.all) {
      types[`${pkg.name}:${name}:${typeName}`] = objectSpec(publicFields(shape), toType, given, shape.marks.doc);
    }
    for (const definition of loaded.resources) {
      resources[`${pkg.name}:${definition.token}`] = resourceSpec(pkg, facts, loaded, definition, toType);
    }
    for (const definition of loaded.functions) {
      functions[`${pkg.name}:${definition.token}`] = functionSpec(pkg, facts, loaded, definition, toType);
    }
  }
  return {
    name: pkg.name,
    displayName: facts.displayName,
    description: facts.description,
    keywords: facts.keywords,
    homepage: facts.homepage,
    license: facts.license,
    repository: facts.repository,
    publisher: facts.publisher,
    language: languages(pkg, facts),
    config: { variables: settings },
    types,
    provider: {
      description: `Where and as whom ${facts.displayName} works, one object per service. Settings that are left out come from the stack's configuration, then from the environment variables of the service's own tools.`,
      inputProperties: settings,
    },
    resources,
    functions,
  };
}

function resourceSpec(
  pkg: PackageDefinition,
  facts: PackageFacts,
  loaded: LoadedService,
  definition: ResourceDefinition,
  toType: (shape: Shape) => TypeSpec,
): ResourceSpec {
  const inputs = publicFields(shapeOf(definition.inputs));
  const state = stateFields(definition);
  for (const name of Object.keys(state)) {
    if (["id", "urn", "pulumi"].includes(name)) throw new Error(`${definition.token}: "${name}" is Pulumi's own name`);
  }
  const property = (shape: Shape, name: string): PropertySpec => {
    const csharp = csharpName(nameOf(definition), name);
    return {
      ...propertySpec(shape, toType),
      ...(csharp === capital(name) ? {} : { language: { csharp: { name: csharp } } }),
    };
  };
  return {
    description: [
      ...manualText(definition.manual),
      exampleText(pkg, facts, loaded, definition),
      `## Import\n\n\`\`\`sh\npulumi import ${pkg.name}:${definition.token} example ${sampleId(definition)}\n\`\`\`\n`,
    ].join("\n\n"),
    inputProperties: mapValues(inputs, property),
    requiredInputs: names(inputs, given),
    properties: mapValues(state, property),
    required: names(state, alwaysSet),
  };
}

function functionSpec(
  pkg: PackageDefinition,
  facts: PackageFacts,
  loaded: LoadedService,
  definition: FunctionDefinition,
  toType: (shape: Shape) => TypeSpec,
): FunctionSpec {
  return {
    description: [...manualText(definition.manual), exampleText(pkg, facts, loaded, definition)].join("\n\n"),
    inputs: objectSpec(publicFields(shapeOf(definition.inputs)), toType, given),
    outputs: objectSpec(publicFields(shapeOf(definition.outputs)), toType, alwaysSet),
  };
}

function objectSpec(
  fields: Record<string, Shape>,
  toType: (shape: Shape) => TypeSpec,
  isRequired: (shape: Shape) => boolean,
  description?: string,
): ObjectSpec {
  return {
    description: description === "" ? undefined : description,
    type: "object",
    properties: mapValues(fields, (shape) => propertySpec(shape, toType)),
    required: names(fields, isRequired),
  };
}

function propertySpec(shape: Shape, toType: (shape: Shape) => TypeSpec): PropertySpec {
  return {
    ...toType(shape),
    description: prose(shape),
    secret: shape.marks.secret,
    willReplaceOnChanges: shape.marks.replaces,
  };
}

// Allowed values stay strings, named in the description: enums would make every other language's code wordier, and a
// value read from a service may be newer than this package.
function typeSpec(pkg: string, loaded: LoadedService, shape: Shape): TypeSpec {
  switch (shape.kind) {
    case "object":
      return { $ref: `#/types/${pkg}:${loaded.service.name}:${loaded.types.nameOf(shape)}` };
    case "array":
      return { type: "array", items: typeSpec(pkg, loaded, shape.element!) };
    case "map":
      return { type: "object", additionalProperties: typeSpec(pkg, loaded, shape.element!) };
    case "asset":
      return { $ref: "pulumi.json#/Asset" };
    case "any":
      return { $ref: "pulumi.json#/Any" };
    default:
      return { type: shape.kind };
  }
}

/** The paragraphs of a description before its examples: the summary's first sentence stands alone. */
function manualText(manual: Pick<Manual, "summary" | "source" | "permissions" | "traps"> & Partial<Manual>): string[] {
  const [first, rest] = firstSentence(manual.summary);
  const paragraphs = [first];
  if (rest) paragraphs.push(rest);
  if (manual.destroy) paragraphs.push(`Destroy: ${uncapital(manual.destroy)}`);
  if (manual.permissions.length > 0) {
    paragraphs.push(`Permissions: ${manual.permissions.map((action) => `\`${action}\``).join(", ")}.`);
  }
  if (manual.traps?.length) paragraphs.push(`Good to know:\n${manual.traps.map((trap) => `- ${trap}`).join("\n")}`);
  paragraphs.push(`Source: ${manual.source}.`);
  return paragraphs;
}

/** The registry shows one tab per language, in its own order, and a placeholder for a language that is missing. */
function exampleText(
  pkg: PackageDefinition,
  facts: PackageFacts,
  loaded: LoadedService,
  definition: ResourceDefinition | FunctionDefinition,
): string {
  const programs: [language: string, program: string][] = [
    ["typescript", typescriptExample(loaded, definition, `${pkg.name}/plugin`)],
    ["python", pythonExample(pkg.name, loaded, definition)],
    ["csharp", csharpExample(pkg.name, loaded, definition)],
    ["go", goExample(goImportPath(pkg, facts), loaded, definition)],
    ["yaml", yamlExample(pkg.name, loaded, definition)],
    ["java", javaExample(pkg.name, loaded, definition)],
    ["hcl", hclExample(pkg.name, loaded, definition)],
  ];
  return [
    "{{% examples %}}",
    "## Example Usage",
    "{{% example %}}",
    `### ${capital(nameOf(definition))}`,
    "",
    ...programs.map(([language, program]) => `\`\`\`${language}\n${program}\n\`\`\``),
    "{{% /example %}}",
    "{{% /examples %}}",
  ].join("\n");
}

/** Where the Go SDK lies; without a repository, where Pulumi's generator puts one that says nothing of it. */
function goImportPath(pkg: PackageDefinition, { repository }: PackageFacts): string {
  const home = repository?.replace(/^https:\/\//, "").replace(/\.git$/, "") ?? `github.com/pulumi/pulumi-${pkg.name}`;
  return `${home}/sdk/go/${pkg.name}`;
}

/** What each language's SDK generator is told. `respectSchemaVersion` gives the SDKs the version of the package. */
function languages(pkg: PackageDefinition, facts: PackageFacts): Record<string, unknown> {
  const modules = Object.keys(pkg.services);
  return {
    nodejs: {
      packageName: pkg.name,
      packageDescription: facts.description,
      respectSchemaVersion: true,
      useTypeOnlyReferences: true,
    },
    python: { packageName: `pulumi_${pkg.name}`, pyproject: { enabled: true }, respectSchemaVersion: true },
    go: {
      importBasePath: goImportPath(pkg, facts),
      generateResourceContainerTypes: true,
      respectSchemaVersion: true,
    },
    csharp: {
      namespaces: Object.fromEntries([pkg.name, ...modules].map((name) => [name, capital(name)])),
      packageReferences: { Pulumi: "3.*" },
      respectSchemaVersion: true,
    },
    java: { basePackage: "com.pulumi", buildFiles: "gradle" },
  };
}

/** The first sentence and the rest of a text. */
export function firstSentence(text: string): [first: string, rest: string] {
  const end = /[.!?](?= [A-Z`])/.exec(text);
  return end ? [text.slice(0, end.index + 1), text.slice(end.index + 2)] : [text, ""];
}

function given(shape: Shape): boolean {
  return !shape.optional;
}

function names(fields: Record<string, Shape>, chosen: (shape: Shape) => boolean): string[] | undefined {
  const list = Object.keys(fields).filter((name) => chosen(fields[name]!));
  return list.length > 0 ? list.sort() : undefined;
}

function uncapital(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function mapValues<A, B>(source: Record<string, A>, f: (value: A, name: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(source).map(([name, value]) => [name, f(value, name)]));
}
