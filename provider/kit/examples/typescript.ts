// An example as a TypeScript program on either front.
import type { FunctionDefinition, ResourceDefinition } from "../define";
import { type LoadedService, nameOf } from "../objectTypes";
import { dashed, partsOf, sampleOf } from "./sample";

/** @param from the package that the program imports: "granary" or "granary/plugin" */
export function typescriptExample(
  loaded: LoadedService,
  definition: ResourceDefinition | FunctionDefinition,
  from: string,
): string {
  const module = loaded.service.name;
  const { resources, call } = sampleOf(loaded, definition);
  const lines: string[] = [];
  for (const { variable, definition: placed, args } of resources) {
    const given = Object.keys(args).length > 0 ? `, ${literal(args, 0)}` : "";
    lines.push(`const ${variable} = new ${module}.${nameOf(placed)}("${dashed(variable)}"${given});`);
  }
  if (call) {
    const given = Object.keys(call.args).length > 0 ? literal(call.args, 0) : "";
    lines.push(`export const ${call.variable} = ${module}.${nameOf(call.definition)}Output(${given});`);
  }
  const body = lines.join("\n");
  const imports = [...(body.includes("pulumi.") ? ['import * as pulumi from "@pulumi/pulumi";'] : [])];
  imports.push(`import { ${module} } from "${from}";`);
  return `${imports.join("\n")}\n\n${body}`;
}

function literal(value: unknown, depth: number): string {
  if (typeof value === "string") return text(value);
  if (typeof value !== "object" || value === null) return String(value);
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
  const parts = partsOf(value);
  const [only] = parts;
  if (parts.length === 1)
    return typeof only === "string" ? JSON.stringify(only) : `${only!.variable}.${only!.property}`;
  return `pulumi.interpolate\`${value.replaceAll("`", "\\`")}\``;
}
