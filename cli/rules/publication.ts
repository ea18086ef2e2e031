// What a bucket shows of itself, to whom it sends its content, and who pays.
import type { RoutingRule } from "../model/view";
import { isProvider } from "../stack/tokens";
import { isOpaque, isRecord, isSecret } from "../stack/values";
import { isLogBucket, isPublicBucket } from "./access";
import { known, same, settled } from "./known";
import { shortResource } from "./policy";
import type { BucketChange, Draft, Rule } from "./types";

export const publication: readonly Rule[] = [
  {
    id: "website-on",
    severity: "medium",
    group: "access",
    title: "The bucket becomes a web site",
    advice: "Check that nothing in the bucket is meant for insiders only.",
    aspects: ["website", "acl", "policy"],
    *bucket({ old, new: fresh }) {
      if (old.website || !fresh.website) return;
      const open = isOpaque([fresh.acl, fresh.raw.policy]) || isPublicBucket(fresh);
      yield {
        severity: open ? "medium" : "low",
        old: undefined,
        new: "website",
        why: `The bucket answers like a web site; listing and error pages become visible to anonymous visitors as far as ACL and policy allow${open ? ", which is public or not known yet" : ""}.`,
      };
    },
  },
  {
    id: "website-mirror",
    severity: "medium",
    group: "access",
    title: "Misses are fetched from another origin",
    advice: "Use an https:// origin that you own, and pass only the headers that it needs.",
    aspects: ["website"],
    standing: (view) =>
      view.website?.routing.some((rule) => rule.type === "Mirror" && rule.mirrorUrl?.startsWith("http://"))
        ? "mirrors from an origin over plain HTTP"
        : undefined,
    *bucket({ old, new: fresh }) {
      if (same(old.raw.website, fresh.raw.website)) return;
      settled("website", fresh);
      for (const rule of routing(fresh, "Mirror")) {
        const before = routing(old, "Mirror").find((each) => each.number === rule.number);
        const facts = (each: RoutingRule | undefined) => each && [each.mirrorUrl, each.passAll, each.headers];
        if (same(facts(before), facts(rule))) continue;
        const plain = rule.mirrorUrl?.startsWith("http://") ? " http:// is not protected." : "";
        const passes = rule.passAll ? " passAll forwards the visitor's headers." : "";
        yield {
          path: `${rule.path}.mirrorUrl`,
          old: before?.mirrorUrl,
          new: rule.mirrorUrl,
          why: `On a miss the service fetches from ${rule.mirrorUrl} and stores what it gets.${plain}${passes}`,
        };
      }
    },
  },
  {
    id: "website-redirect-host",
    severity: "low",
    group: "access",
    title: "Visitors are sent to another host",
    advice: "Check that the host is yours.",
    aspects: ["website"],
    *bucket({ old, new: fresh }) {
      if (same(old.raw.website, fresh.raw.website)) return;
      settled("website", fresh);
      const before = new Set([...routing(old, "External"), ...routing(old, "AliCDN")].map((rule) => rule.hostName));
      for (const rule of [...routing(fresh, "External"), ...routing(fresh, "AliCDN")]) {
        if (rule.hostName === undefined || before.has(rule.hostName)) continue;
        yield { path: `${rule.path}.hostName`, new: rule.hostName, why: `Visitors are sent to ${rule.hostName}.` };
      }
    },
  },
  {
    id: "log-bucket-exposed",
    severity: "high",
    group: "access",
    title: "A bucket with logs or object lists becomes public",
    advice: "Keep log buckets private and separate from what visitors read.",
    aspects: ["acl", "policy"],
    *bucket(change, context) {
      const { old, new: fresh, bucket } = change;
      if (!isLogBucket(bucket, context)) return;
      if (!isPublicBucket(fresh) || isPublicBucket(old)) return;
      const byAcl = fresh.acl.startsWith("public-");
      yield {
        resource: byAcl ? fresh.from.acl : fresh.from.policy,
        path: byAcl ? "acl" : "policy",
        old: byAcl ? old.acl : undefined,
        new: byAcl ? fresh.acl : "public",
        why: `${bucket} takes access logs or object lists, which name clients, keys and objects, and becomes readable for everybody.`,
      };
    },
  },
  {
    id: "requester-pays-on",
    severity: "medium",
    group: "access",
    title: "Requesters pay",
    advice: "Tell everybody who reads the bucket before.",
    aspects: ["payer"],
    *bucket({ old, new: fresh }) {
      if (old.payer !== "BucketOwner" || known(fresh.payer) !== "Requester") return;
      yield {
        path: "payer",
        old: old.payer,
        new: fresh.payer,
        why: "Anonymous access ends, and callers must send `x-oss-request-payer: requester` or fail.",
      };
    },
  },
  {
    id: "requester-pays-off",
    severity: "low",
    group: "access",
    title: "The owner pays again",
    advice: "Nothing, if that is meant.",
    aspects: ["payer"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || old.payer !== "Requester" || known(fresh.payer) === "Requester") return;
      yield { path: "payer", old: old.payer, new: fresh.payer, why: "Requests and traffic are billed to you again." };
    },
  },
  {
    id: "inventory-to-other-account",
    severity: "medium",
    group: "access",
    title: "Object lists go to another account",
    advice: "Check that the account is one of yours.",
    aspects: ["inventories", "bucket"],
    *bucket({ old, new: fresh }, { buckets }) {
      const owner = fresh.owner ?? old.owner ?? buckets.find((each) => each.old.owner)?.old.owner;
      for (const list of fresh.inventories) {
        const before = old.inventories.find((each) => each.id === list.id);
        const facts = [list.accountId, list.roleArn];
        if (before && same([before.accountId, before.roleArn], facts)) continue;
        const role = /^acs:ram::(\d+):/.exec(known(list.roleArn))?.[1];
        const foreign = [known(list.accountId), role].find((each) => each && each !== known(owner ?? each));
        if (!foreign) continue;
        yield {
          resource: list.resource,
          path: foreign === list.accountId ? "destination.accountId" : "destination.roleArn",
          old: before?.accountId,
          new: foreign,
          why: `The list of all object names goes to account ${foreign}.`,
        };
      }
    },
  },
  {
    id: "data-leaves-region",
    severity: "medium",
    group: "access",
    title: "Objects are copied to another region",
    advice: "Check residency rules and the cost of traffic.",
    aspects: ["replications", "bucket"],
    *bucket({ bucket, old, new: fresh }) {
      for (const rule of fresh.replications) {
        const before = old.replications.find((each) => each.targetBucket === rule.targetBucket);
        if (before?.targetLocation === rule.targetLocation) continue;
        const home = fresh.location ?? old.location ?? regionOf(fresh.raw.bucket?.region);
        const target = known(rule.targetLocation);
        if (home !== undefined && known(home) === target) continue;
        const unsure = home === undefined ? " (the region of the source is not known here)" : "";
        yield {
          resource: rule.resource,
          path: "targetLocation",
          old: before?.targetLocation,
          new: target,
          why: `Objects of ${bucket} are copied to ${target}${unsure}: check residency rules and traffic cost.`,
        };
      }
    },
  },
  {
    id: "cname-changed",
    severity: "medium",
    group: "access",
    title: "A domain starts or stops serving the bucket",
    advice:
      "Change the DNS record together with it; a record that points to a bucket without the domain can be taken over.",
    aspects: ["cnames"],
    whenDeleted: true,
    *bucket({ bucket, old, new: fresh, deleted }) {
      const [before, after] = [old.cnames, deleted ? [] : fresh.cnames];
      for (const { domain, resource } of after) {
        if (before.some((each) => each.domain === domain)) continue;
        yield { resource, path: "domain", new: known(domain), why: `${domain} starts serving ${bucket}.` };
      }
      for (const { domain, resource } of before) {
        if (after.some((each) => each.domain === domain)) continue;
        const why = `${domain} stops serving ${bucket}; remove the DNS record with it.`;
        yield { resource, path: "domain", old: domain, why };
      }
    },
  },
  {
    id: "endpoint-http",
    severity: "medium",
    group: "access",
    title: "The provider talks plain HTTP",
    advice: "Use an https:// endpoint.",
    aspects: [],
    *stack({ resources }) {
      for (const resource of resources) {
        if (!isProvider(resource.rawType) || !resource.new) continue;
        const [before, after] = [endpointOf(resource.old?.inputs), endpointOf(resource.new.inputs)];
        if (after === undefined || !after.startsWith("http://") || before?.startsWith("http://")) continue;
        // The emulator: nothing leaves the machine.
        if (/^http:\/\/(localhost|127\.|\[::1\])/.test(after)) continue;
        yield {
          resource,
          path: "oss.endpoint",
          old: before,
          new: after,
          why: "Requests, and the signatures in them, travel in the clear.",
        } satisfies Draft;
      }
    },
  },
];

function routing(view: BucketChange["new"], type: string): RoutingRule[] {
  return (view.website?.routing ?? []).filter((rule) => rule.type === type);
}

function regionOf(region: unknown): string | undefined {
  return typeof region === "string" ? `oss-${shortResource(region).replace(/^oss-/, "")}` : undefined;
}

/** The settings of a granary provider; its `oss` input is JSON text. */
export function providerSettings(inputs: Record<string, unknown> | undefined): Record<string, unknown> {
  const value = inputs?.oss;
  if (isRecord(value)) return value;
  if (typeof value !== "string" || isSecret(value)) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function endpointOf(inputs: Record<string, unknown> | undefined): string | undefined {
  const endpoint = providerSettings(inputs).endpoint;
  return typeof endpoint === "string" ? endpoint : undefined;
}
