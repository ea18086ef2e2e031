import { UNKNOWN } from "../../../../cli/stack/values";
import { allow, bucket, change, config, HTTPS_ONLY, policy } from "../support/change";
import {
  acl,
  encryption,
  fires,
  inventory,
  logging,
  on,
  type RuleCases,
  redirect,
  retention,
  silent,
  versioning,
  website,
} from "./builders";

export const protectionCases: Record<string, RuleCases> = {
  "worm-lock": {
    fires: [fires("a policy is locked", "high", on(retention(30, false), retention(30, true)))],
    silent: [silent("it was locked", on(retention(30, true), retention(60, true)))],
  },
  "worm-extend": {
    fires: [fires("a locked policy is prolonged", "high", on(retention(30, true), retention(60, true)))],
    silent: [silent("an unlocked one is", on(retention(30, false), retention(60, false)))],
  },
  "worm-impossible": {
    fires: [
      fires("shorter", "high", on(retention(30, true), retention(10, true))),
      fires("unlocked", "high", on(retention(30, true), retention(30, false))),
      fires("deleted with its bucket", "high", change({ web: bucket(), ...retention(30, true) }, {})),
    ],
    silent: [silent("an unlocked one is shortened", on(retention(30, false), retention(10, false)))],
  },
  "worm-start": {
    fires: [fires("an unlocked policy", "medium", on({}, retention(30, false)))],
    silent: [silent("a locked one", on({}, retention(30, true)))],
  },
  "worm-restart": {
    fires: [fires("other days", "medium", on(retention(30, false), retention(60, false)))],
    silent: [silent("the same days", on(retention(30, false), retention(30, true)))],
  },
  "worm-removed": {
    fires: [fires("an unlocked policy is deleted", "high", on(retention(30, false), {}))],
    silent: [
      silent(
        "it is left in place",
        on({ worm: config("BucketRetentionPolicy", { retentionPeriodInDays: 30, $retain: true }) }, {}),
      ),
    ],
  },
  "worm-conflict": {
    fires: [
      fires(
        "beside versioning",
        "high",
        on(versioning("Enabled"), { ...versioning("Enabled"), ...retention(30, false) }),
      ),
      fires(
        "beside a mirror rule",
        "high",
        on(retention(30, false), {
          ...retention(30, false),
          ...website(redirect("Mirror", { mirrorUrl: "https://o.example/" })),
        }),
      ),
    ],
    silent: [silent("beside a plain website", on(retention(30, false), { ...retention(30, false), ...website() }))],
  },
  "versioning-first-on": {
    fires: [fires("never enabled before", "low", on({}, versioning("Enabled")))],
    silent: [silent("suspended before", on(versioning("Suspended"), versioning("Enabled")))],
  },
  "hns-on": {
    fires: [fires("a new bucket", "low", change({}, { web: bucket("web", { hierarchicalNamespace: true }) }))],
    silent: [
      silent(
        "an old one",
        change(
          { web: bucket("web", { hierarchicalNamespace: true }) },
          { web: bucket("web", { hierarchicalNamespace: true, forceDestroy: true }) },
        ),
      ),
    ],
  },
  "encryption-off": {
    fires: [fires("the resource is deleted", "high", on(encryption({ sseAlgorithm: "AES256" }), {}))],
    silent: [
      silent("another algorithm", on(encryption({ sseAlgorithm: "AES256" }), encryption({ sseAlgorithm: "KMS" }))),
    ],
  },
  "encryption-weaker": {
    fires: [
      fires(
        "KMS becomes AES256",
        "medium",
        on(encryption({ sseAlgorithm: "KMS" }), encryption({ sseAlgorithm: "AES256" })),
      ),
      fires(
        "own key becomes service key",
        "medium",
        on(encryption({ sseAlgorithm: "KMS", kmsMasterKeyId: "key-1" }), encryption({ sseAlgorithm: "KMS" })),
      ),
    ],
    silent: [
      silent("AES256 becomes KMS", on(encryption({ sseAlgorithm: "AES256" }), encryption({ sseAlgorithm: "KMS" }))),
    ],
  },
  "kms-key-changed": {
    fires: [
      fires(
        "another key",
        "medium",
        on(
          encryption({ sseAlgorithm: "KMS", kmsMasterKeyId: "key-1" }),
          encryption({ sseAlgorithm: "KMS", kmsMasterKeyId: "key-2" }),
        ),
      ),
    ],
    silent: [
      silent(
        "a first key",
        on(encryption({ sseAlgorithm: "KMS" }), encryption({ sseAlgorithm: "KMS", kmsMasterKeyId: "key-2" })),
      ),
    ],
  },
  "logging-off": {
    fires: [fires("the resource is deleted", "medium", on(logging("logs"), {}))],
    silent: [silent("another target", on(logging("logs"), logging("logs2")))],
  },
  "logging-moved": {
    fires: [
      fires("another prefix", "low", on(logging("logs", "a/"), logging("logs", "b/"))),
      fires("into itself", "low", on({}, logging("web"))),
    ],
    silent: [silent("a first target", on({}, logging("logs")))],
  },
  "anonymous-access-ends": {
    fires: [
      fires("public-read becomes private", "medium", on(acl("public-read"), acl("private"))),
      fires(
        "the public policy goes",
        "medium",
        on({ policy: policy(allow("*", "oss:GetObject")) }, { policy: policy(HTTPS_ONLY) }),
      ),
    ],
    silent: [
      silent(
        "public by policy all along",
        on(
          { ...acl("public-read"), policy: policy(allow("*", "oss:GetObject")) },
          { ...acl("private"), policy: policy(allow("*", "oss:GetObject")) },
        ),
      ),
    ],
  },
  "acceleration-off": {
    fires: [
      fires(
        "the resource is deleted",
        "medium",
        on({ fast: config("BucketTransferAcceleration", { enabled: true }) }, {}),
      ),
    ],
    silent: [silent("it was off", on({ fast: config("BucketTransferAcceleration", { enabled: false }) }, {}))],
  },
  "acceleration-on": {
    fires: [fires("on", "low", on({}, { fast: config("BucketTransferAcceleration", { enabled: true }) }))],
    silent: [silent("off", on({}, { fast: config("BucketTransferAcceleration", { enabled: false }) }))],
  },
  "tags-lost": {
    fires: [
      fires(
        "a required tag",
        "low",
        on(
          { tags: config("BucketTags", { tags: { team: "web", a: "b" } }) },
          { tags: config("BucketTags", { tags: { a: "b" } }) },
        ),
        { requiredTags: ["team"] },
      ),
    ],
    silent: [
      silent(
        "another tag",
        on(
          { tags: config("BucketTags", { tags: { team: "web", a: "b" } }) },
          { tags: config("BucketTags", { tags: { team: "web" } }) },
        ),
        { requiredTags: ["team"] },
      ),
    ],
  },
  "inventory-off": {
    fires: [
      fires("removed", "low", on(inventory(), {})),
      fires("disabled", "low", on(inventory(), inventory({ enabled: false }))),
    ],
    silent: [silent("a disabled one is removed", on(inventory({ enabled: false }), {}))],
  },
  "index-off": {
    fires: [fires("removed", "low", on({ index: config("BucketMetaQuery") }, {}))],
    silent: [silent("the bucket goes with it", change({ web: bucket(), index: config("BucketMetaQuery") }, {}))],
  },
  "new-bucket-advisory": {
    fires: [fires("a bare bucket", "low", change({}, { web: bucket() }))],
    silent: [silent("an old bare bucket", change({ web: bucket() }, { web: bucket("web", { forceDestroy: true }) }))],
  },
  "not-judged": {
    fires: [
      fires("an unknown policy", "low", on({}, { policy: config("BucketPolicy", { policy: UNKNOWN }) })),
      fires("a secret ACL", "low", on({}, acl("<redacted:11:0123abcd>"))),
    ],
    silent: [
      silent("an unknown tag", on({}, { tags: config("BucketTags", { tags: { a: UNKNOWN } }) })),
      silent(
        "a secret that stays",
        on(
          { policy: config("BucketPolicy", { policy: "<redacted:11:0123abcd>" }) },
          { policy: config("BucketPolicy", { policy: "<redacted:11:0123abcd>" }) },
        ),
      ),
    ],
  },
  "preview-errors": {
    fires: [
      fires("the preview failed", "high", on({}, {}), {
        succeeded: false,
        diagnostics: [{ severity: "error", message: "no access" }],
      }),
    ],
    silent: [silent("a warning", on({}, {}), { diagnostics: [{ severity: "warning", message: "old version" }] })],
  },
};
