// Emptying a bucket before it is deleted: pages of at most 1,000 are listed and deleted as they come, so memory stays
// constant, and because every page starts from what is still there the work can be taken up again after a failure.
import type { Context } from "../kit/define";
import { decoding, hasCode, isWritable } from "./bucketConfig";
import type { OssClient } from "./client";
import { emptyDirectories, listLevel } from "./emptyDirectories";
import { decodeUploads, decodeVersions, encodeDelete, type ObjectVersion, type VersionPage } from "./wire/versions";

/** Requests in flight at once. */
const PARALLEL = 8;

/**
 * True when the bucket holds no version, no delete marker, no object and no directory.
 *
 * @param hierarchical the bucket has a hierarchical namespace, which knows no versions
 */
export async function isEmpty(
  client: OssClient,
  bucket: string,
  hierarchical: boolean,
  context: Context,
): Promise<boolean> {
  if (!hierarchical) return (await versionsPage(client, bucket, context, { "max-keys": "1" })).versions.length === 0;
  const { objects, commonPrefixes } = await listLevel(client, bucket, context, "1");
  return objects.length + commonPrefixes.length === 0;
}

/** Deletes all versions, delete markers, directories and unfinished multipart uploads. */
export async function emptyBucket(
  client: OssClient,
  bucket: string,
  hierarchical: boolean,
  context: Context,
): Promise<void> {
  await abortUploads(client, bucket, context);
  if (hierarchical) await emptyDirectories(client, bucket, context);
  else await deleteVersions(client, bucket, context);
}

async function deleteVersions(client: OssClient, bucket: string, context: Context): Promise<void> {
  let deleted = 0;
  let failure: unknown;
  let markers: Record<string, string> | undefined = {};
  const running = new Set<Promise<void>>();
  try {
    while (markers && failure === undefined) {
      const page: VersionPage = await versionsPage(client, bucket, context, { "max-keys": "1000", ...markers });
      const slot: Promise<void> = deleteBatch(client, bucket, page.versions, context)
        .then(() => {
          deleted += page.versions.length;
          if (deleted > 0) context.progress(`emptying bucket ${bucket}: ${deleted} versions deleted`);
        })
        // Kept until the loop looks: nothing waits for this batch at the moment.
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => running.delete(slot));
      running.add(slot);
      if (running.size >= PARALLEL) await Promise.race(running);
      markers = page.next && {
        "key-marker": page.next.keyMarker,
        ...(page.next.versionIdMarker && { "version-id-marker": page.next.versionIdMarker }),
      };
    }
  } finally {
    await Promise.all(running);
  }
  if (failure !== undefined) throw failure;
}

async function versionsPage(client: OssClient, bucket: string, context: Context, query: Record<string, string>) {
  const operation = "GetBucketVersions";
  const response = await client.send({
    operation,
    method: "GET",
    bucket,
    query: { versions: true, "encoding-type": "url", ...query },
    signal: context.signal,
  });
  return decoding(operation, bucket, response, () => decodeVersions(response.text));
}

// OSS API reference 20220713, DeleteMultipleObjects; a name that its XML can't carry is deleted by itself.
async function deleteBatch(
  client: OssClient,
  bucket: string,
  versions: ObjectVersion[],
  context: Context,
): Promise<void> {
  const listable = versions.filter(({ key }) => isWritable(key));
  for (const version of versions.filter(({ key }) => !isWritable(key))) {
    await deleteOne(client, bucket, version, context);
  }
  if (listable.length === 0) return;
  await client.send({
    operation: "DeleteMultipleObjects",
    method: "POST",
    bucket,
    query: { delete: true },
    body: encodeDelete(listable),
    contentMd5: true,
    // Deleting what is deleted already is success.
    idempotent: true,
    signal: context.signal,
  });
}

async function deleteOne(
  client: OssClient,
  bucket: string,
  { key, versionId }: ObjectVersion,
  context: Context,
): Promise<void> {
  const query = versionId === undefined ? undefined : { versionId };
  await client.send({ operation: "DeleteObject", method: "DELETE", bucket, key, query, signal: context.signal });
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

// OSS API reference 20220713, AbortMultipartUpload.
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
