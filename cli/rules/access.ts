// Who may read and write, apart from policies.
import type { CorsRule } from "../model/view";
import { known, policyOf, same, settled } from "./known";
import { isPublic, listed } from "./policy";
import type { BucketChange, Context, Draft, Rule } from "./types";

/** Any way in for everybody, as far as it is known. */
export function isPublicBucket(view: BucketChange["new"]): boolean {
  return known(view.acl).startsWith("public-") || policyOf(view).statements.some(isPublic);
}

/** Whether other buckets of the stack write their access logs or object lists into this one. */
export function isLogBucket(name: string, { buckets }: Context): boolean {
  return buckets.some(
    (each) =>
      !each.deleted &&
      (each.new.logging?.targetBucket === name || each.new.inventories.some((list) => list.targetBucket === name)),
  );
}

export const access: readonly Rule[] = [
  {
    id: "acl-public-write",
    severity: "high",
    group: "access",
    title: "The ACL becomes public-read-write",
    advice: "Keep the bucket private and grant writers what they need with a policy or signed URLs.",
    aspects: ["acl"],
    standing: (view) => (view.acl === "public-read-write" ? "anyone may write (ACL public-read-write)" : undefined),
    *bucket({ bucket, old, new: fresh }) {
      if (old.acl === fresh.acl || known(fresh.acl) !== "public-read-write") return;
      yield {
        path: "acl",
        old: old.acl,
        new: fresh.acl,
        why: `Anyone on the internet can read, overwrite and delete objects in ${bucket}, and you pay for it.`,
      };
    },
  },
  {
    id: "acl-public-read",
    severity: "high",
    group: "access",
    title: "The ACL becomes public-read",
    advice: "Keep the ACL private and let a CDN with origin authentication or a policy on a prefix serve visitors.",
    aspects: ["acl"],
    standing: (view) => (view.acl === "public-read" ? "anyone may read (ACL public-read)" : undefined),
    *bucket({ bucket, old, new: fresh }) {
      if (old.acl !== "private" || known(fresh.acl) !== "public-read") return;
      yield {
        path: "acl",
        old: old.acl,
        new: fresh.acl,
        why: `Anyone can download every object of ${bucket} that inherits the bucket's ACL; outbound traffic is billed to you.`,
      };
    },
  },
  {
    id: "tls-older",
    severity: "medium",
    group: "access",
    title: "Older TLS versions are allowed",
    advice: "Keep TLSv1.2 and TLSv1.3 only.",
    aspects: ["https"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || same(old.https, fresh.https)) return;
      settled("https", fresh);
      const versions = (fresh.https?.enabled ? fresh.https.tlsVersions : undefined) ?? [];
      const before = old.https?.enabled ? old.https.tlsVersions : undefined;
      const gained = versions.filter((each) => /v1(\.[01])?$/i.test(each) && !before?.includes(each));
      const removed = before !== undefined && before.length > 0 && versions.length === 0;
      if (gained.length === 0 && !removed) return;
      yield {
        path: "tlsVersions",
        old: before,
        new: versions,
        why: removed
          ? "The setting ends: clients may negotiate any version that the service has, TLS 1.0 and 1.1 included."
          : `Clients may negotiate ${listed(gained)}.`,
      };
    },
  },
  {
    id: "public-block-off",
    severity: "high",
    group: "access",
    title: "Block public access is switched off",
    advice: "Leave it on; name the callers in a policy instead.",
    aspects: ["publicBlock"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || !known(old.publicBlock) || known(fresh.publicBlock)) return;
      const dormant = dormantAccess(fresh);
      yield {
        path: "blockPublicAccess",
        old: true,
        new: false,
        why: `Public ACLs and policies that were being ignored take effect at once: ${dormant}.`,
      };
    },
    *stack({ resources }) {
      for (const resource of resources) {
        if (!/^oss:(Account|AccessPoint)PublicAccessBlock$/.test(resource.type)) continue;
        if (resource.old?.inputs.blockPublicAccess !== true || resource.old.retainOnDelete) continue;
        if (resource.new && known(resource.new.inputs.blockPublicAccess) === true) continue;
        const whose = resource.type.includes("Account") ? "for every bucket of the account" : "for the access point";
        yield {
          resource,
          path: "blockPublicAccess",
          old: true,
          new: false,
          why: `Public ACLs and policies that were being ignored take effect at once, ${whose}.`,
        };
      }
    },
  },
  {
    id: "referer-open",
    severity: "medium",
    group: "access",
    title: "Hotlink protection ends",
    advice: "Keep the list of sites, or sign the URLs.",
    aspects: ["referer"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || same(old.referer, fresh.referer)) return;
      settled("referer", old, fresh);
      const [before, after] = [old.referer.referers, fresh.referer.referers];
      const emptied = before.length > 0 && after.length === 0;
      const everything = after.includes("*") && !before.includes("*") && before.length > 0;
      if (!emptied && !everything) return;
      yield {
        path: "referers",
        old: before,
        new: after,
        why: "Hotlink protection ends; any site can embed the objects at your cost.",
      };
    },
  },
  {
    id: "referer-empty-allowed",
    severity: "low",
    group: "access",
    title: "Requests without a Referer are let through",
    advice: "Keep allowEmptyReferer false where only pages may use the objects.",
    aspects: ["referer"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || known(old.referer.allowEmptyReferer) || !known(fresh.referer.allowEmptyReferer)) return;
      yield {
        path: "allowEmptyReferer",
        old: false,
        new: true,
        why: "Requests without a Referer (curl, scripts, direct links) pass again.",
      };
    },
  },
  {
    id: "referer-strict",
    severity: "low",
    group: "access",
    title: "Requests without a Referer are refused",
    advice: "Check that no SDK, CDN or direct link relies on the bucket.",
    aspects: ["referer"],
    *bucket({ old, new: fresh }) {
      if (!known(old.referer.allowEmptyReferer) || known(fresh.referer.allowEmptyReferer)) return;
      if (fresh.referer.referers.length === 0) return;
      yield {
        path: "allowEmptyReferer",
        old: true,
        new: false,
        why: "Clients that send no Referer (SDKs, direct links, some CDNs) get 403.",
      };
    },
  },
  {
    id: "cors-any-origin-write",
    severity: "medium",
    group: "access",
    title: "CORS lets any origin write",
    advice: "Name the origins that upload.",
    aspects: ["cors"],
    standing: (view) =>
      view.cors.some((rule) => rule.origins.includes("*") && writes(rule)) ? "CORS lets any origin write" : undefined,
    *bucket(change) {
      yield* corsAny(
        change,
        true,
        "Any web page may drive write requests with the visitor's credentials or signed URLs.",
      );
    },
  },
  {
    id: "cors-any-origin",
    severity: "low",
    group: "access",
    title: "CORS lets any origin read",
    advice: "Name the origins that read, unless the objects are public anyway.",
    aspects: ["cors"],
    *bucket(change) {
      yield* corsAny(change, false, "Any web page may read responses from script.");
    },
  },
  {
    id: "cors-narrower",
    severity: "low",
    group: "access",
    title: "CORS allows less, or in another order",
    advice: "Check that no page in use needs what goes.",
    aspects: ["cors"],
    *bucket({ old, new: fresh, deleted }) {
      if (deleted || same(old.raw.cors, fresh.raw.cors) || old.cors.length === 0) return;
      settled("cors", old, fresh);
      const lost = pairs(old.cors).filter(
        (each) => !pairs(fresh.cors).includes(each) && !pairs(fresh.cors).includes(`* ${each.split(" ")[1]}`),
      );
      const order = (rules: CorsRule[]) => rules.map((rule) => rule.origins.join());
      const moved =
        lost.length === 0 &&
        same([...order(old.cors)].sort(), [...order(fresh.cors)].sort()) &&
        !same(order(old.cors), order(fresh.cors));
      if (lost.length === 0 && !moved) return;
      const origins = listed(lost.map((each) => each.split(" ")[0]!)) || "other origins";
      yield {
        path: "rules",
        old: old.cors.map(brief),
        new: fresh.cors.map(brief),
        why: `The first matching rule wins; browsers on ${origins} may now get 403.`,
      };
    },
  },
];

function writes(rule: CorsRule): boolean {
  return rule.methods.some((method) => ["PUT", "POST", "DELETE"].includes(method));
}

function* corsAny({ old, new: fresh }: BucketChange, write: boolean, why: string): Iterable<Draft> {
  if (same(old.raw.cors, fresh.raw.cors)) return;
  settled("cors", fresh);
  const any = (rules: CorsRule[]) => rules.filter((rule) => rule.origins.includes("*") && writes(rule) === write);
  // A rule that lets everybody write lets everybody read as well.
  const before = write ? any(old.cors) : old.cors.filter((rule) => rule.origins.includes("*"));
  const found = any(fresh.cors)[0];
  if (!found || before.length > 0) return;
  yield { path: `${found.path}.allowedOrigins`, old: old.cors.map(brief), new: brief(found), why };
}

function pairs(rules: CorsRule[]): string[] {
  return rules.flatMap((rule) => rule.origins.flatMap((origin) => rule.methods.map((method) => `${origin} ${method}`)));
}

function brief(rule: CorsRule): string {
  return `${rule.methods.join(" ")} from ${rule.origins.join(", ")}`;
}

/** What a switched off public access block lets in, as far as it is known. */
export function dormantAccess(view: BucketChange["new"]): string {
  const found = [
    ...(view.acl.startsWith("public-") ? [`the ACL ${view.acl}`] : []),
    ...((view.policy?.statements ?? []).some((each) => each.effect === "Allow" && each.principals.includes("*"))
      ? ["a policy for everybody"]
      : []),
  ];
  return found.length > 0 ? found.join(" and ") : "none is known in this stack, objects may have ACLs of their own";
}
