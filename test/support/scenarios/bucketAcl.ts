// OSS API reference 20220713, 7.3.1 PutBucketAcl [L2339-2441].
import { BUCKET, ofOneBucket, type Scenario } from "./scenario";

const minimal = { bucket: BUCKET, acl: "public-read" };
const common = ofOneBucket(minimal);

export const bucketAcl: Scenario = {
  token: "oss:BucketAcl",
  minimal,
  full: { ...minimal, overwrite: true },
  bad: [
    ...common.bad,
    {
      name: "no ACL",
      inputs: { bucket: BUCKET },
      path: "acl",
      message: "is required: one of private, public-read, public-read-write",
    },
    {
      name: "an ACL that does not exist",
      inputs: { bucket: BUCKET, acl: "default" },
      path: "acl",
      message: '"default" is not one of private, public-read, public-read-write',
    },
  ],
  good: ["private", "public-read", "public-read-write"].map((acl) => ({ name: acl, inputs: { bucket: BUCKET, acl } })),
  updates: [
    { name: "another ACL", from: minimal, to: { bucket: BUCKET, acl: "public-read-write" }, paths: ["acl"] },
    { name: "back to private", from: minimal, to: { bucket: BUCKET, acl: "private" }, paths: ["acl"] },
  ],
  same: [],
  replacements: common.replacements,
};
