import { createHash } from "node:crypto";
import { connect } from "node:net";
import { gunzipSync } from "node:zlib";
import { type Emulator, startEmulator } from "../../emulator";
import { type Client, clientOf, md5 } from "./support/client";

let emulator: Emulator;
let send: Client;

beforeAll(async () => {
  emulator = await startEmulator();
  send = clientOf(emulator, { bucket: "objects" });
  await send({ method: "PUT" });
});
afterAll(() => emulator.stop());

const put = (key: string, body: string | Buffer = "content", headers: Record<string, string> = {}) =>
  send({ method: "PUT", key, body, headers });
const get = (key: string, headers = {}, query?: string) => send({ key, headers, query });
const head = (key: string, headers = {}) => send({ method: "HEAD", key, headers });

describe("PutObject", () => {
  it("gives MD5 as ETag in upper case, Content-MD5 and CRC-64", async () => {
    const empty = await put("empty", "");
    expect(empty.status).toBe(200);
    expect(empty.text).toBe("");
    expect(empty.headers.etag).toBe('"D41D8CD98F00B204E9800998ECF8427E"');
    expect(empty.headers["content-md5"]).toBe("1B2M2Y8AsgTpgAmY7PhCfg==");
    expect(empty.headers["x-oss-hash-crc64ecma"]).toBe("0");
    expect(empty.headers["x-oss-version-id"]).toBeUndefined();
    expect((await put("abc", "abc")).headers["x-oss-hash-crc64ecma"]).toBe("3231342946509354535");
  });

  it("keeps the standard headers and the metadata, and folds the case of metadata names", async () => {
    await put("described", "x", {
      "Content-Type": "text/html",
      "Cache-Control": "no-cache",
      "Content-Disposition": "attachment",
      "Content-Encoding": "utf-8",
      Expires: "Fri, 28 Feb 2031 05:38:42 GMT",
      "X-Oss-Meta-Some-Name": "Some Value",
    });
    const { headers } = await head("described");
    expect(headers).toMatchObject({
      "content-type": "text/html",
      "cache-control": "no-cache",
      "content-disposition": "attachment",
      "content-encoding": "utf-8",
      expires: "Fri, 28 Feb 2031 05:38:42 GMT",
      "x-oss-meta-some-name": "Some Value",
    });
  });

  it("replaces the object as a whole", async () => {
    await put("replaced", "one", { "x-oss-meta-a": "1", "x-oss-tagging": "a=1", "x-oss-object-acl": "public-read" });
    await put("replaced", "two");
    const answer = await get("replaced");
    expect(answer.text).toBe("two");
    expect(answer.headers["x-oss-meta-a"]).toBeUndefined();
    expect(answer.headers["x-oss-tagging-count"]).toBeUndefined();
    expect((await send({ key: "replaced", sign: "none" })).status).toBe(403);
  });

  it("checks Content-MD5 and stores nothing when it differs", async () => {
    expect((await put("checked", "right", { "Content-MD5": md5("right") })).status).toBe(200);
    for (const digest of [md5("right"), "not base64", createHash("md5").update("wrong").digest("hex")]) {
      const answer = await put("checked", "wrong", { "Content-MD5": digest });
      expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidDigest"]);
    }
    expect((await get("checked")).text).toBe("right");
  });

  it("accepts chunked bodies and requires one of length and chunks", async () => {
    const chunked = await put("chunked", "in pieces", { "Transfer-Encoding": "chunked" });
    expect(chunked.status).toBe(200);
    expect((await get("chunked")).text).toBe("in pieces");
    const { port } = new URL(emulator.urls.oss);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () =>
        socket.write("PUT /objects/no-length HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
      );
      let text = "";
      socket.on("data", (data) => (text += data));
      socket.on("close", () => resolve(text));
    });
    // Anonymous writes are refused before that on a private bucket.
    expect(answer).toContain("HTTP/1.1 403");
    await send({ method: "PUT", query: "acl", headers: { "x-oss-acl": "public-read-write" } });
    const allowed = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () =>
        socket.write("PUT /objects/no-length HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
      );
      let text = "";
      socket.on("data", (data) => (text += data));
      socket.on("close", () => resolve(text));
    });
    expect(allowed).toContain("HTTP/1.1 411");
    expect(allowed).toContain("<Code>MissingContentLength</Code>");
    await send({ method: "PUT", query: "acl", headers: { "x-oss-acl": "private" } });
  });

  it("stores nothing when the client goes away in the middle", async () => {
    const { port } = new URL(emulator.urls.oss);
    await send({ method: "PUT", query: "acl", headers: { "x-oss-acl": "public-read-write" } });
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write("PUT /objects/half HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n");
        socket.write(Buffer.alloc(3_000_000), () => setTimeout(() => socket.destroy(), 50));
      });
      socket.on("close", () => setTimeout(resolve, 50));
    });
    await send({ method: "PUT", query: "acl", headers: { "x-oss-acl": "private" } });
    expect((await get("half")).status).toBe(404);
  });

  it.each([
    ["k".repeat(1024), "InvalidObjectName"],
    ["\\back", "InvalidObjectName"],
  ])("refuses a bad key", async (key, code) => {
    const answer = await put(key);
    expect([answer.status, answer.element("Code")]).toEqual([400, code]);
  });

  it("takes keys of 1,023 bytes and of any characters", async () => {
    for (const key of ["k".repeat(1023), "a b+c%25&?=#/ü€😀.txt", "tab\there", "dir/", "*'()!~"]) {
      expect((await put(key, key)).status).toBe(200);
      expect((await get(key)).text).toBe(key);
    }
  });

  it.each([
    ["x-oss-storage-class", "Cold", "InvalidArgument"],
    ["x-oss-object-acl", "public", "InvalidArgument"],
    ["x-oss-meta-under_score", "1", "InvalidArgument"],
    ["x-oss-meta-large", "v".repeat(8 * 1024), "InvalidArgument"],
    ["x-oss-tagging", "a=1&a=2", "InvalidArgument"],
    ["x-oss-tagging", Array.from({ length: 11 }, (_, i) => `k${i}=v`).join("&"), "InvalidArgument"],
    ["x-oss-tagging", `${"k".repeat(129)}=v`, "InvalidArgument"],
    ["x-oss-tagging", "a=b%7C", "InvalidArgument"],
    ["x-oss-forbid-overwrite", "yes", "InvalidArgument"],
    ["x-oss-server-side-encryption", "DES", "InvalidEncryptionAlgorithmError"],
    ["x-oss-server-side-encryption-key-id", "key", "InvalidArgument"],
  ])("refuses %s: %.20s", async (name, value, code) => {
    const answer = await put("bad", "x", { [name]: value });
    expect([answer.status, answer.element("Code")]).toEqual([400, code]);
  });

  it("counts tags", async () => {
    await put("tagged", "x", { "x-oss-tagging": "TagA=A&Tag%20B&TagC=%E4%B8%AD" });
    expect((await head("tagged")).headers["x-oss-tagging-count"]).toBe("3");
  });

  it("keeps what x-oss-forbid-overwrite protects", async () => {
    const headers = { "x-oss-forbid-overwrite": "true" };
    expect((await put("protected", "first", headers)).status).toBe(200);
    const again = await put("protected", "second", headers);
    expect([again.status, again.element("Code")]).toEqual([409, "FileAlreadyExists"]);
    expect((await get("protected")).text).toBe("first");
  });

  it("answers 404 for a bucket that is not there", async () => {
    const answer = await send({ method: "PUT", bucket: "nowhere", key: "a", body: "x" });
    expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchBucket"]);
  });
});

describe("encryption", () => {
  it("is echoed by writes and reads", async () => {
    const kms = { "x-oss-server-side-encryption": "KMS", "x-oss-server-side-encryption-key-id": "my-key" };
    expect((await put("kms", "x", kms)).headers).toMatchObject(kms);
    expect((await head("kms")).headers).toMatchObject(kms);
  });

  it("comes from the bucket when the write says nothing", async () => {
    await send({ method: "PUT", bucket: "encrypted" });
    const body =
      "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>cmk</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>";
    await send({ method: "PUT", bucket: "encrypted", query: "encryption", body });
    const plain = await send({ method: "PUT", bucket: "encrypted", key: "a", body: "" });
    expect(plain.headers).toMatchObject({
      "x-oss-server-side-encryption": "KMS",
      "x-oss-server-side-encryption-key-id": "cmk",
    });
    const headers = { "x-oss-server-side-encryption": "AES256" };
    const own = await send({ method: "PUT", bucket: "encrypted", key: "b", body: "", headers });
    expect(own.headers["x-oss-server-side-encryption"]).toBe("AES256");
  });
});

describe("GetObject and HeadObject", () => {
  beforeAll(async () => {
    await put("read", "0123456789", { "Content-Type": "text/plain" });
  });

  it("give the documented headers", async () => {
    for (const answer of [await get("read"), await head("read")]) {
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({
        "content-length": "10",
        "content-type": "text/plain",
        etag: '"781E5E245D69B566979B86E28D23F2C7"',
        "content-md5": "eB5eJF1ptWaXm4bijSPyxw==",
        "accept-ranges": "bytes",
        "x-oss-object-type": "Normal",
        "x-oss-storage-class": "Standard",
      });
      expect(answer.headers["last-modified"]).toMatch(/ GMT$/);
    }
    expect((await head("read")).text).toBe("");
  });

  it.each([
    ["bytes=0-4", "01234", "bytes 0-4/10"],
    ["bytes=5-", "56789", "bytes 5-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=-30", "0123456789", "bytes 0-9/10"],
    ["bytes=8-100", "89", "bytes 8-9/10"],
  ])("cut out %s", async (range, text, contentRange) => {
    const answer = await get("read", { Range: range });
    expect([answer.status, answer.text, answer.headers["content-range"]]).toEqual([206, text, contentRange]);
    expect(answer.headers["content-length"]).toBe(String(text.length));
  });

  it.each(["bytes=10-", "bytes=5-4", "bytes=-0", "bytes=-", "bytes=0-1,3-4", "lines=1-2"])(
    "give the whole object for the invalid range %s",
    async (range) => {
      const answer = await get("read", { Range: range });
      expect([answer.status, answer.text, answer.headers["content-range"]]).toEqual([200, "0123456789", undefined]);
    },
  );

  it("answer 416 for one when the standard behaviour is asked for", async () => {
    const answer = await get("read", { Range: "bytes=10-", "x-oss-range-behavior": "standard" });
    expect([answer.status, answer.element("Code")]).toEqual([416, "InvalidRange"]);
  });

  it("keep large bodies whole, in slices across chunks", async () => {
    const large = Buffer.from(Array.from({ length: 2_500_001 }, (_, i) => (i * 7) % 251));
    await put("large", large);
    expect((await get("large")).body.equals(large)).toBe(true);
    const slice = await get("large", { Range: "bytes=1048570-2097160" });
    expect(slice.body.equals(large.subarray(1_048_570, 2_097_161))).toBe(true);
    const last = await get("large", { Range: "bytes=2500000-" });
    expect([...last.body]).toEqual([(2_500_000 * 7) % 251]);
  });

  const past = "Fri, 24 Feb 2012 06:38:30 GMT";
  const future = "Fri, 24 Feb 2102 06:38:30 GMT";
  const etag = '"781E5E245D69B566979B86E28D23F2C7"';
  it.each([
    [{ "If-Match": etag }, 200],
    [{ "If-Match": '"other"' }, 412],
    [{ "If-None-Match": etag }, 304],
    [{ "If-None-Match": etag.toLowerCase() }, 304],
    [{ "If-None-Match": '"other"' }, 200],
    [{ "If-Modified-Since": past }, 200],
    [{ "If-Modified-Since": future }, 304],
    [{ "If-Modified-Since": "no date" }, 200],
    [{ "If-Unmodified-Since": past }, 412],
    [{ "If-Unmodified-Since": future }, 200],
    [{ "If-Match": etag, "If-None-Match": etag }, 304],
  ])("answer %j with %d", async (headers, status) => {
    expect((await get("read", headers)).status).toBe(status);
    expect((await head("read", headers)).status).toBe(status);
  });

  it("name the condition that failed", async () => {
    const answer = await get("read", { "If-Match": '"other"' });
    expect([answer.element("Code"), answer.element("Condition")]).toEqual(["PreconditionFailed", "If-Match"]);
  });

  it("override response headers of signed requests", async () => {
    const query =
      "response-cache-control=no-store&response-content-disposition=attachment%3B%20filename%3Da.txt&response-content-type=text%2Fcsv";
    const answer = await send({ key: "read", query, sign: "v1" });
    expect(answer.headers).toMatchObject({
      "cache-control": "no-store",
      "content-disposition": "attachment; filename=a.txt",
      "content-type": "text/csv",
    });
  });

  it("compress text of 1 KB and more on request, without an ETag", async () => {
    const text = "line of text\n".repeat(200);
    await put("text", text, { "Content-Type": "text/plain; charset=utf-8" });
    const answer = await get("text", { "Accept-Encoding": "gzip, deflate" });
    expect(answer.headers["content-encoding"]).toBe("gzip");
    expect(answer.headers.etag).toBeUndefined();
    expect(gunzipSync(answer.body).toString()).toBe(text);
    const small = await get("read", { "Accept-Encoding": "gzip" });
    expect([small.headers["content-encoding"], small.text]).toEqual([undefined, "0123456789"]);
  });

  it("refuse to read what is archived", async () => {
    await put("archived", "cold", { "x-oss-storage-class": "Archive" });
    const answer = await get("archived");
    expect([answer.status, answer.element("Code")]).toEqual([403, "InvalidObjectState"]);
    expect((await head("archived")).headers["x-oss-storage-class"]).toBe("Archive");
  });

  it("answer 404 with the key for what is not there", async () => {
    const answer = await get("absent/ü");
    expect([answer.status, answer.element("Code"), answer.element("Message"), answer.element("Key")]).toEqual([
      404,
      "NoSuchKey",
      "The specified key does not exist.",
      "absent/ü",
    ]);
    expect((await head("absent")).status).toBe(404);
  });

  it("read what is overwritten meanwhile to its end", async () => {
    const old = Buffer.alloc(20 * 1024 * 1024, 1);
    await put("moving", old);
    const { port } = new URL(emulator.urls.oss);
    await send({ method: "PUT", query: "acl", headers: { "x-oss-acl": "public-read" } });
    const reading = new Promise<number>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () =>
        socket.write("GET /objects/moving HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
      );
      let ones = 0;
      socket.once("data", () => {
        socket.pause();
        void put("moving", "new").then(() => socket.resume());
      });
      socket.on("data", (data: Buffer) => (ones += data.filter((byte) => byte === 1).length));
      socket.on("close", () => resolve(ones));
    });
    expect(await reading).toBe(old.length);
    expect((await get("moving")).text).toBe("new");
    await send({ method: "PUT", query: "acl", headers: { "x-oss-acl": "private" } });
  });
});

describe("GetObjectMeta", () => {
  it.each(["HEAD", "GET"])("gives the basics only (%s)", async (method) => {
    await put("meta", "12345", { "x-oss-meta-a": "1" });
    const answer = await send({ method, key: "meta", query: "objectMeta" });
    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"827CCB0EEA8A706C4C34A16891F84E7B"');
    expect(answer.headers["last-modified"]).toMatch(/ GMT$/);
    expect(answer.headers["x-oss-meta-a"]).toBeUndefined();
    expect(answer.headers["x-oss-object-type"]).toBeUndefined();
    expect(answer.headers["content-length"]).toBe(method === "HEAD" ? "5" : "0");
  });
});
