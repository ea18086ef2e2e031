import { oss } from "granary";

const data = new oss.Bucket("data", { forceDestroy: true });
const logs = new oss.Bucket("logs", { forceDestroy: true });

new oss.BucketLogging("logging", { bucket: data.bucket, targetBucket: logs.bucket, targetPrefix: "access/" });

new oss.BucketInventory("inventory", {
  bucket: data.bucket,
  inventoryId: "weekly",
  frequency: "Weekly",
  includedObjectVersions: "Current",
  optionalFields: ["Size", "LastModifiedDate", "StorageClass"],
  destination: {
    bucket: logs.bucket,
    accountId: "1000000000000001",
    roleArn: "acs:ram::1000000000000001:role/oss-inventory",
    prefix: "inventory/",
  },
});

new oss.BucketMetaQuery("index", { bucket: data.bucket });

// Whoever reads the data pays for it.
new oss.BucketRequestPayment("payment", { bucket: data.bucket, payer: "Requester" });

export const dataBucket = data.bucket;
export const logsBucket = logs.bucket;
