// An example as a Java program on the generated SDK.
import type { FunctionDefinition, ResourceDefinition } from "../define";
import { capital, type LoadedService, nameOf } from "../objectTypes";
import { type Shape, shapeOf } from "../shape";
import type { Values } from "../values";
import { dashed, partsOf, type Reference, referencesIn, sampleOf } from "./sample";

export function javaExample(
  pkg: string,
  loaded: LoadedService,
  definition: ResourceDefinition | FunctionDefinition,
): string {
  const { resources, call } = sampleOf(loaded, definition);
  const module = loaded.service.name;
  const home = `com.pulumi.${pkg}.${module}`;
  const imports = new Set(["com.pulumi.Pulumi"]);
  const use = (path: string): string => {
    imports.add(path);
    return path.slice(path.lastIndexOf(".") + 1);
  };
  const write = writer(loaded, home, use);
  const body = resources.map(({ variable, definition: placed, args }) => {
    const name = use(`${home}.${nameOf(placed)}`);
    const given =
      Object.keys(args).length > 0
        ? `, ${write.builder(use(`${home}.${name}Args`), args, shapeOf(placed.inputs), 3)}`
        : "";
    return `var ${variable} = new ${name}(${JSON.stringify(dashed(variable))}${given});`;
  });
  if (call) {
    const name = nameOf(call.definition);
    const args = write.builder(
      use(`${home}.inputs.${capital(name)}Args`),
      call.args,
      shapeOf(call.definition.inputs),
      3,
    );
    body.push(`var ${call.variable} = ${use(`${home}.${capital(module)}Functions`)}.${name}(${args});`);
    body.push(`ctx.export("${call.variable}", ${call.variable});`);
  }
  return [
    ...[...imports].sort().map((path) => `import ${path};`),
    "",
    "public class App {",
    "    public static void main(String[] args) {",
    "        Pulumi.run(ctx -> {",
    ...body.map((statement) => `            ${statement}`),
    "        });",
    "    }",
    "}",
  ].join("\n");
}

function writer(loaded: LoadedService, home: string, use: (path: string) => string) {
  function builder(type: string, args: Values, shape: Shape, depth: number): string {
    const margin = "    ".repeat(depth + 1);
    const calls = Object.entries(args).map(
      ([name, value]) => `\n${margin}.${name}(${literal(value, shape.fields![name]!, depth + 1)})`,
    );
    return `${type}.builder()${calls.join("")}\n${margin}.build()`;
  }

  function literal(value: unknown, shape: Shape, depth: number): string {
    switch (shape.kind) {
      case "string":
        return text(String(value));
      case "object":
        return builder(use(`${home}.inputs.${loaded.types.nameOf(shape)}Args`), value as Values, shape, depth);
      case "array":
        return (value as unknown[]).map((each) => literal(each, shape.element!, depth)).join(", ");
      case "map":
        return entries(value as Values, depth, (child) => literal(child, shape.element!, depth + 1));
      case "number":
        return Number.isInteger(value) ? `${value}.0` : String(value);
      case "any":
        return late(value, depth);
      case "asset":
        throw new Error("no example in Java has an asset");
      default:
        return String(value);
    }
  }

  /** A value of any type; what it refers to is known later, so the whole of it is. */
  function late(value: unknown, depth: number): string {
    const references = referencesIn(value);
    const [first] = references;
    if (!first) return anything(value, depth);
    if (references.length > 1) throw new Error("no example in Java has a value of any type with two references");
    return `${property(first)}.<Object>applyValue(known -> ${anything(value, depth)})`;
  }

  function anything(value: unknown, depth: number): string {
    if (typeof value === "string") {
      return partsOf(value)
        .map((part) => (typeof part === "string" ? JSON.stringify(part) : "known"))
        .join(" + ");
    }
    if (typeof value !== "object" || value === null) return String(value);
    if (Array.isArray(value)) {
      return `${use("java.util.List")}.of(${value.map((each) => anything(each, depth)).join(", ")})`;
    }
    return entries(value as Values, depth, (child) => anything(child, depth + 1));
  }

  function entries(value: Values, depth: number, write: (child: unknown) => string): string {
    const margin = "    ".repeat(depth + 1);
    const pairs = Object.entries(value).map(([key, child]) => `\n${margin}${JSON.stringify(key)}, ${write(child)}`);
    return `${use("java.util.Map")}.of(${pairs.join(",")})`;
  }

  function text(value: string): string {
    const parts = partsOf(value);
    const [only] = parts;
    if (parts.length === 1) return typeof only === "string" ? JSON.stringify(only) : property(only!);
    const format = parts.map((part) => (typeof part === "string" ? part.replaceAll("%", "%%") : "%s")).join("");
    const values = parts.flatMap((part) => (typeof part === "string" ? [] : [property(part)]));
    return `${use("com.pulumi.core.Output")}.format(${JSON.stringify(format)}, ${values.join(", ")})`;
  }

  function property(reference: Reference): string {
    return `${reference.variable}.${reference.property}()`;
  }

  return { builder };
}
