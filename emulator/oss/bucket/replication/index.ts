/** Replication rules of a bucket. OSS API reference 20220713, sections 7.7.1 to 7.7.5. */
import type { BucketRow } from "../../../store/rows";
import type { XmlChild } from "../../../xml";
import { fail, invalidArgument } from "../../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../../operation";
import { REGIONS } from "../../regions";
import { isoTime } from "../../time";
import { filled, malformed } from "../fields";
import { ADD_BODY, readRule, writeRule } from "./parse";
import { progressOf, type ReplicationRule, rulesOf, rulesTo, statusOf } from "./state";

/** Rules per bucket, as source and as destination alike (L3715-3718). */
const MOST_RULES = 100;

const DELETE_BODY = { root: "ReplicationRules", shape: { ID: ["text"] } } as const;

// OSS API reference 20220713, PutBucketReplication: adds one rule; nothing is ever overwritten, and the answer does not
// give the rule's id. Every refusal is 400 (L3710-3721).
function putBucketReplication(ctx: Context): Reply {
  const bucket = theBucket(ctx);
  const rule = readRule(bodyOf(ctx, ADD_BODY), ctx.now);
  const rules = rulesOf(ctx.store, bucket.name, ctx.now);
  const target = checkTarget(ctx, bucket, rule);
  if (rules.some((other) => other.bucket === rule.bucket)) {
    // Also while the old rule is closing: the pair is free when the rule has disappeared.
    throw fail("BucketReplicationAlreadyExist", { BucketName: bucket.name });
  }
  if (rules.some((other) => other.id === rule.id)) {
    throw invalidArgument("ID", rule.id, "The ID of a replication rule must be unique.");
  }
  if (rules.length >= MOST_RULES) {
    throw fail("TooManyOutgoingReplication", { BucketName: bucket.name });
  }
  if (rulesTo(ctx.store, target, ctx.now).length >= MOST_RULES) {
    throw fail("TooManyIncomingReplication", { BucketName: target.name });
  }
  ctx.store.putDocument(bucket.name, "replication", { rules: [...rules, rule] });
  return { status: 200 };
}

function checkTarget(ctx: Context, bucket: BucketRow, rule: ReplicationRule): BucketRow {
  const region = /^oss-(.+)$/.exec(rule.location)?.[1];
  const sameRegion = region === bucket.region;
  if (!sameRegion && locationsFor(bucket).length === 0) {
    throw fail("NoReplicationLocation", { BucketName: bucket.name });
  }
  const target = ctx.store.getBucket(rule.bucket);
  if (rule.bucket === bucket.name || target === undefined || target.ownerId !== bucket.ownerId) {
    throw fail("InvalidTargetBucket", { TargetBucket: rule.bucket });
  }
  if (!sameRegion && !locationsFor(bucket).includes(rule.location)) {
    throw fail("BadReplicationLocation", { Location: rule.location });
  }
  if (target.region !== region) {
    throw fail("InvalidTargetLocation", { TargetBucket: rule.bucket, Location: rule.location });
  }
  if (sameRegion && rule.transferType === "oss_acc") {
    const message = "TransferType can be oss_acc only for cross-region replication.";
    throw invalidArgument("TransferType", rule.transferType, message);
  }
  // Not in the API reference; users report it of the service, with this code and beginning of the text.
  if (target.versioning !== bucket.versioning) {
    const message = "Different versioning status of the source bucket and the target bucket.";
    throw fail("InvalidRequest", { TargetBucket: rule.bucket }, { message });
  }
  return target;
}

/** Regions that a bucket can replicate to, with oss-; none for a bucket in a region that the service does not have. */
function locationsFor(bucket: BucketRow): string[] {
  const known = REGIONS.includes(bucket.region);
  return known ? REGIONS.filter((region) => region !== bucket.region).map((region) => `oss-${region}`) : [];
}

// OSS API reference 20220713, GetBucketReplication.
function getBucketReplication(ctx: Context): Reply {
  const rules = someRules(ctx);
  return { status: 200, xml: ["ReplicationConfiguration", rules.flatMap((rule) => ruleXml(rule, ctx.now, false))] };
}

function someRules(ctx: Context): ReplicationRule[] {
  const bucket = theBucket(ctx).name;
  const rules = rulesOf(ctx.store, bucket, ctx.now);
  if (rules.length === 0) {
    throw fail("NoSuchReplicationConfiguration", { BucketName: bucket });
  }
  return rules;
}

function ruleXml(rule: ReplicationRule, now: Date, withProgress: boolean): XmlChild[] {
  const status = statusOf(rule, now);
  if (status === undefined) {
    return [];
  }
  return [["Rule", writeRule(rule, status, withProgress ? progressXml(rule, now) : undefined)]];
}

/** Only in the state doing; HistoricalObject only when history is replicated. NewObject in the form of the sample. */
function progressXml(rule: ReplicationRule, now: Date): XmlChild[] {
  if (statusOf(rule, now) !== "doing") {
    return [];
  }
  const history = rule.historicalObjectReplication === "enabled" ? progressOf(rule, now) : undefined;
  return [
    [
      "Progress",
      [
        ["HistoricalObject", history],
        ["NewObject", isoTime(now.getTime())],
      ],
    ],
  ];
}

// OSS API reference 20220713, GetBucketReplicationLocation: an empty Location when there is none.
function getBucketReplicationLocation(ctx: Context): Reply {
  const locations = locationsFor(theBucket(ctx));
  if (locations.length === 0) {
    return { status: 200, xml: ["ReplicationLocation", [["Location", ""]]] };
  }
  const types = locations.map((location): XmlChild => {
    const content: XmlChild[] = [
      ["Location", location],
      ["TransferTypes", [["Type", "oss_acc"]]],
    ];
    return ["LocationTransferType", content];
  });
  const rows = locations.map((location): XmlChild => ["Location", location]);
  return { status: 200, xml: ["ReplicationLocation", [...rows, ["LocationTransferTypeConstraint", types]]] };
}

// OSS API reference 20220713, GetBucketReplicationProgress. One rule by rule-id, else all.
function getBucketReplicationProgress(ctx: Context): Reply {
  const rules = someRules(ctx);
  const id = ctx.query.get("rule-id");
  if (id?.includes(",")) {
    throw fail("TooManyReplicationRules");
  }
  const chosen = id === undefined ? rules : rules.filter((rule) => rule.id === id);
  if (chosen.length === 0) {
    throw fail("NoSuchReplicationRule", { RuleId: id ?? "" });
  }
  return { status: 200, xml: ["ReplicationProgress", chosen.flatMap((rule) => ruleXml(rule, ctx.now, true))] };
}

// OSS API reference 20220713, DeleteBucketReplication: 200 also without any rule (L3995), 204 for a rule that is closing
// already (L3997). An id among other rules is not stated; the vendor's page of 404 errors names NoSuchReplicationRule.
function deleteBucketReplication(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const ids = bodyOf(ctx, DELETE_BODY).ID;
  if (ids.length === 0) {
    throw malformed("ID is missing");
  }
  if (ids.length > 1) {
    throw fail("TooManyReplicationRules");
  }
  const id = filled(ids[0], "ID");
  const rules = rulesOf(ctx.store, bucket, ctx.now);
  if (rules.length === 0) {
    return { status: 200 };
  }
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) {
    throw fail("NoSuchReplicationRule", { RuleId: id });
  }
  if (rule.closedAt !== undefined) {
    return { status: 204 };
  }
  const closed = rules.map((each) => (each.id === id ? { ...each, closedAt: ctx.now.getTime() } : each));
  ctx.store.putDocument(bucket, "replication", { rules: closed });
  return { status: 200 };
}

const ROW = { level: "bucket", hns: false, verified: "sdk" } as const;

export const replicationOperations: readonly Operation[] = [
  {
    ...ROW,
    name: "PutBucketReplication",
    method: "POST",
    subresource: "replication",
    query: { comp: "add" },
    body: ADD_BODY,
    source: "L3574",
    handle: putBucketReplication,
  },
  {
    ...ROW,
    name: "GetBucketReplication",
    method: "GET",
    subresource: "replication",
    source: "L3723",
    handle: getBucketReplication,
  },
  {
    ...ROW,
    name: "GetBucketReplicationLocation",
    method: "GET",
    subresource: "replicationLocation",
    source: "L3808",
    handle: getBucketReplicationLocation,
  },
  {
    ...ROW,
    name: "GetBucketReplicationProgress",
    method: "GET",
    subresource: "replicationProgress",
    params: ["rule-id"],
    source: "L3890",
    handle: getBucketReplicationProgress,
  },
  {
    ...ROW,
    name: "DeleteBucketReplication",
    method: "POST",
    subresource: "replication",
    query: { comp: "delete" },
    body: DELETE_BODY,
    source: "L3989",
    handle: deleteBucketReplication,
  },
];
