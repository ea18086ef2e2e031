import { z } from "zod";
import { node, readXml, text, writeXml } from "../http/xml";
import { field } from "../kit/shape";
import { bucketConfig } from "./bucketConfig";
import { bucketName } from "./fields";

/** Access logging of a bucket. OSS API reference 20220713, PutBucketLogging, GetBucketLogging and DeleteBucketLogging. */
export const bucketLogging = bucketConfig({
  token: "oss:BucketLogging",
  manual: {
    summary: "Access logging: OSS writes a file of the requests to the bucket every hour into a target bucket.",
    source: "OSS API reference 20220713, 7.10 logging (PutBucketLogging, GetBucketLogging, DeleteBucketLogging)",
    destroy: "Switches logging off; logs that were written stay.",
    permissions: ["oss:PutBucketLogging", "oss:GetBucketLogging", "oss:DeleteBucketLogging"],
    traps: [
      "OSS has settings of logging that its reference of 2022 does not have (a role). Granary does not manage them: a refresh and an import name those that it sees, and the next change of this resource removes them.",
      "The target bucket must belong to the same account and lie in the same region; it may be the bucket itself.",
      "OSS has two statuses for InvalidTargetBucketForLogging: 400 for another region, 403 for a target of someone else.",
    ],
    example: { bucket: "${bucket.bucket}", targetBucket: "${logs.bucket}", targetPrefix: "access/" },
  },
  inputs: {
    targetBucket: field(bucketName, { doc: "Bucket that takes the logs: same account, same region." }),
    targetPrefix: field(z.string().optional(), {
      doc: "Start of the names of log objects. Default: empty.",
      serviceDefault: "",
    }),
  },
  subresource: "logging",
  operations: { get: "GetBucketLogging", put: "PutBucketLogging", delete: "DeleteBucketLogging" },
  absent: [],
  encode: (inputs) => ({
    body: writeXml("BucketLoggingStatus", [
      [
        "LoggingEnabled",
        [
          ["TargetBucket", String(inputs.targetBucket)],
          ["TargetPrefix", (inputs.targetPrefix as string | undefined) ?? ""],
        ],
      ],
    ]),
  }),
  // A bucket without logging answers 200 with an empty element.
  decode(body) {
    const enabled = node(readXml(body, "BucketLoggingStatus", []), "LoggingEnabled");
    const targetBucket = enabled && text(enabled, "TargetBucket");
    return targetBucket ? { targetBucket, targetPrefix: text(enabled, "TargetPrefix") ?? "" } : undefined;
  },
});
