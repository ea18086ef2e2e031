// What judging adds to single rules: combinations, folding, good news, what was bad before, order.
import { judge } from "../../../../cli/rules/judge";
import { allow, bucket, change, config, HTTPS_ONLY, policy } from "../support/change";

const web = bucket("web");
const acl = (value: string) => config("BucketAcl", { acl: value });
const told = (findings: ReturnType<typeof judge>["findings"]) =>
  findings.map((each) => [each.rule, each.severity, each.combines ?? []]);

describe("combinations are told as one high finding", () => {
  test("public access and a website", () => {
    const site = config("BucketWebsite", { indexDocument: { suffix: "index.html" } });
    const { findings } = judge(change({ web }, { web, site, policy: policy(allow("*", "oss:GetObject")) }));
    expect(told(findings)).toEqual([["policy-public", "high", ["website-on"]]]);
  });

  test("a website on a bucket that is public already", () => {
    const site = config("BucketWebsite", { indexDocument: { suffix: "index.html" } });
    const { findings } = judge(change({ web, acl: acl("public-read") }, { web, acl: acl("public-read"), site }));
    expect(told(findings)).toEqual([["website-on", "high", []]]);
  });

  test("public access while encryption and the access log end", () => {
    const before = {
      web,
      acl: acl("private"),
      e: config("BucketEncryption", { sseAlgorithm: "KMS" }),
      l: config("BucketLogging", { targetBucket: "logs" }),
    };
    const { findings } = judge(change(before, { web, acl: acl("public-read") }), {
      allowedDeletions: ["oss:BucketEncryption", "oss:BucketLogging"],
    });
    expect(told(findings)).toEqual([["acl-public-read", "high", ["encryption-off", "logging-off"]]]);
  });

  test("forceDestroy and the replacement of the bucket", () => {
    const fresh = bucket("web", { forceDestroy: true, storageClass: "IA" });
    const { findings } = judge(change({ web }, { web: fresh }, { web: { op: "replace" } }));
    expect(told(findings)).toEqual([["bucket-replace", "high", ["force-destroy-on"]]]);
  });

  test("expiry while versioning ends", () => {
    const lifecycle = config("BucketLifecycle", { rules: [{ id: "a", prefix: "a/", expiration: { days: 3 } }] });
    const { findings } = judge(
      change({ web, v: config("BucketVersioning", { status: "Enabled" }) }, { web, lifecycle }),
    );
    expect(told(findings)).toEqual([["expire-added", "high", ["versioning-off"]]]);
  });

  test("a public access block that is lifted from a public ACL", () => {
    const block = (blockPublicAccess: boolean) => config("BucketPublicAccessBlock", { blockPublicAccess });
    const { findings } = judge(
      change(
        { web, acl: acl("public-read"), block: block(true) },
        { web, acl: acl("public-read"), block: block(false) },
      ),
    );
    expect(told(findings)).toEqual([["public-block-off", "high", []]]);
    expect(findings[0]!.why).toContain("the ACL public-read");
  });

  test("anything about access to a bucket that takes logs", () => {
    const log = { $type: "BucketLogging", bucket: "shop", targetBucket: "web" };
    const cors = config("BucketCors", { rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] });
    const { findings } = judge(change({ web, log }, { web, log, cors }));
    expect(told(findings)).toEqual([["cors-any-origin", "high", []]]);
    const exposed = judge(change({ web, log }, { web, log, cors, acl: acl("public-read") }));
    expect(told(exposed.findings)).toEqual([["log-bucket-exposed", "high", ["acl-public-read", "cors-any-origin"]]]);
  });
});

test("a deleted bucket folds the deletions of its configurations into one finding", () => {
  const before = {
    web,
    acl: acl("public-read"),
    policy: policy(HTTPS_ONLY),
    e: config("BucketEncryption", { sseAlgorithm: "AES256" }),
    other: bucket("other"),
    third: bucket("third"),
  };
  const kinds = ["oss:Bucket", "oss:BucketAcl", "oss:BucketPolicy", "oss:BucketEncryption"];
  const { findings } = judge(change(before, { other: before.other, third: before.third }), { allowedDeletions: kinds });
  expect(told(findings)).toEqual([["bucket-delete", "high", []]]);
  expect(findings[0]!.why).toContain("Its 3 configurations go with it.");
});

test("the reviewer sees where else a deleted bucket is named", () => {
  const log = { $type: "BucketLogging", bucket: "other", targetBucket: "web" };
  const before = { web, other: bucket("other"), log };
  const { findings } = judge(change(before, { other: before.other, log }));
  expect(findings.find((each) => each.rule === "bucket-delete")!.why).toContain(
    "check the access log of other, DNS, CDN origins",
  );
});

test("good news is told without severity", () => {
  const { findings, good } = judge(
    change(
      { web, acl: acl("public-read") },
      { web, acl: acl("private"), p: policy(HTTPS_ONLY), v: config("BucketVersioning", { status: "Enabled" }) },
    ),
  );
  expect(good.map((each) => each.text)).toEqual(["ACL public-read → private", "HTTPS is required", "versioning is on"]);
  expect(told(findings)).toEqual([
    ["anonymous-access-ends", "medium", []],
    ["versioning-first-on", "low", []],
  ]);
});

test("what was bad before and stays so is no finding", () => {
  const { findings, standing } = judge(
    change({ web, acl: acl("public-read") }, { web: bucket("web", { forceDestroy: false }), acl: acl("public-read") }),
  );
  expect(findings).toEqual([]);
  expect(standing).toEqual([{ bucket: "web", rule: "acl-public-read", text: "anyone may read (ACL public-read)" }]);
});

test("the order of the resources plays no part", () => {
  const old = { web, acl: acl("private"), shop: bucket("shop"), v: config("BucketVersioning", { status: "Enabled" }) };
  const resources = change(old, {
    web,
    acl: acl("public-read-write"),
    shop: bucket("shop", { forceDestroy: true }),
    cors: config("BucketCors", { rules: [{ allowedOrigins: ["*"], allowedMethods: ["PUT"] }] }),
  });
  const expected = judge(resources);
  expect(expected.findings.length).toBeGreaterThan(3);
  for (let turn = 0; turn < resources.length; turn++) {
    resources.push(resources.shift()!);
    expect(judge(resources)).toEqual(expected);
    expect(judge([...resources].reverse())).toEqual(expected);
  }
});

test("resources of @pulumi/alicloud are judged by the same table", () => {
  const of = (type: string, inputs: object) => ({ $type: `oss:${type}`, bucket: "web", ...inputs });
  const resources = change(
    { web, acl: of("BucketAcl", { acl: "private" }) },
    {
      web,
      acl: of("BucketAcl", { acl: "public-read" }),
      cors: of("BucketCors", { corsRules: [{ allowedOrigins: ["*"], allowedMethods: ["PUT"] }] }),
    },
  );
  for (const each of resources) each.rawType = `alicloud:oss/x:${each.type.split(":")[1]}`;
  expect(judge(resources).findings.map((each) => each.rule)).toEqual(["acl-public-read", "cors-any-origin-write"]);
});

test("resources of other providers never break it", () => {
  const table = { $type: "aws:dynamodb/table:Table", hashKey: "id", attributes: [null, { name: "id" }] };
  expect(judge(change({ web }, { web, table })).findings).toEqual([]);
});
