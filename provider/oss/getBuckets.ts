import { z } from "zod";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { decoding } from "./bucketConfig";
import type { OssClient } from "./client";
import { type BucketPage, type BucketSummary, decodeBuckets } from "./wire/bucketInfo";

/** Buckets of the account. OSS API reference 20220713, GetService. */
export const getBuckets = func({
  token: "oss:getBuckets",
  manual: {
    summary: "Lists the buckets of the account in all regions, page by page as far as needed.",
    source: "OSS API reference 20220713, 5.1 GetService (ListBuckets)",
    permissions: ["oss:ListBuckets"],
    example: { prefix: "my-company-" },
  },
  inputs: {
    prefix: field(z.string().optional(), { doc: "Only buckets whose names start with this. Default: all." }),
    limit: field(z.int().min(1).optional(), { doc: "At most this many. Default: all." }),
  },
  outputs: {
    owner: field(z.string(), { doc: "Account id." }),
    buckets: field(
      z.array(
        field(
          z.strictObject({
            name: field(z.string(), { doc: "Name." }),
            location: field(z.string(), { doc: "Data centre, `oss-cn-hangzhou`." }),
            region: field(z.string(), { doc: "Region, `cn-hangzhou`." }),
            storageClass: field(z.string(), { doc: "Storage class." }),
            creationDate: field(z.string(), { doc: "When it was created." }),
            extranetEndpoint: field(z.string(), { doc: "Host name for access from the internet." }),
            intranetEndpoint: field(z.string(), { doc: "Host name for access from the same region's network." }),
          }),
          { doc: "A bucket.", typeName: "BucketSummary" },
        ),
      ),
      { doc: "Buckets in the order of their names." },
    ),
  },
  async call(client: OssClient, { prefix, limit }, context) {
    const operation = "GetService";
    const buckets: BucketSummary[] = [];
    let page: BucketPage | undefined;
    do {
      const size = Math.min(1000, (limit ?? Number.POSITIVE_INFINITY) - buckets.length);
      const query: Record<string, string> = { "max-keys": String(size) };
      if (prefix !== undefined) query.prefix = prefix;
      if (page?.nextMarker) query.marker = page.nextMarker;
      const response = await client.send({ operation, method: "GET", query, signal: context.signal });
      page = decoding(operation, "the account", response, () => decodeBuckets(response.text));
      buckets.push(...page.buckets);
    } while (page.nextMarker && buckets.length < (limit ?? Number.POSITIVE_INFINITY));
    return { owner: page.ownerId, buckets };
  },
});
