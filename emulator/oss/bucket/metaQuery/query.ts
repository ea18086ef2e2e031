/** Conditions of DoMetaQuery: JSON to a test of objects. OSS API reference 20220713, section 7.17.3 (L6960-7023). */
import type { VersionRow } from "../../../store/rows";
import { fail, type OssFailure } from "../../errors";
import { bytes } from "../fields";
import { fieldOf } from "./fields";

/** Largest condition in bytes. EntityTooLarge is documented (L7031), its size is not. */
const MOST_QUERY_BYTES = 64 * 1024;

export type Test = (version: VersionRow) => boolean;

/** Compiles the text of the Query element; an empty object or none of its keys matches nothing and is refused. */
export function readQuery(text: string): Test {
  if (bytes(text) > MOST_QUERY_BYTES) {
    throw fail("EntityTooLarge", {}, { message: `The query is larger than ${MOST_QUERY_BYTES} bytes.`, ec: "" });
  }
  let query: unknown;
  try {
    query = JSON.parse(text);
  } catch {
    throw bad("The Query is not valid JSON.");
  }
  return compile(query);
}

function compile(query: unknown): Test {
  if (typeof query !== "object" || query === null || Array.isArray(query)) {
    throw bad("A query must be a JSON object.");
  }
  const {
    Field: field,
    Value: value,
    Operation: operation,
    SubQueries: inner,
    ...rest
  } = query as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw bad(`Element ${unknown} is unknown in a query.`);
  }
  if (operation === undefined) {
    throw fail("MissingParameter", { ParameterName: "Operation" });
  }
  return operation === "and" || operation === "or" || operation === "not"
    ? combine(operation, inner, field !== undefined || value !== undefined)
    : compare(operation, field, value, inner !== undefined);
}

/** "You only need to set subquery conditions when Operation is set to AND, OR, or NOT" (L6843). */
function combine(operation: "and" | "or" | "not", inner: unknown, simple: boolean): Test {
  if (simple || !Array.isArray(inner) || inner.length === 0) {
    throw bad(`The operation ${operation} takes SubQueries and nothing else.`);
  }
  const tests = inner.map(compile);
  switch (operation) {
    case "and":
      return (version) => tests.every((test) => test(version));
    case "or":
      return (version) => tests.some((test) => test(version));
    case "not":
      return (version) => !tests.some((test) => test(version));
  }
}

function compare(operation: unknown, name: unknown, value: unknown, nested: boolean): Test {
  if (nested) {
    throw bad("SubQueries are for the operations and, or, not.");
  }
  if (name === undefined || value === undefined) {
    throw fail("MissingParameter", { ParameterName: name === undefined ? "Field" : "Value" });
  }
  const field = typeof name === "string" ? fieldOf(name) : undefined;
  if (field === undefined || typeof value !== "string") {
    throw bad(field === undefined ? `The field ${String(name)} is not supported.` : "The Value must be a string.");
  }
  if (operation === "match" && field.match) {
    return (version) => String(field.valueOf(version) ?? "").includes(value);
  }
  if (operation === "prefix" && field.prefix) {
    return (version) => String(field.valueOf(version) ?? "\u0000").startsWith(value);
  }
  const holds = typeof operation === "string" ? ORDER[operation] : undefined;
  if (holds === undefined) {
    throw bad(`The operation ${String(operation)} is not supported for the field ${String(name)}.`);
  }
  const wanted = field.kind === "text" ? value : field.kind === "time" ? Date.parse(value) : Number(value);
  if (Number.isNaN(wanted) || value === "") {
    throw bad(`The Value ${value} does not fit the field ${String(name)}.`);
  }
  return (version) => {
    const actual = field.valueOf(version);
    return actual !== undefined && holds(actual < wanted ? -1 : actual > wanted ? 1 : 0);
  };
}

const ORDER: Readonly<Record<string, (sign: number) => boolean>> = {
  eq: (sign) => sign === 0,
  gt: (sign) => sign > 0,
  gte: (sign) => sign >= 0,
  lt: (sign) => sign < 0,
  lte: (sign) => sign <= 0,
};

export function bad(message: string): OssFailure {
  return fail("InvalidParameter", {}, { message });
}
