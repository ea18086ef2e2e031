import { z } from "zod";
import { type Context, resource } from "../kit/define";
import { same } from "../kit/diff";
import { PartialFailure } from "../kit/errors";
import { liveInputs } from "../kit/observe";
import { field, shapeOf } from "../kit/shape";
import { bearingOf } from "./bearings";
import { decoding, hasCode, reportUnwritable } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName, byteLength, ownerBucket } from "./fields";
import { pause } from "./pause";
import { decodeReplication, encodeReplication, encodeRuleId, type ReplicationRule } from "./wire/replication";
import { write } from "./write";

const inputs = {
  bucket: ownerBucket,
  targetBucket: field(bucketName, {
    doc: "Bucket that objects are copied to: another bucket of the same account.",
    replaces: true,
  }),
  targetLocation: field(z.string().regex(/^oss-/, "must have the form oss-cn-hangzhou"), {
    doc: "Data centre of the target bucket, `oss-cn-beijing`.",
  }),
  transferType: field(z.enum(["internal", "oss_acc"]).optional(), {
    doc: "`internal`: Alibaba Cloud's network. `oss_acc`: transfer acceleration, across regions only. Default: `internal`.",
    serviceDefault: "internal",
  }),
  prefixes: field(
    z
      .array(
        z
          .string()
          .min(1)
          .refine((prefix) => byteLength(prefix) <= 1023, "has more than 1023 bytes"),
      )
      .max(10)
      .optional(),
    {
      doc: "Only objects whose names start with one of these are copied: at most 10, each at most 1,023 bytes, none the start of another. Default: all.",
      unordered: true,
    },
  ),
  action: field(z.enum(["ALL", "PUT"]).optional(), {
    doc: "`ALL`: writes and deletions. `PUT`: writes only. Default: `ALL`.",
    serviceDefault: "ALL",
  }),
  historicalObjectReplication: field(z.enum(["enabled", "disabled"]).optional(), {
    doc: "Whether objects that exist already are copied too. Default: `enabled`.",
    serviceDefault: "enabled",
  }),
  syncRole: field(z.string().min(1).optional(), {
    doc: "RAM role that OSS takes on to copy. Required with `sseKmsEncryptedObjects: Enabled`. Default: none.",
    lossy: true,
  }),
  sseKmsEncryptedObjects: field(z.enum(["Enabled", "Disabled"]).optional(), {
    doc: "Whether objects encrypted with KMS are copied. Default: `Disabled`.",
    serviceDefault: "Disabled",
    lossy: true,
  }),
  replicaKmsKeyId: field(z.string().min(1).optional(), {
    doc: "Key that encrypts the copies. Required with `sseKmsEncryptedObjects: Enabled`. Default: none.",
    lossy: true,
  }),
};

const outputs = { ruleId: field(z.string(), { doc: "Id that OSS gave the rule.", volatile: true }) };

/** A replication rule. OSS API reference 20220713, PutBucketReplication to DeleteBucketReplication. */
export const bucketReplication = resource<typeof inputs, typeof outputs, OssClient, "bucket" | "targetBucket">({
  token: "oss:BucketReplication",
  key: ["bucket", "targetBucket"],
  manual: {
    summary:
      "A replication rule: objects of a bucket are copied to another bucket, in the same region or another. One rule per pair of buckets.",
    source:
      "OSS API reference 20220713, 7.7 replication (PutBucketReplication, GetBucketReplication, DeleteBucketReplication)",
    destroy: "Deletes the rule; objects that were copied stay. OSS clears the rule in the background.",
    permissions: ["oss:PutBucketReplication", "oss:GetBucketReplication", "oss:DeleteBucketReplication"],
    traps: [
      "OSS has no operation that changes a rule: Granary deletes it, waits until OSS has cleared it, and adds it anew. Bound the wait with `customTimeouts`.",
      "Both buckets must have the same versioning, else OSS refuses the rule: put the BucketVersioning of both in front with `dependsOn`.",
      "A setting that the reference of 2022 does not have (replication time control) is lost when the rule is changed.",
      "Answers leave out `sseKmsEncryptedObjects` and `replicaKmsKeyId`, and `syncRole` unless KMS is used; a change of them by someone else is not seen.",
      "A bucket with a hierarchical namespace has no replication.",
    ],
    example: { bucket: "${bucket.bucket}", targetBucket: "${replica.bucket}", targetLocation: "${replica.location}" },
  },
  inputs,
  outputs,
  rules(values, report) {
    if (values.bucket === values.targetBucket) report(["targetBucket"], "must be another bucket");
    const prefixes = (values.prefixes ?? []).filter((prefix) => typeof prefix === "string");
    for (const [i, prefix] of prefixes.entries()) {
      const other = prefixes.slice(0, i).find((each) => prefix.startsWith(each) || each.startsWith(prefix));
      if (other === undefined) continue;
      const index = values.prefixes!.lastIndexOf(prefix);
      report(["prefixes", index], `"${prefix}" overlaps with "${other}"; prefixes must not overlap`);
    }
    reportUnwritable(values, report);
    if (values.sseKmsEncryptedObjects !== "Enabled") return;
    for (const name of ["syncRole", "replicaKmsKeyId"] as const) {
      if (!values[name]) report([name], "is required with sseKmsEncryptedObjects Enabled");
    }
  },
  bearing: ({ bucket }) => bearingOf(bucket, ["replication"]),
  describe: ({ bucket, targetBucket }) => `the replication of bucket ${bucket} to ${targetBucket}`,

  async observe(client, { bucket, targetBucket }, context) {
    const rule = await find(client, { bucket, targetBucket }, context);
    if (!rule || rule.status === "closing") return undefined;
    const { id, status: _, ...live } = rule;
    return { bucket, ...live, ruleId: id ?? "" };
  },

  async apply(client, desired, context, { prior }) {
    if (prior?.ruleId) await removeRule(client, desired, String(prior.ruleId), context);
    const standing = await add(client, desired, context, prior !== undefined);
    if (standing) return { ruleId: standing.id ?? "" };
    // The documented answer does not tell the id: it is known by reading only.
    const rule = await find(client, desired, context).catch((error: Error) => {
      const id = `${desired.bucket}/${desired.targetBucket}`;
      throw new PartialFailure(id, [error.message], {}, { cause: error });
    });
    return { ruleId: rule?.id ?? "" };
  },

  async remove(client, pair, context, state) {
    try {
      const id = state.ruleId || (await find(client, pair, context))?.id;
      if (id) await removeRule(client, pair, String(id), context);
    } catch (error) {
      if (!hasCode(error, ["NoSuchBucket", "NoSuchReplicationConfiguration"])) throw error;
    }
  },
});

interface Pair {
  bucket: string;
  targetBucket: string;
}

async function find(
  client: OssClient,
  { bucket, targetBucket }: Pair,
  context: Context,
): Promise<ReplicationRule | undefined> {
  const operation = "GetBucketReplication";
  try {
    const query = { replication: true } as const;
    const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
    const rules = decoding(operation, bucket, response, () => decodeReplication(response.text));
    return rules.find((rule) => rule.targetBucket === targetBucket);
  } catch (error) {
    if (hasCode(error, ["NoSuchReplicationConfiguration", "NoSuchBucket"])) return undefined;
    throw error;
  }
}

/** Deletes the rule of a pair; where someone made another one in its place, that one. */
async function removeRule(client: OssClient, pair: Pair, id: string, context: Context): Promise<void> {
  const { bucket } = pair;
  try {
    await write(client, {
      operation: "DeleteBucketReplication",
      method: "POST",
      bucket,
      query: { replication: true, comp: "delete" },
      body: encodeRuleId(id),
      // 200 also when there is no rule, 204 when it is closing already.
      idempotent: true,
      signal: context.signal,
    });
  } catch (error) {
    if (!hasCode(error, ["NoSuchReplicationRule"])) throw error;
    const other = await find(client, pair, context);
    if (other?.id && other.id !== id) await removeRule(client, pair, other.id, context);
  }
}

/**
 * Adds the rule. A deleted rule stays in state `closing` for a while, and a new one for the same pair is refused until
 * it is gone. Returns a rule that stands already as it is wanted, the work of a request whose answer was lost, or the
 * one that was made where OSS tells its id in a header, as it does today; else undefined.
 *
 * @param owned whether another rule of the pair may be replaced
 */
async function add(
  client: OssClient,
  desired: Pair & Omit<ReplicationRule, "id">,
  context: Context,
  owned: boolean,
): Promise<ReplicationRule | undefined> {
  const { bucket, targetBucket } = desired;
  const operation = "PutBucketReplication";
  for (let attempt = 0; ; attempt++) {
    try {
      const { headers } = await write(client, {
        operation,
        method: "POST",
        bucket,
        query: { replication: true, comp: "add" },
        body: encodeReplication(desired),
        signal: context.signal,
      });
      const id = headers["x-oss-replication-rule-id"];
      return id ? { ...desired, id } : undefined;
    } catch (error) {
      if (!hasCode(error, ["BucketReplicationAlreadyExist"])) throw error;
      const standing = await find(client, desired, context);
      if (standing && standing.status !== "closing") {
        if (isAsWanted(standing, desired)) return standing;
        if (!owned) throw error;
        await removeRule(client, desired, standing.id ?? "", context);
      }
    }
    const until = `OSS has cleared the old replication rule of ${bucket} to ${targetBucket}`;
    await pause(attempt, context, { operation, resource: bucket, until });
  }
}

function isAsWanted({ id: _, status: __, ...standing }: ReplicationRule, desired: Pair): boolean {
  const shape = shapeOf(inputs);
  const live = { bucket: desired.bucket, ...standing };
  return same(shape, liveInputs(shape, live, desired), desired);
}
