import { oss } from "granary";

// Working data: every overwritten or deleted object can be had back for 30 days.
const work = new oss.Bucket("work", { forceDestroy: true });

new oss.BucketVersioning("versioning", { bucket: work.bucket, status: "Enabled" });

new oss.BucketLifecycle("lifecycle", {
  bucket: work.bucket,
  rules: [
    {
      id: "keep-versions-for-30-days",
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      expiration: { expiredObjectDeleteMarker: true },
      abortMultipartUpload: { days: 7 },
    },
  ],
});

// Records: nothing can be changed or deleted for 90 days, by anybody. Not locked here, as a lock can't be undone: without
// `locked: true` the policy lapses after 24 hours, a refresh shows that, and the next run makes it again.
const records = new oss.Bucket("records", { storageClass: "IA", dataRedundancyType: "ZRS" });

new oss.BucketRetentionPolicy("retention", { bucket: records.bucket, retentionPeriodInDays: 90, locked: false });

export const workBucket = work.bucket;
export const recordsBucket = records.bucket;
