/** Operations on the account and the regions. OSS API reference 20220713, chapters 5 and 6. */
import type { BucketRow } from "../../store/rows";
import type { XmlChild } from "../../xml";
import { fail, invalidArgument } from "../errors";
import type { Context, Operation, Reply } from "../operation";
import { REGIONS } from "../regions";
import { isoTime } from "../time";

/** The owner element; DisplayName equals ID (GetService, L527-546). */
export function owner(ownerId: string): XmlChild {
  return [
    "Owner",
    [
      ["ID", ownerId],
      ["DisplayName", ownerId],
    ],
  ];
}

/** 1 to 1000, default 100; 0 is no documented error, and lists nothing (L1517: `max-keys < 0 or > 1000`). */
export function maxKeysOf(ctx: Context, name = "max-keys", standard = 100): number {
  const value = ctx.query.get(name);
  if (value === undefined) {
    return standard;
  }
  if (!/^\d{1,4}$/.test(value) || Number(value) > 1000) {
    throw invalidArgument(name, value, `Argument ${name} must be an integer between 0 and 1000.`);
  }
  return Number(value);
}

// OSS API reference 20220713, GetService. Buckets of all regions, in the order of their names.
function getService(ctx: Context): Reply {
  const prefix = ctx.query.get("prefix") ?? "";
  const marker = ctx.query.get("marker") ?? "";
  const limit = maxKeysOf(ctx);
  const all = ctx.store.listBuckets(ctx.identity.ownerId);
  const after = all.filter((bucket) => bucket.name.startsWith(prefix) && bucket.name > marker);
  const page = after.slice(0, limit);
  const truncated = page.length < after.length;
  // The five paging elements are left out when all buckets are returned, whatever was asked for (L524).
  const paged = page.length < all.length;
  const paging: XmlChild[] = paged
    ? [
        ["Prefix", prefix],
        ["Marker", marker],
        ["MaxKeys", limit],
        ["IsTruncated", truncated],
        ["NextMarker", truncated ? page.at(-1)?.name : undefined],
      ]
    : [];
  return {
    status: 200,
    xml: [
      "ListAllMyBucketsResult",
      [
        ...paging,
        owner(ctx.identity.ownerId),
        ["Buckets", page.map((bucket): XmlChild => ["Bucket", bucketEntry(ctx, bucket)])],
      ],
    ],
  };
}

function bucketEntry(ctx: Context, bucket: BucketRow): XmlChild[] {
  return [
    ["CreationDate", isoTime(bucket.createdAt)],
    ["ExtranetEndpoint", ctx.endpointOf(bucket.region, false)],
    ["IntranetEndpoint", ctx.endpointOf(bucket.region, true)],
    ["Location", `oss-${bucket.region}`],
    ["Name", bucket.name],
    ["Region", bucket.region],
    ["StorageClass", bucket.storageClass],
  ];
}

// OSS API reference 20220713, DescribeRegions.
function describeRegions(ctx: Context): Reply {
  const asked = ctx.query.get("regions") ?? "";
  if (!/^[a-z0-9-]*$/.test(asked)) {
    throw invalidArgument("regions", asked, "The region is invalid.");
  }
  const regions = REGIONS.filter((region) => asked === "" || asked === `oss-${region}`);
  if (regions.length === 0) {
    throw fail("NoSuchRegion", { Region: asked });
  }
  return {
    status: 200,
    xml: [
      "RegionInfoList",
      regions.map(
        (region): XmlChild => [
          "RegionInfo",
          [
            ["Region", `oss-${region}`],
            ["InternetEndpoint", ctx.endpointOf(region, false)],
            ["InternalEndpoint", ctx.endpointOf(region, true)],
            // Fixed (L717).
            ["AccelerateEndpoint", "oss-accelerate.aliyuncs.com"],
          ],
        ],
      ),
    ],
  };
}

export const serviceOperations: readonly Operation[] = [
  {
    name: "GetService",
    method: "GET",
    level: "service",
    params: ["prefix", "marker", "max-keys"],
    action: "oss:ListBuckets",
    source: "L498",
    verified: "sdk",
    handle: getService,
  },
  {
    name: "DescribeRegions",
    method: "GET",
    level: "service",
    subresource: "regions",
    source: "L668",
    verified: "sdk",
    handle: describeRegions,
  },
];
