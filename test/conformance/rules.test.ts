/** Configurations that are lists of rules, by the SDK: ali-oss 6.23, lib/bucket.js and lib/common/bucket. */
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

  test("writes CORS rules and reads one value as text and several as a list", async () => {
    expect(await refusal(sdk.getBucketCORS("web"))).toEqual({ code: "NoSuchCORSConfiguration", status: 404 });
    const rules = [
      {
        allowedOrigin: ["https://a.example.com", "https://b.example.com"],
        allowedMethod: ["GET", "PUT"],
        allowedHeader: ["authorization", "x-oss-*"],
        exposeHeader: ["etag", "x-oss-request-id"],
        maxAgeSeconds: "600",
      },
      { allowedOrigin: "*", allowedMethod: "HEAD" },
    ];
    await sdk.putBucketCORS("web", rules);
    expect((await sdk.getBucketCORS("web")).rules).toEqual(rules);
    expect((await sdk.deleteBucketCORS("web")).res.status).toBe(204);
    expect(await refusal(sdk.getBucketCORS("web"))).toMatchObject({ status: 404 });
    const bad = sdk.putBucketCORS("web", [{ allowedOrigin: "*", allowedMethod: "PATCH" }]);
    expect(await refusal(bad)).toMatchObject({ status: 400 });
  });

  test("writes lifecycle rules of every kind that it knows", async () => {
    expect(await refusal(sdk.getBucketLifecycle("web"))).toEqual({ code: "NoSuchLifecycle", status: 404 });
    await sdk.putBucketLifecycle("web", [
      { id: "logs", prefix: "logs/", status: "Enabled", days: 30 },
      {
        id: "photos",
        prefix: "photos/",
        status: "Disabled",
        tag: [
          { key: "kind", value: "raw" },
          { key: "keep", value: "no" },
        ],
        transition: { days: 20, storageClass: "IA" },
        expiration: { days: 300 },
        noncurrentVersionTransition: { noncurrentDays: 10, storageClass: "Archive" },
        noncurrentVersionExpiration: { noncurrentDays: 40 },
      },
      { id: "parts", prefix: "parts/", status: "Enabled", abortMultipartUpload: { days: 3 } },
      { id: "old", prefix: "old/", status: "Enabled", expiration: { createdBeforeDate: "2020-02-29T00:00:00.000Z" } },
      { id: "marks", prefix: "marks/", status: "Enabled", expiration: { expiredObjectDeleteMarker: "true" } },
      {
        id: "freezer",
        prefix: "freezer/",
        status: "Enabled",
        transition: { createdBeforeDate: "2020-01-01T00:00:00.000Z", storageClass: "ColdArchive" },
      },
    ]);
    const { rules } = await sdk.getBucketLifecycle("web");
    expect(rules).toEqual([
      { id: "logs", prefix: "logs/", status: "Enabled", expiration: { days: "30" } },
      {
        id: "photos",
        prefix: "photos/",
        status: "Disabled",
        tag: [
          { key: "kind", value: "raw" },
          { key: "keep", value: "no" },
        ],
        transition: { days: "20", storageClass: "IA" },
        expiration: { days: "300" },
        noncurrentVersionTransition: { noncurrentDays: "10", storageClass: "Archive" },
        noncurrentVersionExpiration: { noncurrentDays: "40" },
      },
      { id: "parts", prefix: "parts/", status: "Enabled", abortMultipartUpload: { days: "3" } },
      { id: "old", prefix: "old/", status: "Enabled", expiration: { createdBeforeDate: "2020-02-29T00:00:00.000Z" } },
      { id: "marks", prefix: "marks/", status: "Enabled", expiration: { expiredObjectDeleteMarker: "true" } },
      {
        id: "freezer",
        prefix: "freezer/",
        status: "Enabled",
        transition: { createdBeforeDate: "2020-01-01T00:00:00.000Z", storageClass: "ColdArchive" },
      },
    ]);
  });

  test("gets an id for a lifecycle rule without one, and replaces all rules at once", async () => {
    await sdk.putBucketLifecycle("web", [{ prefix: "a/", status: "Enabled", days: 1 }]);
    const [first] = (await sdk.getBucketLifecycle("web")).rules ?? [];
    expect(first?.id).toMatch(/^.{1,255}$/);
    await sdk.putBucketLifecycle("web", [{ id: "only", prefix: "b/", status: "Enabled", days: 2 }]);
    expect((await sdk.getBucketLifecycle("web")).rules?.map(({ id }) => id)).toEqual(["only"]);
    expect((await sdk.deleteBucketLifecycle("web")).res.status).toBe(204);
    expect(await refusal(sdk.getBucketLifecycle("web"))).toMatchObject({ status: 404 });
    expect((await sdk.deleteBucketLifecycle("web")).res.status).toBe(204);
  });

  test("hosts a website with index, error page, sub-directories and routing rules", async () => {
    expect(await refusal(sdk.getBucketWebsite("web"))).toEqual({ code: "NoSuchWebsiteConfiguration", status: 404 });
    await sdk.putBucketWebsite("web", { index: "home.html" });
    expect(await sdk.getBucketWebsite("web")).toMatchObject({
      index: "home.html",
      supportSubDir: "false",
      type: undefined,
      routingRules: [],
      error: null,
    });
    const mirror = {
      RuleNumber: "1",
      Condition: { KeyPrefixEquals: "abc/", HttpErrorCodeReturnedEquals: "404" },
      Redirect: {
        RedirectType: "Mirror",
        PassQueryString: "true",
        MirrorURL: "http://origin.example.com/",
        MirrorPassQueryString: "true",
        MirrorFollowRedirect: "true",
        MirrorCheckMd5: "true",
        MirrorHeaders: {
          PassAll: "true",
          Pass: ["myheader-key1", "myheader-key2"],
          Remove: "myheader-key3",
          Set: { Key: "myheader-key5", Value: "myheader-value5" },
        },
      },
    };
    const redirect = {
      RuleNumber: "2",
      Condition: {
        IncludeHeader: { Key: "host", Equals: "test.oss-cn-beijing-internal.aliyuncs.com" },
        KeyPrefixEquals: "abc/",
        HttpErrorCodeReturnedEquals: "404",
      },
      Redirect: {
        RedirectType: "AliCDN",
        PassQueryString: "false",
        Protocol: "http",
        HostName: "example.com",
        ReplaceKeyWith: "prefix/${key}.suffix",
        HttpRedirectCode: "301",
      },
    };
    await sdk.putBucketWebsite("web", {
      index: "index.html",
      supportSubDir: "true",
      type: "2",
      error: "error.html",
      routingRules: [mirror, redirect],
    });
    expect(await sdk.getBucketWebsite("web")).toMatchObject({
      index: "index.html",
      supportSubDir: "true",
      type: "2",
      routingRules: [mirror, redirect],
      error: "error.html",
    });
    expect((await sdk.deleteBucketWebsite("web")).res.status).toBe(204);
    expect(await refusal(sdk.getBucketWebsite("web"))).toMatchObject({ status: 404 });
  });

  test("lists objects with a signed request for the root of a website", async () => {
    await sdk.putBucketWebsite("web", { index: "index.html" });
    sdk.useBucket("web");
    await sdk.put("index.html", Buffer.from("<h1>hello</h1>"));
    expect((await sdk.list({})).objects.map(({ name }) => name)).toEqual(["index.html"]);
  });

  test("writes inventories that cannot be overwritten, reads and lists them", async () => {
    const inventory = (id: string) => ({
      id,
      isEnabled: true,
      prefix: "photos/",
      OSSBucketDestination: {
        format: "CSV",
        accountId: "1000000000000001",
        rolename: "AliyunOSSRole",
        bucket: "web",
        prefix: "lists/",
        encryption: { "SSE-KMS": { keyId: "key-1" } },
      },
      frequency: "Daily",
      includedObjectVersions: "All",
      optionalFields: { field: ["Size", "LastModifiedDate"] },
    });
    expect(await refusal(sdk.getBucketInventory("web", "daily"))).toEqual({ code: "NoSuchInventory", status: 404 });
    await sdk.putBucketInventory("web", inventory("daily"));
    const { inventory: read } = await sdk.getBucketInventory("web", "daily");
    expect(read).toMatchObject({
      id: "daily",
      isEnabled: true,
      prefix: "photos/",
      OSSBucketDestination: {
        format: "CSV",
        accountId: "1000000000000001",
        rolename: "AliyunOSSRole",
        bucket: "web",
        prefix: "lists/",
        encryption: { "SSE-KMS": { keyId: "key-1" } },
      },
      frequency: "Daily",
      includedObjectVersions: "All",
      optionalFields: { field: ["Size", "LastModifiedDate"] },
    });
    expect(await refusal(sdk.putBucketInventory("web", inventory("daily")))).toEqual({
      code: "InventoryAlreadyExist",
      status: 409,
    });
    await sdk.putBucketInventory("web", { ...inventory("second"), isEnabled: false, optionalFields: undefined });
    const listed = await sdk.listBucketInventory("web");
    expect(listed.inventoryList.map(({ id, isEnabled }) => [id, isEnabled])).toEqual([
      ["daily", true],
      ["second", false],
    ]);
    expect([listed.isTruncated, listed.nextContinuationToken]).toEqual([false, undefined]);
    expect((await sdk.deleteBucketInventory("web", "daily")).status).toBe(204);
    expect((await sdk.listBucketInventory("web")).inventoryList.map(({ id }) => id)).toEqual(["second"]);
  });

  test("pages through more than 100 inventories with the continuation token", async () => {
    for (let number = 1; number <= 101; number += 1) {
      await sdk.putBucketInventory("web", {
        id: `i${String(number).padStart(3, "0")}`,
        isEnabled: true,
        OSSBucketDestination: { format: "CSV", accountId: "1000000000000001", rolename: "r", bucket: "web" },
        frequency: "Weekly",
        includedObjectVersions: "Current",
      });
    }
    const first = await sdk.listBucketInventory("web");
    expect([first.inventoryList.length, first.isTruncated]).toEqual([100, true]);
    const second = await sdk.listBucketInventory("web", { continuationToken: first.nextContinuationToken });
    expect(second.inventoryList.map(({ id }) => id)).toEqual(["i101"]);
    expect(second.isTruncated).toBe(false);
  });
});
