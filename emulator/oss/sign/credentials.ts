/** The access keys that the emulator knows, and the checks that every scheme shares. */
import { timingSafeEqual } from "node:crypto";
import { fail, type OssFailure } from "../errors";
import { isoTime } from "../time";

export interface Credential {
  accessKeyId: string;
  accessKeySecret: string;
  /** The account; several keys may belong to one. */
  ownerId: string;
  /** Present = temporary keys of STS, valid only together with this token. */
  securityToken?: string;
  /** A token that a permanent pair may carry as well. */
  optionalToken?: string;
}

/** What a signature claims, before it is checked. */
export interface Claim {
  accessKeyId: string;
  signature: string;
  securityToken?: string;
}

/** The key pair of a claim. InvalidAccessKeyId and the codes of STS tokens are outside the API reference. */
export function findCredential(credentials: readonly Credential[], claim: Claim): Credential {
  const { accessKeyId, securityToken } = claim;
  const credential = credentials.find((known) => known.accessKeyId === accessKeyId);
  if (credential === undefined) {
    throw fail("InvalidAccessKeyId", { OSSAccessKeyId: accessKeyId });
  }
  if (securityToken === undefined) {
    // As the service: keys of STS without their token are unknown keys.
    if (credential.securityToken !== undefined) {
      throw fail("InvalidAccessKeyId", { OSSAccessKeyId: accessKeyId });
    }
    return credential;
  }
  if (securityToken === credential.securityToken || securityToken === credential.optionalToken) {
    return credential;
  }
  const tokens = credentials.flatMap((known) => [known.securityToken, known.optionalToken]);
  throw fail(tokens.includes(securityToken) ? "AccessKeyIdAndSecurityTokenNotMatch" : "InvalidSecurityToken");
}

/** Compares in constant time. */
export function sameSignature(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The answer shows what the server signed, so that a client can compare; never the secret. */
export function mismatch(claim: Claim, stringToSign: string, canonicalRequest?: string): OssFailure {
  return fail("SignatureDoesNotMatch", {
    OSSAccessKeyId: claim.accessKeyId,
    SignatureProvided: claim.signature,
    StringToSign: stringToSign,
    StringToSignBytes: hexBytes(stringToSign),
    ...(canonicalRequest === undefined
      ? {}
      : { CanonicalRequest: canonicalRequest, CanonicalRequestBytes: hexBytes(canonicalRequest) }),
  });
}

function hexBytes(text: string): string {
  return [...Buffer.from(text)].map((byte) => `${byte.toString(16).toUpperCase().padStart(2, "0")} `).join("");
}

/** Largest difference between the clock of the request and ours. */
const MOST_SKEW_MS = 15 * 60 * 1000;

export function checkSkew(time: Date, now: Date): void {
  if (Math.abs(time.getTime() - now.getTime()) > MOST_SKEW_MS) {
    throw fail("RequestTimeTooSkewed", {
      MaxAllowedSkewMilliseconds: String(MOST_SKEW_MS),
      RequestTime: isoTime(time.getTime()),
      ServerTime: isoTime(now.getTime()),
    });
  }
}

/** 403 when the request carries no time that can be read. */
export function noDate(): OssFailure {
  return fail("AccessDenied", {}, { message: "OSS authentication requires a valid Date.", ec: "" });
}

export function expired(expires: Date, now: Date): OssFailure {
  return fail(
    "AccessDenied",
    { Expires: isoTime(expires.getTime()), ServerTime: isoTime(now.getTime()) },
    { message: "Request has expired.", ec: "" },
  );
}

/** What is signed: the bytes that were sent. node:http decodes header bytes as Latin-1. */
export function headerText(value: string): string {
  return Buffer.from(value, "latin1").toString("utf8").trim();
}
