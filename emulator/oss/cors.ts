/** Cross-origin answers. OSS API reference 20220713, PutBucketCors (rule matching, L6353-6359) and Options (L6620). */
import { wildcard } from "./access";
import type { CorsDocument, CorsRule } from "./documents";
import { fail } from "./errors";
import { type Context, type Operation, type Reply, theBucket } from "./operation";

/** Headers for the answer to a request that carries an Origin; none when no rule matches. */
export function corsHeaders(
  document: CorsDocument | undefined,
  headers: Readonly<Record<string, string | undefined>>,
  method: string,
): Record<string, string> {
  const vary: Record<string, string> = document?.responseVary === true ? { Vary: "Origin" } : {};
  const { origin } = headers;
  const rule = origin === undefined ? undefined : document?.rules.find((each) => matches(each, origin, method, []));
  return rule === undefined || origin === undefined ? vary : { ...allow(rule, origin), ...vary };
}

/** The first match of origin, method and every requested header. */
function matches(rule: CorsRule, origin: string, method: string, headers: readonly string[]): boolean {
  return (
    rule.allowedOrigins.some((allowed) => wildcard(allowed, origin)) &&
    rule.allowedMethods.includes(method) &&
    headers.every((header) => rule.allowedHeaders.some((allowed) => wildcard(allowed, header, "i")))
  );
}

function allow(rule: CorsRule, origin: string): Record<string, string> {
  return {
    "Access-Control-Allow-Origin": rule.allowedOrigins.includes("*") ? "*" : origin,
    "Access-Control-Allow-Methods": rule.allowedMethods.join(", "),
    ...(rule.exposeHeaders.length > 0 ? { "Access-Control-Expose-Headers": rule.exposeHeaders.join(", ") } : {}),
    ...(rule.maxAgeSeconds !== undefined ? { "Access-Control-Max-Age": String(rule.maxAgeSeconds) } : {}),
  };
}

function preflight(ctx: Context): Reply {
  const origin = ctx.headers.origin;
  const method = ctx.headers["access-control-request-method"];
  const asked = (ctx.headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const document = ctx.store.getDocument(theBucket(ctx).name, "cors");
  const rule =
    origin === undefined || method === undefined
      ? undefined
      : document?.rules.find((each) => matches(each, origin, method, asked));
  if (rule === undefined || origin === undefined) {
    throw fail("AccessForbidden", { Method: method ?? "", ResourceType: "OBJECT", Origin: origin ?? "" });
  }
  return {
    status: 200,
    headers: {
      ...allow(rule, origin),
      ...(asked.length > 0 ? { "Access-Control-Allow-Headers": asked.join(", ") } : {}),
      ...(document?.responseVary === true ? { Vary: "Origin" } : {}),
    },
  };
}

// A preflight needs no signature (L6628); browsers send it to objects, and to the bucket before a list.
const ROW = { name: "OptionObject", method: "OPTIONS", source: "L6620", verified: "sdk", hns: false } as const;

export const preflightOperations: readonly Operation[] = [
  { ...ROW, level: "object", handle: preflight },
  { ...ROW, level: "bucket", handle: preflight },
];
