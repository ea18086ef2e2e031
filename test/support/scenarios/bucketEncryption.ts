// OSS API reference 20220713, 7.14.1 PutBucketEncryption [L5945-6027].
import { type Arguments, BUCKET, ofOneBucket, type Scenario } from "./scenario";

const KEY = "9468da86-3509-4f8d-a61e-6eab1eac1234";
const with_ = (more: Arguments): Arguments => ({ bucket: BUCKET, ...more });
const aes = with_({ sseAlgorithm: "AES256" });
const kms = with_({ sseAlgorithm: "KMS" });
const common = ofOneBucket(aes);

export const bucketEncryption: Scenario = {
  token: "oss:BucketEncryption",
  minimal: aes,
  full: with_({ sseAlgorithm: "KMS", kmsMasterKeyId: KEY, kmsDataEncryption: "SM4", overwrite: true }),
  bad: [
    ...common.bad,
    { name: "no algorithm", inputs: with_({}), path: "sseAlgorithm", message: "is required: one of AES256, KMS" },
    {
      name: "an algorithm that OSS does not have",
      inputs: with_({ sseAlgorithm: "SM4" }),
      path: "sseAlgorithm",
      message: '"SM4" is not one of AES256, KMS',
    },
    {
      name: "a master key without KMS",
      inputs: with_({ sseAlgorithm: "AES256", kmsMasterKeyId: KEY }),
      path: "kmsMasterKeyId",
      message: "goes with sseAlgorithm KMS only",
    },
    {
      name: "a data algorithm without KMS",
      inputs: with_({ sseAlgorithm: "AES256", kmsDataEncryption: "SM4" }),
      path: "kmsDataEncryption",
      message: "goes with sseAlgorithm KMS only",
    },
    {
      name: "a data algorithm that OSS does not have",
      inputs: with_({ sseAlgorithm: "KMS", kmsDataEncryption: "AES256" }),
      path: "kmsDataEncryption",
      message: '"AES256" is not one of SM4',
    },
  ],
  good: [
    { name: "KMS with the key that KMS keeps for OSS", inputs: kms },
    { name: "AES256 with an empty master key", inputs: with_({ sseAlgorithm: "AES256", kmsMasterKeyId: "" }) },
    { name: "KMS with SM4", inputs: with_({ sseAlgorithm: "KMS", kmsDataEncryption: "SM4" }) },
  ],
  updates: [
    { name: "another algorithm", from: aes, to: kms, paths: ["sseAlgorithm"] },
    { name: "a master key", from: kms, to: { ...kms, kmsMasterKeyId: KEY }, paths: ["kmsMasterKeyId"] },
    { name: "a data algorithm", from: kms, to: { ...kms, kmsDataEncryption: "SM4" }, paths: ["kmsDataEncryption"] },
  ],
  same: [{ name: "an empty master key and none", from: kms, to: { ...kms, kmsMasterKeyId: "" } }],
  replacements: common.replacements,
};
