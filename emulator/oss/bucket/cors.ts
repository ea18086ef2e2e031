/** CORS rules of a bucket. OSS API reference 20220713, sections 7.16.2 to 7.16.4. */
import type { Parsed, XmlChild } from "../../xml";
import type { CorsRule } from "../documents";
import { fail, invalidArgument } from "../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../operation";
import { boolean, malformed, wholeNumber, word } from "./fields";

/** Rules per bucket and bytes of the body (L6393). */
const MOST_RULES = 10;
const MOST_BYTES = 16 * 1024;
const METHODS = ["GET", "PUT", "DELETE", "POST", "HEAD"] as const;

const BODY = {
  root: "CORSConfiguration",
  maxBytes: MOST_BYTES,
  shape: {
    CORSRule: [
      {
        AllowedOrigin: ["text"],
        AllowedMethod: ["text"],
        AllowedHeader: ["text"],
        ExposeHeader: ["text"],
        MaxAgeSeconds: "text",
      },
    ],
    ResponseVary: "text",
  },
} as const;

type RuleElement = Parsed<typeof BODY.shape>["CORSRule"][number];

// OSS API reference 20220713, PutBucketCors: replaces all rules (L6343).
function putBucketCors(ctx: Context): Reply {
  const body = bodyOf(ctx, BODY);
  if (body.CORSRule.length === 0) {
    throw malformed("CORSRule is missing");
  }
  if (body.CORSRule.length > MOST_RULES) {
    throw fail("CORSRuleBeyondLimit");
  }
  const responseVary = boolean(body.ResponseVary, "ResponseVary");
  ctx.store.putDocument(theBucket(ctx).name, "cors", { rules: body.CORSRule.map(toRule), responseVary });
  return { status: 200 };
}

function toRule(element: RuleElement): CorsRule {
  if (element.AllowedOrigin.length === 0) {
    throw malformed("AllowedOrigin is missing");
  }
  if (element.AllowedMethod.length === 0) {
    throw malformed("AllowedMethod is missing");
  }
  return {
    allowedOrigins: element.AllowedOrigin.map((value) => checkPattern(value, "AllowedOrigin", 1, "")),
    allowedMethods: element.AllowedMethod.map((value) => word(value.trim(), "AllowedMethod", METHODS)),
    allowedHeaders: element.AllowedHeader.map((value) => checkPattern(value, "AllowedHeader", 1, FORBIDDEN)),
    exposeHeaders: element.ExposeHeader.map((value) => checkPattern(value, "ExposeHeader", 0, FORBIDDEN)),
    maxAgeSeconds:
      element.MaxAgeSeconds === undefined ? undefined : wholeNumber(element.MaxAgeSeconds, "MaxAgeSeconds", 0),
  };
}

/** Characters that AllowedHeader and ExposeHeader do not take (L6398-6399). */
const FORBIDDEN = "<>&'\"";

/** Surrounding blanks go: a sample has `<AllowedHeader> Authorization</AllowedHeader>` (L6434). */
function checkPattern(value: string, element: string, mostAsterisks: number, forbidden: string): string {
  const text = value.trim();
  if (text === "") {
    throw invalidArgument(element, value, `${element} must not be empty.`);
  }
  if (text.split("*").length - 1 > mostAsterisks) {
    const rule = mostAsterisks === 0 ? "must not hold an asterisk" : "may hold only one asterisk as the wildcard";
    throw invalidArgument(element, text, `${element} ${rule}.`);
  }
  if ([...forbidden].some((character) => text.includes(character))) {
    throw invalidArgument(element, text, `${element} must not hold any of < > & ' ".`);
  }
  return text;
}

// OSS API reference 20220713, GetBucketCors. ResponseVary is not in the response table (L6491-6502).
function getBucketCors(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const document = ctx.store.getDocument(bucket, "cors");
  if (document === undefined) {
    throw fail("NoSuchCORSConfiguration", { BucketName: bucket });
  }
  return {
    status: 200,
    xml: ["CORSConfiguration", document.rules.map((rule) => ["CORSRule", ruleXml(rule)] as const)],
  };
}

function ruleXml(rule: CorsRule): XmlChild[] {
  const list = (name: string, values: readonly string[]) => values.map((value) => [name, value] as const);
  return [
    ...list("AllowedOrigin", rule.allowedOrigins),
    ...list("AllowedMethod", rule.allowedMethods),
    ...list("AllowedHeader", rule.allowedHeaders),
    ...list("ExposeHeader", rule.exposeHeaders),
    ["MaxAgeSeconds", rule.maxAgeSeconds],
  ];
}

// OSS API reference 20220713, DeleteBucketCors. Not stated for a bucket without rules: 204, as all the others.
function deleteBucketCors(ctx: Context): Reply {
  ctx.store.deleteDocument(theBucket(ctx).name, "cors");
  return { status: 204 };
}

const ROW = { level: "bucket", subresource: "cors", hns: false, verified: "sdk" } as const;

export const corsOperations: readonly Operation[] = [
  { ...ROW, name: "PutBucketCors", method: "PUT", body: BODY, source: "L6331", handle: putBucketCors },
  { ...ROW, name: "GetBucketCors", method: "GET", source: "L6473", handle: getBucketCors },
  { ...ROW, name: "DeleteBucketCors", method: "DELETE", source: "L6557", handle: deleteBucketCors },
];
