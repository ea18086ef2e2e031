import { oss } from "granary";

const source = new oss.Bucket("source", { forceDestroy: true });
const replica = new oss.Bucket("replica", { region: "cn-beijing", forceDestroy: true });

// Both sides keep versions, so that a deletion is copied as a delete marker and nothing is lost on either.
const versions = [source, replica].map(
  ({ bucket }, index) =>
    new oss.BucketVersioning(["source-versions", "replica-versions"][index]!, { bucket, status: "Enabled" }),
);

new oss.BucketReplication(
  "replication",
  { bucket: source.bucket, targetBucket: replica.bucket, targetLocation: replica.location, prefixes: ["documents/"] },
  { dependsOn: versions },
);

export const sourceBucket = source.bucket;
export const replicaBucket = replica.bucket;
