// OSS API reference 20220713, 7.8 policy to 7.16 CORS.
import { ABSENT, advice, bucket, DONE, denied, digest, error, gone, type Meeting, meet, NO_BUCKET } from "./meeting";

const cors = { bucket, rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] };
const website = { bucket, indexDocument: { suffix: "index.html" } };
const tags = { bucket, tags: { team: "web" } };
const encryption = { bucket, sseAlgorithm: "AES256" };
const logging = { bucket, targetBucket: "logs", targetPrefix: "web/" };
const inventory = {
  bucket,
  inventoryId: "all",
  frequency: "Weekly",
  includedObjectVersions: "Current",
  destination: {
    bucket: "logs",
    accountId: "1000000000000001",
    roleArn: "acs:ram::1000000000000001:role/inventory",
    format: "CSV",
  },
};

export const delivery: readonly Meeting[] = [
  meet("GetBucketPolicy", "BucketPolicy", "read", { bucket, policy: { Version: "1", Statement: [] } }, [
    error("NoSuchBucketPolicy", 404, 4182, "bare", ABSENT),
  ]),
  meet("PutBucketInventory", "BucketInventory", "create", inventory, [
    error("InvalidArgument", 400, 4368, "bad", advice("check frequency, versions, columns and destination"), {
      ...inventory,
      frequency: "Hourly",
    }),
    error("InventoryExceedLimit", 400, 4371, "fault", advice("a bucket can have 1,000 inventories: delete one first")),
    denied(4372, "PutBucketInventory"),
    error("InventoryAlreadyExist", 409, 4373, "fault", advice("an inventory of this id was made by someone else")),
  ]),
  meet("DeleteBucketInventory", "BucketInventory", "delete", inventory, [
    error("InvalidRequest", 400, 4578, "fault", advice("check the inventory's id")),
    denied(4579, "DeleteBucketInventory"),
  ]),
  meet("PutBucketLogging", "BucketLogging", "create", logging, [
    gone(4709, NO_BUCKET),
    error(
      "InvalidTargetBucketForLogging",
      400,
      4710,
      "condition: logs elsewhere",
      advice("the target bucket must exist in the same region as the bucket"),
    ),
    digest(4711),
    error("MalformedXML", 400, 4712, "fault", advice("check targetBucket and targetPrefix")),
    error(
      "InvalidTargetBucketForLogging",
      403,
      4713,
      "condition: logs of another",
      advice("the target bucket must belong to this account"),
    ),
    denied(4714, "PutBucketLogging"),
  ]),
  meet("GetBucketLogging", "BucketLogging", "read", logging, [gone(4800, ABSENT), denied(4801, "GetBucketLogging")]),
  meet("DeleteBucketLogging", "BucketLogging", "delete", logging, [
    gone(4856, DONE),
    denied(4857, "DeleteBucketLogging"),
  ]),
  meet("PutBucketWebsite", "BucketWebsite", "create", website, [digest(5155)]),
  meet("GetBucketWebsite", "BucketWebsite", "read", website, [
    gone(5413, ABSENT),
    denied(5414, "GetBucketWebsite"),
    error("NoSuchWebsiteConfiguration", 404, 5415, "bare", ABSENT),
  ]),
  meet("DeleteBucketWebsite", "BucketWebsite", "delete", website, [
    gone(5475, DONE),
    denied(5476, "DeleteBucketWebsite"),
  ]),
  meet(
    "PutBucketReferer",
    "BucketReferer",
    "create",
    { bucket, allowEmptyReferer: false, referers: ["https://a.example"] },
    [denied(5588, "PutBucketReferer"), digest(5589)],
  ),
  meet(
    "GetBucketReferer",
    "BucketReferer",
    "read",
    { bucket, allowEmptyReferer: false, referers: ["https://a.example"] },
    [gone(5682, ABSENT), denied(5683, "GetBucketReferer")],
  ),
  // In the notes; it has no error table.
  meet("PutBucketTags", "BucketTags", "create", tags, [denied(5695, "PutBucketTagging")]),
  meet("GetBucketTags", "BucketTags", "read", tags, [gone(5858, ABSENT), denied(5859, "GetBucketTagging")]),
  meet("DeleteBucketTags", "BucketTags", "delete", tags, [gone(5940, DONE), denied(5941, "DeleteBucketTagging")]),
  meet("PutBucketEncryption", "BucketEncryption", "create", encryption, [
    error("InvalidEncryptionAlgorithmError", 400, 6024, "bad", advice("the algorithm must be AES256 or KMS"), {
      bucket,
      sseAlgorithm: "AES128",
    }),
    error(
      "InvalidArgument",
      400,
      6027,
      "bad",
      advice("kmsMasterKeyId and kmsDataEncryption go with the algorithm KMS"),
      {
        ...encryption,
        kmsMasterKeyId: "9468da86-3509-4f8d-a61e-6eab1eac****",
      },
    ),
  ]),
  // Both printed 400 here and 404 everywhere else: the code decides.
  meet("GetBucketEncryption", "BucketEncryption", "read", encryption, [
    denied(6105, "GetBucketEncryption"),
    error("NoSuchBucket", 400, 6106, "fault", ABSENT),
    error("NoSuchServerSideEncryptionRule", 400, 6107, "fault", ABSENT),
  ]),
  meet("DeleteBucketEncryption", "BucketEncryption", "delete", encryption, [
    denied(6160, "DeleteBucketEncryption"),
    error("NoSuchBucket", 400, 6161, "fault", DONE),
  ]),
  meet("PutBucketRequestPayment", "BucketRequestPayment", "create", { bucket, payer: "Requester" }, [
    gone(6254, NO_BUCKET),
  ]),
  meet("GetBucketRequestPayment", "BucketRequestPayment", "read", { bucket, payer: "Requester" }, [gone(6316, ABSENT)]),
  meet("PutBucketCors", "BucketCors", "create", cors, [digest(6471)]),
  meet("GetBucketCors", "BucketCors", "read", cors, [
    gone(6553, ABSENT),
    error("NoSuchCORSConfiguration", 404, 6554, "bare", ABSENT),
    denied(6555, "GetBucketCors"),
  ]),
  meet("DeleteBucketCors", "BucketCors", "delete", cors, [gone(6617, DONE), denied(6618, "DeleteBucketCors")]),
  // Not an error to the user: the function's answer is `allowed: false`.
  meet(
    "Options",
    "corsPreflight",
    "invoke",
    { bucket, key: "index.html", origin: "https://a.example", method: "GET" },
    [error("AccessForbidden", 403, 6684, "bare", DONE)],
    { as: "OptionObject" },
  ),
];
