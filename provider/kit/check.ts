// Validation before any request: zod finds the problems, this file drops those that only exist because a value is not
// known yet, and words the rest as a person would.
import { formatPath, getAt, type Path, startsWith } from "./path";
import { type Fields, type Shape, secretsIn, shapeAt, shapeOf } from "./shape";
import { containsUnknown, UNKNOWN, type Values } from "./values";

export interface Problem {
  path: Path;
  /** What is wrong and what is right, without the path. */
  message: string;
}

/** Reports a problem of a cross-field rule. */
export type Report = (path: Path, message: string) => void;

/** A rule over several fields. What it reports is heard only as far as it follows from valid, known values. */
export type Rule<V = Values> = (values: V, report: Report) => void;

/**
 * All problems of the values, in the order of the fields.
 *
 * @param secrets where the program itself made values secret; they are kept out of messages like those that are secret
 *   by definition
 */
export function problems(fields: Fields, values: Values, rule?: Rule, secrets: readonly Path[] = []): Problem[] {
  const shape = shapeOf(fields);
  const hidden = [...secrets, ...secretsIn(shape, values)];
  const found: Problem[] = [];
  for (const issue of issuesOf(shape, values)) collect(issue, shape, values, hidden, found);
  if (rule) applyRule(rule, values, found);
  return hidden.length === 0 ? found : found.map((problem) => ({ ...problem, message: hide(problem, values, hidden) }));
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
  issues?: Issue[];
  errors?: Issue[][];
}

// zod looks at the length of a list first and leaves the elements of one that is too long unseen.
function issuesOf(shape: Shape, value: unknown): Issue[] {
  const result = shape.schema.safeParse(value);
  if (result.success) return [];
  return (result.error.issues as unknown as Issue[]).flatMap((issue) => {
    const list = issue.code === "too_big" ? getAt(value, issue.path) : undefined;
    const element = shapeAt(shape, issue.path)?.element;
    if (!Array.isArray(list) || !element) return [issue];
    const unseen = list.flatMap((each, index) =>
      issuesOf(element, each).map((inner) => ({ ...inner, path: [...issue.path, index, ...inner.path] })),
    );
    return [issue, ...unseen];
  });
}

function collect(issue: Issue, shape: Shape, values: Values, hidden: Path[], found: Problem[]): void {
  const value = getAt(values, issue.path);
  if (issue.code !== "invalid_key" && !isJudged(issue, value)) return;
  const at = shapeAt(shape, issue.path);
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys ?? []) {
      found.push({ path: [...issue.path, key], message: `is not an argument${suggestion(key, at)}` });
    }
    return;
  }
  const near = hidden.some((path) => startsWith(issue.path, path) || startsWith(path, issue.path));
  const secret = near || (at !== undefined && holdsSecret(at));
  // zod asks for a whole number in two steps; who gives a text is told the whole of it.
  const whole = issue.expected === "number" && at?.kind === "integer";
  found.push({ path: issue.path, message: wording(whole ? { ...issue, expected: "int" } : issue, value, secret) });
}

// A value of the wrong type may hold a secret at a place that the definition does not know.
function holdsSecret(shape: Shape): boolean {
  const parts = [...Object.values(shape.fields ?? {}), ...(shape.element ? [shape.element] : [])];
  return shape.marks.secret === true || parts.some(holdsSecret);
}

// Of a value with something unknown inside, only the names of its keys and its length as a list can be judged.
function isJudged(issue: Issue, value: unknown): boolean {
  if (value === UNKNOWN) return false;
  if (issue.code === "unrecognized_keys" || issue.origin === "array") return true;
  return !containsUnknown(value);
}

// A rule may rely on valid, known values. Where some are not, it is run as far as it gets, and a report is dropped when
// the rule has read a doubtful argument before, or when the report is about something doubtful itself. The same rule
// runs again when everything is known.
function applyRule(rule: Rule, values: Values, found: Problem[]): void {
  const wrong = [...found];
  const doubtful = Object.keys(values).filter((name) => containsUnknown(values[name]));
  doubtful.push(...wrong.map((problem) => String(problem.path[0])));
  if (doubtful.length === 0) {
    rule(values, (path, message) => found.push({ path, message }));
    return;
  }
  const read = new Set<unknown>();
  const watched: Values = { ...values };
  for (const name of new Set(doubtful)) {
    const value = trapped(values[name]);
    const get = () => {
      read.add(name);
      return value;
    };
    Object.defineProperty(watched, name, { get, enumerable: true });
  }
  try {
    rule(watched, (path, message) => {
      const others = [...read].some((name) => name !== path[0]);
      const overlaps = wrong.some((problem) => startsWith(path, problem.path) || startsWith(problem.path, path));
      if (others || (path.length > 0 && (overlaps || containsUnknown(getAt(values, path.slice(0, 2)))))) return;
      found.push({ path, message });
    });
  } catch {}
}

// Looking into what is not known yet ends the run of a rule: a symbol would pass for an object without properties.
const TRAP: object = new Proxy(
  {},
  {
    get() {
      throw new TypeError("this value is not known yet");
    },
    ownKeys() {
      throw new TypeError("this value is not known yet");
    },
  },
);

/** A copy in which nobody can look into what is unknown. */
function trapped(value: unknown): unknown {
  if (value === UNKNOWN) return TRAP;
  if (!containsUnknown(value)) return value;
  if (Array.isArray(value)) return value.map(trapped);
  return Object.fromEntries(Object.entries(value as Values).map(([name, child]) => [name, trapped(child)]));
}

// Rules quote values as they are.
function hide(problem: Problem, values: Values, hidden: readonly Path[]): string {
  let message = problem.message;
  for (const text of hidden.flatMap((path) => texts(getAt(values, path)))) {
    message = message.replaceAll(`"${text}"`, "the value");
    if (text.length >= 4) message = message.replaceAll(text, "[secret]");
  }
  return message;
}

function texts(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

function wording(issue: Issue, value: unknown, secret: boolean): string {
  const shown = secret ? "the value" : show(value);
  const unit = { string: "character", array: "element" }[issue.origin ?? ""] ?? "entry";
  const number = issue.origin === "number" || issue.origin === "int";
  switch (issue.code) {
    case "invalid_value":
      if (value === undefined) return `is required: one of ${issue.values?.join(", ")}`;
      return `${shown} is not one of ${issue.values?.join(", ")}`;
    case "invalid_type":
      if (value === undefined) return "is required";
      return `must be ${article(issue.expected ?? "")}, not ${secret ? "this" : show(value)}`;
    case "invalid_union": {
      if (value === undefined) return "is required";
      const types = (issue.errors ?? []).flat().flatMap((each) => (each.expected ? [article(each.expected)] : []));
      return `must be ${[...new Set(types)].join(" or ")}, not ${secret ? "this" : show(value)}`;
    }
    case "invalid_key": {
      const [inner] = issue.issues ?? [];
      return inner ? wording(inner, issue.path[issue.path.length - 1], secret) : issue.message;
    }
    case "too_small":
      if (!isDefault(issue)) return issue.message;
      if (number) return `${shown} is less than ${issue.minimum}`;
      if (issue.minimum === 1) return "must not be empty";
      return `${issue.origin === "string" ? `${shown} ` : ""}has fewer than ${count(issue.minimum, unit)}`;
    case "too_big":
      if (!isDefault(issue)) return issue.message;
      if (number) return `${shown} is more than ${issue.maximum}`;
      return `has more than ${count(issue.maximum, unit)}`;
    default:
      return issue.message;
  }
}

function count(number: number | undefined, unit: string): string {
  return `${number} ${number === 1 ? unit : unit.replace(/y$/, "ie").concat("s")}`;
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
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function suggestion(key: string, shape: Shape | undefined): string {
  const names = Object.entries(shape?.fields ?? {})
    .filter(([, child]) => !child.marks.internal)
    .map(([name]) => name);
  const [near] = names
    .map((name) => ({ name, steps: distance(name.toLowerCase(), key.toLowerCase()) }))
    .filter(({ name, steps }) => steps <= Math.min(2, Math.ceil(name.length / 3)))
    .sort((a, b) => a.steps - b.steps);
  if (near) return `; did you mean "${near.name}"?`;
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

/** `rules[3].allowedMethods[0]: "PATCH" is not one of GET, PUT` */
export function formatProblem(problem: Problem): string {
  return problem.path.length === 0 ? problem.message : `${formatPath(problem.path)}: ${problem.message}`;
}
