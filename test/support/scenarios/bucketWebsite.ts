// OSS API reference 20220713, 7.11.1 PutBucketWebsite [L4861-5155].
import { websiteBad } from "./bucketWebsiteBad";
import { type Arguments, BUCKET, many, ofOneBucket, type Scenario } from "./scenario";

const with_ = (more: Arguments): Arguments => ({ bucket: BUCKET, ...more });
const minimal = with_({ indexDocument: { suffix: "index.html" } });
const common = ofOneBucket(minimal);

const rule = (redirect: Arguments, more: Arguments = {}): Arguments => ({
  ruleNumber: 1,
  condition: { keyPrefixEquals: "abc/" },
  redirect: { redirectType: "External", hostName: "www.example.com", ...redirect },
  ...more,
});
const mirror = (redirect: Arguments = {}): Arguments => ({
  ruleNumber: 1,
  condition: { keyPrefixEquals: "abc/", httpErrorCodeReturnedEquals: 404 },
  redirect: { redirectType: "Mirror", mirrorUrl: "http://www.example.com/", ...redirect },
});
const ruled = (...routingRules: Arguments[]): Arguments => with_({ routingRules });
const headers = (count: number) => many(count, (i) => ({ key: `h${i}`, value: "v" }));
const names = (count: number) => many(count, (i) => `h${i}`);

export const bucketWebsite: Scenario = {
  token: "oss:BucketWebsite",
  minimal,
  full: with_({
    indexDocument: { suffix: "index.html", supportSubDir: true, type: 2 },
    errorDocument: { key: "error.html", httpStatus: 200 },
    routingRules: [
      {
        ruleNumber: 1,
        condition: { keyPrefixEquals: "abc", keySuffixEquals: ".jpg", httpErrorCodeReturnedEquals: 404 },
        redirect: {
          redirectType: "Mirror",
          passQueryString: true,
          mirrorUrl: "http://www.example.com/",
          transparentMirrorResponseCodes: "400,404",
          mirrorPassQueryString: true,
          mirrorFollowRedirect: false,
          mirrorCheckMd5: true,
          mirrorHeaders: {
            passAll: true,
            pass: ["myheader-key1", "myheader-key2"],
            remove: ["myheader-key3", "myheader-key4"],
            set: [{ key: "myheader-key5", value: "myheader-value5" }],
          },
        },
      },
      {
        ruleNumber: 2,
        condition: {
          keyPrefixEquals: "abc",
          includeHeaders: [{ key: "host", equals: "test.oss-cn-beijing-internal.aliyuncs.com" }, { key: "x-any" }],
        },
        redirect: {
          redirectType: "AliCDN",
          protocol: "http",
          hostName: "www.example.com",
          replaceKeyWith: "prefix/${key}.suffix",
          httpRedirectCode: 302,
        },
      },
      {
        ruleNumber: 3,
        condition: { keyPrefixEquals: "def/" },
        redirect: {
          redirectType: "External",
          protocol: "https",
          hostName: "www.example.com",
          replaceKeyPrefixWith: "ghi/",
          enableReplacePrefix: true,
        },
      },
    ],
    overwrite: true,
  }),
  bad: [...common.bad, ...websiteBad],
  good: [
    { name: "an error page alone", inputs: with_({ errorDocument: { key: "error.html" } }) },
    { name: "redirects alone", inputs: ruled(rule({})) },
    { name: "20 rules", inputs: ruled(...many(20, (i) => rule({}, { ruleNumber: i + 1 }))) },
    ...[0, 1, 2].map((type) => ({ name: `type ${type}`, inputs: with_({ indexDocument: { suffix: "i", type } }) })),
    ...[200, 404].map((httpStatus) => ({
      name: `status ${httpStatus}`,
      inputs: with_({ errorDocument: { key: "e", httpStatus } }),
    })),
    ...[301, 302, 307].map((httpRedirectCode) => ({
      name: `redirect ${httpRedirectCode}`,
      inputs: ruled(rule({ httpRedirectCode })),
    })),
    { name: "an empty condition", inputs: ruled(rule({}, { condition: {} })) },
    {
      name: "10 headers of the request",
      inputs: ruled(rule({}, { condition: { includeHeaders: headers(10).map(({ key }) => ({ key })) } })),
    },
    {
      name: "10 headers of each kind to the origin",
      inputs: ruled(mirror({ mirrorHeaders: { pass: names(10), remove: names(10), set: headers(10) } })),
    },
    {
      name: "headers of 1,024 bytes",
      inputs: ruled(
        mirror({ mirrorHeaders: { pass: ["k".repeat(1024)], set: [{ key: "K-9", value: "é".repeat(512) }] } }),
      ),
    },
    {
      name: "headers said twice",
      inputs: ruled(mirror({ mirrorHeaders: { pass: ["X-A", "X-A"], remove: ["x-b", "X-B"] } })),
    },
    { name: "a host with a port", inputs: ruled(rule({ hostName: "WWW.example.com:8080" })) },
    { name: "an origin with a path", inputs: ruled(mirror({ mirrorUrl: "https://www.example.com/dir1/" })) },
    {
      name: "statuses of the 4xx and 5xx kinds",
      inputs: ruled(mirror({ transparentMirrorResponseCodes: "400,404,599" })),
    },
    { name: "statuses at both ends", inputs: ruled(rule({}, { condition: { httpErrorCodeReturnedEquals: 100 } })) },
    { name: "a replaced prefix", inputs: ruled(rule({ replaceKeyPrefixWith: "x/", enableReplacePrefix: true })) },
    {
      name: "no replacement at all",
      inputs: ruled(rule({ replaceKeyPrefixWith: "", replaceKeyWith: "", enableReplacePrefix: true })),
    },
  ],
  updates: [
    {
      name: "the pages",
      from: with_({ indexDocument: { suffix: "index.html" }, errorDocument: { key: "error.html" } }),
      to: with_({
        indexDocument: { suffix: "home.html", supportSubDir: true },
        errorDocument: { key: "error.html", httpStatus: 200 },
      }),
      paths: ["indexDocument.suffix", "indexDocument.supportSubDir", "errorDocument.httpStatus"],
    },
    {
      name: "one page for the other",
      from: minimal,
      to: with_({ errorDocument: { key: "error.html" } }),
      paths: ["indexDocument", "errorDocument"],
    },
    {
      name: "a rule more in front of another",
      from: ruled(rule({})),
      to: ruled(rule({}, { ruleNumber: 5 }), rule({})),
      paths: ["routingRules[0]"],
    },
    {
      name: "what a rule does",
      from: ruled(mirror({ mirrorHeaders: { pass: ["a"], set: headers(2) } })),
      to: ruled(
        mirror({
          mirrorFollowRedirect: false,
          mirrorHeaders: {
            pass: ["b"],
            set: [
              { key: "h1", value: "w" },
              { key: "h0", value: "v" },
            ],
          },
        }),
      ),
      paths: [
        "routingRules[0].redirect.mirrorFollowRedirect",
        "routingRules[0].redirect.mirrorHeaders.pass",
        "routingRules[0].redirect.mirrorHeaders.set[0].value",
      ],
    },
  ],
  same: [
    {
      name: "any order of the rules",
      from: ruled(rule({}), rule({}, { ruleNumber: 2 })),
      to: ruled(rule({}, { ruleNumber: 2 }), rule({})),
    },
    {
      name: "headers said twice and in any letter case, a header of any value, statuses in any order",
      from: ruled(
        mirror({ transparentMirrorResponseCodes: "400,404", mirrorHeaders: { pass: ["X-A", "X-B"], set: headers(1) } }),
        rule({}, { ruleNumber: 2, condition: { includeHeaders: [{ key: "Host" }] } }),
      ),
      to: ruled(
        mirror({
          transparentMirrorResponseCodes: "404,400",
          mirrorHeaders: { pass: ["x-b", "x-a", "X-B"], set: [{ key: "H0", value: "v" }] },
        }),
        rule({}, { ruleNumber: 2, condition: { includeHeaders: [{ key: "host", equals: "" }] } }),
      ),
    },
    {
      name: "the defaults",
      from: with_({
        indexDocument: { suffix: "i" },
        errorDocument: { key: "e" },
        routingRules: [rule({}), { ...mirror(), ruleNumber: 2 }],
      }),
      to: with_({
        indexDocument: { suffix: "i", supportSubDir: false, type: 0 },
        errorDocument: { key: "e", httpStatus: 404 },
        routingRules: [
          rule(
            { passQueryString: false, enableReplacePrefix: false, httpRedirectCode: 301, replaceKeyWith: "" },
            { condition: { keyPrefixEquals: "abc/", keySuffixEquals: "", includeHeaders: [] } },
          ),
          {
            ...mirror({
              mirrorPassQueryString: false,
              mirrorFollowRedirect: true,
              mirrorCheckMd5: false,
              mirrorHeaders: { passAll: false, pass: [] },
            }),
            ruleNumber: 2,
          },
        ],
      }),
    },
  ],
  replacements: common.replacements,
};
