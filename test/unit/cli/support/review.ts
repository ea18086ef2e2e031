// A finished review, with as many findings as a test needs.
import type { Review } from "../../../../cli/report/types";
import type { Finding } from "../../../../cli/rules/types";

export function finding(fields: Partial<Finding> = {}): Finding {
  return {
    rule: "acl-public-read",
    severity: "high",
    group: "access",
    title: "The ACL becomes public-read",
    bucket: "web",
    urn: "urn:pulumi:dev::shop::granary:oss:BucketAcl::acl",
    resource: "acl",
    type: "oss:BucketAcl",
    path: "acl",
    old: "private",
    new: "public-read",
    why: "Anyone can download every object of web.",
    advice: "Keep the ACL private.",
    position: { file: "index.ts", line: 7, column: 1 },
    fingerprint: "0123456789abcdef",
    ...fields,
  };
}

export function review(fields: Partial<Review> = {}): Review {
  const { findings = [], waived = [] } = fields;
  const count = (severity: string) => findings.filter((each) => each.severity === severity).length;
  return {
    command: "review",
    format: 1,
    version: "0.1.0",
    project: "shop",
    stack: "dev",
    result: count("high") > 0 ? "findings" : "clean",
    gate: "high",
    fingerprint: "f".repeat(64),
    counts: { high: count("high"), medium: count("medium"), low: count("low"), waived: waived.length },
    changes: { update: 1 },
    findings,
    waived,
    good: [],
    standing: [],
    steps: [
      {
        op: "update",
        urn: "urn:pulumi:dev::shop::granary:oss:BucketAcl::acl",
        name: "acl",
        type: "oss:BucketAcl",
        bucket: "web",
        changes: [{ path: "acl", kind: "update", old: "private", new: "public-read" }],
      },
    ],
    errors: [],
    notes: [],
    ...fields,
  };
}
