// An example as a Python program on the generated SDK.
import type { FunctionDefinition, ResourceDefinition } from "../define";
import { type LoadedService, nameOf } from "../objectTypes";
import { type Shape, shapeOf } from "../shape";
import type { Values } from "../values";
import { laid } from "./layout";
import { dashed, partsOf, sampleOf, snake } from "./sample";

export function pythonExample(
  pkg: string,
  loaded: LoadedService,
  definition: ResourceDefinition | FunctionDefinition,
): string {
  const { resources, call } = sampleOf(loaded, definition);
  const module = `${pkg}.${loaded.service.name}`;
  const lines = ["import pulumi", `import pulumi_${pkg} as ${pkg}`, ""];
  for (const { variable, definition: placed, args } of resources) {
    const parts = [JSON.stringify(dashed(variable)), ...named(args, shapeOf(placed.inputs), 1)];
    lines.push(`${snake(variable)} = ${module}.${nameOf(placed)}(${parts.join(",\n    ")})`);
  }
  if (call) {
    const { variable, definition: called, args } = call;
    const given = named(args, shapeOf(called.inputs), 0).join(", ");
    lines.push(`${snake(variable)} = ${module}.${snake(nameOf(called))}_output(${given})`);
    lines.push(`pulumi.export("${variable}", ${snake(variable)})`);
  }
  return lines.join("\n");
}

function named(args: Values, shape: Shape, depth: number): string[] {
  return Object.entries(args).map(([name, value]) => `${snake(name)}=${literal(value, shape.fields?.[name], depth)}`);
}

/** @param shape undefined inside of a value of any type, whose keys are its own */
function literal(value: unknown, shape: Shape | undefined, depth: number): string {
  if (typeof value === "string") return text(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) {
    const parts = value.map((each) => literal(each, shape?.element, depth + 1));
    return laid(["[", "]"], parts, depth);
  }
  const parts = Object.entries(value).map(([key, child]) => {
    const name = shape?.fields ? snake(key) : key;
    return `${JSON.stringify(name)}: ${literal(child, shape?.fields?.[key] ?? shape?.element, depth + 1)}`;
  });
  return laid(["{", "}"], parts, depth, { always: true });
}

function text(value: string): string {
  const parts = partsOf(value).map((part) =>
    typeof part === "string" ? JSON.stringify(part) : `${snake(part.variable)}.${snake(part.property)}`,
  );
  return parts.length === 1 ? parts[0]! : `pulumi.Output.concat(${parts.join(", ")})`;
}
