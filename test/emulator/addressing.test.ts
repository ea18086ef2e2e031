import { request } from "node:http";
import { type Emulator, startEmulator } from "../../emulator";
import { addressOf } from "../../emulator/oss/addressing";
import { type Client, clientOf } from "./support/client";

let emulator: Emulator;
let send: Client;
let port: string;

beforeAll(async () => {
  emulator = await startEmulator();
  send = clientOf(emulator);
  port = new URL(emulator.urls.oss).port;
  await send({ method: "PUT", bucket: "addressed" });
  await send({ method: "PUT", bucket: "addressed", key: "dir/file", body: "here" });
});
afterAll(() => emulator.stop());

describe("where a request goes", () => {
  const nothing = () => undefined;
  it.each([
    ["bucket.oss-cn-hangzhou.aliyuncs.com", "/key", "bucket", "key", "cn-hangzhou", false],
    ["bucket.oss-cn-hangzhou-internal.aliyuncs.com", "/", "bucket", undefined, "cn-hangzhou", false],
    ["oss-example.oss-cn-hangzhou.aliyuncs.com", "/", "oss-example", undefined, "cn-hangzhou", false],
    ["bucket.oss.aliyuncs.com", "/a/b", "bucket", "a/b", undefined, false],
    ["bucket.oss-accelerate.aliyuncs.com", "/k", "bucket", "k", undefined, false],
    ["bucket.oss-cn-beijing.localhost:7480", "/k", "bucket", "k", "cn-beijing", false],
    ["bucket.localhost:7480", "/k", "bucket", "k", undefined, false],
    ["oss-cn-hangzhou.aliyuncs.com", "/", undefined, undefined, "cn-hangzhou", true],
    [".oss-cn-hangzhou.aliyuncs.com", "/", undefined, undefined, "cn-hangzhou", true],
    ["127.0.0.1:7480", "/bucket/a/b", "bucket", "a/b", undefined, true],
    ["127.0.0.1:7480", "/bucket", "bucket", undefined, undefined, true],
    ["[::1]:7480", "/bucket/", "bucket", undefined, undefined, true],
    ["localhost:7480", "/", undefined, undefined, undefined, true],
    ["emulator:7480", "/bucket/k", "bucket", "k", undefined, true],
  ])("%s%s", (host, path, bucketName, key, region, pathStyle) => {
    const { endpointOf: _, ...address } = addressOf(host, path, nothing);
    expect(address).toEqual({ bucketName, key, region, pathStyle });
  });

  it("finds the bucket of a custom domain", () => {
    const address = addressOf("www.example.com:80", "/k", (domain) =>
      domain === "www.example.com" ? "mine" : undefined,
    );
    expect(address).toMatchObject({ bucketName: "mine", key: "k", pathStyle: false });
  });

  it.each([
    ["bucket.oss-cn-hangzhou.aliyuncs.com", "oss-eu-west-1.aliyuncs.com"],
    ["bucket.oss-cn-hangzhou-internal.aliyuncs.com", "oss-eu-west-1-internal.aliyuncs.com"],
    ["bucket.oss-cn-hangzhou.localhost:7480", "oss-eu-west-1.localhost:7480"],
    ["127.0.0.1:7480", "oss-eu-west-1.localhost:7480"],
    ["emulator:7480", "oss-eu-west-1.emulator:7480"],
  ])("names the endpoint of another region to a client of %s as %s", (host, endpoint) => {
    expect(addressOf(host, "/", nothing).endpointOf("eu-west-1")).toBe(endpoint);
  });
});

describe("the same object", () => {
  it.each([
    ["path style", {}],
    ["virtual host", { host: "addressed.oss-cn-hangzhou.aliyuncs.com" }],
    ["internal endpoint", { host: "addressed.oss-cn-hangzhou-internal.aliyuncs.com" }],
    ["region-less host", { host: "addressed.oss.aliyuncs.com" }],
    ["localhost label", { host: "addressed.localhost" }],
  ])("is found by %s", async (_name, how) => {
    for (const sign of ["v1", "v4"] as const) {
      expect((await send({ bucket: "addressed", key: "dir/file", sign, ...how })).text).toBe("here");
    }
  });

  it("is found by a target in absolute form", async () => {
    const target = "http://addressed.oss-cn-hangzhou.aliyuncs.com/dir/file";
    expect((await send({ bucket: "addressed", key: "dir/file", target })).text).toBe("here");
  });

  it("is not found in path style on the public endpoint", async () => {
    const host = "oss-cn-hangzhou.aliyuncs.com";
    const answer = await send({ bucket: "addressed", key: "dir/file", host, target: "/addressed/dir/file" });
    expect([answer.status, answer.element("Code")]).toEqual([403, "SecondLevelDomainForbidden"]);
  });
});

describe("regions", () => {
  it("creates a bucket where Host or the scope says, and refuses it elsewhere with the right endpoint", async () => {
    const host = "far.oss-ap-southeast-1.aliyuncs.com";
    expect((await send({ method: "PUT", bucket: "far", host, region: "ap-southeast-1" })).status).toBe(200);
    const elsewhere = await send({ bucket: "far", host: "far.oss-cn-hangzhou.aliyuncs.com", query: "acl" });
    expect(elsewhere.status).toBe(403);
    expect(elsewhere.element("Code")).toBe("AccessDenied");
    expect(elsewhere.element("Message")).toBe(
      "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    );
    expect(elsewhere.element("Endpoint")).toBe("oss-ap-southeast-1.aliyuncs.com");
    expect(elsewhere.element("Bucket")).toBe("far");

    expect((await send({ method: "PUT", bucket: "scoped", region: "us-west-1" })).status).toBe(200);
    expect((await send({ bucket: "scoped", query: "location", region: "us-west-1" })).text).toContain("oss-us-west-1");
    const wrong = await send({ bucket: "scoped", query: "location" });
    expect([wrong.status, wrong.element("Endpoint")]).toEqual([403, `oss-us-west-1.localhost:${port}`]);
  });

  it("answers GetBucketInfo on the endpoint of any region", async () => {
    const answer = await send({ bucket: "far", query: "bucketInfo" });
    expect([answer.status, answer.element("Location")]).toEqual([200, "oss-ap-southeast-1"]);
  });

  it("does not mind the region of requests that name none", async () => {
    expect((await send({ bucket: "far", query: "acl", sign: "v1" })).status).toBe(200);
  });
});

it("gives the headers of the service", async () => {
  const answer = await send({ bucket: "addressed", query: "acl" });
  expect(answer.headers.server).toBe("AliyunOSS");
  expect(answer.headers["x-oss-request-id"]).toMatch(/^[0-9A-F]{24}$/);
  expect(answer.headers["x-oss-server-time"]).toMatch(/^\d+$/);
  expect(answer.headers.connection).toBe("keep-alive");
  expect(answer.headers["content-type"]).toBe("application/xml");
  expect(Math.abs(Date.parse(answer.headers.date!) - Date.now())).toBeLessThan(5000);
});

it("answers an error with request id, host and the extra elements", async () => {
  const answer = await send({ bucket: "absent-bucket", query: "acl" });
  expect(answer.status).toBe(404);
  expect(answer.text).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist.</Message><RequestId>${answer.headers["x-oss-request-id"]}</RequestId><HostId>127.0.0.1:${port}</HostId><BucketName>absent-bucket</BucketName><EC>0015-00000101</EC></Error>`,
  );
});

it("puts the error of HEAD into x-oss-err", async () => {
  const answer = await send({ method: "HEAD", bucket: "addressed", key: "absent" });
  expect([answer.status, answer.text]).toEqual([404, ""]);
  expect(Buffer.from(answer.headers["x-oss-err"]!, "base64").toString()).toContain("<Code>NoSuchKey</Code>");
});

it("refuses a target that cannot be decoded", async () => {
  const status = await new Promise((resolve) =>
    request({ port, path: "/addressed/%E0%A4" }, (incoming) => resolve(incoming.resume().statusCode)).end(),
  );
  expect(status).toBe(400);
});
