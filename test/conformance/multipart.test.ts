/** Multipart uploads by the SDK: ali-oss 6.23, lib/managed-upload.js and lib/common/multipart.js. */
import { randomBytes } from "node:crypto";
import type OSS from "ali-oss";
import { type Conformance, refusal, type Sdk, SIGNATURES, startConformance } from "../support/aliOss";

let service: Conformance;
beforeAll(async () => {
  service = await startConformance();
});
afterAll(() => service.stop());
afterEach(() => service.emulator.reset());

const KB = 1024;

describe.each(SIGNATURES)("ali-oss with signature %s", (_name, authorizationV4) => {
  let sdk: Sdk;
  beforeEach(async () => {
    sdk = service.sdk({ authorizationV4, bucket: "data" });
    await sdk.putBucket("data");
  });

  test("uploads a large buffer in parallel parts, and reads it back whole and by a range over two parts", async () => {
    const content = randomBytes(350 * KB);
    const done = await sdk.multipartUpload("big.bin", content, {
      partSize: 100 * KB,
      parallel: 3,
      meta: { uid: "7" },
      mime: "application/x-big",
    });
    expect(done).toMatchObject({ bucket: "data", name: "big.bin" });
    expect(done.etag).toMatch(/^"[0-9A-F]{32}-4"$/);
    const got = await sdk.get("big.bin");
    expect(got.content.equals(content)).toBe(true);
    expect(got.res.headers).toMatchObject({
      "content-type": "application/x-big",
      "x-oss-meta-uid": "7",
      "x-oss-object-type": "Multipart",
      etag: done.etag,
    });
    expect(got.res.headers["content-md5"]).toBeUndefined();
    const part = await sdk.get("big.bin", { headers: { Range: `bytes=${100 * KB - 5}-${100 * KB + 4}` } });
    expect(part.content.equals(content.subarray(100 * KB - 5, 100 * KB + 5))).toBe(true);
    expect((await sdk.list({})).objects[0]).toMatchObject({ type: "Multipart", size: 350 * KB });
  });

  test("resumes an upload from its checkpoint", async () => {
    const content = randomBytes(250 * KB);
    let saved: OSS.Checkpoint | null = null;
    const first = sdk.multipartUpload("resumed", content, {
      partSize: 100 * KB,
      parallel: 1,
      progress: (done, checkpoint) => {
        saved = checkpoint && { ...checkpoint, doneParts: [...checkpoint.doneParts] };
        if (done > 0) {
          throw new Error("interrupted");
        }
      },
    });
    await expect(first).rejects.toThrow("interrupted");
    const checkpoint = saved as OSS.Checkpoint | null;
    expect(checkpoint?.doneParts.map(({ number }) => number)).toEqual([1]);
    await service.operations();
    await sdk.multipartUpload("resumed", content, { checkpoint: checkpoint as OSS.Checkpoint, parallel: 1 });
    expect(await service.operations()).toEqual(["UploadPart", "UploadPart", "CompleteMultipartUpload"]);
    expect((await sdk.get("resumed")).content.equals(content)).toBe(true);
  });

  test("uploads parts step by step, lists them, and leaves out those that it does not name", async () => {
    const content = randomBytes(300 * KB);
    const { uploadId, name, bucket } = await sdk.initMultipartUpload("steps", {
      headers: { "Cache-Control": "no-cache" },
    });
    expect([name, bucket]).toEqual(["steps", "data"]);
    const parts: OSS.Part[] = [];
    for (const number of [3, 1, 2]) {
      const { etag } = await sdk.uploadPart(
        "steps",
        uploadId,
        number,
        content,
        (number - 1) * 100 * KB,
        number * 100 * KB,
      );
      parts.push({ number, etag });
    }
    const listed = await sdk.listParts("steps", uploadId, { "max-parts": 2 });
    expect(listed).toMatchObject({
      uploadId,
      bucket: "data",
      name: "steps",
      nextPartNumberMarker: "2",
      maxParts: "2",
      isTruncated: "true",
    });
    expect(listed.parts).toMatchObject([
      { PartNumber: "1", Size: "102400" },
      { PartNumber: "2", Size: "102400" },
    ]);
    const rest = await sdk.listParts("steps", uploadId, { "part-number-marker": 2 });
    expect(rest.parts).toMatchObject({ PartNumber: "3" });
    await sdk.completeMultipartUpload(
      "steps",
      uploadId,
      parts.filter(({ number }) => number !== 2),
    );
    const got = await sdk.get("steps");
    expect(got.content.length).toBe(200 * KB);
    expect(got.res.headers["cache-control"]).toBe("no-cache");
    expect(await refusal(sdk.listParts("steps", uploadId))).toEqual({ code: "NoSuchUpload", status: 404 });
  });

  test("is refused a wrong ETag, a small part in the middle, and an upload that was aborted", async () => {
    const { uploadId } = await sdk.initMultipartUpload("bad");
    const content = randomBytes(200 * KB);
    const one = await sdk.uploadPart("bad", uploadId, 1, content, 0, 10 * KB);
    const two = await sdk.uploadPart("bad", uploadId, 2, content, 0, 100 * KB);
    const wrong = [
      { number: 1, etag: one.etag },
      { number: 2, etag: '"00000000000000000000000000000000"' },
    ];
    expect(await refusal(sdk.completeMultipartUpload("bad", uploadId, wrong))).toEqual({
      code: "InvalidPart",
      status: 400,
    });
    const small = [
      { number: 1, etag: one.etag },
      { number: 2, etag: two.etag },
    ];
    expect(await refusal(sdk.completeMultipartUpload("bad", uploadId, small))).toEqual({
      code: "EntityTooSmall",
      status: 400,
    });
    expect((await sdk.abortMultipartUpload("bad", uploadId)).res.status).toBe(204);
    expect(await refusal(sdk.abortMultipartUpload("bad", uploadId))).toEqual({ code: "NoSuchUpload", status: 404 });
    expect(await refusal(sdk.uploadPart("bad", uploadId, 1, content, 0, 10))).toEqual({
      code: "NoSuchUpload",
      status: 404,
    });
  });

  test("lists unfinished uploads by key and upload id", async () => {
    const ids: string[] = [];
    for (const key of ["a", "a", "b/c"]) {
      ids.push((await sdk.initMultipartUpload(key)).uploadId);
    }
    const all = await sdk.listUploads({ "max-uploads": 10 });
    expect(all).toMatchObject({ bucket: "data", isTruncated: false });
    expect(all.uploads.map(({ name }) => name)).toEqual(["a", "a", "b/c"]);
    expect(all.uploads.map(({ uploadId }) => uploadId).sort()).toEqual([...ids].sort());
    expect(all.uploads[0]?.initiated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    const page = await sdk.listUploads({ "max-uploads": 1 });
    expect([page.isTruncated, page.nextKeyMarker]).toEqual([true, "a"]);
    const next = await sdk.listUploads({
      "max-uploads": 1,
      "key-marker": "a",
      "upload-id-marker": String(page.nextUploadIdMarker),
    });
    expect(next.uploads[0]?.name).toBe("a");
    expect(next.uploads[0]?.uploadId).not.toBe(page.uploads[0]?.uploadId);
    expect((await sdk.listUploads({ prefix: "b", "max-uploads": 10 })).uploads.map(({ name }) => name)).toEqual([
      "b/c",
    ]);
  });
});
