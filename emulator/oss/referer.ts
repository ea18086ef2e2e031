/** Hotlink protection. OSS API reference 20220713, PutBucketReferer. */
import { wildcard } from "./access";
import type { RefererDocument } from "./documents";
import { fail } from "./errors";

/**
 * Throws AccessDenied when the whitelist does not let the request pass. It is asked for objects fetched anonymously or
 * by a signed URL; requests with an Authorization header are exempt (outside the API reference: the vendor's guide on
 * hotlink protection).
 */
export function checkReferer(document: RefererDocument | undefined, referer: string | undefined): void {
  // Without entries there is no whitelist to be on.
  if (document === undefined || document.referers.length === 0) {
    return;
  }
  if (referer === undefined || referer === "") {
    if (!document.allowEmptyReferer) {
      throw denied("0003-00000501");
    }
    return;
  }
  // AllowTruncateQueryString, default true: the query string of the Referer does not take part.
  const whole = document.allowTruncateQueryString === false ? referer : referer.replace(/\?[\s\S]*$/, "");
  // An entry without a path covers all pages of its site: browsers send at least the trailing slash.
  const candidates = [whole, whole.replace(/\/$/, ""), siteOf(whole)];
  if (!document.referers.some((entry) => candidates.some((candidate) => wildcard(entry, candidate, "i")))) {
    throw denied();
  }
}

function siteOf(referer: string): string {
  return /^[a-z]+:\/\/[^/?#]+/i.exec(referer)?.[0] ?? referer;
}

function denied(ec = "") {
  return fail("AccessDenied", {}, { message: "You are denied by bucket referer policy.", ec });
}
