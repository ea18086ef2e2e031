// Lifecycle rules and website. OSS API reference 20220713, 7.4 and 7.11.
import { bucketLifecycle as lifecycleScenario } from "../scenarios/bucketLifecycle";
import { bucketWebsite as websiteScenario } from "../scenarios/bucketWebsite";
import { document, documentRequests, type Life } from "./life";

const ids = { minimal: "web-assets", full: "web-assets" };

const lifecycle = {
  bucket: "web-assets",
  rules: [
    {
      id: "logs",
      prefix: "logs/",
      expiration: { days: 365 },
      transitions: [{ days: 30, storageClass: "IA" }],
    },
    { id: "tmp", prefix: "tmp/", abortMultipartUpload: { days: 1 } },
  ],
};
const logs = {
  id: "logs",
  prefix: "logs/",
  status: "Enabled",
  tags: [],
  expiration: { days: 365 },
  transitions: [{ days: 30, storageClass: "IA" }],
  noncurrentVersionTransitions: [],
};
const tmp = {
  ...logs,
  id: "tmp",
  prefix: "tmp/",
  expiration: undefined,
  transitions: [],
  abortMultipartUpload: { days: 1 },
};
const rules = (...list: unknown[]) => document("lifecycle", { rules: list, since: 0 });

export const bucketLifecycle: Life = {
  scenario: lifecycleScenario,
  ids,
  keys: ["bucket"],
  requests: documentRequests("BucketLifecycle"),
  exceptions: {
    "whether prefixes may overlap": { requests: [], because: "it is never sent by itself" },
  },
  drifts: [
    {
      name: "objects deleted earlier",
      inputs: lifecycle,
      change: rules({ ...logs, expiration: { days: 60 } }, tmp),
      paths: ["rules[0].expiration.days"],
    },
    {
      name: "a rule switched off",
      inputs: lifecycle,
      change: rules(logs, { ...tmp, status: "Disabled" }),
      paths: ["rules[1].status"],
    },
    {
      name: "an action more",
      inputs: lifecycle,
      change: rules(logs, { ...tmp, noncurrentVersionExpiration: { noncurrentDays: 3 } }),
      paths: ["rules[1].noncurrentVersionExpiration"],
    },
    {
      name: "an action less",
      inputs: lifecycle,
      change: rules({ ...logs, transitions: [] }, tmp),
      paths: ["rules[0].transitions"],
    },
    {
      name: "another class",
      inputs: lifecycle,
      change: rules({ ...logs, transitions: [{ days: 30, storageClass: "Archive" }] }, tmp),
      paths: ["rules[0].transitions[0].storageClass"],
    },
    {
      name: "a rule more",
      inputs: lifecycle,
      change: rules(tmp, logs, { ...tmp, id: "x", prefix: "x/" }),
      paths: ["rules[2]"],
    },
    { name: "a rule less", inputs: lifecycle, change: rules(tmp), paths: ["rules[0]"] },
  ],
  removal: document("lifecycle", null),
  untold: { minimal: [], full: ["allowSameActionOverlap", "overwrite"] },
  conflict: {
    inputs: lifecycle,
    change: rules({ ...logs, expiration: { days: 60 } }),
    paths: "rules[0].expiration.days, rules[1]",
    overwrite: true,
  },
};

const website = {
  bucket: "web-assets",
  indexDocument: { suffix: "index.html" },
  errorDocument: { key: "error.html" },
  routingRules: [
    {
      ruleNumber: 1,
      condition: { keyPrefixEquals: "old/" },
      redirect: { redirectType: "External", replaceKeyPrefixWith: "new/", enableReplacePrefix: true },
    },
  ],
};
const redirect = {
  ruleNumber: 1,
  condition: { keyPrefixEquals: "old/" },
  redirect: { redirectType: "External", replaceKeyPrefixWith: "new/", enableReplacePrefix: true },
};
const hosted = (more: object) =>
  document("website", {
    indexDocument: { suffix: "index.html" },
    errorDocument: { key: "error.html" },
    routingRules: [redirect],
    ...more,
  });

export const bucketWebsite: Life = {
  scenario: websiteScenario,
  ids,
  keys: ["bucket"],
  requests: documentRequests("BucketWebsite"),
  drifts: [
    {
      name: "another index page",
      inputs: website,
      change: hosted({ indexDocument: { suffix: "home.html" } }),
      paths: ["indexDocument.suffix"],
    },
    { name: "no error page", inputs: website, change: hosted({ errorDocument: undefined }), paths: ["errorDocument"] },
    {
      name: "another status of the error page",
      inputs: website,
      change: hosted({ errorDocument: { key: "error.html", httpStatus: 200 } }),
      paths: ["errorDocument.httpStatus"],
    },
    {
      name: "another target of a rule",
      inputs: website,
      change: hosted({
        routingRules: [{ ...redirect, redirect: { ...redirect.redirect, replaceKeyPrefixWith: "else/" } }],
      }),
      paths: ["routingRules[0].redirect.replaceKeyPrefixWith"],
    },
    {
      name: "a condition more",
      inputs: website,
      change: hosted({
        routingRules: [{ ...redirect, condition: { keyPrefixEquals: "old/", httpErrorCodeReturnedEquals: 404 } }],
      }),
      paths: ["routingRules[0].condition.httpErrorCodeReturnedEquals"],
    },
    {
      name: "a rule more",
      inputs: website,
      change: hosted({ routingRules: [redirect, { ...redirect, ruleNumber: 2 }] }),
      paths: ["routingRules[1]"],
    },
    { name: "no rules", inputs: website, change: hosted({ routingRules: undefined }), paths: ["routingRules"] },
  ],
  removal: document("website", null),
  untold: { minimal: [], full: ["overwrite"] },
  conflict: {
    inputs: website,
    change: hosted({ indexDocument: { suffix: "home.html" } }),
    paths: "indexDocument.suffix",
    overwrite: true,
  },
};
