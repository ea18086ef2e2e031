// OSS API reference 20220713, 7.6.1 PutBucketVersioning [L3091-3182]: never back to disabled.
import { BUCKET, ofOneBucket, type Scenario } from "./scenario";

const enabled = { bucket: BUCKET, status: "Enabled" };
const suspended = { bucket: BUCKET, status: "Suspended" };
const common = ofOneBucket(enabled);

export const bucketVersioning: Scenario = {
  token: "oss:BucketVersioning",
  minimal: enabled,
  full: { ...enabled, overwrite: true },
  bad: [
    ...common.bad,
    {
      name: "no status",
      inputs: { bucket: BUCKET },
      path: "status",
      message: "is required: one of Enabled, Suspended",
    },
    ...["Disabled", "enabled", "true"].map((status) => ({
      name: `status ${status}`,
      inputs: { bucket: BUCKET, status },
      path: "status",
      message: `"${status}" is not one of Enabled, Suspended`,
    })),
  ],
  good: [
    { name: "Enabled", inputs: enabled },
    { name: "Suspended", inputs: suspended },
  ],
  updates: [
    { name: "suspending", from: enabled, to: suspended, paths: ["status"] },
    { name: "enabling again", from: suspended, to: enabled, paths: ["status"] },
  ],
  same: [],
  replacements: common.replacements,
};
