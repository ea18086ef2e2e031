/** URLs that the SDK signs, used by fetch: ali-oss 6.23, lib/common/object/signatureUrl.js and signatureUrlV4.js. */
import { createHash } from "node:crypto";
import { type Conformance, type Sdk, startConformance } from "../support/aliOss";

const STS_KEYS = { accessKeyId: "STS.temporary", accessKeySecret: "temporary-secret", securityToken: "to/ken+1==" };

let service: Conformance;
let sdk: Sdk;
beforeAll(async () => {
  service = await startConformance({ credentials: [STS_KEYS] });
});
afterAll(() => service.stop());
afterEach(() => service.emulator.reset());
beforeEach(async () => {
  sdk = client();
  await sdk.putBucket("web");
  await sdk.put(KEY, Buffer.from("signed content"));
});

const KEY = "dir/a b+c%2F文件.txt";

// The SDK signs no URL for an IP.
function client(options = {}): Sdk {
  return service.sdk({ endpoint: `http://localhost:${service.port}`, bucket: "web", ...options });
}

/** Status, code of the error if there is one, and body. */
async function ask(url: string, init = {}): Promise<{ status: number; code?: string; text: string }> {
  const answer = await service.fetch(url, init);
  const text = await answer.text();
  return { status: answer.status, code: /<Code>([^<]*)</.exec(text)?.[1], text };
}

describe("a V1 URL", () => {
  test("gets an object whose key needs escapes, and HEADs it when it was signed for that", async () => {
    expect(await ask(sdk.signatureUrl(KEY))).toMatchObject({ status: 200, text: "signed content" });
    expect((await ask(sdk.signatureUrl(KEY, { method: "HEAD" }), { method: "HEAD" })).status).toBe(200);
    expect(await ask(await sdk.asyncSignatureUrl(KEY))).toMatchObject({ status: 200, text: "signed content" });
  });

  test("is bound to its method, key and time", async () => {
    const url = sdk.signatureUrl(KEY, { expires: 60 });
    expect(await ask(url, { method: "DELETE" })).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    expect(await ask(url.replace("a%20b", "other"))).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    await service.advance(61);
    expect(await ask(url)).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  test("overrides response headers", async () => {
    const url = sdk.signatureUrl(KEY, {
      response: { "content-type": "text/csv", "content-disposition": 'attachment; filename="a b.csv"' },
    });
    const answer = await service.fetch(url);
    expect(answer.headers.get("content-type")).toBe("text/csv");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="a b.csv"');
    await answer.arrayBuffer();
  });

  test("puts an object with exactly the type and digest that it was signed with", async () => {
    const body = "Hello World";
    const md5 = createHash("md5").update(body).digest("base64");
    const url = sdk.signatureUrl("new.txt", {
      method: "PUT",
      "Content-Type": "text/plain; charset=UTF-8",
      ...{ "Content-Md5": md5 },
    });
    const headers = { "Content-Type": "text/plain; charset=UTF-8", "Content-MD5": md5 };
    expect(await ask(url, { method: "PUT", body, headers })).toMatchObject({ status: 200 });
    expect((await sdk.get("new.txt")).content.toString()).toBe("Hello World");
    expect(await ask(url, { method: "PUT", body, headers: { ...headers, "Content-Type": "text/html" } })).toMatchObject(
      {
        status: 403,
        code: "SignatureDoesNotMatch",
      },
    );
    expect(await ask(url, { method: "PUT", body: "Hello Earth", headers })).toMatchObject({
      status: 400,
      code: "InvalidDigest",
    });
  });

  test("carries a security token", async () => {
    const { accessKeyId, accessKeySecret, securityToken: stsToken } = STS_KEYS;
    const temporary = client({
      accessKeyId,
      accessKeySecret,
      stsToken,
      refreshSTSToken: async () => ({ accessKeyId, accessKeySecret, stsToken }),
      refreshSTSTokenInterval: 60_000,
    });
    expect(await ask(temporary.signatureUrl(KEY))).toMatchObject({ status: 200, text: "signed content" });
    const url = temporary.signatureUrl(KEY).replace(/security-token=[^&]*/, "security-token=other");
    expect(await ask(url)).toMatchObject({ status: 403, code: "InvalidSecurityToken" });
  });

  test("works on a custom endpoint's path style too", async () => {
    const second = client({ sldEnable: true });
    expect(await ask(second.signatureUrl(KEY))).toMatchObject({ status: 200, text: "signed content" });
  });
});

describe("a V4 URL", () => {
  test("gets and puts an object", async () => {
    expect(await ask(await sdk.signatureUrlV4("GET", 60, undefined, KEY))).toMatchObject({
      status: 200,
      text: "signed content",
    });
    const headers = { "Content-Type": "text/plain" };
    const url = await sdk.signatureUrlV4("PUT", 60, { headers }, "new v4.txt");
    expect(await ask(url, { method: "PUT", body: "v4", headers })).toMatchObject({ status: 200 });
    expect((await sdk.get("new v4.txt")).content.toString()).toBe("v4");
  });

  test("is bound to its method, key, query, additional headers and time", async () => {
    const url = await sdk.signatureUrlV4("GET", 60, { headers: { "x-a": "1" } }, KEY, ["x-a"]);
    expect(await ask(url, { headers: { "x-a": "1" } })).toMatchObject({ status: 200 });
    expect(await ask(url, { headers: { "x-a": "2" } })).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    const plain = await sdk.signatureUrlV4("GET", 60, undefined, KEY);
    expect(await ask(plain, { method: "DELETE" })).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    expect(await ask(plain.replace("a%20b", "other"))).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    expect(await ask(`${plain}&versionId=null`)).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    await service.advance(61);
    expect(await ask(plain)).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  test("asks for sub-resources and version ids", async () => {
    const list = await sdk.signatureUrlV4("GET", 60, { queries: { "list-type": "2", prefix: "dir/" } });
    expect((await ask(list)).text).toContain("<KeyCount>1</KeyCount>");
    const acl = await sdk.signatureUrlV4("GET", 60, { queries: { versionId: "null" } }, KEY);
    expect(await ask(acl)).toMatchObject({ status: 200, text: "signed content" });
  });

  test("carries a security token", async () => {
    const { accessKeyId, accessKeySecret, securityToken: stsToken } = STS_KEYS;
    const temporary = client({
      accessKeyId,
      accessKeySecret,
      stsToken,
      refreshSTSToken: async () => ({ accessKeyId, accessKeySecret, stsToken }),
      refreshSTSTokenInterval: 60_000,
    });
    expect(await ask(await temporary.signatureUrlV4("GET", 60, undefined, KEY))).toMatchObject({ status: 200 });
  });
});

test("an object of a bucket that everybody may read needs no signature, one of a private bucket does", async () => {
  const url = sdk.generateObjectUrl(KEY);
  expect(await ask(url)).toMatchObject({ status: 403, code: "AccessDenied" });
  await sdk.putBucketACL("web", "public-read");
  expect(await ask(url)).toMatchObject({ status: 200, text: "signed content" });
});
