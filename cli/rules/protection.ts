// Protection of content, evidence of access, availability, cost.
import { isOpaque } from "../stack/values";
import { isPublicBucket } from "./access";
import { known, policyOf, same, settled } from "./known";
import { isPublic, requiresHttps } from "./policy";
import type { BucketChange, Rule } from "./types";

export const protection: readonly Rule[] = [
  {
    id: "encryption-off",
    severity: "high",
    group: "protection",
    title: "Encryption ends",
    advice: "Keep at least AES256.",
    aspects: ["encryption"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || !old.encryption || fresh.encryption) return;
      yield {
        path: "sseAlgorithm",
        old: old.encryption.sseAlgorithm,
        why: "New objects are stored unencrypted; existing ones keep their form.",
      };
    },
  },
  {
    id: "encryption-weaker",
    severity: "medium",
    group: "protection",
    title: "Encryption becomes weaker",
    advice: "Keep the key of your own.",
    aspects: ["encryption"],
    *bucket({ old: { encryption: old }, new: { encryption: fresh } }) {
      if (!old || !fresh || same(old, fresh)) return;
      const reason =
        old.sseAlgorithm === "KMS" && known(fresh.sseAlgorithm) === "AES256"
          ? ["sseAlgorithm", "KMS → AES256"]
          : old.kmsMasterKeyId !== "" && fresh.kmsMasterKeyId === ""
            ? ["kmsMasterKeyId", "own key → service key"]
            : old.kmsDataEncryption === "SM4" && known(fresh.kmsDataEncryption) !== "SM4"
              ? ["kmsDataEncryption", "SM4 is dropped"]
              : undefined;
      if (!reason) return;
      yield {
        path: reason[0],
        old: old[reason[0] as keyof typeof old],
        new: fresh[reason[0] as keyof typeof fresh],
        why: `${reason[1]}. You can no longer revoke access through the key.`,
      };
    },
  },
  {
    id: "kms-key-changed",
    severity: "medium",
    group: "protection",
    title: "Another key encrypts",
    advice: "Grant rights on the new key first, and keep the old one.",
    aspects: ["encryption"],
    *bucket({ old: { encryption: old }, new: { encryption: fresh } }) {
      if (!old?.kmsMasterKeyId || !fresh?.kmsMasterKeyId || old.kmsMasterKeyId === fresh.kmsMasterKeyId) return;
      const shown = isOpaque(fresh.kmsMasterKeyId) ? "the new key" : fresh.kmsMasterKeyId;
      yield {
        path: "kmsMasterKeyId",
        old: old.kmsMasterKeyId,
        new: fresh.kmsMasterKeyId,
        why: `Readers and writers need rights on ${shown}; ${old.kmsMasterKeyId} must stay, old objects still need it.`,
      };
    },
  },
  {
    id: "logging-off",
    severity: "medium",
    group: "protection",
    title: "The access log ends",
    advice: "Keep it, or say where access is recorded instead.",
    aspects: ["logging"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || !old.logging?.targetBucket || fresh.logging?.targetBucket) return;
      yield { path: "targetBucket", old: old.logging.targetBucket, why: "No record of access from now on." };
    },
  },
  {
    id: "logging-moved",
    severity: "low",
    group: "protection",
    title: "The access log goes elsewhere",
    advice: "Tell those who read the log; log into a bucket of its own.",
    aspects: ["logging"],
    *bucket({ bucket, old, new: fresh }) {
      const [before, after] = [old.logging, fresh.logging];
      if (!after?.targetBucket || same(before, after)) return;
      const self = after.targetBucket === bucket && before?.targetBucket !== bucket;
      if (!before && !self) return;
      known(after.targetBucket);
      yield {
        path: before?.targetBucket === after.targetBucket ? "targetPrefix" : "targetBucket",
        old: before && `${before.targetBucket}/${before.targetPrefix}`,
        new: `${after.targetBucket}/${after.targetPrefix}`,
        why: self ? "The bucket logs into itself: the logs are logged as well." : "Log readers lose the trail.",
      };
    },
  },
  {
    id: "anonymous-access-ends",
    severity: "medium",
    group: "protection",
    title: "Anonymous access ends",
    advice: "Check web sites, CDN origins and hard links first.",
    aspects: ["acl", "policy", "publicBlock"],
    *bucket({ old, new: fresh, deleted, transition }) {
      if (deleted || transition.resource?.op === "replace") return;
      const open = (view: typeof old) => known(view.publicBlock) !== true && isPublicBucket(view);
      // A policy is asked for only where the ACL does not decide.
      if (!open(old) || open(fresh)) return;
      const acl = old.acl !== fresh.acl;
      const block = !old.publicBlock && fresh.publicBlock;
      yield {
        resource: block ? fresh.from.publicBlock : acl ? fresh.from.acl : fresh.from.policy,
        path: block ? "blockPublicAccess" : acl ? "acl" : "policy",
        old: block ? false : acl ? old.acl : "public",
        new: block ? true : acl ? fresh.acl : "not public",
        why: "Web sites, CDN origins without signing and hard links get 403.",
      };
    },
  },
  {
    id: "acceleration-off",
    severity: "medium",
    group: "protection",
    title: "Transfer acceleration ends",
    advice: "Move clients to the region's endpoint first.",
    aspects: ["acceleration"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || old.acceleration !== true || known(fresh.acceleration) === true) return;
      yield {
        path: "enabled",
        old: true,
        new: false,
        why: "Clients on the accelerate endpoint fail; refused (409) while a replication rule uses it.",
      };
    },
  },
  {
    id: "acceleration-on",
    severity: "low",
    group: "protection",
    title: "Transfer acceleration starts",
    advice: "Nothing, if the cost is meant.",
    aspects: ["acceleration"],
    *bucket({ old, new: fresh }) {
      if (old.acceleration === true || known(fresh.acceleration) !== true) return;
      yield { path: "enabled", old: false, new: true, why: "Extra cost per GB; up to 30 min to take effect." };
    },
  },
  {
    id: "tags-lost",
    severity: "low",
    group: "protection",
    title: "A required tag is removed",
    advice: "Keep the tag.",
    aspects: ["tags", "policy"],
    *bucket({ old, new: fresh, deleted }, { requiredTags }) {
      if (deleted || same(old.raw.tags, fresh.raw.tags)) return;
      const lost = Object.keys(old.tags).filter((key) => !(key in fresh.tags));
      // A policy may ask for a tag of the bucket: acs:ResourceTag/<key>.
      const asked = lost.length > 0 ? JSON.stringify(policyOf(fresh).statements.map((each) => each.condition)) : "";
      for (const key of lost.filter((each) => requiredTags.includes(each) || asked.includes(`Tag/${each}"`))) {
        yield {
          path: `tags.${key}`,
          old: old.tags[key],
          why: `Cost reports and tag-based rights lose ${key}.`,
        };
      }
    },
  },
  {
    id: "inventory-off",
    severity: "low",
    group: "protection",
    title: "An inventory is removed",
    advice: "Check that nobody reads the reports.",
    aspects: ["inventories"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted) return;
      for (const list of old.inventories.filter((each) => each.enabled)) {
        const after = fresh.inventories.find((each) => each.id === list.id);
        if (after && known(after.enabled)) continue;
        const resource = after?.resource ?? list.resource;
        yield { resource, path: after ? "enabled" : "inventoryId", old: list.id, why: "Reports stop." };
      }
    },
  },
  {
    id: "index-off",
    severity: "low",
    group: "protection",
    title: "The data index is removed",
    advice: "Keep it where queries rely on it.",
    aspects: ["index"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || !old.index || fresh.index) return;
      yield { old: "data index", why: "An index must be rebuilt by a full scan." };
    },
  },
  {
    id: "new-bucket-advisory",
    severity: "low",
    group: "protection",
    title: "What a new bucket starts without",
    advice: "Add what the bucket should have; each is a resource of its own.",
    aspects: ["bucket"],
    *bucket({ bucket, resource, new: fresh, created }) {
      if (!created || !resource) return;
      const https =
        fresh.raw.policy && (isOpaque(fresh.raw.policy) || requiresHttps(policyOf(fresh).statements, bucket));
      const without = [
        ...(fresh.versioning === "unset" && !fresh.hierarchicalNamespace && !fresh.retention ? ["versioning"] : []),
        ...(fresh.encryption ? [] : ["encryption"]),
        ...(fresh.logging ? [] : ["access log"]),
        ...(https ? [] : ["https-only policy"]),
        ...(fresh.dataRedundancyType === "LRS" ? ["ZRS"] : []),
        ...(Object.keys(fresh.raw.tags?.tags ?? {}).length > 0 ? [] : ["tags"]),
      ];
      if (without.length === 0) return;
      yield { why: `Starts without: ${without.join(", ")}.` };
    },
  },
];

/** What the change makes better: shown as good news. */
export function* betterments({ old, new: fresh, created, deleted, bucket }: BucketChange): Iterable<string> {
  if (created || deleted) return;
  if (old.acl.startsWith("public-") && fresh.acl === "private") yield `ACL ${old.acl} → private`;
  const open = (view: typeof old) => policyOf(view).statements.some(isPublic);
  if (!isOpaque(fresh.raw.policy)) {
    if (open(old) && !open(fresh)) yield "the policy is no longer public";
    const https = (view: typeof old) => requiresHttps(policyOf(view).statements, bucket);
    if (!https(old) && https(fresh)) yield "HTTPS is required";
  }
  if (!old.publicBlock && fresh.publicBlock === true) yield "public access is blocked";
  if (old.versioning !== "Enabled" && fresh.versioning === "Enabled") yield "versioning is on";
  if (!old.encryption && fresh.encryption) yield "new objects are encrypted";
  if (old.encryption?.sseAlgorithm === "AES256" && fresh.encryption?.sseAlgorithm === "KMS")
    yield "encryption AES256 → KMS";
  if (!old.logging && fresh.logging) yield "access is logged";
  if (old.forceDestroy && fresh.forceDestroy === false) yield "forceDestroy is off";
  if (old.referer.referers.length === 0 && fresh.referer.referers.length > 0) yield "hotlink protection is on";
  settled("cors", fresh);
  const anyWrites = (view: typeof old) =>
    view.cors.some(
      (rule) => rule.origins.includes("*") && rule.methods.some((each) => !["GET", "HEAD"].includes(each)),
    );
  if (anyWrites(old) && !anyWrites(fresh)) yield "CORS no longer lets any origin write";
}
