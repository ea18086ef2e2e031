// Functions: the documents of the reference, further pages, and where a limit ends them.
import { granary } from "../../../provider";
import { findFunction } from "../../../provider/kit/define";
import type { Values } from "../../../provider/kit/values";
import { type Answer, context, fakeClient } from "./fakeClient";
import { fixture, golden } from "./golden";

async function call(name: string, answers: Record<string, Answer | Answer[]>, inputs: Values) {
  const { client, asked } = fakeClient(answers);
  const result: Values = await findFunction(granary, `oss:${name}`)!.call(client, inputs, context);
  return { result, asked, queries: asked.map(({ query }) => query as Record<string, string | true>) };
}

const bucket = "web-assets";

describe("what the reference prints is read", () => {
  test("getRegions", async () => {
    const { result, queries } = await call("getRegions", { DescribeRegions: fixture("regions/get.xml") }, {});
    const region = (name: string) => ({
      region: `oss-${name}`,
      internetEndpoint: `oss-${name}.aliyuncs.com`,
      internalEndpoint: `oss-${name}-internal.aliyuncs.com`,
      accelerateEndpoint: "oss-accelerate.aliyuncs.com",
    });
    expect(result).toEqual({ regions: [region("cn-hangzhou"), region("cn-shanghai")] });
    expect(queries).toEqual([{ regions: true }]);
  });

  test("getBucketLocation", async () => {
    const { result } = await call("getBucketLocation", { GetBucketLocation: fixture("location/get.xml") }, { bucket });
    expect(result).toEqual({ location: "oss-cn-hangzhou", region: "cn-hangzhou" });
  });

  test("getBucketStat", async () => {
    const { result } = await call("getBucketStat", { GetBucketStat: fixture("stat/get.xml") }, { bucket });
    expect(result).toEqual({
      storage: 1600,
      objectCount: 230,
      multipartUploadCount: 40,
      liveChannelCount: 4,
      lastModifiedTime: 1643341269,
      standardStorage: 430,
      standardObjectCount: 66,
      infrequentAccessStorage: 2359296,
      infrequentAccessRealStorage: 360,
      infrequentAccessObjectCount: 54,
      archiveStorage: 2949120,
      archiveRealStorage: 450,
      archiveObjectCount: 74,
      coldArchiveStorage: 2359296,
      coldArchiveRealStorage: 360,
      coldArchiveObjectCount: 36,
    });
  });

  test("getReplicationLocations", async () => {
    const answers = { GetBucketReplicationLocation: fixture("replication/locations.xml") };
    const { result } = await call("getReplicationLocations", answers, { bucket });
    expect(result).toEqual({
      locations: ["oss-cn-beijing", "oss-cn-qingdao", "oss-cn-shenzhen", "oss-cn-hongkong", "oss-us-west-1"],
      transferTypes: [
        { location: "oss-cn-hongkong", types: ["oss_acc"] },
        { location: "oss-us-west-1", types: ["oss_acc"] },
      ],
    });
    const none = "<ReplicationLocation><Location></Location></ReplicationLocation>";
    expect((await call("getReplicationLocations", { GetBucketReplicationLocation: none }, { bucket })).result).toEqual({
      locations: [],
      transferTypes: [],
    });
  });

  test("getReplicationProgress", async () => {
    const answers = { GetBucketReplicationProgress: fixture("replication/progress.xml") };
    const { result, queries } = await call("getReplicationProgress", answers, { bucket, ruleId: "test_replication_1" });
    expect(result.rules).toEqual([
      {
        ruleId: "test_replication_1",
        targetBucket: "target-bucket",
        status: "doing",
        historicalObject: 0.85,
        newObject: "2015-09-24T15:28:14.000Z",
      },
    ]);
    expect(queries).toEqual([{ replicationProgress: true, "rule-id": "test_replication_1" }]);
  });

  test("getCnames", async () => {
    const { result } = await call("getCnames", { ListCname: fixture("cname/list.xml") }, { bucket });
    expect(result.cnames).toEqual([
      {
        domain: "example.com",
        lastModified: "2021-09-15T02:35:07.000Z",
        status: "Enabled",
        certificate: {
          type: "CAS",
          certId: "493****-cn-hangzhou",
          status: "Enabled",
          creationDate: "Wed, 15 Sep 2021 02:35:06 GMT",
          fingerprint: "DE:01:CF:EC:7C:A7:98:CB:D8:6E:FB:1D:97:EB:A9:64:1D:4E:**:",
          validStartDate: "Tues, 12 Apr 2021 10:14:51 GMT",
          validEndDate: "Mon, 4 May 2048 10:14:51 GMT",
        },
      },
      { domain: "example.org", lastModified: "2021-09-15T02:34:58.000Z", status: "Enabled" },
      { domain: "example.edu", lastModified: "2021-09-15T02:50:34.000Z", status: "Enabled" },
    ]);
  });

  test("doMetaQuery, its request and its answer", async () => {
    const query = '{"Field": "Size", "Value": "1048576", "Operation": "gt"}';
    const last = fixture("metaQuery/get.xml").replace(/<NextToken>.*<\/NextToken>/, "");
    const inputs = {
      bucket,
      query,
      sort: "Size",
      order: "asc",
      aggregations: [
        { field: "Size", operation: "sum" },
        { field: "Size", operation: "max" },
      ],
      limit: 5,
    };
    const { result, asked } = await call("doMetaQuery", { DoMetaQuery: [fixture("metaQuery/get.xml"), last] }, inputs);
    expect(result.files).toHaveLength(2);
    expect(result.files[1]).toEqual({
      filename: "exampleobject.txt",
      size: 120,
      fileModifiedTime: "2021-06-29T14:50:13.011643661+08:00",
      ossObjectType: "Normal",
      ossStorageClass: "Standard",
      objectAcl: "default",
      etag: '"fba9dede5f27731c9771645a3986****"',
      ossCrc64: "4858A48BD1466884",
      ossTaggingCount: 2,
      ossTagging: { owner: "John", type: "document" },
      ossUserMeta: { "x-oss-meta-location": "hangzhou" },
    });
    // Quotation marks are written as entities, which mean the same.
    const bodies = asked.map(({ body }) => String(body).replaceAll("&quot;", '"'));
    const sample = golden("metaQuery/put.xml");
    const [, token] = /(<NextToken>.*<\/NextToken>)/.exec(sample)!;
    expect(bodies[0]).toBe(sample.replace(token!, ""));
    expect(bodies[1]).toContain("<MaxResults>4</MaxResults>");
    expect(bodies[1]).toContain(/<NextToken>.*<\/NextToken>/.exec(fixture("metaQuery/get.xml"))![0]);
  });

  test("groups of doMetaQuery, as the table and as later answers have them", async () => {
    const answer = (groups: string) =>
      `<MetaQuery><Files/><Aggregations><Aggregation><Field>Size</Field><Operation>group</Operation>${groups}</Aggregation></Aggregations></MetaQuery>`;
    const group = "<Value>100</Value><Count>5</Count>";
    const inputs = { bucket, query: {}, aggregations: [] };
    for (const groups of [`<Groups>${group}</Groups>`, `<Groups><Group>${group}</Group></Groups>`]) {
      const { result, asked } = await call("doMetaQuery", { DoMetaQuery: answer(groups) }, inputs);
      expect(result.aggregations).toEqual([
        { field: "Size", operation: "group", groups: [{ value: "100", count: 5 }] },
      ]);
      expect(String(asked[0]!.body)).not.toContain("Aggregations");
    }
  });
});

describe("further pages", () => {
  const more = (end: string) => `<IsTruncated>true</IsTruncated>${end}`;
  const keys = (...names: string[]) => names.map((name) => `<Contents><Key>${name}</Key></Contents>`).join("");
  const folders = (...names: string[]) =>
    names.map((name) => `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`).join("");
  const list = (inner: string) => `<ListBucketResult><EncodingType>url</EncodingType>${inner}</ListBucketResult>`;

  test("getBuckets goes on behind the last name, with what is left of the limit", async () => {
    const named = (...names: string[]) =>
      `<Buckets>${names.map((name) => `<Bucket><Name>${name}</Name></Bucket>`).join("")}</Buckets>`;
    const page = (inner: string) =>
      `<ListAllMyBucketsResult><Owner><ID>1</ID></Owner>${inner}</ListAllMyBucketsResult>`;
    const answers = [page(more("<NextMarker>b</NextMarker>") + named("a", "b")), page(named("c"))];
    const all = await call("getBuckets", { GetService: answers }, { prefix: "p" });
    expect(all.result.buckets.map(({ name }: Values) => name)).toEqual(["a", "b", "c"]);
    expect(all.queries).toEqual([
      { "max-keys": "1000", prefix: "p" },
      { "max-keys": "1000", prefix: "p", marker: "b" },
    ]);
    const three = await call("getBuckets", { GetService: answers }, { limit: 3 });
    expect(three.queries.map((query) => query["max-keys"])).toEqual(["3", "1"]);
    const two = await call("getBuckets", { GetService: answers }, { limit: 2 });
    expect(two.result.buckets).toHaveLength(2);
    expect(two.asked).toHaveLength(1);
  });

  test("listObjects goes on with the token of version 2, and with the name of version 1", async () => {
    const second = [
      list(more("<NextContinuationToken>CgJiYw--</NextContinuationToken>") + keys("a%20b")),
      list(keys("c")),
    ];
    const two = await call("listObjects", { GetBucketV2: second }, { bucket, startAfter: "0" });
    expect(two.result.objects.map(({ key }: Values) => key)).toEqual(["a b", "c"]);
    expect(two.queries.map((query) => [query["start-after"], query["continuation-token"]])).toEqual([
      ["0", undefined],
      ["0", "CgJiYw--"],
    ]);
    const first = [list(more("<NextMarker>a%20b</NextMarker>") + keys("a%20b")), list(keys("c"))];
    const one = await call("listObjects", { GetBucket: first }, { bucket, listType: 1, startAfter: "0" });
    expect(one.queries.map(({ marker }) => marker)).toEqual(["0", "a b"]);
  });

  test("listObjects counts what it folds, so that a limit ends a list of nothing but folders", async () => {
    const page = list(more("<NextContinuationToken>t</NextContinuationToken>") + folders("a%2F", "b%2F"));
    const { result, queries } = await call("listObjects", { GetBucketV2: page }, { bucket, delimiter: "/", limit: 3 });
    expect(queries.map((query) => query["max-keys"])).toEqual(["3", "1"]);
    expect(result.commonPrefixes).toEqual(["a/", "b/", "a/", "b/"]);
  });

  test("listObjectVersions goes on behind a version of a name, and counts what it folds", async () => {
    const version = (id: string) =>
      `<Version><Key>a</Key><VersionId>${id}</VersionId><IsLatest>false</IsLatest></Version>`;
    const page = (inner: string) => `<ListVersionsResult>${inner}</ListVersionsResult>`;
    const next = more("<NextKeyMarker>a</NextKeyMarker><NextVersionIdMarker>v1</NextVersionIdMarker>");
    const answers = [page(next + version("v1") + folders("b/")), page(version("v2"))];
    const { result, queries } = await call("listObjectVersions", { GetBucketVersions: answers }, { bucket, limit: 3 });
    expect(result.versions.map(({ versionId }: Values) => versionId)).toEqual(["v1", "v2"]);
    expect(queries).toMatchObject([
      { "max-keys": "3" },
      { "max-keys": "1", "key-marker": "a", "version-id-marker": "v1" },
    ]);
    const two = await call("listObjectVersions", { GetBucketVersions: answers }, { bucket, limit: 2 });
    expect(two.asked).toHaveLength(1);
  });

  test("doMetaQuery asks for at most 200 at a time, and for no more than are left", async () => {
    const file = "<File><Filename>a</Filename></File>";
    const page = `<MetaQuery><NextToken>t</NextToken><Files>${file.repeat(200)}</Files></MetaQuery>`;
    const { result, asked } = await call("doMetaQuery", { DoMetaQuery: page }, { bucket, query: {}, limit: 350 });
    expect(result.files).toHaveLength(400);
    expect(asked.map(({ body }) => /<MaxResults>(\d+)/.exec(String(body))![1])).toEqual(["200", "150"]);
  });
});

test("corsPreflight asks as a browser does, and takes a refusal for an answer", async () => {
  const inputs = { bucket, key: "a b", origin: "https://a.example", method: "PUT", headers: ["x-a", "x-b"] };
  const headers = { "access-control-allow-origin": "*", "access-control-max-age": "60" };
  const { result, asked } = await call("corsPreflight", { OptionObject: { headers } }, inputs);
  expect(result).toEqual({ allowed: true, allowOrigin: "*", maxAgeSeconds: 60 });
  expect(asked[0]).toMatchObject({
    method: "OPTIONS",
    key: "a b",
    headers: {
      origin: "https://a.example",
      "access-control-request-method": "PUT",
      "access-control-request-headers": "x-a,x-b",
    },
  });
  const refused = await call("corsPreflight", { OptionObject: { code: "AccessForbidden", status: 403 } }, inputs);
  expect(refused.result).toEqual({ allowed: false });
  await expect(call("corsPreflight", { OptionObject: { code: "NoSuchBucket" } }, inputs)).rejects.toThrow(
    "NoSuchBucket",
  );
});
