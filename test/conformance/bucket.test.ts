/** The SDK's operations on the account and on buckets themselves: ali-oss 6.23, lib/bucket.js and lib/common/bucket. */
import { type Conformance, failureOf, refusal, type Sdk, SIGNATURES, startConformance } from "../support/aliOss";

let service: Conformance;
beforeAll(async () => {
  service = await startConformance();
});
afterAll(() => service.stop());
afterEach(() => service.emulator.reset());

describe.each(SIGNATURES)("ali-oss with signature %s", (_name, authorizationV4) => {
  let sdk: Sdk;
  beforeEach(() => {
    sdk = service.sdk({ authorizationV4 });
  });

  test("creates a bucket and reads its name from the answer", async () => {
    const { bucket, res } = await sdk.putBucket("plain");
    expect(bucket).toBe("plain");
    expect(res.status).toBe(200);
  });

  test("creates a bucket with ACL, storage class and redundancy, and sees them in its description", async () => {
    await sdk.putBucket("cold", { acl: "public-read", storageClass: "IA", dataRedundancyType: "ZRS" });
    const { bucket } = await sdk.getBucketInfo("cold");
    expect(bucket).toMatchObject({
      Name: "cold",
      Location: "oss-cn-hangzhou",
      StorageClass: "IA",
      DataRedundancyType: "ZRS",
      AccessControlList: { Grant: "public-read" },
      Owner: { ID: "1000000000000001", DisplayName: "1000000000000001" },
      ExtranetEndpoint: "oss-cn-hangzhou.aliyuncs.com",
      IntranetEndpoint: "oss-cn-hangzhou-internal.aliyuncs.com",
      CrossRegionReplication: "Disabled",
      TransferAcceleration: "Disabled",
    });
    expect(bucket.CreationDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
  });

  test("sees versioning and encryption in the description of a bucket that has them", async () => {
    await sdk.putBucket("guarded");
    await sdk.putBucketVersioning("guarded", "Enabled");
    await sdk.putBucketEncryption("guarded", { SSEAlgorithm: "KMS", KMSMasterKeyID: "9468da86-3509" });
    const { bucket } = await sdk.getBucketInfo("guarded");
    expect(bucket.Versioning).toBe("Enabled");
    expect(bucket.ServerSideEncryptionRule).toEqual({ SSEAlgorithm: "KMS", KMSMasterKeyID: "9468da86-3509" });
  });

  test("reads where a bucket is as plain text", async () => {
    await sdk.putBucket("somewhere");
    expect((await sdk.getBucketLocation("somewhere")).location).toBe("oss-cn-hangzhou");
  });

  test("lists no buckets, then all of them in the order of their names", async () => {
    expect((await sdk.listBuckets()).buckets).toBeNull();
    await sdk.putBucket("beta", { storageClass: "Archive" });
    await sdk.putBucket("alpha");
    const { buckets, owner, isTruncated, nextMarker } = await sdk.listBuckets();
    expect(buckets).toEqual([
      expect.objectContaining({ name: "alpha", region: "oss-cn-hangzhou", storageClass: "Standard", tag: {} }),
      expect.objectContaining({ name: "beta", region: "oss-cn-hangzhou", storageClass: "Archive", tag: {} }),
    ]);
    expect(owner).toEqual({ id: "1000000000000001", displayName: "1000000000000001" });
    expect([isTruncated, nextMarker]).toEqual([false, null]);
  });

  test("pages through the buckets of a prefix with a marker", async () => {
    for (const name of ["app-1", "app-2", "app-3", "other"]) {
      await sdk.putBucket(name);
    }
    const first = await sdk.listBuckets({ prefix: "app-", "max-keys": 2 });
    expect(first.buckets?.map(({ name }) => name)).toEqual(["app-1", "app-2"]);
    expect([first.isTruncated, first.nextMarker]).toEqual([true, "app-2"]);
    const second = await sdk.listBuckets({ prefix: "app-", marker: "app-2", "max-keys": 2 });
    expect(second.buckets?.map(({ name }) => name)).toEqual(["app-3"]);
    expect([second.isTruncated, second.nextMarker]).toEqual([false, null]);
  });

  test("counts what is in a bucket", async () => {
    await sdk.putBucket("counted");
    sdk.useBucket("counted");
    await sdk.put("five", Buffer.from("12345"));
    await sdk.initMultipartUpload("unfinished");
    const { stat } = await sdk.getBucketStat("counted");
    expect(stat).toMatchObject({ Storage: "5", ObjectCount: "1", MultipartUploadCount: "1", LiveChannelCount: "0" });
  });

  test("deletes a bucket, which is then unknown", async () => {
    await sdk.putBucket("short-lived");
    const { res } = await sdk.deleteBucket("short-lived");
    expect(res.status).toBe(204);
    expect(await refusal(sdk.getBucketInfo("short-lived"))).toEqual({ code: "NoSuchBucket", status: 404 });
    expect(await refusal(sdk.deleteBucket("short-lived"))).toEqual({ code: "NoSuchBucket", status: 404 });
  });

  test("may not create a name twice, nor delete a bucket that holds an object or an upload", async () => {
    await sdk.putBucket("taken");
    expect(await refusal(sdk.putBucket("taken"))).toEqual({ code: "BucketAlreadyExists", status: 409 });
    sdk.useBucket("taken");
    await sdk.put("object", Buffer.from("x"));
    expect(await refusal(sdk.deleteBucket("taken"))).toEqual({ code: "BucketNotEmpty", status: 409 });
    await sdk.delete("object");
    const { uploadId } = await sdk.initMultipartUpload("object");
    expect(await refusal(sdk.deleteBucket("taken"))).toEqual({ code: "BucketNotEmpty", status: 409 });
    await sdk.abortMultipartUpload("object", uploadId);
    await sdk.deleteBucket("taken");
  });

  test("gets an error with code, message, status, request id, host and EC", async () => {
    const error = await failureOf(sdk.getBucketInfo("no-such-bucket"));
    expect(error).toMatchObject({
      name: "NoSuchBucketError",
      code: "NoSuchBucket",
      status: 404,
      message: "The specified bucket does not exist.",
      ecCode: "0015-00000101",
      hostId: "no-such-bucket.oss-cn-hangzhou.aliyuncs.com",
    });
    expect(error.requestId).toMatch(/^[0-9A-F]{24}$/);
  });

  test("is refused with unknown keys and with a wrong secret", async () => {
    const unknown = service.sdk({ authorizationV4, accessKeyId: "nobody" });
    expect(await refusal(unknown.listBuckets())).toEqual({ code: "InvalidAccessKeyId", status: 403 });
    const wrong = service.sdk({ authorizationV4, accessKeySecret: "guess" });
    expect(await refusal(wrong.listBuckets())).toEqual({ code: "SignatureDoesNotMatch", status: 403 });
  });

  test("is refused when its clock is more than 15 minutes off", async () => {
    const late = service.sdk({ authorizationV4, amendTimeSkewed: -16 * 60 * 1000 });
    expect(await refusal(late.listBuckets())).toEqual({ code: "RequestTimeTooSkewed", status: 403 });
    await service.sdk({ authorizationV4, amendTimeSkewed: -14 * 60 * 1000 }).listBuckets();
  });
});
