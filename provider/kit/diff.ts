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

/** What the changes below a place inherit from it. */
interface Place {
  path: Path;
  replaces: boolean;
  local: boolean;
}

/** Every difference between two values of a shape; empty means that they mean the same. */
export function diff(shape: Shape, old: unknown, next: unknown): Change[] {
  return compare(shape, old, next, { path: [], replaces: false, local: false });
}

export function same(shape: Shape, a: unknown, b: unknown): boolean {
  return diff(shape, a, b).length === 0;
}

function compare(shape: Shape, old: unknown, next: unknown, above: Place): Change[] {
  const { marks } = shape;
  const place: Place = {
    path: above.path,
    replaces: above.replaces || marks.replaces === true,
    local: above.local || marks.local === true,
  };
  let a = effective(shape, old);
  let b = effective(shape, next);
  if (a === undefined && b === undefined) return [];
  // An object that says nothing is still there to be compared field by field.
  if (shape.kind === "object" && isRecord(old)) a = old;
  if (shape.kind === "object" && isRecord(next)) b = next;
  if (b === undefined) {
    const kind = isNothing(next) ? "delete" : "update";
    // What is no longer managed stays as it is.
    return [marks.optIn ? { path: place.path, kind, replaces: false, local: true } : { ...place, kind }];
  }
  if (a === undefined) {
    // What becomes managed may be there already, so taking it up is never a reason to replace.
    return [{ ...place, kind: isNothing(old) ? "add" : "update", replaces: place.replaces && !marks.optIn }];
  }
  const update: Change[] = [{ ...place, kind: "update" }];
  if (marks.canonical && !containsUnknown(a) && !containsUnknown(b)) {
    return isDeepStrictEqual(marks.canonical(a), marks.canonical(b)) ? [] : update;
  }
  if (isAsset(a) || isAsset(b)) return sameAsset(a, b) ? [] : update;
  if (shape.kind === "array" && Array.isArray(a) && Array.isArray(b)) {
    if (!marks.unordered) return ordered(shape.element!, a, b, place);
    return marks.unordered === true ? unordered(shape, a, b, place) : keyed(shape, a, b, place);
  }
  if ((shape.kind === "object" || shape.kind === "map") && isRecord(a) && isRecord(b)) {
    const names = shape.fields ? Object.keys(shape.fields) : [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return names.flatMap((name) => {
      const child = shape.fields ? shape.fields[name]! : shape.element!;
      return compare(child, own(a, name), own(b, name), below(place, name));
    });
  }
  return isDeepStrictEqual(a, b) ? [] : update;
}

function ordered(element: Shape, a: unknown[], b: unknown[], place: Place): Change[] {
  const common = Math.min(a.length, b.length);
  const changes = a.slice(0, common).flatMap((old, i) => compare(element, old, b[i], below(place, i)));
  for (let i = common; i < b.length; i++) changes.push({ ...below(place, i), kind: "add" });
  for (let i = common; i < a.length; i++) changes.push({ ...below(place, i), kind: "delete" });
  return changes;
}

function unordered(shape: Shape, a: unknown[], b: unknown[], place: Place): Change[] {
  const pairs = pairUp(shape, a, b);
  return a.length === b.length && !pairs.includes(undefined) ? [] : [{ ...place, kind: "update" }];
}

// Elements of one key are compared with each other, what is left over with what was in its place. An element that is
// gone is told at its old place, where the engine looks for it.
function keyed(shape: Shape, a: unknown[], b: unknown[], place: Place): Change[] {
  const pairs = pairUp(shape, a, b);
  const gone = new Set(a.keys());
  for (const index of pairs) if (index !== undefined) gone.delete(index);
  const changes = b.flatMap((next, i): Change[] => {
    let index = pairs[i];
    if (index === undefined && gone.delete(i)) index = i;
    if (index === undefined) return [{ ...below(place, i), kind: "add" }];
    return compare(shape.element!, a[index], next, below(place, i));
  });
  for (const index of gone) changes.push({ ...below(place, index), kind: "delete" });
  return changes;
}

/**
 * For every element of `b` the index of its counterpart in the unordered list `a`: an equal one, or else one of the
 * same key where the list has a key.
 */
export function pairUp(shape: Shape, a: readonly unknown[], b: readonly unknown[]): (number | undefined)[] {
  const element = shape.element!;
  const { unordered } = shape.marks;
  const key = typeof unordered === "object" ? unordered.key : undefined;
  const left = [...a.keys()];
  return b.map((next) => {
    let found: number | undefined;
    for (const index of left) {
      if (key !== undefined && !sameKey(element, key, a[index], next)) continue;
      const equal = same(element, a[index], next);
      if (equal || key !== undefined) found = equal ? index : (found ?? index);
      if (equal) break;
    }
    if (found !== undefined) left.splice(left.indexOf(found), 1);
    return found;
  });
}

function sameKey(element: Shape, key: string, a: unknown, b: unknown): boolean {
  return isRecord(a) && isRecord(b) && same(element.fields![key]!, own(a, key), own(b, key));
}

/** A value as the service sees it: its default stands for the same as nothing, and so does an empty optional list. */
function effective(shape: Shape, value: unknown): unknown {
  if (isNothing(value)) return undefined;
  const standard = shape.marks.serviceDefault;
  if (standard !== undefined && isDeepStrictEqual(canonical(shape, value), canonical(shape, standard)))
    return undefined;
  return shape.optional && isEmpty(shape, value) ? undefined : value;
}

function isEmpty(shape: Shape, value: unknown): boolean {
  if (shape.kind === "array") return Array.isArray(value) && value.length === 0;
  if (shape.kind === "map") return isRecord(value) && Object.keys(value).length === 0;
  if (shape.kind !== "object" || !isRecord(value) || containsUnknown(value)) return false;
  return Object.entries(shape.fields!).every(([name, child]) => effective(child, own(value, name)) === undefined);
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

function below(place: Place, step: string | number): Place {
  return { ...place, path: [...place.path, step] };
}

function own(values: Values, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function isNothing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
