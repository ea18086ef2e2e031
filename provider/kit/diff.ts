// Pure comparison of two sets of inputs, path by path, by the marks of the definition. Symmetric and total: the engine
// calls it with live values on either side during a refresh.
import { isDeepStrictEqual } from "node:util";
import type { Path } from "./path";
import type { Shape } from "./shape";
import { containsUnknown, isAsset, type Values } from "./values";

export interface Change {
  path: Path;
  kind: "add" | "delete" | "update";
  replaces: boolean;
  local: boolean;
}

/** Every difference between two values of a shape; empty means that they mean the same. */
export function diff(shape: Shape, old: unknown, next: unknown): Change[] {
  return compare(shape, old, next, [], false, false);
}

export function same(shape: Shape, a: unknown, b: unknown): boolean {
  return diff(shape, a, b).length === 0;
}

function compare(shape: Shape, old: unknown, next: unknown, path: Path, replaces: boolean, local: boolean): Change[] {
  const inherited = replaces || shape.marks.replaces === true;
  const steering = local || shape.marks.local === true;
  const change = (kind: Change["kind"]): Change[] => [{ path, kind, replaces: inherited, local: steering }];
  const a = effective(shape, old);
  const b = effective(shape, next);
  if (a === undefined && b === undefined) return [];
  if (b === undefined)
    return shape.marks.optIn ? [{ path, kind: "delete", replaces: false, local: true }] : change("delete");
  if (a === undefined) return change(old === undefined ? "add" : "update");
  if (shape.marks.canonical && !containsUnknown(b)) {
    return isDeepStrictEqual(shape.marks.canonical(a), shape.marks.canonical(b)) ? [] : change("update");
  }
  if (isAsset(a) || isAsset(b)) return sameAsset(a, b) ? [] : change("update");
  if (shape.kind === "array" && Array.isArray(a) && Array.isArray(b))
    return lists(shape, a, b, path, inherited, steering);
  if ((shape.kind === "object" || shape.kind === "map") && isRecord(a) && isRecord(b)) {
    const names = shape.fields ? Object.keys(shape.fields) : [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return names.flatMap((name) => {
      const child = shape.fields ? shape.fields[name]! : shape.element!;
      return compare(child, a[name], b[name], [...path, name], inherited, steering);
    });
  }
  return isDeepStrictEqual(a, b) ? [] : change("update");
}

function lists(shape: Shape, a: unknown[], b: unknown[], path: Path, replaces: boolean, local: boolean): Change[] {
  const element = shape.element!;
  const unordered = shape.marks.unordered;
  const old = [...a];
  if (unordered) {
    // Pair equal elements (or those of one key) first, whatever their places; the rest pairs up by place.
    const key = unordered === true ? undefined : unordered.key;
    const pairs = b.map((next) => {
      const index = old.findIndex((candidate) =>
        key ? sameKey(element, key, candidate, next) : same(element, candidate, next),
      );
      return index >= 0 ? old.splice(index, 1)[0] : undefined;
    });
    if (!key) return old.length === 0 && !pairs.includes(undefined) ? [] : [whole(path, replaces, local)];
    const changed = b.flatMap((next, index) => compare(element, pairs[index], next, [...path, index], replaces, local));
    const gone = old.map((_, i): Change => ({ path: [...path, b.length + i], kind: "delete", replaces, local }));
    return [...changed, ...gone];
  }
  const changes: Change[] = [];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (i >= b.length) changes.push({ path: [...path, i], kind: "delete", replaces, local });
    else if (i >= a.length) changes.push({ path: [...path, i], kind: "add", replaces, local });
    else changes.push(...compare(element, a[i], b[i], [...path, i], replaces, local));
  }
  return changes;
}

/** True where two elements of a keyed list are about the same thing. */
export function sameKey(element: Shape, key: string, a: unknown, b: unknown): boolean {
  return isRecord(a) && isRecord(b) && same(element.fields![key]!, a[key], b[key]);
}

function whole(path: Path, replaces: boolean, local: boolean): Change {
  return { path, kind: "update", replaces, local };
}

/** A value as the service sees it: its default stands for the same as nothing, and so does an empty optional list. */
function effective(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  const standard = shape.marks.serviceDefault;
  if (standard !== undefined && isDeepStrictEqual(canonical(shape, value), canonical(shape, standard)))
    return undefined;
  if (shape.optional && Array.isArray(value) && value.length === 0) return undefined;
  if (shape.optional && shape.kind === "map" && isRecord(value) && Object.keys(value).length === 0) return undefined;
  return value;
}

function canonical(shape: Shape, value: unknown): unknown {
  return shape.marks.canonical && !containsUnknown(value) ? shape.marks.canonical(value) : value;
}

/** True where a value need not be written down, because the service assumes it anyway. */
export function isServiceDefault(shape: Shape, value: unknown): boolean {
  return effective(shape, value) === undefined;
}

function sameAsset(a: unknown, b: unknown): boolean {
  if (!isAsset(a) || !isAsset(b)) return false;
  if (a.hash !== undefined && b.hash !== undefined) return a.hash === b.hash;
  return a.text === b.text && a.path === b.path && a.uri === b.uri;
}

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
