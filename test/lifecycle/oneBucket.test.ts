// A bucket with everything that goes together on one: made, and refreshed with one GET for each resource and no list.
import { granary } from "../../provider";
import { formatProblem } from "../../provider/kit/check";
import { createLifecycle } from "../../provider/kit/lifecycle";
import { type Emulated, startEmulated } from "../support/emulated";
import type { Values } from "../support/wire";

let oss: Emulated;
beforeAll(async () => {
  oss = await startEmulated();
});
afterAll(() => oss.stop());

const bucket = "web-assets";
const context = { signal: new AbortController().signal, progress: () => {} };

const stack: [token: string, get: string, inputs: Values][] = [
  ["oss:Bucket", "GetBucketInfo", { bucket }],
  ["oss:BucketAcl", "GetBucketAcl", { bucket, acl: "public-read" }],
  ["oss:BucketTags", "GetBucketTags", { bucket, tags: { team: "web" } }],
  ["oss:BucketVersioning", "GetBucketVersioning", { bucket, status: "Enabled" }],
  ["oss:BucketEncryption", "GetBucketEncryption", { bucket, sseAlgorithm: "AES256" }],
  ["oss:BucketCors", "GetBucketCors", { bucket, rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] }],
  ["oss:BucketLifecycle", "GetBucketLifecycle", { bucket, rules: [{ expiration: { days: 1 } }] }],
  ["oss:BucketReferer", "GetBucketReferer", { bucket, referers: ["https://a.example"] }],
  [
    "oss:BucketPolicy",
    "GetBucketPolicy",
    {
      bucket,
      policy: { Version: "1", Statement: [{ Effect: "Deny", Action: "oss:PutObject", Principal: "1", Resource: "*" }] },
    },
  ],
  ["oss:BucketWebsite", "GetBucketWebsite", { bucket, indexDocument: { suffix: "index.html" } }],
  ["oss:BucketLogging", "GetBucketLogging", { bucket, targetBucket: bucket }],
  ["oss:BucketRequestPayment", "GetBucketRequestPayment", { bucket, payer: "Requester" }],
  ["oss:BucketTransferAcceleration", "GetBucketTransferAcceleration", { bucket, enabled: true }],
  [
    "oss:BucketInventory",
    "GetBucketInventory",
    {
      bucket,
      inventoryId: "all",
      frequency: "Daily",
      destination: { bucket, accountId: "1", roleArn: "acs:ram::1:role/inventory" },
    },
  ],
  [
    "oss:BucketReplication",
    "GetBucketReplication",
    { bucket, targetBucket: "copy", targetLocation: "oss-cn-hangzhou" },
  ],
  ["oss:BucketMetaQuery", "GetMetaQueryStatus", { bucket }],
  ["oss:BucketCnameToken", "GetCnameToken", { bucket, domain: "www.example.com" }],
  ["oss:BucketCname", "ListCname", { bucket, domain: "www.example.com" }],
  ["oss:BucketObject", "HeadObject", { bucket, key: "index.html", content: "hello" }],
];

test("a refresh asks once for each resource, and never for the account's buckets", async () => {
  const other = createLifecycle(granary, { oss: oss.config });
  await other.create("oss:Bucket", { bucket: "copy" }, context);
  await other.create("oss:BucketVersioning", { bucket: "copy", status: "Enabled" }, context);

  const run = createLifecycle(granary, { oss: oss.config });
  const made: { id: string; state: Values; inputs: Values }[] = [];
  for (const [token, , news] of stack) {
    const { inputs, problems } = await run.check({ token, news });
    expect(problems.map(formatProblem)).toEqual([]);
    made.push({ ...(await run.create(token, inputs, context)), inputs });
  }

  await oss.forget();
  for (const [index, [token]] of stack.entries()) {
    const { id, state, inputs } = made[index]!;
    expect(await run.read(token, id, context, state, inputs)).toEqual({ id, state, inputs });
  }
  expect(await oss.operations()).toEqual(stack.map(([, get]) => get));
});

test("the list above has every resource but the one that excludes versioning", () => {
  const named = stack.map(([token]) => token.split(":")[1]);
  const all = Object.keys(granary.services.oss!().resources);
  expect(all.filter((name) => !named.includes(name))).toEqual(["BucketRetentionPolicy"]);
});
