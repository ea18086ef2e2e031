// What a BucketObject asks of OSS, and what it makes of the answers. Its arguments are in the scenario table.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { granary } from "../../../provider";
import { formatProblem } from "../../../provider/kit/check";
import { createLifecycle } from "../../../provider/kit/lifecycle";
import { formatPath } from "../../../provider/kit/path";
import { asset, UNKNOWN, type Values } from "../../../provider/kit/values";
import { bucketObject } from "../../../provider/oss/bucketObject";
import { context, fakeClient } from "./fakeClient";

const folder = mkdtempSync(join(tmpdir(), "granary-object-"));
afterAll(() => rmSync(folder, { recursive: true }));

const id = { bucket: "web-assets", key: "index.html" };
const ABC = "900150983cd24fb0d6963f7d28e17f72"; // MD5 of "abc": RFC 1321, A.5
const settings = { oss: { region: "cn-hangzhou", accessKeyId: "id", accessKeySecret: "secret" } };
const check = (news: Values, olds?: Values) =>
  createLifecycle(granary, settings).check({ token: "oss:BucketObject", news: { ...id, ...news }, olds });

describe("arguments", () => {
  test("get the hash of the content and the media type of the name", async () => {
    expect((await check({ content: "abc" })).inputs).toEqual({
      ...id,
      content: "abc",
      contentHash: ABC,
      contentType: "text/html; charset=utf-8",
    });
  });

  test("keep a media type that is given or not known yet, and have an unknown hash while the content is unknown", async () => {
    expect((await check({ content: UNKNOWN, contentType: "text/plain" })).inputs).toMatchObject({
      contentHash: UNKNOWN,
      contentType: "text/plain",
    });
    expect((await check({ content: "abc", contentType: UNKNOWN })).inputs.contentType).toBe(UNKNOWN);
    expect((await check({ content: "abc", key: UNKNOWN })).inputs).not.toHaveProperty("contentType");
  });

  test("name a file that is not there, and see a file change", async () => {
    const path = join(folder, "page.html");
    expect((await check({ source: asset({ path }) })).problems.map(formatProblem)).toEqual([
      `source: there is no file ${path}`,
    ]);
    writeFileSync(path, "abc");
    const olds = (await check({ source: asset({ path }) })).inputs;
    expect(olds.contentHash).toBe(ABC);
    writeFileSync(path, "abcd");
    const news = (await check({ source: asset({ path }) }, olds)).inputs;
    const { changes } = createLifecycle(granary, settings).diff(
      "oss:BucketObject",
      "web-assets/index.html",
      olds,
      news,
    );
    expect(changes.map((change) => [formatPath(change.path), change.local])).toEqual([["contentHash", false]]);
  });

  test("refuse a source beside a content, and an asset from the network", async () => {
    expect((await check({ content: "a", source: asset({ text: "a" }) })).problems.map(formatProblem)).toEqual([
      "source: and content exclude each other",
    ]);
    expect((await check({ source: asset({ uri: "https://example.com/a" }) })).problems.map(formatProblem)).toEqual([
      "source: must be a FileAsset or a StringAsset; archives and remote assets are not taken",
    ]);
  });
});

describe("an object", () => {
  test("is put with its headers, its metadata and its MD5", async () => {
    const { client, asked } = fakeClient({ PutObject: { headers: { etag: '"900150983CD24FB0D6963F7D28E17F72"' } } });
    const desired = {
      ...id,
      content: "abc",
      contentHash: ABC,
      contentType: "text/html",
      cacheControl: "no-cache",
      contentDisposition: "inline",
      contentEncoding: "identity",
      metadata: { author: "someone" },
      storageClass: "Cold Archive" as const,
      overwrite: true,
    };
    expect(await bucketObject.apply(client, desired, context, {})).toEqual({ etag: ABC });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ operation: "PutObject", method: "PUT", ...id, body: "abc" });
    expect(asked[0]!.headers).toEqual({
      "content-type": "text/html",
      "cache-control": "no-cache",
      "content-disposition": "inline",
      "content-encoding": "identity",
      "x-oss-meta-author": "someone",
      "x-oss-storage-class": "ColdArchive",
      // base64 of the 16 bytes of the MD5
      "content-md5": "kAFQmDzST7DWlj99KOF/cg==",
    });
  });

  test("of a file is streamed with its length", async () => {
    const path = join(folder, "file");
    writeFileSync(path, "abc");
    const { client, asked } = fakeClient({ PutObject: { headers: { etag: `"${ABC}"` } } });
    await bucketObject.apply(client, { ...id, source: asset({ path }), contentHash: ABC }, context, {});
    expect(asked[0]!.headers).toEqual({ "content-md5": "kAFQmDzST7DWlj99KOF/cg==", "content-length": "3" });
    expect(typeof asked[0]!.body).toBe("function");
  });

  test("without content is not put", async () => {
    const { client, asked } = fakeClient();
    await expect(bucketObject.apply(client, { ...id }, context, {})).rejects.toThrow(
      "index.html: the content is not in the program; give content, contentBase64 or source",
    );
    expect(asked).toEqual([]);
  });

  test("is read by its head alone", async () => {
    const headers = {
      etag: '"900150983CD24FB0D6963F7D28E17F72"',
      "content-type": "text/html",
      "cache-control": "no-cache",
      "x-oss-meta-author": "someone",
      "x-oss-storage-class": "Standard",
      "x-oss-object-type": "Normal",
    };
    const { client, asked } = fakeClient({ HeadObject: { headers } });
    expect(await bucketObject.observe(client, id, context)).toEqual({
      ...id,
      contentType: "text/html",
      cacheControl: "no-cache",
      metadata: { author: "someone" },
      storageClass: "Standard",
      contentHash: ABC,
      etag: ABC,
    });
    expect(asked.map(({ operation, method }) => [operation, method])).toEqual([["HeadObject", "HEAD"]]);
  });

  test("is gone only if OSS says that it, or its bucket, is", async () => {
    for (const code of ["NoSuchKey", "NoSuchBucket"]) {
      expect(await bucketObject.observe(fakeClient({ HeadObject: { code } }).client, id, context)).toBeUndefined();
    }
    for (const code of ["AccessDenied", "InternalError", "SymlinkTargetNotExist"]) {
      const { client } = fakeClient({ HeadObject: { code } });
      await expect(bucketObject.observe(client, id, context)).rejects.toMatchObject({ code });
    }
  });

  test("is deleted with one request, and is gone already with success", async () => {
    for (const code of ["NoSuchKey", "NoSuchBucket"]) {
      await bucketObject.remove(fakeClient({ DeleteObject: { code } }).client, id, context, {});
    }
    const { client, asked } = fakeClient();
    await bucketObject.remove(client, id, context, {});
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ operation: "DeleteObject", method: "DELETE", ...id });
    const denied = fakeClient({ DeleteObject: { code: "FileImmutable", status: 409 } });
    await expect(bucketObject.remove(denied.client, id, context, {})).rejects.toMatchObject({ code: "FileImmutable" });
  });
});
