// OSS API reference 20220713, 5 service, 6 region, 7.1 basic operations, 7.2 retention policy, 7.3 ACL.
import { ABSENT, advice, bucket, DONE, denied, error, gone, type Meeting, meet, NO_BUCKET } from "./meeting";

const SERVICE: Meeting[] = [
  meet("GetService", "getBuckets", "invoke", {}, [denied(664, "ListBuckets", "fault")]),
  meet("DescribeRegions", "getRegions", "invoke", { region: "xx-nowhere" }, [
    denied(791, "DescribeRegions", "fault"),
    error("InvalidArgument", 400, 792, "bad", advice("name a region as oss-cn-hangzhou or cn-hangzhou"), {
      region: "no/region",
    }),
    error("NoSuchRegion", 404, 793, "bad", advice("getRegions without an argument lists the regions that there are")),
  ]),
];

const BASIC: Meeting[] = [
  meet("PutBucket", "Bucket", "create", { bucket: "new-bucket" }, [
    error("InvalidBucketName", 400, 927, "bad", advice("use 3 to 63 lower-case letters, digits and hyphens"), {
      bucket: "New_Bucket",
    }),
    denied(928, "PutBucket", "fault"),
    error("TooManyBuckets", 400, 929, "condition: 100 buckets", advice("an account can have 100 buckets in a region")),
    error("BucketAlreadyExists", 409, 930, "condition: taken", advice("bucket names are unique in all of OSS")),
    error("ResourceGroupIdPreCheckError", 400, 931, "bad", advice("resourceGroupId must be a resource group"), {
      bucket: "new-bucket",
      resourceGroupId: "my group",
    }),
  ]),
  meet("DeleteBucket", "Bucket", "delete", { bucket }, [
    gone(1013, DONE),
    error(
      "BucketNotEmpty",
      409,
      1048,
      "condition: an object",
      advice("the bucket was kept: empty it, or set forceDestroy"),
    ),
    denied(1076, "DeleteBucket"),
  ]),
  meet(
    "GetBucket",
    "listObjects",
    "invoke",
    { bucket, listType: 1 },
    [
      gone(1515, NO_BUCKET),
      denied(1516, "ListObjects"),
      error(
        "InvalidArgument",
        400,
        1517,
        "fault",
        advice(
          "at most 1,000 entries come at a time, and prefix, marker and delimiter must have fewer than 1,024 bytes",
        ),
      ),
    ],
    { as: "ListObjects" },
  ),
  meet("GetBucketInfo", "Bucket", "read", { bucket }, [gone(1976, ABSENT), denied(1977, "GetBucketInfo")]),
  meet("GetBucketInfo", "getBucketInfo", "invoke", { bucket }, [gone(1976, NO_BUCKET), denied(1977, "GetBucketInfo")]),
  meet("GetBucketLocation", "getBucketLocation", "invoke", { bucket }, [denied(2037, "GetBucketLocation")]),
  // No error table; 404 without a code in the text of the two that name a policy (L2238, L2283), the code is the vendor's.
  meet(
    "ExtendBucketWorm",
    "BucketRetentionPolicy",
    "update",
    { bucket, retentionPeriodInDays: 30, locked: true },
    [
      error(
        "NoSuchWORMConfiguration",
        404,
        2238,
        "condition: no retention policy",
        advice("it is not there any more: run pulumi refresh, then pulumi up makes it again"),
      ),
    ],
    { changed: { bucket, retentionPeriodInDays: 60, locked: true } },
  ),
  meet("GetBucketWorm", "BucketRetentionPolicy", "read", { bucket, retentionPeriodInDays: 30 }, [
    error("NoSuchWORMConfiguration", 404, 2283, "bare", ABSENT),
  ]),
  meet("PutBucketAcl", "BucketAcl", "create", { bucket, acl: "public-read" }, [
    error("InvalidArgument", 400, 2415, "bad", advice("the ACL must be private, public-read or public-read-write"), {
      bucket,
      acl: "public",
    }),
    denied(2441, "PutBucketAcl"),
  ]),
  meet("GetBucketAcl", "BucketAcl", "read", { bucket, acl: "public-read" }, [
    gone(2518, ABSENT),
    denied(2519, "GetBucketAcl"),
  ]),
];

export const service: readonly Meeting[] = [...SERVICE, ...BASIC];
