/**
 * Retention policy (WORM) of a bucket: none -> InProgress for 24 hours -> Locked, or none again.
 * OSS API reference 20220713, sections 7.2.1 to 7.2.5. It has no error table; the codes are those of the vendor's
 * pages of HTTP 400, 403 and 404 errors, at the places where the tests of its SDKs meet them.
 */
import { randomBytes } from "node:crypto";
import type { Store } from "../../store/store";
import { fail, invalidArgument } from "../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../operation";
import { isoTime } from "../time";
import { present } from "./fields";

/** "24 hours after the retention policy is enabled: if it is not locked, the policy becomes invalid" (L2181). */
const LOCK_WINDOW_MS = 24 * 60 * 60 * 1000;
/** One day to 70 years (L2136). */
const MOST_DAYS = 25_550;

export interface Worm {
  wormId: string;
  state: "InProgress" | "Locked";
  retentionPeriodInDays: number;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** The policy in effect: an unlocked one protects for 24 hours and is then gone (L2178, L2181). */
export function wormOf(store: Store, bucket: string, now: Date): Worm | undefined {
  const worm = store.getDocument<Worm>(bucket, "worm");
  const lapsed = worm?.state === "InProgress" && now.getTime() >= worm.createdAt + LOCK_WINDOW_MS;
  return lapsed ? undefined : worm;
}

const INITIATE = { root: "InitiateWormConfiguration", shape: { RetentionPeriodInDays: "text" } } as const;
const EXTEND = { root: "ExtendWormConfiguration", shape: { RetentionPeriodInDays: "text" } } as const;

// OSS API reference 20220713, InitiateBucketWorm: the id is in the response header only (L2168).
function initiateBucketWorm(ctx: Context): Reply {
  const bucket = theBucket(ctx);
  const days = daysOf(bodyOf(ctx, INITIATE).RetentionPeriodInDays);
  // "Versioning cannot be configured with retention policies or mirroring-based back-to-origin at the same time"
  // (L2139); the vendor's error pages name EC 0027-00000003 for versioning, and no code.
  if (bucket.versioning !== "") {
    throw fail(
      "InvalidRequest",
      { BucketName: bucket.name },
      { message: "A retention policy cannot be configured for a bucket with versioning.", ec: "0027-00000003" },
    );
  }
  const rules = ctx.store.getDocument(bucket.name, "website")?.routingRules ?? [];
  if (rules.some((rule) => rule.redirect.redirectType === "Mirror")) {
    throw fail(
      "InvalidRequest",
      { BucketName: bucket.name },
      { message: "A retention policy cannot be configured for a bucket with mirroring-based back-to-origin." },
    );
  }
  const existing = wormOf(ctx.store, bucket.name, ctx.now);
  if (existing !== undefined) {
    throw fail(existing.state === "Locked" ? "WORMConfigurationLocked" : "InvalidWORMConfiguration", {
      BucketName: bucket.name,
    });
  }
  const worm: Worm = {
    wormId: randomBytes(10).toString("hex").toUpperCase().slice(0, 19),
    state: "InProgress",
    retentionPeriodInDays: days,
    createdAt: ctx.now.getTime(),
  };
  ctx.store.putDocument(bucket.name, "worm", worm);
  return { status: 200, headers: { "x-oss-worm-id": worm.wormId } };
}

function daysOf(text: string | undefined): number {
  const value = present(text, "RetentionPeriodInDays");
  if (!/^[1-9][0-9]{0,9}$/.test(value) || Number(value) > MOST_DAYS) {
    const message = `RetentionPeriodInDays must be a whole number from 1 to ${MOST_DAYS}.`;
    throw invalidArgument("RetentionPeriodInDays", value, message);
  }
  return Number(value);
}

// OSS API reference 20220713, AbortBucketWorm: deletes an unlocked policy. "To delete the retention policy, the bucket
// must be empty" (L2183) is about the locked one, which goes with its bucket.
function abortBucketWorm(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const worm = wormOf(ctx.store, bucket, ctx.now);
  if (worm === undefined) {
    throw fail("NoSuchWORMConfiguration", { BucketName: bucket });
  }
  if (worm.state === "Locked") {
    throw fail("WORMConfigurationLocked", { BucketName: bucket });
  }
  ctx.store.deleteDocument(bucket, "worm");
  return { status: 204 };
}

// OSS API reference 20220713, CompleteBucketWorm: locks the policy, for good.
function completeBucketWorm(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const worm = addressed(ctx);
  if (worm.state === "Locked") {
    throw fail("WORMConfigurationLocked", { BucketName: bucket });
  }
  ctx.store.putDocument(bucket, "worm", { ...worm, state: "Locked" });
  return { status: 200 };
}

// OSS API reference 20220713, ExtendBucketWorm: the new total of days of a locked policy, only upwards (L2180).
function extendBucketWorm(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const worm = addressed(ctx);
  const days = daysOf(bodyOf(ctx, EXTEND).RetentionPeriodInDays);
  if (worm.state !== "Locked" || days <= worm.retentionPeriodInDays) {
    throw fail("InvalidWORMConfiguration", { BucketName: bucket });
  }
  ctx.store.putDocument(bucket, "worm", { ...worm, retentionPeriodInDays: days });
  return { status: 200 };
}

/** The policy that ?wormId= names; 404 when it does not exist (L2238). */
function addressed(ctx: Context): Worm {
  const bucket = theBucket(ctx).name;
  const worm = wormOf(ctx.store, bucket, ctx.now);
  if (worm === undefined) {
    throw fail("NoSuchWORMConfiguration", { BucketName: bucket });
  }
  if (worm.wormId !== ctx.query.get("wormId")) {
    throw fail("NoSuchWORMConfiguration", { BucketName: bucket }, { message: "The specified WORM ID does not exist." });
  }
  return worm;
}

// OSS API reference 20220713, GetBucketWorm: 404 when there is none (L2283). The sample of CreationDate has no zone
// (L2327); the vendor's Java SDK reads no other form than that of all other times in OSS.
function getBucketWorm(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const worm = wormOf(ctx.store, bucket, ctx.now);
  if (worm === undefined) {
    throw fail("NoSuchWORMConfiguration", { BucketName: bucket });
  }
  return {
    status: 200,
    xml: [
      "WormConfiguration",
      [
        ["WormId", worm.wormId],
        ["State", worm.state],
        ["RetentionPeriodInDays", worm.retentionPeriodInDays],
        ["CreationDate", isoTime(worm.createdAt)],
      ],
    ],
  };
}

const ROW = { level: "bucket", hns: false, verified: "sdk" } as const;

export const wormOperations: readonly Operation[] = [
  {
    ...ROW,
    name: "InitiateBucketWorm",
    method: "POST",
    subresource: "worm",
    body: INITIATE,
    source: "L2130",
    handle: initiateBucketWorm,
  },
  {
    ...ROW,
    name: "AbortBucketWorm",
    method: "DELETE",
    subresource: "worm",
    source: "L2172",
    handle: abortBucketWorm,
  },
  {
    ...ROW,
    name: "CompleteBucketWorm",
    method: "POST",
    subresource: "wormId",
    source: "L2202",
    handle: completeBucketWorm,
  },
  {
    ...ROW,
    name: "ExtendBucketWorm",
    method: "POST",
    subresource: "wormExtend",
    query: { wormId: true },
    body: EXTEND,
    source: "L2234",
    handle: extendBucketWorm,
  },
  { ...ROW, name: "GetBucketWorm", method: "GET", subresource: "worm", source: "L2279", handle: getBucketWorm },
];
