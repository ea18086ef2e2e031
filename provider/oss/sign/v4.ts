import { createHash, createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { Credentials } from "../credentials";
import { encodeKey, percentEncode } from "../endpoint";

// Signature version 4. Not in the OSS API reference 20220713; after Alibaba Cloud's pages "Include a V4 signature in
// the Authorization header" and "Add a V4 signature to a URL", checked against the vendor's Node SDK.

export const ALGORITHM = "OSS4-HMAC-SHA256";
/** The only value that OSS takes in x-oss-content-sha256: bodies are not part of the signature. */
export const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

/** What a signature covers, besides the time and the key. */
export interface Signable {
  method: string;
  bucket?: string;
  key?: string;
  /** `true` and "" are a parameter without a value. */
  query?: Readonly<Record<string, string | true>>;
  /** Every header that is sent; the signature picks its own. */
  headers?: Readonly<Record<string, string>>;
  /** Names of further headers to sign, in lower case. */
  additionalHeaders?: readonly string[];
}

export function canonicalRequest(request: Signable): string {
  const { method, bucket, key, query = {}, headers = {}, additionalHeaders = [] } = request;
  const path = `/${bucket === undefined ? "" : `${bucket}/`}${key ?? ""}`;
  const extra = [...additionalHeaders].sort();
  const signed = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .filter(([name]) => isAlwaysSigned(name) || extra.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const payload = signed.find(([name]) => name === "x-oss-content-sha256")?.[1] ?? UNSIGNED_PAYLOAD;
  return [
    method,
    encodeKey(path),
    canonicalQuery(query),
    signed.map(([name, value]) => `${name}:${value}\n`).join(""),
    extra.join(";"),
    payload,
  ].join("\n");
}

/** Names and values percent-encoded and sorted by encoded name; this is also how the query goes on the wire. */
export function canonicalQuery(query: Readonly<Record<string, string | true>>): string {
  return Object.entries(query)
    .map(([name, value]) => [percentEncode(name), value === true ? "" : percentEncode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`))
    .join("&");
}

/** `20231203T121212Z` */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** `20231203/cn-hangzhou/oss/aliyun_v4_request` */
export function scope(date: Date, region: string): string {
  return `${timestamp(date).slice(0, 8)}/${region}/oss/aliyun_v4_request`;
}

export function stringToSign(date: Date, region: string, canonical: string): string {
  const hashed = createHash("sha256").update(canonical).digest("hex");
  return [ALGORITHM, timestamp(date), scope(date, region), hashed].join("\n");
}

let lastKey: { of: string; key: KeyObject } | undefined;

/**
 * The secret never signs anything itself: a chain of keys for the day, the region and the service is derived from it. The
 * last one is kept, as a client asks for the same one all day.
 */
export function signingKey(accessKeySecret: string, date: Date, region: string): KeyObject {
  const parts = scope(date, region).split("/");
  const of = [accessKeySecret, ...parts].join("\0");
  if (lastKey?.of !== of) {
    const first = Buffer.from(`aliyun_v4${accessKeySecret}`);
    lastKey = { of, key: createSecretKey(parts.reduce<Buffer>((key, part) => hmac(key, part), first)) };
  }
  return lastKey.key;
}

export function signature(key: KeyObject, text: string): string {
  return hmac(key, text).toString("hex");
}

export function authorizationHeader(
  request: Signable,
  { accessKeyId, accessKeySecret }: Credentials,
  date: Date,
  region: string,
): string {
  const signed = signature(
    signingKey(accessKeySecret, date, region),
    stringToSign(date, region, canonicalRequest(request)),
  );
  const extra = [...(request.additionalHeaders ?? [])].sort().join(";");
  const additional = extra === "" ? "" : `,AdditionalHeaders=${extra}`;
  return `${ALGORITHM} Credential=${accessKeyId}/${scope(date, region)}${additional},Signature=${signed}`;
}

/** The headers that make a request signed: everything given plus x-oss-date, the payload mark, the token, Authorization. */
export function signHeaders(
  request: Signable,
  credentials: Credentials,
  date: Date,
  region: string,
): Record<string, string> {
  const headers: Record<string, string> = {
    ...request.headers,
    "x-oss-date": timestamp(date),
    "x-oss-content-sha256": UNSIGNED_PAYLOAD,
  };
  if (credentials.securityToken) headers["x-oss-security-token"] = credentials.securityToken;
  return { ...headers, authorization: authorizationHeader({ ...request, headers }, credentials, date, region) };
}

/** The query of a URL that carries its own signature. `expires`: seconds, 1 to 604,800 (7 days). */
export function presignedQuery(
  request: Signable,
  credentials: Credentials,
  date: Date,
  region: string,
  expires: number,
): Record<string, string | true> {
  const extra = [...(request.additionalHeaders ?? [])].sort().join(";");
  const query: Record<string, string | true> = {
    ...request.query,
    "x-oss-credential": `${credentials.accessKeyId}/${scope(date, region)}`,
    "x-oss-date": timestamp(date),
    "x-oss-expires": String(expires),
    "x-oss-signature-version": ALGORITHM,
    ...(extra === "" ? {} : { "x-oss-additional-headers": extra }),
    ...(credentials.securityToken ? { "x-oss-security-token": credentials.securityToken } : {}),
  };
  const canonical = canonicalRequest({ ...request, query });
  const key = signingKey(credentials.accessKeySecret, date, region);
  return { ...query, "x-oss-signature": signature(key, stringToSign(date, region, canonical)) };
}

function isAlwaysSigned(name: string): boolean {
  return name === "content-type" || name === "content-md5" || name.startsWith("x-oss-");
}

function hmac(key: Buffer | KeyObject, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
