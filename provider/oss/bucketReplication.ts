import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { TransportError } from "../http/errors";
import { type Context, resource } from "../kit/define";
import { field } from "../kit/shape";
import { decoding, hasCode } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName, byteLength, ownerBucket } from "./fields";
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
      doc: "Only objects whose names start with one of these are copied: at most 10, each at most 1,023 bytes. Default: all.",
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
    doc: "RAM role that OSS takes on to copy. Required with `sseKmsEncryptedObjects: Enabled`.",
    lossy: true,
  }),
  sseKmsEncryptedObjects: field(z.enum(["Enabled", "Disabled"]).optional(), {
    doc: "Whether objects encrypted with KMS are copied. Default: `Disabled`.",
    serviceDefault: "Disabled",
    lossy: true,
  }),
  replicaKmsKeyId: field(z.string().min(1).optional(), {
    doc: "Key that encrypts the copies. Required with `sseKmsEncryptedObjects: Enabled`.",
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
      "Both buckets should have the same versioning: put their BucketVersioning in front with `dependsOn`.",
      "Answers leave out `sseKmsEncryptedObjects` and `replicaKmsKeyId`, and `syncRole` unless KMS is used; a change of them by someone else is not seen.",
      "A bucket with a hierarchical namespace has no replication.",
    ],
    example: { bucket: "${bucket.bucket}", targetBucket: "${replica.bucket}", targetLocation: "${replica.location}" },
  },
  inputs,
  outputs,
  rules(values, report) {
    if (values.bucket === values.targetBucket) report(["targetBucket"], "must be another bucket");
    if (values.sseKmsEncryptedObjects !== "Enabled") return;
    for (const name of ["syncRole", "replicaKmsKeyId"] as const) {
      if (!values[name]) report([name], "is required with sseKmsEncryptedObjects Enabled");
    }
  },
  describe: ({ bucket, targetBucket }) => `the replication of bucket ${bucket} to ${targetBucket}`,

  async observe(client, { bucket, targetBucket }, context) {
    const rule = await find(client, bucket, targetBucket, context);
    if (!rule || rule.status === "closing") return undefined;
    const { id, status: _, ...live } = rule;
    return { bucket, ...live, ruleId: id ?? "" };
  },

  async apply(client, desired, context, { prior }) {
    const { bucket, targetBucket } = desired;
    if (prior?.ruleId) await removeRule(client, bucket, String(prior.ruleId), context);
    const standing = await add(client, desired as ReplicationRule & { bucket: string }, context);
    if (standing) return { ruleId: standing.id ?? "" };
    // The answer has no body: the id is known by reading only.
    const rule = await find(client, bucket, targetBucket, context);
    return { ruleId: rule?.id ?? "" };
  },

  async remove(client, { bucket, targetBucket }, context, state) {
    try {
      const id = state.ruleId || (await find(client, bucket, targetBucket, context))?.id;
      if (id) await removeRule(client, bucket, String(id), context);
    } catch (error) {
      if (!hasCode(error, ["NoSuchBucket", "NoSuchReplicationRule", "NoSuchReplicationConfiguration"])) throw error;
    }
  },
});

async function find(
  client: OssClient,
  bucket: string,
  targetBucket: string,
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

async function removeRule(client: OssClient, bucket: string, id: string, context: Context): Promise<void> {
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
}

/**
 * Adds the rule. A deleted rule stays in state `closing` for a while, and a new one for the same pair is refused until
 * it is gone. Returns a rule that stands already: the work of a request whose answer was lost.
 */
async function add(
  client: OssClient,
  rule: ReplicationRule & { bucket: string },
  context: Context,
): Promise<ReplicationRule | undefined> {
  const { bucket, targetBucket } = rule;
  for (let seconds = 1; ; seconds = Math.min(seconds * 2, 15)) {
    try {
      await write(client, {
        operation: "PutBucketReplication",
        method: "POST",
        bucket,
        query: { replication: true, comp: "add" },
        body: encodeReplication(rule),
        signal: context.signal,
      });
      return undefined;
    } catch (error) {
      if (!hasCode(error, ["BucketReplicationAlreadyExist"])) throw error;
    }
    const standing = await find(client, bucket, targetBucket, context);
    if (standing && standing.status !== "closing") return standing;
    context.progress(`waiting until OSS has cleared the old replication rule of ${bucket} to ${targetBucket}`);
    await sleep(seconds * 1000, undefined, { signal: context.signal }).catch((cause: unknown) => {
      const detail = `${reasonOf(context.signal)}while OSS clears the old rule to ${targetBucket}`;
      throw new TransportError({ operation: "PutBucketReplication", resource: bucket, kind: "aborted", detail, cause });
    });
  }
}

/** Why it was aborted, where that is more than "it was". */
function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof Error && reason.name !== "AbortError" ? `${reason.message} ` : "";
}
