import { z } from "zod";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { readBucketInfo } from "./bucketInfo";
import type { OssClient } from "./client";
import { bucketName } from "./fields";

/** One bucket. OSS API reference 20220713, GetBucketInfo. */
export const getBucketInfo = func({
  token: "oss:getBucketInfo",
  manual: {
    summary: "Reads a bucket that this program does not manage. Fails when there is none of that name.",
    source: "OSS API reference 20220713, 7.1.5 GetBucketInfo",
    permissions: ["oss:GetBucketInfo"],
    example: { bucket: "my-company-assets" },
  },
  inputs: { bucket: field(bucketName, { doc: "Name of the bucket." }) },
  outputs: {
    bucket: field(z.string(), { doc: "Name of the bucket." }),
    location: field(z.string(), { doc: "Data centre, `oss-cn-hangzhou`." }),
    region: field(z.string(), { doc: "Region, `cn-hangzhou`." }),
    creationDate: field(z.string(), { doc: "When the bucket was created." }),
    extranetEndpoint: field(z.string(), { doc: "Host name for access from the internet." }),
    intranetEndpoint: field(z.string(), { doc: "Host name for access from the same region's network." }),
    owner: field(z.string(), { doc: "Account id of the owner." }),
    acl: field(z.string(), { doc: "Access control list." }),
    storageClass: field(z.string(), { doc: "Storage class." }),
    dataRedundancyType: field(z.string(), { doc: "Redundancy: `LRS` or `ZRS`." }),
    hierarchicalNamespace: field(z.boolean(), { doc: "Whether the bucket has real directories." }),
    versioning: field(z.string().optional(), { doc: "`Enabled` or `Suspended`; absent where it was never enabled." }),
    transferAcceleration: field(z.boolean(), { doc: "Whether transfer acceleration is on." }),
    crossRegionReplication: field(z.boolean(), { doc: "Whether cross-region replication is on." }),
    sseAlgorithm: field(z.string().optional(), {
      doc: "Default encryption: `AES256` or `KMS`; absent where there is none.",
    }),
    kmsMasterKeyId: field(z.string().optional(), { doc: "Customer master key of the default encryption." }),
  },
  async call(client: OssClient, { bucket }, context) {
    const { name, ownerId, ...info } = await readBucketInfo(client, bucket, context);
    return { ...info, bucket: name, owner: ownerId };
  },
});
