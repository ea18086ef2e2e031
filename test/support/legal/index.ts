// Arguments that OSS takes, of the resources whose documents are more than one word, as fast-check makes them.
import fc from "fast-check";
import type { Arguments } from "../scenarios";
import { cors, lifecycle, website } from "./rules";
import { anyText, listed, optionally, repeating, someText } from "./texts";

const referer = optionally({
  referers: repeating(listed(9), 0),
  allowEmptyReferer: fc.boolean(),
  allowTruncateQueryString: fc.boolean(),
});

const tagKey = someText.filter((key) => Buffer.byteLength(key) <= 64 && !/^(https?:\/\/|Aliyun)/.test(key));
const tagging = fc.record({
  tags: fc.dictionary(tagKey, anyText, { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
});

const encryption = fc.oneof(
  optionally({ sseAlgorithm: fc.constant("AES256"), kmsMasterKeyId: fc.constant("") }, ["sseAlgorithm"]),
  optionally(
    {
      sseAlgorithm: fc.constant("KMS"),
      kmsMasterKeyId: fc.constantFrom("", "9468da86-3509"),
      kmsDataEncryption: fc.constant("SM4"),
    },
    ["sseAlgorithm"],
  ),
);

const logging = optionally({ targetBucket: fc.constantFrom("web-assets", "other-assets"), targetPrefix: anyText }, [
  "targetBucket",
]);

const COLUMNS = ["Size", "LastModifiedDate", "ETag", "StorageClass", "IsMultipartUploaded", "EncryptionStatus"];
const inventory = fc
  .tuple(
    optionally(
      {
        enabled: fc.boolean(),
        prefix: anyText,
        frequency: fc.constantFrom("Daily", "Weekly"),
        includedObjectVersions: fc.constantFrom("All", "Current"),
        optionalFields: repeating(fc.constantFrom(...COLUMNS), 0),
      },
      ["frequency"],
    ),
    optionally({ format: fc.constant("CSV"), prefix: anyText }),
    fc.constantFrom(
      {},
      { encryption: "SSE-OSS" },
      { encryption: "SSE-KMS" },
      { encryption: "SSE-KMS", kmsKeyId: "9468da86" },
    ),
  )
  .map(([head, more, encrypted]) => ({
    inventoryId: "all",
    ...head,
    destination: {
      bucket: "other-assets",
      accountId: "1234567890123456",
      roleArn: "acs:ram::1234567890123456:role/inventory",
      ...more,
      ...encrypted,
    },
  }));

const names = (form: string[]) =>
  fc.oneof(fc.constantFrom(...form), fc.array(fc.constantFrom(...form), { minLength: 1, maxLength: 3 }));
const statement = optionally(
  {
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: names(["oss:GetObject", "oss:Put*", "*"]),
    Principal: names(["*", "1234567890123456", "2345678901234567"]),
    Resource: names(["acs:oss:*:*:web-assets", "acs:oss:*:*:web-assets/é &<*"]),
    Condition: fc.constantFrom(
      {},
      { IpAddress: { "acs:SourceIp": "10.0.0.1" } },
      { StringLike: { "acs:UserAgent": ["b", "a", "b"] }, Bool: { "acs:SecureTransport": "true" } },
    ),
  },
  ["Effect", "Action", "Principal", "Resource"],
);
const policy = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((Statement) => ({ Version: "1", Statement }))
  .chain((document) =>
    fc.constantFrom<unknown>(document, JSON.stringify(document), `\n${JSON.stringify(document, null, 3)} `),
  )
  .map((each) => ({ policy: each }));

export interface Legal {
  token: string;
  get: string;
  put: string;
  inputs: fc.Arbitrary<Arguments>;
}

const of = (name: string, inputs: fc.Arbitrary<object>): Legal => ({
  token: `oss:Bucket${name}`,
  get: `GetBucket${name}`,
  put: `PutBucket${name}`,
  inputs: inputs.map((each) => ({ bucket: "web-assets", ...each })),
});

export const legal: Legal[] = [
  of("Cors", cors),
  of("Encryption", encryption),
  of("Inventory", inventory),
  of("Lifecycle", lifecycle),
  of("Logging", logging),
  of("Policy", policy),
  of("Referer", referer),
  of("Tags", tagging),
  of("Website", website),
];
