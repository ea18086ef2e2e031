// Small projects. Programs for the dynamic front are JavaScript, because compiling TypeScript takes most of a run's time;
// that TypeScript works is what the examples show. For the plugin they are YAML where nothing depends on the language: a
// run without a Node.js program takes half the time.

import { stringify } from "yaml";

/** What a program imports: the dynamic front or the plugin front. */
export type Front = "granary" | "granary/plugin";

export const fronts: readonly Front[] = ["granary", "granary/plugin"];

const PLUGIN = { providers: [{ name: "granary", path: "node_modules/granary/bin" }] };

/** The same program on either front; it has `pulumi` and `oss`. */
export function javascript(front: Front, program: string): Record<string, string> {
  const runtime = { name: "nodejs", options: { typescript: false } };
  return {
    "Pulumi.yaml": JSON.stringify({
      name: "shop",
      runtime,
      ...(front === "granary/plugin" ? { plugins: PLUGIN } : {}),
    }),
    "package.json": JSON.stringify({ name: "shop", private: true, main: "index.js" }),
    "index.js": source(front, program),
  };
}

/** index.js alone, for a program that changes from run to run. */
export function source(front: Front, program: string): string {
  return `const pulumi = require("@pulumi/pulumi");\nconst { oss } = require(${JSON.stringify(front)});\n${program}\n`;
}

export interface YamlResource {
  type: string;
  properties?: Record<string, unknown>;
  options?: Record<string, unknown>;
}

/** A YAML project on the plugin front. */
export function yaml(resources: Record<string, YamlResource>, outputs: Record<string, unknown> = {}): string {
  const project = { name: "shop", runtime: "yaml", plugins: PLUGIN, resources, outputs };
  return stringify(project, { aliasDuplicateObjects: false });
}

/** Class, properties as Pulumi YAML writes them (`${shop.bucket}` is another one's output), options. */
export type Resource = [type: string, properties: Record<string, unknown>, options?: Record<string, unknown>];

/** The resources by name, each behind those that it refers to. */
export type Resources = Record<string, Resource>;

/** A project of these resources on either front: JavaScript on the dynamic one, YAML on the plugin. */
export function project(front: Front, resources: Resources, outputs: Record<string, unknown> = {}) {
  if (front === "granary") return javascript(front, statements(resources, outputs));
  const entries = Object.entries(resources).map(([name, [type, properties, options]]) => [
    name,
    { type: `granary:oss:${type}`, properties, options },
  ]);
  return { "Pulumi.yaml": yaml(Object.fromEntries(entries), outputs) };
}

function statements(resources: Resources, outputs: Record<string, unknown>): string {
  return [
    "const all = {};",
    ...Object.entries(resources).map(([name, [type, properties, options = {}]]) => {
      const quoted = JSON.stringify(name);
      return `all[${quoted}] = new oss.${type}(${quoted}, ${expression(properties)}, ${expression(options)});`;
    }),
    ...Object.entries(outputs).map(([name, value]) => `exports.${name} = ${expression(value)};`),
  ].join("\n");
}

/** A value of Pulumi YAML as JavaScript: with `${name.property}`, `fn::secret` and `$${` as far as tests use them. */
function expression(value: unknown): string {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `[${value.map(expression).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if ("fn::secret" in value) return `pulumi.secret(${expression(value["fn::secret"])})`;
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${JSON.stringify(key)}: ${expression(each)}`)
    .join(", ")} }`;
}

function text(value: string): string {
  const parts = value.split(/(\$?\$\{[^}]*\})/).filter((part) => part !== "");
  const terms = parts.map((part) => {
    const [, name, path] = /^\$\{([^.}]+)(\.[^}]*)?\}$/.exec(part) ?? [];
    return name ? `all[${JSON.stringify(name)}]${path ?? ""}` : JSON.stringify(part.replace("$${", "${"));
  });
  return terms.length <= 1 ? (terms[0] ?? '""') : `pulumi.concat(${terms.join(", ")})`;
}

/** The type of a resource in the state and the events of a front: typeIn("granary", "BucketCors"). */
export function typeIn(front: Front, name: string): string {
  return front === "granary" ? `pulumi-nodejs:dynamic/oss:${name}` : `granary:oss:${name}`;
}
