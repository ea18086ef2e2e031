import { z } from "zod";
import { list, readXml, text } from "../http/xml";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { decoding } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName } from "./fields";

/** How far replication is. OSS API reference 20220713, GetBucketReplicationProgress. */
export const getReplicationProgress = func({
  token: "oss:getReplicationProgress",
  manual: {
    summary: "Tells how far the replication of a bucket is.",
    source: "OSS API reference 20220713, 7.7.4 GetBucketReplicationProgress",
    permissions: ["oss:GetBucketReplicationProgress"],
    example: { bucket: "my-company-assets" },
  },
  inputs: {
    bucket: field(bucketName, { doc: "Name of the bucket." }),
    ruleId: field(z.string().min(1).optional(), { doc: "Only this rule. Default: all." }),
  },
  outputs: {
    rules: field(
      z.array(
        field(
          z.strictObject({
            ruleId: field(z.string(), { doc: "Id of the rule." }),
            targetBucket: field(z.string(), { doc: "Bucket that objects are copied to." }),
            status: field(z.string(), { doc: "`starting`, `doing` or `closing`." }),
            historicalObject: field(z.number().optional(), {
              doc: "Share of the older objects that are copied, 0 to 1; while the rule works and copies them.",
            }),
            newObject: field(z.string().optional(), {
              doc: "Everything written before this time is copied; while the rule works.",
            }),
          }),
          { doc: "Progress of a rule.", typeName: "ReplicationProgress" },
        ),
      ),
      { doc: "Rules of the bucket." },
    ),
  },
  async call(client: OssClient, { bucket, ruleId }, context) {
    const operation = "GetBucketReplicationProgress";
    const query: Record<string, string | true> = { replicationProgress: true };
    if (ruleId !== undefined) query["rule-id"] = ruleId;
    const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
    return decoding(operation, bucket, response, () => {
      const root = readXml(response.text, "ReplicationProgress", ["Rule", "Rule.PrefixSet.Prefix"]);
      const rules = (list(root, "Rule") ?? []).map((rule) => {
        const historical = text(rule, "Progress.HistoricalObject");
        return {
          ruleId: text(rule, "ID") ?? "",
          targetBucket: text(rule, "Destination.Bucket") ?? "",
          status: text(rule, "Status") ?? "",
          historicalObject: historical ? Number(historical) : undefined,
          newObject: text(rule, "Progress.NewObject") || undefined,
        };
      });
      return { rules };
    });
  },
});
