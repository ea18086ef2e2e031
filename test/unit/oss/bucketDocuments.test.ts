// The resources that are one document of a bucket: which requests they make, and what they make of the answers.
import { granary } from "../../../provider";
import { WireError } from "../../../provider/http/errors";
import { findResource } from "../../../provider/kit/define";
import type { Arguments } from "../../support/scenarios";
import { type Answer, context, fakeClient } from "./fakeClient";
import { fixture, garbled, golden } from "./golden";

interface Document {
  token: string;
  subresource: string;
  /** Arguments besides the bucket, and the PUT that they make. */
  inputs: Arguments;
  put: { operation: string; body?: string; headers?: Record<string, string> };
  /** The answer of the GET, and what it means. */
  get: { operation: string; answer: string; live: Arguments };
  /** Codes and answers that mean "not configured". */
  absent: Answer[];
  /** Every request of a removal. */
  remove: { operation: string; method: string; body?: string; headers?: Record<string, string> }[];
}

const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
const policy = JSON.parse(fixture("policy/put.json"));

const documents: Document[] = [
  {
    token: "oss:BucketAcl",
    subresource: "acl",
    inputs: { acl: "public-read" },
    put: { operation: "PutBucketAcl", headers: { "x-oss-acl": "public-read" } },
    get: { operation: "GetBucketAcl", answer: fixture("acl/get.xml"), live: { acl: "public-read" } },
    absent: [],
    remove: [
      { operation: "GetBucketAcl", method: "GET" },
      { operation: "PutBucketAcl", method: "PUT", headers: { "x-oss-acl": "private" } },
    ],
  },
  {
    token: "oss:BucketCors",
    subresource: "cors",
    inputs: {
      rules: [
        { allowedOrigins: ["*"], allowedMethods: ["PUT", "GET"], allowedHeaders: ["Authorization"] },
        {
          allowedOrigins: ["http://example.com", "http://example.net"],
          allowedMethods: ["GET"],
          allowedHeaders: ["Authorization"],
          exposeHeaders: ["x-oss-test", "x-oss-test1"],
          maxAgeSeconds: 100,
        },
      ],
      responseVary: false,
    },
    put: { operation: "PutBucketCors", body: golden("cors/put.xml") },
    get: {
      operation: "GetBucketCors",
      answer: fixture("cors/get.xml"),
      live: {
        rules: [
          {
            allowedOrigins: ["*"],
            allowedMethods: ["GET"],
            allowedHeaders: ["*"],
            exposeHeaders: ["x-oss-test"],
            maxAgeSeconds: 100,
          },
        ],
      },
    },
    absent: [{ code: "NoSuchCORSConfiguration" }],
    remove: [{ operation: "DeleteBucketCors", method: "DELETE" }],
  },
  {
    token: "oss:BucketEncryption",
    subresource: "encryption",
    inputs: { sseAlgorithm: "KMS", kmsMasterKeyId: "9468da86-3509-4f8d-a61e-6eab1eac****" },
    put: { operation: "PutBucketEncryption", body: golden("encryption/put-kms.xml") },
    get: {
      operation: "GetBucketEncryption",
      answer: fixture("encryption/get.xml"),
      live: { sseAlgorithm: "KMS", kmsMasterKeyId: "9468da86-3509-4f8d-a61e-6eab1eac****" },
    },
    // Printed with status 400: the code decides.
    absent: [{ code: "NoSuchServerSideEncryptionRule", status: 400 }, { code: "NoSuchServerSideEncryptionRule" }],
    remove: [{ operation: "DeleteBucketEncryption", method: "DELETE" }],
  },
  {
    token: "oss:BucketLifecycle",
    subresource: "lifecycle",
    inputs: {
      rules: [
        {
          id: "RuleID",
          prefix: "logs",
          filter: { not: { prefix: "logs1", tag: { key: "key1", value: "value1" } } },
          expiration: { days: 100 },
          transitions: [{ days: 60, storageClass: "Archive" }],
        },
      ],
    },
    put: { operation: "PutBucketLifecycle", body: golden("lifecycle/put-not.xml") },
    get: {
      operation: "GetBucketLifecycle",
      answer: fixture("lifecycle/get.xml"),
      live: { rules: [{ id: "delete after one day", prefix: "logs", status: "Enabled", expiration: { days: 1 } }] },
    },
    absent: [{ code: "NoSuchLifecycle" }],
    remove: [{ operation: "DeleteBucketLifecycle", method: "DELETE" }],
  },
  {
    token: "oss:BucketPolicy",
    subresource: "policy",
    inputs: { policy },
    put: {
      operation: "PutBucketPolicy",
      body: '{"Version":"1","Statement":[{"Action":["oss:PutObject","oss:GetObject"],"Effect":"Deny","Principal":["1234567890"],"Resource":["acs:oss:*:1234567890:*/*"]}]}',
      headers: { "content-type": "application/json" },
    },
    get: { operation: "GetBucketPolicy", answer: fixture("policy/get.json"), live: { policy } },
    absent: [{ code: "NoSuchBucketPolicy" }],
    remove: [{ operation: "DeleteBucketPolicy", method: "DELETE" }],
  },
  {
    token: "oss:BucketReferer",
    subresource: "referer",
    inputs: {
      referers: ["http://www.aliyun.com", "https://www.aliyun.com", "http://www.*.com", "https://www.?.aliyuncs.com"],
      allowEmptyReferer: false,
      allowTruncateQueryString: false,
    },
    put: { operation: "PutBucketReferer", body: golden("referer/put.xml") },
    get: {
      operation: "GetBucketReferer",
      answer: fixture("referer/get.xml"),
      live: {
        referers: ["http://www.aliyun.com", "https://www.aliyun.com", "http://www.*.com", "https://www?.aliyuncs.com"],
        allowEmptyReferer: true,
        allowTruncateQueryString: false,
      },
    },
    absent: [],
    remove: [{ operation: "PutBucketReferer", method: "PUT", body: golden("referer/put-empty.xml") }],
  },
  {
    token: "oss:BucketTags",
    subresource: "tagging",
    inputs: { tags: { testb: "testv2", testa: "testv1" } },
    put: { operation: "PutBucketTags", body: golden("tagging/put.xml") },
    get: {
      operation: "GetBucketTags",
      answer: fixture("tagging/get.xml"),
      live: { tags: { testa: "value1-test", testb: "value2-test" } },
    },
    absent: ["<Tagging></Tagging>", "<Tagging><TagSet/></Tagging>"],
    remove: [{ operation: "DeleteBucketTags", method: "DELETE" }],
  },
  {
    token: "oss:BucketVersioning",
    subresource: "versioning",
    inputs: { status: "Enabled" },
    put: { operation: "PutBucketVersioning", body: golden("versioning/put-enabled.xml") },
    get: {
      operation: "GetBucketVersioning",
      answer: fixture("versioning/get-enabled.xml"),
      live: { status: "Enabled" },
    },
    absent: [fixture("versioning/get-never.xml")],
    remove: [{ operation: "PutBucketVersioning", method: "PUT", body: golden("versioning/put-suspended.xml") }],
  },
  {
    token: "oss:BucketWebsite",
    subresource: "website",
    inputs: {
      indexDocument: { suffix: "index.html", supportSubDir: true, type: 0 },
      errorDocument: { key: "error.html", httpStatus: 404 },
    },
    put: { operation: "PutBucketWebsite", body: golden("website/put.xml") },
    get: {
      operation: "GetBucketWebsite",
      answer: fixture("website/get.xml"),
      live: { indexDocument: { suffix: "index.html" }, errorDocument: { key: "error.html", httpStatus: 404 } },
    },
    absent: [{ code: "NoSuchWebsiteConfiguration" }],
    remove: [{ operation: "DeleteBucketWebsite", method: "DELETE" }],
  },
];

const bucket = "web-assets";

describe.each(documents)("$token", ({ token, subresource, inputs, put, get, absent, remove }) => {
  const definition = findResource(granary, token)!;
  const query = { [subresource]: true };

  test("writes the document of the reference in one request", async () => {
    const { client, asked } = fakeClient();
    await definition.apply(client, { bucket, ...inputs, overwrite: true }, context, { observed: { bucket } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ operation: put.operation, method: "PUT", bucket, query });
    expect({ body: asked[0]!.body, headers: asked[0]!.headers }).toEqual({ body: put.body, headers: put.headers });
    expect(asked[0]!.contentMd5).toBe(put.body !== undefined);
  });

  test("reads the answer of the reference in one request", async () => {
    const { client, asked } = fakeClient({ [get.operation]: get.answer });
    expect(await definition.observe(client, { bucket }, context)).toEqual({ bucket, ...get.live });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ operation: get.operation, method: "GET", bucket, query });
  });

  test("takes nothing but the documented answers, and a bucket that is gone, for not configured", async () => {
    for (const answer of [...absent, { code: "NoSuchBucket" }]) {
      const { client } = fakeClient({ [get.operation]: answer });
      expect(await definition.observe(client, { bucket }, context)).toBeUndefined();
    }
    for (const code of ["AccessDenied", "InternalError", "NoSuchKey", "NoSuchUpload"]) {
      const { client } = fakeClient({ [get.operation]: { code } });
      await expect(definition.observe(client, { bucket }, context)).rejects.toMatchObject({ code });
    }
  });

  test.each(token === "oss:BucketPolicy" ? garbled.filter(([what]) => what !== "JSON") : garbled)(
    "%s in place of an answer is an error that names the request, and never nothing",
    async (_, body) => {
      const { client } = fakeClient({ [get.operation]: body });
      const error = await definition.observe(client, { bucket }, context).catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(WireError);
      expect((error as Error).message).toContain(
        `${get.operation} on web-assets: the answer (200) is not as documented`,
      );
      expect((error as Error).message).toContain("request 534B371674E88A4D89061234");
    },
  );

  test("is removed with the documented requests", async () => {
    const { client, asked } = fakeClient({ [get.operation]: get.answer });
    await definition.remove(client, { bucket }, context, { bucket, ...inputs });
    expect(asked.map(({ operation, method, body, headers }) => ({ operation, method, body, headers }))).toEqual(
      remove.map((request) => ({ body: undefined, headers: undefined, ...request })),
    );
    for (const request of asked) expect(request).toMatchObject({ bucket, query });
  });

  test("is removed with success where it, or its bucket, is gone already, and only there", async () => {
    const last = remove[remove.length - 1]!.operation;
    const codes = [
      "NoSuchBucket",
      ...absent.flatMap((answer) => (typeof answer === "object" && "code" in answer ? [answer.code] : [])),
    ];
    for (const code of codes) {
      const { client } = fakeClient({ [get.operation]: get.answer, [last]: { code } });
      await definition.remove(client, { bucket }, context, {});
    }
    const { client } = fakeClient({ [get.operation]: get.answer, [last]: { code: "AccessDenied", status: 403 } });
    await expect(definition.remove(client, { bucket }, context, {})).rejects.toMatchObject({ code: "AccessDenied" });
  });
});

const of = (token: string) => findResource(granary, token)!;

describe("what one of them has of its own", () => {
  test("an ACL is never written to a bucket that does not exist, because that would create one", async () => {
    const acl = of("oss:BucketAcl");
    const gone = fakeClient({ GetBucketAcl: { code: "NoSuchBucket" } });
    await expect(acl.apply(gone.client, { bucket, acl: "private" }, context, { prior: {} })).rejects.toThrow(
      "PutBucketAcl on web-assets: the bucket does not exist; run pulumi refresh, then pulumi up creates it again with its configuration",
    );
    expect(gone.operations()).toEqual(["GetBucketAcl"]);
    const removed = fakeClient({ GetBucketAcl: { code: "NoSuchBucket" } });
    await acl.remove(removed.client, { bucket }, context, {});
    expect(removed.operations()).toEqual(["GetBucketAcl"]);
    const there = fakeClient({ GetBucketAcl: fixture("acl/get.xml") });
    await acl.apply(there.client, { bucket, acl: "private" }, context, { prior: {} });
    expect(there.operations()).toEqual(["GetBucketAcl", "PutBucketAcl"]);
  });

  test("an ACL that is private already is not written again when it is removed", async () => {
    const answer =
      "<AccessControlPolicy><AccessControlList><Grant>private</Grant></AccessControlList></AccessControlPolicy>";
    const { client, operations } = fakeClient({ GetBucketAcl: answer });
    await of("oss:BucketAcl").remove(client, { bucket }, context, {});
    expect(operations()).toEqual(["GetBucketAcl"]);
  });

  test("an answer without a grant, or without an algorithm, is garbled and not a default", async () => {
    const acl = fakeClient({ GetBucketAcl: "<AccessControlPolicy><Owner/></AccessControlPolicy>" });
    await expect(of("oss:BucketAcl").observe(acl.client, { bucket }, context)).rejects.toThrow(WireError);
    const encryption = fakeClient({ GetBucketEncryption: "<ServerSideEncryptionRule/>" });
    await expect(of("oss:BucketEncryption").observe(encryption.client, { bucket }, context)).rejects.toThrow(WireError);
  });

  test("tags that are no longer wanted are deleted by key after the others were written", async () => {
    const { client, asked } = fakeClient();
    const prior = { tags: { team: "web", old: "1", constructor: "2" } };
    await of("oss:BucketTags").apply(client, { bucket, tags: { team: "shop" } }, context, { prior });
    expect(asked.map(({ operation, query }) => [operation, query])).toEqual([
      ["PutBucketTags", { tagging: true }],
      ["DeleteBucketTags", { tagging: "old,constructor" }],
    ]);
  });

  test("AES256 is written without a master key, and an empty one is read as none", async () => {
    const { client, asked } = fakeClient({ GetBucketEncryption: fixture("encryption/put-aes256.xml") });
    await of("oss:BucketEncryption").apply(client, { bucket, sseAlgorithm: "AES256", kmsMasterKeyId: "" }, context, {});
    expect(asked[0]!.body).toBe(
      xml(
        "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>",
      ),
    );
    expect(await of("oss:BucketEncryption").observe(client, { bucket }, context)).toEqual({
      bucket,
      sseAlgorithm: "AES256",
    });
  });

  test("SM4 stands between the algorithm and the key", async () => {
    const { client, asked } = fakeClient();
    const inputs = { bucket, sseAlgorithm: "KMS", kmsMasterKeyId: "k", kmsDataEncryption: "SM4" };
    await of("oss:BucketEncryption").apply(client, inputs, context, {});
    expect(asked[0]!.body).toContain(
      "<SSEAlgorithm>KMS</SSEAlgorithm><KMSDataEncryption>SM4</KMSDataEncryption><KMSMasterKeyID>k</KMSMasterKeyID>",
    );
  });

  test("a referer list that was never configured is its default, and vacant", async () => {
    const referer = of("oss:BucketReferer");
    const { client } = fakeClient({ GetBucketReferer: fixture("referer/get-default.xml") });
    const live = await referer.observe(client, { bucket }, context);
    expect(live).toEqual({ bucket, referers: [], allowEmptyReferer: true });
    expect(referer.vacant?.(live!)).toBe(true);
    expect(referer.vacant?.({ ...live, allowEmptyReferer: false })).toBe(false);
    expect(referer.vacant?.({ ...live, referers: ["*"] })).toBe(false);
  });

  test("suspended versioning and a private ACL are vacant, enabled versioning and a public ACL are not", () => {
    expect(of("oss:BucketVersioning").vacant?.({ status: "Suspended" })).toBe(true);
    expect(of("oss:BucketVersioning").vacant?.({ status: "Enabled" })).toBe(false);
    expect(of("oss:BucketAcl").vacant?.({ acl: "private" })).toBe(true);
    expect(of("oss:BucketAcl").vacant?.({ acl: "public-read" })).toBe(false);
  });

  test("a lifecycle is written in one spelling of dates and classes, and asks for overlaps only if it is told to", async () => {
    const { client, asked } = fakeClient();
    const rules = [
      {
        id: "a",
        expiration: { createdBeforeDate: "2030-01-31" },
        transitions: [{ createdBeforeDate: "2029-01-31T00:00:00Z", storageClass: "Cold Archive" }],
        abortMultipartUpload: { createdBeforeDate: "2030-01-31" },
      },
    ];
    await of("oss:BucketLifecycle").apply(client, { bucket, rules, allowSameActionOverlap: true }, context, {});
    expect(asked[0]!.headers).toEqual({ "x-oss-allow-same-action-overlap": "true" });
    expect(asked[0]!.body).toBe(
      xml(
        "<LifecycleConfiguration><Rule><ID>a</ID><Prefix></Prefix><Status>Enabled</Status>" +
          "<Expiration><CreatedBeforeDate>2030-01-31T00:00:00.000Z</CreatedBeforeDate></Expiration>" +
          "<Transition><CreatedBeforeDate>2029-01-31T00:00:00.000Z</CreatedBeforeDate><StorageClass>ColdArchive</StorageClass></Transition>" +
          "<AbortMultipartUpload><CreatedBeforeDate>2030-01-31T00:00:00.000Z</CreatedBeforeDate></AbortMultipartUpload>" +
          "</Rule></LifecycleConfiguration>",
      ),
    );
  });

  test("a policy given as text is written as it is", async () => {
    const { client, asked } = fakeClient();
    await of("oss:BucketPolicy").apply(client, { bucket, policy: fixture("policy/put.json") }, context, {});
    expect(asked[0]!.body).toBe(fixture("policy/put.json"));
  });
});
