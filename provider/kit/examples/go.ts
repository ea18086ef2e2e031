// An example as a Go program on the generated SDK, formatted as gofmt does.
import type { FunctionDefinition, ResourceDefinition } from "../define";
import { capital, type LoadedService, nameOf } from "../objectTypes";
import { type Shape, shapeOf } from "../shape";
import type { Values } from "../values";
import { aligned } from "./layout";
import { dashed, partsOf, referencesIn, sampleOf } from "./sample";

/** @param importPath of the package's SDK */
export function goExample(
  importPath: string,
  loaded: LoadedService,
  definition: ResourceDefinition | FunctionDefinition,
): string {
  const { resources, call } = sampleOf(loaded, definition);
  const module = loaded.service.name;
  const used = new Set(resources.flatMap(({ args }) => referencesIn(args)).map(({ variable }) => variable));
  const body: string[] = [];
  resources.forEach(({ variable, definition: placed, args }, i) => {
    const name = nameOf(placed);
    const shape = shapeOf(placed.inputs);
    const given = Object.keys(args).length > 0 ? struct(loaded, `&${module}.${name}Args`, args, shape, 2) : "nil";
    const result = used.has(variable) ? `${variable}, err :=` : i === 0 ? "_, err :=" : "_, err =";
    body.push(`${result} ${module}.New${name}(ctx, ${JSON.stringify(dashed(variable))}, ${given})`);
    body.push("if err != nil {", "\treturn err", "}");
  });
  if (call) {
    const name = capital(nameOf(call.definition));
    const args = struct(loaded, `${module}.${name}OutputArgs`, call.args, shapeOf(call.definition.inputs), 2);
    body.push(`${call.variable} := ${module}.${name}Output(ctx, ${args}, nil)`);
    body.push(`ctx.Export("${call.variable}", ${call.variable})`);
  }
  const imports = [`${importPath}/${module}`, "github.com/pulumi/pulumi/sdk/v3/go/pulumi"].sort();
  return [
    "package main",
    "",
    "import (",
    ...imports.map((path) => `\t"${path}"`),
    ")",
    "",
    "func main() {",
    "\tpulumi.Run(func(ctx *pulumi.Context) error {",
    ...[...body, "return nil"].map((line) => `\t\t${line}`),
    "\t})",
    "}",
  ].join("\n");
}

function struct(loaded: LoadedService, type: string, args: Values, shape: Shape, depth: number): string {
  const entries = Object.entries(args).map(
    ([name, value]) => [`${capital(name)}:`, input(loaded, value, shape.fields![name]!, depth + 1)] as const,
  );
  return braces(
    type,
    aligned(entries, (padding) => ` ${padding}`),
    depth,
  );
}

function braces(type: string, parts: readonly string[], depth: number): string {
  const margin = "\t".repeat(depth + 1);
  return `${type}{\n${parts.map((part) => `${margin}${part},\n`).join("")}${"\t".repeat(depth)}}`;
}

const LISTS: Partial<Record<Shape["kind"], string>> = {
  string: "pulumi.StringArray",
  integer: "pulumi.IntArray",
  number: "pulumi.Float64Array",
  boolean: "pulumi.BoolArray",
};
const MAPS: Partial<Record<Shape["kind"], string>> = { string: "pulumi.StringMap" };

function input(loaded: LoadedService, value: unknown, shape: Shape, depth: number): string {
  const type = (of: Shape) => `${loaded.service.name}.${loaded.types.nameOf(of)}`;
  switch (shape.kind) {
    case "string":
      return text(String(value));
    case "boolean":
      return `pulumi.Bool(${value})`;
    case "integer":
      return `pulumi.Int(${value})`;
    case "number":
      return `pulumi.Float64(${value})`;
    case "object":
      return struct(loaded, `&${type(shape)}Args`, value as Values, shape, depth);
    case "array": {
      const element = shape.element!;
      const list = LISTS[element.kind] ?? `${type(element)}Array`;
      return braces(
        list,
        (value as unknown[]).map((each) => input(loaded, each, element, depth + 1)),
        depth,
      );
    }
    case "map": {
      const element = shape.element!;
      const entries = Object.entries(value as Values).map(
        ([key, child]) => [`${JSON.stringify(key)}:`, input(loaded, child, element, depth + 1)] as const,
      );
      return braces(
        MAPS[element.kind] ?? "pulumi.Map",
        aligned(entries, (padding) => ` ${padding}`),
        depth,
      );
    }
    case "any":
      return `pulumi.Any(${anything(value, depth)})`;
    default:
      throw new Error(`no example in Go has a value of kind ${shape.kind}`);
  }
}

function anything(value: unknown, depth: number): string {
  if (typeof value === "string")
    return partsOf(value).length === 1 && !value.includes("${") ? JSON.stringify(value) : text(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value))
    return braces(
      "[]interface{}",
      value.map((each) => anything(each, depth + 1)),
      depth,
    );
  const entries = Object.entries(value).map(
    ([key, child]) => [`${JSON.stringify(key)}:`, anything(child, depth + 1)] as const,
  );
  return braces(
    "map[string]interface{}",
    aligned(entries, (padding) => ` ${padding}`),
    depth,
  );
}

function text(value: string): string {
  const parts = partsOf(value);
  const [only] = parts;
  const property = (part: Exclude<(typeof parts)[number], string>) => `${part.variable}.${capital(part.property)}`;
  if (parts.length === 1) return typeof only === "string" ? `pulumi.String(${JSON.stringify(only)})` : property(only!);
  const format = parts.map((part) => (typeof part === "string" ? part.replaceAll("%", "%%") : "%v")).join("");
  const values = parts.flatMap((part) => (typeof part === "string" ? [] : [property(part)]));
  return `pulumi.Sprintf(${JSON.stringify(format)}, ${values.join(", ")})`;
}
