// Which properties of a resource differ between what is recorded and what is live.
import { isDeepStrictEqual } from "node:util";
import { granary } from "../../provider";
import { findResource } from "../../provider/kit/define";
import { diff, pairUp } from "../../provider/kit/diff";
import { formatPath, getAt, type Path } from "../../provider/kit/path";
import { type Shape, shapeOf } from "../../provider/kit/shape";
import { isAlicloud } from "./tokens";
import type { PathDiff, Properties, Resource } from "./types";
import { revealRedacted } from "./values";

type Typed = Pick<Resource, "type" | "rawType">;

/**
 * Property path -> what happened to it. Granary's own resources are compared by meaning, in both fronts: the dynamic
 * protocol tells no paths, and gives back defaults that nobody wrote. Others are taken as the engine told them.
 */
export function differingPaths(
  resource: Typed,
  recorded: Properties,
  live: Properties,
  told: Record<string, PathDiff>,
  outputs?: { recorded: Properties; live: Properties },
): Record<string, PathDiff> {
  // Where the engine knows more (a secret, which is hidden on both sides), it stays.
  if (Object.keys(told).length > 0) return told;
  const shape = shapeIn(resource);
  if (!shape) {
    const inputs = plainPaths(recorded, live);
    // Providers that tell no paths and give back no inputs are compared by what came of these.
    const paths = inputs.length > 0 || !outputs ? inputs : plainPaths(outputs.recorded, outputs.live);
    return Object.fromEntries(paths.map((path) => [path, { kind: "update", inputDiff: true }]));
  }
  const [was, is] = comparable(recorded, live);
  // As the engine asks a plugin: what it would take to go back, turned round. So both fronts tell the same places.
  const changes = diff(shape, is, was).filter((change) => !change.local);
  return Object.fromEntries(changes.map(({ path, kind }) => [formatPath(path), { kind: BACK[kind], inputDiff: true }]));
}

const BACK = { add: "delete", delete: "add", update: "update" } as const;

function shapeIn({ type, rawType }: Typed): Shape | undefined {
  const definition = isAlicloud(rawType) ? undefined : findResource(granary, type);
  return definition && shapeOf(definition.inputs);
}

function plainPaths(recorded: Properties, live: Properties): string[] {
  const [was, is] = comparable(recorded, live);
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  return names.filter((name) => !isDeepStrictEqual(was[name], is[name])).map((name) => formatPath([name]));
}

/** A secret that one side hides can't be held against the other. */
function comparable(recorded: Properties, live: Properties): [Properties, Properties] {
  return [revealRedacted(recorded, [live]), revealRedacted(live, [recorded])] as [Properties, Properties];
}

/**
 * Where a recorded place is in what is live: elements of a list without order have other places there once one in front
 * of them is gone.
 */
export function livePlace(resource: Typed, recorded: Properties, live: Properties, path: Path): Path {
  let [shape, was, is]: [Shape | undefined, unknown, unknown] = [shapeIn(resource), recorded, live];
  return path.map((step) => {
    const keyed = isKeyed(shape) && Array.isArray(was) && Array.isArray(is);
    const place = keyed ? (pairUp(shape!, is as unknown[], was as unknown[])[Number(step)] ?? step) : step;
    [shape, was, is] = [below(shape, step), getAt(was, [step]), getAt(is, [place])];
    return place;
  });
}

/** The path, up to the first list without order whose elements do not stand in the same places everywhere. */
export function commonPath(resource: Typed, path: string, ...versions: Properties[]): string {
  const steps = stepsOf(path);
  let shape = shapeIn(resource);
  for (const [index, step] of steps.entries()) {
    const [first, ...others] = versions.map((version) => getAt(version, steps.slice(0, index)));
    if (isKeyed(shape) && !others.every((other) => isParallel(shape!, first, other))) {
      return formatPath(steps.slice(0, index));
    }
    shape = below(shape, step);
  }
  return path;
}

function isParallel(shape: Shape, a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return pairUp(shape, a, b).every((counterpart, index) => counterpart === index);
}

function isKeyed(shape: Shape | undefined): boolean {
  return typeof shape?.marks.unordered === "object";
}

function below(shape: Shape | undefined, step: string | number): Shape | undefined {
  return shape?.fields?.[step] ?? shape?.element;
}

/** `rules[0].prefix`, `tags["a.b"]` -> the value there; undefined where there is none. */
export function valueAt(properties: Properties, path: string): unknown {
  return getAt(properties, stepsOf(path));
}

/** A property path, as the engine and `formatPath` write it. A backslash that is no escape is itself, as in the engine. */
export function stepsOf(path: string): Path {
  const steps = path.matchAll(/\["((?:\\"|[^"])*)"\]|\[(\d+)\]|([^.[\]]+)/g);
  return [...steps].map(([, quoted, index, name]) =>
    index === undefined ? (quoted?.replaceAll('\\"', '"') ?? name!) : Number(index),
  );
}
