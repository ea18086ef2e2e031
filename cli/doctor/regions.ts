// The buckets against the endpoint: region and transfer acceleration.

import { readXml } from "../../provider/http/xml";
import { OssError } from "../../provider/oss/errors";
import type { Facts } from "./facts";
import { everyBucket } from "./permissions";
import { broken, type Check, type Finding, hint, ok, skipped } from "./types";

export const regionChecks: Check[] = [
  {
    id: "bucket-region",
    group: "endpoint",
    about: "buckets in the endpoint's region",
    limitMs: 60_000,
    run: bucketRegion,
  },
  {
    id: "accelerate",
    group: "endpoint",
    about: "transfer acceleration is on where the settings ask for it",
    run: accelerate,
  },
];

/** OSS API reference 20220713, GetBucketLocation: LocationConstraint, `oss-cn-hangzhou`. */
async function bucketRegion(facts: Facts, signal: AbortSignal): Promise<Finding> {
  const own = (await facts.endpoints()).regional.region;
  const { buckets, origin } = await facts.targets();
  const client = await facts.client();
  const elsewhere: string[] = [];
  const unknown: string[] = [];
  await everyBucket(buckets, async (bucket) => {
    try {
      const answer = await client.send({
        operation: "GetBucketLocation",
        method: "GET",
        bucket,
        query: { location: true },
        signal,
      });
      const region = readXml(answer.text, "LocationConstraint", []).text.trim().replace(/^oss-/, "");
      if (region && region !== own) elsewhere.push(`${bucket} is in ${region}`);
    } catch (error) {
      if (!(error instanceof OssError)) throw error;
      unknown.push(`${bucket}: ${error.code} (request ${error.requestId ?? "without id"})`);
    }
  });
  if (elsewhere.length > 0) {
    const remedy = `set granary:oss.region (now ${own}) or the bucket's region: each request makes a detour`;
    return hint(`${elsewhere.length} of ${buckets.length} buckets are in another region`, remedy, elsewhere.sort());
  }
  if (unknown.length === buckets.length) return skipped(`no bucket says where it is: ${unknown.join("; ")}`);
  return ok(`${buckets.length === 1 ? "1 bucket" : `${buckets.length} buckets`} (${origin}) in ${own}`, unknown);
}

/** OSS API reference 20220713, GetBucketTransferAcceleration. */
async function accelerate(facts: Facts, signal: AbortSignal): Promise<Finding> {
  if (!(await facts.endpoints()).accelerate) return skipped("the settings don't ask for it");
  const { buckets } = await facts.targets();
  const client = await facts.client();
  const off: string[] = [];
  await everyBucket(buckets, async (bucket) => {
    const request = { operation: "GetBucketTransferAcceleration", method: "GET" as const, bucket, signal };
    const answer = await client.send({ ...request, query: { transferAcceleration: true } }).catch((error: unknown) => {
      if (error instanceof OssError && error.status === 404) return undefined;
      throw error;
    });
    if (!/<Enabled>true<\/Enabled>/.test(answer?.text ?? "")) off.push(bucket);
  });
  if (off.length === 0) return ok("transfer acceleration is on");
  const remedy = "add oss.BucketTransferAcceleration to these buckets, or unset granary:oss.accelerate";
  return broken("transfer acceleration is off: requests about objects are refused", remedy, off.sort());
}
