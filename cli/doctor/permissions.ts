// What the keys may read, asked one GET per kind of configuration and bucket. Nothing is written.
import { OssError } from "../../provider/oss/errors";
import { answered } from "./credentials";
import type { Facts } from "./facts";
import { bucketOf, MOST_BUCKETS, type Targets } from "./targets";
import { broken, type Check, type Finding, hint, ok, skipped } from "./types";
import { Unavailable } from "./unavailable";
import { writeTestCheck } from "./writeProbe";

/** Requests of one check under way at once. */
const PARALLEL = 8;

interface Probe {
  /** Id of the check. */
  id: string;
  /** Kind of resource that reads it. */
  kind: string;
  operation: string;
  /** Query parameter that names the document. */
  subresource: string;
  /** RAM action. */
  action: string;
}

/** OSS API reference 20220713, the GET of each bucket configuration, with the RAM action that its page names. */
const PROBES: readonly Probe[] = [
  probe("info", "Bucket", "GetBucketInfo", "bucketInfo"),
  probe("acl", "BucketAcl", "GetBucketAcl", "acl"),
  probe("cname", "BucketCname", "ListCname", "cname"),
  probe("cors", "BucketCors", "GetBucketCors", "cors"),
  probe("encryption", "BucketEncryption", "GetBucketEncryption", "encryption"),
  probe("inventory", "BucketInventory", "ListBucketInventory", "inventory", "GetBucketInventory"),
  probe("lifecycle", "BucketLifecycle", "GetBucketLifecycle", "lifecycle"),
  probe("logging", "BucketLogging", "GetBucketLogging", "logging"),
  probe("meta-query", "BucketMetaQuery", "GetMetaQueryStatus", "metaQuery"),
  probe("policy", "BucketPolicy", "GetBucketPolicy", "policy"),
  probe("referer", "BucketReferer", "GetBucketReferer", "referer"),
  probe("replication", "BucketReplication", "GetBucketReplication", "replication"),
  probe("request-payment", "BucketRequestPayment", "GetBucketRequestPayment", "requestPayment"),
  probe("retention", "BucketRetentionPolicy", "GetBucketWorm", "worm"),
  probe("tags", "BucketTags", "GetBucketTags", "tagging", "GetBucketTagging"),
  probe("acceleration", "BucketTransferAcceleration", "GetBucketTransferAcceleration", "transferAcceleration"),
  probe("versioning", "BucketVersioning", "GetBucketVersioning", "versioning"),
  probe("website", "BucketWebsite", "GetBucketWebsite", "website"),
];

function probe(id: string, kind: string, operation: string, subresource: string, action = operation): Probe {
  return { id: `read-${id}`, kind: `oss:${kind}`, operation, subresource, action: `oss:${action}` };
}

export const permissionChecks: Check[] = [
  { id: "list-buckets", group: "permissions", about: "oss:ListBuckets", run: listBuckets },
  ...PROBES.map(
    (each): Check => ({
      id: each.id,
      group: "permissions",
      about: `${each.action} on the buckets`,
      limitMs: 60_000,
      run: (facts, signal) => read(each, facts, signal),
    }),
  ),
  writeTestCheck,
];

async function listBuckets(facts: Facts): Promise<Finding> {
  const { refusal } = await facts.account();
  if (!refusal) return ok("buckets of the account can be listed");
  if (refusal.code !== "AccessDenied") throw new Unavailable("needs keys that the service takes (see key-accepted)");
  const remedy = "allow oss:ListBuckets if you use granary adopt --all or oss.getBuckets; nothing else needs it";
  return {
    ...hint("buckets of the account can't be listed", remedy),
    missing: [{ action: "oss:ListBuckets", buckets: [] }],
  };
}

async function read(probe: Probe, facts: Facts, signal: AbortSignal): Promise<Finding> {
  const targets = await facts.targets();
  const buckets = bucketsOf(probe, targets);
  if (buckets.length === 0) return skipped(`the stack has no ${probe.kind.replace("oss:", "")}`);
  const client = await facts.client();
  const { refusal } = await facts.account();
  if (refusal && refusal.code !== "AccessDenied")
    throw new Unavailable("needs keys that the service takes (see key-accepted)");
  const denied: string[] = [];
  const lines: string[] = [];
  await everyBucket(buckets, async (bucket) => {
    const { operation, subresource } = probe;
    try {
      await client.send({ operation, method: "GET", bucket, query: { [subresource]: true }, signal });
    } catch (error) {
      if (!(error instanceof OssError)) throw error;
      if (error.code === "AccessDenied") denied.push(bucket);
      // Not configured is an answer, too (for data indexing with status 400).
      const absent = error.status === 404 || error.code === "MetaQueryNotExist";
      if (!absent || error.code === "NoSuchBucket") lines.push(`${bucket}: ${answered(error)}`);
    }
  });
  lines.sort();
  if (denied.length > 0) {
    const message = `${probe.action} is refused on ${denied.length} of ${buckets.length} buckets`;
    const remedy = `allow ${probe.action} in a RAM policy (see policy below), and look for a Deny in the bucket's policy`;
    return { ...broken(message, remedy, lines), missing: [{ action: probe.action, buckets: denied.sort() }] };
  }
  const count = `${buckets.length} ${buckets.length === 1 ? "bucket" : "buckets"} (${targets.origin})`;
  const more =
    targets.left > 0 && targets.kinds ? ` (of ${MOST_BUCKETS + targets.left}: ${targets.left} were not asked)` : "";
  if (lines.length > 0) {
    return hint(
      `${probe.operation} was not answered for each of ${count}`,
      "see the codes; run again if they pass",
      lines,
    );
  }
  return ok(`allowed on ${count}${more}`);
}

/** With a stack: the buckets that have such a resource. Information about the bucket itself is read for every one. */
function bucketsOf({ kind }: Probe, { buckets, kinds }: Targets): string[] {
  if (!kinds || kind === "oss:Bucket") return buckets;
  const used = new Set((kinds.get(kind) ?? []).map(bucketOf));
  return buckets.filter((bucket) => used.has(bucket));
}

/** Asks about every bucket, a few at a time. */
export async function everyBucket(buckets: readonly string[], ask: (bucket: string) => Promise<void>): Promise<void> {
  const left = [...buckets];
  const worker = async () => {
    for (let bucket = left.shift(); bucket !== undefined; bucket = left.shift()) await ask(bucket);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, buckets.length) }, worker));
}
