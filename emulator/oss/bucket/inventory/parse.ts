/** The XML of an inventory, read and written. OSS API reference 20220713, section 7.9.1. */
import type { Parsed, XmlChild } from "../../../xml";
import { invalidArgument } from "../../errors";
import { boolean, filled, malformed, present, word } from "../fields";

const FIELDS = ["Size", "LastModifiedDate", "ETag", "StorageClass", "IsMultipartUploaded", "EncryptionStatus"] as const;

export interface InventoryDocument {
  id: string;
  isEnabled: boolean;
  /** Of the objects to list. */
  prefix?: string;
  destination: {
    format: "CSV";
    accountId: string;
    roleArn: string;
    /** The bucket's name, without acs:oss:::. */
    bucket: string;
    prefix?: string;
    encryption?: { sse: "SSE-OSS" } | { sse: "SSE-KMS"; keyId?: string };
  };
  frequency: "Daily" | "Weekly";
  includedObjectVersions: "All" | "Current";
  optionalFields?: (typeof FIELDS)[number][];
}

export const INVENTORY_BODY = {
  root: "InventoryConfiguration",
  shape: {
    Id: "text",
    IsEnabled: "text",
    Filter: { Prefix: "text" },
    Destination: {
      OSSBucketDestination: {
        Format: "text",
        AccountId: "text",
        RoleArn: "text",
        Bucket: "text",
        Prefix: "text",
        Encryption: { "SSE-OSS": {}, "SSE-KMS": { KeyId: "text" } },
      },
    },
    Schedule: { Frequency: "text" },
    IncludedObjectVersions: "text",
    OptionalFields: { Field: ["text"] },
  },
} as const;

type InventoryElement = Parsed<typeof INVENTORY_BODY.shape>;
type DestinationElement = NonNullable<NonNullable<InventoryElement["Destination"]>["OSSBucketDestination"]>;

export function readInventory(element: InventoryElement): InventoryDocument {
  const destination = present(element.Destination, "Destination");
  const frequency = present(present(element.Schedule, "Schedule").Frequency, "Frequency");
  const versions = present(element.IncludedObjectVersions, "IncludedObjectVersions");
  const fields = element.OptionalFields?.Field ?? [];
  return {
    id: filled(element.Id, "Id"),
    isEnabled: present(boolean(element.IsEnabled, "IsEnabled"), "IsEnabled"),
    prefix: element.Filter?.Prefix,
    destination: readDestination(present(destination.OSSBucketDestination, "OSSBucketDestination")),
    frequency: word(frequency, "Frequency", ["Daily", "Weekly"]),
    includedObjectVersions: word(versions, "IncludedObjectVersions", ["All", "Current"]),
    optionalFields: fields.length === 0 ? undefined : fields.map((field) => word(field, "Field", FIELDS)),
  };
}

function readDestination(element: DestinationElement): InventoryDocument["destination"] {
  const roleArn = filled(element.RoleArn, "RoleArn");
  if (!/^acs:ram::[^:]+:role\/.+$/.test(roleArn)) {
    throw invalidArgument("RoleArn", roleArn, "RoleArn must have the form acs:ram::uid:role/rolename.");
  }
  const arn = filled(element.Bucket, "Bucket");
  const bucket = /^acs:oss:::(.+)$/.exec(arn)?.[1];
  if (bucket === undefined) {
    throw invalidArgument("Bucket", arn, "Bucket must have the form acs:oss:::bucket.");
  }
  return {
    format: word(present(element.Format, "Format"), "Format", ["CSV"]),
    accountId: filled(element.AccountId, "AccountId"),
    roleArn,
    bucket,
    prefix: element.Prefix,
    encryption: readEncryption(element.Encryption),
  };
}

/** An empty Encryption is none: the vendor's Node SDK always sends the element. */
function readEncryption(element: DestinationElement["Encryption"]): InventoryDocument["destination"]["encryption"] {
  const oss = element?.["SSE-OSS"];
  const kms = element?.["SSE-KMS"];
  if (oss !== undefined && kms !== undefined) {
    throw malformed("Encryption holds either SSE-OSS or SSE-KMS");
  }
  if (oss !== undefined) {
    return { sse: "SSE-OSS" };
  }
  return kms === undefined ? undefined : { sse: "SSE-KMS", keyId: kms.KeyId };
}

/**
 * The elements in the order of the response sample (L4434-4464). Filter is always there: the vendor's Node SDK reads
 * Filter.Prefix without looking whether there is a Filter.
 */
export function writeInventory(inventory: InventoryDocument): XmlChild[] {
  const { destination, optionalFields: fields } = inventory;
  const to: XmlChild[] = [
    ["Format", destination.format],
    ["AccountId", destination.accountId],
    ["RoleArn", destination.roleArn],
    ["Bucket", `acs:oss:::${destination.bucket}`],
    ["Prefix", destination.prefix],
    ["Encryption", destination.encryption === undefined ? undefined : [writeEncryption(destination.encryption)]],
  ];
  return [
    ["Id", inventory.id],
    ["IsEnabled", inventory.isEnabled],
    ["Destination", [["OSSBucketDestination", to]]],
    ["Schedule", [["Frequency", inventory.frequency]]],
    ["Filter", [["Prefix", inventory.prefix ?? ""]]],
    ["IncludedObjectVersions", inventory.includedObjectVersions],
    ["OptionalFields", fields?.map((field): XmlChild => ["Field", field])],
  ];
}

function writeEncryption(encryption: NonNullable<InventoryDocument["destination"]["encryption"]>): XmlChild {
  return encryption.sse === "SSE-OSS" ? ["SSE-OSS", []] : ["SSE-KMS", [["KeyId", encryption.keyId]]];
}
