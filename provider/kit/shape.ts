// The only file that looks inside zod: it turns a schema into a plain tree (Shape) that schema, diff, check, observe
// and the generators walk.
import type { z } from "zod";
import type { Path } from "./path";

/** What a definition says about a field beyond its zod type. Set with {@link field}. */
export interface Marks {
  /** Prose for the manual: meaning, unit, limits, default. */
  doc: string;
  /** A change of this field can only be made by replacing the resource. */
  replaces?: boolean;
  /** Encrypted in state, never printed. */
  secret?: boolean;
  /** The service never gives this value back: a refresh keeps the recorded one. */
  writeOnly?: boolean;
  /** The service may leave this value out of its answers; then the recorded one is taken as unchanged. */
  lossy?: boolean;
  /** Steers Granary only and is never sent: a change of it alone costs no request. */
  local?: boolean;
  /** Managed only while it is set: neither refresh nor import brings it in, and leaving it out changes nothing live. */
  optIn?: boolean;
  /** Order has no meaning. `key` names the field by which elements are paired. */
  unordered?: boolean | { key: string };
  /** What the service assumes when the field is left out; leaving it out and writing this value are the same. */
  serviceDefault?: unknown;
  /** The form in which two values are compared (spelling variants, JSON text). Must be total and idempotent. */
  canonical?: (value: unknown) => unknown;
  /** Outputs only: the value changes whenever the resource is written, so a preview calls it unknown. */
  volatile?: boolean;
  /** Name of the object type in the schema and the SDKs (module-wide unique). */
  typeName?: string;
  /** The value is a Pulumi asset. */
  asset?: boolean;
  /** Left out, the name is made from the resource's name in this charset. */
  autoname?: { maxLength: number };
  /** Filled in by Granary, not by users: left out of SDKs and pages as an argument. */
  internal?: boolean;
}

export type Field = z.ZodType;
export type Fields = Record<string, z.ZodType>;

/** Attaches marks to a schema. */
export function field<S extends z.ZodType>(schema: S, marks: Marks): S {
  return schema.meta(marks as unknown as Parameters<S["meta"]>[0]) as S;
}

export type ShapeKind = "string" | "boolean" | "integer" | "number" | "object" | "array" | "map" | "any" | "asset";

export interface Shape {
  kind: ShapeKind;
  marks: Partial<Marks>;
  optional: boolean;
  /** What validates a value of this shape. */
  schema: z.ZodType;
  /** Allowed values of a string. */
  values?: string[];
  /** Fields of an object. */
  fields?: Record<string, Shape>;
  /** Elements of an array or values of a map. */
  element?: Shape;
}

const compiled = new WeakMap<Fields, Shape>();

/** The shape of an object with the given fields; compiled once. */
export function shapeOf(fields: Fields): Shape {
  let shape = compiled.get(fields);
  if (!shape) {
    // Loading zod takes a third of the plugin's start, and nothing needs it before the first resource is checked.
    const { z } = require("zod") as typeof import("zod");
    const schema = z.strictObject(fields as Record<string, Field>);
    shape = { kind: "object", marks: {}, optional: false, schema, fields: mapValues(fields, compile) };
    compiled.set(fields, shape);
  }
  return shape;
}

interface Def {
  type: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  valueType?: z.ZodType;
  shape?: Fields;
  entries?: Record<string, string>;
  values?: string[];
  check?: string;
  format?: string;
  checks?: { _zod: { def: { check: string; format?: string } } }[];
}

// zod keeps metadata on the schema object it was set on; a wrapper made later does not inherit it.
function compile(schema: z.ZodType): Shape {
  const marks: Partial<Marks> = {};
  let optional = false;
  let current = schema;
  let def = current._zod.def as unknown as Def;
  while (true) {
    for (const [name, value] of Object.entries(current.meta() ?? {})) {
      (marks as Record<string, unknown>)[name] ??= value;
    }
    if (def.type !== "optional" && def.type !== "default" && def.type !== "nullable") break;
    optional = true;
    current = def.innerType!;
    def = current._zod.def as unknown as Def;
  }
  const base = { marks, optional, schema };
  if (marks.asset) return { ...base, kind: "asset" };
  switch (def.type) {
    case "string":
      return { ...base, kind: "string" };
    case "enum":
      return { ...base, kind: "string", values: Object.values(def.entries!) };
    case "literal":
      return { ...base, kind: "string", values: def.values! };
    case "boolean":
      return { ...base, kind: "boolean" };
    case "number": {
      const integer = def.format === "safeint" || def.checks?.some((c) => c._zod.def.format === "safeint");
      return { ...base, kind: integer ? "integer" : "number" };
    }
    case "array":
      return { ...base, kind: "array", element: compile(def.element!) };
    case "record":
      return { ...base, kind: "map", element: compile(def.valueType!) };
    case "object":
      return { ...base, kind: "object", fields: mapValues(def.shape!, compile) };
    default:
      return { ...base, kind: "any" };
  }
}

/** The shape that describes the value at a path. */
export function shapeAt(shape: Shape, path: Path): Shape | undefined {
  let at: Shape | undefined = shape;
  for (const step of path) {
    if (at?.fields) at = Object.hasOwn(at.fields, step) ? at.fields[step as string] : undefined;
    else at = at?.element;
  }
  return at;
}

/** Where a value is secret by definition. */
export function* secretsIn(shape: Shape, value: unknown, path: Path = []): Generator<Path> {
  if (value === undefined || value === null) return;
  if (shape.marks.secret) yield path;
  else if (Array.isArray(value)) {
    if (!shape.element) return;
    for (const [index, element] of value.entries()) yield* secretsIn(shape.element, element, [...path, index]);
  } else if (typeof value === "object") {
    for (const [name, child] of Object.entries(value)) {
      const at = shapeAt(shape, [name]);
      if (at) yield* secretsIn(at, child, [...path, name]);
    }
  }
}

function mapValues<A, B>(source: Record<string, A>, f: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(source).map(([name, value]) => [name, f(value)]));
}
