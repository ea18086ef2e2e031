import { z } from "zod";
import type { Report } from "../kit/check";
import { field } from "../kit/shape";
import type { Values } from "../kit/values";
import { bearingOf } from "./bearings";
import { bucketConfig } from "./bucketConfig";
import { byteLength, canonicalHeaders, canonicalSet, distinct, filledText } from "./fields";
import { type Cors, type CorsRule, decodeCors, encodeCors } from "./wire/cors";

/** Characters that OSS does not take in header names of a rule. */
const badHeaderCharacters = /[<>&'"]/;

const rule = field(
  z.strictObject({
    allowedOrigins: field(z.array(filledText).min(1), {
      doc: "Origins that may send cross-origin requests, for example `https://www.example.com`. Each may hold one `*` as wildcard; `*` alone allows every origin.",
      unordered: true,
      canonical: canonicalSet,
    }),
    allowedMethods: field(z.array(z.enum(["GET", "PUT", "POST", "DELETE", "HEAD"])).min(1), {
      doc: "Methods that cross-origin requests may use.",
      unordered: true,
      canonical: canonicalSet,
    }),
    allowedHeaders: field(z.array(filledText).optional(), {
      doc: "Request headers that a preflight may ask for. Each may hold one `*` as wildcard, but none of `<`, `>`, `&`, `'` and `\"`. Default: none.",
      unordered: true,
      canonical: canonicalHeaders,
    }),
    exposeHeaders: field(z.array(filledText).optional(), {
      doc: "Response headers that scripts may read, each by its name: without `*`, `<`, `>`, `&`, `'` and `\"`. Default: none besides those that browsers always show.",
      unordered: true,
      canonical: canonicalHeaders,
    }),
    maxAgeSeconds: field(z.int().min(0).max(999_999_999).optional(), {
      doc: "How long a browser may keep the answer to a preflight, in seconds, 0 to 999,999,999. Default: as long as the browser likes.",
    }),
  }),
  { doc: "One rule.", typeName: "BucketCorsRule" },
);

function rules(inputs: Values, report: Report): void {
  for (const [i, each] of (inputs.rules as Cors["rules"]).entries()) {
    for (const name of ["allowedOrigins", "allowedHeaders"] as const) {
      for (const [j, value] of (each[name] ?? []).entries()) {
        if (value.split("*").length > 2) report(["rules", i, name, j], `"${value}" has more than one *`);
      }
    }
    for (const name of ["allowedHeaders", "exposeHeaders"] as const) {
      for (const [j, value] of (each[name] ?? []).entries()) {
        if (badHeaderCharacters.test(value)) report(["rules", i, name, j], `"${value}" holds one of < > & ' "`);
      }
    }
    for (const [j, value] of (each.exposeHeaders ?? []).entries()) {
      if (value.includes("*")) report(["rules", i, "exposeHeaders", j], `"${value}" holds *; name each header`);
    }
  }
  const size = sizeOf(inputs as unknown as Cors);
  if (size > 16 * 1024) report(["rules"], `make a document of ${size} bytes; OSS takes 16384 (16 KB)`);
}

function sizeOf(cors: Cors): number {
  try {
    return byteLength(encodeCors(asSent(cors)));
  } catch {
    // A text that can't be written is told at its own place.
    return 0;
  }
}

function asSent({ rules: each, ...cors }: Cors): Cors {
  const set = (texts: string[] | undefined): string[] | undefined => texts && distinct(texts);
  const rule = (one: CorsRule): CorsRule => ({
    ...one,
    allowedOrigins: distinct(one.allowedOrigins),
    allowedMethods: distinct(one.allowedMethods),
    allowedHeaders: set(one.allowedHeaders),
    exposeHeaders: set(one.exposeHeaders),
  });
  return { ...cors, rules: each.map(rule) };
}

/** CORS rules of a bucket. OSS API reference 20220713, PutBucketCors, GetBucketCors, DeleteBucketCors. */
export const bucketCors = bucketConfig({
  token: "oss:BucketCors",
  manual: {
    summary:
      "The CORS rules of a bucket: which web pages may call it from a browser. One resource holds the whole list; OSS replaces all rules at once. Rules are tried in order and the first match wins.",
    source: "OSS API reference 20220713, 7.16 CORS (PutBucketCors, GetBucketCors, DeleteBucketCors)",
    destroy: "Deletes every CORS rule of the bucket; browsers are refused from then on.",
    permissions: ["oss:PutBucketCors", "oss:GetBucketCors", "oss:DeleteBucketCors"],
    traps: [
      "The documented answer of GetBucketCors has no ResponseVary, so where OSS leaves it out a change of `responseVary` by someone else is not seen.",
      "A bucket with a hierarchical namespace has no CORS.",
    ],
    example: {
      bucket: "${bucket.bucket}",
      rules: [{ allowedOrigins: ["https://www.example.com"], allowedMethods: ["GET", "HEAD"], maxAgeSeconds: 600 }],
    },
  },
  inputs: {
    rules: field(z.array(rule).min(1).max(10), {
      doc: "The rules in the order in which they are tried; 1 to 10, together at most 16 KB as XML.",
    }),
    responseVary: field(z.boolean().optional(), {
      doc: "Send `Vary: Origin` with every answer, whether or not the request was a cross-origin one. Default: false.",
      serviceDefault: false,
      lossy: true,
    }),
  },
  rules,
  bearing: ({ bucket }) => bearingOf(bucket, ["CORS rules"]),
  subresource: "cors",
  operations: { get: "GetBucketCors", put: "PutBucketCors", delete: "DeleteBucketCors" },
  absent: ["NoSuchCORSConfiguration"],
  encode: (inputs) => ({ body: encodeCors(asSent(inputs as unknown as Cors)) }),
  decode: (body) => ({ ...decodeCors(body) }),
});
