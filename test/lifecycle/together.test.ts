// What does not go together on one bucket is refused while the program is previewed, in whatever order it is written.
// OSS API reference 20220713: the table of a hierarchical namespace [L340-467], 7.2 [L2139], 7.4.1 [L2582].
import type { Arguments } from "../support/scenarios";
import { type Both, bothFronts } from "../support/suite/bothFronts";
import { UNKNOWN } from "../support/wire";

const bucket = "web-assets";
type Resource = [token: string, inputs: Arguments];

const hierarchical: Resource = ["oss:Bucket", { bucket, hierarchicalNamespace: true }];
const ia: Resource = ["oss:Bucket", { bucket, storageClass: "IA" }];
const versioning: Resource = ["oss:BucketVersioning", { bucket, status: "Enabled" }];
const retention: Resource = ["oss:BucketRetentionPolicy", { bucket, retentionPeriodInDays: 1 }];
const lifecycle: Resource = ["oss:BucketLifecycle", { bucket, rules: [{ expiration: { days: 1 } }] }];
const toClass = (storageClass: string, name = "transitions"): Resource => {
  const days = name === "transitions" ? "days" : "noncurrentDays";
  return ["oss:BucketLifecycle", { bucket, rules: [{ [name]: [{ [days]: 1, storageClass }] }] }];
};
const website: Resource = ["oss:BucketWebsite", { bucket, indexDocument: { suffix: "i" } }];
const mirror: Resource = [
  "oss:BucketWebsite",
  {
    bucket,
    routingRules: [
      {
        ruleNumber: 1,
        condition: { httpErrorCodeReturnedEquals: 404 },
        redirect: { redirectType: "Mirror", mirrorUrl: "http://a/" },
      },
    ],
  },
];
const inventory: Resource = [
  "oss:BucketInventory",
  {
    bucket,
    inventoryId: "all",
    frequency: "Daily",
    destination: { bucket, accountId: "1", roleArn: "acs:ram::1:role/inventory" },
  },
];
const replication: Resource = [
  "oss:BucketReplication",
  { bucket, targetBucket: "copy", targetLocation: "oss-cn-hangzhou" },
];
const cors: Resource = ["oss:BucketCors", { bucket, rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] }];

const apart: [what: string, one: Resource, other: Resource][] = [
  ["a hierarchical namespace and versioning", hierarchical, versioning],
  ["a hierarchical namespace and a retention policy", hierarchical, retention],
  ["a hierarchical namespace and lifecycle rules", hierarchical, lifecycle],
  ["a hierarchical namespace and replication", hierarchical, replication],
  ["a hierarchical namespace and an inventory", hierarchical, inventory],
  ["a hierarchical namespace and a website", hierarchical, website],
  ["a hierarchical namespace and CORS rules", hierarchical, cors],
  ["a retention policy and versioning", retention, versioning],
  ["a retention policy and a website that mirrors", retention, mirror],
  ["storage class IA and a transition to IA", ia, toClass("IA")],
  ["storage class IA and a transition to IA", ia, toClass("IA", "noncurrentVersionTransitions")],
];

const together: Resource[] = [
  hierarchical,
  ["oss:BucketAcl", { bucket, acl: "public-read" }],
  [
    "oss:BucketPolicy",
    { bucket, policy: { Version: "1", Statement: [{ Effect: "Deny", Action: "*", Principal: "*", Resource: "*" }] } },
  ],
  ["oss:BucketLogging", { bucket, targetBucket: bucket }],
  ["oss:BucketReferer", { bucket }],
  ["oss:BucketTags", { bucket, tags: { a: "b" } }],
  ["oss:BucketEncryption", { bucket, sseAlgorithm: "AES256" }],
  ["oss:BucketRequestPayment", { bucket, payer: "Requester" }],
];

bothFronts(suite);

function suite(both: Both): void {
  const said = async ([token, inputs]: Resource, name: string) =>
    (await both.front.check({ token, name }, inputs)).failures.map(({ reason }) => reason);

  const pairs = apart.flatMap(([what, one, other]): [string, Resource, Resource, string][] => [
    [`${other[0]} after ${one[0]}`, one, other, what],
    [`${one[0]} after ${other[0]}`, other, one, what],
  ]);

  test.each(pairs)("%s is refused", async (_, first, second, what) => {
    expect(await said(first, "first")).toEqual([]);
    const [reason, ...more] = await said(second, "second");
    expect(more).toEqual([]);
    expect(reason).toMatch(/: bucket web-assets can't have .+ and .+ both; the other is .+/);
    for (const part of what.split(" and ")) expect(reason).toContain(part);
    expect(reason).toContain(both.front.name === "plugin" ? "::first" : `${first[0]} web-assets`);
    expect(await both.emulated.operations()).toEqual([]);
  });

  test("on another bucket, or in another run, they are no matter", async () => {
    expect(await said(hierarchical, "first")).toEqual([]);
    const [token, inputs] = versioning;
    expect(await said([token, { ...inputs, bucket: "other-assets" }], "other")).toEqual([]);
    await both.front.restart();
    expect(await said(versioning, "second")).toEqual([]);
  });

  test("what is changed in the program counts as it is now", async () => {
    expect(await said(mirror, "site")).toEqual([]);
    expect(await said(website, "site")).toEqual([]);
    expect(await said(retention, "keep")).toEqual([]);
  });

  test("everything else goes together", async () => {
    for (const [index, each] of [...together, retention].entries()) {
      if (each === retention) await both.front.restart();
      expect(await said(each, `resource${index}`)).toEqual([]);
    }
    expect(await said(website, "site")).toEqual([]);
    expect(await said(toClass("IA"), "rules")).toEqual([]);
    await both.front.restart();
    expect(await said(ia, "bucket")).toEqual([]);
    expect(await said(toClass("Archive"), "rules")).toEqual([]);
  });

  test("rules that are not known yet are no reason", async () => {
    if (both.front.name === "dynamic") return;
    expect(await said(retention, "keep")).toEqual([]);
    expect(await said(["oss:BucketWebsite", { bucket, routingRules: UNKNOWN }], "site")).toEqual([]);
    expect(
      await said(["oss:BucketLifecycle", { bucket, rules: [UNKNOWN, { transitions: UNKNOWN }] }], "rules"),
    ).toEqual([]);
  });
}
