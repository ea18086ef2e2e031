// A definition's example as Pulumi YAML and as TypeScript. It is written once, as YAML properties, where "${bucket.bucket}"
// refers to a property of a resource beside it: `bucket` is a Bucket of the same service. Where no resource has
// the variable's name, the property's name says what it is: "${lists.bucket}" makes a Bucket called `lists`.
import type { FunctionDefinition, ResourceDefinition } from "./define";
import { capital, type LoadedService, nameOf } from "./objectTypes";
import { shapeOf } from "./shape";
import type { Values } from "./values";

interface Placed {
  variable: string;
  definition: ResourceDefinition;
  args: Values;
}

const REFERENCE = /\$\{(\w+)\.(\w+)\}/g;

/** Functions of Pulumi YAML that examples may use, and what they are in TypeScript. */
const CALLS: Record<string, (argument: string) => string> = {
  "fn::fileAsset": (argument) => `new pulumi.asset.FileAsset(${argument})`,
  "fn::stringAsset": (argument) => `new pulumi.asset.StringAsset(${argument})`,
  "fn::secret": (argument) => `pulumi.secret(${argument})`,
  "fn::toJSON": (argument) => `pulumi.jsonStringify(${argument})`,
};

/** @param from the package that the program imports: "granary" or "granary/plugin" */
export function typescriptExample(
  loaded: LoadedService,
  definition: ResourceDefinition | FunctionDefinition,
  from: string,
): string {
  const module = loaded.service.name;
  const lines: string[] = [];
  for (const { variable, definition: placed, args } of resourcesOf(loaded, definition)) {
    const given = Object.keys(args).length > 0 ? `, ${literal(args, 0)}` : "";
    lines.push(`const ${variable} = new ${module}.${nameOf(placed)}("${dashed(variable)}"${given});`);
  }
  if (isFunction(definition)) {
    const { variable, args } = callOf(definition);
    const given = Object.keys(args).length > 0 ? literal(args, 0) : "";
    lines.push(`export const ${variable} = ${module}.${nameOf(definition)}Output(${given});`);
  }
  const body = lines.join("\n");
  const imports = [...(body.includes("pulumi.") ? ['import * as pulumi from "@pulumi/pulumi";'] : [])];
  imports.push(`import { ${module} } from "${from}";`);
  return `${imports.join("\n")}\n\n${body}`;
}

export function yamlExample(
  pkg: string,
  loaded: LoadedService,
  definition: ResourceDefinition | FunctionDefinition,
): string {
  const lines: string[] = [];
  const resources = resourcesOf(loaded, definition);
  if (resources.length > 0) lines.push("resources:");
  for (const { variable, definition: placed, args } of resources) {
    lines.push(`  ${variable}:`, `    type: ${pkg}:${placed.token}`);
    if (Object.keys(args).length > 0) lines.push("    properties:", ...yaml(args, 6));
  }
  if (isFunction(definition)) {
    const { variable, args } = callOf(definition);
    lines.push("variables:", `  ${variable}:`, "    fn::invoke:", `      function: ${pkg}:${definition.token}`);
    if (Object.keys(args).length > 0) lines.push("      arguments:", ...yaml(args, 8));
    lines.push("outputs:", `  ${variable}: \${${variable}}`);
  }
  return lines.join("\n");
}

/** An id of the form that the resource has, for `pulumi import`. */
export function sampleId(definition: ResourceDefinition): string {
  const parts = (definition.key as readonly string[]).map((name) => {
    const value: unknown = definition.manual.example[name];
    return typeof value === "string" && !value.includes("${") ? value : `my-${dashed(name)}`;
  });
  return parts.join("/");
}

/** The example's resource, after the resources that it refers to. */
function resourcesOf(loaded: LoadedService, definition: ResourceDefinition | FunctionDefinition): Placed[] {
  const placed: Placed[] = [];
  function place(variable: string, of: ResourceDefinition, args: Values): void {
    refer(of.token, args);
    if (!placed.some((other) => other.variable === variable)) placed.push({ variable, definition: of, args });
  }
  function refer(token: string, args: Values): void {
    const references = [...JSON.stringify(args).matchAll(REFERENCE)].map(([, variable, property]) => [
      variable!,
      property!,
    ]);
    const named = (name: string) => loaded.resources.find((candidate) => nameOf(candidate) === capital(name));
    for (const variable of new Set(references.map(([name]) => name!))) {
      const names = [variable, ...references.filter(([name]) => name === variable).map(([, property]) => property!)];
      const found = names.map(named).find((candidate) => candidate !== undefined);
      if (!found || found.token === token) {
        throw new Error(
          `the example of ${token} refers to "${variable}", which is no resource of ${loaded.service.name}`,
        );
      }
      const bare = Object.values(shapeOf(found.inputs).fields ?? {}).every((child) => child.optional);
      place(variable, found, bare ? {} : found.manual.example);
    }
  }
  if (isFunction(definition)) refer(definition.token, definition.manual.example);
  else place(uncapital(nameOf(definition)), definition, definition.manual.example);
  return placed;
}

function callOf(definition: FunctionDefinition): { variable: string; args: Values } {
  return { variable: uncapital(nameOf(definition).replace(/^get/, "")), args: definition.manual.example };
}

function isFunction(definition: ResourceDefinition | FunctionDefinition): definition is FunctionDefinition {
  return "call" in definition;
}

function literal(value: unknown, depth: number): string {
  if (typeof value === "string") return text(value);
  if (typeof value !== "object" || value === null) return String(value);
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && CALLS[name]) {
    return CALLS[name](literal((value as Values)[name], depth));
  }
  const list = Array.isArray(value);
  const parts = list
    ? value.map((element) => literal(element, depth + 1))
    : Object.entries(value).map(([key, child]) => member(key, literal(child, depth + 1)));
  const [open, close] = list ? ["[", "]"] : ["{ ", " }"];
  const inline = `${open}${parts.join(", ")}${close}`;
  const fits = inline.length <= 80 - 2 * depth && !inline.includes("\n");
  if (fits && (list || depth > 0)) return inline;
  const indent = "  ".repeat(depth + 1);
  return `${open.trim()}\n${parts.map((part) => `${indent}${part},\n`).join("")}${"  ".repeat(depth)}${close.trim()}`;
}

function member(key: string, value: string): string {
  return `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${value}`;
}

function text(value: string): string {
  const whole = /^\$\{(\w+\.\w+)\}$/.exec(value);
  if (whole) return whole[1]!;
  if (value.includes("${")) return `pulumi.interpolate\`${value.replaceAll("`", "\\`")}\``;
  return JSON.stringify(value);
}

function yaml(value: object, indent: number): string[] {
  const margin = " ".repeat(indent);
  return Object.entries(value).flatMap(([key, child]) => {
    const label = Array.isArray(value) ? "-" : `${scalar(key)}:`;
    if (typeof child !== "object" || child === null) return [`${margin}${label} ${scalar(child)}`];
    const nested = yaml(child, indent + 2);
    if (nested.length === 0) return [`${margin}${label} ${Array.isArray(child) ? "[]" : "{}"}`];
    // The first entry of an element stands on the line of its dash.
    if (Array.isArray(value)) return [`${margin}- ${nested[0]!.trimStart()}`, ...nested.slice(1)];
    return [`${margin}${label}`, ...nested];
  });
}

function scalar(value: unknown): string {
  if (typeof value !== "string") return String(value);
  const plain =
    /^[A-Za-z_./$][\w./${}:*?=&-]*( [\w./${}:*-]+)*$/.test(value) &&
    !/:$|: |^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return plain ? value : JSON.stringify(value);
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function uncapital(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
