// Property paths, written the way Pulumi prints them: rules[3].allowedMethods[0], tags["a.b"].
export type Path = (string | number)[];

export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^\w+$/.test(step)) text += text === "" ? step : `.${step}`;
    else text += `["${step.replaceAll('"', '\\"')}"]`;
  }
  return text;
}

/** The value at a path; undefined where there is none. Only own properties count: "constructor" may be a key like any other. */
export function getAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** Puts a value at a path whose parent exists; does nothing where it does not. */
export function setAt(root: unknown, path: Path, value: unknown): void {
  const last = path[path.length - 1];
  const parent = getAt(root, path.slice(0, -1));
  if (last === undefined || typeof parent !== "object" || parent === null) return;
  Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
}

export function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((step, index) => path[index] === step);
}
