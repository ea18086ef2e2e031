// Objects. OSS API reference 20220713, 8.1.
import { bucketObject as scenario } from "../scenarios/bucketObject";
import type { Life } from "./life";

const content = (key: string, text: string | null) => ({ bucket: "web-assets", key, content: text });

export const bucketObject: Life = {
  scenario,
  ids: { minimal: "web-assets/index.html", full: "web-assets/assets/übersicht 1.txt" },
  keys: ["bucket", "key"],
  requests: {
    create: ["HeadObject", "PutObject"],
    read: ["HeadObject"],
    update: ["PutObject"],
    delete: ["DeleteObject"],
  },
  exceptions: {
    "the same content written otherwise": { requests: [], because: "its hash is the same" },
  },
  drifts: [
    {
      name: "another content and media type",
      inputs: scenario.minimal,
      change: content("index.html", "<h1>Changed by hand</h1>"),
      paths: ["contentHash", "contentType"],
    },
    {
      name: "headers and metadata gone",
      inputs: { ...scenario.minimal, cacheControl: "no-cache", metadata: { author: "someone" } },
      change: content("index.html", "<h1>It works</h1>"),
      paths: ["cacheControl", "contentType", "metadata"],
    },
  ],
  removal: content("assets/übersicht 1.txt", null),
  untold: { minimal: ["content"], full: ["contentBase64", "overwrite", "storageClass"] },
  conflict: {
    inputs: scenario.minimal,
    change: content("index.html", "<h1>Someone else's</h1>"),
    paths: "contentType, contentHash",
    overwrite: true,
  },
};
