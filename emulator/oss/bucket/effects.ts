/** What the configurations of a bucket do to requests for other things: its objects, or the endpoint they come by. */
import type { BucketRow } from "../../store/rows";
import type { Store } from "../../store/store";
import { fail } from "../errors";
import type { Context, Identity, Operation } from "../operation";
import { DAY_MS } from "./lifecycle/due";
import { expireObjects } from "./lifecycle/expire";
import { accelerated } from "./transferAcceleration";
import { wormOf } from "./worm";

/** Object operations that replace an object. Those that delete ask for themselves, key by key. */
const OVERWRITING: ReadonlySet<string> = new Set(["PutObject", "CopyObject", "CompleteMultipartUpload"]);

interface Asked {
  operation: Operation;
  identity: Identity;
  key?: string;
  headers: Context["headers"];
  host: string;
}

/** Runs due lifecycle rules, then refuses what request payment, transfer acceleration or the retention policy forbid. */
export function applyConfigurations(store: Store, bucket: BucketRow, asked: Asked, now: Date): void {
  checkPayer(store, bucket, asked);
  if (/(^|\.)oss-accelerate(-overseas)?\./.test(asked.host) && !accelerated(store, bucket.name, now)) {
    throw fail("TransferAccelerationDisabled", { BucketName: bucket.name });
  }
  expireObjects(store, bucket, now);
  if (asked.key !== undefined && OVERWRITING.has(asked.operation.name)) {
    checkImmutable(store, bucket.name, asked.key, now);
  }
}

/**
 * OSS API reference 20220713, PutBucketRequestPayment: where the requester pays, anonymous users are rejected (L6173),
 * and others than the owner must send `x-oss-request-payer: requester` with POST, GET and HEAD (L6179-6183).
 */
function checkPayer(store: Store, bucket: BucketRow, { identity, operation, headers }: Asked): void {
  if (identity.ownerId === bucket.ownerId || operation.method === "OPTIONS") {
    return;
  }
  if (store.getDocument(bucket.name, "requestPayment")?.payer !== "Requester") {
    return;
  }
  const agrees = headers["x-oss-request-payer"] === "requester" || ["PUT", "DELETE"].includes(operation.method);
  if (identity.anonymous || !agrees) {
    const message = "The requester pays for this bucket: sign the request and send x-oss-request-payer: requester.";
    throw fail("AccessDenied", { BucketName: bucket.name }, { message, ec: "" });
  }
}

/** 409 FileImmutable while the retention policy protects the object of that key (L2138; PutObject, L7758). */
export function checkImmutable(store: Store, bucket: string, key: string, now: Date): void {
  const worm = wormOf(store, bucket, now);
  const version = worm && store.versions.current(bucket, key);
  if (worm && version && now.getTime() < version.modifiedAt + worm.retentionPeriodInDays * DAY_MS) {
    throw fail("FileImmutable", { BucketName: bucket, Key: key });
  }
}
