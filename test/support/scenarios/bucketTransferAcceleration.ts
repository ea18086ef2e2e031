// OSS API reference 20220713, 7.5.1 PutBucketTransferAcceleration [L2952-3024].
import { BUCKET, ofOneBucket, type Scenario } from "./scenario";

const on = { bucket: BUCKET, enabled: true };
const off = { bucket: BUCKET, enabled: false };
const common = ofOneBucket(on);

export const bucketTransferAcceleration: Scenario = {
  token: "oss:BucketTransferAcceleration",
  minimal: on,
  full: { ...on, overwrite: true },
  bad: [
    ...common.bad,
    { name: "nothing said", inputs: { bucket: BUCKET }, path: "enabled", message: "is required" },
    {
      name: "a word in place of a switch",
      inputs: { bucket: BUCKET, enabled: "true" },
      path: "enabled",
      message: 'must be a boolean, not "true"',
    },
  ],
  good: [
    { name: "on", inputs: on },
    { name: "off", inputs: off },
  ],
  updates: [
    { name: "switching off", from: on, to: off, paths: ["enabled"] },
    { name: "switching on", from: off, to: on, paths: ["enabled"] },
  ],
  same: [],
  replacements: common.replacements,
};
