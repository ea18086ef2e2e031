// Texts that OSS takes, odd ones included: blanks, special characters of XML, letters beyond ASCII.
import fc from "fast-check";

const ODD = [
  " ",
  "\t",
  "\r",
  "\n",
  "&",
  "<",
  ">",
  '"',
  "'",
  "]]>",
  "&amp;",
  "%",
  "+",
  "é",
  "部",
  "😀",
  "/",
  "*",
  "a",
  "b",
  "0",
];

/** Any text that XML can carry. */
export const anyText = fc.oneof(
  fc.array(fc.constantFrom(...ODD), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ maxLength: 8 }).filter((text) => !/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/.test(text)),
);

/** The same, but never empty. */
export const someText = anyText.filter((text) => text !== "");

/** A text of a list in which blanks around the texts have no meaning, with at most so many asterisks. */
export const listed = (asterisks: number, forbidden = /[\r\n\t]/) =>
  anyText.filter((text) => text.trim() !== "" && text.split("*").length - 1 <= asterisks && !forbidden.test(text));

/** A list that may name things twice. */
export const repeating = <T>(each: fc.Arbitrary<T>, minLength: number) =>
  fc.array(each, { minLength, maxLength: 3 }).chain((list) => fc.subarray(list).map((again) => [...list, ...again]));

/** The arguments of a record, each there or not. */
export const optionally = <T extends object>(
  shape: { [K in keyof T]: fc.Arbitrary<T[K]> },
  requiredKeys: (keyof T)[] = [],
) => fc.record(shape, { requiredKeys }) as fc.Arbitrary<Partial<T>>;
