import { bucket, change, config, HTTPS_ONLY, policy } from "../support/change";
import {
  acl,
  fires,
  logging,
  on,
  provider,
  type RuleCases,
  replication,
  silent,
  target,
  versioning,
  website,
} from "./builders";

export const lossCases: Record<string, RuleCases> = {
  "bucket-delete": {
    fires: [fires("a bucket goes with its configuration", "high", change({ web: bucket(), ...acl("private") }, {}))],
    silent: [silent("it is left in place", change({ web: bucket("web", { $retain: true }) }, {}))],
  },
  "bucket-replace": {
    fires: [
      fires(
        "another storage class",
        "high",
        change(
          { web: bucket() },
          { web: bucket("web", { storageClass: "IA" }) },
          { web: { op: "replace", replaceReasons: ["storageClass"] } },
        ),
      ),
    ],
    silent: [
      silent("forceDestroy is updated", change({ web: bucket() }, { web: bucket("web", { forceDestroy: true }) })),
    ],
  },
  "rename-without-alias": {
    fires: [
      fires("a policy under a new name", "high", on({ policy: policy(HTTPS_ONLY) }, { newPolicy: policy(HTTPS_ONLY) })),
      fires("a bucket under a new name", "high", change({ web: bucket() }, { site: bucket() })),
    ],
    silent: [silent("one bucket goes, another comes", change({ web: bucket("web") }, { site: bucket("site") }))],
  },
  "force-destroy-on": {
    fires: [
      fires("false becomes true", "medium", change({ web: bucket() }, { web: bucket("web", { forceDestroy: true }) })),
    ],
    silent: [silent("a new bucket", change({}, { web: bucket("web", { forceDestroy: true }) }))],
  },
  "protection-off": {
    fires: [
      fires("protect goes", "medium", change({ web: bucket("web", { $protect: true }) }, { web: bucket() })),
      fires("retainOnDelete goes", "medium", change({ web: bucket("web", { $retain: true }) }, { web: bucket() })),
    ],
    silent: [silent("protect comes", change({ web: bucket() }, { web: bucket("web", { $protect: true }) }))],
  },
  "versioning-off": {
    fires: [
      fires("Suspended", "high", on(versioning("Enabled"), versioning("Suspended"))),
      fires("the resource is deleted", "high", on(versioning("Enabled"), {})),
    ],
    silent: [
      silent("a suspended one is deleted", on(versioning("Suspended"), {})),
      silent(
        "it is left in place",
        on({ versioning: config("BucketVersioning", { status: "Enabled", $retain: true }) }, {}),
      ),
    ],
  },
  "replication-deletes": {
    fires: [
      fires("to a bucket without versions", "high", on(target(), { ...target(), ...replication({ action: "ALL" }) })),
      fires(
        "PUT becomes ALL, to a bucket with versions",
        "medium",
        on({ ...target("Enabled"), ...replication() }, { ...target("Enabled"), ...replication({ action: "ALL" }) }),
      ),
    ],
    silent: [silent("writes only", on(target(), { ...target(), ...replication() }))],
  },
  "replication-history": {
    fires: [
      fires(
        "by leaving it out",
        "medium",
        on(target(), { ...target(), ...replication({ historicalObjectReplication: undefined }) }),
      ),
    ],
    silent: [silent("disabled", on(target(), { ...target(), ...replication() }))],
  },
  "replication-removed": {
    fires: [
      fires("the rule goes", "medium", on(replication(), {})),
      fires("the rule is edited", "medium", on(replication(), replication({ prefixes: ["a/"] }))),
    ],
    silent: [silent("it stays", on(replication(), replication()))],
  },
  "replication-version-mismatch": {
    fires: [
      fires(
        "only the source keeps versions",
        "medium",
        on({ ...target(), ...versioning("Enabled") }, { ...target(), ...versioning("Enabled"), ...replication() }),
      ),
    ],
    silent: [
      silent(
        "both do",
        on(
          { ...target("Enabled"), ...versioning("Enabled") },
          { ...target("Enabled"), ...versioning("Enabled"), ...replication() },
        ),
      ),
    ],
  },
  "overwrites-unmanaged": {
    fires: [
      fires(
        "a create with overwrite",
        "medium",
        on({}, { acl: config("BucketAcl", { acl: "private", overwrite: true }) }),
      ),
    ],
    silent: [
      silent(
        "it had it before",
        on(
          { acl: config("BucketAcl", { acl: "public-read", overwrite: true }) },
          { acl: config("BucketAcl", { acl: "private", overwrite: true }) },
        ),
      ),
    ],
  },
  "undoes-manual-change": {
    fires: [
      fires(
        "a manual ACL is set back",
        "medium",
        on(acl("public-read"), acl("private"), {
          acl: {
            drift: {
              gone: false,
              recorded: { bucket: "web", acl: "private" },
              live: { bucket: "web", acl: "public-read" },
              paths: {},
            },
          },
        }),
      ),
      fires(
        "a manual protection is undone",
        "high",
        on(versioning("Enabled"), versioning("Suspended"), {
          versioning: {
            drift: { gone: false, recorded: { status: "Suspended" }, live: { status: "Enabled" }, paths: {} },
          },
        }),
      ),
    ],
    silent: [
      silent(
        "the program has the live value",
        on(acl("public-read"), acl("public-read"), {
          acl: {
            drift: {
              gone: false,
              recorded: { bucket: "web", acl: "private" },
              live: { bucket: "web", acl: "public-read" },
              paths: {},
            },
          },
        }),
      ),
    ],
  },
  "many-deletions": {
    fires: [
      fires(
        "three of six",
        "high",
        on(
          {
            a: config("BucketTags", { tags: {} }),
            ...acl("private"),
            ...versioning("Suspended"),
            ...website(),
            ...logging("logs"),
          },
          { ...website(), ...logging("logs") },
        ),
      ),
    ],
    silent: [
      silent("one of two", on(acl("private"), {})),
      silent(
        "types whose deletion is routine",
        on(
          {
            a: { $type: "BucketObject", bucket: "web", key: "a" },
            b: { $type: "BucketObject", bucket: "web", key: "b" },
          },
          {},
        ),
        { allowedDeletions: ["oss:BucketObject"] },
      ),
    ],
  },
  "provider-moved": {
    fires: [
      fires("another region", "high", change(provider({ region: "cn-hangzhou" }), provider({ region: "cn-beijing" }))),
      fires(
        "another provider",
        "high",
        change(
          { web: bucket("web", { $provider: "urn:pulumi:dev::shop::pulumi:providers:granary::a::1" }) },
          { web: bucket("web", { $provider: "urn:pulumi:dev::shop::pulumi:providers:granary::b::2" }) },
        ),
      ),
    ],
    silent: [
      silent(
        "more attempts",
        change(provider({ region: "cn-hangzhou" }), provider({ region: "cn-hangzhou", maxAttempts: 9 })),
      ),
    ],
  },
};
