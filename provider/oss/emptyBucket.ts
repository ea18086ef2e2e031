// Emptying a bucket before it is deleted: pages of at most 1,000 are listed and deleted as they come, so memory stays
// constant, and because every page starts from what is still there the work can be taken up again after a failure.
import type { Context } from "../kit/define";
import { decoding, hasCode } from "./bucketConfig";
import type { OssClient, OssRequest } from "./client";
import { decodeUploads, decodeVersions, encodeDelete, type ObjectVersion } from "./wire/versions";

/** Requests in flight at once. */
const PARALLEL = 8;

/** True when the bucket holds no version, no delete marker and no object. */
export async function isEmpty(client: OssClient, bucket: string, context: Context): Promise<boolean> {
  return (await versionsPage(client, bucket, context, { "max-keys": "1" })).versions.length === 0;
}

/** Deletes all versions, delete markers and unfinished multipart uploads. */
export async function emptyBucket(client: OssClient, bucket: string, context: Context): Promise<void> {
  await abortUploads(client, bucket, context);
  let deleted = 0;
  let markers: Record<string, string> = {};
  const running = new Set<Promise<void>>();
  while (true) {
    const page = await versionsPage(client, bucket, context, { "max-keys": "1000", ...markers });
    if (page.versions.length > 0) {
      const batch = deleteBatch(client, bucket, page.versions, context).then(() => {
        deleted += page.versions.length;
        context.progress(`emptying bucket ${bucket}: ${deleted} versions deleted`);
      });
      const slot: Promise<void> = batch.finally(() => running.delete(slot));
      running.add(slot);
      if (running.size >= PARALLEL) await Promise.race(running);
    }
    if (!page.next) break;
    markers = { "key-marker": page.next.keyMarker };
    if (page.next.versionIdMarker) markers["version-id-marker"] = page.next.versionIdMarker;
  }
  await Promise.all(running);
}

async function versionsPage(client: OssClient, bucket: string, context: Context, query: Record<string, string>) {
  const operation = "GetBucketVersions";
  const request: OssRequest = {
    operation,
    method: "GET",
    bucket,
    query: { versions: true, "encoding-type": "url", ...query },
    signal: context.signal,
  };
  const response = await client.send(request);
  return decoding(operation, bucket, response, () => decodeVersions(response.text));
}

async function deleteBatch(
  client: OssClient,
  bucket: string,
  versions: ObjectVersion[],
  context: Context,
): Promise<void> {
  await client.send({
    operation: "DeleteMultipleObjects",
    method: "POST",
    bucket,
    query: { delete: true },
    body: encodeDelete(versions),
    contentMd5: true,
    // Deleting what is deleted already is success.
    idempotent: true,
    signal: context.signal,
  });
}

async function abortUploads(client: OssClient, bucket: string, context: Context): Promise<void> {
  let markers: Record<string, string> = {};
  while (true) {
    const operation = "ListMultipartUploads";
    const query = { uploads: true as const, "encoding-type": "url", "max-uploads": "1000", ...markers };
    const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
    const page = decoding(operation, bucket, response, () => decodeUploads(response.text));
    for (let i = 0; i < page.uploads.length; i += PARALLEL) {
      await Promise.all(page.uploads.slice(i, i + PARALLEL).map((upload) => abort(client, bucket, upload, context)));
    }
    if (!page.next) return;
    markers = { "key-marker": page.next.keyMarker, "upload-id-marker": page.next.uploadIdMarker };
  }
}

async function abort(
  client: OssClient,
  bucket: string,
  upload: { key: string; uploadId: string },
  context: Context,
): Promise<void> {
  try {
    await client.send({
      operation: "AbortMultipartUpload",
      method: "DELETE",
      bucket,
      key: upload.key,
      query: { uploadId: upload.uploadId },
      signal: context.signal,
    });
  } catch (error) {
    if (!hasCode(error, ["NoSuchUpload"])) throw error;
  }
}
