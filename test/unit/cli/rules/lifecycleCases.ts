import { bucket, change } from "../support/change";
import { fires, lifecycle, on, type RuleCases, silent, versioning } from "./builders";

export const lifecycleCases: Record<string, RuleCases> = {
  "expire-added": {
    fires: [
      fires(
        "the whole bucket",
        "high",
        on(versioning("Enabled"), { ...versioning("Enabled"), ...lifecycle({ id: "a", expiration: { days: 30 } }) }),
      ),
      fires("an unversioned bucket", "high", on({}, lifecycle({ id: "a", prefix: "logs/", expiration: { days: 30 } }))),
      fires(
        "a prefix of a versioned bucket",
        "medium",
        on(versioning("Enabled"), {
          ...versioning("Enabled"),
          ...lifecycle({ id: "a", prefix: "logs/", expiration: { days: 30 } }),
        }),
      ),
    ],
    silent: [
      silent("a disabled rule", on({}, lifecycle({ id: "a", status: "Disabled", expiration: { days: 30 } }))),
      silent("delete markers only", on({}, lifecycle({ id: "a", expiration: { expiredObjectDeleteMarker: true } }))),
    ],
  },
  "expire-sooner": {
    fires: [
      fires(
        "fewer days",
        "high",
        on(
          lifecycle({ id: "a", prefix: "logs/", expiration: { days: 30 } }),
          lifecycle({ id: "a", prefix: "logs/", expiration: { days: 7 } }),
        ),
      ),
      fires(
        "a shorter prefix, versioned",
        "medium",
        on(
          { ...versioning("Enabled"), ...lifecycle({ id: "a", prefix: "logs/old/", expiration: { days: 30 } }) },
          { ...versioning("Enabled"), ...lifecycle({ id: "a", prefix: "logs/", expiration: { days: 30 } }) },
        ),
      ),
      fires(
        "Disabled becomes Enabled",
        "high",
        on(
          lifecycle({ id: "a", prefix: "logs/", status: "Disabled", expiration: { days: 30 } }),
          lifecycle({ id: "a", prefix: "logs/", expiration: { days: 30 } }),
        ),
      ),
    ],
    silent: [
      silent(
        "more days",
        on(lifecycle({ id: "a", expiration: { days: 30 } }), lifecycle({ id: "a", expiration: { days: 60 } })),
      ),
    ],
  },
  "noncurrent-expire-sooner": {
    fires: [
      fires("added", "medium", on({}, lifecycle({ id: "a", noncurrentVersionExpiration: { noncurrentDays: 30 } }))),
      fires(
        "less than a week",
        "high",
        on(
          lifecycle({ id: "a", noncurrentVersionExpiration: { noncurrentDays: 30 } }),
          lifecycle({ id: "a", noncurrentVersionExpiration: { noncurrentDays: 3 } }),
        ),
      ),
    ],
    silent: [
      silent(
        "longer",
        on(
          lifecycle({ id: "a", noncurrentVersionExpiration: { noncurrentDays: 30 } }),
          lifecycle({ id: "a", noncurrentVersionExpiration: { noncurrentDays: 90 } }),
        ),
      ),
    ],
  },
  "to-archive": {
    fires: [
      fires(
        "a transition is added",
        "medium",
        on({}, lifecycle({ id: "a", transitions: [{ days: 30, storageClass: "Cold Archive" }] })),
      ),
      fires("a bucket of that class", "medium", change({}, { web: bucket("web", { storageClass: "Archive" }) })),
    ],
    silent: [
      silent("a transition to IA", on({}, lifecycle({ id: "a", transitions: [{ days: 30, storageClass: "IA" }] }))),
    ],
  },
  "cleanup-removed": {
    fires: [
      fires("the resource is deleted", "low", on(lifecycle({ id: "a", expiration: { days: 30 } }), {})),
      fires(
        "unfinished uploads are kept",
        "low",
        on(
          lifecycle({ id: "a", expiration: { days: 30 }, abortMultipartUpload: { days: 7 } }),
          lifecycle({ id: "a", expiration: { days: 30 } }),
        ),
      ),
    ],
    silent: [
      silent(
        "rules change places",
        on(
          lifecycle(
            { id: "a", prefix: "a/", expiration: { days: 30 } },
            { id: "b", prefix: "b/", expiration: { days: 30 } },
          ),
          lifecycle(
            { id: "b", prefix: "b/", expiration: { days: 30 } },
            { id: "a", prefix: "a/", expiration: { days: 30 } },
          ),
        ),
      ),
    ],
  },
  "early-deletion-fee": {
    fires: [
      fires(
        "Archive for ten days",
        "low",
        on(
          {},
          lifecycle({
            id: "a",
            prefix: "a/",
            transitions: [{ days: 20, storageClass: "Archive" }],
            expiration: { days: 30 },
          }),
        ),
      ),
      fires(
        "Cold Archive for a month",
        "low",
        on(
          {},
          lifecycle({
            id: "a",
            prefix: "a/",
            transitions: [{ days: 300, storageClass: "ColdArchive" }],
            expiration: { days: 330 },
          }),
        ),
      ),
    ],
    silent: [
      silent(
        "IA from day 20 to 40",
        on(
          {},
          lifecycle({
            id: "a",
            prefix: "a/",
            transitions: [{ days: 20, storageClass: "IA" }],
            expiration: { days: 40 },
          }),
        ),
      ),
    ],
  },
};
