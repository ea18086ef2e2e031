/** OSS API reference 20220713, PutBucketTags (L5687-5784), GetBucketTags (L5786-5859), DeleteBucketTags (L5861-5941). */
import { type OssService, startOssService } from "../../support/ossService";

let oss: OssService;
beforeAll(async () => {
  oss = await startOssService();
});
afterAll(() => oss.stop());

function tagging(tags: Record<string, string>): string {
  const rows = Object.entries(tags).map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`);
  return `<Tagging><TagSet>${rows.join("")}</TagSet></Tagging>`;
}

const put = (bucket: string, body: string) => oss.send({ method: "PUT", bucket, query: "tagging", body });
const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "tagging" });

const SAMPLE =
  "<Tagging>\n  <TagSet>\n    <Tag>\n      <Key>testa</Key>\n      <Value>testv1</Value>\n    </Tag>\n    <Tag>\n" +
  "      <Key>testb</Key>\n      <Value>testv2</Value>\n    </Tag>\n  </TagSet>\n</Tagging>";

test("PutBucketTags takes the sample (L5749-5762) and GetBucketTags answers it", async () => {
  const bucket = oss.bucket();
  const answer = await put(bucket, SAMPLE);
  expect([answer.status, answer.headers["content-length"]]).toEqual([200, "0"]);
  expect((await get(bucket)).body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      "<Tagging><TagSet><Tag><Key>testa</Key><Value>testv1</Value></Tag>" +
      "<Tag><Key>testb</Key><Value>testv2</Value></Tag></TagSet></Tagging>",
  );
});

test("PutBucketTags keeps keys that it does not name, and overwrites those that it does (L5697)", async () => {
  const bucket = oss.bucket();
  await put(bucket, tagging({ a: "1", b: "2" }));
  await put(bucket, tagging({ b: "3", c: "4" }));
  const answer = await get(bucket);
  expect(answer.elements("Key")).toEqual(["a", "b", "c"]);
  expect(answer.elements("Value")).toEqual(["1", "3", "4"]);
});

test("GetBucketTags without tags is 200 with an empty Tagging element (L5802)", async () => {
  const answer = await get(oss.bucket());
  expect([answer.status, answer.body]).toEqual([
    200,
    '<?xml version="1.0" encoding="UTF-8"?>\n<Tagging><TagSet></TagSet></Tagging>',
  ]);
});

test("DeleteBucketTags removes all tags, and is 204 with none left (L5865)", async () => {
  const bucket = oss.bucket();
  await put(bucket, tagging({ a: "1" }));
  for (let i = 0; i < 2; i++) {
    const answer = await oss.send({ method: "DELETE", bucket, query: "tagging" });
    expect([answer.status, answer.body]).toEqual([204, ""]);
  }
  expect((await get(bucket)).body).toContain("<Tagging><TagSet></TagSet></Tagging>");
});

test("DeleteBucketTags ?tagging=k1,k2 removes those keys only; a key that is not there is 204 (L5865)", async () => {
  const bucket = oss.bucket();
  await put(bucket, tagging({ k1: "1", k2: "2", k3: "3" }));
  const answer = await oss.send({ method: "DELETE", bucket, query: "tagging=k1,k2,k9" });
  expect(answer.status).toBe(204);
  expect((await get(bucket)).elements("Key")).toEqual(["k3"]);
});

describe("limits", () => {
  test("20 tags are allowed, 21 are not, whether sent at once or added (L5696)", async () => {
    const bucket = oss.bucket();
    const twenty = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, "v"]));
    expect((await put(bucket, tagging(twenty))).status).toBe(200);
    const added = await put(bucket, tagging({ more: "v" }));
    expect([added.status, added.element("Code")]).toEqual([400, "TooManyTags"]);
    const atOnce = await put(oss.bucket(), tagging({ ...twenty, more: "v" }));
    expect(atOnce.element("Code")).toBe("TooManyTags");
  });

  test("a key has at most 64 bytes of UTF-8, not characters (L5732)", async () => {
    expect((await put(oss.bucket(), tagging({ ["k".repeat(64)]: "" }))).status).toBe(200);
    expect((await put(oss.bucket(), tagging({ ["é".repeat(32)]: "" }))).status).toBe(200);
    for (const key of ["k".repeat(65), "é".repeat(33)]) {
      const answer = await put(oss.bucket(), tagging({ [key]: "" }));
      expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidTag"]);
      expect(answer.element("Message")).toBe("The TagKey you have provided is invalid.");
    }
  });

  test("a value has at most 128 bytes of UTF-8, and may be empty or left out (L5733)", async () => {
    expect((await put(oss.bucket(), tagging({ a: "v".repeat(128), b: "" }))).status).toBe(200);
    const without = oss.bucket();
    expect((await put(without, "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>")).status).toBe(200);
    expect((await get(without)).elements("Value")).toEqual([""]);
    const answer = await put(oss.bucket(), tagging({ a: "é".repeat(65) }));
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidTag"]);
    expect(answer.element("Message")).toBe("The TagValue you have provided is invalid.");
  });

  test.each(["http://a", "https://a", "Aliyun", "Aliyuncs"])("the key %s is reserved (L5732)", async (key) => {
    expect((await put(oss.bucket(), tagging({ [key]: "v" }))).element("Code")).toBe("InvalidTag");
  });

  test("a key that is empty, or given twice, is refused", async () => {
    const empty = await put(oss.bucket(), tagging({ "": "v" }));
    expect([empty.status, empty.element("Code")]).toEqual([400, "MalformedXML"]);
    const twice = "<Tag><Key>a</Key><Value>1</Value></Tag>".repeat(2);
    const answer = await put(oss.bucket(), `<Tagging><TagSet>${twice}</TagSet></Tagging>`);
    expect([answer.status, answer.element("Code")]).toEqual([400, "RepeatedTags"]);
  });

  test("TagSet and at least one Tag are required (L5729-5731)", async () => {
    expect((await put(oss.bucket(), "<Tagging/>")).element("ErrorDetail")).toBe("TagSet is missing");
    expect((await put(oss.bucket(), "<Tagging><TagSet/></Tagging>")).element("ErrorDetail")).toBe("Tag is missing");
  });
});
