/**
 * The strict gate: which operation a request asks for, and whether it says anything that this operation does not know.
 * Unsupported is never answered with success.
 */
import { fail, invalidArgument } from "./errors";
import type { Context, Method, Operation } from "./operation";
import { SIGNATURE_PARAMS } from "./sign/authenticate";

/** x-oss-* headers that every operation accepts. */
const COMMON_HEADERS = new Set([
  "x-oss-date",
  "x-oss-security-token",
  "x-oss-content-sha256",
  "x-oss-user-agent",
  "x-oss-request-payer",
]);

/** Operations of the service that the emulator does not have, by query key; so that they are called by their name. */
const UNSUPPORTED = new Set(
  `accessMonitor accessPoint accessPointPolicy append asyncFetch bucketArchiveDirectRead callback callback-var cnameToken
  group httpsConfig img link objectInfo policyStatus processConfiguration publicAccessBlock qos qosInfo
  redundancyTransition resourceGroup resourcePool restore rtc select sequential style styleName symlink tasks
  userDefinedLogFieldsConfig vod x-oss-async-process x-oss-process x-oss-rename x-oss-traffic-limit`.split(/\s+/),
);

export interface Index {
  /** By "METHOD level", the most specific row first. */
  rows: ReadonlyMap<string, readonly Operation[]>;
  /** The query keys that name a sub-resource anywhere. */
  subresources: ReadonlySet<string>;
}

interface Asked {
  method: Method;
  level: Operation["level"];
  query: ReadonlyMap<string, string>;
  headers: Context["headers"];
}

export function indexOperations(operations: readonly Operation[]): Index {
  const rows = new Map<string, Operation[]>();
  const subresources = new Set<string>();
  for (const operation of operations) {
    const place = `${operation.method} ${operation.level}`;
    rows.set(place, [...(rows.get(place) ?? []), operation]);
    if (operation.subresource !== undefined) {
      subresources.add(operation.subresource);
    }
  }
  for (const list of rows.values()) {
    list.sort((a, b) => specificity(b) - specificity(a));
  }
  return { rows, subresources };
}

function specificity(operation: Operation): number {
  return (
    (operation.subresource === undefined ? 0 : 1) +
    Object.keys(operation.query ?? {}).length +
    (operation.selectingHeader === undefined ? 0 : 1)
  );
}

/** The row that the request selects; 501 NotImplemented when there is none, or a query key names another operation. */
export function findOperation(index: Index, asked: Asked): Operation {
  const rows = index.rows.get(`${asked.method} ${asked.level}`) ?? [];
  const row = rows.find(
    (operation) =>
      (operation.subresource === undefined || asked.query.has(operation.subresource)) &&
      Object.entries(operation.query ?? {}).every(([key, value]) =>
        value === true ? asked.query.has(key) : asked.query.get(key) === value,
      ) &&
      (operation.selectingHeader === undefined || asked.headers[operation.selectingHeader] !== undefined),
  );
  const foreign = [...asked.query].find(
    ([key, value]) =>
      (row === undefined || !knowsParameter(row, key)) &&
      // A key without a value is the way to ask for a sub-resource.
      (index.subresources.has(key) || UNSUPPORTED.has(key) || value === ""),
  );
  if (row === undefined || foreign !== undefined) {
    throw notImplemented(`${asked.method} ${foreign === undefined ? "" : `?${foreign[0]} `}on ${asked.level} level`);
  }
  if (row.selectingHeader === undefined && asked.headers["x-oss-copy-source"] !== undefined && row.level === "object") {
    throw notImplemented(`${asked.method} with x-oss-copy-source`);
  }
  return row;
}

function notImplemented(what: string) {
  const message = `The emulator does not implement this operation: ${what}. GET /_granary/operations lists what it does.`;
  return fail("NotImplemented", {}, { message });
}

function knowsParameter(operation: Operation, key: string): boolean {
  return (
    key === operation.subresource ||
    Object.hasOwn(operation.query ?? {}, key) ||
    operation.params?.includes(key) === true ||
    SIGNATURE_PARAMS.has(key)
  );
}

/**
 * Refuses query parameters and x-oss-* headers that the row does not know, with 400 InvalidArgument naming them.
 * @param warn told of an unknown version header; without it, that is refused too
 */
export function checkStrictly(operation: Operation, asked: Asked, warn?: (text: string) => void): void {
  for (const [key, value] of asked.query) {
    if (!knowsParameter(operation, key)) {
      throw invalidArgument(key, value, `The query parameter ${key} is unknown to ${operation.name}.`);
    }
  }
  for (const [name, value] of Object.entries(asked.headers)) {
    if (!name.startsWith("x-oss-") || COMMON_HEADERS.has(name) || knowsHeader(operation, name)) {
      continue;
    }
    if (warn !== undefined && name.includes("version")) {
      // A newer client that announces its API version is served: refusing it would break at every release.
      warn(`The header ${name} is unknown to the emulator and was ignored.`);
      continue;
    }
    throw invalidArgument(name, value ?? "", `The header ${name} is unknown to ${operation.name}.`);
  }
}

function knowsHeader(operation: Operation, name: string): boolean {
  return (
    name === operation.selectingHeader ||
    operation.headers?.some((known) => (known.endsWith("*") ? name.startsWith(known.slice(0, -1)) : name === known)) ===
      true
  );
}
