/** Inventories, between the provider and ali-oss (see providerSettings.test.ts). */
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

  test("BucketInventory", async () => {
    const inventory = await Managed.create(provider, "oss:BucketInventory", {
      bucket: "web",
      inventoryId: "daily list",
      frequency: "Daily",
      prefix: "photos/",
      includedObjectVersions: "All",
      optionalFields: ["Size", "ETag"],
      destination: {
        bucket: "web",
        accountId: "1000000000000001",
        roleArn: "acs:ram::1000000000000001:role/lists",
        prefix: "lists/",
        encryption: "SSE-KMS",
        kmsKeyId: "key-1",
      },
    });
    const written = {
      id: "daily list",
      isEnabled: true,
      prefix: "photos/",
      OSSBucketDestination: {
        format: "CSV",
        accountId: "1000000000000001",
        rolename: "lists",
        bucket: "web",
        prefix: "lists/",
        encryption: { "SSE-KMS": { keyId: "key-1" } },
      },
      frequency: "Daily",
      includedObjectVersions: "All",
      optionalFields: { field: ["Size", "ETag"] },
    };
    expect((await sdk.getBucketInventory("web", "daily list")).inventory).toMatchObject(written);
    expect(await inventory.drift()).toEqual([]);

    await sdk.deleteBucketInventory("web", "daily list");
    expect(await inventory.drift()).toBe("gone");
    await sdk.putBucketInventory("web", {
      ...written,
      isEnabled: false,
      frequency: "Weekly",
      optionalFields: { field: ["ETag", "Size", "StorageClass"] },
      OSSBucketDestination: { ...written.OSSBucketDestination, encryption: { "SSE-OSS": "" } },
    });
    expect(await inventory.drift()).toEqual([
      "destination.encryption",
      "destination.kmsKeyId",
      "enabled",
      "frequency",
      "optionalFields",
    ]);
    await inventory.update();
    expect((await sdk.getBucketInventory("web", "daily list")).inventory).toMatchObject(written);
    await inventory.remove();
    expect(await refusal(sdk.getBucketInventory("web", "daily list"))).toEqual({
      code: "NoSuchInventory",
      status: 404,
    });

    await sdk.putBucketInventory("web", {
      id: "made",
      isEnabled: true,
      OSSBucketDestination: { format: "CSV", accountId: "1000000000000001", rolename: "r", bucket: "web" },
      frequency: "Weekly",
      includedObjectVersions: "Current",
    });
    expect((await Managed.import(provider, "oss:BucketInventory", "web/made")).program).toEqual({
      bucket: "web",
      inventoryId: "made",
      frequency: "Weekly",
      destination: {
        bucket: "web",
        accountId: "1000000000000001",
        roleArn: "acs:ram::1000000000000001:role/r",
      },
    });
  });
});
