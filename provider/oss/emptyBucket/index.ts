// Emptying a bucket before it is deleted. Every list begins with what is still there and is deleted page by page as it
// comes: memory stays constant whatever the bucket holds, and after a failure another destroy goes on where this one
// stopped.
import type { ServiceError } from "../../http/errors";
import type { Context } from "../../kit/define";
import { hasCode } from "../bucketConfig";
import { readBucketInfo } from "../bucketInfo";
import type { OssClient } from "../client";
import { deleteChannels } from "./channels";
import { deleteTree, listLevel } from "./directories";
import { unfinished } from "./failure";
import { pause } from "./parallel";
import { createTally, type Tally } from "./tally";
import { abortUploads } from "./uploads";
import { deleteVersions, versionsPage } from "./versions";

/** How often the lists are gone through while something else writes into the bucket, or they lag behind. */
const ROUNDS = 5;
const BETWEEN_MS = 1000;

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

/**
 * Deletes everything in the bucket, then the bucket: versions, delete markers, objects, directories, unfinished
 * uploads, and LiveChannels where it is these that still keep it. DeleteBucket itself is the check that nothing is left.
 */
export async function emptyAndDelete(
  client: OssClient,
  bucket: string,
  context: Context,
  deleteBucket: () => Promise<void>,
): Promise<void> {
  const tally = createTally(bucket, context);
  try {
    const { hierarchicalNamespace } = await readBucketInfo(client, bucket, context);
    await emptyInRounds(client, bucket, hierarchicalNamespace, context, tally, deleteBucket);
  } catch (error) {
    // Someone else was faster: absent is success.
    if (hasCode(error, ["NoSuchBucket"])) return;
    throw await unfinished(client, bucket, context, tally, error);
  }
  context.progress(`bucket ${bucket} emptied and deleted: ${tally.text()} in ${tally.elapsed()}`);
}

async function emptyInRounds(
  client: OssClient,
  bucket: string,
  hierarchical: boolean,
  context: Context,
  tally: Tally,
  deleteBucket: () => Promise<void>,
): Promise<void> {
  for (let round = 1; ; round++) {
    const before = tally.total();
    // Few buckets have LiveChannels, and not every key may list them: they are looked for when all else is gone.
    if (round > 1 && !hierarchical) await deleteChannels(client, bucket, context, tally);
    // First what a retention policy may refuse: then nothing else is lost.
    if (hierarchical) await deleteTree(client, bucket, context, tally);
    else await deleteVersions(client, bucket, context, tally);
    await abortUploads(client, bucket, context, tally);
    try {
      return await deleteBucket();
    } catch (error) {
      if (!hasCode(error, ["BucketNotEmpty"])) throw error;
      if (round === ROUNDS) throw stillNotEmpty(error as ServiceError, tally.total() > before);
    }
    if (round > 1) await pause(BETWEEN_MS, context.signal, "DeleteBucket", bucket);
  }
}

/** Without the advice of the code, which is to do what was just done. */
function stillNotEmpty({ operation, resource, code, status, requestId }: ServiceError, growing: boolean): Error {
  const why = growing
    ? "something writes into it faster than it is emptied: stop that"
    : "what is in it shows in none of its lists: look at it in the console of OSS";
  return new Error(
    `${operation} on ${resource}: ${code} (${status}) although the bucket was emptied ${ROUNDS} times; request ${requestId}; ${why}`,
  );
}
