import { type Emulator, startEmulator } from "../../emulator";
import { type Client, clientOf, md5 } from "./support/client";

let emulator: Emulator;
let send: Client;

beforeAll(async () => {
  emulator = await startEmulator();
  send = clientOf(emulator, { bucket: "parts" });
  await send({ method: "PUT" });
});
afterAll(() => emulator.stop());

const KB = 1024;
const initiate = async (key: string, headers = {}) => {
  const answer = await send({ method: "POST", key, query: "uploads", headers });
  expect(answer.status).toBe(200);
  return answer.element("UploadId")!;
};
const upload = (key: string, id: string, number: number | string, body: Buffer | string, headers = {}) =>
  send({ method: "PUT", key, query: `partNumber=${number}&uploadId=${id}`, body, headers });
const complete = (key: string, id: string, parts: [number | string, string][], headers = {}) =>
  send({
    method: "POST",
    key,
    query: `uploadId=${id}`,
    headers,
    body: `<CompleteMultipartUpload>${parts
      .map(
        ([number, etag]) =>
          `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', "&quot;")}</ETag></Part>`,
      )
      .join("")}</CompleteMultipartUpload>`,
  });

it("puts parts together in the order of their numbers, with gaps", async () => {
  const id = await initiate("joined", { "Content-Type": "text/x", "x-oss-meta-a": "1", "x-oss-storage-class": "IA" });
  expect(id).toMatch(/^[0-9A-F]{32}$/);
  const last = await upload("joined", id, 8, "end");
  expect(last.headers.etag).toBe('"7F021A1415B86F2D013B2618FB31AE53"');
  const first = await upload("joined", id, 1, Buffer.alloc(100 * KB, "a"));
  const middle = await upload("joined", id, 5, Buffer.alloc(1500 * KB, "b"));
  const etags = [first, middle, last].map((answer) => answer.headers.etag!);
  const done = await complete("joined", id, [
    [1, etags[0]!],
    [5, etags[1]!],
    [8, etags[2]!],
  ]);
  expect(done.status).toBe(200);
  expect(done.element("ETag")).toMatch(/^"[0-9A-F]{32}-3"$/);
  expect([done.element("Bucket"), done.element("Key")]).toEqual(["parts", "joined"]);
  expect(done.element("Location")).toBe(`${emulator.urls.oss}/parts/joined`);
  const got = await send({ key: "joined" });
  expect(got.text).toBe(["a".repeat(100 * KB), "b".repeat(1500 * KB), "end"].join(""));
  expect(got.headers).toMatchObject({
    "content-type": "text/x",
    "x-oss-meta-a": "1",
    "x-oss-storage-class": "IA",
    "x-oss-object-type": "Multipart",
  });
  expect(got.headers["content-md5"]).toBeUndefined();
  const range = await send({ key: "joined", headers: { Range: `bytes=${100 * KB - 2}-${100 * KB + 1}` } });
  expect(range.text).toBe("aabb");
  const again = await complete("joined", id, [[1, etags[0]!]]);
  expect([again.status, again.element("Code")]).toEqual([404, "NoSuchUpload"]);
});

it("gives the CRC of the whole object", async () => {
  const whole = Buffer.concat([Buffer.alloc(100 * KB, "x"), Buffer.from("123456789")]);
  const single = await send({ method: "PUT", key: "whole", body: whole });
  const id = await initiate("crc");
  const one = await upload("crc", id, 1, whole.subarray(0, 100 * KB));
  const two = await upload("crc", id, 2, "123456789");
  expect(two.headers["x-oss-hash-crc64ecma"]).toBe("11051210869376104954");
  const done = await complete("crc", id, [
    [1, one.headers.etag!],
    [2, two.headers.etag!],
  ]);
  expect(done.headers["x-oss-hash-crc64ecma"]).toBe(single.headers["x-oss-hash-crc64ecma"]);
});

it("leaves the object as it is until the upload is complete, and takes the last of equal parts", async () => {
  await send({ method: "PUT", key: "kept", body: "old" });
  const id = await initiate("kept");
  await upload("kept", id, 1, "first");
  const second = await upload("kept", id, 1, "second");
  expect((await send({ key: "kept" })).text).toBe("old");
  await complete("kept", id, [[1, second.headers.etag!]]);
  expect((await send({ key: "kept" })).text).toBe("second");
});

it("completes with all parts on request", async () => {
  const id = await initiate("all");
  await upload("all", id, 2, "tail");
  await upload("all", id, 1, Buffer.alloc(100 * KB, "h"));
  const query = `uploadId=${id}`;
  const headers = { "x-oss-complete-all": "yes" };
  expect((await complete("all", id, [[1, "x"]], headers)).element("Code")).toBe("InvalidArgument");
  expect((await send({ method: "POST", key: "all", query, headers, body: "" })).status).toBe(200);
  expect((await send({ key: "all" })).headers["content-length"]).toBe(String(100 * KB + 4));
});

it("refuses wrong lists of parts", async () => {
  const id = await initiate("wrong");
  const a = (await upload("wrong", id, 1, "small")).headers.etag!;
  const b = (await upload("wrong", id, 2, "small too")).headers.etag!;
  const cases: [[number | string, string][], string][] = [
    [
      [
        [2, b],
        [1, a],
      ],
      "InvalidPartOrder",
    ],
    [
      [
        [1, a],
        [1, a],
      ],
      "InvalidPartOrder",
    ],
    [[[1, b]], "InvalidPart"],
    [[[3, a]], "InvalidPart"],
    [[["x", a]], "InvalidArgument"],
    [[], "MalformedXML"],
    [
      [
        [1, a],
        [2, b],
      ],
      "EntityTooSmall",
    ],
  ];
  for (const [parts, code] of cases) {
    const answer = await complete("wrong", id, parts);
    expect([answer.status, answer.element("Code")]).toEqual([400, code]);
  }
  expect((await complete("wrong", id, [[2, b]])).status).toBe(200);
});

it("refuses part numbers outside of 1 to 10000, a wrong digest, and encryption per part", async () => {
  const id = await initiate("numbers");
  for (const number of ["0", "10001", "x"]) {
    expect((await upload("numbers", id, number, "x")).element("Code")).toBe("InvalidArgument");
  }
  expect((await upload("numbers", id, 10000, "x")).status).toBe(200);
  expect((await upload("numbers", id, 1, "x", { "Content-MD5": md5("y") })).element("Code")).toBe("InvalidDigest");
  const sse = { "x-oss-server-side-encryption": "AES256" };
  expect((await upload("numbers", id, 1, "x", sse)).element("Code")).toBe("InvalidArgument");
});

it("aborts once, and knows neither the upload nor its parts then", async () => {
  const id = await initiate("aborted");
  await upload("aborted", id, 1, "x");
  expect((await send({ method: "DELETE", key: "aborted", query: `uploadId=${id}` })).status).toBe(204);
  for (const answer of [
    await send({ method: "DELETE", key: "aborted", query: `uploadId=${id}` }),
    await upload("aborted", id, 1, "x"),
    await send({ key: "aborted", query: `uploadId=${id}` }),
  ]) {
    expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchUpload"]);
  }
});

it("keeps an existing object when overwriting is forbidden", async () => {
  const headers = { "x-oss-forbid-overwrite": "true" };
  const id = await initiate("forbidden", headers);
  const part = await upload("forbidden", id, 1, "new");
  await send({ method: "PUT", key: "forbidden", body: "old" });
  const answer = await complete("forbidden", id, [[1, part.headers.etag!]], headers);
  expect([answer.status, answer.element("Code")]).toEqual([409, "FileAlreadyExists"]);
  expect((await send({ key: "forbidden" })).text).toBe("old");
});

it("makes a version in an enabled bucket", async () => {
  await send({ method: "PUT", bucket: "versioned-parts" });
  const status = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
  await send({ method: "PUT", bucket: "versioned-parts", query: "versioning", body: status });
  const at = { bucket: "versioned-parts", key: "v" };
  const id = (await send({ ...at, method: "POST", query: "uploads" })).element("UploadId")!;
  await send({ ...at, method: "PUT", query: `partNumber=1&uploadId=${id}`, body: "x" });
  const headers = { "x-oss-complete-all": "yes" };
  const done = await send({ ...at, method: "POST", query: `uploadId=${id}`, headers, body: "" });
  expect(done.headers["x-oss-version-id"]).toMatch(/^CAEQ/);
});

describe("lists", () => {
  const ids: Record<string, string[]> = {};
  beforeAll(async () => {
    await send({ method: "PUT", bucket: "uploading" });
    for (const key of ["b", "a/1", "a/2", "a/1"]) {
      const answer = await send({ method: "POST", bucket: "uploading", key, query: "uploads" });
      ids[key] = [...(ids[key] ?? []), answer.element("UploadId")!].sort();
    }
  });

  it("show uploads by key and id, in pages", async () => {
    const all = await send({ bucket: "uploading", query: "uploads" });
    expect(all.elements("UploadId")).toEqual([...ids["a/1"]!, ...ids["a/2"]!, ...ids.b!]);
    expect([all.element("MaxUploads"), all.element("IsTruncated")]).toEqual(["1000", "false"]);
    expect(all.element("Initiated")).toMatch(/Z$/);
    const seen: string[] = [];
    let markers = "";
    for (;;) {
      const page = await send({ bucket: "uploading", query: `uploads&max-uploads=1${markers}` });
      seen.push(...page.elements("UploadId"));
      if (page.element("IsTruncated") === "false") {
        break;
      }
      markers = `&key-marker=${encodeURIComponent(page.element("NextKeyMarker")!)}&upload-id-marker=${page.element("NextUploadIdMarker")}`;
    }
    expect(seen).toEqual(all.elements("UploadId"));
  });

  it("roll uploads up and filter them", async () => {
    const rolled = await send({ bucket: "uploading", query: "uploads&delimiter=%2F" });
    expect([rolled.elements("Key"), rolled.elements("Prefix").at(-1)]).toEqual([["b"], "a/"]);
    const filtered = await send({ bucket: "uploading", query: "uploads&prefix=a%2F2" });
    expect(filtered.elements("Key")).toEqual(["a/2"]);
  });

  it("show parts by number, in pages", async () => {
    const id = await initiate("shown");
    for (const number of [3, 1, 2]) {
      await upload("shown", id, number, `part ${number}`);
    }
    const all = await send({ key: "shown", query: `uploadId=${id}` });
    expect(all.elements("PartNumber")).toEqual(["1", "2", "3"]);
    expect(all.elements("Size")).toEqual(["6", "6", "6"]);
    const page = await send({ key: "shown", query: `uploadId=${id}&max-parts=1&part-number-marker=1` });
    expect([page.elements("PartNumber"), page.element("NextPartNumberMarker"), page.element("IsTruncated")]).toEqual([
      ["2"],
      "2",
      "true",
    ]);
  });
});
