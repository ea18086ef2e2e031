import { UNKNOWN } from "../../../../cli/stack/values";
import { bucket, change, config } from "../support/change";
import {
  acl,
  fires,
  inventory,
  on,
  provider,
  type RuleCases,
  redirect,
  replication,
  silent,
  website,
} from "./builders";

export const publicationCases: Record<string, RuleCases> = {
  "website-on": {
    fires: [
      fires("a private bucket", "low", on({}, website())),
      fires(
        "a bucket whose policy is not known yet",
        "medium",
        on({}, { ...website(), policy: config("BucketPolicy", { policy: UNKNOWN }) }),
      ),
    ],
    silent: [
      silent("it was one before", on(website(), website({ ...redirect("External", { hostName: "a.example" }) }))),
    ],
  },
  "website-mirror": {
    fires: [
      fires(
        "a mirror is added",
        "medium",
        on(website(), website(redirect("Mirror", { mirrorUrl: "http://origin.example/" }))),
      ),
    ],
    silent: [
      silent(
        "a mirror stays",
        on(
          website(redirect("Mirror", { mirrorUrl: "https://origin.example/" })),
          website(redirect("Mirror", { mirrorUrl: "https://origin.example/" }), {
            ...redirect("External", { hostName: "a.example" }),
            ruleNumber: 2,
          }),
        ),
      ),
    ],
  },
  "website-redirect-host": {
    fires: [fires("another host", "low", on(website(), website(redirect("External", { hostName: "b.example" }))))],
    silent: [
      silent(
        "the same host",
        on(
          website(redirect("External", { hostName: "b.example" })),
          website(redirect("External", { hostName: "b.example", httpRedirectCode: 302 })),
        ),
      ),
    ],
  },
  "log-bucket-exposed": {
    fires: [
      fires(
        "the target of an access log",
        "high",
        on(
          { shop: bucket("shop"), log: { $type: "BucketLogging", bucket: "shop", targetBucket: "web" } },
          {
            shop: bucket("shop"),
            log: { $type: "BucketLogging", bucket: "shop", targetBucket: "web" },
            ...acl("public-read"),
          },
        ),
      ),
    ],
    silent: [silent("a bucket that takes no logs", on(acl("private"), acl("public-read")))],
  },
  "requester-pays-on": {
    fires: [fires("Requester", "medium", on({}, { payer: config("BucketRequestPayment", { payer: "Requester" }) }))],
    silent: [silent("BucketOwner", on({}, { payer: config("BucketRequestPayment", { payer: "BucketOwner" }) }))],
  },
  "requester-pays-off": {
    fires: [
      fires(
        "the resource is deleted",
        "low",
        on({ payer: config("BucketRequestPayment", { payer: "Requester" }) }, {}),
      ),
    ],
    silent: [
      silent("BucketOwner is deleted", on({ payer: config("BucketRequestPayment", { payer: "BucketOwner" }) }, {})),
    ],
  },
  "inventory-to-other-account": {
    fires: [fires("another account", "medium", on({}, inventory({}, "1234567890123456")))],
    silent: [silent("the owner's account", on({}, inventory()))],
  },
  "data-leaves-region": {
    fires: [fires("Beijing", "medium", on({}, replication({ targetLocation: "oss-cn-beijing" })))],
    silent: [silent("the same region", on({}, replication()))],
  },
  "cname-changed": {
    fires: [
      fires("a domain is added", "medium", on({}, { cname: config("BucketCname", { domain: "www.example.com" }) })),
      fires(
        "a domain goes with its bucket",
        "medium",
        change({ web: bucket(), cname: config("BucketCname", { domain: "www.example.com" }) }, {}),
      ),
    ],
    silent: [
      silent(
        "another certificate",
        on(
          { cname: config("BucketCname", { domain: "www.example.com" }) },
          { cname: config("BucketCname", { domain: "www.example.com", certificate: { certId: "1" } }) },
        ),
      ),
    ],
  },
  "endpoint-http": {
    fires: [
      fires(
        "https becomes http",
        "medium",
        change(provider({ endpoint: "https://oss.example" }), provider({ endpoint: "http://oss.example" })),
      ),
    ],
    silent: [silent("the emulator", change(provider({}), provider({ endpoint: "http://127.0.0.1:7480" })))],
  },
};
