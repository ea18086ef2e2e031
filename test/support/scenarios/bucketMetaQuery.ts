// OSS API reference 20220713, 7.17.1 OpenMetaQuery [L6688-6735].
import { BUCKET, ownedOnce, type Scenario } from "./scenario";

const minimal = { bucket: BUCKET };
const common = ownedOnce(minimal);

export const bucketMetaQuery: Scenario = {
  token: "oss:BucketMetaQuery",
  minimal,
  full: minimal,
  bad: [
    ...common.bad,
    {
      name: "an argument that it does not have",
      inputs: { bucket: BUCKET, mode: "semantic" },
      path: "mode",
      message: "is not an argument; there are bucket",
    },
  ],
  good: [],
  updates: [],
  same: [],
  replacements: common.replacements,
};
