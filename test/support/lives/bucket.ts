// Buckets. OSS API reference 20220713, 7.1.
import { bucket as scenario } from "../scenarios/bucket";
import { document, type Life } from "./life";

export const bucket: Life = {
  scenario,
  ids: { minimal: "web-assets", full: "web-assets" },
  keys: ["bucket"],
  prepare: async () => {},
  requests: {
    create: ["PutBucket", "GetBucketInfo"],
    read: ["GetBucketInfo"],
    // PutBucketAcl creates a bucket that is not there, so it looks first.
    update: ["GetBucketInfo", "PutBucketAcl"],
    delete: ["DeleteBucket"],
  },
  exceptions: {
    "taking up the ACL": { requests: ["GetBucketInfo"], because: "it is as wanted already" },
    "leaving the ACL alone again": { requests: [], because: "what is left alone is not written" },
    "writing down the region": { requests: ["GetBucketInfo"], because: "it is where it is said to be" },
    "what destroy may do": { requests: [], because: "it is never sent" },
  },
  drifts: [
    {
      name: "another ACL",
      inputs: { bucket: "web-assets", acl: "private" },
      change: document("acl", "public-read-write"),
      paths: ["acl"],
    },
  ],
  removal: { bucket: "web-assets", delete: true },
  untold: { minimal: [], full: ["acl", "forceDestroy", "region"] },
  // A resource group is taken at creation only.
  importing: { ...scenario.full, resourceGroupId: undefined },
};
