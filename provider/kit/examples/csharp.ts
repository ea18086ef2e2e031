// An example as a C# program on the generated SDK.
import type { FunctionDefinition, ResourceDefinition } from "../define";
import { capital, type LoadedService, nameOf } from "../objectTypes";
import { type Shape, shapeOf } from "../shape";
import type { Values } from "../values";
import { laid } from "./layout";
import { dashed, type Placed, partsOf, type Reference, sampleOf } from "./sample";

/** A class of C# can't have a member of its own name. */
export function csharpName(className: string, property: string): string {
  return capital(property) === className ? `${className}Name` : capital(property);
}

export function csharpExample(
  pkg: string,
  loaded: LoadedService,
  definition: ResourceDefinition | FunctionDefinition,
): string {
  const { resources, call } = sampleOf(loaded, definition);
  const namespace = `${capital(pkg)}.${capital(loaded.service.name)}`;
  const write = writer(loaded, namespace, resources);
  const body = resources.map(({ variable, definition: placed, args }) => {
    const name = nameOf(placed);
    const given =
      Object.keys(args).length > 0 ? `, ${write.object("new()", args, shapeOf(placed.inputs), 1, name)}` : "";
    return `var ${variable} = new ${namespace}.${name}(${JSON.stringify(dashed(variable))}${given});`;
  });
  if (call) {
    const args = write.object("new()", call.args, shapeOf(call.definition.inputs), 1);
    body.push(`var ${call.variable} = ${namespace}.${capital(nameOf(call.definition))}.Invoke(${args});`);
    body.push(
      `return new Dictionary<string, object?>\n    {\n        ["${call.variable}"] = ${call.variable},\n    };`,
    );
  }
  return [
    "using System.Collections.Generic;",
    "using Pulumi;",
    `using ${capital(pkg)} = Pulumi.${capital(pkg)};`,
    "",
    "return await Deployment.RunAsync(() =>",
    "{",
    ...body.map((statement) => `    ${statement}`),
    "});",
  ].join("\n");
}

function writer(loaded: LoadedService, namespace: string, resources: readonly Placed[]) {
  function object(open: string, args: Values, shape: Shape, depth: number, className = ""): string {
    const parts = Object.entries(args).map(([name, value]) =>
      // A map's braces begin on the next line.
      `${csharpName(className, name)} = ${literal(value, shape.fields![name]!, depth + 1)}`.replace("= \n", "=\n"),
    );
    return block(open, parts, depth);
  }

  function literal(value: unknown, shape: Shape, depth: number): string {
    switch (shape.kind) {
      case "string":
        return text(String(value));
      case "object":
        return object(`new ${namespace}.Inputs.${loaded.types.nameOf(shape)}Args`, value as Values, shape, depth);
      case "array":
        return array("new[]", value as unknown[], (each) => literal(each, shape.element!, depth + 1), depth);
      case "map": {
        const parts = Object.entries(value as Values).map(
          ([key, child]) => `{ ${JSON.stringify(key)}, ${literal(child, shape.element!, depth + 1)} }`,
        );
        return block("", parts, depth);
      }
      case "any":
        return anything(value, depth);
      case "asset":
        throw new Error("no example in C# has an asset");
      default:
        return String(value);
    }
  }

  function anything(value: unknown, depth: number): string {
    if (typeof value === "string") return text(value);
    if (typeof value !== "object" || value === null) return String(value);
    if (Array.isArray(value)) return array("new object[]", value, (each) => anything(each, depth + 1), depth);
    const parts = Object.entries(value).map(
      ([key, child]) => `[${JSON.stringify(key)}] = ${anything(child, depth + 1)}`,
    );
    return block("new Dictionary<string, object?>", parts, depth);
  }

  function text(value: string): string {
    const parts = partsOf(value);
    const [only] = parts;
    if (parts.length === 1) return typeof only === "string" ? JSON.stringify(only) : property(only!);
    const format = parts.map((part) =>
      typeof part === "string" ? JSON.stringify(part).slice(1, -1).replace(/[{}]/g, "$&$&") : `{${property(part)}}`,
    );
    return `Output.Format($"${format.join("")}")`;
  }

  function property({ variable, property: name }: Reference): string {
    const placed = resources.find((each) => each.variable === variable)!;
    return `${variable}.${csharpName(nameOf(placed.definition), name)}`;
  }

  return { object };
}

function array(open: string, values: unknown[], write: (value: unknown) => string, depth: number): string {
  const parts = values.map(write);
  const inline = laid([`${open} { `, " }"], parts, depth);
  return inline.includes("\n") ? block(open, parts, depth) : inline;
}

function block(open: string, parts: readonly string[], depth: number): string {
  const margin = "    ".repeat(depth);
  return `${open}\n${margin}{\n${parts.map((part) => `${margin}    ${part},\n`).join("")}${margin}}`;
}
