/** Default server-side encryption of a bucket. OSS API reference 20220713, sections 7.14.1 to 7.14.3. */
import type { XmlChild } from "../../xml";
import type { EncryptionDocument } from "../documents";
import { fail, invalidArgument } from "../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../operation";
import { present } from "./fields";

const BODY = {
  root: "ServerSideEncryptionRule",
  shape: {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "text", KMSDataEncryption: "text", KMSMasterKeyID: "text" },
  },
} as const;

// OSS API reference 20220713, PutBucketEncryption. An empty KMSMasterKeyID counts as none: the sample sends one with
// AES256 (L5964).
function putBucketEncryption(ctx: Context): Reply {
  const rule = present(bodyOf(ctx, BODY).ApplyServerSideEncryptionByDefault, "ApplyServerSideEncryptionByDefault");
  const sseAlgorithm = rule.SSEAlgorithm;
  if (sseAlgorithm !== "AES256" && sseAlgorithm !== "KMS") {
    throw fail("InvalidEncryptionAlgorithmError");
  }
  const kmsMasterKeyId = rule.KMSMasterKeyID === "" ? undefined : rule.KMSMasterKeyID;
  const kmsDataEncryption = rule.KMSDataEncryption === "" ? undefined : rule.KMSDataEncryption;
  if (kmsDataEncryption !== undefined && kmsDataEncryption !== "SM4") {
    throw fail("InvalidDataEncryptionAlgorithmError");
  }
  if (sseAlgorithm !== "KMS") {
    if (kmsMasterKeyId !== undefined) {
      // Literal text of the error table (L6027), where only the typesetting puts a space before the full stop.
      const message = "KMSMasterKeyID is not applicable if the default sse algorithm is not KMS.";
      throw invalidArgument("KMSMasterKeyID", kmsMasterKeyId, message);
    }
    if (kmsDataEncryption !== undefined) {
      const message = "KMSDataEncryption is not applicable if the default sse algorithm is not KMS.";
      throw invalidArgument("KMSDataEncryption", kmsDataEncryption, message);
    }
  }
  const document: EncryptionDocument = { sseAlgorithm, kmsMasterKeyId, kmsDataEncryption };
  ctx.store.putDocument(theBucket(ctx).name, "encryption", document);
  return { status: 200 };
}

// OSS API reference 20220713, GetBucketEncryption. The sample's status line is "204 NoContent" above a body (L6078): a
// misprint for 200. KMSMasterKeyID is returned only when a key was given (L6060): the vendor's tests of its Node SDK see
// no such element with AES256. KMSDataEncryption is not in the response table.
// NoSuchServerSideEncryptionRule is printed with 400 (L6107); the vendor's page of 404 errors and its clients have 404.
function getBucketEncryption(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const document = ctx.store.getDocument(bucket, "encryption");
  if (document === undefined) {
    throw fail("NoSuchServerSideEncryptionRule", { BucketName: bucket });
  }
  const rule: XmlChild[] = [
    ["SSEAlgorithm", document.sseAlgorithm],
    ["KMSMasterKeyID", document.kmsMasterKeyId],
  ];
  return { status: 200, xml: ["ServerSideEncryptionRule", [["ApplyServerSideEncryptionByDefault", rule]]] };
}

// OSS API reference 20220713, DeleteBucketEncryption. Not stated for a bucket without a rule: 204, as all the others.
function deleteBucketEncryption(ctx: Context): Reply {
  ctx.store.deleteDocument(theBucket(ctx).name, "encryption");
  return { status: 204 };
}

const ROW = { level: "bucket", subresource: "encryption", verified: "sdk" } as const;

export const encryptionOperations: readonly Operation[] = [
  { ...ROW, name: "PutBucketEncryption", method: "PUT", body: BODY, source: "L5945", handle: putBucketEncryption },
  { ...ROW, name: "GetBucketEncryption", method: "GET", source: "L6029", handle: getBucketEncryption },
  { ...ROW, name: "DeleteBucketEncryption", method: "DELETE", source: "L6109", handle: deleteBucketEncryption },
];
