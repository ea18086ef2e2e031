import { z } from "zod";
import type { Report } from "../kit/check";
import type { Path } from "../kit/path";
import { field } from "../kit/shape";
import type { Values } from "../kit/values";
import { bearingOf } from "./bearings";
import { bucketConfig } from "./bucketConfig";
import { byteLength, canonicalHeader, canonicalHeaders, distinct } from "./fields";
import { decodeWebsite, encodeWebsite, type Redirect, type RoutingRule, type Website } from "./wire/website";

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]+$/, "may hold letters, digits and hyphens only")
  .refine((name) => byteLength(name) <= 1024, "has more than 1024 bytes");

/** A domain name, in any letter case, or an address; a port may follow. */
const hostName = /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*(:\d{1,5})?$/;

const condition = field(
  z.strictObject({
    keyPrefixEquals: field(z.string().optional(), {
      doc: "The object's name starts with this. Default: any start.",
      serviceDefault: "",
    }),
    keySuffixEquals: field(z.string().optional(), {
      doc: "The object's name ends with this. Default: any end.",
      serviceDefault: "",
      lossy: true,
    }),
    httpErrorCodeReturnedEquals: field(z.int().min(100).max(599).optional(), {
      doc: "Status that the answer would have without the rule. Must be 404 where the rule mirrors. Default: any.",
    }),
    includeHeaders: field(
      z
        .array(
          field(
            z.strictObject({
              key: field(z.string().min(1), { doc: "Name of the header.", canonical: canonicalHeader }),
              equals: field(z.string().optional(), {
                doc: "Value that the header must have. Default: any.",
                serviceDefault: "",
              }),
            }),
            { doc: "A header that the request must have.", typeName: "BucketWebsiteIncludeHeader" },
          ),
        )
        .max(10)
        .optional(),
      { doc: "Headers that the request must have, at most 10. Default: any.", unordered: true },
    ),
  }),
  { doc: "When the rule applies: all of what is given must hold.", typeName: "BucketWebsiteCondition" },
);

const mirrorHeaders = field(
  z
    .strictObject({
      passAll: field(z.boolean().optional(), {
        doc: "Send all headers of the request on, but for Content-Length, Authorization, Range, Date and those that start with oss-, x-oss- or x-drs-. Default: false.",
        serviceDefault: false,
      }),
      pass: field(z.array(headerName).max(10).optional(), {
        doc: "Headers to send on, at most 10. Default: none.",
        unordered: true,
        canonical: canonicalHeaders,
      }),
      remove: field(z.array(headerName).max(10).optional(), {
        doc: "Headers not to send on although `passAll` is set, at most 10. Default: none.",
        unordered: true,
        canonical: canonicalHeaders,
      }),
      set: field(
        z
          .array(
            field(
              z.strictObject({
                key: field(headerName, {
                  doc: "Name: letters, digits and hyphens, at most 1,024 bytes.",
                  canonical: canonicalHeader,
                }),
                value: field(
                  z
                    .string()
                    .refine((value) => !/[\r\n]/.test(value), "must be one line")
                    .refine((value) => byteLength(value) <= 1024, "has more than 1024 bytes"),
                  { doc: "Value: one line, at most 1,024 bytes." },
                ),
              }),
              { doc: "A header with its value.", typeName: "BucketWebsiteMirrorHeader" },
            ),
          )
          .max(10)
          .optional(),
        { doc: "Headers to set, at most 10. Default: none.", unordered: { key: "key" } },
      ),
    })
    .optional(),
  {
    doc: "Headers of the request to the origin, with `Mirror` only. Default: none are sent on.",
    typeName: "BucketWebsiteMirrorHeaders",
  },
);

const redirect = field(
  z.strictObject({
    redirectType: field(z.enum(["Mirror", "External", "AliCDN"]), {
      doc: "`Mirror`: fetch the object from an origin and keep it. `External`: answer with a redirect. `AliCDN`: a redirect that Alibaba Cloud CDN follows itself.",
    }),
    passQueryString: field(z.boolean().optional(), {
      doc: "Pass the query string on. Default: false.",
      serviceDefault: false,
    }),
    mirrorUrl: field(
      z
        .string()
        .regex(/^https?:\/\/[^\s/]/, "must start with http:// or https:// and a host")
        .regex(/^\S*$/, "must not hold blanks")
        .regex(/\/$/, "must end with /")
        .optional(),
      {
        doc: "URL of the origin, to which the object's name is added. Starts with http:// or https:// and ends with /. Required with `Mirror`.",
      },
    ),
    transparentMirrorResponseCodes: field(
      z
        .string()
        .regex(/^[45]\d\d(,[45]\d\d)*$/, 'must be 4xx and 5xx statuses separated by commas, for example "400,404"')
        .optional(),
      {
        doc: "Statuses of the origin that are passed through with their bodies, `400,404`. With `Mirror` only. 404 here switches the error document off. Default: none.",
        canonical: (codes) => (typeof codes === "string" ? codes.split(",").sort().join() : codes),
      },
    ),
    mirrorPassQueryString: field(z.boolean().optional(), {
      doc: "Like `passQueryString`, for the request to the origin, and stronger. Default: false.",
      serviceDefault: false,
    }),
    mirrorFollowRedirect: field(z.boolean().optional(), {
      doc: "Follow redirects of the origin, at most 10. Default: true.",
      serviceDefault: true,
    }),
    mirrorCheckMd5: field(z.boolean().optional(), {
      doc: "Check the origin's Content-MD5 and keep nothing that does not match. Default: false.",
      serviceDefault: false,
    }),
    mirrorHeaders,
    protocol: field(z.enum(["http", "https"]).optional(), {
      doc: "Scheme of the redirect, with `External` and `AliCDN`. Default: that of the request.",
    }),
    hostName: field(z.string().regex(hostName, "must be a domain name, without scheme and path").optional(), {
      doc: "Host of the redirect, `www.example.com`. Default: the host that was asked.",
    }),
    replaceKeyPrefixWith: field(z.string().optional(), {
      doc: "Replaces the part of the name that `keyPrefixEquals` matched. Not together with `replaceKeyWith`. Default: nothing is replaced.",
      serviceDefault: "",
    }),
    replaceKeyWith: field(z.string().optional(), {
      doc: "Replaces the whole name; `${key}` stands for it. Not together with `replaceKeyPrefixWith`. Default: nothing is replaced.",
      serviceDefault: "",
    }),
    enableReplacePrefix: field(z.boolean().optional(), {
      doc: "Replace the prefix with `replaceKeyPrefixWith`; otherwise it is cut off. Not together with `replaceKeyWith`. Default: false.",
      serviceDefault: false,
      lossy: true,
    }),
    httpRedirectCode: field(
      z
        .int()
        .refine((code) => [301, 302, 307].includes(code), "must be 301, 302 or 307")
        .optional(),
      {
        doc: "Status of the redirect: 301, 302 or 307. With `External` and `AliCDN`. Default: 301.",
        serviceDefault: 301,
      },
    ),
  }),
  { doc: "What the rule does.", typeName: "BucketWebsiteRedirect" },
);

function rules(inputs: Values, report: Report): void {
  const website = inputs as Website;
  if (!website.indexDocument && !website.errorDocument && !website.routingRules?.length) {
    report([], "needs at least one of indexDocument, errorDocument and routingRules");
  }
  const numbers = new Map<number, number>();
  for (const [i, rule] of (website.routingRules ?? []).entries()) {
    const at = ["routingRules", i, "redirect"];
    const earlier = numbers.get(rule.ruleNumber);
    if (earlier !== undefined)
      report(["routingRules", i, "ruleNumber"], `${rule.ruleNumber} is the number of routingRules[${earlier}] too`);
    else numbers.set(rule.ruleNumber, i);
    const { redirectType, mirrorUrl, replaceKeyWith, replaceKeyPrefixWith, enableReplacePrefix } =
      rule.redirect as Redirect;
    if (redirectType === "Mirror") {
      if (!mirrorUrl) report([...at, "mirrorUrl"], "is required with redirectType Mirror");
      const status = rule.condition.httpErrorCodeReturnedEquals;
      if (status !== 404) {
        report(["routingRules", i, "condition", "httpErrorCodeReturnedEquals"], "must be 404 with redirectType Mirror");
      }
    }
    checkHeaders(rule, ["routingRules", i], report);
    if (replaceKeyWith && replaceKeyPrefixWith)
      report([...at, "replaceKeyWith"], "and replaceKeyPrefixWith exclude each other");
    if (replaceKeyWith && enableReplacePrefix)
      report([...at, "enableReplacePrefix"], "must not be true with replaceKeyWith");
  }
}

/** A header that is asked for or set twice has two values, of which one is lost. */
function checkHeaders(
  { condition: { includeHeaders }, redirect: { mirrorHeaders } }: RoutingRule,
  at: Path,
  report: Report,
) {
  const lists: [Path, { key: string }[] | undefined][] = [
    [["condition", "includeHeaders"], includeHeaders],
    [["redirect", "mirrorHeaders", "set"], mirrorHeaders?.set],
  ];
  for (const [path, headers = []] of lists) {
    const names = headers.map(({ key }) => canonicalHeader(key));
    for (const [index, name] of names.entries()) {
      const earlier = names.indexOf(name);
      if (earlier === index) continue;
      const other = `${String(path[path.length - 1])}[${earlier}]`;
      report([...at, ...path, index, "key"], `"${headers[index]!.key}" is the name of ${other} too`);
    }
  }
}

function asSent({ routingRules, ...website }: Website): Website {
  const set = (names: string[] | undefined): string[] | undefined => names && distinct(names);
  const rule = ({ redirect: { mirrorHeaders, ...redirect }, ...rest }: RoutingRule): RoutingRule => {
    const headers = mirrorHeaders && {
      ...mirrorHeaders,
      pass: set(mirrorHeaders.pass),
      remove: set(mirrorHeaders.remove),
    };
    return { ...rest, redirect: { ...redirect, mirrorHeaders: headers } };
  };
  return { ...website, routingRules: routingRules?.map(rule) };
}

/** Tolerates rules that are not known yet. */
function mirrors(rules: unknown): boolean {
  return Array.isArray(rules) && (rules as RoutingRule[]).some((rule) => rule?.redirect?.redirectType === "Mirror");
}

/** Static website of a bucket. OSS API reference 20220713, PutBucketWebsite. */
export const bucketWebsite = bucketConfig({
  token: "oss:BucketWebsite",
  manual: {
    summary:
      "Serves a bucket as a website: index and error pages, redirects, and fetching of missing objects from an origin.",
    source: "OSS API reference 20220713, 7.11 static website (PutBucketWebsite, GetBucketWebsite, DeleteBucketWebsite)",
    destroy: "Switches website hosting off; objects stay.",
    permissions: ["oss:PutBucketWebsite", "oss:GetBucketWebsite", "oss:DeleteBucketWebsite"],
    traps: [
      "Only anonymous requests get the index page; a signed request for the root lists objects. Visitors need an ACL or a policy that lets them read.",
      "Rules that mirror exclude a retention policy.",
      "The documented answer of GetBucketWebsite leaves out SupportSubDir, Type, KeySuffixEquals and EnableReplacePrefix; where OSS leaves them out, a change of them by someone else is not seen.",
      "A bucket with a hierarchical namespace has no website.",
      "OSS has settings of websites that its reference of 2022 does not have (MirrorSNI, MirrorURLSlave and so on). Granary does not manage them: a refresh and an import name those that it sees, and the next change of this resource removes them.",
    ],
    example: {
      bucket: "${bucket.bucket}",
      indexDocument: { suffix: "index.html" },
      errorDocument: { key: "error.html" },
    },
  },
  inputs: {
    indexDocument: field(
      z
        .strictObject({
          suffix: field(z.string().min(1), { doc: "Name of the index page, `index.html`." }),
          supportSubDir: field(z.boolean().optional(), {
            doc: "Serve index pages of sub-directories too. Default: false.",
            serviceDefault: false,
            lossy: true,
          }),
          type: field(z.int().min(0).max(2).optional(), {
            doc: "What a request for a name without trailing / that does not exist gets, with `supportSubDir`. 0: a redirect to `name/` if `name/index` exists. 1: 404. 2: the content of `name/index` if it exists. Default: 0.",
            serviceDefault: 0,
            lossy: true,
          }),
        })
        .optional(),
      {
        doc: "Index page: what a name that ends with `/` shows. Default: none.",
        typeName: "BucketWebsiteIndexDocument",
      },
    ),
    errorDocument: field(
      z
        .strictObject({
          key: field(z.string().min(1), { doc: "Name of the error page, `error.html`." }),
          httpStatus: field(
            z
              .int()
              .refine((status) => [200, 404].includes(status), "must be 200 or 404")
              .optional(),
            { doc: "Status that comes with it: 200 or 404. Default: 404.", serviceDefault: 404 },
          ),
        })
        .optional(),
      {
        doc: "Error page: what a name that does not exist shows. Default: none.",
        typeName: "BucketWebsiteErrorDocument",
      },
    ),
    routingRules: field(
      z
        .array(
          field(
            z.strictObject({
              ruleNumber: field(z.int().min(1), {
                doc: "Place in the order in which rules are tried; unique. The order of the list has no meaning.",
              }),
              condition,
              redirect,
            }),
            { doc: "One rule.", typeName: "BucketWebsiteRoutingRule" },
          ),
        )
        .max(20)
        .optional(),
      {
        doc: "Redirects and mirrors, at most 20. The first that applies wins. Default: none.",
        unordered: { key: "ruleNumber" },
      },
    ),
  },
  rules,
  bearing: ({ bucket, routingRules }) =>
    bearingOf(bucket, ["a website", mirrors(routingRules) && "a website that mirrors"]),
  subresource: "website",
  operations: { get: "GetBucketWebsite", put: "PutBucketWebsite", delete: "DeleteBucketWebsite" },
  absent: ["NoSuchWebsiteConfiguration"],
  encode: (inputs) => ({ body: encodeWebsite(asSent(inputs as Website)) }),
  decode: (body) => ({ ...decodeWebsite(body) }),
});
