// A drift report of two stacks, with the findings of reviews: what the browser tests open beside them.
import type { DriftFinding, DriftReport, StackDrift } from "../../../cli/drift/types";
import type { Review } from "../../../cli/report/types";
import { ARABIC, INJECTED, odd, usual, WORD } from "./htmlReviews";

function stackOf({ project, findings, counts }: Review, stack: string): StackDrift {
  const { high, medium, low } = counts;
  const changed = findings.map(
    (each): DriftFinding => ({
      ...each,
      verdict: "changed",
      stack,
      changes: [
        { path: each.path ?? "acl", kind: "update", old: each.old, new: each.new },
        { path: `tags.${ARABIC}`, kind: "update", old: INJECTED, new: WORD },
      ],
      rules: [{ rule: each.rule, severity: each.severity, why: each.why }],
      includes: [WORD, INJECTED],
      waysOut: {
        keep: { text: "Make the program say what is live:", lines: [`acl: "${WORD}"`, INJECTED] },
        undo: { text: "Make live what is recorded:", lines: [`pulumi up --stack ${stack} --target '${each.urn}'`] },
        ignore: { text: "Leave it alone, in granary.drift.yaml:", lines: [`- resource: ${WORD}`, "  reason: ..."] },
      },
    }),
  );
  return {
    project,
    stack,
    result: "incomplete",
    counts: { inSync: 14, changed: changed.length, gone: 0, unreadable: 1, unmanaged: 0, ignored: 1, accepted: 1 },
    severities: { high, medium, low },
    findings: changed,
    unreadable: [
      { name: WORD, type: "oss:BucketCors", code: "AccessDenied", requestId: "5C06", message: INJECTED, unowned: true },
    ],
    ignored: [
      {
        verdict: "changed",
        resource: ARABIC,
        type: "oss:BucketTags",
        path: WORD,
        reason: INJECTED,
        source: "d.yaml:2",
      },
    ],
    accepted: [{ bucket: "web", type: "oss:BucketPolicy", id: WORD }],
    agreed: [{ resource: INJECTED, type: "oss:BucketAcl", path: "acl", value: WORD }],
    errors: [INJECTED],
    notes: [WORD],
    reads: { resources: 20, documents: 8 },
    seconds: 2.5,
  };
}

export function drifted(): DriftReport {
  return {
    command: "drift",
    format: 1,
    version: "0.1.0",
    question: "drift",
    result: "incomplete",
    gate: "low",
    strict: false,
    stacks: [stackOf(usual(), "prod"), stackOf(odd(), "dev")],
    account: { buckets: [INJECTED, WORD], errors: [] },
    seconds: 3,
  };
}
