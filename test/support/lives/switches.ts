// Logging, request payment and transfer acceleration. OSS API reference 20220713, 7.5, 7.10 and 7.15.
import { bucketLogging as loggingScenario } from "../scenarios/bucketLogging";
import { bucketRequestPayment as paymentScenario } from "../scenarios/bucketRequestPayment";
import { bucketTransferAcceleration as accelerationScenario } from "../scenarios/bucketTransferAcceleration";
import { document, documentRequests, type Life } from "./life";

const ids = { minimal: "web-assets", full: "web-assets" };

/** A setting that every bucket has: GET and PUT are all there is. */
const settingRequests = (name: string): Life["requests"] => ({
  create: [`Get${name}`, `Put${name}`],
  read: [`Get${name}`],
  update: [`Put${name}`],
  delete: [`Put${name}`],
});

export const bucketLogging: Life = {
  scenario: loggingScenario,
  ids,
  keys: ["bucket"],
  requests: documentRequests("BucketLogging"),
  drifts: [
    {
      name: "another target",
      inputs: loggingScenario.full,
      change: document("logging", { targetBucket: "web-assets", targetPrefix: "logs/übersicht-" }),
      paths: ["targetBucket"],
    },
    {
      name: "no prefix",
      inputs: loggingScenario.full,
      change: document("logging", { targetBucket: "other-assets" }),
      paths: ["targetPrefix"],
    },
    {
      name: "a prefix where there was none",
      inputs: loggingScenario.minimal,
      change: document("logging", { targetBucket: "other-assets", targetPrefix: "x" }),
      paths: ["targetPrefix"],
    },
  ],
  removal: document("logging", null),
  untold: { minimal: [], full: ["overwrite"] },
  conflict: {
    inputs: { bucket: "web-assets", targetBucket: "other-assets", targetPrefix: "a" },
    change: document("logging", { targetBucket: "web-assets", targetPrefix: "b" }),
    paths: "targetBucket, targetPrefix",
    overwrite: true,
  },
};

export const bucketRequestPayment: Life = {
  scenario: paymentScenario,
  ids,
  keys: ["bucket"],
  requests: settingRequests("BucketRequestPayment"),
  drifts: [
    {
      name: "the owner pays",
      inputs: paymentScenario.minimal,
      change: document("requestPayment", { payer: "BucketOwner" }),
      paths: ["payer"],
    },
    {
      name: "the requester pays",
      inputs: { bucket: "web-assets", payer: "BucketOwner" },
      change: document("requestPayment", { payer: "Requester" }),
      paths: ["payer"],
    },
  ],
  left: {
    minimal: { bucket: "web-assets", payer: "BucketOwner" },
    full: { bucket: "web-assets", payer: "BucketOwner", overwrite: true },
  },
  untold: { minimal: [], full: ["overwrite"] },
  conflict: {
    inputs: { bucket: "web-assets", payer: "BucketOwner" },
    change: document("requestPayment", { payer: "Requester" }),
    paths: "payer",
    overwrite: true,
  },
};

export const bucketTransferAcceleration: Life = {
  scenario: accelerationScenario,
  ids,
  keys: ["bucket"],
  requests: settingRequests("BucketTransferAcceleration"),
  drifts: [
    {
      name: "switched off",
      inputs: accelerationScenario.minimal,
      change: document("transferAcceleration", { enabled: false }),
      paths: ["enabled"],
    },
  ],
  removal: document("transferAcceleration", null),
  // The service has no way back to a bucket that was never configured.
  left: {
    minimal: { bucket: "web-assets", enabled: false },
    full: { bucket: "web-assets", enabled: false, overwrite: true },
  },
  untold: { minimal: [], full: ["overwrite"] },
  conflict: {
    inputs: { bucket: "web-assets", enabled: false },
    change: document("transferAcceleration", { enabled: true, enabledAt: 0 }),
    paths: "enabled",
    overwrite: true,
  },
};
