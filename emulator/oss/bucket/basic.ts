/** Buckets themselves. OSS API reference 20220713, section 7.1. */
import type { Acl, BucketRow, StorageClass } from "../../store/rows";
import type { XmlChild } from "../../xml";
import { fail, invalidArgument } from "../errors";
import { channelNames } from "../liveChannel/channel";
import { bodyOf, type Context, type Operation, type Reply, theBucket, type XmlBody } from "../operation";
import { isoTime } from "../time";
import { rulesOf } from "./replication/state";
import { owner } from "./service";
import { accelerated } from "./transferAcceleration";

const CONFIGURATION = {
  root: "CreateBucketConfiguration",
  shape: { StorageClass: "text", DataRedundancyType: "text" },
  optional: true,
} as const satisfies XmlBody;

/** Buckets of one account in one region (L929). */
const MOST_BUCKETS = 100;

// OSS API reference 20220713, PutBucket. Its region is that of the endpoint: there is no element for it.
function putBucket(ctx: Context): Reply {
  const body = ctx.xml === undefined ? {} : bodyOf(ctx, CONFIGURATION);
  return createBucket(ctx, {
    acl: aclOf(ctx.headers["x-oss-acl"] ?? "private"),
    storageClass: storageClassOf(body.StorageClass),
    dataRedundancyType: redundancyOf(body.DataRedundancyType),
  });
}

/** Creates the bucket that the request addresses; PutBucketAcl does so too (L2349). */
export function createBucket(
  ctx: Context,
  properties: Pick<BucketRow, "acl"> & Partial<Pick<BucketRow, "storageClass" | "dataRedundancyType">>,
): Reply {
  const name = ctx.bucketName ?? "";
  // Outside the API reference, which names no rules: 3 to 63 of a-z, 0-9, "-", a letter or digit at both ends.
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) {
    throw fail("InvalidBucketName", { BucketName: name });
  }
  if (ctx.store.getBucket(name) !== undefined) {
    throw fail("BucketAlreadyExists", { BucketName: name });
  }
  const ownBuckets = ctx.store.listBuckets(ctx.identity.ownerId).filter((bucket) => bucket.region === ctx.region);
  if (ownBuckets.length >= MOST_BUCKETS) {
    throw fail("TooManyBuckets");
  }
  ctx.store.insertBucket({
    name,
    ownerId: ctx.identity.ownerId,
    region: ctx.region,
    createdAt: ctx.now.getTime(),
    storageClass: "Standard",
    dataRedundancyType: "LRS",
    ...properties,
    resourceGroupId: resourceGroupOf(ctx.headers["x-oss-resource-group-id"]),
    hns: hnsOf(ctx.headers["x-oss-hns-status"]),
    versioning: "",
  });
  // Not in the samples of the API reference; the vendor's Node SDK reads the name from it.
  return { status: 200, headers: { Location: `/${name}` } };
}

/** A value of x-oss-acl; anything else is refused with the text of the sample of PutBucketAcl (L2406-2421). */
export function aclOf(value: string): Acl {
  if (value !== "private" && value !== "public-read" && value !== "public-read-write") {
    throw invalidArgument("x-oss-acl", value, "no such bucket access control exists");
  }
  return value;
}

/** Requests are documented with a space (L840), everything else without; both are understood. */
function storageClassOf(value = "Standard"): StorageClass {
  switch (value) {
    case "Standard":
    case "IA":
    case "Archive":
    case "ColdArchive":
      return value;
    case "Cold Archive":
      return "ColdArchive";
    default:
      throw invalidArgument("StorageClass", value, "The specified storage class is invalid.");
  }
}

function redundancyOf(value = "LRS"): "LRS" | "ZRS" {
  if (value !== "LRS" && value !== "ZRS") {
    throw invalidArgument("DataRedundancyType", value, "The data redundancy type must be LRS or ZRS.");
  }
  return value;
}

function resourceGroupOf(value = "rg-default-id"): string {
  if (!/^rg-[A-Za-z0-9-]+$/.test(value)) {
    throw fail("ResourceGroupIdPreCheckError", { ResourceGroupId: value });
  }
  return value;
}

function hnsOf(value = "disabled"): boolean {
  if (value !== "enabled" && value !== "disabled") {
    throw invalidArgument("x-oss-hns-status", value, "x-oss-hns-status must be enabled or disabled.");
  }
  return value === "enabled";
}

// OSS API reference 20220713, DeleteBucket. What keeps a bucket is not in it: objects, unfinished uploads and
// LiveChannels by the vendor's page of HTTP 409 errors; versions, delete markers and directories are objects here.
function deleteBucket(ctx: Context): Reply {
  const { name } = theBucket(ctx);
  const { store } = ctx;
  if (!store.versions.isEmpty(name) || !store.uploads.isEmpty(name) || channelNames(store, name).length > 0) {
    throw fail("BucketNotEmpty", { BucketName: name });
  }
  ctx.store.deleteBucket(name);
  return { status: 204 };
}

// OSS API reference 20220713, GetBucketInfo (L1815). The encryption rule is nested as the SDKs read it; the table is
// ambiguous. AccessMonitor and Comment are in the sample only.
function getBucketInfo(ctx: Context): Reply {
  const bucket = theBucket(ctx);
  const encryption = ctx.store.getDocument(bucket.name, "encryption");
  const content: XmlChild[] = [
    ["AccessMonitor", "Disabled"],
    ["CreationDate", isoTime(bucket.createdAt)],
    ["ExtranetEndpoint", ctx.endpointOf(bucket.region, false)],
    ["IntranetEndpoint", ctx.endpointOf(bucket.region, true)],
    ["Location", `oss-${bucket.region}`],
    ["StorageClass", bucket.storageClass],
    ["DataRedundancyType", bucket.dataRedundancyType],
    ["TransferAcceleration", enabled(accelerated(ctx.store, bucket.name, ctx.now))],
    ["CrossRegionReplication", enabled(rulesOf(ctx.store, bucket.name, ctx.now).length > 0)],
    ["HierarchicalNamespace", bucket.hns ? "Enabled" : undefined],
    ["Versioning", bucket.versioning || undefined],
    ["Name", bucket.name],
    owner(bucket.ownerId),
    ["AccessControlList", [["Grant", bucket.acl]]],
    [
      "ServerSideEncryptionRule",
      encryption && [
        ["SSEAlgorithm", encryption.sseAlgorithm],
        ["KMSMasterKeyID", encryption.kmsMasterKeyId ?? ""],
        ["KMSDataEncryption", encryption.kmsDataEncryption],
      ],
    ],
    ["Comment", ""],
  ];
  return { status: 200, xml: ["BucketInfo", [["Bucket", content]]] };
}

function enabled(on: boolean): string {
  return on ? "Enabled" : "Disabled";
}

// OSS API reference 20220713, GetBucketLocation: the root element itself is the text. Its sample has a namespace
// (L2018), but the vendor's Node SDK then gives an object in the place of the location, so the service sends none.
function getBucketLocation(ctx: Context): Reply {
  return { status: 200, xml: ["LocationConstraint", `oss-${theBucket(ctx).region}`] };
}

// OSS API reference 20220713, GetBucketStat (L2039). Not real time at the service; here it is.
function getBucketStat(ctx: Context): Reply {
  const { name } = theBucket(ctx);
  const usage = ctx.store.versions.usage(name);
  const of = (storageClass: StorageClass) =>
    usage.find((row) => row.storageClass === storageClass) ?? { count: 0, bytes: 0, billed: 0 };
  const content: XmlChild[] = [
    ["Storage", usage.reduce((sum, row) => sum + row.bytes, 0)],
    ["ObjectCount", usage.reduce((sum, row) => sum + row.count, 0)],
    ["MultipartUploadCount", ctx.store.uploads.count(name)],
    ["LiveChannelCount", channelNames(ctx.store, name).length],
    ["LastModifiedTime", Math.floor(ctx.now.getTime() / 1000)],
    ["StandardStorage", of("Standard").bytes],
    ["StandardObjectCount", of("Standard").count],
  ];
  const billed = [
    ["InfrequentAccess", "IA"],
    ["Archive", "Archive"],
    ["ColdArchive", "ColdArchive"],
  ] as const;
  for (const [label, storageClass] of billed) {
    content.push(
      [`${label}Storage`, of(storageClass).billed],
      [`${label}RealStorage`, of(storageClass).bytes],
      [`${label}ObjectCount`, of(storageClass).count],
    );
  }
  return { status: 200, xml: ["BucketStat", content] };
}

export const basicOperations: readonly Operation[] = [
  {
    name: "PutBucket",
    method: "PUT",
    level: "bucket",
    headers: ["x-oss-acl", "x-oss-resource-group-id", "x-oss-hns-status"],
    body: CONFIGURATION,
    bucketOptional: true,
    // An existing name is a conflict on every endpoint.
    anyRegion: true,
    source: "L799",
    verified: "sdk",
    handle: putBucket,
  },
  { name: "DeleteBucket", method: "DELETE", level: "bucket", source: "L933", verified: "sdk", handle: deleteBucket },
  {
    name: "GetBucketInfo",
    method: "GET",
    level: "bucket",
    subresource: "bucketInfo",
    anyRegion: true,
    source: "L1815",
    verified: "sdk",
    handle: getBucketInfo,
  },
  {
    name: "GetBucketLocation",
    method: "GET",
    level: "bucket",
    subresource: "location",
    source: "L1979",
    verified: "sdk",
    handle: getBucketLocation,
  },
  {
    name: "GetBucketStat",
    method: "GET",
    level: "bucket",
    subresource: "stat",
    source: "L2039",
    verified: "sdk",
    handle: getBucketStat,
  },
];
