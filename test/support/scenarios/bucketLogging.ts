// OSS API reference 20220713, 7.10.1 PutBucketLogging [L4583-4714].
import { type Arguments, BUCKET, ofOneBucket, type Scenario } from "./scenario";

const with_ = (more: Arguments): Arguments => ({ bucket: BUCKET, targetBucket: "other-assets", ...more });
const minimal = with_({});
const common = ofOneBucket(minimal);

export const bucketLogging: Scenario = {
  token: "oss:BucketLogging",
  minimal,
  full: with_({ targetPrefix: "logs/übersicht-", overwrite: true }),
  bad: [
    ...common.bad,
    { name: "no target", inputs: { bucket: BUCKET }, path: "targetBucket", message: "is required" },
    {
      name: "a target of a name that OSS does not take",
      inputs: with_({ targetBucket: "Logs" }),
      path: "targetBucket",
      message:
        "must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends (OSS bucket naming conventions)",
    },
    {
      name: "a prefix that is no text",
      inputs: with_({ targetPrefix: 5 }),
      path: "targetPrefix",
      message: "must be a string, not 5",
    },
    {
      name: "a control character in the prefix",
      inputs: with_({ targetPrefix: "a\u0007" }),
      path: "targetPrefix",
      message: "holds a character that can't be sent (a control character or half a surrogate pair)",
    },
  ],
  good: [
    { name: "the bucket itself as target", inputs: with_({ targetBucket: BUCKET }) },
    { name: "an empty prefix", inputs: with_({ targetPrefix: "" }) },
    { name: "a prefix with characters that XML escapes", inputs: with_({ targetPrefix: `<a> & "b" 'c'/` }) },
  ],
  updates: [
    { name: "the prefix", from: minimal, to: with_({ targetPrefix: "logs/" }), paths: ["targetPrefix"] },
    { name: "the target", from: minimal, to: with_({ targetBucket: BUCKET }), paths: ["targetBucket"] },
  ],
  same: [{ name: "an empty prefix and none", from: minimal, to: with_({ targetPrefix: "" }) }],
  replacements: common.replacements,
};
