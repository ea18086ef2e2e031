/**
 * What clients rely on although the OSS API reference does not say it, each with the file of ali-oss 6.23 (under lib/)
 * that breaks or misreads an answer without it.
 */
import { type Conformance, failureOf, type Sdk, startConformance } from "../support/aliOss";

let service: Conformance;
let sdk: Sdk;
beforeAll(async () => {
  service = await startConformance();
});
afterAll(() => service.stop());
afterEach(() => service.emulator.reset());
beforeEach(async () => {
  sdk = service.sdk({ bucket: "web" });
  await sdk.putBucket("web");
});

/** An answer's body as it was sent. */
async function body(subres: string): Promise<string> {
  const { data } = await sdk.request({ method: "GET", bucket: "web", subres });
  return String(data);
}

test("every answer has a request id of 24 hexadecimal digits, and an error has the same in header and body (client.js, requestError)", async () => {
  const { res } = await sdk.getBucketInfo("web");
  expect(res.headers["x-oss-request-id"]).toMatch(/^[0-9A-F]{24}$/);
  const answer = await service.fetch(`${service.url}/web/none`);
  const text = await answer.text();
  expect(answer.headers.get("x-oss-request-id")).toMatch(/^[0-9A-F]{24}$/);
  expect(text).toContain(`<RequestId>${answer.headers.get("x-oss-request-id")}</RequestId>`);
});

test("PutBucket and PutBucketAcl answer with Location: /<bucket>, of which the SDK cuts off the first character (common/bucket/putBucket.js, bucket.js)", async () => {
  expect((await sdk.putBucket("second")).res.headers.location).toBe("/second");
  expect((await sdk.putBucketACL("second", "public-read")).res.headers.location).toBe("/second");
});

test("an error has an EC element and the same in x-oss-ec (client.js, requestError: ecCode)", async () => {
  const answer = await service.fetch(`${service.url}/no-such-bucket/key`);
  expect(await answer.text()).toContain("<EC>0015-00000101</EC>");
  expect(answer.headers.get("x-oss-ec")).toBe("0015-00000101");
});

test("every answer says in x-oss-server-time how many milliseconds it took, and that AliyunOSS sent it", async () => {
  const { headers } = (await sdk.put("key", Buffer.from("x"))).res;
  expect(headers["x-oss-server-time"]).toMatch(/^\d+$/);
  expect(headers.server).toBe("AliyunOSS");
  expect(headers.connection).toBe("keep-alive");
});

test("the answer to a HEAD that fails has its error in x-oss-err as base64 (client.js, requestError)", async () => {
  const wrong = service.sdk({ bucket: "web", accessKeySecret: "guess" });
  expect(await failureOf(wrong.head("key"))).toMatchObject({
    name: "SignatureDoesNotMatchError",
    code: "SignatureDoesNotMatch",
    status: 403,
  });
  const answer = await service.fetch(`${service.url}/web/none`, { method: "HEAD" });
  expect(answer.status).toBe(403);
  const xml = Buffer.from(answer.headers.get("x-oss-err") ?? "", "base64").toString();
  expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<Error><Code>AccessDenied<\/Code>/);
});

test("a failed condition has a Condition element, which becomes part of the message (client.js, requestError)", async () => {
  await sdk.put("key", Buffer.from("x"));
  expect((await failureOf(sdk.get("key", { headers: { "If-Match": '"other"' } }))).message).toBe(
    "At least one of the pre-conditions you specified did not hold. (condition: If-Match)",
  );
});

test("GetBucketLocation has no attribute on its root, which would make an object of the text (client.js, parseXML; bucket.js)", async () => {
  expect(await body("location")).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint>oss-cn-hangzhou</LocationConstraint>',
  );
});

test("ListObjects and ListObjectVersions have an Owner in every entry (object.js, list; common/object/getBucketVersions.js)", async () => {
  await sdk.putBucketVersioning("web", "Enabled");
  await sdk.put("a", Buffer.from("x"));
  await sdk.put("b", Buffer.from("x"));
  await sdk.delete("b");
  const owner = "<Owner><ID>1000000000000001</ID><DisplayName>1000000000000001</DisplayName></Owner>";
  expect((await body("")).split(owner).length - 1).toBe(1);
  expect((await body("versions")).split(owner).length - 1).toBe(3);
});

test("GetService has Owner and Buckets even when there is no bucket (bucket.js, listBuckets)", async () => {
  await sdk.deleteBucket("web");
  const { data } = await sdk.request({ method: "GET", bucket: "", subres: "" });
  expect(String(data)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListAllMyBucketsResult><Owner><ID>1000000000000001</ID>' +
      "<DisplayName>1000000000000001</DisplayName></Owner><Buckets></Buckets></ListAllMyBucketsResult>",
  );
});

test("GetBucketReferer has a RefererList even when it is empty (bucket.js, getBucketReferer)", async () => {
  expect(await body("referer")).toContain("<RefererList></RefererList>");
});

test("GetBucketTags has no tag in Tagging when there are no tags (common/utils/formatTag.js)", async () => {
  expect(await body("tagging")).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<Tagging><TagSet></TagSet></Tagging>');
  expect((await sdk.getBucketTags("web")).tag).toEqual({});
});

test("an inventory has a Filter even when it was written without a prefix (common/utils/formatInventoryConfig.js)", async () => {
  await sdk.putBucketInventory("web", {
    id: "all",
    isEnabled: true,
    OSSBucketDestination: { format: "CSV", accountId: "1000000000000001", rolename: "r", bucket: "web" },
    frequency: "Weekly",
    includedObjectVersions: "Current",
  });
  const { data } = await sdk.request({ method: "GET", bucket: "web", subres: { inventory: "", inventoryId: "all" } });
  expect(String(data)).toContain("<Filter><Prefix></Prefix></Filter>");
});

test("InitiateBucketWorm gives the id in x-oss-worm-id alone (common/bucket/initiateBucketWorm.js)", async () => {
  const { wormId, res } = await sdk.initiateBucketWorm("web", "1");
  expect(res.headers["x-oss-worm-id"]).toBe(wormId);
  expect(res.data.length).toBe(0);
});

test("GetBucketPolicy answers with the JSON itself, and 404 with XML that the SDK must not read as JSON (common/bucket/getBucketPolicy.js)", async () => {
  expect(await sdk.getBucketPolicy("web")).toMatchObject({ policy: null, status: 404 });
  await sdk.putBucketPolicy("web", {
    Version: "1",
    Statement: [{ Effect: "Deny", Action: ["oss:GetObject"], Principal: ["2"], Resource: ["acs:oss:*:*:web/*"] }],
  });
  expect(await body("policy")).toMatch(/^\{"Version":"1"/);
});

test("a quiet DeleteMultipleObjects answers 200 without a body (common/object/deleteMulti.js)", async () => {
  const { res, deleted } = await sdk.deleteMulti(["none"], { quiet: true });
  expect([res.status, res.data.length, deleted]).toEqual([200, 0, []]);
});

test("UploadPart answers with an ETag header, without which the SDK gives up (common/multipart.js, _uploadPart)", async () => {
  const { uploadId } = await sdk.initMultipartUpload("key");
  const { etag } = await sdk.uploadPart("key", uploadId, 1, Buffer.from("hello"), 0, 5);
  expect(etag).toBe('"5D41402ABC4B2A76B9719D911017C592"');
});

test("UploadPart and CompleteMultipartUpload take the metadata that the SDK sends with them again (managed-upload.js)", async () => {
  const content = Buffer.alloc(150 * 1024);
  const headers = { "x-oss-tagging": "a=b", "x-oss-object-acl": "public-read" };
  await sdk.multipartUpload("key", content, { partSize: 100 * 1024, meta: { uid: "1" }, headers });
  expect((await sdk.head("key")).res.headers).toMatchObject({ "x-oss-meta-uid": "1", "x-oss-tagging-count": "1" });
});

test("a lifecycle rule may hold the Days or Date that the SDK leaves beside the Expiration it makes of them (common/bucket/putBucketLifecycle.js)", async () => {
  await sdk.putBucketLifecycle("web", [
    { id: "days", prefix: "a/", status: "Enabled", days: 1 },
    { id: "date", prefix: "b/", status: "Enabled", date: "2020-02-18T00:00:00.000Z" },
  ]);
  expect((await sdk.getBucketLifecycle("web")).rules).toEqual([
    { id: "days", prefix: "a/", status: "Enabled", expiration: { days: "1" } },
    { id: "date", prefix: "b/", status: "Enabled", expiration: { createdBeforeDate: "2020-02-18T00:00:00.000Z" } },
  ]);
});

test("a sub-resource comes as ?acl= and is signed as ?acl, by V1 and by V4 (common/client/getReqUrl.js, common/utils/createRequest.js)", async () => {
  const v4 = service.sdk({ bucket: "web", authorizationV4: true });
  for (const client of [sdk, v4]) {
    const { status, res } = await client.request({ method: "GET", bucket: "web", subres: "acl" });
    expect(status).toBe(200);
    expect((res as unknown as { requestUrls: string[] }).requestUrls[0]).toMatch(/\?acl=$/);
  }
});

test("requests carry their time in x-oss-date alone, with no Date (common/utils/createRequest.js)", async () => {
  const other = service.sdk({ bucket: "web", amendTimeSkewed: -20 * 60 * 1000 });
  expect(await failureOf(other.getBucketACL("web"))).toMatchObject({ code: "RequestTimeTooSkewed", status: 403 });
});

test("on an IP a service request has a Host that begins with a dot (common/utils/createRequest.js)", async () => {
  const { buckets, res } = await sdk.listBuckets();
  expect((res as unknown as { requestUrls: string[] }).requestUrls[0]).toBe(`${service.url}/`);
  expect(buckets?.map(({ name }) => name)).toEqual(["web"]);
});

test("times in answers are to the second, as every sample of the reference shows them", async () => {
  await sdk.put("key", Buffer.from("x"));
  const [listed] = (await sdk.list({})).objects;
  const [bucket] = (await sdk.listBuckets()).buckets ?? [];
  expect(listed?.lastModified).toMatch(/T\d\d:\d\d:\d\d\.000Z$/);
  expect(bucket?.creationDate).toMatch(/T\d\d:\d\d:\d\d\.000Z$/);
});

test("a V4 signature over an empty parameter is taken as this SDK makes it, with the = (common/signUtils.js, getCanonicalRequest)", async () => {
  const v4 = service.sdk({ bucket: "web", authorizationV4: true });
  await v4.put("a", Buffer.from("1"));
  const { objects } = await v4.listV2({ prefix: "", "max-keys": "10" });
  expect(objects?.map(({ name }) => name)).toEqual(["a"]);
});
