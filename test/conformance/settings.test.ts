/** Small configurations of a bucket, each written, read and removed by the SDK: ali-oss 6.23, lib/bucket.js, lib/common/bucket. */
import { type Conformance, refusal, type Sdk, SIGNATURES, startConformance } from "../support/aliOss";

let service: Conformance;
beforeAll(async () => {
  service = await startConformance();
});
afterAll(() => service.stop());
afterEach(() => service.emulator.reset());

describe.each(SIGNATURES)("ali-oss with signature %s", (_name, authorizationV4) => {
  let sdk: Sdk;
  beforeEach(async () => {
    sdk = service.sdk({ authorizationV4 });
    await sdk.putBucket("web");
  });

  test("changes the ACL and reads it with the owner", async () => {
    expect((await sdk.getBucketACL("web")).acl).toBe("private");
    expect((await sdk.putBucketACL("web", "public-read-write")).bucket).toBe("web");
    const { acl, owner } = await sdk.getBucketACL("web");
    expect(acl).toBe("public-read-write");
    expect(owner).toEqual({ id: "1000000000000001", displayName: "1000000000000001" });
    expect(await refusal(sdk.putBucketACL("web", "everybody"))).toEqual({ code: "InvalidArgument", status: 400 });
  });

  test("creates a bucket by setting the ACL of one that does not exist", async () => {
    expect((await sdk.putBucketACL("born-by-acl", "public-read")).bucket).toBe("born-by-acl");
    expect((await sdk.getBucketInfo("born-by-acl")).bucket.StorageClass).toBe("Standard");
  });

  test("tags a bucket, writes a larger set of tags, and removes them all", async () => {
    expect((await sdk.getBucketTags("web")).tag).toEqual({});
    await sdk.putBucketTags("web", { team: "web" });
    expect((await sdk.getBucketTags("web")).tag).toEqual({ team: "web" });
    await sdk.putBucketTags("web", { stage: "live", team: "shop" });
    expect((await sdk.getBucketTags("web")).tag).toEqual({ stage: "live", team: "shop" });
    expect((await sdk.deleteBucketTags("web")).status).toBe(204);
    expect((await sdk.getBucketTags("web")).tag).toEqual({});
    expect((await sdk.deleteBucketTags("web")).status).toBe(204);
  });

  test("enables and suspends versioning, of which a new bucket says nothing", async () => {
    expect((await sdk.getBucketVersioning("web")).versionStatus).toBeUndefined();
    await sdk.putBucketVersioning("web", "Enabled");
    expect((await sdk.getBucketVersioning("web")).versionStatus).toBe("Enabled");
    await sdk.putBucketVersioning("web", "Suspended");
    expect((await sdk.getBucketVersioning("web")).versionStatus).toBe("Suspended");
  });

  test("sets the default encryption to AES256 and to KMS with a key, and removes it", async () => {
    expect(await refusal(sdk.getBucketEncryption("web"))).toEqual({
      code: "NoSuchServerSideEncryptionRule",
      status: 404,
    });
    await sdk.putBucketEncryption("web", { SSEAlgorithm: "AES256" });
    expect((await sdk.getBucketEncryption("web")).encryption).toEqual({ SSEAlgorithm: "AES256" });
    await sdk.putBucketEncryption("web", { SSEAlgorithm: "KMS", KMSMasterKeyID: "1b2c3132" });
    expect((await sdk.getBucketEncryption("web")).encryption).toEqual({
      SSEAlgorithm: "KMS",
      KMSMasterKeyID: "1b2c3132",
    });
    expect((await sdk.deleteBucketEncryption("web")).status).toBe(204);
    expect(await refusal(sdk.getBucketEncryption("web"))).toMatchObject({ status: 404 });
    expect(await refusal(sdk.putBucketEncryption("web", { SSEAlgorithm: "DES" }))).toEqual({
      code: "InvalidEncryptionAlgorithmError",
      status: 400,
    });
  });

  test("writes a policy and reads the same document", async () => {
    const policy = {
      Version: "1",
      Statement: [
        {
          Effect: "Deny",
          Action: ["oss:PutObject", "oss:DeleteObject"],
          Principal: ["1234567890"],
          Resource: ["acs:oss:*:*:web/*"],
        },
      ],
    };
    expect(await sdk.getBucketPolicy("web")).toMatchObject({ policy: null, status: 404 });
    await sdk.putBucketPolicy("web", policy);
    expect((await sdk.getBucketPolicy("web")).policy).toEqual(policy);
    expect((await sdk.deleteBucketPolicy("web")).status).toBe(204);
    expect(await sdk.getBucketPolicy("web")).toMatchObject({ policy: null, status: 404 });
    expect(await refusal(sdk.putBucketPolicy("web", { Version: "1", Statement: [] }))).toMatchObject({ status: 400 });
  });

  test("makes requesters pay, and the owner again", async () => {
    expect((await sdk.getBucketRequestPayment("web")).payer).toBe("BucketOwner");
    await sdk.putBucketRequestPayment("web", "Requester");
    expect((await sdk.getBucketRequestPayment("web")).payer).toBe("Requester");
    await sdk.putBucketRequestPayment("web", "BucketOwner");
    expect((await sdk.getBucketRequestPayment("web")).payer).toBe("BucketOwner");
  });

  test("restricts referers, and lets everybody through again", async () => {
    expect(await sdk.getBucketReferer("web")).toMatchObject({ allowEmpty: true, referers: null });
    await sdk.putBucketReferer("web", false, ["https://one.example.com", "https://*.example.org"]);
    expect(await sdk.getBucketReferer("web")).toMatchObject({
      allowEmpty: false,
      referers: ["https://one.example.com", "https://*.example.org"],
    });
    await sdk.putBucketReferer("web", true, ["https://one.example.com"]);
    expect((await sdk.getBucketReferer("web")).referers).toEqual(["https://one.example.com"]);
    await sdk.deleteBucketReferer("web");
    expect(await sdk.getBucketReferer("web")).toMatchObject({ allowEmpty: true, referers: null });
  });

  test("logs into the bucket itself with and without a prefix, and stops", async () => {
    expect(await sdk.getBucketLogging("web")).toMatchObject({ enable: false, prefix: null });
    await sdk.putBucketLogging("web", "logs/");
    expect(await sdk.getBucketLogging("web")).toMatchObject({ enable: true, prefix: "logs/" });
    await sdk.putBucketLogging("web");
    expect(await sdk.getBucketLogging("web")).toMatchObject({ enable: true, prefix: null });
    expect((await sdk.deleteBucketLogging("web")).res.status).toBe(204);
    expect(await sdk.getBucketLogging("web")).toMatchObject({ enable: false, prefix: null });
    expect((await sdk.deleteBucketLogging("web")).res.status).toBe(204);
  });

  test("protects a bucket with a retention policy, locks it, prolongs it, and can't remove it any more", async () => {
    expect(await refusal(sdk.getBucketWorm("web"))).toEqual({ code: "NoSuchWORMConfiguration", status: 404 });
    const { wormId, status } = await sdk.initiateBucketWorm("web", "1");
    expect(status).toBe(200);
    expect(wormId).toMatch(/^[0-9A-F]{19}$/);
    expect(await sdk.getBucketWorm("web")).toMatchObject({ wormId, state: "InProgress", days: "1" });
    expect((await sdk.getBucketWorm("web")).creationDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expect((await sdk.completeBucketWorm("web", wormId)).status).toBe(200);
    expect((await sdk.extendBucketWorm("web", wormId, "3")).status).toBe(200);
    expect(await sdk.getBucketWorm("web")).toMatchObject({ wormId, state: "Locked", days: "3" });
    expect(await refusal(sdk.extendBucketWorm("web", wormId, "2"))).toEqual({
      code: "InvalidWORMConfiguration",
      status: 400,
    });
    // The SDK gives the answer of abort and complete as it is, whatever its status.
    expect((await sdk.abortBucketWorm("web")).status).toBe(403);
    expect((await sdk.getBucketWorm("web")).state).toBe("Locked");
  });

  test("gives an unlocked retention policy up, or sees it lapse after a day", async () => {
    await sdk.initiateBucketWorm("web", "7");
    expect((await sdk.abortBucketWorm("web")).status).toBe(204);
    expect(await refusal(sdk.getBucketWorm("web"))).toMatchObject({ status: 404 });
    await sdk.initiateBucketWorm("web", "7");
    await service.advance(24 * 3600 + 1);
    const later = service.sdk({ authorizationV4, amendTimeSkewed: (24 * 3600 + 1) * 1000 });
    expect(await refusal(later.getBucketWorm("web"))).toEqual({ code: "NoSuchWORMConfiguration", status: 404 });
  });

  test("gets NoSuchBucket from every configuration of a bucket that does not exist", async () => {
    const calls = [
      sdk.getBucketACL("gone"),
      sdk.getBucketTags("gone"),
      sdk.getBucketVersioning("gone"),
      sdk.getBucketEncryption("gone"),
      sdk.getBucketRequestPayment("gone"),
      sdk.getBucketReferer("gone"),
      sdk.getBucketLogging("gone"),
      sdk.getBucketWorm("gone"),
      sdk.getBucketCORS("gone"),
      sdk.getBucketLifecycle("gone"),
      sdk.getBucketWebsite("gone"),
      sdk.getBucketInventory("gone", "daily"),
      sdk.listBucketInventory("gone"),
      sdk.getBucketStat("gone"),
      sdk.getBucketLocation("gone"),
      sdk.deleteBucketPolicy("gone"),
    ];
    for (const call of calls) {
      expect(await refusal(call)).toEqual({ code: "NoSuchBucket", status: 404 });
    }
  });
});
