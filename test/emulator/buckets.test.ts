import { type Emulator, startEmulator } from "../../emulator";
import { type Client, clientOf } from "./support/client";

let emulator: Emulator;
let send: Client;
const stranger = { accessKeyId: "stranger", accessKeySecret: "stranger-secret" };

beforeEach(async () => {
  emulator = await startEmulator({ credentials: [{ ...stranger, ownerId: "2000000000000002" }] });
  send = clientOf(emulator);
});
afterEach(() => emulator.stop());

const put = (bucket: string, headers = {}, body?: string) => send({ method: "PUT", bucket, headers, body });
const info = async (bucket: string) => send({ bucket, query: "bucketInfo" });

describe("PutBucket", () => {
  it("answers 200 with an empty body and Location, and defaults what is not given", async () => {
    const answer = await put("plain-bucket");
    expect([answer.status, answer.text, answer.headers.location]).toEqual([200, "", "/plain-bucket"]);
    const got = await info("plain-bucket");
    expect(got.element("Grant")).toBe("private");
    expect(got.element("StorageClass")).toBe("Standard");
    expect(got.element("DataRedundancyType")).toBe("LRS");
    expect(got.element("Location")).toBe("oss-cn-hangzhou");
    expect(got.element("HierarchicalNamespace")).toBeUndefined();
    expect(got.element("Versioning")).toBeUndefined();
    expect(got.element("TransferAcceleration")).toBe("Disabled");
    expect(got.element("CrossRegionReplication")).toBe("Disabled");
    expect(got.element("ID")).toBe("1000000000000001");
    expect(got.element("CreationDate")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it.each([
    ["Standard", "Standard"],
    ["IA", "IA"],
    ["Archive", "Archive"],
    ["Cold Archive", "ColdArchive"],
    ["ColdArchive", "ColdArchive"],
  ])("takes the storage class %s and gives %s", async (asked, given) => {
    const body = `<CreateBucketConfiguration><StorageClass>${asked}</StorageClass><DataRedundancyType>ZRS</DataRedundancyType></CreateBucketConfiguration>`;
    await put("classed", { "x-oss-acl": "public-read", "x-oss-hns-status": "enabled" }, body);
    const got = await info("classed");
    expect(
      ["StorageClass", "DataRedundancyType", "Grant", "HierarchicalNamespace"].map((name) => got.element(name)),
    ).toEqual([given, "ZRS", "public-read", "Enabled"]);
  });

  it.each(["ab", "A-bucket", "-bucket", "bucket-", "buck_et", "b".repeat(64)])("refuses the name %s", async (name) => {
    const answer = await put(name);
    expect([answer.status, answer.element("Code"), answer.element("BucketName")]).toEqual([
      400,
      "InvalidBucketName",
      name,
    ]);
  });

  it("takes names of 3 and 63 characters", async () => {
    expect((await put("abc")).status).toBe(200);
    expect((await put("b".repeat(63))).status).toBe(200);
  });

  it("is no upsert: 409 for one's own and for another account's bucket, in any region", async () => {
    await put("taken");
    const calls = [{}, { ...stranger }, { region: "us-west-1" }, { headers: { "x-oss-hns-status": "enabled" } }];
    for (const call of calls) {
      const answer = await send({ method: "PUT", bucket: "taken", ...call });
      expect([answer.status, answer.element("Code"), answer.element("EC")]).toEqual([
        409,
        "BucketAlreadyExists",
        "0015-00000104",
      ]);
    }
  });

  it("allows 100 buckets per region and account", async () => {
    for (let i = 0; i < 100; i++) {
      expect((await put(`bucket-${i}`)).status).toBe(200);
    }
    const answer = await put("one-more");
    expect([answer.status, answer.element("Code")]).toEqual([400, "TooManyBuckets"]);
    expect((await send({ method: "PUT", bucket: "one-more", region: "us-west-1" })).status).toBe(200);
    expect((await send({ method: "PUT", bucket: "not-mine", ...stranger })).status).toBe(200);
  });

  it.each([
    ["x-oss-acl", "public", "InvalidArgument"],
    ["x-oss-hns-status", "yes", "InvalidArgument"],
    ["x-oss-resource-group-id", "group", "ResourceGroupIdPreCheckError"],
  ])("refuses %s: %s", async (name, value, code) => {
    const answer = await put("bad-header", { [name]: value });
    expect([answer.status, answer.element("Code")]).toEqual([400, code]);
    expect((await info("bad-header")).element("Code")).toBe("NoSuchBucket");
  });

  it.each(["StorageClass", "DataRedundancyType"])("refuses an unknown %s", async (name) => {
    const body = `<CreateBucketConfiguration><${name}>Cold</${name}></CreateBucketConfiguration>`;
    const answer = await put("bad-body", {}, body);
    expect([answer.status, answer.element("Code"), answer.element("ArgumentName")]).toEqual([
      400,
      "InvalidArgument",
      name,
    ]);
  });

  it("is not for anonymous users", async () => {
    const answer = await send({ method: "PUT", bucket: "anonymous", sign: "none" });
    expect([answer.status, answer.element("Code")]).toEqual([403, "AccessDenied"]);
  });
});

describe("DeleteBucket", () => {
  const remove = (bucket: string) => send({ method: "DELETE", bucket });

  it("answers 204 once and 404 then", async () => {
    await put("short-lived");
    expect((await remove("short-lived")).status).toBe(204);
    const again = await remove("short-lived");
    expect([again.status, again.element("Code")]).toEqual([404, "NoSuchBucket"]);
  });

  it("keeps a bucket that holds an object, a delete marker or an upload", async () => {
    const refused = async () => {
      const answer = await remove("full");
      expect([answer.status, answer.element("Code"), answer.element("Message")]).toEqual([
        409,
        "BucketNotEmpty",
        "The bucket you tried to delete is not empty.",
      ]);
    };
    await put("full");
    await send({ method: "PUT", bucket: "full", key: "a", body: "" });
    await refused();
    await send({ method: "DELETE", bucket: "full", key: "a" });
    const body = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    await send({ method: "PUT", bucket: "full", query: "versioning", body });
    await send({ method: "DELETE", bucket: "full", key: "a" });
    await refused();
    const listed = await send({ bucket: "full", query: "versions" });
    await send({ method: "DELETE", bucket: "full", key: "a", query: `versionId=${listed.element("VersionId")}` });
    const upload = await send({ method: "POST", bucket: "full", key: "b", query: "uploads" });
    await refused();
    await send({ method: "DELETE", bucket: "full", key: "b", query: `uploadId=${upload.element("UploadId")}` });
    expect((await remove("full")).status).toBe(204);
  });

  it("forgets the configuration", async () => {
    await put("again", { "x-oss-acl": "public-read" });
    const body = "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>";
    await send({ method: "PUT", bucket: "again", query: "tagging", body });
    await remove("again");
    await put("again");
    expect((await send({ bucket: "again", query: "tagging" })).element("Key")).toBeUndefined();
    expect((await info("again")).element("Grant")).toBe("private");
  });

  it("is for the owner", async () => {
    await put("mine");
    const answer = await send({ method: "DELETE", bucket: "mine", ...stranger });
    expect([answer.status, answer.element("Code")]).toEqual([403, "AccessDenied"]);
  });
});

describe("GetService", () => {
  beforeEach(async () => {
    for (const bucket of ["list-b", "list-a", "other"]) {
      await put(bucket);
    }
    await send({ method: "PUT", bucket: "list-c", region: "us-west-1" });
    await send({ method: "PUT", bucket: "list-x", ...stranger });
  });

  it("lists the account's buckets of all regions by name, without paging elements", async () => {
    const answer = await send({});
    expect(answer.elements("Name")).toEqual(["list-a", "list-b", "list-c", "other"]);
    expect(answer.elements("Region")).toEqual(["cn-hangzhou", "cn-hangzhou", "us-west-1", "cn-hangzhou"]);
    expect(answer.elements("Location")[2]).toBe("oss-us-west-1");
    for (const name of ["Prefix", "Marker", "MaxKeys", "IsTruncated", "NextMarker"]) {
      expect(answer.text).not.toContain(`<${name}>`);
    }
  });

  it("has no paging elements either when all buckets come although there could have been fewer (L524)", async () => {
    const answer = await send({ query: "prefix=&marker=&max-keys=100" });
    expect(answer.elements("Name")).toHaveLength(4);
    expect(answer.text).not.toMatch(/<(Prefix|Marker|MaxKeys|IsTruncated|NextMarker)>/);
    const one = await send({ query: "prefix=other" });
    expect([one.element("Prefix"), one.element("MaxKeys"), one.element("IsTruncated")]).toEqual([
      "other",
      "100",
      "false",
    ]);
  });

  it("pages by prefix, marker and max-keys", async () => {
    const first = await send({ query: "prefix=list-&max-keys=2" });
    expect(first.elements("Name")).toEqual(["list-a", "list-b"]);
    expect([first.element("IsTruncated"), first.element("NextMarker"), first.element("MaxKeys")]).toEqual([
      "true",
      "list-b",
      "2",
    ]);
    const second = await send({ query: "prefix=list-&max-keys=2&marker=list-b" });
    expect([second.elements("Name"), second.element("IsTruncated"), second.element("NextMarker")]).toEqual([
      ["list-c"],
      "false",
      undefined,
    ]);
  });

  it.each(["1001", "-1", "x"])("refuses max-keys=%s", async (value) => {
    const answer = await send({ query: `max-keys=${value}` });
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  });

  it("is not for anonymous users", async () => {
    const answer = await send({ sign: "none" });
    expect([answer.status, answer.element("Code")]).toEqual([403, "AccessDenied"]);
  });
});

describe("DescribeRegions", () => {
  it("lists all regions or one, with the endpoints of this host", async () => {
    const host = "oss-cn-hangzhou.aliyuncs.com";
    expect((await send({ query: "regions", host })).elements("Region")).toContain("oss-cn-shanghai");
    const one = await send({ query: "regions=oss-cn-beijing", host });
    expect(one.text).toContain(
      "<RegionInfoList><RegionInfo><Region>oss-cn-beijing</Region><InternetEndpoint>oss-cn-beijing.aliyuncs.com</InternetEndpoint><InternalEndpoint>oss-cn-beijing-internal.aliyuncs.com</InternalEndpoint><AccelerateEndpoint>oss-accelerate.aliyuncs.com</AccelerateEndpoint></RegionInfo></RegionInfoList>",
    );
  });

  it("answers 404 for no region, and 400 for no name of one", async () => {
    const unknown = await send({ query: "regions=oss-cn-atlantis" });
    expect([unknown.status, unknown.element("Code")]).toEqual([404, "NoSuchRegion"]);
    const invalid = await send({ query: "regions=OSS_1" });
    expect([invalid.status, invalid.element("Code")]).toEqual([400, "InvalidArgument"]);
  });
});

describe("GetBucketInfo, GetBucketLocation and GetBucketStat", () => {
  it("show the default encryption and the versioning state", async () => {
    await put("shown");
    const rule =
      "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>";
    await send({ method: "PUT", bucket: "shown", query: "encryption", body: rule });
    const body = "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";
    await send({ method: "PUT", bucket: "shown", query: "versioning", body });
    const got = await info("shown");
    expect(got.text).toContain(
      "<ServerSideEncryptionRule><SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID></KMSMasterKeyID></ServerSideEncryptionRule>",
    );
    expect(got.element("Versioning")).toBe("Suspended");
  });

  it("derive endpoints from Host", async () => {
    await put("derived");
    const host = "derived.oss-cn-hangzhou.aliyuncs.com";
    const got = await send({ bucket: "derived", host, query: "bucketInfo" });
    expect([got.element("ExtranetEndpoint"), got.element("IntranetEndpoint")]).toEqual([
      "oss-cn-hangzhou.aliyuncs.com",
      "oss-cn-hangzhou-internal.aliyuncs.com",
    ]);
    const { port } = new URL(emulator.urls.oss);
    expect((await info("derived")).element("ExtranetEndpoint")).toBe(`oss-cn-hangzhou.localhost:${port}`);
  });

  it("give the location as the text of the root", async () => {
    await put("located");
    expect((await send({ bucket: "located", query: "location" })).text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint>oss-cn-hangzhou</LocationConstraint>',
    );
  });

  it("count what is stored, small infrequent objects as 64 KiB", async () => {
    await put("counted");
    await send({ method: "PUT", bucket: "counted", key: "a", body: "12345" });
    const headers = { "x-oss-storage-class": "IA" };
    await send({ method: "PUT", bucket: "counted", key: "b", body: "123", headers });
    await send({ method: "POST", bucket: "counted", key: "c", query: "uploads" });
    const stat = await send({ bucket: "counted", query: "stat" });
    const names = [
      "Storage",
      "ObjectCount",
      "MultipartUploadCount",
      "LiveChannelCount",
      "StandardStorage",
      "StandardObjectCount",
      "InfrequentAccessStorage",
      "InfrequentAccessRealStorage",
      "InfrequentAccessObjectCount",
      "ColdArchiveObjectCount",
    ];
    expect(names.map((name) => stat.element(name))).toEqual(["8", "2", "1", "0", "5", "1", "65536", "3", "1", "0"]);
  });

  it.each(["bucketInfo", "location", "stat"])("answer ?%s of a missing bucket with NoSuchBucket", async (query) => {
    const answer = await send({ bucket: "missing", query });
    expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchBucket"]);
  });
});
