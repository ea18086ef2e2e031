// The resources with a life of their own, and the settings of one word, against the documents that the reference prints:
// what they write, and what they make of an answer.
import { granary } from "../../../provider";
import { WireError } from "../../../provider/http/errors";
import { findResource } from "../../../provider/kit/define";
import type { Arguments } from "../../support/scenarios";
import { type Answer, context, fakeClient } from "./fakeClient";
import { fixture, garbled, golden } from "./golden";

interface Document {
  token: string;
  id: Arguments;
  /** Arguments besides the id, and the request that they make. */
  inputs: Arguments;
  put: { operation: string; method: string; query: Arguments; body?: string };
  answers?: Record<string, Answer>;
  get: { operation: string; query: Arguments; answer: string; live: Arguments };
  absent: Answer[];
}

const bucket = "web-assets";

const documents: Document[] = [
  {
    token: "oss:BucketLogging",
    id: { bucket },
    inputs: { targetBucket: "examplebucket", targetPrefix: "MyLog-" },
    put: { operation: "PutBucketLogging", method: "PUT", query: { logging: true }, body: golden("logging/put.xml") },
    get: {
      operation: "GetBucketLogging",
      query: { logging: true },
      answer: fixture("logging/get.xml"),
      live: { targetBucket: "mybucketlogs", targetPrefix: "mybucket-access_log" },
    },
    absent: [fixture("logging/get-off.xml")],
  },
  {
    token: "oss:BucketRequestPayment",
    id: { bucket },
    inputs: { payer: "Requester" },
    put: {
      operation: "PutBucketRequestPayment",
      method: "PUT",
      query: { requestPayment: true },
      body: golden("requestPayment/put.xml"),
    },
    get: {
      operation: "GetBucketRequestPayment",
      query: { requestPayment: true },
      answer: fixture("requestPayment/get.xml"),
      live: { payer: "BucketOwner" },
    },
    absent: [],
  },
  {
    token: "oss:BucketTransferAcceleration",
    id: { bucket },
    inputs: { enabled: true },
    put: {
      operation: "PutBucketTransferAcceleration",
      method: "PUT",
      query: { transferAcceleration: true },
      body: golden("transferAcceleration/put.xml"),
    },
    get: {
      operation: "GetBucketTransferAcceleration",
      query: { transferAcceleration: true },
      answer: fixture("transferAcceleration/put.xml"),
      live: { enabled: true },
    },
    absent: [{ code: "NoSuchTransferAccelerationConfiguration" }],
  },
  {
    token: "oss:BucketInventory",
    id: { bucket, inventoryId: "report1" },
    inputs: {
      prefix: "Pics",
      frequency: "Daily",
      includedObjectVersions: "All",
      optionalFields: ["Size", "LastModifiedDate", "ETag", "StorageClass", "IsMultipartUploaded", "EncryptionStatus"],
      destination: {
        bucket: "bucket_0001",
        accountId: "1000000000000000",
        roleArn: "acs:ram::1000000000000000:role/AliyunOSSRole",
        prefix: "prefix1",
        encryption: "SSE-KMS",
        kmsKeyId: "keyId",
      },
    },
    put: {
      operation: "PutBucketInventory",
      method: "PUT",
      query: { inventory: true, inventoryId: "report1" },
      body: golden("inventory/put.xml"),
    },
    get: {
      operation: "GetBucketInventory",
      query: { inventory: true, inventoryId: "report1" },
      answer: fixture("inventory/get.xml"),
      live: {
        enabled: true,
        prefix: "myprefix",
        frequency: "Daily",
        includedObjectVersions: "All",
        optionalFields: ["Size", "LastModifiedDate", "ETag", "StorageClass", "IsMultipartUploaded", "EncryptionStatus"],
        destination: {
          bucket: "bucket_0001",
          accountId: "1000000000000000",
          roleArn: "acs:ram::1000000000000000:role/AliyunOSSRole",
          format: "CSV",
          prefix: "prefix1",
          encryption: "SSE-OSS",
        },
      },
    },
    absent: [{ code: "NoSuchInventory" }],
  },
  {
    token: "oss:BucketReplication",
    id: { bucket, targetBucket: "target-bucket" },
    inputs: {
      targetLocation: "oss-cn-beijing",
      transferType: "oss_acc",
      prefixes: ["source_image", "video"],
      action: "PUT",
      syncRole: "aliyunramrole",
      sseKmsEncryptedObjects: "Enabled",
      replicaKmsKeyId: "c4d49f85-ee30-426b-a5ed-95e9139d****",
    },
    put: {
      operation: "PutBucketReplication",
      method: "POST",
      query: { replication: true, comp: "add" },
      body: golden("replication/put.xml"),
    },
    answers: { GetBucketReplication: fixture("replication/get.xml") },
    get: {
      operation: "GetBucketReplication",
      query: { replication: true },
      answer: fixture("replication/get.xml"),
      live: {
        targetLocation: "oss-cn-beijing",
        transferType: "oss_acc",
        prefixes: ["source_image", "video"],
        action: "PUT",
        historicalObjectReplication: "enabled",
        syncRole: "aliyunramrole",
        ruleId: "test_replication_1",
      },
    },
    absent: [
      { code: "NoSuchReplicationConfiguration" },
      fixture("replication/get.xml").replace("doing", "closing"),
      fixture("replication/get.xml").replace("target-bucket", "another-bucket"),
    ],
  },
  {
    token: "oss:BucketRetentionPolicy",
    id: { bucket },
    inputs: { retentionPeriodInDays: 365 },
    put: { operation: "InitiateBucketWorm", method: "POST", query: { worm: true }, body: golden("worm/initiate.xml") },
    answers: { InitiateBucketWorm: { headers: { "x-oss-worm-id": "1666E2CFB2B3418****" } } },
    get: {
      operation: "GetBucketWorm",
      query: { worm: true },
      answer: fixture("worm/get.xml"),
      live: { retentionPeriodInDays: 1, locked: true, wormId: "1666E2CFB2B3418****" },
    },
    absent: [{ code: "NoSuchWORMConfiguration" }, fixture("worm/get.xml").replace("Locked", "Expired")],
  },
  {
    token: "oss:BucketMetaQuery",
    id: { bucket },
    inputs: {},
    put: { operation: "OpenMetaQuery", method: "POST", query: { metaQuery: true, comp: "add" } },
    get: {
      operation: "GetMetaQueryStatus",
      query: { metaQuery: true },
      answer: fixture("metaQuery/status.xml"),
      live: {},
    },
    absent: [
      { code: "MetaQueryNotExist", status: 400 },
      fixture("metaQuery/status.xml").replace("<State>Running", "<State>Deleted"),
    ],
  },
  {
    token: "oss:BucketCname",
    id: { bucket, domain: "example.com" },
    inputs: {},
    put: { operation: "PutCname", method: "POST", query: { cname: true, comp: "add" }, body: golden("cname/put.xml") },
    get: {
      operation: "ListCname",
      query: { cname: true },
      answer: fixture("cname/list.xml"),
      live: { certificate: { certId: "493****-cn-hangzhou" } },
    },
    absent: [{ code: "NoSuchCname" }, fixture("cname/list.xml").replace("example.com", "example.net")],
  },
  {
    token: "oss:BucketCnameToken",
    id: { bucket, domain: "example.com" },
    inputs: {},
    put: {
      operation: "CreateCnameToken",
      method: "POST",
      query: { cname: true, comp: "token" },
      body: golden("cname/put.xml"),
    },
    answers: { CreateCnameToken: fixture("cname/token.xml") },
    get: {
      operation: "GetCnameToken",
      query: { comp: "token", cname: "example.com" },
      answer: fixture("cname/token.xml"),
      live: { token: "be1d49d863dea9ffeff3df7d6455****", expireTime: "Wed, 23 Feb 2022 21:16:37 GMT" },
    },
    absent: [{ code: "CnameTokenNotFound" }],
  },
];

describe.each(documents)("$token", ({ token, id, inputs, put, answers = {}, get, absent }) => {
  const definition = findResource(granary, token)!;

  test("writes the request of the reference", async () => {
    const { client, asked } = fakeClient(answers);
    await definition.apply(client, { ...id, ...inputs }, context, {});
    const [{ operation, method, query, body }] = asked as [(typeof asked)[number]];
    expect({ operation, method, query, body }).toEqual({ body: undefined, ...put });
  });

  test("reads the answer of the reference in one request", async () => {
    const { client, asked } = fakeClient({ [get.operation]: get.answer });
    expect(await definition.observe(client, id, context)).toEqual({ ...id, ...get.live });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ operation: get.operation, method: "GET", bucket });
    expect(asked[0]!.query).toEqual(get.query);
  });

  test("takes nothing but the documented answers, and a bucket that is gone, for not configured", async () => {
    for (const answer of [...absent, { code: "NoSuchBucket" }]) {
      const { client } = fakeClient({ [get.operation]: answer });
      expect(await definition.observe(client, id, context)).toBeUndefined();
    }
    for (const code of ["AccessDenied", "InternalError", "NoSuchKey", "NoSuchWebsiteConfiguration"]) {
      const { client } = fakeClient({ [get.operation]: { code } });
      await expect(definition.observe(client, id, context)).rejects.toMatchObject({ code });
    }
  });

  test.each(garbled)("%s in place of an answer is an error, and never nothing", async (_, body) => {
    const { client } = fakeClient({ [get.operation]: body });
    const error = await definition.observe(client, id, context).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(WireError);
    expect((error as Error).message).toContain(`${get.operation} on web-assets: the answer (200) is not as documented`);
  });
});

test("a longer period of a locked retention policy is the document of the reference, under the policy's id", async () => {
  const { client, asked } = fakeClient();
  const standing = { bucket, retentionPeriodInDays: 365, locked: true, wormId: "A1" };
  const wanted = { bucket, retentionPeriodInDays: 366, locked: true };
  await findResource(granary, "oss:BucketRetentionPolicy")!.apply(client, wanted, context, { prior: standing });
  expect(asked.map(({ operation, query, body }) => [operation, query, body])).toEqual([
    ["ExtendBucketWorm", { wormId: "A1", wormExtend: true }, golden("worm/extend.xml")],
  ]);
});

test("a replication rule is deleted by the document of the reference", async () => {
  const { client, asked } = fakeClient();
  const pair = { bucket, targetBucket: "target-bucket" };
  const state = { ruleId: "test_replication_1" };
  await findResource(granary, "oss:BucketReplication")!.remove(client, pair, context, state);
  expect(asked.map(({ operation, query, body }) => [operation, query, body])).toEqual([
    ["DeleteBucketReplication", { replication: true, comp: "delete" }, golden("replication/delete.xml")],
  ]);
});

test("a domain is unbound by the document that bound it", async () => {
  const { client, asked } = fakeClient();
  const id = { bucket, domain: "example.com" };
  await findResource(granary, "oss:BucketCname")!.remove(client, id, context, {});
  expect(asked.map(({ operation, query, body }) => [operation, query, body])).toEqual([
    ["DeleteCname", { cname: true, comp: "delete" }, golden("cname/put.xml")],
  ]);
});

test("the id of a replication rule is read where the answer does not tell it", async () => {
  const replication = findResource(granary, "oss:BucketReplication")!;
  const desired = { bucket, targetBucket: "target-bucket", targetLocation: "oss-cn-beijing" };
  const told = fakeClient({ PutBucketReplication: { headers: { "x-oss-replication-rule-id": "r1" } } });
  expect(await replication.apply(told.client, desired, context, {})).toEqual({ ruleId: "r1" });
  expect(told.operations()).toEqual(["PutBucketReplication"]);
  const silent = fakeClient({ GetBucketReplication: fixture("replication/get.xml") });
  expect(await replication.apply(silent.client, desired, context, {})).toEqual({ ruleId: "test_replication_1" });
  expect(silent.operations()).toEqual(["PutBucketReplication", "GetBucketReplication"]);
});

test("both actions of a replication rule together are ALL, which has what PUT has", async () => {
  for (const action of ["ALL,PUT", "PUT,ALL", "ALL"]) {
    const answer = fixture("replication/get.xml").replace("<Action>PUT", `<Action>${action}`);
    const { client } = fakeClient({ GetBucketReplication: answer });
    const id = { bucket, targetBucket: "target-bucket" };
    expect(await findResource(granary, "oss:BucketReplication")!.observe(client, id, context)).toMatchObject({
      action: "ALL",
    });
  }
});
