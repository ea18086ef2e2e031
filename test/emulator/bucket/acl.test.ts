/** OSS API reference 20220713, PutBucketAcl (L2339-2441) and GetBucketAcl (L2443-2519). */
import { type OssService, STRANGER, startOssService } from "../../support/ossService";

let oss: OssService;
beforeAll(async () => {
  oss = await startOssService();
});
afterAll(() => oss.stop());

describe("PutBucketAcl", () => {
  test.each(["private", "public-read", "public-read-write"])(
    "sets %s, which GetBucketAcl answers (L2369)",
    async (acl) => {
      const bucket = oss.bucket();
      const put = await oss.send({ method: "PUT", bucket, query: "acl", headers: { "x-oss-acl": acl } });
      expect([put.status, put.body, put.headers["content-length"]]).toEqual([200, "", "0"]);
      const get = await oss.send({ method: "GET", bucket, query: "acl" });
      expect(get.body).toBe(
        '<?xml version="1.0" encoding="UTF-8"?>\n' +
          "<AccessControlPolicy><Owner><ID>1000000000000001</ID><DisplayName>1000000000000001</DisplayName></Owner>" +
          `<AccessControlList><Grant>${acl}</Grant></AccessControlList></AccessControlPolicy>`,
      );
    },
  );

  test("answers with Location, from which the Node SDK reads the bucket", async () => {
    const bucket = oss.bucket();
    const put = await oss.send({ method: "PUT", bucket, query: "acl", headers: { "x-oss-acl": "private" } });
    expect(put.headers.location).toBe(`/${bucket}`);
  });

  test("without the header changes nothing and is no error (L2369)", async () => {
    const bucket = oss.bucket({ acl: "public-read" });
    expect((await oss.send({ method: "PUT", bucket, query: "acl" })).status).toBe(200);
    expect((await oss.send({ method: "GET", bucket, query: "acl" })).element("Grant")).toBe("public-read");
  });

  test("creates a bucket that does not exist, with the service's defaults (L2349)", async () => {
    const bucket = "made-by-acl";
    const put = await oss.send({
      method: "PUT",
      bucket,
      region: "cn-beijing",
      query: "acl",
      headers: { "x-oss-acl": "public-read" },
    });
    expect(put.status).toBe(200);
    const info = await oss.send({ method: "GET", bucket, region: "cn-beijing", query: "bucketInfo" });
    expect(info.element("Location")).toBe("oss-cn-beijing");
    expect(info.element("StorageClass")).toBe("Standard");
    expect(info.element("DataRedundancyType")).toBe("LRS");
    expect(info.element("Grant")).toBe("public-read");
  });

  test("refuses another value with the error of the sample (L2406-2421)", async () => {
    const bucket = oss.bucket();
    const put = await oss.send({ method: "PUT", bucket, query: "acl", headers: { "x-oss-acl": "error-acl" } });
    expect(put.status).toBe(400);
    expect(put.element("Code")).toBe("InvalidArgument");
    expect(put.element("Message")).toBe("no such bucket access control exists");
    expect(put.element("ArgumentName")).toBe("x-oss-acl");
    expect(put.element("ArgumentValue")).toBe("error-acl");
    expect(put.element("HostId")).toBe(`${bucket}.oss-cn-hangzhou.aliyuncs.com`);
  });

  test("refuses a bad value also for a bucket that does not exist, and creates nothing", async () => {
    const bucket = "not-made";
    const put = await oss.send({ method: "PUT", bucket, query: "acl", headers: { "x-oss-acl": "error-acl" } });
    expect(put.element("Code")).toBe("InvalidArgument");
    expect((await oss.send({ method: "GET", bucket, query: "acl" })).element("Code")).toBe("NoSuchBucket");
  });

  test("is AccessDenied 403 unsigned and by another account (L2441)", async () => {
    const bucket = oss.bucket();
    for (const as of [null, STRANGER]) {
      const put = await oss.send({ method: "PUT", bucket, query: "acl", headers: { "x-oss-acl": "private" }, as });
      expect([put.status, put.element("Code")]).toEqual([403, "AccessDenied"]);
    }
  });
});

describe("GetBucketAcl", () => {
  test("is never not configured: private is the default (L826)", async () => {
    const get = await oss.send({ method: "GET", bucket: oss.bucket(), query: "acl" });
    expect([get.status, get.element("Grant")]).toEqual([200, "private"]);
  });

  test("is NoSuchBucket 404 (L2518)", async () => {
    const get = await oss.send({ method: "GET", bucket: "nowhere", query: "acl" });
    expect([get.status, get.element("Code")]).toEqual([404, "NoSuchBucket"]);
    expect(get.element("Message")).toBe("The specified bucket does not exist.");
    expect(get.element("BucketName")).toBe("nowhere");
  });

  test("is AccessDenied 403 for others than the owner, even on a public bucket (L2519)", async () => {
    const bucket = oss.bucket({ acl: "public-read-write" });
    for (const as of [null, STRANGER]) {
      const get = await oss.send({ method: "GET", bucket, query: "acl", as });
      expect([get.status, get.element("Code")]).toEqual([403, "AccessDenied"]);
    }
  });
});
