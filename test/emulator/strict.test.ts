import { type Emulator, startEmulator } from "../../emulator";
import { operations } from "../../emulator/oss/operations";
import { type Client, clientOf } from "./support/client";

let emulator: Emulator;
let send: Client;
const lines: string[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ logger: (line) => lines.push(line) });
  send = clientOf(emulator);
  await send({ method: "PUT", bucket: "strict" });
});
afterAll(() => emulator.stop());

describe("what the emulator does not have is 501 and named", () => {
  it.each([
    ["GET", undefined, "qosInfo"],
    ["PUT", undefined, "resourceGroup"],
    ["GET", undefined, "madeUp"],
    ["POST", undefined, "cors"],
    ["PATCH", undefined, "acl"],
    ["POST", "key", "restore"],
    ["PUT", "key", "symlink"],
    ["POST", "key", "x-oss-process"],
    ["GET", "channel", "vod"],
  ])("%s %s ?%s", async (method, key, query) => {
    const answer = await send({ method, bucket: "strict", key, query });
    expect([answer.status, answer.element("Code")]).toEqual([501, "NotImplemented"]);
    expect(answer.element("Message")).toContain(`${method} ?${query}`);
  });

  it("PUT with x-oss-copy-source", async () => {
    const headers = { "x-oss-copy-source": "/strict/a" };
    const answer = await send({ method: "PUT", bucket: "strict", key: "b", headers, body: "" });
    expect([answer.status, answer.element("Code")]).toEqual([501, "NotImplemented"]);
  });

  it("HEAD of a bucket", async () => {
    expect((await send({ method: "HEAD", bucket: "strict" })).status).toBe(501);
  });
});

describe("what an operation does not know is refused and named", () => {
  it("a query parameter", async () => {
    const answer = await send({ bucket: "strict", query: "acl&color=red" });
    expect([
      answer.status,
      answer.element("Code"),
      answer.element("ArgumentName"),
      answer.element("ArgumentValue"),
    ]).toEqual([400, "InvalidArgument", "color", "red"]);
  });

  it("an x-oss- header", async () => {
    const answer = await send({ bucket: "strict", query: "acl", headers: { "x-oss-color": "red" } });
    expect([answer.status, answer.element("Code"), answer.element("ArgumentName")]).toEqual([
      400,
      "InvalidArgument",
      "x-oss-color",
    ]);
  });

  it("an XML element, one that occurs twice, another root, text between elements", async () => {
    const put = (body: string) => send({ method: "PUT", bucket: "strict-two", body });
    const root = (inner: string) => `<CreateBucketConfiguration>${inner}</CreateBucketConfiguration>`;
    const bodies = {
      [root("<Color>red</Color>")]: "Element Color is unknown in CreateBucketConfiguration.",
      [root("<StorageClass>IA</StorageClass><StorageClass>IA</StorageClass>")]:
        "Element StorageClass occurs twice in CreateBucketConfiguration.",
      "<Other/>": "The root element must be CreateBucketConfiguration, not Other.",
      [root("text")]: "Element CreateBucketConfiguration holds text where elements are expected.",
      [root("<StorageClass><Deep/></StorageClass>")]: "Element Deep is unknown in StorageClass.",
      '<!DOCTYPE a [<!ENTITY x "y">]><CreateBucketConfiguration/>': "A document type declaration is not allowed.",
      [root("<StorageClass>&x;</StorageClass>")]: "Entity &x; is unknown.",
    };
    for (const [body, detail] of Object.entries(bodies)) {
      const answer = await put(body);
      expect([answer.status, answer.element("Code"), answer.element("ErrorDetail")]).toEqual([
        400,
        "MalformedXML",
        detail,
      ]);
    }
    expect((await put("<CreateBucketConfiguration>")).element("Code")).toBe("MalformedXML");
  });

  it("characters with the code 0, and bytes that are no UTF-8", async () => {
    const put = (body: string | Buffer) => send({ method: "PUT", bucket: "strict", query: "tagging", body });
    const tagged = (key: string) => `<Tagging><TagSet><Tag><Key>${key}</Key></Tag></TagSet></Tagging>`;
    const bytes = Buffer.from(tagged("caf\xe9"), "latin1");
    for (const body of [tagged("a\0"), tagged("a&#0;"), tagged("a&#x00;"), bytes]) {
      const answer = await put(body);
      expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
    }
    expect((await put(tagged("café"))).status).toBe(200);
    const policy = await send({
      method: "PUT",
      bucket: "strict",
      query: "policy",
      body: Buffer.from([0x7b, 0xff, 0x7d]),
    });
    expect([policy.status, policy.element("Code")]).toEqual([400, "MalformedPolicyDocument"]);
  });

  it("a body that is not expected", async () => {
    const answer = await send({ method: "DELETE", bucket: "strict", query: "cors", body: "surprise" });
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  });
});

it("serves an unknown version header and warns once", async () => {
  const headers = { "x-oss-api-version": "2030-01-01" };
  expect((await send({ bucket: "strict", query: "acl", headers })).status).toBe(200);
  expect((await send({ bucket: "strict", query: "acl", headers })).status).toBe(200);
  expect(lines).toEqual(["granary emulator: The header x-oss-api-version is unknown to the emulator and was ignored."]);
});

it("checks Content-MD5 of documents", async () => {
  const body = "<CreateBucketConfiguration/>";
  const headers = { "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==" };
  const answer = await send({ method: "PUT", bucket: "strict-three", body, headers });
  expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidDigest"]);
});

it("has every row once, with its source", () => {
  const places = operations.map(
    (row) => `${row.method} ${row.level} ${row.subresource} ${JSON.stringify(row.query)} ${row.selectingHeader}`,
  );
  expect(new Set(places).size).toBe(places.length);
  for (const row of operations) {
    expect([row.name, row.source]).toEqual([row.name, expect.stringMatching(/^L\d+$/)]);
  }
});
