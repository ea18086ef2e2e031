import { z } from "zod";
import { int, readXml, text, writeXml } from "../http/xml";
import { type Context, resource } from "../kit/define";
import { AlreadyExists, PartialFailure } from "../kit/errors";
import { field } from "../kit/shape";
import { bearingOf } from "./bearings";
import { decoding, hasCode } from "./bucketConfig";
import type { OssClient } from "./client";
import { ownerBucket } from "./fields";
import { headerOf, write } from "./write";

const inputs = {
  bucket: ownerBucket,
  retentionPeriodInDays: field(z.int().min(1).max(25_550), {
    doc: "How long an object can't be changed or deleted after it was last written, in days: 1 day to 70 years (25,550). Once locked it can only be prolonged.",
  }),
  locked: field(z.boolean().optional(), {
    doc: "Lock the policy. **A lock can't be undone**, neither by Granary nor by Alibaba Cloud. A policy that is not locked within 24 hours becomes invalid. Default: false.",
    serviceDefault: false,
  }),
};

const outputs = {
  wormId: field(z.string(), {
    doc: "Id of the policy. A new period before the lock makes a new policy.",
    volatile: true,
  }),
};

/** Retention policy (WORM). OSS API reference 20220713, InitiateBucketWorm to GetBucketWorm. */
export const bucketRetentionPolicy = resource<typeof inputs, typeof outputs, OssClient, "bucket">({
  token: "oss:BucketRetentionPolicy",
  key: ["bucket"],
  manual: {
    summary:
      "A retention policy (WORM): objects can be written and read, but not changed or deleted until their time is over. It protects from its creation on; within 24 hours it has to be locked or it lapses.",
    source:
      "OSS API reference 20220713, 7.2 retention policy (InitiateBucketWorm, CompleteBucketWorm, ExtendBucketWorm, AbortBucketWorm, GetBucketWorm)",
    destroy:
      "Deletes a policy that is not locked. A locked one can't be deleted: destroy fails and says so, and `retainOnDelete` or `pulumi state delete` leaves it in place.",
    permissions: [
      "oss:InitiateBucketWorm",
      "oss:CompleteBucketWorm",
      "oss:ExtendBucketWorm",
      "oss:AbortBucketWorm",
      "oss:GetBucketWorm",
    ],
    traps: [
      "An unlocked policy lapses 24 hours after its creation; a refresh then shows it as gone.",
      "A retention policy excludes versioning and website rules that mirror, in both directions.",
      "A bucket with a hierarchical namespace has no retention policy.",
      "While objects are protected the bucket can't be emptied or deleted, `forceDestroy` or not.",
    ],
    example: { bucket: "${bucket.bucket}", retentionPeriodInDays: 30 },
  },
  inputs,
  outputs,
  bearing: ({ bucket }) => bearingOf(bucket, ["a retention policy"]),
  describe: ({ bucket }) => `the retention policy of bucket ${bucket}`,

  changes(olds, news, report) {
    if (!olds.locked) return;
    if (!news.locked) report(["locked"], "can't be undone: the retention policy is locked");
    if (news.retentionPeriodInDays < olds.retentionPeriodInDays) {
      report(
        ["retentionPeriodInDays"],
        `${news.retentionPeriodInDays} is shorter than ${olds.retentionPeriodInDays}: a locked retention policy can only be prolonged`,
      );
    }
  },

  // A policy that is as wanted but not locked yet is what a create leaves that was cut short.
  async create(client, desired, context) {
    const standing = await observe(client, desired.bucket, context);
    const differing = standing && [
      ...(standing.retentionPeriodInDays === desired.retentionPeriodInDays ? [] : ["retentionPeriodInDays"]),
      ...(standing.locked && !desired.locked ? ["locked"] : []),
    ];
    if (differing?.length) {
      throw new AlreadyExists(
        `bucket ${desired.bucket} has a retention policy already that differs at ${differing.join(", ")}; nothing was changed. Import it (pulumi import granary:oss:BucketRetentionPolicy NAME ${desired.bucket})`,
      );
    }
    return apply(client, desired, context, standing);
  },

  observe: (client, { bucket }, context) => observe(client, bucket, context),
  apply: (client, desired, context, { prior }) => apply(client, desired, context, prior as Standing | undefined),

  async remove(client, { bucket }, context, state) {
    if (state.locked !== true) return abort(client, bucket, context);
    // A locked one goes with its bucket only.
    if (!(await observe(client, bucket, context))) return;
    throw new Error(
      `the retention policy of bucket ${bucket} is locked and can't be deleted; it stays until every object has outlived its ${state.retentionPeriodInDays} days. Take it out of the stack with pulumi state delete, or set retainOnDelete`,
    );
  },
});

interface Policy {
  bucket: string;
  retentionPeriodInDays: number;
  locked?: boolean;
}

interface Standing extends Policy {
  wormId: string;
}

async function observe(client: OssClient, bucket: string, context: Context): Promise<Standing | undefined> {
  const operation = "GetBucketWorm";
  const response = await client
    .send({ operation, method: "GET", bucket, query: { worm: true }, signal: context.signal })
    .catch((error: unknown) => {
      if (hasCode(error, ["NoSuchWORMConfiguration", "NoSuchBucket"])) return undefined;
      throw error;
    });
  if (!response) return undefined;
  return decoding(operation, bucket, response, () => {
    const root = readXml(response.text, "WormConfiguration", []);
    const state = text(root, "State");
    // An expired policy protects nothing: it is as good as gone.
    if (state === "Expired") return undefined;
    return {
      bucket,
      retentionPeriodInDays: int(root, "RetentionPeriodInDays") ?? 0,
      locked: state === "Locked",
      wormId: text(root, "WormId") ?? "",
    };
  });
}

async function apply(
  client: OssClient,
  { bucket, retentionPeriodInDays: days, locked }: Policy,
  context: Context,
  standing: Standing | undefined,
): Promise<{ wormId: string }> {
  const send = worm(client, bucket, context);
  if (standing?.locked) {
    const { wormId } = standing;
    if (days > standing.retentionPeriodInDays) {
      await send("ExtendBucketWorm", { wormId, wormExtend: true }, days).catch(async (error: Error) => {
        // Sent twice because the first answer was lost: it is that long already.
        const now = hasCode(error, ["InvalidWORMConfiguration"]) && (await observe(client, bucket, context));
        if (!now || now.retentionPeriodInDays !== days) throw error;
      });
    }
    return { wormId };
  }
  let wormId = standing?.wormId;
  if (!wormId || days !== standing?.retentionPeriodInDays) {
    // An unlocked policy has no operation that changes its period: it is given up for a new one.
    if (wormId) await abort(client, bucket, context);
    const operation = "InitiateBucketWorm";
    wormId = headerOf({ operation, bucket }, await send(operation, { worm: true }, days), "x-oss-worm-id");
  }
  if (locked) {
    await send("CompleteBucketWorm", { wormId }).catch((error: Error) => {
      // Sent twice because the first answer was lost: it is locked already.
      if (hasCode(error, ["WORMConfigurationLocked"])) return;
      const made = { wormId, retentionPeriodInDays: days, locked: false };
      throw new PartialFailure(bucket, [error.message], made, { cause: error });
    });
  }
  return { wormId };
}

function worm(client: OssClient, bucket: string, context: Context) {
  const roots: Record<string, string> = {
    InitiateBucketWorm: "InitiateWormConfiguration",
    ExtendBucketWorm: "ExtendWormConfiguration",
  };
  return (operation: string, query: Record<string, string | true>, days?: number) => {
    const root = roots[operation];
    const body = root && writeXml(root, [["RetentionPeriodInDays", days]]);
    return write(client, {
      operation,
      method: "POST",
      bucket,
      query,
      body,
      // Locking or prolonging twice comes to the same as once; initiating twice does not.
      idempotent: operation !== "InitiateBucketWorm",
      signal: context.signal,
    });
  };
}

async function abort(client: OssClient, bucket: string, context: Context): Promise<void> {
  try {
    await write(client, {
      operation: "AbortBucketWorm",
      method: "DELETE",
      bucket,
      query: { worm: true },
      signal: context.signal,
    });
  } catch (error) {
    if (!hasCode(error, ["NoSuchWORMConfiguration", "NoSuchBucket"])) throw error;
  }
}
