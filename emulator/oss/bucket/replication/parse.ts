/** The XML of a replication rule, read and written. OSS API reference 20220713, sections 7.7.1 and 7.7.2. */
import { randomUUID } from "node:crypto";
import type { Parsed, XmlChild } from "../../../xml";
import { fail, invalidArgument } from "../../errors";
import { filled, malformed, present, word } from "../fields";
import type { ReplicationRule, ReplicationStatus } from "./state";

/** Prefixes of a rule (L3625) and characters of each (L3626). */
const MOST_PREFIXES = 10;
const MOST_PREFIX_CHARACTERS = 1023;

export const ADD_BODY = {
  root: "ReplicationConfiguration",
  shape: {
    Rule: [
      {
        ID: "text",
        PrefixSet: { Prefix: ["text"] },
        Action: "text",
        Destination: { Bucket: "text", Location: "text", TransferType: "text" },
        HistoricalObjectReplication: "text",
        SyncRole: "text",
        SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "text" } },
        EncryptionConfiguration: { ReplicaKmsKeyID: "text" },
      },
    ],
  },
} as const;

/** The ID is listed as a child of Rule (L3622) without a row of its own; SDKs send one, else the service makes it. */
export function readRule({ Rule: rules }: Parsed<typeof ADD_BODY.shape>, now: Date): ReplicationRule {
  const [element] = rules;
  if (element === undefined) {
    throw malformed("Rule is missing");
  }
  if (rules.length > 1) {
    throw fail("TooManyReplicationRules");
  }
  const destination = present(element.Destination, "Destination");
  const history = element.HistoricalObjectReplication ?? "enabled";
  const rule: ReplicationRule = {
    id: element.ID === undefined || element.ID === "" ? randomUUID() : element.ID,
    prefixes: readPrefixes(element.PrefixSet?.Prefix ?? []),
    action: readAction(element.Action ?? "ALL"),
    bucket: filled(destination.Bucket, "Bucket"),
    location: filled(destination.Location, "Location"),
    transferType: readTransferType(destination.TransferType),
    historicalObjectReplication: word(history, "HistoricalObjectReplication", ["enabled", "disabled"]),
    syncRole: element.SyncRole,
    sseKmsEncryptedObjects: undefined,
    replicaKmsKeyId: element.EncryptionConfiguration?.ReplicaKmsKeyID,
    createdAt: now.getTime(),
  };
  if (element.SourceSelectionCriteria !== undefined) {
    const { SseKmsEncryptedObjects: selected } = element.SourceSelectionCriteria;
    const status = present(selected, "SseKmsEncryptedObjects").Status ?? "Disabled";
    rule.sseKmsEncryptedObjects = word(status, "Status", ["Enabled", "Disabled"]);
  }
  // Required when objects encrypted by SSE-KMS are replicated (L3635-3642).
  if (rule.sseKmsEncryptedObjects === "Enabled" && (!rule.replicaKmsKeyId || !rule.syncRole)) {
    const name = rule.replicaKmsKeyId ? "SyncRole" : "ReplicaKmsKeyID";
    throw fail("MissingArgument", { ArgumentName: name });
  }
  return rule;
}

function readPrefixes(prefixes: string[]): string[] {
  if (prefixes.length > MOST_PREFIXES) {
    throw fail("TooManyPrefixes");
  }
  for (const [index, prefix] of prefixes.entries()) {
    if ([...prefix].length > MOST_PREFIX_CHARACTERS) {
      throw invalidArgument("Prefix", prefix, `A prefix can have at most ${MOST_PREFIX_CHARACTERS} characters.`);
    }
    // Outside the API reference: the vendor's error page 0031-00000019.
    if (prefixes.some((other, at) => at !== index && prefix.startsWith(other))) {
      const message = "The prefixes of a replication rule must not overlap.";
      throw fail(
        "InvalidArgument",
        { ArgumentName: "Prefix", ArgumentValue: prefix },
        { message, ec: "0031-00000019" },
      );
    }
  }
  return prefixes;
}

/** "You can set Action to one or more" of ALL and PUT (L3627). */
function readAction(action: string): string {
  for (const each of action.split(",")) {
    word(each, "Action", ["ALL", "PUT"]);
  }
  return action;
}

/** Required in spite of its default: leaving it out is MissingArgument (L3720), another link InvalidArgument (L3721). */
function readTransferType(type: string | undefined): "internal" | "oss_acc" {
  if (type === undefined || type === "") {
    throw fail("MissingArgument", { ArgumentName: "TransferType" });
  }
  return word(type, "TransferType", ["internal", "oss_acc"]);
}

/** TransferType only when it is oss_acc, SyncRole only with SSE-KMS (L3751, L3755); what else a rule has is not given. */
export function writeRule(rule: ReplicationRule, status: ReplicationStatus, progress?: XmlChild[]): XmlChild[] {
  const prefixes = rule.prefixes.map((prefix): XmlChild => ["Prefix", prefix]);
  const inRule = progress === undefined && rule.sseKmsEncryptedObjects === "Enabled";
  return [
    ["ID", rule.id],
    ["PrefixSet", prefixes.length === 0 ? undefined : prefixes],
    ["Action", rule.action],
    [
      "Destination",
      [
        ["Bucket", rule.bucket],
        ["Location", rule.location],
        ["TransferType", rule.transferType === "oss_acc" ? "oss_acc" : undefined],
      ],
    ],
    ["Status", status],
    ["HistoricalObjectReplication", rule.historicalObjectReplication],
    ["SyncRole", inRule ? rule.syncRole : undefined],
    ...(progress ?? []),
  ];
}
