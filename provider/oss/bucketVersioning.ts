import { z } from "zod";
import { readXml, text, writeXml } from "../http/xml";
import { field } from "../kit/shape";
import { bearingOf } from "./bearings";
import { bucketConfig } from "./bucketConfig";

/** Versioning of a bucket. OSS API reference 20220713, PutBucketVersioning and GetBucketVersioning. */
export const bucketVersioning = bucketConfig({
  token: "oss:BucketVersioning",
  manual: {
    summary: "Versioning of a bucket: whether overwritten and deleted objects are kept as previous versions.",
    source: "OSS API reference 20220713, 7.6 versioning (PutBucketVersioning, GetBucketVersioning)",
    destroy:
      "Sets versioning to `Suspended`. OSS can't switch versioning off again once it was on; versions that exist stay and are billed.",
    permissions: ["oss:PutBucketVersioning", "oss:GetBucketVersioning"],
    traps: [
      "Versioning and a retention policy exclude each other.",
      "A bucket with a hierarchical namespace has no versioning.",
      "While versioning is `Enabled` or `Suspended`, `x-oss-forbid-overwrite` has no effect.",
    ],
    example: { bucket: "${bucket.bucket}", status: "Enabled" },
  },
  inputs: {
    status: field(z.enum(["Enabled", "Suspended"]), {
      doc: "`Enabled`: every write makes a version with an id of its own. `Suspended`: writes replace the version whose id is `null`; older versions stay.",
    }),
  },
  bearing: ({ bucket }) => bearingOf(bucket, ["versioning"]),
  subresource: "versioning",
  operations: { get: "GetBucketVersioning", put: "PutBucketVersioning" },
  absent: [],
  encode: (inputs) => ({ body: writeXml("VersioningConfiguration", [["Status", String(inputs.status)]]) }),
  // A bucket on which versioning was never enabled answers 200 without a Status.
  decode(body) {
    const status = text(readXml(body, "VersioningConfiguration", []), "Status");
    return status ? { status } : undefined;
  },
  vacant: (live) => live.status === "Suspended",
  reset: { status: "Suspended" },
});
