// OSS API reference 20220713, PutBucketReplication and GetBucketReplication: ReplicationConfiguration.
import { list, readXml, text, texts, writeXml, type XmlElement } from "../../http/xml";

export interface ReplicationRule {
  /** Given by OSS. */
  id?: string;
  targetBucket: string;
  targetLocation: string;
  transferType?: "internal" | "oss_acc";
  prefixes?: string[];
  action?: "ALL" | "PUT";
  historicalObjectReplication?: "enabled" | "disabled";
  syncRole?: string;
  sseKmsEncryptedObjects?: "Enabled" | "Disabled";
  replicaKmsKeyId?: string;
  /** starting, doing or closing. */
  status?: string;
}

export function encodeReplication(rule: ReplicationRule): string {
  const prefixes = rule.prefixes ?? [];
  return writeXml("ReplicationConfiguration", [
    [
      "Rule",
      [
        ["PrefixSet", prefixes.length ? prefixes.map((prefix): XmlElement => ["Prefix", prefix]) : undefined],
        ["Action", rule.action ?? "ALL"],
        [
          "Destination",
          [
            ["Bucket", rule.targetBucket],
            ["Location", rule.targetLocation],
            // "Required, default internal": leaving it out is MissingArgument.
            ["TransferType", rule.transferType ?? "internal"],
          ],
        ],
        ["HistoricalObjectReplication", rule.historicalObjectReplication ?? "enabled"],
        ["SyncRole", rule.syncRole],
        [
          "SourceSelectionCriteria",
          rule.sseKmsEncryptedObjects && [["SseKmsEncryptedObjects", [["Status", rule.sseKmsEncryptedObjects]]]],
        ],
        ["EncryptionConfiguration", rule.replicaKmsKeyId ? [["ReplicaKmsKeyID", rule.replicaKmsKeyId]] : undefined],
      ],
    ],
  ]);
}

export function decodeReplication(body: string): ReplicationRule[] {
  const root = readXml(body, "ReplicationConfiguration", ["Rule", "Rule.PrefixSet.Prefix"]);
  return (list(root, "Rule") ?? []).map((rule) => {
    const at = (path: string) => text(rule, path) || undefined;
    return {
      id: at("ID") ?? "",
      targetBucket: at("Destination.Bucket") ?? "",
      targetLocation: at("Destination.Location") ?? "",
      // Answers carry it for oss_acc only.
      transferType: (at("Destination.TransferType") ?? "internal") as ReplicationRule["transferType"],
      prefixes: texts(rule, "PrefixSet.Prefix"),
      // "One or more" of the two: ALL has everything that PUT has.
      action: at("Action")?.split(",").includes("ALL") ? "ALL" : (at("Action") as ReplicationRule["action"]),
      historicalObjectReplication: at("HistoricalObjectReplication") as ReplicationRule["historicalObjectReplication"],
      syncRole: at("SyncRole"),
      status: at("Status"),
    };
  });
}

export function encodeRuleId(id: string): string {
  return writeXml("ReplicationRules", [["ID", id]]);
}
