// Buckets as somebody has made them over the years with the vendor's Node SDK: every configuration that a bucket can
// have, and names that no program can use as they are.
import OSS from "ali-oss";
import { ask } from "../../support/aliOss";
import { type Emulated, SECRET_KEY, TOKEN } from "../../support/emulated";

export function sdkIn(emulator: Emulated, region: string): OSS {
  const keys = { accessKeyId: "granary", accessKeySecret: SECRET_KEY, stsToken: TOKEN };
  return new OSS({
    endpoint: emulator.url,
    region: `oss-${region}`,
    authorizationV4: true,
    ...keys,
    refreshSTSTokenInterval: 3_600_000,
    refreshSTSToken: async () => keys,
  });
}

/** Five buckets: assets has (nearly) everything, logs and replica are what it refers to, the others have odd names. */
export async function makeManyBuckets(emulator: Emulated): Promise<void> {
  const sdk = sdkIn(emulator, "cn-hangzhou");
  const beijing = sdkIn(emulator, "cn-beijing");
  await sdk.putBucket("shop-assets", { dataRedundancyType: "ZRS" });
  await sdk.putBucket("shop-logs", { storageClass: "IA" });
  await beijing.putBucket("shop-replica");
  await sdk.putBucket("2024-records");
  await sdk.putBucket("default", { headers: { "x-oss-hns-status": "enabled" } });
  await beijing.putBucketVersioning("shop-replica", "Enabled");
  await sdk.putBucketTags("default", { team: 'it\'s "us"', "cost center": "0042", yes: "no" });
  await sdk.initiateBucketWorm("2024-records", "30");
  const { wormId } = await sdk.getBucketWorm("2024-records");
  await sdk.completeBucketWorm("2024-records", wormId);
  await configureRules(sdk, "shop-assets");
  await configureOthers(sdk, "shop-assets");
}

async function configureRules(sdk: OSS, bucket: string): Promise<void> {
  await sdk.putBucketVersioning(bucket, "Suspended");
  await sdk.putBucketVersioning(bucket, "Enabled");
  await sdk.putBucketCORS(bucket, [
    { allowedOrigin: "*", allowedMethod: ["GET", "HEAD"] },
    {
      allowedOrigin: ["https://www.example.com", "https://shop.example.com"],
      allowedMethod: "PUT",
      allowedHeader: "*",
      exposeHeader: ["ETag", "x-oss-request-id"],
      maxAgeSeconds: "600",
    },
  ]);
  await sdk.putBucketLifecycle(bucket, [
    { id: "logs", prefix: "logs/", status: "Enabled", days: 30 },
    {
      id: "photos",
      prefix: "photos/",
      status: "Disabled",
      tag: [{ key: "kind", value: "raw" }],
      transition: { days: 20, storageClass: "IA" },
      expiration: { days: 300 },
      noncurrentVersionTransition: { noncurrentDays: "10", storageClass: "Archive" },
      noncurrentVersionExpiration: { noncurrentDays: "40" },
    },
    { id: "old", prefix: "old/", status: "Enabled", expiration: { createdBeforeDate: "2020-02-29T00:00:00.000Z" } },
  ]);
  await sdk.putBucketWebsite(bucket, {
    index: "index.html",
    supportSubDir: "true",
    type: "2",
    error: "error.html",
    routingRules: [
      {
        RuleNumber: "1",
        Condition: { KeyPrefixEquals: "abc/", HttpErrorCodeReturnedEquals: "404" },
        Redirect: {
          RedirectType: "Mirror",
          MirrorURL: "http://origin.example.com/",
          MirrorHeaders: { PassAll: "true", Remove: "cookie", Set: { Key: "x-from", Value: "oss" } },
        },
      },
      {
        RuleNumber: "2",
        Condition: { KeyPrefixEquals: "cdn/" },
        Redirect: {
          RedirectType: "AliCDN",
          Protocol: "http",
          HostName: "example.com",
          ReplaceKeyWith: "prefix/${key}.suffix",
          HttpRedirectCode: "302",
        },
      },
    ],
  });
}

async function configureOthers(sdk: OSS, bucket: string): Promise<void> {
  await sdk.putBucketACL(bucket, "public-read");
  await sdk.putBucketPolicy(bucket, {
    Version: "1",
    Statement: [
      {
        Effect: "Deny",
        Action: ["oss:DeleteObject"],
        Principal: ["*"],
        Resource: [`acs:oss:*:*:${bucket}/archive/*`],
        Condition: { IpAddress: { "acs:SourceIp": ["203.0.113.0/24"] } },
      },
    ],
  });
  await sdk.putBucketEncryption(bucket, {
    SSEAlgorithm: "KMS",
    KMSMasterKeyID: "9468da86-3509-4f8d-a61e-6eab1eac0001",
  });
  await sdk.putBucketTags(bucket, { team: "web", environment: "production" });
  await sdk.putBucketReferer(bucket, false, ["https://www.example.com/*", "https://?.example.org"]);
  await sdk.putBucketRequestPayment(bucket, "Requester");
  await ask(
    sdk,
    bucket,
    "PUT",
    { logging: "" },
    "<BucketLoggingStatus><LoggingEnabled><TargetBucket>shop-logs</TargetBucket><TargetPrefix>access/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>",
  );
  await sdk.putBucketInventory(bucket, {
    id: "weekly list",
    isEnabled: true,
    OSSBucketDestination: {
      format: "CSV",
      accountId: "1000000000000001",
      rolename: "AliyunOSSRole",
      bucket: "shop-logs",
      prefix: "lists/",
      encryption: { "SSE-OSS": "" },
    },
    frequency: "Weekly",
    includedObjectVersions: "All",
    optionalFields: { field: ["Size", "ETag"] },
  });
  await ask(
    sdk,
    bucket,
    "PUT",
    { transferAcceleration: "" },
    "<TransferAccelerationConfiguration><Enabled>true</Enabled></TransferAccelerationConfiguration>",
  );
  await ask(sdk, bucket, "POST", { metaQuery: "", comp: "add" });
  await ask(
    sdk,
    bucket,
    "POST",
    { replication: "", comp: "add" },
    "<ReplicationConfiguration><Rule><PrefixSet><Prefix>docs/</Prefix></PrefixSet><Action>PUT</Action><Destination><Bucket>shop-replica</Bucket><Location>oss-cn-beijing</Location><TransferType>oss_acc</TransferType></Destination><HistoricalObjectReplication>disabled</HistoricalObjectReplication></Rule></ReplicationConfiguration>",
  );
  const domain = "<BucketCnameConfiguration><Cname><Domain>www.example.com</Domain>";
  await ask(sdk, bucket, "POST", { cname: "", comp: "token" }, `${domain}</Cname></BucketCnameConfiguration>`);
  await ask(
    sdk,
    bucket,
    "POST",
    { cname: "", comp: "add" },
    `${domain}<CertificateConfiguration><CertId>493-cn-hangzhou</CertId></CertificateConfiguration></Cname></BucketCnameConfiguration>`,
  );
}
