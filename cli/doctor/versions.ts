// Versions of installed packages, and as much of version ranges as is needed.
import { readFileSync } from "node:fs";
import path from "node:path";

/** Below 0 where `a` is older than `b`. What follows a hyphen does not count. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(version: string): number[] {
  const match = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version);
  return match ? match.slice(1).map((part) => Number(part ?? 0)) : [];
}

/** Ranges of the forms that package.json files of this trade have: "^3.1.0", ">= 3.8.3 < 7", "~6.0.3", "1.2.3", "a || b". */
export function satisfies(version: string, range: string): boolean {
  return range.split("||").some((part) => {
    const terms = [...part.matchAll(/(\^|~|>=|<=|>|<|=)?\s*v?(\d[\w.+-]*)/g)];
    return terms.every(([, operator = "=", bound = ""]) => meets(version, operator, bound));
  });
}

function meets(version: string, operator: string, bound: string): boolean {
  const difference = compareVersions(version, bound);
  const [major = 0, minor = 0] = partsOf(bound);
  switch (operator) {
    case ">=":
      return difference >= 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case "<":
      return difference < 0;
    case "^":
      return difference >= 0 && compareVersions(version, major > 0 ? `${major + 1}` : `0.${minor + 1}`) < 0;
    case "~":
      return difference >= 0 && compareVersions(version, `${major}.${minor + 1}`) < 0;
    default:
      return difference === 0;
  }
}

export interface PackageFile {
  version: string;
  peerDependencies?: Record<string, string>;
  engines?: Record<string, string>;
}

/** A package as a program in the folder would find it: in node_modules of the folder or above it. */
export function installed(name: string, folder: string): (PackageFile & { folder: string }) | undefined {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const found = readPackage(path.join(at, "node_modules", name));
    if (found) return { ...found, folder: path.join(at, "node_modules", name) };
    if (at === path.dirname(at)) return undefined;
  }
}

export function readPackage(folder: string): PackageFile | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as PackageFile;
  } catch {
    return undefined;
  }
}
