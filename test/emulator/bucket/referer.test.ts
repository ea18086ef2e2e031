/** OSS API reference 20220713, PutBucketReferer (L5480-5589) and GetBucketReferer (L5591-5683). */
import { type OssService, startOssService } from "../../support/ossService";

let oss: OssService;
beforeAll(async () => {
  oss = await startOssService();
});
afterAll(() => oss.stop());

const put = (bucket: string, inner: string) =>
  oss.send({ method: "PUT", bucket, query: "referer", body: `<RefererConfiguration>${inner}</RefererConfiguration>` });
const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "referer" });

const LIST =
  "<RefererList><Referer>http://www.aliyun.com</Referer><Referer>https://www.aliyun.com</Referer>" +
  "<Referer>http://www.*.com</Referer><Referer>https://www.?.aliyuncs.com</Referer></RefererList>";

test("takes the sample (L5540-5549) and answers it", async () => {
  const bucket = oss.bucket();
  const sample = `<AllowEmptyReferer>false</AllowEmptyReferer><AllowTruncateQueryString>false</AllowTruncateQueryString>${LIST}`;
  const answer = await put(bucket, sample);
  expect([answer.status, answer.headers["content-length"]]).toEqual([200, "0"]);
  expect((await get(bucket)).body).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<RefererConfiguration>${sample}</RefererConfiguration>`,
  );
});

test("without a configuration answers the defaults, without AllowTruncateQueryString (L5650-5663)", async () => {
  const answer = await get(oss.bucket());
  expect([answer.status, answer.body]).toEqual([
    200,
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      "<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer><RefererList></RefererList></RefererConfiguration>",
  ]);
});

test("AllowTruncateQueryString is true by default (L5515)", async () => {
  const bucket = oss.bucket();
  await put(bucket, `<AllowEmptyReferer>true</AllowEmptyReferer>${LIST}`);
  expect((await get(bucket)).element("AllowTruncateQueryString")).toBe("true");
});

test.each(["<RefererList/>", ""])("replaces the whitelist: %p clears it (L5516)", async (list) => {
  const bucket = oss.bucket();
  await put(bucket, `<AllowEmptyReferer>true</AllowEmptyReferer>${LIST}`);
  expect((await put(bucket, `<AllowEmptyReferer>true</AllowEmptyReferer>${list}`)).status).toBe(200);
  expect((await get(bucket)).elements("Referer")).toEqual([]);
});

test("AllowEmptyReferer is required, and both switches are true or false (L5514-5515)", async () => {
  const without = await put(oss.bucket(), LIST);
  expect([without.status, without.element("Code")]).toEqual([400, "MalformedXML"]);
  expect(without.element("ErrorDetail")).toBe("AllowEmptyReferer is missing");
  expect((await put(oss.bucket(), "<AllowEmptyReferer>yes</AllowEmptyReferer>")).element("Code")).toBe("MalformedXML");
  const truncate = "<AllowEmptyReferer>true</AllowEmptyReferer><AllowTruncateQueryString>1</AllowTruncateQueryString>";
  expect((await put(oss.bucket(), truncate)).element("Code")).toBe("MalformedXML");
});

test("the API has no DELETE: it is refused, not answered with success", async () => {
  const answer = await oss.send({ method: "DELETE", bucket: oss.bucket(), query: "referer" });
  expect([answer.status, answer.element("Code")]).toEqual([501, "NotImplemented"]);
});
