// Policy documents compared by meaning: JSON text or object, one value or a list of one, lists in any order.
import type { Report } from "../kit/check";
import type { Values } from "../kit/values";
import { byteLength, isRecord, jsonObject } from "./fields";

/**
 * One form for all documents that mean the same: sorted keys, sorted lists without repetitions, every list-or-value a
 * list, nothing empty.
 */
export function canonicalPolicy(policy: unknown): unknown {
  const document = jsonObject(policy);
  if (!document) return policy;
  const statements = asList(document.Statement).map((statement) => sorted(statement, 0));
  return { ...(sorted({ ...document, Statement: undefined }, 0) as Values), Statement: ordered(statements) };
}

// Inside a statement every scalar stands for a list of one; conditions nest two levels (operator, then key).
function sorted(value: unknown, depth: number): unknown {
  if (Array.isArray(value))
    return ordered(value.map((element) => (isRecord(element) ? sorted(element, depth) : element)));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined && each !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]): [string, unknown] => {
      const keep = depth === 0 && (name === "Effect" || name === "Version" || name === "Sid");
      return [name, keep || isRecord(each) ? sorted(each, depth + 1) : sorted(asList(each), depth + 1)];
    })
    .filter(([, each]) => !(isRecord(each) && Object.keys(each).length === 0));
  return Object.fromEntries(entries);
}

function ordered(list: unknown[]): unknown[] {
  const byText = new Map(list.map((each) => [JSON.stringify(each) ?? String(each), each]));
  return [...byText.keys()].sort().map((text) => byText.get(text));
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** Outside of the reference: the limit of the vendor's guide to bucket policies. */
const MOST_BYTES = 16 * 1024;

const ELEMENTS = [
  ...["Effect", "Action", "Resource", "Principal", "NotPrincipal", "NotAction", "NotResource", "Condition", "Sid"],
];

/** What the names of actions and resources begin with; anything else is for another service, and matches nothing. */
const BEGINNINGS: Readonly<Record<string, string>> = { Action: "oss:", Resource: "acs:oss:" };

/** The document as it is sent. */
export function policyText(policy: unknown): string {
  return typeof policy === "string" ? policy : JSON.stringify(policy);
}

/** The structure that the samples of the reference show. */
export function checkPolicy(policy: unknown, report: Report): void {
  const tell = (message: string): void => report(["policy"], message);
  const document = jsonObject(policy);
  if (!document) {
    tell("is not a JSON object");
    return;
  }
  if (document.Version !== "1") tell(`Version must be "1", not ${JSON.stringify(document.Version)}`);
  const { Statement: statements } = document;
  if (!Array.isArray(statements) || statements.length === 0) {
    tell("Statement must be a list with at least one statement");
    return;
  }
  for (const [index, statement] of statements.entries()) {
    if (isRecord(statement)) checkStatement(statement, `Statement[${index}]`, tell);
    else tell(`Statement[${index}] must be an object`);
  }
  const size = byteLength(policyText(policy));
  if (size > MOST_BYTES) tell(`has ${size} bytes; OSS takes 16384 (16 KB)`);
}

function checkStatement(statement: Values, where: string, tell: (message: string) => void): void {
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") {
    tell(`${where}.Effect must be Allow or Deny, not ${JSON.stringify(statement.Effect)}`);
  }
  for (const name of ["Action", "Resource", "Principal"]) {
    const list = asList(statement[name] ?? statement[`Not${name}`]);
    const complete = list.length > 0 && list.every((each) => typeof each === "string" && each !== "");
    if (!complete && !(name === "Principal" && isRecord(statement[name]))) {
      const everybody = name === "Principal" ? ' ("*" for everybody)' : "";
      tell(`${where}.${name} must name at least one ${name.toLowerCase()}${everybody}`);
    }
    const beginning = BEGINNINGS[name];
    const strange = list.find((each) => typeof each === "string" && each !== "" && !begins(each, beginning));
    if (strange !== undefined) tell(`${where}.${name} must begin with ${beginning} or be *, not "${strange}"`);
  }
  checkCondition(statement.Condition ?? {}, `${where}.Condition`, tell);
  for (const name of Object.keys(statement)) {
    if (!ELEMENTS.includes(name))
      tell(`${where}.${name} is no element of a statement; there are ${ELEMENTS.join(", ")}`);
  }
}

function begins(name: string, beginning: string | undefined): boolean {
  return beginning === undefined || name === "*" || name.startsWith(beginning);
}

// Operators, in each of them keys, and for each key one text or several.
function checkCondition(condition: unknown, where: string, tell: (message: string) => void): void {
  if (!isRecord(condition)) tell(`${where} must be an object`);
  for (const [operator, keys] of Object.entries(isRecord(condition) ? condition : {})) {
    if (!isRecord(keys)) tell(`${where}.${operator} must be an object, such as {"acs:SourceIp": ["10.0.0.0/8"]}`);
    for (const [key, values] of Object.entries(isRecord(keys) ? keys : {})) {
      if (asList(values).every((each) => typeof each === "string")) continue;
      tell(`${where}.${operator}["${key}"] must be a text or a list of texts, such as "true" or "5"`);
    }
  }
}
