// OSS API reference 20220713, 7.13.1 PutBucketTags [L5687-5784]: limits are in bytes of UTF-8.
import { type Arguments, BUCKET, many, ofOneBucket, type Scenario } from "./scenario";

const with_ = (tags: Record<string, string>): Arguments => ({ bucket: BUCKET, tags });
const minimal = with_({ team: "web" });
const common = ofOneBucket(minimal);
const numbered = (count: number) => Object.fromEntries(many(count, (i) => [`key${i}`, "v"]));

export const bucketTags: Scenario = {
  token: "oss:BucketTags",
  minimal,
  full: { ...with_({ team: "web", environment: "production", "cost.centre": "", 部门: "网站" }), overwrite: true },
  bad: [
    ...common.bad,
    { name: "no tags", inputs: { bucket: BUCKET }, path: "tags", message: "is required" },
    {
      name: "an empty set of tags",
      inputs: with_({}),
      path: "tags",
      message: "must not be empty; leave the resource out to have no tags",
    },
    { name: "21 tags", inputs: with_(numbered(21)), path: "tags", message: "has 21 tags; a bucket takes 20" },
    { name: "an empty key", inputs: with_({ "": "v" }), path: 'tags[""]', message: "a tag needs a key" },
    {
      name: "a key of 65 bytes",
      inputs: with_({ ["k".repeat(65)]: "v" }),
      path: `tags.${"k".repeat(65)}`,
      message: "the key has 65 bytes; OSS takes 64",
    },
    {
      name: "a key of 22 characters that are 66 bytes",
      inputs: with_({ ["部".repeat(22)]: "v" }),
      path: `tags["${"部".repeat(22)}"]`,
      message: "the key has 66 bytes; OSS takes 64",
    },
    {
      name: "a value of 129 bytes",
      inputs: with_({ team: "v".repeat(129) }),
      path: "tags.team",
      message: "the value has 129 bytes; OSS takes 128",
    },
    {
      name: "a value of 43 characters that are 129 bytes",
      inputs: with_({ team: "部".repeat(43) }),
      path: "tags.team",
      message: "the value has 129 bytes; OSS takes 128",
    },
    ...["http://", "https://", "Aliyun"].map((prefix) => ({
      name: `a key that starts with ${prefix}`,
      inputs: with_({ [`${prefix}x`]: "v" }),
      path: /^\w+$/.test(prefix) ? `tags.${prefix}x` : `tags["${prefix}x"]`,
      message: `a key must not start with ${prefix}`,
    })),
    {
      name: "a value that is no text",
      inputs: { bucket: BUCKET, tags: { size: 5 } },
      path: "tags.size",
      message: "must be a string, not 5",
    },
    {
      name: "a control character in a key",
      inputs: with_({ "a\u0001": "v" }),
      path: 'tags["a\u0001"]',
      message: "holds a character that can't be sent (a control character or half a surrogate pair)",
    },
    {
      name: "half a surrogate pair in a value",
      inputs: with_({ team: "a\ud83d" }),
      path: "tags.team",
      message: "holds a character that can't be sent (a control character or half a surrogate pair)",
    },
  ],
  good: [
    { name: "20 tags", inputs: with_(numbered(20)) },
    { name: "a key of 64 bytes", inputs: with_({ ["k".repeat(64)]: "v" }) },
    { name: "a key of 21 characters that are 63 bytes", inputs: with_({ ["部".repeat(21)]: "v" }) },
    { name: "a value of 128 bytes", inputs: with_({ team: "v".repeat(128) }) },
    { name: "an empty value", inputs: with_({ team: "" }) },
    { name: "keys that only look reserved", inputs: with_({ aliyun: "v", "xhttp://": "v", http: "v" }) },
    { name: "keys that every object has", inputs: with_({ constructor: "v", toString: "v" }) },
  ],
  updates: [
    { name: "a value", from: minimal, to: with_({ team: "shop" }), paths: ["tags.team"] },
    {
      name: "a tag more and a tag less",
      from: with_({ team: "web", "old.key": "1" }),
      to: with_({ team: "web", stage: "prod" }),
      paths: ['tags["old.key"]', "tags.stage"],
    },
  ],
  same: [{ name: "any order of the keys", from: with_({ a: "1", b: "2" }), to: with_({ b: "2", a: "1" }) }],
  replacements: common.replacements,
};
