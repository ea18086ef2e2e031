import { z } from "zod";
import { int, readXml } from "../http/xml";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { decoding } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName } from "./fields";

const count = (doc: string) => field(z.number(), { doc });

/** Storage and numbers of a bucket. OSS API reference 20220713, GetBucketStat. */
export const getBucketStat = func({
  token: "oss:getBucketStat",
  manual: {
    summary: "How much a bucket holds. The numbers may be more than an hour old; they are no test of emptiness.",
    source: "OSS API reference 20220713, 7.1.7 GetBucketStat",
    permissions: ["oss:GetBucketStat"],
    example: { bucket: "my-company-assets" },
  },
  inputs: { bucket: field(bucketName, { doc: "Name of the bucket." }) },
  outputs: {
    storage: count("Bytes in all."),
    objectCount: count("Objects in all."),
    multipartUploadCount: count("Multipart uploads that are neither completed nor aborted."),
    liveChannelCount: count("Live channels."),
    lastModifiedTime: count("When the numbers were taken, in seconds since 1970."),
    standardStorage: count("Bytes of class Standard."),
    standardObjectCount: count("Objects of class Standard."),
    infrequentAccessStorage: count("Billed bytes of class IA; objects below 64 KB count as 64 KB."),
    infrequentAccessRealStorage: count("Bytes of class IA."),
    infrequentAccessObjectCount: count("Objects of class IA."),
    archiveStorage: count("Billed bytes of class Archive."),
    archiveRealStorage: count("Bytes of class Archive."),
    archiveObjectCount: count("Objects of class Archive."),
    coldArchiveStorage: count("Billed bytes of class ColdArchive."),
    coldArchiveRealStorage: count("Bytes of class ColdArchive."),
    coldArchiveObjectCount: count("Objects of class ColdArchive."),
  },
  async call(client: OssClient, { bucket }, context) {
    const operation = "GetBucketStat";
    const query = { stat: true } as const;
    const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
    return decoding(operation, bucket, response, () => {
      const root = readXml(response.text, "BucketStat", []);
      const at = (name: string) => int(root, name) ?? 0;
      return {
        storage: at("Storage"),
        objectCount: at("ObjectCount"),
        multipartUploadCount: at("MultipartUploadCount"),
        liveChannelCount: at("LiveChannelCount"),
        lastModifiedTime: at("LastModifiedTime"),
        standardStorage: at("StandardStorage"),
        standardObjectCount: at("StandardObjectCount"),
        infrequentAccessStorage: at("InfrequentAccessStorage"),
        infrequentAccessRealStorage: at("InfrequentAccessRealStorage"),
        infrequentAccessObjectCount: at("InfrequentAccessObjectCount"),
        archiveStorage: at("ArchiveStorage"),
        archiveRealStorage: at("ArchiveRealStorage"),
        archiveObjectCount: at("ArchiveObjectCount"),
        coldArchiveStorage: at("ColdArchiveStorage"),
        coldArchiveRealStorage: at("ColdArchiveRealStorage"),
        coldArchiveObjectCount: at("ColdArchiveObjectCount"),
      };
    });
  },
});
