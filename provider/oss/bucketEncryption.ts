import { z } from "zod";
import { WireError } from "../http/errors";
import { readXml, text, writeXml } from "../http/xml";
import type { Report } from "../kit/check";
import { field } from "../kit/shape";
import type { Values } from "../kit/values";
import { bucketConfig } from "./bucketConfig";

function rules(inputs: Values, report: Report): void {
  if (inputs.sseAlgorithm === "KMS") return;
  if (inputs.kmsMasterKeyId) report(["kmsMasterKeyId"], "goes with sseAlgorithm KMS only");
  if (inputs.kmsDataEncryption) report(["kmsDataEncryption"], "goes with sseAlgorithm KMS only");
}

/** Default encryption of a bucket. OSS API reference 20220713, PutBucketEncryption and GetBucketEncryption. */
export const bucketEncryption = bucketConfig({
  token: "oss:BucketEncryption",
  manual: {
    summary: "How objects are encrypted on the server when an upload does not say otherwise.",
    source:
      "OSS API reference 20220713, 7.14 encryption (PutBucketEncryption, GetBucketEncryption, DeleteBucketEncryption)",
    destroy:
      "Removes the default: new objects are stored without server-side encryption. Objects that exist keep theirs.",
    permissions: ["oss:PutBucketEncryption", "oss:GetBucketEncryption", "oss:DeleteBucketEncryption"],
    traps: [
      "With `KMS` whoever reads or writes objects needs permissions on the key as well.",
      "The documented answer of GetBucketEncryption has no KMSDataEncryption, so where OSS leaves it out a change of `kmsDataEncryption` by someone else is not seen.",
    ],
    example: { bucket: "${bucket.bucket}", sseAlgorithm: "AES256" },
  },
  inputs: {
    sseAlgorithm: field(z.enum(["AES256", "KMS"]), {
      doc: "`AES256`: keys that OSS manages. `KMS`: keys of the Key Management Service.",
    }),
    kmsMasterKeyId: field(z.string().optional(), {
      doc: "Id of a customer master key, with `KMS` only. Default: the key that KMS keeps for OSS.",
      serviceDefault: "",
    }),
    kmsDataEncryption: field(z.enum(["SM4"]).optional(), {
      doc: "Algorithm that encrypts the data, with `KMS` only. Default: AES256.",
      lossy: true,
    }),
  },
  rules,
  subresource: "encryption",
  operations: { get: "GetBucketEncryption", put: "PutBucketEncryption", delete: "DeleteBucketEncryption" },
  absent: ["NoSuchServerSideEncryptionRule"],
  encode: (inputs) => ({
    body: writeXml("ServerSideEncryptionRule", [
      [
        "ApplyServerSideEncryptionByDefault",
        [
          ["SSEAlgorithm", String(inputs.sseAlgorithm)],
          ["KMSDataEncryption", inputs.kmsDataEncryption as string | undefined],
          ["KMSMasterKeyID", (inputs.kmsMasterKeyId as string | undefined) || undefined],
        ],
      ],
    ]),
  }),
  decode(body) {
    const root = readXml(body, "ServerSideEncryptionRule", []);
    const at = (name: string) => text(root, `ApplyServerSideEncryptionByDefault.${name}`) || undefined;
    const sseAlgorithm = at("SSEAlgorithm");
    if (!sseAlgorithm) throw new WireError({ expected: "ApplyServerSideEncryptionByDefault.SSEAlgorithm" });
    return {
      sseAlgorithm,
      kmsMasterKeyId: at("KMSMasterKeyID"),
      kmsDataEncryption: at("KMSDataEncryption"),
    };
  },
});
