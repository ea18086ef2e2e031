// What GetBucketInfo tells, read in one place: by the Bucket, by its function, and to see whether a bucket is there.
import { WireError } from "../http/errors";
import type { Context } from "../kit/define";
import { decoding } from "./bucketConfig";
import type { OssClient } from "./client";
import { type BucketInfo, decodeBucketInfo } from "./wire/bucketInfo";

/** Throws what the client throws; a bucket that does not exist is NoSuchBucket. OSS API reference 20220713, GetBucketInfo. */
export async function readBucketInfo(client: OssClient, bucket: string, context: Context): Promise<BucketInfo> {
  const operation = "GetBucketInfo";
  const response = await client.send({
    operation,
    method: "GET",
    bucket,
    query: { bucketInfo: true },
    signal: context.signal,
  });
  return decoding(operation, bucket, response, () => {
    const info = decodeBucketInfo(response.text);
    // Without them every property would look like its default, and a refresh would call that drift.
    if (!info.name || !info.location) throw new WireError({ expected: "a Bucket with Name and Location" });
    return info;
  });
}
