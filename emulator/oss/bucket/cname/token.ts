/** Tokens that prove the ownership of a domain. OSS API reference 20220713, sections 7.18.1 and 7.18.2. */
import { randomBytes } from "node:crypto";
import type { Store } from "../../../store/store";
import type { XmlChild } from "../../../xml";
import { invalidArgument } from "../../errors";

/** "By default, a CNAME token expires within 12 hours after it is created" (L7145). */
const VALID_MS = 12 * 60 * 60 * 1000;

/** Document names of the tokens and of the mapped domains of a bucket. */
export const TOKENS = "cnameToken/";
export const CNAMES = "cname/";

export interface CnameToken {
  domain: string;
  /** 32 hex digits. */
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The token of a domain while it is valid. */
export function tokenOf(store: Store, bucket: string, domain: string, now: Date): CnameToken | undefined {
  const token = store.getDocument<CnameToken>(bucket, TOKENS + domain);
  return token !== undefined && now.getTime() < token.expiresAt ? token : undefined;
}

export function createToken(store: Store, bucket: string, domain: string, now: Date): CnameToken {
  const token: CnameToken = { domain, token: randomBytes(16).toString("hex"), expiresAt: now.getTime() + VALID_MS };
  store.putDocument(bucket, TOKENS + domain, token);
  return token;
}

/** How many tokens of a bucket are valid. */
export function countTokens(store: Store, bucket: string, now: Date): number {
  const names = store.listDocuments(bucket, TOKENS);
  return names.filter((name) => tokenOf(store, bucket, name.slice(TOKENS.length), now) !== undefined).length;
}

/** A domain name in lower case, of at least two labels; else 400 InvalidArgument. */
export function readDomain(text: string, name: string): string {
  const domain = text.toLowerCase();
  const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  if (!new RegExp(`^(${label}\\.)+${label}$`).test(domain) || domain.length > 253) {
    throw invalidArgument(name, text, "The format of the cname is invalid.");
  }
  return domain;
}

export function tokenXml(bucket: string, token: CnameToken): XmlChild[] {
  return [
    ["Bucket", bucket],
    ["Cname", token.domain],
    ["Token", token.token],
    ["ExpireTime", new Date(token.expiresAt).toUTCString()],
  ];
}
