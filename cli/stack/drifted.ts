// Which properties of a resource differ between what is recorded and what is live.
import { granary } from "../../provider";
import { findResource } from "../../provider/kit/define";
import { diff } from "../../provider/kit/diff";
import { formatPath } from "../../provider/kit/path";
import { shapeOf } from "../../provider/kit/shape";
import { isAlicloud } from "./tokens";
import type { PathDiff, Properties, Resource } from "./types";
import { isRecord } from "./values";

/**
 * Property path -> what happened to it. Granary's own resources are compared by meaning, in both fronts: the dynamic
 * protocol tells no paths, and gives back defaults that nobody wrote. Others are taken as the engine told them.
 */
export function differingPaths(
  { type, rawType }: Pick<Resource, "type" | "rawType">,
  recorded: Properties,
  live: Properties,
  told: Record<string, PathDiff>,
): Record<string, PathDiff> {
  const definition = isAlicloud(rawType) ? undefined : findResource(granary, type);
  // Where the engine knows more (a secret, which is hidden on both sides), it stays.
  if (Object.keys(told).length > 0) return told;
  if (!definition) return Object.fromEntries(plainPaths(recorded, live).map((path) => [path, UPDATE]));
  const changes = diff(shapeOf(definition.inputs), recorded, live).filter((change) => !change.local);
  return Object.fromEntries(changes.map(({ path, kind }) => [formatPath(path), { kind, inputDiff: true }]));
}

const UPDATE: PathDiff = { kind: "update", inputDiff: true };

function plainPaths(recorded: Properties, live: Properties): string[] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(live)])].sort();
  return names.filter((name) => JSON.stringify(recorded[name]) !== JSON.stringify(live[name]));
}

/** `rules[0].prefix`, `tags["a.b"]` -> the value there; undefined where there is none. */
export function valueAt(properties: Properties, path: string): unknown {
  let value: unknown = properties;
  for (const step of stepsOf(path)) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isRecord(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

export function stepsOf(path: string): string[] {
  const steps = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g);
  return [...steps].map(([, quoted, index, name]) => quoted?.replaceAll('\\"', '"') ?? index ?? name!);
}
