// What time does to a stack: windows that close, certificates that end. Asked from the service, read-only.
import { OssError } from "../../provider/oss/errors";
import { decodeCnames } from "../../provider/oss/wire/cname";
import { decodeReplication } from "../../provider/oss/wire/replication";
import { decodeWorm } from "../../provider/oss/wire/worm";
import type { Facts } from "./facts";
import { everyBucket } from "./permissions";
import { bucketOf } from "./targets";
import { broken, type Check, type Finding, hint, ok, skipped } from "./types";
import { Unavailable } from "./unavailable";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A new certificate takes some days to order. */
const CERTIFICATE_DAYS = 30;

export const liveStackChecks: Check[] = [
  live(
    "retention-window",
    "retention policies that are not locked yet: removed after 24 hours",
    "oss:BucketRetentionPolicy",
    {
      operation: "GetBucketWorm",
      subresource: "worm",
      judge: judgeWindows,
    },
  ),
  live("replication-closing", "replication rules that are being removed", "oss:BucketReplication", {
    operation: "GetBucketReplication",
    subresource: "replication",
    judge: judgeReplication,
  }),
  live("certificates", "certificates of custom domains that end soon", "oss:BucketCname", {
    operation: "ListCname",
    subresource: "cname",
    judge: (documents) => judgeCertificates(documents, Date.now()),
  }),
  live("public-access-block", "buckets without the block of public access", "oss:Bucket", {
    operation: "GetBucketPublicAccessBlock",
    subresource: "publicAccessBlock",
    judge: judgeBlocks,
  }),
];

/** Bodies by bucket; undefined where the bucket has no such document. */
export type Documents = ReadonlyMap<string, string | undefined>;

interface Question {
  operation: string;
  subresource: string;
  judge(documents: Documents): Finding;
}

function live(id: string, about: string, kind: string, question: Question): Check {
  const run = (facts: Facts, signal: AbortSignal) => ask(facts, kind, question, signal);
  return { id, group: "stack", about, limitMs: 60_000, run };
}

async function ask(facts: Facts, kind: string, question: Question, signal: AbortSignal): Promise<Finding> {
  const { operation, subresource, judge } = question;
  const resources = (await facts.resources()).filter(({ type }) => type === kind);
  const buckets = [...new Set(resources.flatMap((each) => bucketOf(each) ?? []))];
  if (buckets.length === 0) return skipped(`the stack has no ${kind.replace("oss:", "")}`);
  const client = await facts.client();
  const documents = new Map<string, string | undefined>();
  const refusals: string[] = [];
  await everyBucket(buckets, async (bucket) => {
    try {
      const answer = await client.send({ operation, method: "GET", bucket, query: { [subresource]: true }, signal });
      documents.set(bucket, answer.text);
    } catch (error) {
      if (!(error instanceof OssError)) throw error;
      if (error.status === 404 && error.code !== "NoSuchBucket") documents.set(bucket, undefined);
      else refusals.push(`${bucket}: ${error.code} (request ${error.requestId ?? "without id"})`);
    }
  });
  if (documents.size === 0) throw new Unavailable(`${operation} was refused: ${refusals.sort()[0]}`);
  const finding = judge(new Map([...documents].sort(([a], [b]) => (a < b ? -1 : 1))));
  if (refusals.length === 0) return finding;
  // What could not be read is not fine.
  const lines = [...(finding.lines ?? []), ...refusals.sort()];
  if (finding.kind !== "ok") return { ...finding, lines };
  return hint(
    `${finding.message}, but ${refusals.length} of ${buckets.length} could not be read`,
    "see the permissions",
    lines,
  );
}

/** OSS API reference 20220713, InitiateBucketWorm: a policy that is not locked within 24 hours is removed. */
function judgeWindows(documents: Documents): Finding {
  const now = Date.now();
  const open = [...documents].flatMap(([bucket, body]) => {
    const worm = body === undefined ? undefined : decodeWorm(body);
    if (worm?.state !== "InProgress") return [];
    const text = worm.creationDate;
    const created = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
    const hours = Math.max(0, Math.floor((created + DAY_MS - now) / HOUR_MS));
    return [`${bucket}: ${worm.days} days, to be locked within ${hours} hours`];
  });
  if (open.length === 0) return ok("no retention policy waits to be locked");
  const remedy =
    "set locked: true on oss.BucketRetentionPolicy and run pulumi up, else OSS removes the policy after 24 hours";
  return hint("a retention policy is not locked yet", remedy, open);
}

/** OSS API reference 20220713, GetBucketReplication: status `closing` after DeleteBucketReplication. */
function judgeReplication(documents: Documents): Finding {
  const closing = [...documents].flatMap(([bucket, body]) =>
    (body === undefined ? [] : decodeReplication(body))
      .filter(({ status }) => status === "closing")
      .map((rule) => `${bucket}: rule ${rule.id} to ${rule.targetBucket}`),
  );
  if (closing.length === 0) return ok("no replication rule is closing");
  const remedy = "wait: until it is gone, the bucket takes no new rule for the same destination";
  return hint("a replication rule is being removed", remedy, closing);
}

/** OSS API reference 20220713, ListCname: Certificate.ValidEndDate, `Nov 5 23:59:59 2026 GMT`. */
export function judgeCertificates(documents: Documents, now: number): Finding {
  const found = [...documents].flatMap(([, body]) => (body === undefined ? [] : decodeCnames(body)));
  const ends = found.flatMap(({ domain, certificate }) => {
    const end = Date.parse(certificate?.validEndDate ?? "");
    return Number.isNaN(end) ? [] : [{ domain, days: Math.floor((end - now) / DAY_MS) }];
  });
  const soon = ends.filter(({ days }) => days < CERTIFICATE_DAYS).sort((a, b) => a.days - b.days);
  const lines = soon.map(({ domain, days }) => (days < 0 ? `${domain}: ended` : `${domain}: ends in ${days} days`));
  const remedy = "put a new certificate into oss.BucketCname and run pulumi up";
  if (soon.some(({ days }) => days < 0)) return broken("a certificate has ended", remedy, lines);
  if (soon.length > 0) return hint(`a certificate ends in less than ${CERTIFICATE_DAYS} days`, remedy, lines);
  return ok(ends.length === 0 ? "the domains have no certificate" : `${ends.length} certificates, none ends soon`);
}

/** Alibaba Cloud OSS documentation, GetBucketPublicAccessBlock: PublicAccessBlockConfiguration.BlockPublicAccess. */
export function judgeBlocks(documents: Documents): Finding {
  const open = [...documents]
    .filter(([, body]) => !/<BlockPublicAccess>\s*true\s*</i.test(body ?? ""))
    .map(([name]) => name);
  if (open.length === 0) return ok("public access is blocked on every bucket");
  const remedy = "block public access in the console or with ossutil, but for buckets that are public on purpose";
  return hint(`${open.length} of ${documents.size} buckets have no block of public access`, remedy, open);
}
