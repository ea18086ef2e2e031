import type { Context } from "../../kit/define";
import { decoding, hasCode, isWritable } from "../bucketConfig";
import type { OssClient } from "../client";
import { decodeDeleted, decodeVersions, encodeDelete, type ObjectVersion, type VersionPage } from "../wire/versions";
import { write } from "../write";
import { inParallel } from "./parallel";
import type { Tally } from "./tally";

/** Requests of DeleteMultipleObjects under way at once, each with a page of at most 1,000. */
const PARALLEL = 8;
/** Of a body; more is MalformedXML. */
const MOST_BYTES = 2 * 1024 * 1024;

/** OSS API reference 20220713, GetBucketVersions. */
export async function versionsPage(
  client: OssClient,
  bucket: string,
  context: Context,
  query: Record<string, string>,
): Promise<VersionPage> {
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

/** All versions and delete markers, in the order of their names. */
export async function deleteVersions(client: OssClient, bucket: string, context: Context, tally: Tally): Promise<void> {
  await inParallel(PARALLEL, async (add) => {
    let markers: Record<string, string> | undefined = {};
    while (markers) {
      const page: VersionPage = await versionsPage(client, bucket, context, { "max-keys": "1000", ...markers });
      tally.listed += page.versions.length;
      for (const { lastModified } of page.versions) {
        const time = Date.parse(lastModified);
        if (!(time <= tally.newest)) tally.newest = time;
      }
      if (page.versions.length > 0) {
        // Names and ids are all that is kept of a page.
        const versions = page.versions.map(({ key, versionId }) => ({ key, versionId }));
        await add(() => deletePage(client, bucket, versions, context, tally));
      }
      markers = page.next && {
        "key-marker": page.next.keyMarker,
        ...(page.next.versionIdMarker && { "version-id-marker": page.next.versionIdMarker }),
      };
    }
  });
}

/** A name that XML can't carry is deleted by itself. */
async function deletePage(
  client: OssClient,
  bucket: string,
  versions: ObjectVersion[],
  context: Context,
  tally: Tally,
): Promise<void> {
  const carried = versions.filter(({ key }) => isWritable(key));
  if (carried.length > 0) await deleteTogether(client, bucket, carried, context, tally);
  const alone = carried.length === versions.length ? [] : versions.filter(({ key }) => !isWritable(key));
  for (const version of alone) await deleteOne(client, bucket, version, context, tally);
}

// OSS API reference 20220713, DeleteMultipleObjects: at most 1,000 objects and 2 MB.
async function deleteTogether(
  client: OssClient,
  bucket: string,
  versions: ObjectVersion[],
  context: Context,
  tally: Tally,
): Promise<void> {
  const body = encodeDelete(versions);
  if (Buffer.byteLength(body) > MOST_BYTES) {
    const half = Math.ceil(versions.length / 2);
    await deleteTogether(client, bucket, versions.slice(0, half), context, tally);
    return deleteTogether(client, bucket, versions.slice(half), context, tally);
  }
  const operation = "DeleteMultipleObjects";
  const response = await client.send({
    operation,
    method: "POST",
    bucket,
    query: { delete: true, "encoding-type": "url" },
    body,
    contentMd5: true,
    // Deleting what is deleted already is success.
    idempotent: true,
    signal: context.signal,
  });
  const deleted = decoding(operation, bucket, response, () => decodeDeleted(response.text));
  const missing = deleted.length === versions.length ? [] : without(versions, deleted);
  tally.add("version", versions.length - missing.length);
  // The answer names what was deleted and says nothing about the rest; asked for by itself, OSS says why.
  for (const version of missing) await deleteOne(client, bucket, version, context, tally);
}

function without(versions: ObjectVersion[], deleted: ObjectVersion[]): ObjectVersion[] {
  const name = ({ key, versionId = "" }: ObjectVersion): string => `${versionId}/${key}`;
  const gone = new Set(deleted.map(name));
  return versions.filter((version) => !gone.has(name(version)));
}

// OSS API reference 20220713, DeleteObject.
async function deleteOne(
  client: OssClient,
  bucket: string,
  { key, versionId }: ObjectVersion,
  context: Context,
  tally: Tally,
): Promise<void> {
  const query = versionId === undefined ? undefined : { versionId };
  try {
    await write(client, { operation: "DeleteObject", method: "DELETE", bucket, key, query, signal: context.signal });
  } catch (error) {
    if (!hasCode(error, ["NoSuchKey", "NoSuchVersion"])) throw error;
  }
  tally.add("version", 1);
}
