// OSS API reference 20220713, 7.15.1 PutBucketRequestPayment [L6165-6254].
import { BUCKET, ofOneBucket, type Scenario } from "./scenario";

const requester = { bucket: BUCKET, payer: "Requester" };
const owner = { bucket: BUCKET, payer: "BucketOwner" };
const common = ofOneBucket(requester);

export const bucketRequestPayment: Scenario = {
  token: "oss:BucketRequestPayment",
  minimal: requester,
  full: { ...requester, overwrite: true },
  bad: [
    ...common.bad,
    {
      name: "no payer",
      inputs: { bucket: BUCKET },
      path: "payer",
      message: "is required: one of BucketOwner, Requester",
    },
    {
      name: "a payer that does not exist",
      inputs: { bucket: BUCKET, payer: "requester" },
      path: "payer",
      message: '"requester" is not one of BucketOwner, Requester',
    },
  ],
  good: [
    { name: "the requester", inputs: requester },
    { name: "the owner", inputs: owner },
  ],
  updates: [
    { name: "back to the owner", from: requester, to: owner, paths: ["payer"] },
    { name: "over to the requester", from: owner, to: requester, paths: ["payer"] },
  ],
  same: [],
  replacements: common.replacements,
};
