// What DoMetaQuery takes, told before anything is asked. OSS API reference 20220713, 7.17.3 and 7.17.5.
import type { Report } from "../kit/check";
import type { Values } from "../kit/values";
import { isRecord, jsonObject } from "./fields";

const COMPARISONS = ["eq", "gt", "gte", "lt", "lte"];
const OPERATIONS = [...COMPARISONS, "match", "prefix"];
const COMBINATIONS = ["and", "or", "not"];
const ELEMENTS = ["Field", "Value", "Operation", "SubQueries"];
const STATISTICS = ["min", "max", "average", "sum"];

/** Fields that are numbers: the only ones with statistics, and without a beginning to search by. */
const NUMBERS = ["Size", "OSSTaggingCount"];
const TEXTS = [
  ...["ETag", "Etag", "ObjectACL", "OSSCRC64", "OSSObjectType", "OSSStorageClass", "ServerSideEncryption"],
  "ServerSideEncryptionCustomerAlgorithm",
];

/** Operations that a field takes in a condition; undefined for a field that the reference does not know. */
function operationsOf(field: string): string[] | undefined {
  if (field === "Filename") return OPERATIONS;
  if (NUMBERS.includes(field) || field === "FileModifiedTime") return COMPARISONS;
  return TEXTS.includes(field) || isKeyed(field) ? [...COMPARISONS, "prefix"] : undefined;
}

/** Tags and user metadata: neither counted nor sorted by. */
function isKeyed(field: string): boolean {
  return field.startsWith("OSSTagging.") || field.startsWith("OSSUserMeta.");
}

export function checkMetaQuery(inputs: Values, report: Report): void {
  const query = jsonObject(inputs.query);
  if (query) checkCondition(query, "", (message) => report(["query"], message));
  else report(["query"], "is not a JSON object");
  if (inputs.sort && isKeyed(inputs.sort)) report(["sort"], `"${inputs.sort}" can't be sorted by`);
  if (inputs.order && !inputs.sort) report(["order"], "goes with sort only");
  for (const [index, { field, operation }] of ((inputs.aggregations ?? []) as Values[]).entries()) {
    const known = operationsOf(field) !== undefined;
    const numeric = STATISTICS.includes(operation);
    if (!known || (numeric ? NUMBERS.includes(field) : !isKeyed(field))) continue;
    const what = numeric ? `; only ${NUMBERS.join(" and ")} are numbers` : "";
    report(["aggregations", index, "operation"], `"${operation}" can't be computed of ${field}${what}`);
  }
}

type Tell = (message: string) => void;

function checkCondition(condition: Values, where: string, tell: Tell): void {
  const at = (name: string): string => (where === "" ? name : `${where}.${name}`);
  const strange = Object.keys(condition).find((name) => !ELEMENTS.includes(name));
  const { Operation: operation } = condition;
  if (strange !== undefined) {
    tell(`${at(strange)} is no element of a condition; there are ${ELEMENTS.join(", ")}`);
  } else if (COMBINATIONS.includes(operation)) checkCombination(condition, at, tell);
  else if (OPERATIONS.includes(operation)) checkComparison(condition, at, tell);
  else {
    const all = [...OPERATIONS, ...COMBINATIONS].join(", ");
    tell(`${at("Operation")} must be one of ${all}, not ${JSON.stringify(operation)}`);
  }
}

function checkCombination(
  { Operation, Field, Value, SubQueries: parts }: Values,
  at: (name: string) => string,
  tell: Tell,
) {
  if (Field !== undefined || Value !== undefined) tell(`${at("Operation")} ${Operation} goes with SubQueries only`);
  const list: unknown[] = Array.isArray(parts) ? parts : [];
  if (list.length === 0) tell(`${at("SubQueries")} must be a list of conditions with Operation ${Operation}`);
  for (const [index, part] of list.entries()) {
    const place = at(`SubQueries[${index}]`);
    if (isRecord(part)) checkCondition(part, place, tell);
    else tell(`${place} must be an object`);
  }
}

function checkComparison({ Operation, Field, Value, SubQueries }: Values, at: (name: string) => string, tell: Tell) {
  if (SubQueries !== undefined) tell(`${at("SubQueries")} goes with the operations ${COMBINATIONS.join(", ")} only`);
  if (typeof Value !== "string") tell(`${at("Value")} must be a text, such as "1048576"`);
  if (typeof Field !== "string" || Field === "") tell(`${at("Field")} must name a field`);
  const allowed = operationsOf(String(Field)) ?? OPERATIONS;
  if (!allowed.includes(Operation)) {
    tell(`${at("Operation")} ${Operation} does not go with ${Field}, which takes ${allowed.join(", ")}`);
  }
}
