/** OSS API reference 20220713, sections 7.14.1 (L5945-6027), 7.14.2 (L6029-6107) and 7.14.3 (L6109-6161). */
import { type OssService, startOssService } from "../../support/ossService";

let oss: OssService;
beforeAll(async () => {
  oss = await startOssService();
});
afterAll(() => oss.stop());

const put = (bucket: string, inner: string) =>
  oss.send({
    method: "PUT",
    bucket,
    query: "encryption",
    body: `<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault>${inner}</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`,
  });
const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "encryption" });

const KEY = "9468da86-3509-4f8d-a61e-6eab1eac0000";

test("SSE-KMS with a key is set (L6003-6006) and answered as in the sample (L6082-6087)", async () => {
  const bucket = oss.bucket();
  const answer = await put(bucket, `<SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>${KEY}</KMSMasterKeyID>`);
  expect(answer.status).toBe(200);
  const read = await get(bucket);
  expect(read.status).toBe(200);
  expect(read.body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>KMS</SSEAlgorithm>" +
      `<KMSMasterKeyID>${KEY}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`,
  );
});

test("AES256 with an empty KMSMasterKeyID is the documented sample (L5960-5966)", async () => {
  const bucket = oss.bucket();
  expect((await put(bucket, "<SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID></KMSMasterKeyID>")).status).toBe(200);
  const read = await get(bucket);
  expect([read.element("SSEAlgorithm"), read.element("KMSMasterKeyID")]).toEqual(["AES256", undefined]);
});

test("KMSDataEncryption SM4 is taken with KMS, and is not in the answer (L5983, L6064-6071)", async () => {
  const bucket = oss.bucket();
  expect((await put(bucket, "<SSEAlgorithm>KMS</SSEAlgorithm><KMSDataEncryption>SM4</KMSDataEncryption>")).status).toBe(
    200,
  );
  expect((await get(bucket)).element("KMSDataEncryption")).toBeUndefined();
});

test.each(["AES128", "kms", ""])(
  "the algorithm %p is InvalidEncryptionAlgorithmError 400 (L6021)",
  async (algorithm) => {
    const answer = await put(oss.bucket(), `<SSEAlgorithm>${algorithm}</SSEAlgorithm>`);
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidEncryptionAlgorithmError"]);
    expect(answer.element("Message")).toBe(
      "The Encryption request you specified is not valid. Supported value: AES256/KMS.",
    );
  },
);

test("AES256 with a KMSMasterKeyID is InvalidArgument 400 with the text of the table (L6027)", async () => {
  const answer = await put(oss.bucket(), `<SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID>${KEY}</KMSMasterKeyID>`);
  expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  expect(answer.element("Message")).toBe("KMSMasterKeyID is not applicable if the default sse algorithm is not KMS.");
});

test("KMSDataEncryption is refused with AES256, and when it is not SM4 (L5983)", async () => {
  const with256 = await put(
    oss.bucket(),
    "<SSEAlgorithm>AES256</SSEAlgorithm><KMSDataEncryption>SM4</KMSDataEncryption>",
  );
  expect([with256.status, with256.element("Code")]).toEqual([400, "InvalidArgument"]);
  const other = await put(oss.bucket(), "<SSEAlgorithm>KMS</SSEAlgorithm><KMSDataEncryption>SM3</KMSDataEncryption>");
  expect([other.status, other.element("Code")]).toEqual([400, "InvalidDataEncryptionAlgorithmError"]);
});

test("ApplyServerSideEncryptionByDefault is required (L5972)", async () => {
  const body = "<ServerSideEncryptionRule/>";
  const answer = await oss.send({ method: "PUT", bucket: oss.bucket(), query: "encryption", body });
  expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
  expect(answer.element("ErrorDetail")).toBe("ApplyServerSideEncryptionByDefault is missing");
});

test("without a rule GetBucketEncryption is NoSuchServerSideEncryptionRule: 404 of the later page, not the 400 of L6107", async () => {
  const answer = await get(oss.bucket());
  expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchServerSideEncryptionRule"]);
});

test("DeleteBucketEncryption is 204 and removes the rule; without one it is 204 too", async () => {
  const bucket = oss.bucket();
  await put(bucket, "<SSEAlgorithm>KMS</SSEAlgorithm>");
  expect((await oss.send({ method: "DELETE", bucket, query: "encryption" })).status).toBe(204);
  expect((await get(bucket)).element("Code")).toBe("NoSuchServerSideEncryptionRule");
  expect((await oss.send({ method: "DELETE", bucket, query: "encryption" })).status).toBe(204);
});
