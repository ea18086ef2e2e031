// OSS API reference 20220713, PutBucketInventory, GetBucketInventory and ListBucketInventory: InventoryConfiguration.
import { bool, node, text, texts, writeXml, type XmlElement, type XmlNode } from "../../http/xml";

export interface Inventory {
  id: string;
  enabled?: boolean;
  prefix?: string;
  frequency: "Daily" | "Weekly";
  includedObjectVersions?: "All" | "Current";
  optionalFields?: (
    | "Size"
    | "LastModifiedDate"
    | "ETag"
    | "StorageClass"
    | "IsMultipartUploaded"
    | "EncryptionStatus"
  )[];
  destination: {
    bucket: string;
    accountId: string;
    roleArn: string;
    format?: "CSV";
    prefix?: string;
    encryption?: "SSE-OSS" | "SSE-KMS";
    kmsKeyId?: string;
  };
}

export function encodeInventory(inventory: Inventory): string {
  const { destination } = inventory;
  return writeXml("InventoryConfiguration", [
    ["Id", inventory.id],
    ["IsEnabled", inventory.enabled ?? true],
    ["Filter", inventory.prefix ? [["Prefix", inventory.prefix]] : undefined],
    [
      "Destination",
      [
        [
          "OSSBucketDestination",
          [
            ["Format", destination.format ?? "CSV"],
            ["AccountId", destination.accountId],
            ["RoleArn", destination.roleArn],
            ["Bucket", `acs:oss:::${destination.bucket}`],
            ["Prefix", destination.prefix],
            ["Encryption", encodeEncryption(destination)],
          ],
        ],
      ],
    ],
    ["Schedule", [["Frequency", inventory.frequency]]],
    ["IncludedObjectVersions", inventory.includedObjectVersions ?? "Current"],
    [
      "OptionalFields",
      inventory.optionalFields?.length
        ? inventory.optionalFields.map((name): XmlElement => ["Field", name])
        : undefined,
    ],
  ]);
}

function encodeEncryption({ encryption, kmsKeyId }: Inventory["destination"]): XmlElement[] | undefined {
  if (encryption === "SSE-OSS") return [["SSE-OSS", []]];
  if (encryption === "SSE-KMS") return [["SSE-KMS", [["KeyId", kmsKeyId]]]];
  return undefined;
}

export function decodeInventory(root: XmlNode): Inventory {
  const at = (path: string) => text(root, path) || undefined;
  const target = "Destination.OSSBucketDestination";
  const encryption = node(root, `${target}.Encryption`);
  const kms = encryption && node(encryption, "SSE-KMS");
  const sse = encryption && node(encryption, "SSE-OSS");
  return {
    id: at("Id") ?? "",
    enabled: bool(root, "IsEnabled") ?? true,
    prefix: at("Filter.Prefix") ?? "",
    frequency: at("Schedule.Frequency") as Inventory["frequency"],
    includedObjectVersions: at("IncludedObjectVersions") as Inventory["includedObjectVersions"],
    optionalFields: texts(root, "OptionalFields.Field") as Inventory["optionalFields"],
    destination: {
      // Two colons in the sample answer, three everywhere else.
      bucket: (at(`${target}.Bucket`) ?? "").replace(/^acs:oss:+/, ""),
      accountId: at(`${target}.AccountId`) ?? "",
      roleArn: at(`${target}.RoleArn`) ?? "",
      format: at(`${target}.Format`) as "CSV" | undefined,
      prefix: at(`${target}.Prefix`) ?? "",
      encryption: kms ? "SSE-KMS" : sse ? "SSE-OSS" : undefined,
      kmsKeyId: kms && (text(kms, "KeyId") || undefined),
    },
  };
}
