// An example as a Pulumi YAML program.
import type { FunctionDefinition, ResourceDefinition } from "../define";
import type { LoadedService } from "../objectTypes";
import { sampleOf } from "./sample";

export function yamlExample(
  pkg: string,
  loaded: LoadedService,
  definition: ResourceDefinition | FunctionDefinition,
): string {
  const lines: string[] = [];
  const { resources, call } = sampleOf(loaded, definition);
  if (resources.length > 0) lines.push("resources:");
  for (const { variable, definition: placed, args } of resources) {
    lines.push(`  ${variable}:`, `    type: ${pkg}:${placed.token}`);
    if (Object.keys(args).length > 0) lines.push("    properties:", ...yaml(args, 6));
  }
  if (call) {
    const { variable, args } = call;
    lines.push("variables:", `  ${variable}:`, "    fn::invoke:", `      function: ${pkg}:${definition.token}`);
    if (Object.keys(args).length > 0) lines.push("      arguments:", ...yaml(args, 8));
    lines.push("outputs:", `  ${variable}: \${${variable}}`);
  }
  return lines.join("\n");
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
