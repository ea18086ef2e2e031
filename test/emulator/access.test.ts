import { type Emulator, startEmulator } from "../../emulator";
import { type Client, clientOf } from "./support/client";

let emulator: Emulator;
let send: Client;
let anonymous: Client;
let stranger: Client;

beforeEach(async () => {
  emulator = await startEmulator({
    credentials: [{ accessKeyId: "stranger", accessKeySecret: "secret", ownerId: "2000000000000002" }],
  });
  const bucket = "access";
  send = clientOf(emulator, { bucket });
  anonymous = clientOf(emulator, { bucket, sign: "none" });
  stranger = clientOf(emulator, { bucket, accessKeyId: "stranger", accessKeySecret: "secret" });
  await send({ method: "PUT" });
  await send({ method: "PUT", key: "k", body: "content" });
});
afterEach(() => emulator.stop());

const setAcl = (acl: string) => send({ method: "PUT", query: "acl", headers: { "x-oss-acl": acl } });
const outcomes = async (client: Client) => ({
  read: (await client({ key: "k" })).status,
  head: (await client({ method: "HEAD", key: "k" })).status,
  write: (await client({ method: "PUT", key: "new", body: "x" })).status,
  remove: (await client({ method: "DELETE", key: "new" })).status,
  list: (await client({})).status,
  configure: (await client({ query: "acl" })).status,
});

it.each([
  ["private", { read: 403, head: 403, write: 403, remove: 403, list: 403, configure: 403 }],
  ["public-read", { read: 200, head: 200, write: 403, remove: 403, list: 403, configure: 403 }],
  ["public-read-write", { read: 200, head: 200, write: 200, remove: 204, list: 403, configure: 403 }],
])("lets everybody do with a %s bucket what its ACL says", async (acl, expected) => {
  await setAcl(acl);
  expect(await outcomes(anonymous)).toEqual(expected);
  expect(await outcomes(stranger)).toEqual(expected);
  expect(await outcomes(send)).toEqual({ read: 200, head: 200, write: 200, remove: 204, list: 200, configure: 200 });
});

it("lets the ACL of an object override that of its bucket", async () => {
  await send({ method: "PUT", key: "open", body: "x", headers: { "x-oss-object-acl": "public-read" } });
  expect((await anonymous({ key: "open" })).status).toBe(200);
  await setAcl("public-read-write");
  await send({ method: "PUT", key: "closed", body: "x", headers: { "x-oss-object-acl": "private" } });
  expect((await anonymous({ key: "closed" })).status).toBe(403);
  expect((await anonymous({ method: "PUT", key: "closed", body: "y" })).status).toBe(403);
});

it("says why", async () => {
  const read = await anonymous({ key: "k" });
  expect([read.element("Code"), read.element("Message"), read.element("EC")]).toEqual([
    "AccessDenied",
    "You have no right to access this object because of bucket acl.",
    "0003-00000001",
  ]);
  expect((await anonymous({})).element("Message")).toBe("Anonymous user has no right to access this bucket.");
  expect((await stranger({})).element("Message")).toBe("The bucket you access does not belong to you.");
});

describe("bucket policy", () => {
  const setPolicy = async (...Statement: object[]) => {
    const body = JSON.stringify({ Version: "1", Statement });
    expect((await send({ method: "PUT", query: "policy", body })).status).toBe(200);
  };

  it("grants to everybody, also lists", async () => {
    await setPolicy({
      Effect: "Allow",
      Principal: ["*"],
      Action: ["oss:GetObject", "oss:ListObjects"],
      Resource: ["acs:oss:*:*:access", "acs:oss:*:*:access/*"],
    });
    expect(await outcomes(anonymous)).toMatchObject({ read: 200, list: 200, write: 403 });
  });

  it("grants to an account by its id", async () => {
    await setPolicy({
      Effect: "Allow",
      Principal: ["2000000000000002"],
      Action: ["oss:Put*"],
      Resource: ["acs:oss:*:*:access/*"],
    });
    expect(await outcomes(stranger)).toMatchObject({ read: 403, write: 200 });
    expect(await outcomes(anonymous)).toMatchObject({ write: 403 });
  });

  it("denies before it grants, and before the ACL", async () => {
    await setAcl("public-read");
    await setPolicy(
      { Effect: "Allow", Principal: ["*"], Action: ["oss:*"], Resource: ["*"] },
      { Effect: "Deny", Principal: ["*"], Action: ["oss:GetObject"], Resource: ["acs:oss:*:*:access/k"] },
    );
    const answer = await anonymous({ key: "k" });
    expect([answer.status, answer.element("Message"), answer.element("EC")]).toEqual([
      403,
      "Access denied by bucket policy.",
      "0003-00000201",
    ]);
    expect((await anonymous({})).status).toBe(200);
    expect((await send({ key: "k" })).status).toBe(200);
  });

  it("leaves statements with conditions aside", async () => {
    await setPolicy({
      Effect: "Allow",
      Principal: ["*"],
      Action: ["oss:GetObject"],
      Resource: ["*"],
      Condition: { IpAddress: { "acs:SourceIp": ["127.0.0.1"] } },
    });
    expect((await anonymous({ key: "k" })).status).toBe(403);
  });
});
