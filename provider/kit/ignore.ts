// ignoreChanges: property paths as programs write them, `rules[0].days`, `tags["cost.centre"]`, `rules[*].days`.
import type { Path } from "./path";

const STEP = /\.?([^.[\]"]+)|\[(\d+|\*)\]|\["((?:\\.|[^"\\])*)"\]/y;

/** True where the path is one of the ignored ones or lies inside of one. A path that can't be read ignores nothing. */
export function isIgnored(path: Path, ignored: readonly string[]): boolean {
  return ignored.some((text) => {
    const prefix = parsePath(text);
    return prefix?.every((step, index) => index < path.length && meets(step, path[index]!));
  });
}

function meets(pattern: string, step: string | number): boolean {
  return pattern === "*" || pattern === String(step);
}

function parsePath(text: string): string[] | undefined {
  const steps: string[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (!match) return undefined;
    const [, name, index, quoted] = match;
    steps.push(name ?? index ?? quoted!.replace(/\\(.)/g, "$1"));
  }
  return steps.length > 0 ? steps : undefined;
}
