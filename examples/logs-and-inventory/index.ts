import { oss } from "granary";

const data = new oss.Bucket("data", { forceDestroy: true });
const logs = new oss.Bucket("logs", { forceDestroy: true });

// Who read what: a file of requests every hour. The target may be any bucket of the account in the same region.
new oss.BucketLogging("logging", { bucket: data.bucket, targetBucket: logs.bucket, targetPrefix: "access/" });

// What is there: a list of all objects every week. Put your account id and a role in, which may read the one bucket and
// write into the other.
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

// An index to search it: oss.doMetaQuery answers once the index is built, which takes minutes to hours.
new oss.BucketMetaQuery("index", { bucket: data.bucket });

// Whoever reads the data pays for it, with a signed request that says so (x-oss-request-payer); nobody reads it unsigned.
new oss.BucketRequestPayment("payment", { bucket: data.bucket, payer: "Requester" });

export const dataBucket = data.bucket;
export const logsBucket = logs.bucket;
