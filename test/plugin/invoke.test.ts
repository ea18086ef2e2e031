// Functions, as programs call them through the plugin.
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { type Emulated, startEmulated } from "../support/emulated";
import { readFailure } from "../support/frontPlugin";
import { call, configure, type Plugin, servePlugin } from "../support/pluginClient";
import { fromStruct, secret, toStruct, type Values } from "../support/wire";

let emulated: Emulated;
let plugin: Plugin;
beforeAll(async () => {
  emulated = await startEmulated();
  plugin = await servePlugin();
  await configure(plugin, { oss: emulated.config });
});
afterAll(async () => {
  await plugin.stop();
  await emulated.stop();
});
beforeEach(async () => {
  emulated.reset();
  await emulated.send({ method: "PUT", bucket: "web" });
  await emulated.forget();
});

interface Invoked {
  result: Values;
  failures: { property: string; reason: string }[];
}

async function invoke(name: string, args: Values = {}): Promise<Invoked> {
  const request = new rpc.InvokeRequest();
  request.setTok(`granary:oss:${name}`);
  request.setArgs(toStruct(args));
  const response = await call(plugin, plugin.client.invoke, request);
  const failures = response
    .getFailuresList()
    .map((each) => ({ property: each.getProperty(), reason: each.getReason() }));
  return { result: fromStruct(response.getReturn()), failures };
}

async function put(...keys: string[]): Promise<void> {
  for (const key of keys) await emulated.send({ method: "PUT", bucket: "web", key, body: key });
  await emulated.forget();
}

const LARGER = { Field: "Size", Value: "6", Operation: "gt" };

const keysOf = (objects: Values[]) => objects.map((each) => each.key);

test("getBucketInfo tells what a bucket is, with one request", async () => {
  const { result } = await invoke("getBucketInfo", { bucket: secret("web") });
  expect(result).toMatchObject({
    bucket: "web",
    location: "oss-cn-hangzhou",
    region: "cn-hangzhou",
    owner: "1000000000000001",
    acl: "private",
    storageClass: "Standard",
    dataRedundancyType: "LRS",
    hierarchicalNamespace: false,
    transferAcceleration: false,
    crossRegionReplication: false,
  });
  expect(result).not.toHaveProperty("versioning");
  expect(await emulated.operations()).toEqual(["GetBucketInfo"]);
});

test("getBucketLocation and getRegions tell where things are", async () => {
  expect((await invoke("getBucketLocation", { bucket: "web" })).result).toEqual({
    location: "oss-cn-hangzhou",
    region: "cn-hangzhou",
  });
  const one = {
    region: "oss-cn-hangzhou",
    // The emulator derives them from the address that it was asked at.
    internetEndpoint: expect.stringMatching(/^oss-cn-hangzhou\.localhost:\d+$/),
    internalEndpoint: expect.stringMatching(/^oss-cn-hangzhou-internal\.localhost:\d+$/),
    accelerateEndpoint: "oss-accelerate.aliyuncs.com",
  };
  expect((await invoke("getRegions", { region: "cn-hangzhou" })).result).toEqual({ regions: [one] });
  expect((await invoke("getRegions", { region: "oss-cn-hangzhou" })).result).toEqual({ regions: [one] });
  expect((await invoke("getRegions")).result.regions).toContainEqual(one);
});

test("getBuckets filters, and pages as far as its limit says", async () => {
  for (const bucket of ["shop-a", "shop-b", "shop-c"]) await emulated.send({ method: "PUT", bucket });
  await emulated.forget();
  const { result } = await invoke("getBuckets", { prefix: "shop-" });
  expect(result.owner).toBe("1000000000000001");
  expect(result.buckets.map((each: Values) => each.name)).toEqual(["shop-a", "shop-b", "shop-c"]);
  expect(await emulated.operations()).toEqual(["GetService"]);
  const few = await invoke("getBuckets", { limit: 2 });
  expect(few.result.buckets.map((each: Values) => each.name)).toEqual(["shop-a", "shop-b"]);
});

test("getBucketStat counts", async () => {
  await put("a", "bb");
  const { result } = await invoke("getBucketStat", { bucket: "web" });
  expect(result).toMatchObject({ storage: 3, objectCount: 2, standardObjectCount: 2, archiveObjectCount: 0 });
});

describe("listObjects", () => {
  test.each([1, 2])("lists with version %s, folds, starts after a name, and stops at its limit", async (listType) => {
    await put("a/1", "a/2", "b", "ü &<>.txt");
    const list = async (more: Values) => (await invoke("listObjects", { bucket: "web", listType, ...more })).result;
    expect(keysOf((await list({})).objects)).toEqual(["a/1", "a/2", "b", "ü &<>.txt"]);
    const folded = await list({ delimiter: "/" });
    expect(keysOf(folded.objects)).toEqual(["b", "ü &<>.txt"]);
    expect(folded.commonPrefixes).toEqual(["a/"]);
    expect(keysOf((await list({ startAfter: "a/2" })).objects)).toEqual(["b", "ü &<>.txt"]);
    expect(keysOf((await list({ prefix: "a/", limit: 1 })).objects)).toEqual(["a/1"]);
  });

  test("reads further pages until everything is there", async () => {
    await Promise.all(
      Array.from({ length: 1001 }, (_, i) =>
        emulated.change({ bucket: "web", key: String(i).padStart(4, "0"), content: "" }),
      ),
    );
    const { result } = await invoke("listObjects", { bucket: "web" });
    expect(result.objects).toHaveLength(1001);
    expect(await emulated.operations()).toEqual(["ListObjectsV2", "ListObjectsV2"]);
  });
});

test("listObjectVersions shows versions and delete markers", async () => {
  await emulated.change({ bucket: "web", document: "versioning", value: "Enabled" });
  await put("a", "a");
  await emulated.send({ method: "DELETE", bucket: "web", key: "a" });
  const { result } = await invoke("listObjectVersions", { bucket: "web" });
  expect(result.versions.map((each: Values) => [each.key, each.deleteMarker, each.latest])).toEqual([
    ["a", true, true],
    ["a", false, false],
    ["a", false, false],
  ]);
});

test("getCnames gives an empty list where the service answers with an error", async () => {
  await expect(invoke("getCnames", { bucket: "web" })).resolves.toEqual({ result: { cnames: [] }, failures: [] });
});

test("corsPreflight tells what a browser would be told", async () => {
  const ask = (method: string) =>
    invoke("corsPreflight", { bucket: "web", key: "a", origin: "https://a.example", method, headers: ["x-a"] });
  await expect(ask("GET")).resolves.toEqual({ result: { allowed: false }, failures: [] });
  await emulated.change({
    bucket: "web",
    document: "cors",
    value: {
      rules: [
        {
          allowedOrigins: ["https://a.example"],
          allowedMethods: ["GET"],
          allowedHeaders: ["*"],
          exposeHeaders: ["etag"],
          maxAgeSeconds: 60,
        },
      ],
    },
  });
  expect((await ask("GET")).result).toEqual({
    allowed: true,
    allowOrigin: "https://a.example",
    allowMethods: "GET",
    allowHeaders: "x-a",
    exposeHeaders: "etag",
    maxAgeSeconds: 60,
  });
  expect((await ask("PUT")).result).toEqual({ allowed: false });
});

test("doMetaQuery finds and counts once the index runs", async () => {
  await put("small", "a-much-longer-name");
  const args = { bucket: "web", query: LARGER };
  await emulated.send({ method: "POST", bucket: "web", query: "metaQuery&comp=add" });
  await emulated.advance(10);
  const { result } = await invoke("doMetaQuery", args);
  expect(result.files.map((each: Values) => [each.filename, each.size])).toEqual([["a-much-longer-name", 18]]);
  const counted = await invoke("doMetaQuery", {
    ...args,
    query: JSON.stringify({ Field: "Size", Value: "0", Operation: "gt" }),
    aggregations: [{ field: "Size", operation: "sum" }],
  });
  expect(counted.result.aggregations).toEqual([{ field: "Size", operation: "sum", value: 23 }]);
});

test("getReplicationLocations and getReplicationProgress follow a rule", async () => {
  await emulated.send({ method: "PUT", bucket: "copy" });
  const { result } = await invoke("getReplicationLocations", { bucket: "web" });
  expect(result.locations).toContain("oss-cn-beijing");
  expect(result.locations).not.toContain("oss-cn-hangzhou");
  expect(result.transferTypes).toContainEqual({ location: "oss-cn-beijing", types: ["oss_acc"] });

  const rule =
    "<Rule><Action>ALL</Action><Destination><Bucket>copy</Bucket><Location>oss-cn-hangzhou</Location><TransferType>internal</TransferType></Destination></Rule>";
  const body = `<ReplicationConfiguration>${rule}</ReplicationConfiguration>`;
  await emulated.send({ method: "POST", bucket: "web", query: "replication&comp=add", body });
  const progress = async () => (await invoke("getReplicationProgress", { bucket: "web" })).result.rules;
  expect(await progress()).toMatchObject([{ targetBucket: "copy", status: "starting" }]);
  await emulated.advance(35);
  expect(await progress()).toMatchObject([{ targetBucket: "copy", status: "doing", historicalObject: 0.5 }]);
});

describe("failures", () => {
  test("of arguments are told with their places, all at once and without a request", async () => {
    const { result, failures } = await invoke("listObjects", { bucket: "Web", limit: 0, prefx: "a" });
    expect(result).toEqual({});
    expect(failures).toEqual([
      {
        property: "bucket",
        reason:
          "oss:listObjects: bucket: must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends (OSS bucket naming conventions)",
      },
      { property: "limit", reason: "oss:listObjects: limit: 0 is less than 1" },
      { property: "prefx", reason: 'oss:listObjects: prefx: is not an argument; did you mean "prefix"?' },
    ]);
    expect(await emulated.operations()).toEqual([]);
  });

  test.each<[string, Values, string]>([
    ["getBucketInfo", { bucket: "nowhere" }, "GetBucketInfo on nowhere: NoSuchBucket (404)"],
    [
      "getReplicationProgress",
      { bucket: "web" },
      "GetBucketReplicationProgress on web: NoSuchReplicationConfiguration (404)",
    ],
    ["doMetaQuery", { bucket: "web", query: LARGER }, "DoMetaQuery on web: MetaQueryNotExist (400)"],
    ["getRegions", { region: "nowhere" }, "DescribeRegions: NoSuchRegion (404)"],
  ])("of the service: %s says operation, code, request and what to do", async (name, args, expected) => {
    const error = await invoke(name, args).then(
      () => undefined,
      (cause) => readFailure(cause),
    );
    const [request] = await emulated.journal();
    expect(error?.message).toContain(expected);
    expect(error?.message).toContain(`request ${request?.requestId}`);
  });

  test.each([
    ["getBucketInfo", "GetBucketInfo", { bucket: "web" }],
    ["getBuckets", "GetService", {}],
    ["listObjects", "GetBucketV2", { bucket: "web" }],
    ["getCnames", "ListCname", { bucket: "web" }],
  ])("a garbled answer is no answer: %s", async (name, operation, args) => {
    await emulated.fault({ garbled: true });
    await expect(invoke(name, args)).rejects.toMatchObject({
      details: expect.stringMatching(
        new RegExp(`^${operation}.*: the answer \\(200\\) is not as documented: .*; request `),
      ),
    });
  });
});
