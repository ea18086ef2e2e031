import { z } from "zod";
import { readXml } from "../http/xml";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { decoding } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName } from "./fields";

/** Where a bucket is. OSS API reference 20220713, GetBucketLocation. */
export const getBucketLocation = func({
  token: "oss:getBucketLocation",
  manual: {
    summary: "Tells in which data centre a bucket is. Only its owner may ask.",
    source: "OSS API reference 20220713, 7.1.6 GetBucketLocation",
    permissions: ["oss:GetBucketLocation"],
    example: { bucket: "my-company-assets" },
  },
  inputs: { bucket: field(bucketName, { doc: "Name of the bucket." }) },
  outputs: {
    location: field(z.string(), { doc: "Data centre, `oss-cn-hangzhou`." }),
    region: field(z.string(), { doc: "Region, `cn-hangzhou`." }),
  },
  async call(client: OssClient, { bucket }, context) {
    const operation = "GetBucketLocation";
    const query = { location: true } as const;
    const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
    const read = () => readXml(response.text, "LocationConstraint", []).text.trim();
    const location = decoding(operation, bucket, response, read);
    return { location, region: location.replace(/^oss-/, "") };
  },
});
