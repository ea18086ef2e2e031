/** Chooses the scheme by what the request carries, and gives who it is. */
import { fail, invalidArgument } from "../errors";
import type { Identity } from "../operation";
import { REGIONS } from "../regions";
import type { Request } from "../request";
import type { Credential } from "./credentials";
import { type Resource, verifyHeaderV1, verifyUrlV1 } from "./v1";
import { ALGORITHM, type VerifiedV4, verifyHeaderV4, verifyUrlV4, wrongScope } from "./v4";

export interface Authenticated {
  identity: Identity;
  /** True when the signature is in the URL. */
  presigned: boolean;
  /** The region of a V4 scope. */
  scopeRegion?: string;
  payloadSha256?: string;
}

/** Query keys of the signature schemes: operations do not know them, and the journal does not keep them. */
export const SIGNATURE_PARAMS: ReadonlySet<string> = new Set([
  "OSSAccessKeyId",
  "Expires",
  "Signature",
  "security-token",
  "x-oss-signature-version",
  "x-oss-credential",
  "x-oss-date",
  "x-oss-expires",
  "x-oss-signature",
  "x-oss-additional-headers",
  "x-oss-security-token",
]);

export function authenticate(
  request: Request,
  resource: Resource & { region?: string },
  known: { credentials: readonly Credential[]; region: string },
  now: Date,
): Authenticated {
  // A preflight is answered before any authentication, also when a client signs it: the vendor's Java SDK signs OPTIONS
  // over headers that it does not send.
  if (request.method === "OPTIONS") {
    return { identity: { anonymous: true, ownerId: "" }, presigned: false };
  }
  const { authorization } = request.headers;
  const urlV4 = request.query.has("x-oss-signature-version") || request.query.has("x-oss-signature");
  const urlV1 = request.query.has("Signature") || request.query.has("OSSAccessKeyId");
  if (authorization === undefined) {
    if (urlV4) {
      return fromV4(verifyUrlV4(request, resource, known.credentials, now), resource, known.region, true);
    }
    if (urlV1) {
      return from(verifyUrlV1(request, resource, known.credentials, now), true);
    }
    return { identity: { anonymous: true, ownerId: "" }, presigned: false };
  }
  if (urlV1 || urlV4) {
    throw fail("InvalidArgument", {}, { message: "Signatures in the header and in the URL cannot be combined." });
  }
  if (authorization.startsWith(`${ALGORITHM} `)) {
    return fromV4(verifyHeaderV4(request, resource, known.credentials, now), resource, known.region, false);
  }
  if (authorization.startsWith("OSS ")) {
    return from(verifyHeaderV1(request, resource, known.credentials, now), false);
  }
  throw invalidArgument("Authorization", "***", "Unsupported authorization type.");
}

function fromV4(verified: VerifiedV4, resource: { region?: string }, own: string, presigned: boolean): Authenticated {
  const { region, credential, payloadSha256 } = verified;
  // Where Host names no region the scope does; it must then be one that exists.
  if (resource.region === undefined ? region !== own && !REGIONS.includes(region) : region !== resource.region) {
    throw wrongScope();
  }
  return { ...from(credential, presigned), scopeRegion: region, payloadSha256 };
}

function from({ accessKeyId, ownerId }: Credential, presigned: boolean): Authenticated {
  return { identity: { anonymous: false, ownerId, accessKeyId }, presigned };
}
