/**
 * Signature version 1, in the header and in the URL. Outside the API reference; the vendor's public page "Include a V1
 * signature in the Authorization header" and its SDKs agree on it.
 */
import { createHmac } from "node:crypto";
import { fail, invalidArgument } from "../errors";
import type { Request } from "../request";
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

/** Query keys that belong to CanonicalizedResource; all others (prefix, marker, max-keys, rule-id, ...) are not signed. */
const SIGNED = new Set(
  `accessMonitor acl append asyncFetch bucketInfo callback callback-var cloudboxes cname comp continuation-token cors
  delete encryption endTime group httpsConfig img inventory inventoryId lifecycle link live location logging metaQuery
  objectInfo objectMeta partNumber policy policyStatus position publicAccessBlock qos qosInfo referer regionList regions
  replication replicationLocation replicationProgress requestPayment resourceGroup response-cache-control
  response-content-disposition response-content-encoding response-content-language response-content-type
  response-expires restore rtc security-token sequential startTime stat status style styleName symlink tagging
  transferAcceleration uploadId uploads versionId versioning versions vod website worm wormExtend wormId`.split(/\s+/),
);

/** The bucket and key that the request addresses, however it does that. */
export interface Resource {
  bucketName?: string;
  key?: string;
}

export function stringToSignV1(
  method: string,
  headers: Readonly<Record<string, string | undefined>>,
  query: ReadonlyMap<string, string>,
  resource: Resource,
  date: string,
): string {
  const ossHeaders = Object.keys(headers)
    .filter((name) => name.startsWith("x-oss-") && headers[name] !== undefined)
    .sort()
    .map((name) => `${name}:${headerText(headers[name] ?? "")}\n`)
    .join("");
  const parameters = [...query]
    .filter(([key]) => SIGNED.has(key) || key.startsWith("x-oss-"))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => (value === "" ? key : `${key}=${value}`))
    .join("&");
  const path = resource.bucketName === undefined ? "/" : `/${resource.bucketName}/${resource.key ?? ""}`;
  return [
    method,
    headerText(headers["content-md5"] ?? ""),
    headerText(headers["content-type"] ?? ""),
    date,
    ossHeaders + path + (parameters === "" ? "" : `?${parameters}`),
  ].join("\n");
}

export function signatureV1(accessKeySecret: string, stringToSign: string): string {
  return createHmac("sha1", accessKeySecret).update(stringToSign).digest("base64");
}

/** `Authorization: OSS <id>:<signature>`. */
export function verifyHeaderV1(
  request: Request,
  resource: Resource,
  credentials: readonly Credential[],
  now: Date,
): Credential {
  const [, accessKeyId, signature] = /^OSS ([^:]+):\s?(\S+)$/.exec(request.headers.authorization ?? "") ?? [];
  if (accessKeyId === undefined || signature === undefined) {
    throw invalidArgument("Authorization", "***", "Authorization header is invalid.");
  }
  const date = request.headers["x-oss-date"] ?? request.headers.date ?? "";
  const time = new Date(date);
  if (!/ GMT$/.test(date) || Number.isNaN(time.getTime())) {
    throw noDate();
  }
  checkSkew(time, now);
  const claim = { accessKeyId, signature, securityToken: request.headers["x-oss-security-token"] };
  return check(request, resource, credentials, claim, request.query, date);
}

/** `?OSSAccessKeyId=&Expires=&Signature=`, with Expires (seconds since 1970) in the place of the date. */
export function verifyUrlV1(
  request: Request,
  resource: Resource,
  credentials: readonly Credential[],
  now: Date,
): Credential {
  const accessKeyId = request.query.get("OSSAccessKeyId");
  const signature = request.query.get("Signature");
  const expires = request.query.get("Expires");
  if (!accessKeyId || !signature || !expires) {
    throw fail(
      "AccessDenied",
      {},
      {
        message: "Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters",
        ec: "",
      },
    );
  }
  if (!/^\d{1,11}$/.test(expires)) {
    throw fail("AccessDenied", { Expires: expires }, { message: "Invalid Expires.", ec: "" });
  }
  // Expiry is checked before the signature.
  if (Number(expires) * 1000 < now.getTime()) {
    throw expired(new Date(Number(expires) * 1000), now);
  }
  const securityToken = request.query.get("security-token") ?? request.headers["x-oss-security-token"];
  return check(request, resource, credentials, { accessKeyId, signature, securityToken }, request.query, expires);
}

function check(
  request: Request,
  resource: Resource,
  credentials: readonly Credential[],
  claim: Claim,
  query: ReadonlyMap<string, string>,
  date: string,
): Credential {
  const credential = findCredential(credentials, claim);
  const text = stringToSignV1(request.method, request.headers, query, resource, date);
  const matches = (stringToSign: string) =>
    sameSignature(claim.signature, signatureV1(credential.accessKeySecret, stringToSign));
  if (matches(text)) {
    return credential;
  }
  // The vendor's SDKs disagree on regions (DescribeRegions): Go version 2 signs it, Python and Go version 1 do not.
  const others = new Map([...query].filter(([key]) => key !== "regions"));
  if (query.has("regions") && matches(stringToSignV1(request.method, request.headers, others, resource, date))) {
    return credential;
  }
  throw mismatch(claim, text);
}
