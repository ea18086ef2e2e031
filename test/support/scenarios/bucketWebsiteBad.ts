// The many ways to get a website wrong; part of bucketWebsite.ts.
import { type Arguments, BUCKET, many, type Scenario } from "./scenario";

const with_ = (more: Arguments): Arguments => ({ bucket: BUCKET, ...more });
const external = { redirectType: "External", hostName: "www.example.com" };
const mirroring = { redirectType: "Mirror", mirrorUrl: "http://www.example.com/" };

const pages = (name: string, more: Arguments, path: string, message: string) => ({
  name,
  inputs: with_(more),
  path,
  message,
});

const rule = (name: string, more: Arguments, path: string, message: string) => ({
  name,
  inputs: with_({ routingRules: [{ ruleNumber: 1, condition: {}, redirect: external, ...more }] }),
  path: `routingRules[0].${path}`,
  message,
});

const redirect = (name: string, more: Arguments, path: string, message: string) =>
  rule(name, { redirect: { ...external, ...more } }, `redirect.${path}`, message);

const mirror = (name: string, more: Arguments, path: string, message: string) =>
  rule(
    name,
    { condition: { httpErrorCodeReturnedEquals: 404 }, redirect: { ...mirroring, ...more } },
    `redirect.${path}`,
    message,
  );

const header = (name: string, mirrorHeaders: Arguments, path: string, message: string) =>
  mirror(name, { mirrorHeaders }, `mirrorHeaders.${path}`, message);

const names = (count: number) => many(count, (i) => `h${i}`);

export const websiteBad: Scenario["bad"] = [
  pages("nothing at all", {}, "", "needs at least one of indexDocument, errorDocument and routingRules"),
  pages(
    "no rules at all",
    { routingRules: [] },
    "",
    "needs at least one of indexDocument, errorDocument and routingRules",
  ),
  pages("an index page without a name", { indexDocument: {} }, "indexDocument.suffix", "is required"),
  pages(
    "an index page with an empty name",
    { indexDocument: { suffix: "" } },
    "indexDocument.suffix",
    "must not be empty",
  ),
  pages("type 3", { indexDocument: { suffix: "i", type: 3 } }, "indexDocument.type", "3 is more than 2"),
  pages("type -1", { indexDocument: { suffix: "i", type: -1 } }, "indexDocument.type", "-1 is less than 0"),
  pages(
    "supportSubDir that is no switch",
    { indexDocument: { suffix: "i", supportSubDir: "true" } },
    "indexDocument.supportSubDir",
    'must be a boolean, not "true"',
  ),
  pages("an error page without a name", { errorDocument: {} }, "errorDocument.key", "is required"),
  pages("an error page with an empty name", { errorDocument: { key: "" } }, "errorDocument.key", "must not be empty"),
  pages(
    "an error page with status 403",
    { errorDocument: { key: "e", httpStatus: 403 } },
    "errorDocument.httpStatus",
    "must be 200 or 404",
  ),
  pages(
    "21 rules",
    { routingRules: many(21, (i) => ({ ruleNumber: i + 1, condition: {}, redirect: external })) },
    "routingRules",
    "has more than 20 elements",
  ),
  pages(
    "one rule number twice",
    { routingRules: [7, 8, 7].map((ruleNumber) => ({ ruleNumber, condition: {}, redirect: external })) },
    "routingRules[2].ruleNumber",
    "7 is the number of routingRules[0] too",
  ),
  rule("rule number 0", { ruleNumber: 0 }, "ruleNumber", "0 is less than 1"),
  rule("no rule number", { ruleNumber: undefined }, "ruleNumber", "is required"),
  rule("no condition", { condition: undefined }, "condition", "is required"),
  rule("no redirect", { redirect: undefined }, "redirect", "is required"),
  rule(
    "11 headers of the request",
    { condition: { includeHeaders: names(11).map((key) => ({ key })) } },
    "condition.includeHeaders",
    "has more than 10 elements",
  ),
  rule(
    "a header of the request without a name",
    { condition: { includeHeaders: [{ key: "" }] } },
    "condition.includeHeaders[0].key",
    "must not be empty",
  ),
  rule(
    "an error status of two digits",
    { condition: { httpErrorCodeReturnedEquals: 99 } },
    "condition.httpErrorCodeReturnedEquals",
    "99 is less than 100",
  ),
  rule(
    "an error status beyond 599",
    { condition: { httpErrorCodeReturnedEquals: 600 } },
    "condition.httpErrorCodeReturnedEquals",
    "600 is more than 599",
  ),

  redirect("no type", { redirectType: undefined }, "redirectType", "is required: one of Mirror, External, AliCDN"),
  redirect(
    "a type that does not exist",
    { redirectType: "Internal" },
    "redirectType",
    '"Internal" is not one of Mirror, External, AliCDN',
  ),
  redirect("another protocol", { protocol: "ftp" }, "protocol", '"ftp" is not one of http, https'),
  ...["", "https://www.example.com", "www.example.com/", "www example.com", "www..example.com", "-www.example.com"].map(
    (hostName) =>
      redirect(`the host "${hostName}"`, { hostName }, "hostName", "must be a domain name, without scheme and path"),
  ),
  redirect("redirect 303", { httpRedirectCode: 303 }, "httpRedirectCode", "must be 301, 302 or 307"),
  redirect(
    "two replacements",
    { replaceKeyWith: "a", replaceKeyPrefixWith: "b" },
    "replaceKeyWith",
    "and replaceKeyPrefixWith exclude each other",
  ),
  redirect(
    "a replaced name and a replaced prefix",
    { replaceKeyWith: "a", enableReplacePrefix: true },
    "enableReplacePrefix",
    "must not be true with replaceKeyWith",
  ),

  mirror("a mirror without an origin", { mirrorUrl: undefined }, "mirrorUrl", "is required with redirectType Mirror"),
  rule(
    "a mirror of other statuses",
    { condition: { httpErrorCodeReturnedEquals: 403 }, redirect: mirroring },
    "condition.httpErrorCodeReturnedEquals",
    "must be 404 with redirectType Mirror",
  ),
  rule(
    "a mirror without a status",
    { redirect: mirroring },
    "condition.httpErrorCodeReturnedEquals",
    "must be 404 with redirectType Mirror",
  ),
  mirror(
    "an origin of another scheme",
    { mirrorUrl: "ftp://a/" },
    "mirrorUrl",
    "must start with http:// or https:// and a host",
  ),
  mirror(
    "an origin without a host",
    { mirrorUrl: "https:///" },
    "mirrorUrl",
    "must start with http:// or https:// and a host",
  ),
  mirror("an origin with a blank", { mirrorUrl: "http://a b/" }, "mirrorUrl", "must not hold blanks"),
  mirror("an origin without a slash at the end", { mirrorUrl: "http://a" }, "mirrorUrl", "must end with /"),
  ...["200", "400;404", "400, 404", "4xx", ""].map((codes) =>
    mirror(
      `the statuses "${codes}"`,
      { transparentMirrorResponseCodes: codes },
      "transparentMirrorResponseCodes",
      'must be 4xx and 5xx statuses separated by commas, for example "400,404"',
    ),
  ),
  rule(
    "one header of the request twice",
    { condition: { includeHeaders: [{ key: "Host", equals: "a" }, { key: "x" }, { key: "host", equals: "b" }] } },
    "condition.includeHeaders[2].key",
    '"host" is the name of includeHeaders[0] too',
  ),
  header(
    "one header to set twice",
    {
      set: [
        { key: "X-A", value: "1" },
        { key: "x-a", value: "2" },
      ],
    },
    "set[1].key",
    '"x-a" is the name of set[0] too',
  ),
  header("11 headers to pass on", { pass: names(11) }, "pass", "has more than 10 elements"),
  header("11 headers to hold back", { remove: names(11) }, "remove", "has more than 10 elements"),
  header(
    "11 headers to set",
    { set: names(11).map((key) => ({ key, value: "v" })) },
    "set",
    "has more than 10 elements",
  ),
  header("an underscore in a header", { pass: ["my_header"] }, "pass[0]", "may hold letters, digits and hyphens only"),
  header("a header of 1,025 bytes", { remove: ["k".repeat(1025)] }, "remove[0]", "has more than 1024 bytes"),
  header("a header to set without a value", { set: [{ key: "a" }] }, "set[0].value", "is required"),
  header("a header to set of two lines", { set: [{ key: "a", value: "b\r\nc" }] }, "set[0].value", "must be one line"),
  header(
    "a header to set of 1,026 bytes",
    { set: [{ key: "a", value: "é".repeat(513) }] },
    "set[0].value",
    "has more than 1024 bytes",
  ),
];
