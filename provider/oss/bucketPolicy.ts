import { z } from "zod";
import { WireError } from "../http/errors";
import { field } from "../kit/shape";
import { bucketConfig } from "./bucketConfig";
import { jsonObject } from "./fields";
import { canonicalPolicy, checkPolicy, policyText } from "./policyDocument";

/** Policy of a bucket. OSS API reference 20220713, PutBucketPolicy, GetBucketPolicy and DeleteBucketPolicy. */
export const bucketPolicy = bucketConfig({
  token: "oss:BucketPolicy",
  manual: {
    summary: "The policy of a bucket: who may do what, beside the ACL.",
    source: "OSS API reference 20220713, 7.8 policy (PutBucketPolicy, GetBucketPolicy, DeleteBucketPolicy)",
    destroy: "Deletes the policy.",
    permissions: ["oss:PutBucketPolicy", "oss:GetBucketPolicy", "oss:DeleteBucketPolicy"],
    traps: [
      'A policy has at most 16 KB. Actions begin with `oss:`, resources with `acs:oss:`; `*` stands for all. Values of conditions are texts: `"true"`, not `true`.',
      "Where Block Public Access is on for the account or the bucket, OSS refuses a policy that lets everybody in with AccessDenied. Turn it off in the console of OSS first.",
      "A `Deny` for everybody hits the one who deploys, too: leave its actions on the bucket out, or the next run is refused.",
      "Policies are compared by meaning: the order of keys, of lists and of statements, and the difference between JSON text and an object show no diff.",
    ],
    example: {
      bucket: "${bucket.bucket}",
      policy: {
        Version: "1",
        Statement: [
          {
            Effect: "Deny",
            Action: ["oss:DeleteObject"],
            Principal: ["*"],
            Resource: ["acs:oss:*:*:${bucket.bucket}/archive/*"],
          },
        ],
      },
    },
  },
  inputs: {
    policy: field(z.union([z.string(), z.record(z.string(), z.unknown())]), {
      doc: 'The policy as an object or as JSON text: `Version` "1" and a list `Statement` of objects with Effect (Allow or Deny), Action, Principal, Resource and optionally Condition.',
      canonical: canonicalPolicy,
    }),
  },
  rules: (inputs, report) => checkPolicy(inputs.policy, report),
  subresource: "policy",
  operations: { get: "GetBucketPolicy", put: "PutBucketPolicy", delete: "DeleteBucketPolicy" },
  absent: ["NoSuchBucketPolicy"],
  encode: (inputs) => ({
    body: policyText(inputs.policy),
    headers: { "content-type": "application/json" },
  }),
  decode(body) {
    const policy = jsonObject(body);
    if (!policy) throw new WireError({ expected: "a JSON object" });
    return { policy };
  },
});
