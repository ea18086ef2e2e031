// Property paths, written the way Pulumi prints them: rules[3].allowedMethods[0], tags["a.b"].
export type Path = (string | number)[];

export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[A-Za-z_$][\w$-]*$/.test(step)) text += text === "" ? step : `.${step}`;
    else text += `["${step.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"]`;
  }
  return text;
}

export function getAt(root: unknown, path: Path): unknown {
  let value = root as Record<string | number, unknown> | undefined | null;
  for (const step of path) {
    if (value === undefined || value === null || typeof value !== "object") return undefined;
    value = value[step] as Record<string | number, unknown>;
  }
  return value;
}

export function setAt(root: unknown, path: Path, value: unknown): void {
  const last = path[path.length - 1];
  const parent = getAt(root, path.slice(0, -1));
  if (last !== undefined && typeof parent === "object" && parent !== null) {
    (parent as Record<string | number, unknown>)[last] = value;
  }
}
