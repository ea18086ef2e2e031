/** Objects by the SDK: ali-oss 6.23, lib/object.js and lib/common/object. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { type Conformance, failureOf, refusal, type Sdk, SIGNATURES, startConformance } from "../support/aliOss";

let service: Conformance;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "granary-conformance-"));
  service = await startConformance();
});
afterAll(async () => {
  await service.stop();
  rmSync(directory, { recursive: true });
});
afterEach(() => service.emulator.reset());

/** MD5 of "hello" in upper-case hexadecimal, as OSS quotes it. */
const HELLO_ETAG = '"5D41402ABC4B2A76B9719D911017C592"';
const CURSORS = ["a.txt", "b.txt", "dir/1.txt", "dir/2.txt", "dir/sub/3.txt", "z.txt"];

describe.each(SIGNATURES)("ali-oss with signature %s", (_name, authorizationV4) => {
  let sdk: Sdk;
  beforeEach(async () => {
    sdk = service.sdk({ authorizationV4, bucket: "data" });
    await sdk.putBucket("data");
  });

  test("puts a buffer and gets it with its type, metadata, and ETag", async () => {
    const headers = { "Cache-Control": "max-age=60", "Content-Disposition": "attachment", Expires: "1000000" };
    const put = await sdk.put("greeting.txt", Buffer.from("hello"), { headers, meta: { uid: "1", slus: "test.html" } });
    expect(put.name).toBe("greeting.txt");
    expect(put.res.headers).toMatchObject({
      etag: HELLO_ETAG,
      "content-md5": "XUFAKrxLKna5cZ2REBfFkg==",
    });
    const got = await sdk.get("greeting.txt");
    expect(got.content.toString()).toBe("hello");
    expect(got.res.headers).toMatchObject({
      etag: HELLO_ETAG,
      "content-type": "text/plain",
      "content-length": "5",
      "cache-control": "max-age=60",
      "content-disposition": "attachment",
      expires: "1000000",
      "x-oss-object-type": "Normal",
      "x-oss-storage-class": "Standard",
      "x-oss-meta-uid": "1",
    });
    const head = await sdk.head("greeting.txt");
    expect(head.meta).toEqual({ uid: "1", slus: "test.html" });
    expect(head.res.headers["content-length"]).toBe("5");
  });

  test("is told the CRC-64 of an object", async () => {
    // The published check value of CRC-64/XZ, 0x995DC9BBDF1939FA, which is the one that the SDKs compare with.
    const { res } = await sdk.put("check", Buffer.from("123456789"));
    expect(res.headers["x-oss-hash-crc64ecma"]).toBe("11051210869376104954");
    expect((await sdk.head("check")).res.headers["x-oss-hash-crc64ecma"]).toBe("11051210869376104954");
  });

  test("puts and gets files, and streams with and without a known length", async () => {
    const source = join(directory, "source.json");
    writeFileSync(source, '{"a":1}');
    await sdk.put("from-file", source);
    expect((await sdk.head("from-file")).res.headers["content-type"]).toBe("application/json");
    const target = join(directory, "target");
    await sdk.get("from-file", target);
    expect(readFileSync(target, "utf8")).toBe('{"a":1}');

    await sdk.putStream("chunked", Readable.from([Buffer.from("one "), Buffer.from("two")]));
    await sdk.putStream("measured", Readable.from([Buffer.from("three")]), { contentLength: 5 });
    const { stream } = await sdk.getStream("chunked");
    expect(await text(stream)).toBe("one two");
    const sink = new PassThrough();
    const received = text(sink);
    await sdk.get("measured", sink);
    expect(await received).toBe("three");
  });

  test("moves eight megabytes through streams unchanged", async () => {
    const block = Buffer.alloc(1024 * 1024, "0123456789abcdef");
    await sdk.putStream("large", Readable.from(Array.from({ length: 8 }, () => block)));
    const { stream } = await sdk.getStream("large");
    let size = 0;
    for await (const piece of stream as AsyncIterable<Buffer>) {
      size += piece.length;
    }
    expect(size).toBe(8 * 1024 * 1024);
    expect((await sdk.head("large")).res.headers["content-length"]).toBe("8388608");
  });

  test("gets a range", async () => {
    await sdk.put("digits", Buffer.from("0123456789"));
    const { content, res } = await sdk.get("digits", { headers: { Range: "bytes=2-4" } });
    expect([content.toString(), res.status, res.headers["content-range"]]).toEqual(["234", 206, "bytes 2-4/10"]);
  });

  test("reads size, ETag and time of an object without its headers", async () => {
    await sdk.put("digits", Buffer.from("0123456789"), { meta: { a: "b" } });
    const { status, res } = await sdk.getObjectMeta("digits");
    expect(status).toBe(200);
    expect(res.headers).toMatchObject({ "content-length": "10", etag: '"781E5E245D69B566979B86E28D23F2C7"' });
    expect(res.headers["x-oss-meta-a"]).toBeUndefined();
  });

  test("sees the errors of missing objects by their own names, HEAD included", async () => {
    expect(await failureOf(sdk.get("none"))).toMatchObject({
      name: "NoSuchKeyError",
      status: 404,
      message: "The specified key does not exist.",
    });
    const error = await failureOf(sdk.head("none"));
    expect(error).toMatchObject({ name: "NoSuchKeyError", code: "NoSuchKey", status: 404 });
    expect(error.requestId).toMatch(/^[0-9A-F]{24}$/);
    expect(await refusal(sdk.getObjectMeta("none"))).toEqual({ code: "NoSuchKey", status: 404 });
    expect(await failureOf(sdk.getStream("none"))).toMatchObject({ name: "NoSuchKeyError" });
  });

  test("is told by conditions whether an object has changed", async () => {
    const { res } = await sdk.put("page", Buffer.from("hello"));
    const { etag = "", date = "" } = res.headers;
    const head = (name: string, value: string) => sdk.head("page", { headers: { [name]: value } });
    expect((await head("If-Match", etag)).status).toBe(200);
    expect((await head("If-None-Match", etag)).status).toBe(304);
    expect((await head("If-None-Match", '"other"')).status).toBe(200);
    expect((await head("If-Modified-Since", date)).status).toBe(304);
    expect((await head("If-Unmodified-Since", date)).status).toBe(200);
    expect((await head("If-Modified-Since", "Wed, 01 Jan 2020 00:00:00 GMT")).status).toBe(200);
    expect(await failureOf(head("If-Match", '"other"'))).toMatchObject({
      name: "PreconditionFailedError",
      status: 412,
    });
    const stale = sdk.get("page", { headers: { "If-Unmodified-Since": "Wed, 01 Jan 2020 00:00:00 GMT" } });
    expect((await failureOf(stale)).message).toBe(
      "At least one of the pre-conditions you specified did not hold. (condition: If-Unmodified-Since)",
    );
    const unchanged = await sdk.get("page", { headers: { "If-None-Match": etag } });
    expect([unchanged.res.status, unchanged.content.length]).toEqual([304, 0]);
  });

  test("may not overwrite an object that it protects with x-oss-forbid-overwrite", async () => {
    const headers = { "x-oss-forbid-overwrite": "true" };
    await sdk.put("once", Buffer.from("1"), { headers: { ...headers } });
    expect(await refusal(sdk.put("once", Buffer.from("2"), { headers: { ...headers } }))).toEqual({
      code: "FileAlreadyExists",
      status: 409,
    });
  });

  test("deletes objects that exist and that do not", async () => {
    await sdk.put("one", Buffer.from("1"));
    expect((await sdk.delete("one")).res.status).toBe(204);
    expect((await sdk.delete("one")).res.status).toBe(204);
    expect(await refusal(sdk.head("one"))).toEqual({ code: "NoSuchKey", status: 404 });
  });

  test("deletes many objects at once, loudly and quietly", async () => {
    for (const name of ["a", "b", "c"]) {
      await sdk.put(name, Buffer.from(name));
    }
    const { deleted } = await sdk.deleteMulti(["a", "b", "absent"]);
    expect(deleted.map(({ Key }) => Key)).toEqual(["a", "b", "absent"]);
    expect((await sdk.deleteMulti(["c"], { quiet: true })).deleted).toEqual([]);
    expect((await sdk.list({})).objects).toEqual([]);
  });

  test("keeps keys of every kind as they are", async () => {
    const keys = [
      "simple_key",
      "杭州・中国",
      "是 空格 yeah +-/\\&*#(1) ",
      "\x01\x0a\x0c\x07\x50\x63",
      "a<b&c>d +",
      "a%20b%2Fc",
      "double//slash/",
      "quote'\"!()*~",
      "🌾",
      "?query=1",
    ];
    for (const key of keys) {
      await sdk.put(key, Buffer.from(key));
      expect((await sdk.get(key)).content.toString()).toBe(key);
    }
    const byBytes = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect((await sdk.list({ "max-keys": 100 })).objects.map(({ name }) => name)).toEqual(byBytes);
    const { deleted } = await sdk.deleteMulti(keys);
    expect(deleted.map(({ Key }) => Key)).toEqual(keys);
    expect((await sdk.list({})).objects).toEqual([]);
  });

  test("takes keys of 1,023 bytes and no longer ones", async () => {
    await sdk.put("k".repeat(1023), Buffer.from("x"));
    expect(await refusal(sdk.put("k".repeat(1024), Buffer.from("x")))).toEqual({
      code: "InvalidObjectName",
      status: 400,
    });
  });

  test("lists with prefix, delimiter, marker and page size", async () => {
    for (const key of CURSORS) {
      await sdk.put(key, Buffer.from("hello"));
    }
    const top = await sdk.list({ delimiter: "/" });
    expect(top.objects.map(({ name }) => name)).toEqual(["a.txt", "b.txt", "z.txt"]);
    expect(top.prefixes).toEqual(["dir/"]);
    expect(top.objects[0]).toMatchObject({
      name: "a.txt",
      etag: HELLO_ETAG,
      type: "Normal",
      size: 5,
      storageClass: "Standard",
      owner: { id: "1000000000000001", displayName: "1000000000000001" },
    });
    expect(top.objects[0]?.lastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    const first = await sdk.list({ "max-keys": 4 });
    expect([first.objects.length, first.isTruncated, first.nextMarker]).toEqual([4, true, "dir/2.txt"]);
    const second = await sdk.list({ "max-keys": 4, marker: "dir/2.txt" });
    expect(second.objects.map(({ name }) => name)).toEqual(["dir/sub/3.txt", "z.txt"]);
    expect([second.isTruncated, second.nextMarker]).toEqual([false, null]);
    const inside = await sdk.list({ prefix: "dir/", delimiter: "/" });
    expect(inside.objects.map(({ name }) => name)).toEqual(["dir/1.txt", "dir/2.txt"]);
    expect(inside.prefixes).toEqual(["dir/sub/"]);
  });

  test("lists by version 2 with continuation tokens, with and without owners", async () => {
    for (const key of CURSORS) {
      await sdk.put(key, Buffer.from("hello"));
    }
    const names: string[] = [];
    let token: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<Sdk["listV2"]>> = await sdk.listV2({
        "max-keys": 2,
        ...(token === null ? {} : { "continuation-token": token }),
      });
      expect(page.keyCount).toBe(2);
      expect(page.objects[0]?.owner).toBeNull();
      names.push(...page.objects.map(({ name }) => name));
      token = page.nextContinuationToken;
      pages += 1;
    } while (token !== null);
    expect(names).toEqual(CURSORS);
    expect(pages).toBe(3);
    const owned = await sdk.listV2({ "fetch-owner": "true", prefix: "dir/", delimiter: "/" });
    expect(owned.objects[0]?.owner).toEqual({ id: "1000000000000001", displayName: "1000000000000001" });
    expect(owned.prefixes).toEqual(["dir/sub/"]);
    const after = await sdk.listV2({ "start-after": "dir/2.txt" });
    expect(after.objects.map(({ name }) => name)).toEqual(["dir/sub/3.txt", "z.txt"]);
  });

  test("lists with URL-encoded names where it asks for them", async () => {
    await sdk.put("a b/c+d", Buffer.from("x"));
    expect((await sdk.list({ "encoding-type": "url" })).objects[0]?.name).toBe("a%20b%2Fc%2Bd");
  });

  test("keeps versions and delete markers, lists them, and brings an old version back", async () => {
    await sdk.put("doc", Buffer.from("before"));
    await sdk.putBucketVersioning("data", "Enabled");
    const first = (await sdk.put("doc", Buffer.from("first"))).res.headers["x-oss-version-id"] ?? "";
    const second = (await sdk.put("doc", Buffer.from("second"))).res.headers["x-oss-version-id"] ?? "";
    const marker = (await sdk.delete("doc")).res.headers;
    expect(marker["x-oss-delete-marker"]).toBe("true");
    expect((await sdk.get("doc", { versionId: first })).content.toString()).toBe("first");
    expect((await sdk.get("doc", { versionId: "null" })).content.toString()).toBe("before");
    expect(await refusal(sdk.get("doc"))).toEqual({ code: "NoSuchKey", status: 404 });
    const gone = sdk.get("doc", { versionId: marker["x-oss-version-id"] });
    expect(await refusal(gone)).toEqual({ code: "MethodNotAllowed", status: 405 });

    const { objects, deleteMarker } = await sdk.getBucketVersions();
    expect(objects.map(({ versionId, isLatest }) => [versionId, isLatest])).toEqual([
      [second, false],
      [first, false],
      ["null", false],
    ]);
    expect(deleteMarker.map(({ name, versionId }) => [name, versionId])).toEqual([["doc", marker["x-oss-version-id"]]]);

    await sdk.delete("doc", { versionId: marker["x-oss-version-id"] });
    expect((await sdk.get("doc")).content.toString()).toBe("second");
    const { deleted } = await sdk.deleteMulti([{ key: "doc", versionId: second }]);
    expect(deleted).toEqual([{ Key: "doc", VersionId: second }]);
    expect((await sdk.get("doc")).content.toString()).toBe("first");
    const multiple = await sdk.deleteMulti(["doc"]);
    expect(multiple.deleted[0]).toMatchObject({ Key: "doc", DeleteMarker: "true" });
    expect(multiple.deleted[0]?.DeleteMarkerVersionId).toMatch(/^.+$/);
  });

  test("pages through versions by key and version id", async () => {
    await sdk.putBucketVersioning("data", "Enabled");
    for (const key of ["a", "a", "a", "b"]) {
      await sdk.put(key, Buffer.from("x"));
    }
    const first = await sdk.getBucketVersions({ maxKeys: 2 });
    expect([first.objects.length, first.isTruncated, first.nextKeyMarker]).toEqual([2, true, "a"]);
    const second = await sdk.getBucketVersions({
      maxKeys: 2,
      keyMarker: "a",
      versionIdMarker: first.nextVersionIdMarker ?? "",
    });
    expect(second.objects.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(second.isTruncated).toBe(false);
  });

  test("replaces the null version while versioning is suspended", async () => {
    await sdk.putBucketVersioning("data", "Enabled");
    const kept = (await sdk.put("doc", Buffer.from("kept"))).res.headers["x-oss-version-id"];
    await sdk.putBucketVersioning("data", "Suspended");
    expect((await sdk.put("doc", Buffer.from("one"))).res.headers["x-oss-version-id"]).toBe("null");
    expect((await sdk.put("doc", Buffer.from("two"))).res.headers["x-oss-version-id"]).toBe("null");
    expect((await sdk.delete("doc")).res.headers["x-oss-version-id"]).toBe("null");
    const { objects, deleteMarker } = await sdk.getBucketVersions();
    expect(objects.map(({ versionId }) => versionId)).toEqual([kept]);
    expect(deleteMarker.map(({ versionId }) => versionId)).toEqual(["null"]);
  });

  test("gets compressed text only where it asks for it", async () => {
    const long = Buffer.from("granary ".repeat(500));
    await sdk.put("long.txt", long);
    expect((await sdk.get("long.txt")).res.headers["content-encoding"]).toBeUndefined();
    const asked = await sdk.get("long.txt", { headers: { "Accept-Encoding": "gzip" } });
    expect(asked.res.headers["content-encoding"]).toBe("gzip");
    expect(asked.res.headers.etag).toBeUndefined();
  });

  test("is refused, with 501 and the operation's name, what the emulator does not have", async () => {
    await sdk.put("one", Buffer.from("1"));
    const calls = [
      sdk.copy("two", "one"),
      sdk.append("log", Buffer.from("x")),
      sdk.putSymlink("link", "one"),
      sdk.putACL("one", "public-read"),
      sdk.putObjectTagging("one", { a: "b" }),
      sdk.restore("one"),
    ];
    for (const call of calls) {
      expect(await refusal(call)).toEqual({ code: "NotImplemented", status: 501 });
    }
  });
});

test("non-Latin metadata and keys go through a client with latin1 headers", async () => {
  for (const [, authorizationV4] of SIGNATURES) {
    const sdk = service.sdk({ authorizationV4, bucket: "data", headerEncoding: "latin1" });
    await sdk.putBucket("data").catch(() => undefined);
    await sdk.put("键-é", Buffer.from("x"), { meta: { a: "阿达的大多" } });
    const { meta } = await sdk.head("键-é");
    expect(Buffer.from(meta?.a ?? "", "latin1").toString()).toBe("阿达的大多");
  }
});
