// OSS API reference 20220713, 7.9.1 PutBucketInventory [L4219-4373].
import { type Arguments, BUCKET, ofOneBucket, type Scenario } from "./scenario";

const ROLE = "acs:ram::1234567890123456:role/inventory";
const destination = { bucket: "other-assets", accountId: "1234567890123456", roleArn: ROLE };
const with_ = (more: Arguments): Arguments => ({
  bucket: BUCKET,
  inventoryId: "all",
  frequency: "Daily",
  destination,
  ...more,
});
const to = (more: Arguments): Arguments => with_({ destination: { ...destination, ...more } });
const minimal = with_({});
const common = ofOneBucket(minimal);

const FIELDS = ["Size", "LastModifiedDate", "ETag", "StorageClass", "IsMultipartUploaded", "EncryptionStatus"];
const without = (name: keyof typeof destination) => {
  const { [name]: _, ...rest } = destination;
  return with_({ destination: rest });
};

export const bucketInventory: Scenario = {
  token: "oss:BucketInventory",
  minimal,
  full: with_({
    inventoryId: "täglich & alles/1",
    enabled: false,
    prefix: "images/",
    frequency: "Weekly",
    includedObjectVersions: "All",
    optionalFields: FIELDS,
    destination: { ...destination, format: "CSV", prefix: "lists/", encryption: "SSE-KMS", kmsKeyId: "9468da86" },
    overwrite: true,
  }),
  bad: [
    ...common.bad,
    { name: "no id", inputs: with_({ inventoryId: undefined }), path: "inventoryId", message: "is required" },
    { name: "an empty id", inputs: with_({ inventoryId: "" }), path: "inventoryId", message: "must not be empty" },
    {
      name: "no frequency",
      inputs: with_({ frequency: undefined }),
      path: "frequency",
      message: "is required: one of Daily, Weekly",
    },
    {
      name: "a frequency that does not exist",
      inputs: with_({ frequency: "Monthly" }),
      path: "frequency",
      message: '"Monthly" is not one of Daily, Weekly',
    },
    {
      name: "versions that do not exist",
      inputs: with_({ includedObjectVersions: "None" }),
      path: "includedObjectVersions",
      message: '"None" is not one of All, Current',
    },
    {
      name: "a column that does not exist",
      inputs: with_({ optionalFields: ["Size", "Owner"] }),
      path: "optionalFields[1]",
      message:
        '"Owner" is not one of Size, LastModifiedDate, ETag, StorageClass, IsMultipartUploaded, EncryptionStatus',
    },
    { name: "no destination", inputs: with_({ destination: undefined }), path: "destination", message: "is required" },
    ...(["bucket", "accountId", "roleArn"] as const).map((name) => ({
      name: `no ${name} of the destination`,
      inputs: without(name),
      path: `destination.${name}`,
      message: "is required",
    })),
    {
      name: "a role that is no ARN",
      inputs: to({ roleArn: "inventory" }),
      path: "destination.roleArn",
      message: "must have the form acs:ram::<account id>:role/<role name>",
    },
    {
      name: "a format that does not exist",
      inputs: to({ format: "Parquet" }),
      path: "destination.format",
      message: '"Parquet" is not one of CSV',
    },
    {
      name: "an encryption that does not exist",
      inputs: to({ encryption: "AES256" }),
      path: "destination.encryption",
      message: '"AES256" is not one of SSE-OSS, SSE-KMS',
    },
    {
      name: "a key without KMS",
      inputs: to({ encryption: "SSE-OSS", kmsKeyId: "9468da86" }),
      path: "destination.kmsKeyId",
      message: "goes with encryption SSE-KMS only",
    },
    {
      name: "a control character in the prefix",
      inputs: with_({ prefix: "a\u0001" }),
      path: "prefix",
      message: "holds a character that can't be sent (a control character or half a surrogate pair)",
    },
  ],
  good: [
    { name: "the bucket itself as destination", inputs: to({ bucket: BUCKET }) },
    { name: "a column said twice", inputs: with_({ optionalFields: ["Size", "Size"] }) },
    { name: "encryption by OSS", inputs: to({ encryption: "SSE-OSS" }) },
    { name: "encryption by KMS with the key that KMS keeps for OSS", inputs: to({ encryption: "SSE-KMS" }) },
  ],
  updates: [
    { name: "the frequency", from: minimal, to: with_({ frequency: "Weekly" }), paths: ["frequency"] },
    { name: "switching off", from: minimal, to: with_({ enabled: false }), paths: ["enabled"] },
    {
      name: "what is listed",
      from: with_({ optionalFields: ["Size"] }),
      to: with_({ optionalFields: ["Size", "ETag"], prefix: "images/", includedObjectVersions: "All" }),
      paths: ["prefix", "includedObjectVersions", "optionalFields"],
    },
    {
      name: "where the lists go and how they are encrypted",
      from: to({ encryption: "SSE-KMS", kmsKeyId: "a" }),
      to: to({ bucket: BUCKET, prefix: "lists/", encryption: "SSE-OSS" }),
      paths: ["destination.bucket", "destination.prefix", "destination.encryption", "destination.kmsKeyId"],
    },
  ],
  same: [
    {
      name: "any order of the columns",
      from: with_({ optionalFields: ["Size", "ETag"] }),
      to: with_({ optionalFields: ["ETag", "Size"] }),
    },
    {
      name: "a column said twice",
      from: with_({ optionalFields: ["Size", "ETag"] }),
      to: with_({ optionalFields: ["Size", "ETag", "Size"] }),
    },
    {
      name: "the defaults",
      from: minimal,
      to: with_({
        enabled: true,
        prefix: "",
        includedObjectVersions: "Current",
        optionalFields: [],
        destination: { ...destination, format: "CSV", prefix: "" },
      }),
    },
  ],
  replacements: [
    ...common.replacements,
    { name: "another id", from: minimal, to: with_({ inventoryId: "some" }), paths: ["inventoryId"] },
  ],
};
