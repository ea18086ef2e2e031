import { createHmac } from "node:crypto";
import type { Credentials } from "../credentials";
import type { Signable } from "./v4";

// Signature version 1. OSS API reference 20220713, 8.1 and 9.2 give fragments of it; the rest is after Alibaba Cloud's
// pages "Include a V1 signature in the Authorization header" and "Add a V1 signature to a URL", checked against the vendor's Node SDK.

/** Query parameters that are part of the resource, hence signed. Others, such as prefix, max-keys and rule-id, are not. */
const SIGNED_PARAMETERS = new Set([
  ...["acl", "append", "asyncFetch", "bucketInfo", "callback", "callback-var", "cloudboxes", "cname", "comp"],
  ...["continuation-token", "cors", "delete", "encryption", "endTime", "img", "inventory", "inventoryId", "lifecycle"],
  ...["live", "location", "logging", "metaQuery", "objectMeta", "partNumber", "policy", "position", "qos", "qosInfo"],
  ...["referer", "regionList", "regions", "replication", "replicationLocation", "replicationProgress"],
  ...["requestPayment", "resourceGroup", "responseHeader", "response-cache-control", "response-content-disposition"],
  ...["response-content-encoding", "response-content-language", "response-content-type", "response-expires"],
  ...["restore", "rtc", "security-token", "sequential", "startTime", "stat", "status", "style", "styleName", "symlink"],
  ...[
    "tagging",
    "transferAcceleration",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "vod",
    "website",
  ],
  ...["worm", "wormExtend", "wormId"],
]);

function isSigned(parameter: string): boolean {
  return SIGNED_PARAMETERS.has(parameter) || parameter.startsWith("x-oss-");
}

/** `/`, `/bucket/` or `/bucket/key`, then the signed parameters; nothing is percent-encoded. */
export function canonicalizedResource({ bucket, key, query = {} }: Signable): string {
  const path = `/${bucket === undefined ? "" : `${bucket}/`}${key ?? ""}`;
  const parameters = Object.entries(query)
    .filter(([name]) => isSigned(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === true || value === "" ? name : `${name}=${value}`));
  return parameters.length === 0 ? path : `${path}?${parameters.join("&")}`;
}

/** `name:value` lines of every x-oss- header, sorted by name. */
export function canonicalizedHeaders(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .filter(([name]) => name.startsWith("x-oss-"))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}\n`)
    .join("");
}

/** @param when the value of the Date header, or of Expires in a URL */
export function stringToSign(request: Signable, when: string): string {
  const headers = Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return [
    request.method,
    headers["content-md5"] ?? "",
    headers["content-type"] ?? "",
    when,
    canonicalizedHeaders(headers) + canonicalizedResource(request),
  ].join("\n");
}

export function signature(accessKeySecret: string, text: string): string {
  return createHmac("sha1", accessKeySecret).update(text).digest("base64");
}

export function authorizationHeader(
  request: Signable,
  { accessKeyId, accessKeySecret }: Credentials,
  when: string,
): string {
  return `OSS ${accessKeyId}:${signature(accessKeySecret, stringToSign(request, when))}`;
}

/** The headers that make a request signed: everything given plus x-oss-date, the token and Authorization. */
export function signHeaders(request: Signable, credentials: Credentials, date: Date): Record<string, string> {
  const when = date.toUTCString();
  const headers: Record<string, string> = { ...request.headers, "x-oss-date": when };
  if (credentials.securityToken) headers["x-oss-security-token"] = credentials.securityToken;
  return { ...headers, authorization: authorizationHeader({ ...request, headers }, credentials, when) };
}

/** The query of a URL that carries its own signature. `expires`: seconds since 1970. */
export function presignedQuery(
  request: Signable,
  credentials: Credentials,
  expires: number,
): Record<string, string | true> {
  const query: Record<string, string | true> = {
    ...request.query,
    ...(credentials.securityToken ? { "security-token": credentials.securityToken } : {}),
  };
  const signed = signature(credentials.accessKeySecret, stringToSign({ ...request, query }, String(expires)));
  return { ...query, OSSAccessKeyId: credentials.accessKeyId, Expires: String(expires), Signature: signed };
}
