// OSS API reference 20220713, 7.16.2 PutBucketCors [L6331-6471].
import { type Arguments, BUCKET, many, ofOneBucket, type Scenario } from "./scenario";

const rule = (more: Arguments = {}): Arguments => ({ allowedOrigins: ["*"], allowedMethods: ["GET"], ...more });
const with_ = (...rules: Arguments[]): Arguments => ({ bucket: BUCKET, rules });
const minimal = with_(rule());
const common = ofOneBucket(minimal);

// The document around one origin: <?xml version="1.0" encoding="UTF-8"?> and a line feed (39 bytes), CORSConfiguration
// (39), CORSRule (21), AllowedOrigin (31), <AllowedMethod>GET</AllowedMethod> (34) are 164 bytes; 16 KB are 16,384.
const originOfDocument = (bytes: number) => "o".repeat(bytes - 164);

export const bucketCors: Scenario = {
  token: "oss:BucketCors",
  minimal,
  full: {
    ...with_(
      {
        allowedOrigins: ["http://example.com", "https://*.example.net"],
        allowedMethods: ["GET", "PUT", "POST", "DELETE", "HEAD"],
        allowedHeaders: ["Authorization", "x-oss-*"],
        exposeHeaders: ["x-oss-test", "ETag"],
        maxAgeSeconds: 100,
      },
      rule({ allowedHeaders: ["*"] }),
    ),
    responseVary: true,
    overwrite: true,
  },
  bad: [
    ...common.bad,
    { name: "no rules", inputs: { bucket: BUCKET }, path: "rules", message: "is required" },
    { name: "an empty list of rules", inputs: with_(), path: "rules", message: "must not be empty" },
    { name: "11 rules", inputs: with_(...many(11, () => rule())), path: "rules", message: "has more than 10 elements" },
    {
      name: "no origins",
      inputs: with_({ allowedMethods: ["GET"] }),
      path: "rules[0].allowedOrigins",
      message: "is required",
    },
    {
      name: "an empty list of origins",
      inputs: with_(rule({ allowedOrigins: [] })),
      path: "rules[0].allowedOrigins",
      message: "must not be empty",
    },
    {
      name: "an empty origin",
      inputs: with_(rule({ allowedOrigins: [""] })),
      path: "rules[0].allowedOrigins[0]",
      message: "must not be empty",
    },
    {
      name: "an origin of blanks",
      inputs: with_(rule({ allowedOrigins: ["http://a", " "] })),
      path: "rules[0].allowedOrigins[1]",
      message: "must not be empty",
    },
    {
      name: "two wildcards in one origin",
      inputs: with_(rule({ allowedOrigins: ["http://a", "http://*.*.com"] })),
      path: "rules[0].allowedOrigins[1]",
      message: '"http://*.*.com" has more than one *',
    },
    {
      name: "no methods",
      inputs: with_({ allowedOrigins: ["*"] }),
      path: "rules[0].allowedMethods",
      message: "is required",
    },
    {
      name: "an empty list of methods",
      inputs: with_(rule({ allowedMethods: [] })),
      path: "rules[0].allowedMethods",
      message: "must not be empty",
    },
    {
      name: "a method that OSS does not take, in the fourth rule",
      inputs: with_(rule(), rule(), rule(), rule({ allowedMethods: ["PATCH"] })),
      path: "rules[3].allowedMethods[0]",
      message: '"PATCH" is not one of GET, PUT, POST, DELETE, HEAD',
    },
    {
      name: "a method in lower case",
      inputs: with_(rule({ allowedMethods: ["GET", "put"] })),
      path: "rules[0].allowedMethods[1]",
      message: '"put" is not one of GET, PUT, POST, DELETE, HEAD',
    },
    {
      name: "two wildcards in one allowed header",
      inputs: with_(rule({ allowedHeaders: ["x-*-*"] })),
      path: "rules[0].allowedHeaders[0]",
      message: '"x-*-*" has more than one *',
    },
    ...["<", ">", "&", "'", '"'].flatMap((character) =>
      ["allowedHeaders", "exposeHeaders"].map((list) => ({
        name: `${character} in ${list}`,
        inputs: with_(rule({ [list]: [`x${character}`] })),
        path: `rules[0].${list}[0]`,
        message: `"x${character}" holds one of < > & ' "`,
      })),
    ),
    {
      name: "a wildcard in an exposed header",
      inputs: with_(rule({ exposeHeaders: ["x-oss-test", "x-*"] })),
      path: "rules[0].exposeHeaders[1]",
      message: '"x-*" holds *; name each header',
    },
    {
      name: "a negative age",
      inputs: with_(rule({ maxAgeSeconds: -1 })),
      path: "rules[0].maxAgeSeconds",
      message: "-1 is less than 0",
    },
    {
      name: "a fraction of a second",
      inputs: with_(rule({ maxAgeSeconds: 0.5 })),
      path: "rules[0].maxAgeSeconds",
      message: "must be a whole number, not 0.5",
    },
    {
      name: "an age of ten digits",
      inputs: with_(rule({ maxAgeSeconds: 1_000_000_000 })),
      path: "rules[0].maxAgeSeconds",
      message: "1000000000 is more than 999999999",
    },
    {
      name: "a document of 16,385 bytes",
      inputs: with_(rule({ allowedOrigins: [originOfDocument(16_385)] })),
      path: "rules",
      message: "make a document of 16385 bytes; OSS takes 16384 (16 KB)",
    },
    {
      name: "a control character",
      inputs: with_(rule({ allowedOrigins: ["http://a\u0000"] })),
      path: "rules[0].allowedOrigins[0]",
      message: "holds a character that can't be sent (a control character or half a surrogate pair)",
    },
    {
      name: "a misspelt argument",
      inputs: with_(rule({ allowedHeader: ["*"] })),
      path: "rules[0].allowedHeader",
      message: 'is not an argument; did you mean "allowedHeaders"?',
    },
  ],
  good: [
    { name: "10 rules", inputs: with_(...many(10, () => rule())) },
    {
      name: "one wildcard in each origin",
      inputs: with_(rule({ allowedOrigins: ["*", "http://*.com", "https://*"] })),
    },
    { name: "one wildcard in each allowed header", inputs: with_(rule({ allowedHeaders: ["*", "x-oss-*"] })) },
    { name: "the shortest age", inputs: with_(rule({ maxAgeSeconds: 0 })) },
    { name: "the longest age", inputs: with_(rule({ maxAgeSeconds: 999_999_999 })) },
    {
      name: "entries said twice, and blanks around them",
      inputs: with_(
        rule({
          allowedOrigins: [" http://a", "http://a", "http://b "],
          allowedMethods: ["GET", "GET"],
          allowedHeaders: [" Authorization", "authorization"],
          exposeHeaders: ["ETag", "ETag"],
        }),
      ),
    },
    { name: "a document of 16,384 bytes", inputs: with_(rule({ allowedOrigins: [originOfDocument(16_384)] })) },
  ],
  updates: [
    {
      name: "a field of one rule",
      from: with_(rule(), rule({ maxAgeSeconds: 100 })),
      to: with_(rule(), rule({ maxAgeSeconds: 200 })),
      paths: ["rules[1].maxAgeSeconds"],
    },
    {
      name: "the methods of one rule",
      from: with_(rule({ allowedMethods: ["GET", "PUT"] })),
      to: with_(rule({ allowedMethods: ["GET", "HEAD"] })),
      paths: ["rules[0].allowedMethods"],
    },
    { name: "a rule more", from: minimal, to: with_(rule(), rule({ maxAgeSeconds: 1 })), paths: ["rules[1]"] },
    { name: "a rule less", from: with_(rule(), rule({ maxAgeSeconds: 1 })), to: minimal, paths: ["rules[1]"] },
    {
      name: "the order of the rules, which decides",
      from: with_(rule({ maxAgeSeconds: 1 }), rule({ maxAgeSeconds: 2 })),
      to: with_(rule({ maxAgeSeconds: 2 }), rule({ maxAgeSeconds: 1 })),
      paths: ["rules[0].maxAgeSeconds", "rules[1].maxAgeSeconds"],
    },
    { name: "Vary", from: minimal, to: { ...minimal, responseVary: true }, paths: ["responseVary"] },
  ],
  same: [
    {
      name: "any order within a rule",
      from: with_(rule({ allowedMethods: ["GET", "PUT"], allowedHeaders: ["a", "b"], exposeHeaders: ["c", "d"] })),
      to: with_(rule({ allowedMethods: ["PUT", "GET"], allowedHeaders: ["b", "a"], exposeHeaders: ["d", "c"] })),
    },
    {
      name: "entries said twice, blanks around them, and any letter case of headers",
      from: with_(
        rule({ allowedOrigins: ["http://a", "http://b"], allowedHeaders: ["Authorization"], exposeHeaders: ["ETag"] }),
      ),
      to: with_(
        rule({
          allowedOrigins: [" http://b", "http://a", "http://b"],
          allowedMethods: ["GET", "GET"],
          allowedHeaders: ["authorization "],
          exposeHeaders: ["etag", "ETAG"],
        }),
      ),
    },
    {
      name: "the defaults",
      from: minimal,
      to: { ...with_(rule({ allowedHeaders: [], exposeHeaders: [] })), responseVary: false },
    },
  ],
  replacements: common.replacements,
};
