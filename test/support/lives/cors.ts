// OSS API reference 20220713, 7.16.2 PutBucketCors, 7.16.3 GetBucketCors, 7.16.4 DeleteBucketCors.
import { bucketCors as scenario } from "../scenarios/bucketCors";
import { document, documentRequests, type Life } from "./life";

const inputs = {
  bucket: "web-assets",
  rules: [
    { allowedOrigins: ["https://a.example"], allowedMethods: ["GET"], maxAgeSeconds: 60 },
    { allowedOrigins: ["*"], allowedMethods: ["HEAD"] },
  ],
};
const rule = { allowedHeaders: [], exposeHeaders: [] };
const first = { ...rule, allowedOrigins: ["https://a.example"], allowedMethods: ["GET"], maxAgeSeconds: 60 };
const second = { ...rule, allowedOrigins: ["*"], allowedMethods: ["HEAD"] };

export const bucketCors: Life = {
  scenario,
  ids: { minimal: "web-assets", full: "web-assets" },
  keys: ["bucket"],
  requests: documentRequests("BucketCors"),
  drifts: [
    {
      name: "another age",
      inputs,
      change: document("cors", { rules: [{ ...first, maxAgeSeconds: 5 }, second] }),
      paths: ["rules[0].maxAgeSeconds"],
    },
    {
      name: "a method more",
      inputs,
      change: document("cors", { rules: [{ ...first, allowedMethods: ["GET", "DELETE"] }, second] }),
      paths: ["rules[0].allowedMethods"],
    },
    {
      name: "a header that was not there",
      inputs,
      change: document("cors", { rules: [first, { ...second, allowedHeaders: ["x-any"] }] }),
      paths: ["rules[1].allowedHeaders"],
    },
    {
      name: "a rule more",
      inputs,
      change: document("cors", { rules: [first, second, first] }),
      paths: ["rules[2]"],
    },
    { name: "a rule less", inputs, change: document("cors", { rules: [first] }), paths: ["rules[1]"] },
  ],
  removal: document("cors", null),
  // The documented answer has no ResponseVary.
  untold: { minimal: [], full: ["overwrite", "responseVary"] },
  conflict: {
    inputs,
    change: document("cors", { rules: [{ ...first, maxAgeSeconds: 5 }] }),
    paths: "rules[0].maxAgeSeconds, rules[1]",
    overwrite: true,
  },
};
