/** OSS API reference 20220713, PutBucketCors (L6331-6471), GetBucketCors (L6473-6555), DeleteBucketCors (L6557-6618). */
import { contentMd5 } from "../../support/ossRawClient";
import { type OssService, startOssService } from "../../support/ossService";

let oss: OssService;
beforeAll(async () => {
  oss = await startOssService();
});
afterAll(() => oss.stop());

const put = (bucket: string, inner: string) =>
  oss.send({ method: "PUT", bucket, query: "cors", body: `<CORSConfiguration>${inner}</CORSConfiguration>` });
const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "cors" });

const RULE = "<AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>";
const rule = (inner = RULE) => `<CORSRule>${inner}</CORSRule>`;

/** L6421-6443. */
const SAMPLE = `<?xml version="1.0" encoding="UTF-8"?>
<CORSConfiguration>
  <CORSRule>
    <AllowedOrigin>*</AllowedOrigin>
    <AllowedMethod>PUT</AllowedMethod>
    <AllowedMethod>GET</AllowedMethod>
    <AllowedHeader>Authorization</AllowedHeader>
  </CORSRule>
  <CORSRule>
    <AllowedOrigin>http://example.com</AllowedOrigin>
    <AllowedOrigin>http://example.net</AllowedOrigin>
    <AllowedMethod>GET</AllowedMethod>
    <AllowedHeader> Authorization</AllowedHeader>
    <ExposeHeader>x-oss-test</ExposeHeader>
    <ExposeHeader>x-oss-test1</ExposeHeader>
    <MaxAgeSeconds>100</MaxAgeSeconds>
  </CORSRule>
  <ResponseVary>false</ResponseVary>
</CORSConfiguration >`;

test("takes the sample, and answers its rules in their order, without ResponseVary (L6528-6539)", async () => {
  const bucket = oss.bucket();
  const answer = await oss.send({ method: "PUT", bucket, query: "cors", body: SAMPLE });
  expect([answer.status, answer.headers["content-length"]]).toEqual([200, "0"]);
  expect((await get(bucket)).body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<CORSConfiguration>' +
      "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod>" +
      "<AllowedHeader>Authorization</AllowedHeader></CORSRule>" +
      "<CORSRule><AllowedOrigin>http://example.com</AllowedOrigin><AllowedOrigin>http://example.net</AllowedOrigin>" +
      "<AllowedMethod>GET</AllowedMethod><AllowedHeader>Authorization</AllowedHeader>" +
      "<ExposeHeader>x-oss-test</ExposeHeader><ExposeHeader>x-oss-test1</ExposeHeader>" +
      "<MaxAgeSeconds>100</MaxAgeSeconds></CORSRule></CORSConfiguration>",
  );
});

test("replaces all rules (L6341-6343)", async () => {
  const bucket = oss.bucket();
  await put(bucket, rule() + rule());
  await put(bucket, rule("<AllowedOrigin>http://a</AllowedOrigin><AllowedMethod>HEAD</AllowedMethod>"));
  expect((await get(bucket)).elements("AllowedOrigin")).toEqual(["http://a"]);
});

test("GetBucketCors without rules is NoSuchCORSConfiguration 404 (L6554), and DeleteBucketCors 204", async () => {
  const bucket = oss.bucket();
  await put(bucket, rule());
  for (let i = 0; i < 2; i++) {
    expect((await oss.send({ method: "DELETE", bucket, query: "cors" })).status).toBe(204);
  }
  const answer = await get(bucket);
  expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchCORSConfiguration"]);
});

test("10 rules are allowed, 11 are not (L6393)", async () => {
  expect((await put(oss.bucket(), rule().repeat(10))).status).toBe(200);
  const answer = await put(oss.bucket(), rule().repeat(11));
  expect([answer.status, answer.element("Code")]).toEqual([400, "CORSRuleBeyondLimit"]);
});

test("a body of 16 KB is allowed, one byte more is not (L6393)", async () => {
  const wrap = (size: number) => {
    const frame = `<CORSConfiguration>${rule(`${RULE}<ExposeHeader></ExposeHeader>`)}</CORSConfiguration>`;
    return frame.replace("<ExposeHeader>", `<ExposeHeader>${"x".repeat(size - frame.length)}`);
  };
  const send = (size: number) => oss.send({ method: "PUT", bucket: oss.bucket(), query: "cors", body: wrap(size) });
  expect(wrap(16 * 1024).length).toBe(16_384);
  expect((await send(16 * 1024)).status).toBe(200);
  expect((await send(16 * 1024 + 1)).element("Code")).toBe("MalformedXML");
});

test("a right Content-MD5 is accepted", async () => {
  const headers = { "Content-MD5": contentMd5(SAMPLE) };
  expect((await oss.send({ method: "PUT", bucket: oss.bucket(), query: "cors", body: SAMPLE, headers })).status).toBe(
    200,
  );
});

test.each([
  ["CORSRule", ""],
  ["AllowedOrigin", rule("<AllowedMethod>GET</AllowedMethod>")],
  ["AllowedMethod", rule("<AllowedOrigin>*</AllowedOrigin>")],
])("%s is required (L6393-6395)", async (element, inner) => {
  const answer = await put(oss.bucket(), inner);
  expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
  expect(answer.element("ErrorDetail")).toBe(`${element} is missing`);
});

test.each(["GET", "PUT", "DELETE", "POST", "HEAD"])("the method %s is allowed (L6395)", async (method) => {
  const inner = `<AllowedOrigin>*</AllowedOrigin><AllowedMethod>${method}</AllowedMethod>`;
  expect((await put(oss.bucket(), rule(inner))).status).toBe(200);
});

test.each([
  ["AllowedMethod", "PATCH"],
  ["AllowedMethod", "get"],
  ["AllowedOrigin", "http://*.*.com"],
  ["AllowedOrigin", ""],
  ["AllowedHeader", "x-*-*"],
  ["AllowedHeader", "a&lt;b"],
  ["AllowedHeader", "a&gt;b"],
  ["AllowedHeader", "a&amp;b"],
  ["AllowedHeader", "a&apos;b"],
  ["AllowedHeader", "a&quot;b"],
  ["ExposeHeader", "*"],
  ["ExposeHeader", "a&lt;b"],
  ["MaxAgeSeconds", "-1"],
  ["MaxAgeSeconds", "soon"],
])("%s %p is InvalidArgument 400 (L6394-6400)", async (element, value) => {
  const answer = await put(oss.bucket(), rule(`${RULE}<${element}>${value}</${element}>`));
  expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  expect(answer.element("ArgumentName")).toBe(element);
});

test("MaxAgeSeconds can be given once (L6402), ResponseVary is true or false (L6404)", async () => {
  const twice = await put(oss.bucket(), rule(`${RULE}${"<MaxAgeSeconds>1</MaxAgeSeconds>".repeat(2)}`));
  expect([twice.status, twice.element("Code")]).toEqual([400, "MalformedXML"]);
  const vary = await put(oss.bucket(), `${rule()}<ResponseVary>yes</ResponseVary>`);
  expect([vary.status, vary.element("Code")]).toEqual([400, "MalformedXML"]);
});

describe("OPTIONS (L6620-6684)", () => {
  const preflight = (bucket: string, headers: Record<string, string>) =>
    oss.send({ method: "OPTIONS", bucket, key: "testobject", as: null, headers });

  test("is AccessForbidden 403 without cross-origin headers when CORS is off (L6684)", async () => {
    const answer = await preflight(oss.bucket(), {
      Origin: "http://www.example.com",
      "Access-Control-Request-Method": "PUT",
    });
    expect([answer.status, answer.element("Code")]).toEqual([403, "AccessForbidden"]);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("answers by the first rule that matches", async () => {
    const bucket = oss.bucket();
    await put(
      bucket,
      rule(
        "<AllowedOrigin>http://www.example.com</AllowedOrigin><AllowedMethod>PUT</AllowedMethod>" +
          "<AllowedHeader>x-oss-*</AllowedHeader><ExposeHeader>x-oss-test1</ExposeHeader><MaxAgeSeconds>60</MaxAgeSeconds>",
      ) + rule(),
    );
    const answer = await preflight(bucket, {
      Origin: "http://www.example.com",
      "Access-Control-Request-Method": "PUT",
      "Access-Control-Request-Headers": "x-oss-test1,x-oss-test2",
    });
    expect(answer.status).toBe(200);
    expect(answer.headers["access-control-allow-origin"]).toBe("http://www.example.com");
    expect(answer.headers["access-control-allow-methods"]).toContain("PUT");
    expect(answer.headers["access-control-expose-headers"]).toBe("x-oss-test1");
    expect(answer.headers["access-control-max-age"]).toBe("60");
    const refused = await preflight(bucket, {
      Origin: "http://www.example.com",
      "Access-Control-Request-Method": "PUT",
      "Access-Control-Request-Headers": "x-other",
    });
    expect([refused.status, refused.element("Code")]).toEqual([403, "AccessForbidden"]);
  });
});
