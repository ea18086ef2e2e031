/** Lifecycle rules at work by the emulator's clock. OSS API reference 20220713, L2569-2596. */
import { type OssService, startOssService } from "../../support/ossService";

let oss: OssService;
beforeEach(async () => {
  oss = await startOssService();
  oss.setTime("2030-01-01T10:00:00.000Z");
});
afterEach(() => oss.stop());

const put = async (bucket: string, inner: string) => {
  const body = `<LifecycleConfiguration>${inner}</LifecycleConfiguration>`;
  const answer = await oss.send({ method: "PUT", bucket, query: "lifecycle", body });
  expect(answer.status).toBe(200);
};
const rule = (inner: string, prefix = "") => `<Rule><Prefix>${prefix}</Prefix><Status>Enabled</Status>${inner}</Rule>`;
const keys = async (bucket: string) => (await oss.send({ method: "GET", bucket })).elements("Key");
const versions = async (bucket: string) => {
  const { body } = await oss.send({ method: "GET", bucket, query: "versions" });
  return [...body.matchAll(/<(Version|DeleteMarker)><Key>([^<]*)/g)].map(([, kind, key]) => `${kind} ${key}`);
};

test("an object expires at the first midnight after its days, and no earlier", async () => {
  const bucket = oss.bucket();
  await put(bucket, rule("<Expiration><Days>1</Days></Expiration>", "logs/"));
  oss.object(bucket, "logs/a");
  oss.object(bucket, "data/a");
  oss.setTime("2030-01-02T23:59:00.000Z");
  expect(await keys(bucket)).toEqual(["data/a", "logs/a"]);
  oss.setTime("2030-01-03T00:00:01.000Z");
  expect(await keys(bucket)).toEqual(["data/a"]);
});

test("an object that is read after its expiry is NoSuchKey 404", async () => {
  const bucket = oss.bucket();
  await put(bucket, rule("<Expiration><Days>1</Days></Expiration>"));
  oss.object(bucket, "a");
  oss.setTime("2030-01-05T00:00:00.000Z");
  const answer = await oss.send({ method: "GET", bucket, key: "a" });
  expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchKey"]);
});

test("a rule that is Disabled does nothing (L2572), and deleting the rules keeps the objects (L2896)", async () => {
  const bucket = oss.bucket();
  await put(bucket, "<Rule><Status>Disabled</Status><Expiration><Days>1</Days></Expiration></Rule>");
  oss.object(bucket, "a");
  oss.setTime("2030-02-01T00:00:00.000Z");
  expect(await keys(bucket)).toEqual(["a"]);
});

test("new rules first run at the next midnight", async () => {
  const bucket = oss.bucket();
  oss.object(bucket, "old", { modifiedAt: Date.parse("2029-01-01T00:00:00.000Z") });
  await put(bucket, rule("<Expiration><Days>1</Days></Expiration>"));
  expect(await keys(bucket)).toEqual(["old"]);
  oss.setTime("2030-01-02T00:00:00.000Z");
  expect(await keys(bucket)).toEqual([]);
});

test("CreatedBeforeDate takes what was last modified before that date only (L2577)", async () => {
  const bucket = oss.bucket();
  oss.object(bucket, "before", { modifiedAt: Date.parse("2028-12-31T23:59:59.000Z") });
  oss.object(bucket, "after", { modifiedAt: Date.parse("2029-01-01T00:00:00.000Z") });
  await put(bucket, rule("<Expiration><CreatedBeforeDate>2029-01-01T00:00:00.000Z</CreatedBeforeDate></Expiration>"));
  oss.setTime("2030-01-02T00:00:00.000Z");
  expect(await keys(bucket)).toEqual(["after"]);
});

test("a rule with tags is for objects that carry all of them; Not leaves objects alone (L2586-2596)", async () => {
  const bucket = oss.bucket();
  await put(
    bucket,
    rule(
      "<Tag><Key>x</Key><Value>1</Value></Tag><Tag><Key>y</Key><Value>2</Value></Tag>" +
        "<Filter><Not><Prefix>keep/</Prefix></Not></Filter><Expiration><Days>1</Days></Expiration>",
    ),
  );
  oss.object(bucket, "both", { tags: { x: "1", y: "2" } });
  oss.object(bucket, "keep/both", { tags: { x: "1", y: "2" } });
  oss.object(bucket, "one", { tags: { x: "1" } });
  oss.object(bucket, "other", { tags: { x: "1", y: "3" } });
  oss.setTime("2030-01-10T00:00:00.000Z");
  expect(await keys(bucket)).toEqual(["keep/both", "one", "other"]);
});

test("Not with a tag leaves only the objects of the prefix that carry it", async () => {
  const bucket = oss.bucket();
  const not = "<Filter><Not><Prefix>keep/</Prefix><Tag><Key>hold</Key><Value>yes</Value></Tag></Not></Filter>";
  await put(bucket, rule(`${not}<Expiration><Days>1</Days></Expiration>`));
  oss.object(bucket, "keep/held", { tags: { hold: "yes" } });
  oss.object(bucket, "keep/free");
  oss.setTime("2030-01-10T00:00:00.000Z");
  expect(await keys(bucket)).toEqual(["keep/held"]);
});

test("transitions go down the storage classes on their days, and keep the object", async () => {
  const bucket = oss.bucket();
  await put(
    bucket,
    rule(
      "<Transition><Days>30</Days><StorageClass>IA</StorageClass></Transition>" +
        "<Transition><Days>60</Days><StorageClass>Archive</StorageClass></Transition>",
    ),
  );
  oss.object(bucket, "a");
  const storageClass = async () => (await oss.send({ method: "GET", bucket })).element("StorageClass");
  const seen = [];
  for (const time of ["2030-01-20", "2030-02-01", "2030-03-03", "2031-01-01"]) {
    oss.setTime(`${time}T00:00:00.000Z`);
    seen.push(await storageClass());
  }
  expect(seen).toEqual(["Standard", "IA", "Archive", "Archive"]);
});

test("in a versioned bucket expiration adds a delete marker (L2575), and old versions go on their own days", async () => {
  const bucket = oss.bucket({ versioning: "Enabled" });
  await put(
    bucket,
    rule(
      "<Expiration><Days>2</Days></Expiration>" +
        "<NoncurrentVersionExpiration><NoncurrentDays>5</NoncurrentDays></NoncurrentVersionExpiration>",
    ),
  );
  oss.object(bucket, "a");
  oss.setTime("2030-01-04T00:00:00.000Z");
  expect(await keys(bucket)).toEqual([]);
  expect(await versions(bucket)).toEqual(["DeleteMarker a", "Version a"]);
  oss.setTime("2030-01-08T23:00:00.000Z");
  expect(await versions(bucket)).toEqual(["DeleteMarker a", "Version a"]);
  oss.setTime("2030-01-09T00:00:00.000Z");
  expect(await versions(bucket)).toEqual(["DeleteMarker a"]);
});

test("a long jump of the clock gives what every midnight in between would have given", async () => {
  const bucket = oss.bucket({ versioning: "Enabled" });
  await put(
    bucket,
    rule(
      "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>" +
        "<NoncurrentVersionExpiration><NoncurrentDays>5</NoncurrentDays></NoncurrentVersionExpiration>",
    ),
  );
  oss.object(bucket, "a");
  expect((await oss.send({ method: "DELETE", bucket, key: "a" })).status).toBe(204);
  expect(await versions(bucket)).toEqual(["DeleteMarker a", "Version a"]);
  oss.setTime("2032-01-01T00:00:00.000Z");
  expect(await versions(bucket)).toEqual([]);
});

test("ExpiredObjectDeleteMarker removes a marker only when nothing else is left of the key", async () => {
  const bucket = oss.bucket({ versioning: "Enabled" });
  await put(bucket, rule("<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>"));
  oss.object(bucket, "with-version");
  for (const key of ["alone", "with-version"]) {
    await oss.send({ method: "DELETE", bucket, key });
  }
  oss.setTime("2030-01-03T00:00:00.000Z");
  expect(await versions(bucket)).toEqual(["DeleteMarker with-version", "Version with-version"]);
});

test("noncurrent transitions change old versions and not the current one (L2590)", async () => {
  const bucket = oss.bucket({ versioning: "Enabled" });
  await put(
    bucket,
    rule(
      "<NoncurrentVersionTransition><NoncurrentDays>10</NoncurrentDays><StorageClass>IA</StorageClass></NoncurrentVersionTransition>",
    ),
  );
  oss.object(bucket, "a");
  oss.object(bucket, "a");
  oss.setTime("2030-01-20T00:00:00.000Z");
  const answer = await oss.send({ method: "GET", bucket, query: "versions" });
  expect(answer.elements("StorageClass")).toEqual(["Standard", "IA"]);
});

test("multipart uploads are aborted on their days (L2585)", async () => {
  const bucket = oss.bucket();
  await put(bucket, rule("<AbortMultipartUpload><Days>1</Days></AbortMultipartUpload>", "big/"));
  for (const key of ["big/a", "other"]) {
    expect((await oss.send({ method: "POST", bucket, key, query: "uploads" })).status).toBe(200);
  }
  const uploads = async () => (await oss.send({ method: "GET", bucket, query: "uploads" })).elements("Key");
  expect(await uploads()).toEqual(["big/a", "other"]);
  oss.setTime("2030-01-03T00:00:00.000Z");
  expect(await uploads()).toEqual(["other"]);
});

test("a retention policy holds an expiration back until the object's own period ends (L2138)", async () => {
  const bucket = oss.bucket();
  const start = await oss.send({
    method: "POST",
    bucket,
    query: "worm",
    body: "<InitiateWormConfiguration><RetentionPeriodInDays>10</RetentionPeriodInDays></InitiateWormConfiguration>",
  });
  await oss.send({ method: "POST", bucket, query: `wormId=${start.headers["x-oss-worm-id"]}` });
  await put(bucket, rule("<Expiration><Days>1</Days></Expiration>"));
  oss.object(bucket, "a");
  oss.setTime("2030-01-11T09:00:00.000Z");
  expect(await keys(bucket)).toEqual(["a"]);
  oss.setTime("2030-01-12T00:00:00.000Z");
  expect(await keys(bucket)).toEqual([]);
});

test("1500 objects, more than a page of the store, expire together", async () => {
  const bucket = oss.bucket();
  await put(bucket, rule("<Expiration><Days>1</Days></Expiration>"));
  oss.store.transaction(() => {
    for (let i = 0; i < 1500; i++) {
      oss.object(bucket, `k${i}`);
    }
  });
  oss.setTime("2030-01-05T00:00:00.000Z");
  expect(await keys(bucket)).toEqual([]);
  expect((await oss.send({ method: "DELETE", bucket })).status).toBe(204);
});
