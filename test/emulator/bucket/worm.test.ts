/** Retention policies. OSS API reference 20220713, sections 7.2.1 to 7.2.5 (L2130-2335); codes from the vendor's error pages. */
import { contentMd5 } from "../../support/ossRawClient";
import { type OssService, startOssService } from "../../support/ossService";

let oss: OssService;
beforeEach(async () => {
  oss = await startOssService();
  oss.setTime("2030-10-15T15:50:32.000Z");
});
afterEach(() => oss.stop());

const HOUR = 60 * 60 * 1000;
const initiate = (bucket: string, days: string | number) =>
  oss.send({
    method: "POST",
    bucket,
    query: "worm",
    body: `<InitiateWormConfiguration><RetentionPeriodInDays>${days}</RetentionPeriodInDays></InitiateWormConfiguration>`,
  });
const complete = (bucket: string, id: string) => oss.send({ method: "POST", bucket, query: `wormId=${id}` });
const extend = (bucket: string, id: string, days: string | number) =>
  oss.send({
    method: "POST",
    bucket,
    query: `wormId=${id}&wormExtend`,
    body: `<ExtendWormConfiguration><RetentionPeriodInDays>${days}</RetentionPeriodInDays></ExtendWormConfiguration>`,
  });
const abort = (bucket: string) => oss.send({ method: "DELETE", bucket, query: "worm" });
const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "worm" });

async function policy(bucket: string, days: number): Promise<string> {
  return String((await initiate(bucket, days)).headers["x-oss-worm-id"]);
}
async function locked(bucket: string, days: number): Promise<string> {
  const id = await policy(bucket, days);
  expect((await complete(bucket, id)).status).toBe(200);
  return id;
}

test("InitiateBucketWorm gives the id in a header only (L2162-2169), GetBucketWorm the policy (L2325-2330)", async () => {
  const bucket = oss.bucket();
  const answer = await initiate(bucket, 365);
  expect([answer.status, answer.body]).toEqual([200, ""]);
  expect(answer.headers["x-oss-worm-id"]).toMatch(/^[0-9A-F]{19}$/);
  const read = await get(bucket);
  expect(read.body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      `<WormConfiguration><WormId>${answer.headers["x-oss-worm-id"]}</WormId><State>InProgress</State>` +
      "<RetentionPeriodInDays>365</RetentionPeriodInDays><CreationDate>2030-10-15T15:50:32.000Z</CreationDate></WormConfiguration>",
  );
});

test("CompleteBucketWorm locks for good", async () => {
  const bucket = oss.bucket();
  const id = await locked(bucket, 1);
  oss.advance(1000 * HOUR);
  const read = await get(bucket);
  expect([read.element("State"), read.element("WormId")]).toEqual(["Locked", id]);
});

test("a policy that is not locked within 24 hours becomes invalid (L2181)", async () => {
  const bucket = oss.bucket();
  const id = await policy(bucket, 1);
  oss.advance(24 * HOUR - 60_000);
  expect((await get(bucket)).element("State")).toBe("InProgress");
  oss.advance(60_000);
  const read = await get(bucket);
  expect([read.status, read.element("Code")]).toEqual([404, "NoSuchWORMConfiguration"]);
  expect((await complete(bucket, id)).element("Code")).toBe("NoSuchWORMConfiguration");
  expect((await initiate(bucket, 2)).status).toBe(200);
});

test("AbortBucketWorm deletes an unlocked policy, 204 (L2197)", async () => {
  const bucket = oss.bucket();
  await policy(bucket, 1);
  expect((await abort(bucket)).status).toBe(204);
  expect((await get(bucket)).element("Code")).toBe("NoSuchWORMConfiguration");
});

test("ExtendBucketWorm gives a locked policy a longer total (L2266-2270)", async () => {
  const bucket = oss.bucket();
  const id = await locked(bucket, 365);
  expect((await extend(bucket, id, 366)).status).toBe(200);
  expect((await get(bucket)).element("RetentionPeriodInDays")).toBe("366");
});

test("NoSuchWORMConfiguration 404 for everything without a policy (L2238, L2283)", async () => {
  const bucket = oss.bucket();
  for (const answer of [
    await get(bucket),
    await abort(bucket),
    await complete(bucket, "1666E2CFB2B34180000"),
    await extend(bucket, "1666E2CFB2B34180000", 2),
  ]) {
    expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchWORMConfiguration"]);
    expect(answer.element("Message")).toBe("The WORM Configuration does not exist.");
  }
});

test("NoSuchWORMConfiguration 404 for another id (L2238)", async () => {
  const bucket = oss.bucket();
  await policy(bucket, 1);
  const answer = await complete(bucket, "1666E2CFB2B34180000");
  expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchWORMConfiguration"]);
  expect(answer.element("Message")).toBe("The specified WORM ID does not exist.");
  await abort(bucket);
  await locked(bucket, 1);
  expect((await extend(bucket, "1666E2CFB2B34180000", 2)).element("Code")).toBe("NoSuchWORMConfiguration");
});

test("WORMConfigurationLocked 403 for abort, another lock, or a new policy once locked (L2180)", async () => {
  const bucket = oss.bucket();
  const id = await locked(bucket, 1);
  for (const answer of [await abort(bucket), await complete(bucket, id), await initiate(bucket, 2)]) {
    expect([answer.status, answer.element("Code")]).toEqual([403, "WORMConfigurationLocked"]);
  }
});

test("InvalidWORMConfiguration 400 for a second policy, extending an unlocked one, or shortening (L2180)", async () => {
  const bucket = oss.bucket();
  const id = await policy(bucket, 10);
  for (const answer of [await initiate(bucket, 2), await extend(bucket, id, 20)]) {
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidWORMConfiguration"]);
  }
  await complete(bucket, id);
  for (const days of [9, 10]) {
    expect((await extend(bucket, id, days)).element("Code")).toBe("InvalidWORMConfiguration");
  }
});

test.each(["0", "-1", "1.5", "", "25551", "365 days"])(
  "a period of %p is refused (L2136: one day to 70 years)",
  async (days) => {
    const answer = await initiate(oss.bucket(), days);
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  },
);

test("periods of 1 and 25550 days are taken, a missing one is MalformedXML 400", async () => {
  expect((await initiate(oss.bucket(), 1)).status).toBe(200);
  expect((await initiate(oss.bucket(), 25_550)).status).toBe(200);
  const body = "<InitiateWormConfiguration/>";
  const answer = await oss.send({ method: "POST", bucket: oss.bucket(), query: "worm", body });
  expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
});

describe("does not go with (L2139)", () => {
  const versioning = (bucket: string, status: string) =>
    oss.send({
      method: "PUT",
      bucket,
      query: "versioning",
      body: `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`,
    });

  test.each(["Enabled", "Suspended"] as const)("versioning that is %s, whichever comes first", async (status) => {
    const versioned = await initiate(oss.bucket({ versioning: status }), 1);
    expect([versioned.status, versioned.element("Code"), versioned.element("EC")]).toEqual([
      400,
      "InvalidRequest",
      "0027-00000003",
    ]);
    const bucket = oss.bucket();
    await policy(bucket, 1);
    const answer = await versioning(bucket, status);
    expect([answer.status, answer.element("Code"), answer.element("EC")]).toEqual([
      400,
      "InvalidRequest",
      "0012-00000006",
    ]);
    oss.advance(24 * HOUR);
    expect((await versioning(bucket, status)).status).toBe(200);
  });

  test("mirroring-based back-to-origin", async () => {
    const bucket = oss.bucket();
    const body =
      "<WebsiteConfiguration><RoutingRules><RoutingRule><RuleNumber>1</RuleNumber><Condition/><Redirect>" +
      "<RedirectType>Mirror</RedirectType><MirrorURL>http://a/</MirrorURL></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>";
    expect((await oss.send({ method: "PUT", bucket, query: "website", body })).status).toBe(200);
    const answer = await initiate(bucket, 1);
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidRequest"]);
  });
});

describe("protects objects (L2138, L2178)", () => {
  const putObject = (bucket: string, body: string) => oss.send({ method: "PUT", bucket, key: "a", body });
  const remove = (bucket: string) => oss.send({ method: "DELETE", bucket, key: "a" });

  test("FileImmutable 409 for overwriting and deleting (L7758, L8724, L9049), until the object's period ends", async () => {
    const bucket = oss.bucket();
    await locked(bucket, 2);
    expect((await putObject(bucket, "one")).status).toBe(200);
    const body = "<Delete><Object><Key>a</Key></Object></Delete>";

    const many = { method: "POST", bucket, query: "delete", body, headers: { "Content-MD5": contentMd5(body) } };
    for (const answer of [await putObject(bucket, "two"), await remove(bucket), await oss.send(many)]) {
      expect([answer.status, answer.element("Code")]).toEqual([409, "FileImmutable"]);
    }
    expect((await oss.send({ method: "GET", bucket, key: "a" })).body).toBe("one");
    oss.advance(48 * HOUR);
    expect((await remove(bucket)).status).toBe(204);
  });

  test("while it is InProgress too, and no more when it has lapsed", async () => {
    const bucket = oss.bucket();
    await policy(bucket, 100);
    await putObject(bucket, "one");
    expect((await remove(bucket)).element("Code")).toBe("FileImmutable");
    oss.advance(24 * HOUR);
    expect((await remove(bucket)).status).toBe(204);
  });

  test("new objects can be uploaded, and a bucket with protected objects is not deleted (L2183)", async () => {
    const bucket = oss.bucket();
    await locked(bucket, 2);
    expect((await putObject(bucket, "one")).status).toBe(200);
    expect((await oss.send({ method: "PUT", bucket, key: "b", body: "x" })).status).toBe(200);
    const answer = await oss.send({ method: "DELETE", bucket });
    expect([answer.status, answer.element("Code")]).toEqual([409, "BucketNotEmpty"]);
  });
});
