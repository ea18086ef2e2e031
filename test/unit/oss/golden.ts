// The documents of test/fixtures/oss.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** As it lies there. */
export function fixture(name: string): string {
  return readFileSync(join(__dirname, "../../fixtures/oss", name), "utf8");
}

/** As it has to be written: the layout between elements is not part of it. */
export function golden(name: string): string {
  return fixture(name).trim().replace(/>\s+</g, "><").replace("?><", "?>\n<");
}

/** What a reader must not take for an answer: cut short, another document, no XML at all. */
export const garbled: [what: string, body: string][] = [
  ["an empty body", ""],
  ["no XML", "<html><body>Proxy error</body>"],
  ["another document", "<Error><Code>NoSuchKey</Code></Error>"],
  ["JSON", '{"Code": "NoSuchKey"}'],
  ["a document with entities of its own", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
];

/** The first half of a document, as a broken connection leaves it. */
export function half(name: string): string {
  const text = fixture(name);
  return text.slice(0, Math.floor(text.length / 2));
}
