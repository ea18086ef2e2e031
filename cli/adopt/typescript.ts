// The program as TypeScript, in the layout that Prettier and Biome give it.
import type { Values } from "../../provider/kit/values";
import { CertificateSetting, type Declaration, type Program, Reference } from "./types";

const WIDTH = 80;

export function typescriptProgram(program: Program): string {
  const { declarations, certificates, front } = program;
  const variables = new Map(declarations.flatMap((each) => (each.variable ? [[each.bucket, each.variable]] : [])));
  const used = new Set<string>();
  for (const { args } of declarations) references(args, used);
  const blocks = [
    comment("Written by granary adopt from what OSS answered; ADOPT.md says what to do next.", ""),
    [
      ...(certificates.length > 0 ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
      `import { oss } from ${front === "plugin" ? '"granary/plugin"' : '"granary"'};`,
    ],
    ...(certificates.length > 0 ? [settings(certificates)] : []),
    ...declarations.map((each) => statement(each, variables, used)),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** The statement that declares one resource. */
export function declarationText(declaration: Declaration): string {
  return statement(declaration, new Map(), new Set()).join("\n");
}

/** A value as the program would write it. */
export function valueText(value: unknown): string {
  return createPrinter(new Map()).fitting(value, 0, 0);
}

function settings(certificates: readonly CertificateSetting[]): string[] {
  return [
    "const config = new pulumi.Config();",
    ...certificates.flatMap(({ variable, privateKey }) => {
      const line = `const ${variable} = config.getSecret(${quoted(privateKey)});`;
      return line.length <= WIDTH
        ? [line]
        : [`const ${variable} = config.getSecret(`, `  ${quoted(privateKey)},`, ");"];
    }),
  ];
}

function statement(
  declaration: Declaration,
  variables: ReadonlyMap<string, string>,
  used: ReadonlySet<string>,
): string[] {
  const { token, name, variable, bucket, args, protect, comments } = declaration;
  const constant = variable !== undefined && used.has(bucket) ? `const ${variable} = ` : "";
  const head = `${constant}new ${token.replace(":", ".")}(`;
  const print = createPrinter(variables);
  const options = protect ? ["{ protect: true }"] : [];
  const flat = `${head}${[quoted(name), print.flat(args), ...options].join(", ")});`;
  const lines = comments.flatMap((text) => comment(text, ""));
  if (flat.length <= WIDTH && !flat.includes("\n")) return [...lines, flat];
  if (options.length === 0 && `${head}${quoted(name)}, {`.length <= WIDTH) {
    return [...lines, `${head}${quoted(name)}, ${print.broken(args, 0)});`];
  }
  const inner = [quoted(name), print.fitting(args, 2, 2), ...options];
  return [...lines, head, ...inner.map((text) => `  ${text},`), ");"];
}

function createPrinter(variables: ReadonlyMap<string, string>) {
  function flat(value: unknown): string {
    if (value instanceof Reference) return `${variables.get(value.bucket)}.${value.property}`;
    // Always on several lines: it is a condition.
    if (value instanceof CertificateSetting) return "\n";
    if (typeof value === "string") return quoted(value);
    if (Array.isArray(value)) return spread(value) ? "\n" : `[${value.map(flat).join(", ")}]`;
    if (typeof value !== "object" || value === null) return String(value);
    const entries = Object.entries(value).map(([name, child]) => `${keyOf(name)}: ${flat(child)}`);
    return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
  }

  /** On one line where that fits behind `used` columns (and a comma). */
  function fitting(value: unknown, indent: number, used: number): string {
    const line = flat(value);
    const simple = typeof value !== "object" || value === null || value instanceof Reference;
    return simple || (used + line.length + 1 <= WIDTH && !line.includes("\n")) ? line : broken(value, indent);
  }

  function broken(value: unknown, indent: number): string {
    const margin = " ".repeat(indent + 2);
    const close = " ".repeat(indent);
    if (value instanceof CertificateSetting) {
      const { variable, certificate } = value;
      return `${variable} && {\n${margin}certificate: config.require(${quoted(certificate)}),\n${margin}privateKey: ${variable},\n${close}}`;
    }
    if (Array.isArray(value)) {
      const elements = value.map((each) => `${margin}${fitting(each, indent + 2, indent + 2)},\n`);
      return `[\n${elements.join("")}${close}]`;
    }
    const members = Object.entries(value as Values).map(([name, child]) => {
      const key = `${margin}${keyOf(name)}:`;
      const text = fitting(child, indent + 2, key.length + 1);
      // A text that does not fit goes onto a line of its own.
      const own = typeof child === "string" && key.length + text.length + 2 > WIDTH;
      return own ? `${key}\n${margin}  ${text},\n` : `${key} ${text},\n`;
    });
    return `{\n${members.join("")}${close}}`;
  }

  return { flat, fitting, broken };
}

/** Lists of several objects with several members each stand on several lines. */
function spread(list: readonly unknown[]): boolean {
  const large = (each: unknown) => typeof each === "object" && each !== null && Object.keys(each).length > 1;
  const alike = list.every(Array.isArray) || !list.some(Array.isArray);
  return list.length > 1 && alike && list.every(large);
}

function references(value: unknown, found: Set<string>): void {
  if (value instanceof Reference) found.add(value.bucket);
  else if (typeof value === "object" && value !== null)
    for (const each of Object.values(value)) references(each, found);
}

function keyOf(name: string): string {
  // As a plain key it would set the prototype.
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

/** In double quotes, or in single ones where that saves escapes. */
function quoted(text: string): string {
  const double = JSON.stringify(text);
  const count = (mark: string) => text.split(mark).length - 1;
  if (count('"') <= count("'")) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A comment, broken at spaces. */
export function comment(text: string, margin: string, mark = "//"): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && margin.length + last.length + 1 + word.length <= WIDTH)
      lines.push(`${lines.pop()} ${word}`);
    else lines.push(`${mark} ${word}`);
  }
  return lines.map((line) => margin + line);
}
