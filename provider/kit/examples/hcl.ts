// An example as a Pulumi HCL program: pulumi/pulumi-hcl docs/language-reference.md.
import type { FunctionDefinition, ResourceDefinition } from "../define";
import { type LoadedService, nameOf } from "../objectTypes";
import { type Shape, shapeOf } from "../shape";
import type { Values } from "../values";
import { aligned, laid } from "./layout";
import { partsOf, sampleOf, snake } from "./sample";

export function hclExample(
  pkg: string,
  loaded: LoadedService,
  definition: ResourceDefinition | FunctionDefinition,
): string {
  const { resources, call } = sampleOf(loaded, definition);
  const typeOf = (name: string) => `${pkg}_${loaded.service.name}_${snake(name)}`;
  const types = new Map(resources.map(({ variable, definition: of }) => [variable, typeOf(nameOf(of))]));
  const write = writer(types);
  const blocks = [
    `terraform {\n  required_providers {\n    ${pkg} = {\n      source = "pulumi/${pkg}"\n    }\n  }\n}`,
    ...resources.map(({ variable, definition: of, args }) =>
      write.block(`resource "${types.get(variable)}" "${snake(variable)}"`, args, shapeOf(of.inputs), 0),
    ),
  ];
  if (call) {
    const { variable, definition: called, args } = call;
    const type = typeOf(nameOf(called).replace(/^get/, ""));
    blocks.push(write.block(`data "${type}" "${snake(variable)}"`, args, shapeOf(called.inputs), 0));
    blocks.push(`output "${variable}" {\n  value = data.${type}.${snake(variable)}\n}`);
  }
  return blocks.join("\n\n");
}

function writer(types: ReadonlyMap<string, string>) {
  /** Objects, and lists of them, are blocks; everything else is an attribute. */
  function block(head: string, args: Values, shape: Shape, depth: number): string {
    const margin = "  ".repeat(depth + 1);
    const fields = Object.entries(args).map(([name, value]) => ({
      name: snake(name),
      value,
      of: shape.fields![name]!,
    }));
    const isBlock = (of: Shape) => of.kind === "object" || of.element?.kind === "object";
    const attributes = fields.filter(({ of }) => !isBlock(of));
    const lines = [
      ...aligned(
        attributes.map(({ name, value, of }) => [name, literal(value, of, depth + 1)]),
        (padding) => `${padding} = `,
      ),
      ...fields
        .filter(({ of }) => isBlock(of))
        .flatMap(({ name, value, of }) =>
          (of.kind === "object" ? [value] : (value as unknown[])).map((each) =>
            block(name, each as Values, of.element ?? of, depth + 1),
          ),
        ),
    ];
    if (lines.length === 0) return `${head} {}`;
    return `${head} {\n${lines.map((line) => `${margin}${line}\n`).join("")}${"  ".repeat(depth)}}`;
  }

  /** The keys of a map and of a value of any type are its own. */
  function literal(value: unknown, shape: Shape | undefined, depth: number): string {
    if (typeof value === "string") return text(value);
    if (typeof value !== "object" || value === null) return String(value);
    if (Array.isArray(value)) {
      const parts = value.map((each) => literal(each, shape?.element, depth + 1));
      return laid(["[", "]"], parts, depth, { indent: "  " });
    }
    const entries = Object.entries(value).map(
      ([key, child]) =>
        [/^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key), literal(child, shape?.element, depth + 1)] as const,
    );
    const margin = "  ".repeat(depth + 1);
    const lines = aligned(entries, (padding) => `${padding} = `).map((line) => `${margin}${line}\n`);
    return `{\n${lines.join("")}${"  ".repeat(depth)}}`;
  }

  function text(value: string): string {
    const parts = partsOf(value);
    const [only] = parts;
    const address = (part: Exclude<(typeof parts)[number], string>) =>
      `${types.get(part.variable)}.${snake(part.variable)}.${snake(part.property)}`;
    if (parts.length === 1 && typeof only !== "string") return address(only!);
    const template = parts.map((part) =>
      typeof part === "string"
        ? JSON.stringify(part)
            .slice(1, -1)
            .replace(/[$%]\{/g, "$&{")
        : `\${${address(part)}}`,
    );
    return `"${template.join("")}"`;
  }

  return { block };
}
