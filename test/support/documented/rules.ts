// OSS API reference 20220713, 7.4 lifecycle, 7.5 transfer acceleration, 7.6 versioning, 7.7 replication.
import { ABSENT, advice, bucket, DONE, denied, error, gone, type Meeting, meet, NO_BUCKET } from "./meeting";

const lifecycle = { bucket, rules: [{ id: "logs", prefix: "logs/", status: "Enabled", expiration: { days: 30 } }] };
const replication = { bucket, targetBucket: "copy", targetLocation: "oss-cn-hangzhou" };

const RULES: Meeting[] = [
  meet("PutBucketLifecycle", "BucketLifecycle", "create", lifecycle, [
    error("InvalidArgument", 400, 2806, "bad", advice("objects must reach Archive later than IA"), {
      bucket,
      rules: [
        {
          id: "logs",
          prefix: "logs/",
          status: "Enabled",
          transitions: [
            { days: 60, storageClass: "IA" },
            { days: 30, storageClass: "Archive" },
          ],
        },
      ],
    }),
    denied(2807, "PutBucketLifecycle"),
  ]),
  meet("GetBucketLifecycle", "BucketLifecycle", "read", lifecycle, [
    gone(2892, ABSENT),
    error("NoSuchLifecycle", 404, 2892, "bare", ABSENT),
    denied(2891, "GetBucketLifecycle"),
  ]),
  meet("DeleteBucketLifecycle", "BucketLifecycle", "delete", lifecycle, [
    gone(2947, DONE),
    denied(2948, "DeleteBucketLifecycle"),
  ]),
  meet("PutBucketTransferAcceleration", "BucketTransferAcceleration", "create", { bucket, enabled: true }, [
    // Printed 404: a status alone must not make it "not configured".
    error("AccessDenied", 404, 3023, "fault", advice("give the key permission oss:PutBucketTransferAcceleration (RAM")),
    error("MalformedXML", 400, 3024, "fault", advice("enabled must be true or false")),
  ]),
  meet("GetBucketTransferAcceleration", "BucketTransferAcceleration", "read", { bucket, enabled: true }, [
    error("NoSuchTransferAccelerationConfiguration", 404, 3087, "bare", ABSENT),
  ]),
  meet("PutBucketVersioning", "BucketVersioning", "create", { bucket, status: "Enabled" }, [
    denied(3181, "PutBucketVersioning"),
    error("InvalidArgument", 400, 3182, "bad", advice("status must be Enabled or Suspended"), {
      bucket,
      status: "Off",
    }),
  ]),
  meet("GetBucketVersioning", "BucketVersioning", "read", { bucket, status: "Enabled" }, [
    denied(3261, "GetBucketVersioning"),
    gone(3262, ABSENT),
  ]),
  meet(
    "GetBucketVersions",
    "listObjectVersions",
    "invoke",
    { bucket },
    [
      gone(3566, NO_BUCKET),
      denied(3569, "ListObjectVersions"),
      error(
        "InvalidArgument",
        400,
        3570,
        "fault",
        advice(
          "at most 1,000 entries come at a time, and prefix, marker and delimiter must have fewer than 1,024 bytes",
        ),
      ),
    ],
    { as: "ListObjectVersions" },
  ),
];

const REPLICATION: Meeting[] = [
  meet("PutBucketReplication", "BucketReplication", "create", replication, [
    error("InvalidTargetBucket", 400, 3710, "bad", advice("the target must be another bucket, exist, and belong to"), {
      ...replication,
      targetBucket: "missing",
    }),
    error("InvalidTargetLocation", 400, 3711, "bad", advice("targetLocation must be where the target bucket is"), {
      ...replication,
      targetLocation: "oss-cn-shanghai",
    }),
    // A rule that another request has just added: looked for, and the add is repeated while none stands.
    error("BucketReplicationAlreadyExist", 400, 3712, "fault", DONE),
    error(
      "BadReplicationLocation",
      400,
      3713,
      "bad",
      advice(
        "this bucket can't be replicated to that region: getReplicationLocations lists what targetLocation may be",
      ),
      {
        ...replication,
        targetLocation: "oss-xx-nowhere",
      },
    ),
    error("NoReplicationLocation", 400, 3714, "fault", advice("buckets of this region can't be replicated to another")),
    error("TooManyReplicationRules", 400, 3717, "fault", advice("name one replication rule only")),
    error("TooManyIncomingReplication", 400, 3718, "fault", advice("100 rules replicate to the target bucket already")),
    error("TooManyOutgoingReplication", 400, 3719, "fault", advice("the bucket has 100 replication rules already")),
    error("MissingArgument", 400, 3720, "bad", advice("set transferType to internal or oss_acc"), {
      ...replication,
      transferType: "",
    }),
    error("InvalidArgument", 400, 3721, "bad", advice("transferType must be internal or oss_acc"), {
      ...replication,
      transferType: "express",
    }),
  ]),
  meet("GetBucketReplication", "BucketReplication", "read", replication, [
    gone(3805, ABSENT),
    error("NoSuchReplicationConfiguration", 404, 3806, "bare", ABSENT),
  ]),
  meet("GetBucketReplicationLocation", "getReplicationLocations", "invoke", { bucket }, [gone(3888, NO_BUCKET)]),
  meet("GetBucketReplicationProgress", "getReplicationProgress", "invoke", { bucket }, [
    gone(3984, NO_BUCKET),
    error("NoSuchReplicationRule", 404, 3985, "condition: a rule", advice("there is no rule of this id"), {
      bucket,
      ruleId: "another",
    }),
    error("NoSuchReplicationConfiguration", 404, 3986, "bare", advice("the bucket has no replication rule")),
    error("TooManyReplicationRules", 400, 3987, "condition: a rule", advice("name one replication rule only"), {
      bucket,
      ruleId: "one,two",
    }),
  ]),
  meet("DeleteBucketReplication", "BucketReplication", "delete", replication, [
    gone(4057, DONE),
    error("TooManyReplicationRules", 400, 4058, "fault", advice("name one replication rule only")),
    error("TransferAccAlreadyInUse", 409, 4061, "fault", advice("the target bucket's transfer acceleration is off")),
  ]),
];

export const rules: readonly Meeting[] = [...RULES, ...REPLICATION];
