// Findings that are worse together: told as one, high.
import { dormantAccess, isLogBucket } from "./access";
import { expires } from "./lifecycleRules";
import type { BucketChange, Context, Finding } from "./types";

interface Combination {
  /** The finding that tells it: the first of these that is there. */
  lead: readonly string[];
  /** Findings that are told with it. */
  absorbs: readonly string[];
  /** Asked when the lead is there. Without it something absorbed must be there. */
  when?(change: BucketChange, context: Context): boolean;
  why: string | ((change: BucketChange) => string);
}

const PUBLIC = ["acl-public-write", "acl-public-read", "policy-public"];

const COMBINATIONS: readonly Combination[] = [
  {
    lead: [...PUBLIC],
    absorbs: ["website-on"],
    when: ({ new: fresh }) => fresh.website !== undefined,
    why: "The bucket is a web site: everything in it that is readable can be found by its links.",
  },
  {
    lead: ["website-on"],
    absorbs: [],
    when: ({ old, new: fresh }) => old.acl.startsWith("public-") && fresh.acl.startsWith("public-"),
    why: "The bucket is public already.",
  },
  {
    lead: PUBLIC,
    absorbs: ["encryption-off", "logging-off"],
    why: "At the same time encryption or the access log ends: what leaks is neither protected nor recorded.",
  },
  {
    lead: ["bucket-delete", "bucket-replace"],
    absorbs: ["force-destroy-on"],
    when: ({ old, new: fresh }) => old.forceDestroy === true || fresh.forceDestroy === true,
    why: "forceDestroy is set: nothing stops the loss of what is in it.",
  },
  {
    lead: ["expire-added", "expire-sooner"],
    absorbs: ["versioning-off"],
    why: "Versioning ends in the same change: what expires is gone for good.",
  },
  {
    lead: ["versioning-off"],
    absorbs: [],
    when: ({ new: fresh }) => expires(fresh),
    why: "Objects of the bucket expire: from now on what expires is gone for good.",
  },
  {
    lead: ["public-block-off"],
    absorbs: PUBLIC,
    when: ({ new: fresh }) => !dormantAccess(fresh).startsWith("none"),
    why: ({ new: fresh }) => `It lets in at once: ${dormantAccess(fresh)}.`,
  },
];

/** Merges and raises the findings of one bucket. */
export function combine(findings: Finding[], change: BucketChange, context: Context): Finding[] {
  let result = findings;
  for (const each of COMBINATIONS) {
    const lead = each.lead.map((id) => result.find((finding) => finding.rule === id)).find((finding) => finding);
    if (!lead) continue;
    const absorbed = result.filter((finding) => each.absorbs.includes(finding.rule) && finding !== lead);
    if (each.when ? !each.when(change, context) : absorbed.length === 0) continue;
    const why = typeof each.why === "function" ? each.why(change) : each.why;
    const told = [...(lead.combines ?? []), ...absorbed.flatMap((one) => [one.rule, ...(one.combines ?? [])])];
    const raised: Finding = {
      ...lead,
      severity: "high",
      why: lead.why.includes(why) ? lead.why : `${lead.why} ${why}`,
      combines: told.length > 0 ? [...new Set(told)].sort() : undefined,
    };
    result = result
      .filter((finding) => !absorbed.includes(finding))
      .map((finding) => (finding === lead ? raised : finding));
  }
  return isLogBucket(change.bucket, context) ? exposeLogs(result) : result;
}

// A bucket with logs: anything about access is high, and told with the exposure where there is one.
function exposeLogs(findings: Finding[]): Finding[] {
  const lead = findings.find((each) => each.rule === "log-bucket-exposed");
  const widening = findings.filter((each) => each.group === "access" && each !== lead && WIDENING.has(each.rule));
  const rest = findings.filter((each) => !widening.includes(each));
  if (lead) {
    const combines = [...new Set(widening.flatMap((each) => [each.rule, ...(each.combines ?? [])]))].sort();
    const why = [lead.why, ...widening.map((each) => each.why)].join(" ");
    return rest.map((each) =>
      each === lead ? { ...lead, why, combines: combines.length > 0 ? combines : undefined } : each,
    );
  }
  const raised = widening.map(
    (each): Finding => ({
      ...each,
      severity: "high",
      why: `${each.why} The bucket takes access logs or object lists.`,
    }),
  );
  return [...rest, ...raised];
}

const WIDENING = new Set([
  ...PUBLIC,
  "policy-cross-account",
  "policy-all-actions",
  "policy-wider",
  "policy-removed",
  "policy-lockout",
  "https-not-required",
  "tls-older",
  "public-block-off",
  "referer-open",
  "cors-any-origin-write",
  "cors-any-origin",
  "website-on",
  "website-mirror",
  "inventory-to-other-account",
]);
