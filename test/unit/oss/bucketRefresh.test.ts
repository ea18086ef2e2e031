// What a refresh and an import make of OSS's answers, above all of what the documented answers leave out.
import { granary } from "../../../provider";
import { findResource } from "../../../provider/kit/define";
import { diff } from "../../../provider/kit/diff";
import { liveInputs } from "../../../provider/kit/observe";
import { formatPath } from "../../../provider/kit/path";
import { shapeOf } from "../../../provider/kit/shape";
import type { Arguments } from "../../support/scenarios";
import { context, fakeClient } from "./fakeClient";
import { fixture } from "./golden";

const bucket = "web-assets";

async function observed(token: string, operation: string, body: string): Promise<Arguments> {
  const { client } = fakeClient({ [operation]: body });
  return (await findResource(granary, token)!.observe(client, { bucket }, context))!;
}

/** Paths at which a refresh shows that the live document differs from the recorded one. */
async function drift(token: string, operation: string, body: string, recorded: Arguments): Promise<string[]> {
  const shape = shapeOf(findResource(granary, token)!.inputs);
  const inputs = { bucket, ...recorded };
  const live = liveInputs(shape, await observed(token, operation, body), inputs);
  return diff(shape, live, inputs).map((change) => formatPath(change.path));
}

const website = (index: string, redirect: string, condition = "") =>
  `<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix>${index}</IndexDocument><RoutingRules><RoutingRule><RuleNumber>1</RuleNumber>` +
  `<Condition>${condition}</Condition><Redirect><RedirectType>External</RedirectType>${redirect}</Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>`;

const cors = (more: string) =>
  `<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>${more}</CORSConfiguration>`;

const encryption = (more: string) =>
  `<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>KMS</SSEAlgorithm>${more}</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`;

const referer = (more: string) =>
  `<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer>${more}<RefererList/></RefererConfiguration>`;

const recordedWebsite = {
  indexDocument: { suffix: "i", supportSubDir: true, type: 2 },
  routingRules: [
    {
      ruleNumber: 1,
      condition: { keySuffixEquals: ".jpg" },
      redirect: { redirectType: "External", replaceKeyPrefixWith: "x", enableReplacePrefix: true },
    },
  ],
};

const cases: [
  what: string,
  token: string,
  operation: string,
  recorded: Arguments,
  without: string,
  other: string,
  path: string,
][] = [
  [
    "ResponseVary",
    "oss:BucketCors",
    "GetBucketCors",
    { rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }], responseVary: true },
    cors(""),
    cors("<ResponseVary>false</ResponseVary>"),
    "responseVary",
  ],
  [
    "KMSDataEncryption",
    "oss:BucketEncryption",
    "GetBucketEncryption",
    { sseAlgorithm: "KMS", kmsDataEncryption: "SM4" },
    encryption(""),
    encryption("<KMSDataEncryption>SM5</KMSDataEncryption>"),
    "kmsDataEncryption",
  ],
  [
    "AllowTruncateQueryString",
    "oss:BucketReferer",
    "GetBucketReferer",
    { allowTruncateQueryString: false },
    referer(""),
    referer("<AllowTruncateQueryString>true</AllowTruncateQueryString>"),
    "allowTruncateQueryString",
  ],
  [
    "SupportSubDir and Type",
    "oss:BucketWebsite",
    "GetBucketWebsite",
    recordedWebsite,
    website("", "<ReplaceKeyPrefixWith>x</ReplaceKeyPrefixWith>"),
    website("<Type>1</Type>", "<ReplaceKeyPrefixWith>x</ReplaceKeyPrefixWith>"),
    "indexDocument.type",
  ],
  [
    "KeySuffixEquals and EnableReplacePrefix",
    "oss:BucketWebsite",
    "GetBucketWebsite",
    recordedWebsite,
    website("", "<ReplaceKeyPrefixWith>x</ReplaceKeyPrefixWith>"),
    website(
      "",
      "<ReplaceKeyPrefixWith>x</ReplaceKeyPrefixWith><EnableReplacePrefix>false</EnableReplacePrefix>",
      "<KeySuffixEquals>.jpg</KeySuffixEquals>",
    ),
    "routingRules[0].redirect.enableReplacePrefix",
  ],
];

test.each(cases)(
  "an answer without %s shows no drift, and one with another value does",
  async (_, token, operation, recorded, without, other, path) => {
    expect(await drift(token, operation, without, recorded)).toEqual([]);
    expect(await drift(token, operation, other, recorded)).toEqual([path]);
  },
);

test("drift of a document is told at its paths", async () => {
  const recorded = {
    rules: [{ id: "delete after one day", prefix: "logs", expiration: { days: 2 }, tags: [{ key: "a", value: "b" }] }],
  };
  expect(await drift("oss:BucketLifecycle", "GetBucketLifecycle", fixture("lifecycle/get.xml"), recorded)).toEqual([
    "rules[0].tags",
    "rules[0].expiration.days",
  ]);
  expect(
    await drift("oss:BucketTags", "GetBucketTags", fixture("tagging/get.xml"), { tags: { testa: "x", mine: "y" } }),
  ).toEqual(["tags.testa", "tags.testb", "tags.mine"]);
});

test("a policy that means the same is no drift, however OSS writes it", async () => {
  const text = JSON.stringify(JSON.parse(fixture("policy/get.json")));
  expect(await drift("oss:BucketPolicy", "GetBucketPolicy", fixture("policy/get.json"), { policy: text })).toEqual([]);
  expect(await drift("oss:BucketPolicy", "GetBucketPolicy", text.replace("Deny", "Allow"), { policy: text })).toEqual([
    "policy",
  ]);
});

const imports: [token: string, operation: string, body: string, inputs: Arguments][] = [
  ["oss:BucketAcl", "GetBucketAcl", fixture("acl/get.xml"), { acl: "public-read" }],
  ["oss:BucketReferer", "GetBucketReferer", fixture("referer/get-default.xml"), {}],
  ["oss:BucketVersioning", "GetBucketVersioning", fixture("versioning/get-enabled.xml"), { status: "Enabled" }],
  ["oss:BucketEncryption", "GetBucketEncryption", fixture("encryption/put-aes256.xml"), { sseAlgorithm: "AES256" }],
  [
    "oss:BucketLifecycle",
    "GetBucketLifecycle",
    fixture("lifecycle/get.xml"),
    { rules: [{ id: "delete after one day", prefix: "logs", expiration: { days: 1 } }] },
  ],
  [
    "oss:BucketWebsite",
    "GetBucketWebsite",
    fixture("website/put.xml"),
    { indexDocument: { suffix: "index.html", supportSubDir: true }, errorDocument: { key: "error.html" } },
  ],
  ["oss:Bucket", "GetBucketInfo", fixture("bucketInfo/get.xml"), { hierarchicalNamespace: true }],
];

test.each(imports)(
  "an import of %s gives what is not a default, and a preview right after shows nothing",
  async (token, operation, body, inputs) => {
    const shape = shapeOf(findResource(granary, token)!.inputs);
    const live = await observed(token, operation, body);
    expect(liveInputs(shape, live)).toEqual({ bucket, ...inputs });
    expect(diff(shape, liveInputs(shape, live, { bucket, ...inputs }), { bucket, ...inputs })).toEqual([]);
  },
);
