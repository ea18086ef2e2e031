import { bucket, change, config } from "../support/change";
import { acl, cors, fires, on, type RuleCases, referer, silent } from "./builders";

export const accessCases: Record<string, RuleCases> = {
  "acl-public-write": {
    fires: [
      fires("private becomes public-read-write", "high", on(acl("private"), acl("public-read-write"))),
      fires(
        "a new bucket is public-read-write",
        "high",
        change({}, { web: bucket("web", { acl: "public-read-write" }) }),
      ),
    ],
    silent: [
      silent("it was so before", on({ ...acl("public-read-write") }, { ...acl("public-read-write") })),
      silent("it becomes public-read", on(acl("private"), acl("public-read"))),
    ],
  },
  "acl-public-read": {
    fires: [
      fires("private becomes public-read", "high", on(acl("private"), acl("public-read"))),
      fires("unset becomes public-read", "high", on({}, acl("public-read"))),
    ],
    silent: [
      silent("public-read-write becomes public-read", on(acl("public-read-write"), acl("public-read"))),
      silent(
        "the ACL moves from the Bucket to a BucketAcl",
        change({ web: bucket("web", { acl: "public-read" }) }, { web: bucket("web"), ...acl("public-read") }),
      ),
    ],
  },
  "tls-older": {
    fires: [
      fires(
        "TLS 1.0 is allowed",
        "medium",
        on(
          { https: config("BucketHttpsConfig", { enable: true, tlsVersions: ["TLSv1.2"] }) },
          { https: config("BucketHttpsConfig", { enable: true, tlsVersions: ["TLSv1", "TLSv1.2"] }) },
        ),
      ),
      fires(
        "the setting is removed",
        "medium",
        on({ https: config("BucketHttpsConfig", { enable: true, tlsVersions: ["TLSv1.2"] }) }, {}),
      ),
    ],
    silent: [
      silent(
        "TLS 1.3 is allowed",
        on(
          { https: config("BucketHttpsConfig", { enable: true, tlsVersions: ["TLSv1.2"] }) },
          { https: config("BucketHttpsConfig", { enable: true, tlsVersions: ["TLSv1.2", "TLSv1.3"] }) },
        ),
      ),
    ],
  },
  "public-block-off": {
    fires: [
      fires(
        "true becomes false",
        "high",
        on(
          { block: config("BucketPublicAccessBlock", { blockPublicAccess: true }) },
          { block: config("BucketPublicAccessBlock", { blockPublicAccess: false }) },
        ),
      ),
      fires(
        "the account's is deleted",
        "high",
        change({ block: { $type: "AccountPublicAccessBlock", blockPublicAccess: true } }, {}),
      ),
    ],
    silent: [
      silent(
        "false becomes true",
        on(
          { block: config("BucketPublicAccessBlock", { blockPublicAccess: false }) },
          { block: config("BucketPublicAccessBlock", { blockPublicAccess: true }) },
        ),
      ),
    ],
  },
  "referer-open": {
    fires: [
      fires("the list is emptied", "medium", on(referer(["https://a.example/*"]), referer([]))),
      fires("it gains *", "medium", on(referer(["https://a.example/*"]), referer(["https://a.example/*", "*"]))),
    ],
    silent: [
      silent(
        "another site joins",
        on(referer(["https://a.example/*"]), referer(["https://a.example/*", "https://b.example/*"])),
      ),
    ],
  },
  "referer-empty-allowed": {
    fires: [
      fires(
        "false becomes true",
        "low",
        on(referer(["https://a.example/*"], false), referer(["https://a.example/*"], true)),
      ),
    ],
    silent: [silent("true stays", on(referer(["https://a.example/*"]), referer(["https://b.example/*"])))],
  },
  "referer-strict": {
    fires: [
      fires(
        "true becomes false with a list",
        "low",
        on(referer(["https://a.example/*"], true), referer(["https://a.example/*"], false)),
      ),
    ],
    silent: [silent("true becomes false without a list", on(referer([], true), referer([], false)))],
  },
  "cors-any-origin-write": {
    fires: [
      fires(
        "* may PUT",
        "medium",
        on(
          cors({ allowedOrigins: ["https://a.example"], allowedMethods: ["PUT"] }),
          cors({ allowedOrigins: ["*"], allowedMethods: ["PUT"] }),
        ),
      ),
    ],
    silent: [silent("* may GET", on({}, cors({ allowedOrigins: ["*"], allowedMethods: ["GET"] })))],
  },
  "cors-any-origin": {
    fires: [fires("* may GET", "low", on({}, cors({ allowedOrigins: ["*"], allowedMethods: ["GET", "HEAD"] })))],
    silent: [
      silent("one origin may GET", on({}, cors({ allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] }))),
    ],
  },
  "cors-narrower": {
    fires: [
      fires(
        "an origin goes",
        "low",
        on(
          cors({ allowedOrigins: ["https://a.example", "https://b.example"], allowedMethods: ["GET"] }),
          cors({ allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] }),
        ),
      ),
      fires(
        "rules change places",
        "low",
        on(
          cors(
            { allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] },
            { allowedOrigins: ["*"], allowedMethods: ["GET"] },
          ),
          cors(
            { allowedOrigins: ["*"], allowedMethods: ["GET"] },
            { allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] },
          ),
        ),
      ),
    ],
    silent: [
      silent(
        "an origin joins",
        on(
          cors({ allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] }),
          cors({ allowedOrigins: ["https://a.example", "https://b.example"], allowedMethods: ["GET"] }),
        ),
      ),
    ],
  },
};
