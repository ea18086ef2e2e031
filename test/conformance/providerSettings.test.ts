/**
 * Small configurations between the provider and ali-oss: what the provider writes the SDK reads, what the SDK changes the
 * provider sees and heals, what the SDK made the provider imports.
 */
import type { Lifecycle } from "../../provider/kit/lifecycle";
import { type Conformance, refusal, type Sdk, startConformance } from "../support/aliOss";
import { Managed } from "../support/managedResource";

let service: Conformance;
beforeAll(async () => {
  service = await startConformance();
});
afterAll(() => service.stop());
afterEach(() => service.emulator.reset());

describe.each([
  ["v1", false],
  ["v4", true],
] as const)("with signature %s", (signatureVersion, authorizationV4) => {
  let sdk: Sdk;
  let provider: () => Lifecycle;
  beforeEach(async () => {
    sdk = service.sdk({ authorizationV4 });
    provider = () => service.provider(signatureVersion);
    await sdk.putBucket("web");
  });

  test("Bucket: every creation property, a changed ACL, and import", async () => {
    const bucket = await Managed.create(provider, "oss:Bucket", {
      bucket: "cold",
      acl: "public-read",
      storageClass: "IA",
      dataRedundancyType: "ZRS",
    });
    expect((await sdk.getBucketInfo("cold")).bucket).toMatchObject({
      Name: "cold",
      StorageClass: "IA",
      DataRedundancyType: "ZRS",
      AccessControlList: { Grant: "public-read" },
    });
    expect(bucket.state).toMatchObject({
      location: "oss-cn-hangzhou",
      owner: "1000000000000001",
      extranetEndpoint: `oss-cn-hangzhou.localhost:${service.port}`,
    });
    await sdk.putBucketACL("cold", "private");
    expect(await bucket.drift()).toEqual(["acl"]);
    await bucket.update();
    expect((await sdk.getBucketACL("cold")).acl).toBe("public-read");
    expect(await bucket.drift()).toEqual([]);

    await sdk.putBucket("made", { storageClass: "Archive", acl: "public-read-write" });
    const made = await Managed.import(provider, "oss:Bucket", "made");
    expect(made.program).toEqual({ bucket: "made", storageClass: "Archive" });
    await made.remove();
    expect(await refusal(sdk.getBucketInfo("made"))).toEqual({ code: "NoSuchBucket", status: 404 });
    expect(await made.drift()).toBe("gone");
  });

  test("Bucket: forceDestroy deletes what the SDK left: versions, delete markers and unfinished uploads", async () => {
    const bucket = await Managed.create(provider, "oss:Bucket", { bucket: "full", forceDestroy: true });
    sdk.useBucket("full");
    await sdk.putBucketVersioning("full", "Enabled");
    for (const key of ["a", "a", "b", "c +&\x01/中"]) {
      await sdk.put(key, Buffer.from("x"));
    }
    await sdk.delete("b");
    await sdk.initMultipartUpload("unfinished +é");
    await bucket.remove();
    expect((await sdk.listBuckets()).buckets?.map(({ name }) => name)).toEqual(["web"]);
  });

  test("BucketAcl", async () => {
    const acl = await Managed.create(provider, "oss:BucketAcl", { bucket: "web", acl: "public-read" });
    expect((await sdk.getBucketACL("web")).acl).toBe("public-read");
    await sdk.putBucketACL("web", "public-read-write");
    expect(await acl.drift()).toEqual(["acl"]);
    await acl.update();
    expect((await sdk.getBucketACL("web")).acl).toBe("public-read");
    expect(await acl.drift()).toEqual([]);
    await acl.remove();
    expect((await sdk.getBucketACL("web")).acl).toBe("private");

    await sdk.putBucketACL("web", "public-read-write");
    expect((await Managed.import(provider, "oss:BucketAcl", "web")).program).toEqual({
      bucket: "web",
      acl: "public-read-write",
    });
  });

  test("BucketTags", async () => {
    const tags = await Managed.create(provider, "oss:BucketTags", {
      bucket: "web",
      tags: { team: "web & <shop>", 環境: "本番", empty: "" },
    });
    expect((await sdk.getBucketTags("web")).tag).toEqual({ team: "web & <shop>", 環境: "本番", empty: "" });
    await sdk.deleteBucketTags("web");
    expect(await tags.drift()).toBe("gone");
    await sdk.putBucketTags("web", { team: "other", added: "by hand", empty: "" });
    expect(await tags.drift()).toEqual(["tags.added", "tags.team", 'tags["環境"]']);
    await tags.update();
    expect((await sdk.getBucketTags("web")).tag).toEqual({ team: "web & <shop>", 環境: "本番", empty: "" });
    expect(await tags.drift()).toEqual([]);
    await tags.remove();
    expect((await sdk.getBucketTags("web")).tag).toEqual({});

    await sdk.putBucketTags("web", { a: "1", b: "" });
    expect((await Managed.import(provider, "oss:BucketTags", "web")).program).toEqual({
      bucket: "web",
      tags: { a: "1", b: "" },
    });
  });

  test("BucketVersioning", async () => {
    const versioning = await Managed.create(provider, "oss:BucketVersioning", { bucket: "web", status: "Enabled" });
    expect((await sdk.getBucketVersioning("web")).versionStatus).toBe("Enabled");
    await sdk.putBucketVersioning("web", "Suspended");
    expect(await versioning.drift()).toEqual(["status"]);
    await versioning.update();
    expect((await sdk.getBucketVersioning("web")).versionStatus).toBe("Enabled");
    expect(await versioning.drift()).toEqual([]);
    await versioning.remove();
    expect((await sdk.getBucketVersioning("web")).versionStatus).toBe("Suspended");
    expect((await Managed.import(provider, "oss:BucketVersioning", "web")).program).toEqual({
      bucket: "web",
      status: "Suspended",
    });
  });

  test("BucketEncryption", async () => {
    const encryption = await Managed.create(provider, "oss:BucketEncryption", {
      bucket: "web",
      sseAlgorithm: "KMS",
      kmsMasterKeyId: "9468da86-3509",
      kmsDataEncryption: "SM4",
    });
    const { encryption: read } = await sdk.getBucketEncryption("web");
    expect(read).toEqual({ SSEAlgorithm: "KMS", KMSMasterKeyID: "9468da86-3509" });
    sdk.useBucket("web");
    expect((await sdk.put("key", Buffer.from("x"))).res.headers).toMatchObject({
      "x-oss-server-side-encryption": "KMS",
      "x-oss-server-side-encryption-key-id": "9468da86-3509",
      "x-oss-server-side-data-encryption": "SM4",
    });
    expect(await encryption.drift()).toEqual([]);
    await sdk.putBucketEncryption("web", { SSEAlgorithm: "KMS", KMSMasterKeyID: "other" });
    expect(await encryption.drift()).toEqual(["kmsMasterKeyId"]);
    await sdk.putBucketEncryption("web", { SSEAlgorithm: "AES256" });
    expect(await encryption.drift()).toEqual(["kmsMasterKeyId", "sseAlgorithm"]);
    await encryption.update();
    expect((await sdk.getBucketEncryption("web")).encryption).toEqual({
      SSEAlgorithm: "KMS",
      KMSMasterKeyID: "9468da86-3509",
    });
    await encryption.remove();
    expect(await refusal(sdk.getBucketEncryption("web"))).toMatchObject({ code: "NoSuchServerSideEncryptionRule" });
    expect(await encryption.drift()).toBe("gone");

    await sdk.putBucketEncryption("web", { SSEAlgorithm: "AES256" });
    expect((await Managed.import(provider, "oss:BucketEncryption", "web")).program).toEqual({
      bucket: "web",
      sseAlgorithm: "AES256",
    });
  });

  test("BucketPolicy", async () => {
    const statement = {
      Effect: "Deny",
      Action: ["oss:PutObject", "oss:DeleteObject"],
      Principal: ["1234567890"],
      Resource: ["acs:oss:*:*:web/*"],
      Condition: { StringNotEquals: { "acs:SourceVpc": ["vpc-1"] } },
    };
    const policy = await Managed.create(provider, "oss:BucketPolicy", {
      bucket: "web",
      policy: { Version: "1", Statement: [statement] },
    });
    expect((await sdk.getBucketPolicy("web")).policy).toEqual({ Version: "1", Statement: [statement] });
    // The same meaning in another order of keys and lists is no drift.
    const { Effect, ...rest } = { ...statement, Action: ["oss:DeleteObject", "oss:PutObject"] };
    await sdk.putBucketPolicy("web", { Statement: [{ ...rest, Effect }], Version: "1" });
    expect(await policy.drift()).toEqual([]);
    await sdk.putBucketPolicy("web", { Version: "1", Statement: [{ ...statement, Effect: "Allow" }] });
    expect(await policy.drift()).toEqual(["policy"]);
    await policy.update();
    expect((await sdk.getBucketPolicy("web")).policy).toEqual({ Version: "1", Statement: [statement] });
    await policy.remove();
    expect(await sdk.getBucketPolicy("web")).toMatchObject({ policy: null, status: 404 });

    await sdk.putBucketPolicy("web", { Version: "1", Statement: [statement] });
    expect((await Managed.import(provider, "oss:BucketPolicy", "web")).program).toEqual({
      bucket: "web",
      policy: { Version: "1", Statement: [statement] },
    });
  });

  test("BucketReferer", async () => {
    const referer = await Managed.create(provider, "oss:BucketReferer", {
      bucket: "web",
      allowEmptyReferer: false,
      allowTruncateQueryString: false,
      referers: ["https://www.example.com", "https://*.example.org/?"],
    });
    expect(await sdk.getBucketReferer("web")).toMatchObject({
      allowEmpty: false,
      referers: ["https://www.example.com", "https://*.example.org/?"],
    });
    await sdk.putBucketReferer("web", true, ["https://www.example.com"]);
    expect(await referer.drift()).toEqual(["allowEmptyReferer", "allowTruncateQueryString", "referers"]);
    await referer.update();
    expect(await sdk.getBucketReferer("web")).toMatchObject({
      allowEmpty: false,
      referers: ["https://www.example.com", "https://*.example.org/?"],
    });
    expect(await referer.drift()).toEqual([]);
    await referer.remove();
    expect(await sdk.getBucketReferer("web")).toMatchObject({ allowEmpty: true, referers: null });

    await sdk.putBucketReferer("web", false, ["https://b.example.com", "https://a.example.com"]);
    expect((await Managed.import(provider, "oss:BucketReferer", "web")).program).toEqual({
      bucket: "web",
      allowEmptyReferer: false,
      referers: ["https://b.example.com", "https://a.example.com"],
    });
  });

  test("BucketLogging", async () => {
    const logging = await Managed.create(provider, "oss:BucketLogging", {
      bucket: "web",
      targetBucket: "web",
      targetPrefix: "logs/",
    });
    expect(await sdk.getBucketLogging("web")).toMatchObject({ enable: true, prefix: "logs/" });
    await sdk.putBucketLogging("web", "elsewhere/");
    expect(await logging.drift()).toEqual(["targetPrefix"]);
    await logging.update();
    expect((await sdk.getBucketLogging("web")).prefix).toBe("logs/");
    await sdk.deleteBucketLogging("web");
    expect(await logging.drift()).toBe("gone");
    await logging.remove();

    await sdk.putBucketLogging("web");
    expect((await Managed.import(provider, "oss:BucketLogging", "web")).program).toEqual({
      bucket: "web",
      targetBucket: "web",
    });
  });

  test("BucketRequestPayment", async () => {
    const payment = await Managed.create(provider, "oss:BucketRequestPayment", { bucket: "web", payer: "Requester" });
    expect((await sdk.getBucketRequestPayment("web")).payer).toBe("Requester");
    await sdk.putBucketRequestPayment("web", "BucketOwner");
    expect(await payment.drift()).toEqual(["payer"]);
    await payment.update();
    expect((await sdk.getBucketRequestPayment("web")).payer).toBe("Requester");
    expect((await Managed.import(provider, "oss:BucketRequestPayment", "web")).program).toEqual({
      bucket: "web",
      payer: "Requester",
    });
    await payment.remove();
    expect((await sdk.getBucketRequestPayment("web")).payer).toBe("BucketOwner");
  });

  test("BucketRetentionPolicy: other periods, a lapse, a lock made by hand, a longer period", async () => {
    const worm = await Managed.create(provider, "oss:BucketRetentionPolicy", {
      bucket: "web",
      retentionPeriodInDays: 30,
    });
    expect(await sdk.getBucketWorm("web")).toMatchObject({
      state: "InProgress",
      days: "30",
      wormId: worm.state.wormId,
    });
    await sdk.abortBucketWorm("web");
    expect(await worm.drift()).toBe("gone");
    const { wormId } = await sdk.initiateBucketWorm("web", "7");
    expect(await worm.drift()).toEqual(["retentionPeriodInDays"]);
    expect(worm.state.wormId).toBe(wormId);
    await worm.update();
    expect(await sdk.getBucketWorm("web")).toMatchObject({ state: "InProgress", days: "30" });

    await sdk.completeBucketWorm("web", worm.state.wormId);
    expect(await worm.drift()).toEqual(["locked"]);
    await expect(worm.update()).rejects.toThrow("locked: can't be undone: the retention policy is locked");
    await worm.update({ bucket: "web", retentionPeriodInDays: 60, locked: true });
    expect(await sdk.getBucketWorm("web")).toMatchObject({ state: "Locked", days: "60" });
    await expect(worm.remove()).rejects.toThrow("is locked and can't be deleted");
    expect((await Managed.import(provider, "oss:BucketRetentionPolicy", "web")).program).toEqual({
      bucket: "web",
      retentionPeriodInDays: 60,
      locked: true,
    });
  });

  test("BucketObject: content and headers as the SDK gets them, changed content and metadata, import", async () => {
    sdk.useBucket("web");
    const object = await Managed.create(provider, "oss:BucketObject", {
      bucket: "web",
      key: "dir/sei te +é.html",
      content: "<h1>Grüße</h1>",
      cacheControl: "max-age=60",
      contentDisposition: "inline",
      metadata: { team: "web" },
      storageClass: "IA",
    });
    const got = await sdk.get("dir/sei te +é.html");
    expect(got.content.toString()).toBe("<h1>Grüße</h1>");
    expect(got.res.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "max-age=60",
      "content-disposition": "inline",
      "x-oss-meta-team": "web",
      "x-oss-storage-class": "IA",
    });
    await sdk.put("dir/sei te +é.html", Buffer.from("defaced"), { headers: { "x-oss-storage-class": "Standard" } });
    expect(await object.drift()).toEqual([
      "cacheControl",
      "contentDisposition",
      "contentHash",
      "contentType",
      "metadata",
      "storageClass",
    ]);
    await object.update();
    expect((await sdk.get("dir/sei te +é.html")).content.toString()).toBe("<h1>Grüße</h1>");
    expect(await object.drift()).toEqual([]);
    await sdk.delete("dir/sei te +é.html");
    expect(await object.drift()).toBe("gone");
    await object.remove();

    await sdk.put("made.css", Buffer.from("a{}"), { meta: { by: "sdk" } });
    const made = await Managed.import(provider, "oss:BucketObject", "web/made.css");
    expect(made.program).toMatchObject({
      bucket: "web",
      key: "made.css",
      contentType: "text/css",
      metadata: { by: "sdk" },
    });
  });
});
