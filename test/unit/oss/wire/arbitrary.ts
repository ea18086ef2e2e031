import fc from "fast-check";

/** Any text that XML can carry: no control characters, no half surrogate pairs, no noncharacters. */
export const xmlText = fc
  .string({ unit: "binary" })
  .filter((text) => !/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text));

/** The same, but never empty: an empty element is read as one that is absent where that means the same. */
export const someText = xmlText.filter((text) => text !== "");
