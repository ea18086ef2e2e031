// OSS API reference 20220713, 7.7.1 PutBucketReplication [L3574-3721]; that prefixes must not overlap: the vendor's error
// page 0031-00000019.
import { type Arguments, BUCKET, many, ownedOnce, type Scenario } from "./scenario";

const with_ = (more: Arguments): Arguments => ({
  bucket: BUCKET,
  targetBucket: "other-assets",
  targetLocation: "oss-cn-hangzhou",
  ...more,
});
const minimal = with_({});
const { bad } = ownedOnce(minimal);
const KMS = { sseKmsEncryptedObjects: "Enabled", syncRole: "replicator", replicaKmsKeyId: "9468da86-3509-4f8d-a61e" };

export const bucketReplication: Scenario = {
  token: "oss:BucketReplication",
  minimal,
  full: with_({
    transferType: "internal",
    prefixes: ["images/", "übersicht/"],
    action: "PUT",
    historicalObjectReplication: "disabled",
    ...KMS,
  }),
  bad: [
    ...bad,
    {
      name: "no target",
      inputs: { bucket: BUCKET, targetLocation: "oss-cn-hangzhou" },
      path: "targetBucket",
      message: "is required",
    },
    {
      name: "the bucket itself",
      inputs: with_({ targetBucket: BUCKET }),
      path: "targetBucket",
      message: "must be another bucket",
    },
    {
      name: "no data centre",
      inputs: { bucket: BUCKET, targetBucket: "other-assets" },
      path: "targetLocation",
      message: "is required",
    },
    {
      name: "a region in place of its data centre",
      inputs: with_({ targetLocation: "cn-hangzhou" }),
      path: "targetLocation",
      message: "must have the form oss-cn-hangzhou",
    },
    {
      name: "a way that does not exist",
      inputs: with_({ transferType: "external" }),
      path: "transferType",
      message: '"external" is not one of internal, oss_acc',
    },
    {
      name: "11 prefixes",
      inputs: with_({ prefixes: many(11, (i) => `${i + 10}/`) }),
      path: "prefixes",
      message: "has more than 10 elements",
    },
    {
      name: "an empty prefix",
      inputs: with_({ prefixes: ["a", ""] }),
      path: "prefixes[1]",
      message: "must not be empty",
    },
    {
      name: "a prefix of 1,024 bytes",
      inputs: with_({ prefixes: ["p".repeat(1024)] }),
      path: "prefixes[0]",
      message: "has more than 1023 bytes",
    },
    {
      name: "prefixes that overlap",
      inputs: with_({ prefixes: ["a/b/", "c/", "a/"] }),
      path: "prefixes[2]",
      message: '"a/" overlaps with "a/b/"; prefixes must not overlap',
    },
    {
      name: "a control character in a prefix",
      inputs: with_({ prefixes: ["a\u0001"] }),
      path: "prefixes[0]",
      message: "holds a character that can't be sent (a control character or half a surrogate pair)",
    },
    {
      name: "an action that does not exist",
      inputs: with_({ action: "DELETE" }),
      path: "action",
      message: '"DELETE" is not one of ALL, PUT',
    },
    {
      name: "a word in place of enabled and disabled",
      inputs: with_({ historicalObjectReplication: "Enabled" }),
      path: "historicalObjectReplication",
      message: '"Enabled" is not one of enabled, disabled',
    },
    {
      name: "objects of KMS without a role",
      inputs: with_({ ...KMS, syncRole: undefined }),
      path: "syncRole",
      message: "is required with sseKmsEncryptedObjects Enabled",
    },
    {
      name: "objects of KMS without a key",
      inputs: with_({ ...KMS, replicaKmsKeyId: undefined }),
      path: "replicaKmsKeyId",
      message: "is required with sseKmsEncryptedObjects Enabled",
    },
  ],
  good: [
    { name: "10 prefixes", inputs: with_({ prefixes: many(10, (i) => `${i}/`) }) },
    { name: "a prefix of 1,023 bytes", inputs: with_({ prefixes: ["p".repeat(1023)] }) },
  ],
  updates: [
    { name: "the action", from: minimal, to: with_({ action: "PUT" }), paths: ["action"] },
    {
      name: "the prefixes",
      from: with_({ prefixes: ["a/", "b/"] }),
      to: with_({ prefixes: ["a/", "c/"] }),
      paths: ["prefixes"],
    },
    {
      name: "objects that exist already, and those of KMS",
      from: minimal,
      to: with_({ historicalObjectReplication: "disabled", ...KMS }),
      paths: ["historicalObjectReplication", "syncRole", "sseKmsEncryptedObjects", "replicaKmsKeyId"],
    },
  ],
  same: [
    {
      name: "any order of the prefixes",
      from: with_({ prefixes: ["a/", "b/"] }),
      to: with_({ prefixes: ["b/", "a/"] }),
    },
    {
      name: "the defaults",
      from: minimal,
      to: with_({
        transferType: "internal",
        prefixes: [],
        action: "ALL",
        historicalObjectReplication: "enabled",
        sseKmsEncryptedObjects: "Disabled",
      }),
    },
  ],
  replacements: [
    { name: "another bucket", from: minimal, to: with_({ bucket: "third-assets" }), paths: ["bucket"] },
    { name: "another target", from: minimal, to: with_({ targetBucket: "third-assets" }), paths: ["targetBucket"] },
  ],
};
