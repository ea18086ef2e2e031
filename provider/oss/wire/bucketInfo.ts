// OSS API reference 20220713, GetBucketInfo: BucketInfo, and GetService: ListAllMyBucketsResult.
import { list, node, readXml, text, type XmlNode } from "../../http/xml";

/** What GetService tells about a bucket. */
export interface BucketSummary {
  name: string;
  location: string;
  region: string;
  storageClass: string;
  creationDate: string;
  extranetEndpoint: string;
  intranetEndpoint: string;
}

export interface BucketInfo extends BucketSummary {
  ownerId: string;
  acl: string;
  dataRedundancyType: string;
  hierarchicalNamespace: boolean;
  /** Enabled or Suspended; undefined where versioning was never enabled. */
  versioning?: string;
  transferAcceleration: boolean;
  crossRegionReplication: boolean;
  sseAlgorithm?: string;
  kmsMasterKeyId?: string;
}

export function decodeBucketInfo(body: string): BucketInfo {
  const bucket = node(readXml(body, "BucketInfo", []), "Bucket");
  const at = (path: string) => (bucket && text(bucket, path)) || undefined;
  // The reference's table does not settle whether the rule is wrapped once more; both forms are read.
  const rule = bucket && node(bucket, "ServerSideEncryptionRule");
  const wrapped = rule && (node(rule, "ApplyServerSideEncryptionByDefault") ?? rule);
  const algorithm = wrapped && text(wrapped, "SSEAlgorithm");
  return {
    ...summary(at),
    ownerId: at("Owner.ID") ?? "",
    acl: at("AccessControlList.Grant") ?? "private",
    dataRedundancyType: at("DataRedundancyType") ?? "LRS",
    hierarchicalNamespace: at("HierarchicalNamespace")?.toLowerCase() === "enabled",
    versioning: at("Versioning"),
    transferAcceleration: at("TransferAcceleration") === "Enabled",
    crossRegionReplication: at("CrossRegionReplication") === "Enabled",
    sseAlgorithm: algorithm && algorithm !== "None" ? algorithm : undefined,
    kmsMasterKeyId: (wrapped && text(wrapped, "KMSMasterKeyID")) || undefined,
  };
}

function summary(at: (path: string) => string | undefined): BucketSummary {
  const location = at("Location") ?? "";
  return {
    name: at("Name") ?? "",
    location,
    // Location is `oss-cn-hangzhou`, the region `cn-hangzhou`.
    region: at("Region") ?? location.replace(/^oss-/, ""),
    storageClass: (at("StorageClass") ?? "Standard").replace(/\s+/g, ""),
    creationDate: at("CreationDate") ?? at("CreateDate") ?? "",
    extranetEndpoint: at("ExtranetEndpoint") ?? "",
    intranetEndpoint: at("IntranetEndpoint") ?? "",
  };
}

export interface BucketPage {
  ownerId: string;
  buckets: BucketSummary[];
  /** Where the next page starts; undefined on the last one. */
  nextMarker?: string;
}

export function decodeBuckets(body: string): BucketPage {
  const root = readXml(body, "ListAllMyBucketsResult", ["Buckets.Bucket"]);
  return {
    ownerId: text(root, "Owner.ID") ?? "",
    buckets: (list(root, "Buckets.Bucket") ?? []).map((bucket: XmlNode) =>
      summary((path) => text(bucket, path) || undefined),
    ),
    // Left out altogether where everything fits on one page.
    nextMarker: text(root, "IsTruncated") === "true" ? text(root, "NextMarker") : undefined,
  };
}
