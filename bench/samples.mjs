// What the benchmark creates and changes of every resource. `BUCKET` stands for the name of a bucket made for it.

const DOMAIN = "www.example.com";
const DESTINATION = {
  bucket: "BUCKET",
  accountId: "1000000000000001",
  roleArn: "acs:ram::1000000000000001:role/inventory",
};

/**
 * Resource -> { create, update, needs }: arguments that differ in one property that is updated in place (no `update`
 * where a resource has none), and what has to be there before. A resource that is missing here is named in the report as not measured.
 */
export const SAMPLES = {
  Bucket: { create: { bucket: "BUCKET" }, update: { bucket: "BUCKET", acl: "public-read" } },
  BucketAcl: { create: { acl: "public-read" }, update: { acl: "private" } },
  BucketCname: { needs: [["BucketCnameToken", { bucket: "BUCKET", domain: DOMAIN }]], create: { domain: DOMAIN } },
  BucketCnameToken: { create: { domain: DOMAIN } },
  BucketCors: {
    create: { rules: [{ allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] }] },
    update: { rules: [{ allowedOrigins: ["https://b.example"], allowedMethods: ["GET"] }] },
  },
  BucketEncryption: { create: { sseAlgorithm: "AES256" }, update: { sseAlgorithm: "KMS" } },
  BucketInventory: {
    create: { inventoryId: "all", frequency: "Daily", destination: DESTINATION },
    update: { inventoryId: "all", frequency: "Weekly", destination: DESTINATION },
  },
  BucketLifecycle: {
    create: { rules: [{ prefix: "logs/", expiration: { days: 30 } }] },
    update: { rules: [{ prefix: "logs/", expiration: { days: 60 } }] },
  },
  BucketLogging: {
    create: { targetBucket: "BUCKET", targetPrefix: "a/" },
    update: { targetBucket: "BUCKET", targetPrefix: "b/" },
  },
  BucketMetaQuery: { create: {} },
  BucketObject: { create: { key: "page.html", content: "one" }, update: { key: "page.html", content: "two" } },
  BucketPolicy: { create: { policy: policy("oss:DeleteObject") }, update: { policy: policy("oss:PutObject") } },
  BucketReferer: {
    create: { allowEmptyReferer: true, referers: ["https://a.example"] },
    update: { allowEmptyReferer: true, referers: ["https://b.example"] },
  },
  BucketReplication: {
    needs: [["Bucket", { bucket: "BUCKET-copy" }]],
    create: { targetBucket: "BUCKET-copy", targetLocation: "oss-cn-hangzhou", prefixes: ["a/"] },
    update: { targetBucket: "BUCKET-copy", targetLocation: "oss-cn-hangzhou", prefixes: ["b/"] },
  },
  BucketRequestPayment: { create: { payer: "Requester" }, update: { payer: "BucketOwner" } },
  BucketRetentionPolicy: { create: { retentionPeriodInDays: 1 }, update: { retentionPeriodInDays: 2 } },
  BucketTags: { create: { tags: { team: "web" } }, update: { tags: { team: "shop" } } },
  BucketTransferAcceleration: { create: { enabled: true }, update: { enabled: false } },
  BucketVersioning: { create: { status: "Enabled" }, update: { status: "Suspended" } },
  BucketWebsite: {
    create: { indexDocument: { suffix: "index.html" } },
    update: { indexDocument: { suffix: "start.html" } },
  },
};

function policy(action) {
  const resource = "acs:oss:*:*:BUCKET/releases/*";
  return { Version: "1", Statement: [{ Effect: "Deny", Action: [action], Principal: ["*"], Resource: [resource] }] };
}

/** The arguments of a sample for a bucket of that name. */
export function argumentsFor(resource, kind, bucket) {
  return filled({ bucket, ...SAMPLES[resource][kind] }, bucket);
}

/** What has to be there before: [resource, arguments] each. */
export function needsOf(resource, bucket) {
  return filled(SAMPLES[resource].needs ?? [], bucket);
}

function filled(value, bucket) {
  return JSON.parse(JSON.stringify(value).replaceAll("BUCKET", bucket));
}
