/**
 * Signature version 4 (OSS4-HMAC-SHA256), in the header and in the URL. Outside the API reference; from the vendor's
 * public pages on V4 signatures, checked against the vectors of its SDKs.
 */
import { createHash, createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { fail, invalidArgument, type OssFailure } from "../errors";
import { encodePath, encodeStrict, type Request, splitQuery } from "../request";
import {
  type Claim,
  type Credential,
  checkSkew,
  expired,
  findCredential,
  headerText,
  mismatch,
  noDate,
  sameSignature,
} from "./credentials";
import type { Resource } from "./v1";

export const ALGORITHM = "OSS4-HMAC-SHA256";
const UNSIGNED = "UNSIGNED-PAYLOAD";
const TERMINATOR = "aliyun_v4_request";
/** Seven days, in seconds. */
const MOST_EXPIRES = 7 * 24 * 3600;

export interface Scope {
  /** yyyymmdd */
  date: string;
  region: string;
}

export interface VerifiedV4 {
  credential: Credential;
  region: string;
  /** The SHA-256 that the body must have, when the request signed one. */
  payloadSha256?: string;
}

export function canonicalRequestV4(
  request: Pick<Request, "method" | "headers" | "rawQuery">,
  resource: Resource,
  additionalHeaders: readonly string[],
  emptyValues: "bare" | "as sent" = "bare",
): string {
  const names = new Set(additionalHeaders);
  for (const name of Object.keys(request.headers)) {
    if (name.startsWith("x-oss-") || name === "content-type" || name === "content-md5") {
      names.add(name);
    }
  }
  const headers = [...names]
    .filter((name) => request.headers[name] !== undefined)
    .sort()
    .map((name) => `${name}:${headerText(request.headers[name] ?? "")}\n`)
    .join("");
  const sent = emptyValues === "as sent" ? request.rawQuery.split("&") : [];
  const withEquals = new Set(sent.filter((pair) => pair.endsWith("=")).map((pair) => pair.slice(0, -1)));
  const query = splitQuery(request.rawQuery)
    .filter(([key]) => key !== "x-oss-signature")
    .map(([key, value]) => [encodeStrict(key), encodeStrict(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, value]) => (value !== "" || withEquals.has(key) ? `${key}=${value}` : key))
    .join("&");
  const path = resource.bucketName === undefined ? "/" : `/${resource.bucketName}/${resource.key ?? ""}`;
  return [
    request.method,
    encodePath(path),
    query,
    headers,
    additionalHeaders.join(";"),
    request.headers["x-oss-content-sha256"] ?? UNSIGNED,
  ].join("\n");
}

/** `timestamp` is yyyymmddThhmmssZ. */
export function stringToSignV4(timestamp: string, scope: Scope, canonicalRequest: string): string {
  const hash = createHash("sha256").update(canonicalRequest).digest("hex");
  return [ALGORITHM, timestamp, `${scope.date}/${scope.region}/oss/${TERMINATOR}`, hash].join("\n");
}

// The key is the same for a day, and most requests have the same one: the last is kept.
let lastKey: { of: string; key: KeyObject } | undefined;

function signingKey(accessKeySecret: string, scope: Scope): KeyObject {
  const of = [accessKeySecret, scope.date, scope.region].join("\0");
  if (lastKey?.of !== of) {
    const key = [scope.date, scope.region, "oss", TERMINATOR].reduce<Buffer>(
      (last, next) => createHmac("sha256", last).update(next).digest(),
      Buffer.from(`aliyun_v4${accessKeySecret}`),
    );
    lastKey = { of, key: createSecretKey(key) };
  }
  return lastKey.key;
}

export function signatureV4(accessKeySecret: string, scope: Scope, stringToSign: string): string {
  return createHmac("sha256", signingKey(accessKeySecret, scope)).update(stringToSign).digest("hex");
}

/** `Authorization: OSS4-HMAC-SHA256 Credential=...,[AdditionalHeaders=...,]Signature=...`. */
export function verifyHeaderV4(
  request: Request,
  resource: Resource,
  credentials: readonly Credential[],
  now: Date,
): VerifiedV4 {
  const fields = new Map(
    (request.headers.authorization ?? "")
      .slice(ALGORITHM.length + 1)
      .split(",")
      .map((field): [string, string] => {
        const cut = field.indexOf("=");
        return [field.slice(0, cut).trim(), field.slice(cut + 1).trim()];
      }),
  );
  const credential = fields.get("Credential");
  const signature = fields.get("Signature");
  if (credential === undefined || signature === undefined || !/^[0-9a-f]{64}$/.test(signature)) {
    throw invalidArgument("Authorization", "***", "Authorization header is invalid.");
  }
  const { accessKeyId, scope } = readCredential(credential, "Authorization header");
  const timestamp = request.headers["x-oss-date"] ?? request.headers.date ?? "";
  const time = readTimestamp(timestamp);
  checkSkew(time, now);
  if (request.headers["x-oss-content-sha256"] === undefined) {
    throw invalidArgument("x-oss-content-sha256", "", "The x-oss-content-sha256 header is required.");
  }
  const claim = { accessKeyId, signature, securityToken: request.headers["x-oss-security-token"] };
  return check(request, resource, credentials, claim, compact(time), scope, fields.get("AdditionalHeaders"));
}

/** `?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=&x-oss-date=&x-oss-expires=&x-oss-signature=`. */
export function verifyUrlV4(
  request: Request,
  resource: Resource,
  credentials: readonly Credential[],
  now: Date,
): VerifiedV4 {
  const parameter = (name: string): string => {
    const value = request.query.get(name);
    if (value === undefined || value === "") {
      throw invalidArgument(name, "", `The ${name} parameter is required.`);
    }
    return value;
  };
  if (parameter("x-oss-signature-version") !== ALGORITHM) {
    throw invalidArgument(
      "x-oss-signature-version",
      parameter("x-oss-signature-version"),
      `The signature version must be ${ALGORITHM}.`,
    );
  }
  const { accessKeyId, scope } = readCredential(parameter("x-oss-credential"), "x-oss-credential");
  const time = readTimestamp(parameter("x-oss-date"));
  const expires = parameter("x-oss-expires");
  if (!/^\d{1,6}$/.test(expires) || Number(expires) < 1 || Number(expires) > MOST_EXPIRES) {
    throw invalidArgument("x-oss-expires", expires, `x-oss-expires must be from 1 to ${MOST_EXPIRES} seconds.`);
  }
  const end = new Date(time.getTime() + Number(expires) * 1000);
  if (end < now) {
    throw expired(end, now);
  }
  if (time > now) {
    checkSkew(time, now);
  }
  const securityToken = request.query.get("x-oss-security-token") ?? request.headers["x-oss-security-token"];
  const claim = { accessKeyId, signature: parameter("x-oss-signature"), securityToken };
  const additional = request.query.get("x-oss-additional-headers");
  return check(request, resource, credentials, claim, compact(time), scope, additional);
}

function check(
  request: Request,
  resource: Resource,
  credentials: readonly Credential[],
  claim: Claim,
  timestamp: string,
  scope: Scope,
  additional: string | undefined,
): VerifiedV4 {
  const names = additional === undefined ? [] : additional.split(";");
  if (names.some((name) => !/^[a-z0-9-]+$/.test(name)) || names.join() !== [...names].sort().join()) {
    throw invalidArgument("AdditionalHeaders", additional ?? "", "Additional headers must be lower-case and sorted.");
  }
  if (timestamp.slice(0, 8) !== scope.date) {
    throw invalidArgument("Credential", scope.date, "Invalid signing date in the credential scope.");
  }
  const payload = request.headers["x-oss-content-sha256"] ?? UNSIGNED;
  if (payload !== UNSIGNED && !/^[0-9a-f]{64}$/.test(payload)) {
    throw invalidArgument("x-oss-content-sha256", payload, `It must be ${UNSIGNED} or 64 lower-case hex digits.`);
  }
  const credential = findCredential(credentials, claim);
  const canonicalRequest = canonicalRequestV4(request, resource, names);
  const text = stringToSignV4(timestamp, scope, canonicalRequest);
  const signs = (each: string) => sameSignature(claim.signature, signatureV4(credential.accessKeySecret, scope, each));
  // The vendor's Go SDK signs an empty value as `prefix`, its Node SDK as `prefix=`; both are taken.
  const asSent = () => stringToSignV4(timestamp, scope, canonicalRequestV4(request, resource, names, "as sent"));
  // The vendor's Go SDK version 1 sends no x-oss-date, and signs the text of its Date header as it stands.
  const date =
    request.headers["x-oss-date"] === undefined && !request.query.has("x-oss-date") ? request.headers.date : undefined;
  const withDate = () => date !== undefined && signs(stringToSignV4(date, scope, canonicalRequest));
  if (!signs(text) && !signs(asSent()) && !withDate()) {
    throw mismatch(claim, text, canonicalRequest);
  }
  return { credential, region: scope.region, payloadSha256: payload === UNSIGNED ? undefined : payload };
}

function readCredential(text: string, where: string): { accessKeyId: string; scope: Scope } {
  const parts = text.split("/");
  const [accessKeyId, date, region, product, terminator] = parts;
  if (!accessKeyId || !date || !/^\d{8}$/.test(date) || !region || parts.length !== 5 || terminator !== TERMINATOR) {
    throw invalidArgument("Credential", "***", `Invalid credential in ${where}.`);
  }
  if (product !== "oss") {
    throw fail("InvalidArgument", {}, { message: `Invalid signing product in ${where}.`, ec: "0002-00000227" });
  }
  return { accessKeyId, scope: { date, region } };
}

/** The scope names another region than the endpoint. */
export function wrongScope(): OssFailure {
  return fail(
    "InvalidArgument",
    {},
    { message: "Invalid signing region in Authorization header.", ec: "0002-00000226" },
  );
}

/** yyyymmddThhmmssZ, or the form of the Date header. */
function readTimestamp(text: string): Date {
  const compactForm = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  const iso = compactForm && `${compactForm.slice(1, 4).join("-")}T${compactForm.slice(4, 7).join(":")}Z`;
  const time = new Date(iso ?? (/ GMT$/.test(text) ? text : Number.NaN));
  if (Number.isNaN(time.getTime())) {
    throw noDate();
  }
  return time;
}

function compact(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d{3}/g, "");
}
