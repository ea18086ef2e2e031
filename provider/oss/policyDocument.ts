// Policy documents compared by meaning: JSON text or object, one value or a list of one, lists in any order.
import type { Report } from "../kit/check";
import type { Path } from "../kit/path";
import type { Values } from "../kit/values";

/** The document as an object; undefined when the text is no JSON object. */
export function parsePolicy(policy: unknown): Values | undefined {
  if (typeof policy !== "string") return isRecord(policy) ? policy : undefined;
  try {
    const parsed = JSON.parse(policy);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * One form for all documents that mean the same: sorted keys, sorted lists without repetitions, every list-or-value a
 * list, nothing empty.
 */
export function canonicalPolicy(policy: unknown): unknown {
  const document = parsePolicy(policy);
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

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The structure that the samples of the reference show. */
export function checkPolicy(policy: unknown, report: Report): void {
  const document = parsePolicy(policy);
  if (!document) {
    report(["policy"], "is not a JSON object");
    return;
  }
  if (document.Version !== "1") report(["policy"], `Version must be "1", not ${JSON.stringify(document.Version)}`);
  if (!Array.isArray(document.Statement) || document.Statement.length === 0) {
    report(["policy"], "Statement must be a list with at least one statement");
    return;
  }
  for (const [index, statement] of document.Statement.entries()) {
    const at: Path = ["policy"];
    const where = `Statement[${index}]`;
    if (!isRecord(statement)) {
      report(at, `${where} must be an object`);
      continue;
    }
    if (statement.Effect !== "Allow" && statement.Effect !== "Deny") {
      report(at, `${where}.Effect must be Allow or Deny, not ${JSON.stringify(statement.Effect)}`);
    }
    for (const name of ["Action", "Resource", "Principal"]) {
      const list = asList(statement[name] ?? statement[`Not${name}`]);
      const complete = list.length > 0 && list.every((each) => typeof each === "string" && each !== "");
      if (!complete && !(name === "Principal" && isRecord(statement[name]))) {
        report(at, `${where}.${name} must name at least one ${name.toLowerCase()}`);
      }
    }
    const known = [
      "Effect",
      "Action",
      "Resource",
      "Principal",
      "NotPrincipal",
      "NotAction",
      "NotResource",
      "Condition",
      "Sid",
    ];
    for (const name of Object.keys(statement)) {
      if (!known.includes(name))
        report(at, `${where}.${name} is no element of a statement; there are ${known.join(", ")}`);
    }
  }
}
