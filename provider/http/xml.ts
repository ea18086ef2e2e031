import { XMLParser, XMLValidator } from "fast-xml-parser";
import { WireError } from "./errors";

/**
 * Reading and writing XML documents exactly: every value stays the text that was sent, repeated elements must be
 * declared, order is kept, and a document with a DOCTYPE (hence entities of its own) is refused.
 *
 *     const root = readXml(response.text, "CORSConfiguration", ["CORSRule", "CORSRule.AllowedOrigin"]);
 *     list(root, "CORSRule")?.map((rule) => ({ origins: texts(rule, "AllowedOrigin"), maxAge: int(rule, "MaxAgeSeconds") }));
 *     bool(root, "ResponseVary");                      // undefined when absent
 *
 *     writeXml("CORSConfiguration", [
 *       ["CORSRule", [["AllowedOrigin", "*"], ["AllowedMethod", "GET"], ["MaxAgeSeconds", 60]]],
 *       ["ResponseVary", false],
 *     ]);
 *
 * Readers throw WireError naming the element; the client adds the operation and the request id to it.
 */

/** One element. Attributes, namespaces and comments are ignored. */
export interface XmlNode {
  /** Local name, without a namespace prefix. */
  readonly name: string;
  /** From the root, for messages: `CORSConfiguration.CORSRule[1].MaxAgeSeconds`. */
  readonly path: string;
  /** Character data with entities resolved and white space kept; "" for an element that has child elements. */
  readonly text: string;
  /** Child elements in document order. */
  readonly children: readonly XmlNode[];
}

/**
 * Parses a document whose root element is `root`.
 *
 * @param lists the elements that may repeat, as dotted paths below the root ("CORSRule", "CORSRule.AllowedOrigin").
 *   Any other element that repeats is a WireError, so that no value is ever silently dropped.
 */
export function readXml(text: string, root: string, lists: readonly string[]): XmlNode {
  const trees = parse(text, `<${root}>`);
  const top = trees[0];
  if (top === undefined || trees.length > 1) throw new WireError({ expected: `<${root}>, got no single root element` });
  const found = nameOf(top);
  if (found !== root) throw new WireError({ expected: `<${root}>, got <${found}>` });
  return toNode(top, root, "", new Set(lists));
}

/** The name of the document's root element, or undefined when the text is not well-formed XML. */
export function rootName(text: string): string | undefined {
  try {
    const top = parse(text, "an XML document")[0];
    return top && nameOf(top);
  } catch {
    return undefined;
  }
}

/** The element at a dotted path, or undefined when it is absent. A path may not lead through a list. */
export function node(from: XmlNode, path: string): XmlNode | undefined {
  let current: XmlNode | undefined = from;
  for (const name of path.split(".")) {
    const matches: XmlNode[] = current.children.filter((child) => child.name === name);
    if (matches.length > 1) throw new WireError({ expected: `one ${current.path}.${name}, got ${matches.length}` });
    current = matches[0];
    if (current === undefined) return undefined;
  }
  return current;
}

/** The text at a dotted path; "" for an empty element, undefined when absent. WireError when it holds elements. */
export function text(from: XmlNode, path: string): string | undefined {
  const found = node(from, path);
  return found && leafText(found);
}

/** The text at a dotted path that every answer of its kind has; WireError when it is absent or empty. */
export function requiredText(from: XmlNode, path: string): string {
  const value = text(from, path);
  if (!value) throw new WireError({ expected: `${from.path}.${path}` });
  return value;
}

/** "true" or "false" in any letter case; undefined when absent or empty. */
export function bool(from: XmlNode, path: string): boolean | undefined {
  const found = node(from, path);
  const value = found && leafText(found).trim();
  if (!value) return undefined;
  const lower = value.toLowerCase();
  if (lower !== "true" && lower !== "false")
    throw new WireError({ expected: `true or false in ${found.path}, got "${value}"` });
  return lower === "true";
}

/** A decimal integer that a JavaScript number holds exactly; undefined when absent or empty. */
export function int(from: XmlNode, path: string): number | undefined {
  const found = node(from, path);
  const value = found && leafText(found).trim();
  if (!value) return undefined;
  const number = Number(value);
  if (!/^[+-]?\d+$/.test(value) || !Number.isSafeInteger(number)) {
    throw new WireError({ expected: `an integer in ${found.path}, got "${value}"` });
  }
  return number;
}

/** Every element of a list, in document order; undefined when there is none. Only the last name of the path may repeat. */
export function list(from: XmlNode, path: string): XmlNode[] | undefined {
  const dot = path.lastIndexOf(".");
  const parent = dot < 0 ? from : node(from, path.slice(0, dot));
  const matches = parent?.children.filter((child) => child.name === path.slice(dot + 1)) ?? [];
  return matches.length === 0 ? undefined : matches;
}

/** The texts of a list of plain elements; undefined when there is none. */
export function texts(from: XmlNode, path: string): string[] | undefined {
  return list(from, path)?.map(leafText);
}

/** What an element holds: a value, child elements in order, or nothing (`<Name></Name>`). */
export type XmlContent = string | number | boolean | readonly XmlElement[];
/** `undefined` leaves the element out, so optional fields need no condition. */
export type XmlElement = readonly [name: string, content: XmlContent | undefined];

/** The document as text, elements in exactly the given order, without indentation. `[]` and "" write an empty element. */
export function writeXml(root: string, content: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content)}`;
}

function element(name: string, content: XmlContent): string {
  if (!/^[A-Za-z_][\w.-]*$/.test(name)) throw new TypeError(`"${name}" is not an XML element name`);
  const inner =
    typeof content === "object"
      ? content.map(([child, value]) => (value === undefined ? "" : element(child, value))).join("")
      : escapeText(String(content), name);
  return `<${name}>${inner}</${name}>`;
}

// XML 1.0 section 2.2: any other code point can't appear in a document, not even escaped.
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function escapeText(value: string, name: string): string {
  if (FORBIDDEN.test(value)) throw new TypeError(`the value of ${name} holds a character that XML can't carry`);
  // A bare carriage return would reach the reader as a line feed (XML 1.0 section 2.11).
  return value.replace(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\r": "&#13;",
};

const TEXT = "#text";
const CDATA = "#cdata";

/** fast-xml-parser's ordered form: `{ Name: [children] }`, `{ "#text": "value" }` or `{ "#cdata": [{ "#text": "value" }] }`. */
type Tree = Record<string, Tree[] | string>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: CDATA,
  // Entities are resolved in `resolveEntities`: the five of XML and numeric references, nothing that a document defines itself.
  processEntities: false,
  maxNestedTags: 64,
  // The tree is only walked, never used as a dictionary, so names such as toString need no renaming.
  onDangerousProperty: (name) => name,
});

function parse(text: string, expected: string): Tree[] {
  const plain = text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, "");
  if (/<!DOCTYPE/i.test(plain)) throw new WireError({ expected: `${expected}, got a document with a DOCTYPE` });
  const source = text.replace(/^\uFEFF/, "").trimStart();
  const valid = source === "" ? "an empty body" : XMLValidator.validate(source);
  if (valid !== true) {
    const got = typeof valid === "string" ? valid : `${valid.err.msg} (line ${valid.err.line})`;
    throw new WireError({ expected: `${expected}, got ${got}` });
  }
  try {
    const trees = parser.parse(source) as Tree[];
    // Neither the validator nor the parser minds text behind an empty root element.
    if (!plain.trimEnd().endsWith(">")) throw new TypeError("text behind the root element");
    return trees.filter((tree) => !(TEXT in tree));
  } catch (cause) {
    throw new WireError({ expected: `${expected}, got XML that can't be read`, cause });
  }
}

function nameOf(tree: Tree): string {
  return Object.keys(tree)[0] ?? "";
}

function toNode(tree: Tree, path: string, below: string, lists: ReadonlySet<string>): XmlNode {
  const name = nameOf(tree);
  const content = tree[name] as Tree[];
  const elements = content.filter((child) => !(TEXT in child) && !(CDATA in child));
  const totals = new Map<string, number>();
  for (const child of elements) totals.set(nameOf(child), (totals.get(nameOf(child)) ?? 0) + 1);

  const seen = new Map<string, number>();
  const children = elements.map((child) => {
    const childName = nameOf(child);
    const dotted = below === "" ? childName : `${below}.${childName}`;
    const total = totals.get(childName) ?? 0;
    if (total > 1 && !lists.has(dotted)) throw new WireError({ expected: `one ${path}.${childName}, got ${total}` });
    const index = seen.get(childName) ?? 0;
    seen.set(childName, index + 1);
    return toNode(child, `${path}.${childName}${lists.has(dotted) ? `[${index}]` : ""}`, dotted, lists);
  });
  return { name, path, text: children.length > 0 ? "" : characters(content, path), children };
}

function characters(content: Tree[], path: string): string {
  return content.map((part) => (TEXT in part ? resolveEntities(String(part[TEXT]), path) : cdata(part))).join("");
}

function cdata(part: Tree): string {
  const inner = part[CDATA];
  return Array.isArray(inner) ? inner.map((piece) => String(piece[TEXT] ?? "")).join("") : "";
}

const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function resolveEntities(value: string, path: string): string {
  return value.replace(/&([^;&\s]*);?/g, (whole, name: string) => {
    const numeric = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
    if (numeric && whole.endsWith(";")) {
      const code = numeric[1] === undefined ? Number(numeric[2]) : Number.parseInt(numeric[1], 16);
      if (code <= 0x10ffff) return String.fromCodePoint(code);
    }
    const known = whole.endsWith(";") && Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
    if (known === undefined) throw new WireError({ expected: `text without the unknown entity "${whole}" in ${path}` });
    return known;
  });
}

function leafText(found: XmlNode): string {
  if (found.children.length > 0) throw new WireError({ expected: `text in ${found.path}, got elements` });
  return found.text;
}
