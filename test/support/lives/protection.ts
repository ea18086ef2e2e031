// Retention policy, inventory and replication. OSS API reference 20220713, 7.2, 7.7 and 7.9.
import type { Emulated } from "../emulated";
import { bucketInventory as inventoryScenario } from "../scenarios/bucketInventory";
import { bucketReplication as replicationScenario } from "../scenarios/bucketReplication";
import { bucketRetentionPolicy as retentionScenario } from "../scenarios/bucketRetentionPolicy";
import { document, type Life } from "./life";

const policy = (more: object) =>
  document("worm", { wormId: "A1", state: "InProgress", retentionPeriodInDays: 30, createdAt: Date.now(), ...more });

export const bucketRetentionPolicy: Life = {
  scenario: retentionScenario,
  ids: { minimal: "web-assets", full: "web-assets" },
  keys: ["bucket"],
  requests: {
    create: ["GetBucketWorm", "InitiateBucketWorm"],
    read: ["GetBucketWorm"],
    update: ["AbortBucketWorm", "InitiateBucketWorm"],
    delete: ["AbortBucketWorm"],
  },
  exceptions: {
    locking: { requests: ["CompleteBucketWorm"], because: "the policy stays" },
    "another period and locking": {
      requests: ["AbortBucketWorm", "InitiateBucketWorm", "CompleteBucketWorm"],
      because: "a new policy is made and locked",
    },
    "a longer period after the lock": { requests: ["ExtendBucketWorm"], because: "a locked policy can be prolonged" },
  },
  drifts: [
    {
      name: "another policy of another period",
      inputs: retentionScenario.minimal,
      change: policy({ retentionPeriodInDays: 5 }),
      paths: ["retentionPeriodInDays"],
    },
  ],
  // It lapses 24 hours after it was made.
  removal: policy({ createdAt: Date.now() - 25 * 60 * 60 * 1000 }),
  untold: { minimal: [], full: [] },
  conflict: {
    inputs: retentionScenario.minimal,
    change: policy({ retentionPeriodInDays: 5 }),
    paths: "retentionPeriodInDays",
    overwrite: false,
  },
  unrepeatable: ["InitiateBucketWorm"],
};

const inventory = (more: object, destination: object = {}) =>
  document("inventory/all", {
    id: "all",
    isEnabled: true,
    frequency: "Daily",
    includedObjectVersions: "Current",
    destination: {
      format: "CSV",
      accountId: "1234567890123456",
      roleArn: "acs:ram::1234567890123456:role/inventory",
      bucket: "other-assets",
      ...destination,
    },
    ...more,
  });

export const bucketInventory: Life = {
  scenario: inventoryScenario,
  ids: { minimal: "web-assets/all", full: "web-assets/täglich & alles/1" },
  keys: ["bucket", "inventoryId"],
  requests: {
    create: ["GetBucketInventory", "PutBucketInventory"],
    read: ["GetBucketInventory"],
    // PutBucketInventory does not overwrite.
    update: ["DeleteBucketInventory", "PutBucketInventory"],
    delete: ["DeleteBucketInventory"],
  },
  drifts: [
    {
      name: "switched off",
      inputs: inventoryScenario.minimal,
      change: inventory({ isEnabled: false }),
      paths: ["enabled"],
    },
    {
      name: "another rhythm, other versions, other objects",
      inputs: inventoryScenario.minimal,
      change: inventory({ frequency: "Weekly", includedObjectVersions: "All", prefix: "x/" }),
      paths: ["frequency", "includedObjectVersions", "prefix"],
    },
    {
      name: "columns",
      inputs: inventoryScenario.minimal,
      change: inventory({ optionalFields: ["Size"] }),
      paths: ["optionalFields"],
    },
    {
      name: "another destination, encrypted",
      inputs: inventoryScenario.minimal,
      change: inventory({}, { bucket: "web-assets", prefix: "y/", encryption: { sse: "SSE-OSS" } }),
      paths: ["destination.bucket", "destination.encryption", "destination.prefix"],
    },
  ],
  removal: document("inventory/täglich & alles/1", null),
  untold: { minimal: [], full: ["overwrite"] },
  conflict: {
    inputs: inventoryScenario.minimal,
    change: inventory({ frequency: "Weekly" }),
    paths: "frequency",
    overwrite: true,
  },
};

const rule = (more: object) =>
  document("replication", {
    rules: [
      {
        id: "by-hand",
        prefixes: [],
        action: "ALL",
        bucket: "other-assets",
        location: "oss-cn-hangzhou",
        transferType: "internal",
        historicalObjectReplication: "enabled",
        createdAt: Date.now(),
        ...more,
      },
    ],
  });

/** Lets the emulator's clock run ahead whenever a rule that is being cleared is waited for. */
function hurried(emulated: Emulated): () => void {
  let seen = 0;
  const timer = setInterval(async () => {
    const refused = (await emulated.journal()).filter(({ code }) => code === "BucketReplicationAlreadyExist").length;
    if (refused > seen) await emulated.advance(6);
    seen = refused;
  }, 20);
  return () => clearInterval(timer);
}

const CHANGED = [
  "DeleteBucketReplication",
  // Refused while the old rule is being cleared; looked at; asked again.
  "PutBucketReplication",
  "GetBucketReplication",
  "PutBucketReplication",
  "GetBucketReplication",
];

export const bucketReplication: Life = {
  scenario: replicationScenario,
  ids: { minimal: "web-assets/other-assets", full: "web-assets/other-assets" },
  keys: ["bucket", "targetBucket"],
  requests: {
    // The answer does not tell the rule's id: it is read.
    create: ["GetBucketReplication", "PutBucketReplication", "GetBucketReplication"],
    read: ["GetBucketReplication"],
    update: CHANGED,
    delete: ["DeleteBucketReplication"],
  },
  during: hurried,
  drifts: [
    {
      name: "another rule in its place",
      inputs: replicationScenario.minimal,
      change: rule({ action: "PUT", historicalObjectReplication: "disabled" }),
      paths: ["action", "historicalObjectReplication"],
    },
    {
      name: "other prefixes",
      inputs: replicationScenario.minimal,
      change: rule({ prefixes: ["a/"] }),
      paths: ["prefixes"],
    },
    {
      name: "another data centre",
      inputs: replicationScenario.minimal,
      change: rule({ location: "oss-cn-beijing" }),
      paths: ["targetLocation"],
    },
  ],
  removal: document("replication", null),
  // Answers have neither SourceSelectionCriteria nor EncryptionConfiguration.
  untold: { minimal: [], full: ["replicaKmsKeyId", "sseKmsEncryptedObjects"] },
  conflict: { inputs: replicationScenario.minimal, change: rule({ action: "PUT" }), paths: "action", overwrite: false },
  unrepeatable: ["PutBucketReplication"],
};
