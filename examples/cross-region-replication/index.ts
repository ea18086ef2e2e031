import { oss } from "granary";

const source = new oss.Bucket("source", { forceDestroy: true });
// One program, two regions: only the bucket says where it is; what belongs to it follows.
const replica = new oss.Bucket("replica", { region: "cn-beijing", forceDestroy: true });

// OSS takes a rule only where both sides have the same versioning. With versions a deletion is copied as a delete marker,
// and nothing is lost on either side.
const versions = [source, replica].map(
  ({ bucket }, index) =>
    new oss.BucketVersioning(["source-versions", "replica-versions"][index]!, { bucket, status: "Enabled" }),
);

// What is under documents/ is copied, older objects too. OSS can't change a rule: when something is changed here, Granary
// deletes it, waits until OSS has cleared it, and adds it anew.
new oss.BucketReplication(
  "replication",
  { bucket: source.bucket, targetBucket: replica.bucket, targetLocation: replica.location, prefixes: ["documents/"] },
  { dependsOn: versions },
);

export const sourceBucket = source.bucket;
export const replicaBucket = replica.bucket;
