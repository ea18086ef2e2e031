import { z } from "zod";
import { readXml } from "../http/xml";
import { type Context, resource } from "../kit/define";
import { same } from "../kit/diff";
import { liveInputs } from "../kit/observe";
import { field, shapeOf } from "../kit/shape";
import { containsUnknown } from "../kit/values";
import { bearingOf } from "./bearings";
import { decoding, hasCode, reportUnwritable } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName, canonicalSet, distinct, overwrite, ownerBucket } from "./fields";
import { tellUnmanaged } from "./unmanaged";
import { decodeInventory, encodeInventory, type Inventory } from "./wire/inventory";
import { write } from "./write";

const inputs = {
  bucket: ownerBucket,
  inventoryId: field(z.string().min(1), { doc: "Id of the inventory, unique in the bucket.", replaces: true }),
  enabled: field(z.boolean().optional(), { doc: "Whether lists are made. Default: true.", serviceDefault: true }),
  prefix: field(z.string().optional(), {
    doc: "Only objects whose names start with this are listed. Default: all.",
    serviceDefault: "",
  }),
  frequency: field(z.enum(["Daily", "Weekly"]), { doc: "How often a list is made: `Daily` or `Weekly`." }),
  includedObjectVersions: field(z.enum(["All", "Current"]).optional(), {
    doc: "`All`: every version. `Current`: the current ones. Default: `Current`.",
    serviceDefault: "Current",
  }),
  optionalFields: field(
    z
      .array(z.enum(["Size", "LastModifiedDate", "ETag", "StorageClass", "IsMultipartUploaded", "EncryptionStatus"]))
      .optional(),
    { doc: "Columns besides bucket and name of the object. Default: none.", unordered: true, canonical: canonicalSet },
  ),
  destination: field(
    z.strictObject({
      bucket: field(bucketName, { doc: "Bucket that takes the lists, in the same region." }),
      accountId: field(z.string().min(1), { doc: "Account id of its owner." }),
      roleArn: field(
        z.string().regex(/^acs:ram::[^:]+:role\/.+$/, "must have the form acs:ram::<account id>:role/<role name>"),
        { doc: "RAM role that may read this bucket and write to that one: `acs:ram::<account id>:role/<role name>`." },
      ),
      format: field(z.enum(["CSV"]).optional(), {
        doc: "Format of the lists: `CSV` (gzip). Default: `CSV`.",
        serviceDefault: "CSV",
      }),
      prefix: field(z.string().optional(), {
        doc: "Start of the names of the lists. Default: empty.",
        serviceDefault: "",
      }),
      encryption: field(z.enum(["SSE-OSS", "SSE-KMS"]).optional(), {
        doc: "How lists are encrypted: `SSE-OSS` or `SSE-KMS`. Default: not at all.",
      }),
      kmsKeyId: field(z.string().min(1).optional(), {
        doc: "Key for `SSE-KMS`. Default: the key that KMS keeps for OSS.",
      }),
    }),
    { doc: "Where the lists go.", typeName: "BucketInventoryDestination" },
  ),
  overwrite,
};

const outputs = {};

/** An inventory: regular lists of the objects of a bucket. OSS API reference 20220713, PutBucketInventory. */
export const bucketInventory = resource<typeof inputs, typeof outputs, OssClient, "bucket" | "inventoryId">({
  token: "oss:BucketInventory",
  key: ["bucket", "inventoryId"],
  manual: {
    summary:
      "An inventory: OSS writes a list of the bucket's objects into another bucket every day or week. At most 1,000 per bucket.",
    source: "OSS API reference 20220713, 7.9 inventory (PutBucketInventory, GetBucketInventory, DeleteBucketInventory)",
    destroy: "Deletes the inventory; lists that were written stay.",
    permissions: ["oss:PutBucketInventory", "oss:GetBucketInventory", "oss:DeleteBucketInventory"],
    traps: [
      "PutBucketInventory does not overwrite (InventoryAlreadyExist), so an update deletes and writes: two requests.",
      "The role needs permission to read the objects of this bucket and to write objects into the destination.",
      "A bucket with a hierarchical namespace has no inventories.",
      "OSS has settings of inventories that its reference of 2022 does not have (incremental lists, filters by size and time). Granary does not manage them: a refresh and an import name those that it sees, and the next change of this resource removes them.",
    ],
    example: {
      bucket: "${bucket.bucket}",
      inventoryId: "all-objects",
      frequency: "Weekly",
      optionalFields: ["Size", "LastModifiedDate"],
      destination: {
        bucket: "${lists.bucket}",
        accountId: "1234567890123456",
        roleArn: "acs:ram::1234567890123456:role/inventory",
        prefix: "lists/",
      },
    },
  },
  inputs,
  outputs,
  rules(values, report) {
    const { encryption, kmsKeyId } = values.destination;
    if (kmsKeyId && encryption !== "SSE-KMS" && !containsUnknown(encryption)) {
      report(["destination", "kmsKeyId"], "goes with encryption SSE-KMS only");
    }
    reportUnwritable(values, report);
  },
  bearing: ({ bucket }) => bearingOf(bucket, ["an inventory"]),
  describe: ({ bucket, inventoryId }) => `inventory ${inventoryId} of bucket ${bucket}`,

  observe: (client, { bucket, inventoryId }, context) => observe(client, bucket, inventoryId, context),

  async apply(client, desired, context, { observed, prior }) {
    const { bucket, inventoryId } = desired;
    if (observed || prior) await remove(client, bucket, inventoryId, context.signal);
    try {
      await write(client, {
        operation: "PutBucketInventory",
        method: "PUT",
        bucket,
        query: { inventory: true, inventoryId },
        body: encodeInventory({
          ...desired,
          id: inventoryId,
          optionalFields: distinct(desired.optionalFields ?? []),
        } as Inventory),
        contentMd5: true,
        signal: context.signal,
      });
    } catch (error) {
      // Sent twice because the first answer was lost: what stands is what was wanted.
      const standing =
        hasCode(error, ["InventoryAlreadyExist"]) && (await observe(client, bucket, inventoryId, context));
      const shape = shapeOf(inputs);
      if (!standing || !same(shape, liveInputs(shape, standing, desired), desired)) throw error;
    }
    return {};
  },

  remove: (client, { bucket, inventoryId }, context) => remove(client, bucket, inventoryId, context.signal),
});

async function observe(client: OssClient, bucket: string, inventoryId: string, context: Context) {
  const operation = "GetBucketInventory";
  const response = await client
    .send({ operation, method: "GET", bucket, query: { inventory: true, inventoryId }, signal: context.signal })
    .catch((error: unknown) => {
      if (hasCode(error, ["NoSuchInventory", "NoSuchBucket"])) return undefined;
      throw error;
    });
  if (!response) return undefined;
  const read = () => decodeInventory(readXml(response.text, "InventoryConfiguration", ["OptionalFields.Field"]));
  const { id, ...inventory } = decoding(operation, bucket, response, read);
  const rewritten = encodeInventory({ ...inventory, id });
  tellUnmanaged(context, `inventory ${id} of bucket ${bucket}`, response.text, rewritten);
  return { bucket, ...inventory, inventoryId: id };
}

async function remove(client: OssClient, bucket: string, inventoryId: string, signal: AbortSignal): Promise<void> {
  try {
    await write(client, {
      operation: "DeleteBucketInventory",
      method: "DELETE",
      bucket,
      query: { inventory: true, inventoryId },
      signal,
    });
  } catch (error) {
    if (!hasCode(error, ["NoSuchInventory", "NoSuchBucket"])) throw error;
  }
}
