// One document has one owner; and a resource that is renamed without an alias keeps its live configuration.
import { type Emulated, startEmulated } from "../support/emulated";
import { eventually } from "../support/eventually";
import { startPluginFront } from "../support/frontPlugin";
import type { Front, Recorded } from "../support/fronts";
import { urnOf } from "../support/pluginClient";
import type { Values } from "../support/wire";

let emulated: Emulated;
let front: Front;
beforeAll(async () => {
  emulated = await startEmulated();
  front = await startPluginFront(emulated.config);
});
afterAll(async () => {
  await front.stop();
  await emulated.stop();
});
beforeEach(async () => {
  emulated.reset();
  await front.restart();
  await emulated.send({ method: "PUT", bucket: "web" });
  await emulated.forget();
});

const cors = (name: string) => ({ token: "oss:BucketCors", name });
const inputs = { bucket: "web", rules: [{ allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] }] };

async function reasons(token: string, name: string, news: Values, olds?: Values): Promise<string[]> {
  const { failures } = await front.check({ token, name }, news, olds);
  return failures.map((failure) => failure.reason);
}

describe("two resources that claim the same document", () => {
  test("are refused, naming both and what to do", async () => {
    await expect(reasons("oss:BucketCors", "first", inputs)).resolves.toEqual([]);
    await expect(reasons("oss:BucketCors", "second", inputs)).resolves.toEqual([
      `oss:BucketCors second: web is managed by ${urnOf("oss:BucketCors", "first")} already; one document can have one owner, so remove one of the two or merge them`,
    ]);
    expect(await emulated.operations()).toEqual([]);
  });

  test("are refused too when both exist already", async () => {
    await expect(reasons("oss:BucketCors", "first", inputs, inputs)).resolves.toEqual([]);
    await expect(reasons("oss:BucketCors", "second", inputs, inputs)).resolves.toHaveLength(1);
  });

  test("the ACL of a bucket has one owner: the Bucket where it sets acl, else a BucketAcl", async () => {
    await expect(reasons("oss:Bucket", "site", { bucket: "web", acl: "private" })).resolves.toEqual([]);
    await expect(reasons("oss:BucketAcl", "acl", { bucket: "web", acl: "public-read" })).resolves.toEqual([
      expect.stringContaining(`web is managed by ${urnOf("oss:Bucket", "site")} already`),
    ]);
    await front.restart();
    await expect(reasons("oss:Bucket", "site", { bucket: "web" })).resolves.toEqual([]);
    await expect(reasons("oss:BucketAcl", "acl", { bucket: "web", acl: "public-read" })).resolves.toEqual([]);
  });

  test("one bucket has one owner", async () => {
    await expect(reasons("oss:Bucket", "first", { bucket: "web" })).resolves.toEqual([]);
    await expect(reasons("oss:Bucket", "second", { bucket: "web" })).resolves.toEqual([
      `oss:Bucket second: web is managed by ${urnOf("oss:Bucket", "first")} already; one document can have one owner, so remove one of the two or merge them`,
    ]);
  });

  test("different documents, different buckets and different ids of one bucket are no conflict", async () => {
    await expect(reasons("oss:BucketCors", "a", inputs)).resolves.toEqual([]);
    await expect(reasons("oss:BucketCors", "b", { ...inputs, bucket: "shop" })).resolves.toEqual([]);
    await expect(reasons("oss:BucketTags", "c", { bucket: "web", tags: { a: "b" } })).resolves.toEqual([]);
    await expect(reasons("oss:BucketCname", "d", { bucket: "web", domain: "a.example.com" })).resolves.toEqual([]);
    await expect(reasons("oss:BucketCname", "e", { bucket: "web", domain: "b.example.com" })).resolves.toEqual([]);
  });

  test("one resource that is checked again, also on its way to a replacement, is no conflict with itself", async () => {
    await expect(reasons("oss:BucketCors", "a", inputs, inputs)).resolves.toEqual([]);
    await expect(reasons("oss:BucketCors", "a", inputs)).resolves.toEqual([]);
  });

  test("a new run remembers nothing of the last one", async () => {
    await expect(reasons("oss:BucketCors", "first", inputs)).resolves.toEqual([]);
    await front.restart();
    await expect(reasons("oss:BucketCors", "second", inputs)).resolves.toEqual([]);
  });
});

describe("renamed without an alias: the engine creates the new name, then deletes the old one", () => {
  let old: Recorded;
  beforeEach(async () => {
    old = await front.create(cors("old"), inputs);
    await front.restart();
    await emulated.forget();
  });

  test("the delete leaves the live configuration alone and says why", async () => {
    await front.check(cors("new"), inputs);
    const renamed = await front.create(cors("new"), inputs);
    await front.delete(cors("old"), old);
    expect(await emulated.operations()).toEqual(["GetBucketCors"]);
    expect(await eventually(front.messages, (said) => said.length > 0)).toEqual([
      "left the cors configuration of bucket web as it is: another resource of this program manages it now (add an alias to a renamed resource to keep its state as well)",
    ]);
    await expect(front.read(cors("new"), renamed)).resolves.toEqual(renamed);
  });

  test("also in the run after an interrupted one, where the new name exists already", async () => {
    await front.check(cors("new"), inputs);
    const renamed = await front.create(cors("new"), inputs);
    await front.restart();
    await front.check(cors("new"), inputs, inputs);
    await front.delete(cors("old"), old);
    await expect(front.read(cors("new"), renamed)).resolves.toEqual(renamed);
  });

  test("a bucket that is renamed is adopted while it is empty, and kept", async () => {
    const bucket = (name: string) => ({ token: "oss:Bucket", name });
    const made = { id: "web", inputs: { bucket: "web" }, state: { bucket: "web" } };
    await front.check(bucket("new"), { bucket: "web" });
    await front.create(bucket("new"), { bucket: "web" });
    await front.delete(bucket("old"), made);
    expect(await emulated.operations()).not.toContain("DeleteBucket");
  });

  test("a replacement by the same resource does delete first", async () => {
    await front.check(cors("old"), inputs, inputs);
    await front.check(cors("old"), inputs);
    await front.delete(cors("old"), old);
    expect(await emulated.operations()).toEqual(["DeleteBucketCors"]);
  });

  test("without another owner in this run the delete is made", async () => {
    await front.check(cors("other"), { ...inputs, bucket: "shop" });
    await front.delete(cors("old"), old);
    await expect(front.read(cors("old"), old)).resolves.toBeUndefined();
  });

  test("a Bucket whose acl took over from a BucketAcl keeps it", async () => {
    const acl = { token: "oss:BucketAcl", name: "acl" };
    await emulated.send({ method: "PUT", bucket: "web", query: "acl", headers: { "x-oss-acl": "public-read" } });
    const bucketInputs = { bucket: "web", acl: "public-read" };
    await front.check({ token: "oss:Bucket", name: "site" }, bucketInputs, { bucket: "web" });
    await front.delete(acl, { id: "web", inputs: bucketInputs, state: bucketInputs });
    const live = await emulated.send({ method: "GET", bucket: "web", query: "acl" });
    expect(live.element("Grant")).toBe("public-read");
  });
});
