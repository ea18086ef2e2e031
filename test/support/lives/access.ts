// Who may read what: ACL, policy, referers. OSS API reference 20220713, 7.3, 7.8 and 7.12.
import { bucketAcl as aclScenario } from "../scenarios/bucketAcl";
import { bucketPolicy as policyScenario } from "../scenarios/bucketPolicy";
import { bucketReferer as refererScenario } from "../scenarios/bucketReferer";
import { document, documentRequests, type Life } from "./life";

const ids = { minimal: "web-assets", full: "web-assets" };

export const bucketAcl: Life = {
  scenario: aclScenario,
  ids,
  keys: ["bucket"],
  // PutBucketAcl creates a bucket that is not there, so every write looks first.
  requests: {
    create: ["GetBucketAcl", "PutBucketAcl"],
    read: ["GetBucketAcl"],
    update: ["GetBucketAcl", "PutBucketAcl"],
    delete: ["GetBucketAcl", "PutBucketAcl"],
  },
  drifts: [
    {
      name: "an ACL that lets everybody write",
      inputs: aclScenario.minimal,
      change: document("acl", "public-read-write"),
      paths: ["acl"],
    },
    { name: "an ACL back at private", inputs: aclScenario.full, change: document("acl", "private"), paths: ["acl"] },
  ],
  left: {
    minimal: { bucket: "web-assets", acl: "private" },
    full: { bucket: "web-assets", acl: "private", overwrite: true },
  },
  untold: { minimal: [], full: ["overwrite"] },
  conflict: {
    inputs: aclScenario.minimal,
    change: document("acl", "public-read-write"),
    paths: "acl",
    overwrite: true,
  },
};

const statement = { Effect: "Deny", Action: ["oss:*"], Principal: ["*"], Resource: ["acs:oss:*:*:web-assets/*"] };
const policyOf = (...statements: unknown[]) => JSON.stringify({ Version: "1", Statement: statements });

export const bucketPolicy: Life = {
  scenario: policyScenario,
  ids,
  keys: ["bucket"],
  requests: documentRequests("BucketPolicy"),
  drifts: [
    {
      name: "another effect",
      inputs: { bucket: "web-assets", policy: { Version: "1", Statement: [statement] } },
      change: document("policy", policyOf({ ...statement, Effect: "Allow" })),
      paths: ["policy"],
    },
    {
      name: "a statement more, beside a policy that is written as text",
      inputs: { bucket: "web-assets", policy: policyOf(statement) },
      change: document("policy", policyOf(statement, { ...statement, Effect: "Allow" })),
      paths: ["policy"],
    },
  ],
  removal: document("policy", null),
  unservable: { "a statement with an id": "the emulator takes the elements of the vendor's policy syntax only" },
  untold: { minimal: [], full: ["overwrite"] },
  conflict: {
    inputs: policyScenario.minimal,
    change: document("policy", policyOf(statement)),
    paths: "policy",
    overwrite: true,
  },
};

const referers = { bucket: "web-assets", referers: ["http://a.example", "http://b.example"], allowEmptyReferer: false };

export const bucketReferer: Life = {
  scenario: refererScenario,
  ids,
  keys: ["bucket"],
  requests: {
    // The fewest arguments are what a bucket has that nobody configured.
    create: ["GetBucketReferer"],
    read: ["GetBucketReferer"],
    update: ["PutBucketReferer"],
    delete: ["PutBucketReferer"],
    full: { create: ["GetBucketReferer", "PutBucketReferer"] },
  },
  drifts: [
    {
      name: "a referer less",
      inputs: referers,
      change: document("referer", { allowEmptyReferer: false, referers: ["http://a.example"] }),
      paths: ["referers"],
    },
    {
      name: "requests without a referer let through",
      inputs: referers,
      change: document("referer", { allowEmptyReferer: true, referers: referers.referers }),
      paths: ["allowEmptyReferer"],
    },
    {
      name: "query strings taken along",
      inputs: referers,
      change: document("referer", {
        allowEmptyReferer: false,
        allowTruncateQueryString: false,
        referers: referers.referers,
      }),
      paths: ["allowTruncateQueryString"],
    },
    {
      name: "the whole list, back at what nobody configured",
      inputs: referers,
      change: document("referer", null),
      paths: ["allowEmptyReferer", "referers"],
    },
  ],
  left: {
    minimal: { bucket: "web-assets" },
    full: {
      bucket: "web-assets",
      referers: [],
      allowEmptyReferer: true,
      allowTruncateQueryString: true,
      overwrite: true,
    },
  },
  untold: { minimal: [], full: ["overwrite"] },
  conflict: {
    inputs: referers,
    change: document("referer", { allowEmptyReferer: true, referers: ["http://c.example"] }),
    paths: "referers, allowEmptyReferer",
    overwrite: true,
  },
};
