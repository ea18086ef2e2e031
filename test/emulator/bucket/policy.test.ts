/** OSS API reference 20220713, PutBucketPolicy (L4065-4121), GetBucketPolicy (L4123-4182), DeleteBucketPolicy (L4184-4215). */
import { type OssService, STRANGER, startOssService } from "../../support/ossService";

let oss: OssService;
beforeAll(async () => {
  oss = await startOssService();
});
afterAll(() => oss.stop());

const put = (bucket: string, body: string) => oss.send({ method: "PUT", bucket, query: "policy", body });
const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "policy" });

/** L4096-4110. */
const SAMPLE = `{
  "Version": "1",
  "Statement": [
    {
      "Action": [
        "oss:PutObject",
        "oss:GetObject"
      ],
      "Effect": "Deny",
      "Principal": ["1234567890"],
      "Resource": ["acs:oss:*:1234567890:*/*"]
    }
  ]
}`;

const statement = (change: Record<string, unknown>) => ({
  Effect: "Allow",
  Action: ["oss:GetObject"],
  Principal: ["*"],
  Resource: ["acs:oss:*:*:*/*"],
  ...change,
});
const policy = (change: Record<string, unknown>) => JSON.stringify({ Version: "1", Statement: [statement(change)] });

test("takes the sample, and gives it back as it was sent, as application/json (L4156)", async () => {
  const bucket = oss.bucket();
  const answer = await put(bucket, SAMPLE);
  expect([answer.status, answer.headers["content-length"]]).toEqual([200, "0"]);
  const read = await get(bucket);
  expect([read.status, read.headers["content-type"], read.body]).toEqual([200, "application/json", SAMPLE]);
});

test("replaces the policy as a whole", async () => {
  const bucket = oss.bucket();
  await put(bucket, SAMPLE);
  await put(bucket, policy({}));
  expect((await get(bucket)).body).toBe(policy({}));
});

test("without a policy GetBucketPolicy is NoSuchBucketPolicy 404 (L4182), and DeleteBucketPolicy 204", async () => {
  const bucket = oss.bucket();
  await put(bucket, SAMPLE);
  for (let i = 0; i < 2; i++) {
    expect((await oss.send({ method: "DELETE", bucket, query: "policy" })).status).toBe(204);
  }
  const answer = await get(bucket);
  expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchBucketPolicy"]);
});

test.each([
  ["text that is no JSON", "{"],
  ["nothing", ""],
  ["more than 16 KB", policy({ Principal: ["1".repeat(16_384)] })],
])("%s is MalformedPolicyDocument 400 (a code from outside the API reference)", async (_what, body) => {
  const answer = await put(oss.bucket(), body);
  expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedPolicyDocument"]);
});

test.each([
  ["a list", "[]"],
  ["no Version", JSON.stringify({ Statement: [statement({})] })],
  ["another Version", JSON.stringify({ Version: "2012-10-17", Statement: [statement({})] })],
  ["no Statement", JSON.stringify({ Version: "1" })],
  ["an empty Statement", JSON.stringify({ Version: "1", Statement: [] })],
  ["an unknown element", JSON.stringify({ Version: "1", Statement: [statement({})], Id: "x" })],
  ["an unknown element of a statement", policy({ Sid: "x" })],
  ["no Effect", policy({ Effect: undefined })],
  ["another Effect", policy({ Effect: "allow" })],
  ["no Action", policy({ Action: undefined })],
  ["an empty Action", policy({ Action: [] })],
  ["an Action of another service", policy({ Action: ["s3:GetObject"] })],
  ["no Resource", policy({ Resource: undefined })],
  ["a Resource of another service", policy({ Resource: ["arn:aws:s3:::b/*"] })],
  ["no Principal", policy({ Principal: undefined })],
  ["a Principal that is no text", policy({ Principal: [1] })],
  ["a Condition that is no object", policy({ Condition: "x" })],
])("a policy with %s is InvalidPolicyDocument 400 (a code from outside the API reference)", async (_what, body) => {
  const answer = await put(oss.bucket(), body);
  expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidPolicyDocument"]);
});

test.each([
  ["single values instead of lists", policy({ Action: "oss:*", Resource: "*", Principal: "*" })],
  ["an empty list of principals, which means everybody", policy({ Principal: [] })],
  ["a NotPrincipal", policy({ Principal: undefined, NotPrincipal: ["1"] })],
  ["a Condition", policy({ Condition: { IpAddress: { "acs:SourceIp": ["10.0.0.0/8"] } } })],
])("a policy with %s is taken", async (_what, body) => {
  expect((await put(oss.bucket(), body)).status).toBe(200);
});

test("a policy that allows another account lets it in, and no further", async () => {
  const bucket = oss.bucket();
  const allow = { Principal: [STRANGER.ownerId], Action: ["oss:GetBucketTags"], Resource: [`acs:oss:*:*:${bucket}`] };
  await put(bucket, policy(allow));
  expect((await oss.send({ method: "GET", bucket, query: "tagging", as: STRANGER })).status).toBe(200);
  expect((await oss.send({ method: "GET", bucket, query: "cors", as: STRANGER })).status).toBe(403);
});
