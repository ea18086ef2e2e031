// Tags, versioning and encryption. OSS API reference 20220713, 7.6, 7.13 and 7.14.
import { bucketEncryption as encryptionScenario } from "../scenarios/bucketEncryption";
import { bucketTags as tagsScenario } from "../scenarios/bucketTags";
import { bucketVersioning as versioningScenario } from "../scenarios/bucketVersioning";
import { document, documentRequests, type Life } from "./life";

const ids = { minimal: "web-assets", full: "web-assets" };

const tags = { bucket: "web-assets", tags: { team: "web", "cost.centre": "1" } };
const tagged = (...pairs: [key: string, value: string][]) =>
  document("tags", { tags: pairs.map(([key, value]) => ({ key, value })) });

export const bucketTags: Life = {
  scenario: tagsScenario,
  ids,
  keys: ["bucket"],
  requests: documentRequests("BucketTags"),
  exceptions: {
    "a tag more and a tag less": {
      requests: ["PutBucketTags", "DeleteBucketTags"],
      because: "PutBucketTags keeps the keys that it is not told about",
    },
  },
  drifts: [
    { name: "a value", inputs: tags, change: tagged(["team", "shop"], ["cost.centre", "1"]), paths: ["tags.team"] },
    {
      name: "a tag more",
      inputs: tags,
      change: tagged(["team", "web"], ["cost.centre", "1"], ["by-hand", "x"]),
      paths: ['tags["by-hand"]'],
    },
    { name: "a tag less", inputs: tags, change: tagged(["team", "web"]), paths: ['tags["cost.centre"]'] },
  ],
  removal: document("tags", null),
  untold: { minimal: [], full: ["overwrite"] },
  conflict: {
    inputs: tags,
    change: tagged(["team", "shop"], ["cost.centre", "1"], ["stage", "prod"]),
    paths: "tags.team, tags.stage",
    overwrite: true,
  },
};

export const bucketVersioning: Life = {
  scenario: versioningScenario,
  ids,
  keys: ["bucket"],
  requests: {
    create: ["GetBucketVersioning", "PutBucketVersioning"],
    read: ["GetBucketVersioning"],
    update: ["PutBucketVersioning"],
    delete: ["PutBucketVersioning"],
  },
  drifts: [
    {
      name: "suspended",
      inputs: versioningScenario.minimal,
      change: document("versioning", "Suspended"),
      paths: ["status"],
    },
  ],
  removal: document("versioning", null),
  // The service has no way back to a bucket that never had versions.
  left: {
    minimal: { bucket: "web-assets", status: "Suspended" },
    full: { bucket: "web-assets", status: "Suspended", overwrite: true },
  },
  untold: { minimal: [], full: ["overwrite"] },
  conflict: {
    inputs: { bucket: "web-assets", status: "Suspended" },
    change: document("versioning", "Enabled"),
    paths: "status",
    overwrite: true,
  },
};

const KEY = "9468da86-3509-4f8d-a61e-6eab1eac1234";

export const bucketEncryption: Life = {
  scenario: encryptionScenario,
  ids,
  keys: ["bucket"],
  requests: documentRequests("BucketEncryption"),
  drifts: [
    {
      name: "another algorithm",
      inputs: encryptionScenario.minimal,
      change: document("encryption", { sseAlgorithm: "KMS" }),
      paths: ["sseAlgorithm"],
    },
    {
      name: "another key",
      inputs: encryptionScenario.full,
      change: document("encryption", { sseAlgorithm: "KMS", kmsMasterKeyId: "other" }),
      paths: ["kmsMasterKeyId"],
    },
    {
      name: "a key where there was none",
      inputs: { bucket: "web-assets", sseAlgorithm: "KMS" },
      change: document("encryption", { sseAlgorithm: "KMS", kmsMasterKeyId: KEY }),
      paths: ["kmsMasterKeyId"],
    },
  ],
  removal: document("encryption", null),
  // KMSDataEncryption is not among the elements of the answer.
  untold: { minimal: [], full: ["kmsDataEncryption", "overwrite"] },
  conflict: {
    inputs: encryptionScenario.minimal,
    change: document("encryption", { sseAlgorithm: "KMS", kmsMasterKeyId: KEY }),
    paths: "sseAlgorithm, kmsMasterKeyId",
    overwrite: true,
  },
};
