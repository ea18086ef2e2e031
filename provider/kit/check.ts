// Validation before any request: zod finds the problems, this file drops those that only exist because a value is not
// known yet, and words the rest as a person would.
import { z } from "zod";
import type { Path } from "./path";
import { formatPath, getAt } from "./path";
import { type Field, type Fields, type Shape, shapeOf } from "./shape";
import { containsUnknown, UNKNOWN, type Values } from "./values";

export interface Problem {
  path: Path;
  /** What is wrong and what is right, without the path. */
  message: string;
}

/** Reports a problem of a cross-field rule. */
export type Report = (path: Path, message: string) => void;

/** A rule over several fields; it runs only on values that are fully known. */
export type Rule<V = Values> = (values: V, report: Report) => void;

const objects = new WeakMap<Fields, z.ZodType>();

/** All problems of the values, in the order of the fields. */
export function problems(fields: Fields, values: Values, rule?: Rule): Problem[] {
  let object = objects.get(fields);
  if (!object) {
    object = z.strictObject(fields as Record<string, Field>);
    objects.set(fields, object);
  }
  const shape = shapeOf(fields);
  const found: Problem[] = [];
  const result = object.safeParse(values);
  for (const issue of result.success ? [] : (result.error.issues as unknown as Issue[])) {
    collect(issue, shape, values, found);
  }
  if (rule) applyRule(rule, values, found);
  return found;
}

// A rule may rely on valid, known values. Where some are not, it is run as far as it gets and heard only on the paths
// that have no problem of their own; the same rule runs again when everything is known.
function applyRule(rule: Rule, values: Values, found: Problem[]): void {
  if (found.length === 0 && !containsUnknown(values)) {
    rule(values, (path, message) => found.push({ path, message }));
    return;
  }
  const known = [...found];
  try {
    rule(values, (path, message) => {
      const overlaps = known.some((problem) => startsWith(path, problem.path) || startsWith(problem.path, path));
      if (!overlaps && !containsUnknown(getAt(values, path.slice(0, 2)))) found.push({ path, message });
    });
  } catch {}
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((step, index) => path[index] === step);
}

interface Issue {
  code: string;
  path: Path;
  message: string;
  keys?: string[];
  values?: unknown[];
  expected?: string;
  minimum?: number;
  maximum?: number;
  origin?: string;
  format?: string;
  errors?: Issue[][];
}

function collect(issue: Issue, shape: Shape, values: Values, found: Problem[]): void {
  const value = getAt(values, issue.path);
  // Whole-value checks (lengths, formats, refinements) cannot judge a value with something unknown inside it.
  if (containsUnknown(value) && (issue.code !== "unrecognized_keys" || value === UNKNOWN)) return;
  const at = shapeAt(shape, issue.path);
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys ?? []) {
      found.push({ path: [...issue.path, key], message: `is not an argument${suggestion(key, at)}` });
    }
    return;
  }
  found.push({ path: issue.path, message: wording(issue, value, at?.marks.secret === true) });
}

function wording(issue: Issue, value: unknown, secret: boolean): string {
  const shown = secret ? "the value" : show(value);
  const text = typeof value === "string";
  const unit = issue.origin === "string" ? "characters" : issue.origin === "array" ? "elements" : "entries";
  switch (issue.code) {
    case "invalid_value":
      if (value === undefined) return `is required: one of ${issue.values?.join(", ")}`;
      return `${shown} is not one of ${issue.values?.join(", ")}`;
    case "invalid_type":
      if (value === undefined) return "is required";
      return `must be ${article(issue.expected ?? "")}, not ${secret ? "this" : show(value)}`;
    case "too_small":
      if (!isDefault(issue)) return issue.message;
      if (issue.origin === "number") return `${shown} is less than ${issue.minimum}`;
      if (issue.minimum === 1) return "must not be empty";
      return `${text ? shown : "it"} has fewer than ${issue.minimum} ${unit}`;
    case "too_big":
      if (!isDefault(issue)) return issue.message;
      if (issue.origin === "number") return `${shown} is more than ${issue.maximum}`;
      return `has more than ${issue.maximum} ${unit}`;
    default:
      return issue.message;
  }
}

// zod's own sentences start like this; a definition's own message is kept.
function isDefault(issue: Issue): boolean {
  return issue.message.startsWith("Too ");
}

function article(type: string): string {
  const name = { int: "whole number", record: "map", object: "object", array: "list" }[type] ?? type;
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function suggestion(key: string, shape: Shape | undefined): string {
  const names = Object.entries(shape?.fields ?? {})
    .filter(([, child]) => !child.marks.internal)
    .map(([name]) => name);
  const near = names.find((name) => distance(name.toLowerCase(), key.toLowerCase()) <= 2);
  if (near) return `; did you mean "${near}"?`;
  return names.length > 0 ? `; there are ${names.join(", ")}` : "";
}

/** Levenshtein distance; the words are short. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The shape that describes the value at a path. */
export function shapeAt(shape: Shape, path: Path): Shape | undefined {
  let at: Shape | undefined = shape;
  for (const step of path) at = at?.fields ? at.fields[step as string] : at?.element;
  return at;
}

/** `rules[3].allowedMethods[0]: "PATCH" is not one of GET, PUT` */
export function formatProblem(problem: Problem): string {
  return `${formatPath(problem.path)}: ${problem.message}`;
}
