/** Transfer acceleration of a bucket. OSS API reference 20220713, sections 7.5.1 and 7.5.2. */
import type { Store } from "../../store/store";
import type { TransferAccelerationDocument } from "../documents";
import { fail } from "../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../operation";
import { exactBoolean, present } from "./fields";
import { acceleratedRulesTo } from "./replication/state";

/** "Transfer acceleration takes effect within 30 minutes after it is enabled" (L2979). */
const DELAY_MS = 30 * 60 * 1000;

const BODY = { root: "TransferAccelerationConfiguration", shape: { Enabled: "text" } } as const;

interface Stored extends TransferAccelerationDocument {
  /** Milliseconds since 1970. */
  enabledAt?: number;
}

/** Whether the accelerate endpoint serves the bucket by now. */
export function accelerated(store: Store, bucket: string, now: Date): boolean {
  const stored = store.getDocument<Stored>(bucket, "transferAcceleration");
  return stored?.enabled === true && now.getTime() >= (stored.enabledAt ?? 0) + DELAY_MS;
}

// OSS API reference 20220713, PutBucketTransferAcceleration: anything but true and false is MalformedXML (L3024). Its table prints AccessDenied with 404 (L3023), a misprint
// for 403. TransferAccAlreadyInUse stands under DeleteBucketReplication (L4061), yet is about disabling acceleration of
// the destination of a rule that uses it.
function putBucketTransferAcceleration(ctx: Context): Reply {
  const bucket = theBucket(ctx);
  const enabled = present(exactBoolean(bodyOf(ctx, BODY).Enabled, "Enabled"), "Enabled");
  const [source] = enabled ? [] : acceleratedRulesTo(ctx.store, bucket, ctx.now);
  if (source !== undefined) {
    throw fail("TransferAccAlreadyInUse", { SourceBucket: source, DestinationBucket: bucket.name });
  }
  const before = ctx.store.getDocument<Stored>(bucket.name, "transferAcceleration");
  const enabledAt = before?.enabled === true ? before.enabledAt : ctx.now.getTime();
  const stored: Stored = { enabled, enabledAt: enabled ? enabledAt : undefined };
  ctx.store.putDocument(bucket.name, "transferAcceleration", stored);
  return { status: 200 };
}

// OSS API reference 20220713, GetBucketTransferAcceleration: 404 only when it was never configured (L3087).
function getBucketTransferAcceleration(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const document = ctx.store.getDocument(bucket, "transferAcceleration");
  if (document === undefined) {
    throw fail("NoSuchTransferAccelerationConfiguration", { BucketName: bucket });
  }
  return { status: 200, xml: ["TransferAccelerationConfiguration", [["Enabled", document.enabled]]] };
}

const ROW = { level: "bucket", subresource: "transferAcceleration", verified: "sdk" } as const;

export const transferAccelerationOperations: readonly Operation[] = [
  {
    ...ROW,
    name: "PutBucketTransferAcceleration",
    method: "PUT",
    body: BODY,
    source: "L2952",
    handle: putBucketTransferAcceleration,
  },
  {
    ...ROW,
    name: "GetBucketTransferAcceleration",
    method: "GET",
    // The text names this permission for the query too (L3032).
    action: "oss:PutBucketTransferAcceleration",
    source: "L3026",
    handle: getBucketTransferAcceleration,
  },
];
