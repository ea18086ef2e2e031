// What a Bucket asks of OSS, and what it makes of the answers.
import { WireError } from "../../../provider/http/errors";
import { AlreadyExists, PartialFailure } from "../../../provider/kit/errors";
import { bucket } from "../../../provider/oss/bucket";
import { getBucketInfo } from "../../../provider/oss/getBucketInfo";
import { getBuckets } from "../../../provider/oss/getBuckets";
import { type Answer, context, fakeClient } from "./fakeClient";
import { fixture, garbled, golden } from "./golden";

const name = "oss-example";

/** GetBucketInfo of the bucket, with some of its elements changed. */
const info = (more: Record<string, string> = {}) => {
  const elements = {
    CreationDate: "2013-07-31T10:56:21.000Z",
    Location: "oss-cn-hangzhou",
    StorageClass: "Standard",
    DataRedundancyType: "LRS",
    Name: name,
    Grant: "private",
    ...more,
  };
  const { Grant, ...plain } = elements;
  const inner = Object.entries(plain).map(([element, value]) => `<${element}>${value}</${element}>`);
  return `<BucketInfo><Bucket>${inner.join("")}<Owner><ID>1234</ID></Owner><AccessControlList><Grant>${Grant}</Grant></AccessControlList></Bucket></BucketInfo>`;
};
const owned = (...names: string[]) =>
  `<ListAllMyBucketsResult><Owner><ID>1234</ID></Owner><Buckets>${names.map((each) => `<Bucket><Name>${each}</Name><Location>oss-cn-hangzhou</Location></Bucket>`).join("")}</Buckets></ListAllMyBucketsResult>`;
const empty = "<ListVersionsResult></ListVersionsResult>";
const full = "<ListVersionsResult><Version><Key>a</Key></Version></ListVersionsResult>";

const outputs = {
  location: "oss-cn-hangzhou",
  extranetEndpoint: "",
  intranetEndpoint: "",
  creationDate: "2013-07-31T10:56:21.000Z",
  owner: "1234",
};

describe("a new bucket", () => {
  test("is made by one PUT with the document of the reference, and read once", async () => {
    const { client, asked, operations } = fakeClient({ GetBucketInfo: info() });
    expect(await bucket.create!(client, { bucket: name }, context)).toEqual(outputs);
    expect(operations()).toEqual(["PutBucket", "GetBucketInfo"]);
    expect(asked[0]).toMatchObject({ method: "PUT", bucket: name, headers: {}, body: golden("bucket/put.xml") });
    expect(asked[0]!.query).toBeUndefined();
  });

  test("takes every argument that PutBucket takes, in the spelling that answers have", async () => {
    const { client, asked } = fakeClient({ GetBucketInfo: info() });
    const desired = {
      bucket: name,
      acl: "public-read" as const,
      storageClass: "Cold Archive" as const,
      dataRedundancyType: "ZRS" as const,
      hierarchicalNamespace: true,
      resourceGroupId: "rg-a",
      region: "cn-shanghai",
      forceDestroy: true,
    };
    await bucket.create!(client, desired, context);
    expect(asked[0]!.region).toBe("cn-shanghai");
    expect(asked[0]!.headers).toEqual({
      "x-oss-acl": "public-read",
      "x-oss-resource-group-id": "rg-a",
      "x-oss-hns-status": "enabled",
    });
    expect(asked[0]!.body).toContain(
      "<StorageClass>ColdArchive</StorageClass><DataRedundancyType>ZRS</DataRedundancyType>",
    );
  });

  test("that can't be read after it was made is half done: the next run reads it", async () => {
    const { client } = fakeClient({ GetBucketInfo: { code: "InternalError", status: 500 } });
    const error = await bucket.create!(client, { bucket: name }, context).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(PartialFailure);
    expect((error as PartialFailure).id).toBe(name);
  });

  test("that OSS refuses is not looked for", async () => {
    const { client, operations } = fakeClient({ PutBucket: { code: "TooManyBuckets", status: 400 } });
    await expect(bucket.create!(client, { bucket: name }, context)).rejects.toMatchObject({ code: "TooManyBuckets" });
    expect(operations()).toEqual(["PutBucket"]);
  });
});

describe("a name that is taken", () => {
  const taken = { code: "BucketAlreadyExists", status: 409 };
  const create = (answers: Record<string, Answer>, desired = {}) => {
    const fake = fakeClient({
      PutBucket: taken,
      GetBucketInfo: info(),
      GetService: owned(name),
      GetBucketVersions: empty,
      ...answers,
    });
    return { ...fake, made: bucket.create!(fake.client, { bucket: name, ...desired }, context) };
  };
  const refused = async (answers: Record<string, Answer>, desired = {}): Promise<string> => {
    const error = await create(answers, desired).made.catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(AlreadyExists);
    return (error as Error).message;
  };

  test("by one's own bucket, made the same way and empty, is adopted", async () => {
    const { made, asked, operations } = create({});
    expect(await made).toEqual(outputs);
    expect(operations()).toEqual(["PutBucket", "GetBucketInfo", "GetService", "GetBucketVersions"]);
    expect(asked[2]!.query).toEqual({ prefix: name, "max-keys": "1" });
    expect(asked[3]!.query).toEqual({ versions: true, "encoding-type": "url", "max-keys": "1" });
  });

  test("by another account is refused", async () => {
    const taken = "PutBucket on oss-example: BucketAlreadyExists (409) as told; request 5374A2880232A65C23001234";
    expect(await refused({ GetBucketInfo: { code: "AccessDenied", status: 403 } })).toBe(
      `${taken}; this key may not look at it: it is another account's, or the key lacks oss:GetBucketInfo`,
    );
    expect(await refused({ GetBucketInfo: { code: "NoSuchBucket" } })).toBe(
      `${taken}; GetBucketInfo finds no bucket of this account: it is another's, or was deleted just now`,
    );
  });

  const sentence = (why: string) =>
    `bucket oss-example exists already and ${why}; nothing was changed. Import it (pulumi import granary:oss:Bucket NAME oss-example), add an alias if the resource was renamed, or choose another name`;

  test("by a bucket that may be read but is not one's own is refused", async () => {
    expect(await refused({ GetService: owned("oss-example-2") })).toBe(sentence("is not owned by this account"));
  });

  test("by a bucket that holds anything is refused", async () => {
    expect(await refused({ GetBucketVersions: full })).toBe(sentence("is not empty"));
    const marker = "<ListVersionsResult><DeleteMarker><Key>a</Key></DeleteMarker></ListVersionsResult>";
    expect(await refused({ GetBucketVersions: marker })).toBe(sentence("is not empty"));
  });

  test.each([
    ["storageClass", { storageClass: "IA" }, "has storageClass Standard, not IA"],
    ["dataRedundancyType", { dataRedundancyType: "ZRS" }, "has dataRedundancyType LRS, not ZRS"],
    ["hierarchicalNamespace", { hierarchicalNamespace: true }, "has hierarchicalNamespace false, not true"],
    ["region", { region: "cn-shanghai" }, "has region cn-hangzhou, not cn-shanghai"],
    ["acl", { acl: "public-read" }, "has acl private, not public-read"],
  ])("by a bucket of another %s is refused", async (_, desired, why) => {
    expect(await refused({}, desired)).toBe(sentence(why));
  });

  test("spelled otherwise is adopted", async () => {
    const { made } = create(
      { GetBucketInfo: info({ StorageClass: "ColdArchive" }) },
      { storageClass: "Cold Archive", region: "oss-cn-hangzhou", acl: "private" },
    );
    expect(await made).toEqual(outputs);
  });

  test("by a bucket with real directories, which has no versions, is adopted when it lists nothing", async () => {
    const answers = {
      GetBucketInfo: info({ HierarchicalNamespace: "Enabled" }),
      GetBucketV2: "<ListBucketResult></ListBucketResult>",
    };
    const { made, operations } = create(answers, { hierarchicalNamespace: true });
    await made;
    expect(operations()).toEqual(["PutBucket", "GetBucketInfo", "GetService", "GetBucketV2"]);
  });

  test("is found out by the bucket's age where OSS answers 200 for one's own", async () => {
    const date = { headers: { date: "Fri, 24 Feb 2017 03:15:40 GMT" } };
    expect(await refused({ PutBucket: date, GetBucketVersions: full })).toBe(sentence("is not empty"));
    const young = create({ PutBucket: date, GetBucketInfo: info({ CreationDate: "2017-02-24T03:15:39.000Z" }) });
    await young.made;
    expect(young.operations()).toEqual(["PutBucket", "GetBucketInfo"]);
  });

  test("is not refused for an answer that failed: the failure is told", async () => {
    const { made } = create({ GetBucketInfo: { code: "InternalError", status: 500 } });
    await expect(made).rejects.toMatchObject({ code: "InternalError" });
  });
});

describe("a bucket that is there", () => {
  test("is read in one request", async () => {
    const { client, operations } = fakeClient({ GetBucketInfo: fixture("bucketInfo/get.xml") });
    expect(await bucket.observe(client, { bucket: name }, context)).toEqual({
      bucket: name,
      acl: "private",
      storageClass: "Standard",
      dataRedundancyType: "LRS",
      hierarchicalNamespace: true,
      region: "cn-hangzhou",
      location: "oss-cn-hangzhou",
      extranetEndpoint: "oss-cn-hangzhou.aliyuncs.com",
      intranetEndpoint: "oss-cn-hangzhou-internal.aliyuncs.com",
      creationDate: "2013-07-31T10:56:21.000Z",
      owner: "27183473914****",
    });
    expect(operations()).toEqual(["GetBucketInfo"]);
  });

  test("is gone only if OSS says so", async () => {
    const gone = fakeClient({ GetBucketInfo: { code: "NoSuchBucket" } });
    expect(await bucket.observe(gone.client, { bucket: name }, context)).toBeUndefined();
    const denied = fakeClient({ GetBucketInfo: { code: "AccessDenied", status: 403 } });
    await expect(bucket.observe(denied.client, { bucket: name }, context)).rejects.toMatchObject({
      code: "AccessDenied",
    });
  });

  test.each([
    ...garbled,
    ["an answer without a bucket", "<BucketInfo/>"],
    ["a bucket without a name", "<BucketInfo><Bucket><Location>oss-cn-hangzhou</Location></Bucket></BucketInfo>"],
    ["a bucket without a location", "<BucketInfo><Bucket><Name>oss-example</Name></Bucket></BucketInfo>"],
  ])("%s is garbled, and neither gone nor drifted", async (_, body) => {
    const { client } = fakeClient({ GetBucketInfo: body });
    await expect(bucket.observe(client, { bucket: name }, context)).rejects.toThrow(WireError);
  });

  test("gets another ACL, and only if it has another", async () => {
    const other = fakeClient({ GetBucketInfo: info() });
    expect(await bucket.apply(other.client, { bucket: name, acl: "public-read" }, context, {})).toEqual(outputs);
    expect(other.operations()).toEqual(["GetBucketInfo", "PutBucketAcl"]);
    expect(other.asked[1]).toMatchObject({ query: { acl: true }, headers: { "x-oss-acl": "public-read" } });
    const same = fakeClient({ GetBucketInfo: info() });
    await bucket.apply(same.client, { bucket: name, acl: "private" }, context, {});
    await bucket.apply(same.client, { bucket: name }, context, {});
    expect(same.operations()).toEqual(["GetBucketInfo", "GetBucketInfo"]);
  });

  test("that is gone does not come back by its ACL", async () => {
    const { client, operations } = fakeClient({ GetBucketInfo: { code: "NoSuchBucket" } });
    const update = bucket.apply(client, { bucket: name, acl: "public-read" }, context, {});
    await expect(update).rejects.toMatchObject({ code: "NoSuchBucket" });
    expect(operations()).toEqual(["GetBucketInfo"]);
  });

  test("is not said to be in another region than it is", async () => {
    const { client } = fakeClient({ GetBucketInfo: info() });
    await bucket.apply(client, { bucket: name, region: "oss-cn-hangzhou" }, context, {});
    await expect(bucket.apply(client, { bucket: name, region: "cn-shanghai" }, context, {})).rejects.toThrow(
      "bucket oss-example is in region cn-hangzhou, and OSS can't move it; set region to cn-hangzhou or leave it out, or give the bucket another name",
    );
  });
});

describe("a bucket that goes", () => {
  test("goes with one request, and is gone already with success", async () => {
    for (const answers of [{}, { DeleteBucket: { code: "NoSuchBucket" } }] as Record<string, Answer>[]) {
      const { client, operations } = fakeClient(answers);
      await bucket.remove(client, { bucket: name }, context, {});
      expect(operations()).toEqual(["DeleteBucket"]);
    }
  });

  test("stays when it holds anything and nobody said otherwise", async () => {
    const { client, operations } = fakeClient({ DeleteBucket: { code: "BucketNotEmpty", status: 409 } });
    for (const state of [{}, { forceDestroy: false }, { forceDestroy: "true" }]) {
      await expect(bucket.remove(client, { bucket: name }, context, state)).rejects.toThrow("BucketNotEmpty");
    }
    expect(operations()).toEqual(["DeleteBucket", "DeleteBucket", "DeleteBucket"]);
  });

  test("stays when OSS refuses for another reason, whatever may be destroyed", async () => {
    const { client, operations } = fakeClient({ DeleteBucket: { code: "AccessDenied", status: 403 } });
    const removal = bucket.remove(client, { bucket: name }, context, { forceDestroy: true });
    await expect(removal).rejects.toMatchObject({ code: "AccessDenied" });
    expect(operations()).toEqual(["DeleteBucket"]);
  });
});

describe("functions about buckets", () => {
  test("read one bucket, and fail where there is none", async () => {
    const { client } = fakeClient({ GetBucketInfo: info({ Versioning: "Enabled" }) });
    expect(await getBucketInfo.call(client, { bucket: name }, context)).toMatchObject({
      bucket: name,
      owner: "1234",
      region: "cn-hangzhou",
      versioning: "Enabled",
    });
    const gone = fakeClient({ GetBucketInfo: { code: "NoSuchBucket" } });
    await expect(getBucketInfo.call(gone.client, { bucket: name }, context)).rejects.toMatchObject({
      code: "NoSuchBucket",
    });
  });

  test("list all buckets, page by page", async () => {
    const { client, asked } = fakeClient({
      GetService: [fixture("service/get-page.xml"), fixture("service/get-all.xml")],
    });
    const { owner, buckets } = await getBuckets.call(client, { prefix: "my" }, context);
    expect(owner).toBe("512**");
    expect(buckets.map((each) => each.name)).toEqual(["mybucket01", "app-base-oss", "mybucket"]);
    expect(asked.map((request) => request.query)).toEqual([
      { "max-keys": "1000", prefix: "my" },
      { "max-keys": "1000", prefix: "my", marker: "mybucket10" },
    ]);
  });

  test("list no more buckets than asked for", async () => {
    const { client, asked } = fakeClient({ GetService: fixture("service/get-page.xml") });
    const { buckets } = await getBuckets.call(client, { limit: 2 }, context);
    expect(buckets).toHaveLength(2);
    expect(asked.map((request) => request.query)).toEqual([
      { "max-keys": "2" },
      { "max-keys": "1", marker: "mybucket10" },
    ]);
  });
});
