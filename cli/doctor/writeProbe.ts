// The one check that writes, and only when asked to: a small object that is made, read and removed again.
import { randomBytes } from "node:crypto";
import type { OssClient } from "../../provider/oss/client";
import { OssError } from "../../provider/oss/errors";
import { decodeWorm } from "../../provider/oss/wire/worm";
import { answered } from "./credentials";
import type { Facts } from "./facts";
import { broken, type Check, type Finding, type Missing, ok, skipped } from "./types";

export const writeTestCheck: Check = {
  id: "write-test",
  group: "permissions",
  about: "writes, reads and removes a temporary object; only with --write-test BUCKET",
  limitMs: 60_000,
  cleansUp: true,
  run: writeTest,
};

async function writeTest(facts: Facts, signal: AbortSignal): Promise<Finding> {
  const bucket = facts.writeTest;
  if (bucket === undefined) return skipped("writes are tried with --write-test BUCKET only");
  const client = await facts.client();
  const kept = await retention(client, bucket, signal);
  if (kept) return kept;
  const key = `.granary-doctor-${randomBytes(8).toString("hex")}`;
  const text = "A write test of granary doctor. It may be deleted.\n";
  let version: string | undefined;
  let finding: Finding;
  let action = "oss:PutObject";
  try {
    const headers = { "content-type": "text/plain", "x-oss-forbid-overwrite": "true" };
    const put = await client.send({ operation: "PutObject", method: "PUT", bucket, key, headers, body: text, signal });
    version = put.headers["x-oss-version-id"];
    action = "oss:GetObject";
    const got = await client.send({ operation: "GetObject", method: "GET", bucket, key, signal });
    finding = got.text === text ? ok(`an object in ${bucket} was written, read and removed`) : changed(bucket);
  } catch (error) {
    if (signal.aborted) finding = skipped("the doctor was stopped");
    else finding = refused(error, bucket, action);
  }
  // Whatever came before, a stop included: even a write that failed may have been carried out.
  try {
    await remove(client, bucket, key, version);
  } catch (error) {
    const left = refused(error, bucket, version ? "oss:DeleteObjectVersion" : "oss:DeleteObject");
    return { ...left, message: `${left.message}; remove ${key} from ${bucket} by hand` };
  }
  return finding;
}

/** What a retention policy holds could not be removed again. OSS API reference 20220713, GetBucketWorm. */
async function retention(client: OssClient, bucket: string, signal: AbortSignal): Promise<Finding | undefined> {
  try {
    const request = { operation: "GetBucketWorm", method: "GET" as const, bucket, signal };
    const { state, days } = decodeWorm((await client.send({ ...request, query: { worm: true } })).text);
    if (state === "Expired") return undefined;
    return skipped(`${bucket} has a retention policy of ${days} days (${state}): the object could not be removed`);
  } catch (error) {
    if (error instanceof OssError && error.status === 404 && error.code !== "NoSuchBucket") return undefined;
    return refused(error, bucket, "oss:GetBucketWorm");
  }
}

/** OSS API reference 20220713, DeleteObject: with versionId nothing stays, without it a versioned bucket keeps a marker. */
async function remove(client: OssClient, bucket: string, key: string, version: string | undefined): Promise<void> {
  const query = version === undefined || version === "null" ? undefined : { versionId: version };
  await client.send({ operation: "DeleteObject", method: "DELETE", bucket, key, query });
}

function changed(bucket: string): Finding {
  const remedy = "look for a proxy that changes bodies";
  return broken(`what was read from ${bucket} is not what was written`, remedy);
}

function refused(error: unknown, bucket: string, action: string): Finding {
  if (!(error instanceof OssError)) throw error;
  // Actions on objects need the objects as resource, those on the bucket the bucket itself.
  const resource = /Object/.test(action) ? `${bucket}/*` : bucket;
  const missing: Missing[] = [{ action, buckets: [resource] }];
  const finding = broken(answered(error), error.advice ?? `allow ${action} on ${resource}`);
  return error.code === "AccessDenied" ? { ...finding, missing } : finding;
}
