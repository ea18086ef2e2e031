/**
 * Reading and writing XML. Reading is strict: no document type, no entities but the five of XML and character
 * references, no element that the shape does not name, none twice that is not a list, and no guessing of values.
 */
import { XMLParser, XMLValidator } from "fast-xml-parser";

/** "text" = character data; [x] = a list of x; an object = the elements it may hold, in any order. */
export type Shape = "text" | readonly [Shape] | { readonly [element: string]: Shape };

/** What `readXml` gives for a shape: lists always exist, everything else is undefined when absent. */
export type Parsed<S extends Shape> = S extends "text"
  ? string
  : S extends readonly [infer I extends Shape]
    ? Parsed<I>[]
    : S extends { readonly [element: string]: Shape }
      ? {
          [K in keyof S as S[K] extends readonly [Shape] ? K : never]: Parsed<S[K]>;
        } & { [K in keyof S as S[K] extends readonly [Shape] ? never : K]?: Parsed<S[K]> }
      : never;

/** A child element: its name and content. Undefined content leaves the element out. */
export type XmlChild = readonly [name: string, content: XmlContent | undefined];
export type XmlContent = string | number | boolean | readonly XmlChild[];

/** Thrown for anything that is not well-formed or not of the shape; `message` names the element. */
export class XmlError extends Error {}

type Node = { [name: string]: Node[] | string };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: "#cdata",
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** Parses `text`, whose root must be `root`, against `shape`. */
export function readXml<S extends Shape>(text: string, root: string, shape: S): Parsed<S> {
  const source = text.replace(/^\uFEFF/, "");
  if (/<!(DOCTYPE|ENTITY)/i.test(source)) {
    throw new XmlError("A document type declaration is not allowed.");
  }
  if (source.includes("\0")) {
    throw new XmlError("A character with the code 0 is not allowed.");
  }
  const valid = XMLValidator.validate(source);
  if (valid !== true) {
    throw new XmlError(valid.err.msg);
  }
  const elements = parse(source).filter((node) => !("#text" in node));
  const [first] = elements;
  const name = first === undefined ? undefined : Object.keys(first)[0];
  if (first === undefined || name !== root || elements.length !== 1) {
    throw new XmlError(`The root element must be ${root}, not ${name ?? "nothing"}.`);
  }
  return read(first[root] as Node[], shape, root) as Parsed<S>;
}

function parse(source: string): Node[] {
  try {
    return parser.parse(source) as Node[];
  } catch (error) {
    // The parser has limits and forbidden names of its own.
    throw new XmlError((error as Error).message);
  }
}

function read(children: Node[], shape: Shape, path: string): unknown {
  if (shape === "text") {
    return textOf(children, path);
  }
  if (isList(shape)) {
    throw new XmlError(`A list cannot be a root or hold a list: ${path}.`);
  }
  const result: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(shape)) {
    if (isList(inner)) {
      result[name] = [];
    }
  }
  for (const node of children) {
    const name = Object.keys(node)[0] as string;
    if (name === "#text") {
      if (/\S/.test(node[name] as string)) {
        throw new XmlError(`Element ${path} holds text where elements are expected.`);
      }
      continue;
    }
    const inner = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (inner === undefined) {
      throw new XmlError(`Element ${name} is unknown in ${path}.`);
    }
    const content = node[name] as Node[];
    if (isList(inner)) {
      (result[name] as unknown[]).push(read(content, inner[0], name));
    } else if (Object.hasOwn(result, name)) {
      throw new XmlError(`Element ${name} occurs twice in ${path}.`);
    } else {
      result[name] = read(content, inner, name);
    }
  }
  return result;
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function textOf(children: Node[], path: string, decode = decodeEntities): string {
  let text = "";
  for (const node of children) {
    const name = Object.keys(node)[0] as string;
    if (name === "#cdata") {
      text += textOf(node[name] as Node[], path, (raw) => raw);
    } else if (name === "#text") {
      text += decode(node[name] as string);
    } else {
      throw new XmlError(`Element ${name} is unknown in ${path}.`);
    }
  }
  return text;
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&([^;&]*);?/g, (whole, name: string) => {
    const code = /^#x([0-9a-f]{1,6})$/i.exec(name)?.[1];
    const decimal = /^#([0-9]{1,7})$/.exec(name)?.[1];
    const point = code !== undefined ? Number.parseInt(code, 16) : decimal !== undefined ? Number(decimal) : undefined;
    const character =
      point !== undefined && point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
        ? String.fromCodePoint(point)
        : ENTITIES[name];
    if (character === undefined || !whole.endsWith(";")) {
      throw new XmlError(`Entity ${whole} is unknown.`);
    }
    return character;
  });
}

/** Renders one element; the content's order is the order written. */
export function writeXml(
  root: string,
  content: readonly XmlChild[] | string,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const attrs = Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value).replaceAll('"', "&quot;")}"`)
    .join("");
  const inner = typeof content === "string" ? escapeXml(content) : children(content);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attrs}>${inner}</${root}>`;
}

function children(list: readonly XmlChild[]): string {
  let out = "";
  for (const [name, content] of list) {
    if (content !== undefined) {
      out += `<${name}>${typeof content === "object" ? children(content) : escapeXml(String(content))}</${name}>`;
    }
  }
  return out;
}

function escapeXml(text: string): string {
  // Control characters are no XML 1.0 in any form; raw, the vendor's Node SDK reads them (and its tests expect to), as
  // references it does not. Others ask for encoding-type=url. A carriage return needs a reference to stay one.
  return text.replace(/[&<>\r]/g, (c) => {
    switch (c) {
      case "&":
        return "&amp;";
      case "<":
        return "&lt;";
      case ">":
        return "&gt;";
      default:
        return "&#13;";
    }
  });
}
