// How the parts of a literal stand: on one line where they fit, else one to a line.

const WIDTH = 80;

/** `[a, b]`, or one part to a line; `depth` counts how far the line that it begins on is indented. */
export function laid(
  [open, close]: readonly [open: string, close: string],
  parts: readonly string[],
  depth: number,
  { indent = "    ", always = false }: { indent?: string; always?: boolean } = {},
): string {
  const inline = `${open}${parts.join(", ")}${close}`;
  if (!always && !inline.includes("\n") && inline.length <= WIDTH - depth * indent.length) return inline;
  const margin = indent.repeat(depth + 1);
  return `${open.trimEnd()}\n${parts.map((part) => `${margin}${part},\n`).join("")}${indent.repeat(depth)}${close.trimStart()}`;
}

/** `key`, sign and value of each entry; the values of neighbouring lines stand below each other, as formatters want it. */
export function aligned(
  entries: readonly (readonly [key: string, value: string])[],
  gap: (padding: string) => string,
): string[] {
  const lines: string[] = [];
  for (let start = 0; start < entries.length; ) {
    let end = start;
    while (end < entries.length && !entries[end]![1].includes("\n")) end++;
    const group = entries.slice(start, Math.max(end, start + 1));
    const width = Math.max(...group.map(([key]) => key.length));
    for (const [key, value] of group) lines.push(`${key}${gap(" ".repeat(width - key.length))}${value}`);
    start += group.length;
  }
  return lines;
}
