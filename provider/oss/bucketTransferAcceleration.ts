import { z } from "zod";
import { bool, readXml, writeXml } from "../http/xml";
import { field } from "../kit/shape";
import { bucketConfig } from "./bucketConfig";

/** Transfer acceleration. OSS API reference 20220713, PutBucketTransferAcceleration and GetBucketTransferAcceleration. */
export const bucketTransferAcceleration = bucketConfig({
  token: "oss:BucketTransferAcceleration",
  manual: {
    summary: "Transfer acceleration: access over Alibaba Cloud's own network from far away, through a second endpoint.",
    source:
      "OSS API reference 20220713, 7.5 transfer acceleration (PutBucketTransferAcceleration, GetBucketTransferAcceleration)",
    destroy: "Switches acceleration off; OSS has no operation that deletes the setting.",
    permissions: ["oss:PutBucketTransferAcceleration", "oss:GetBucketTransferAcceleration"],
    traps: [
      "Each byte that goes over it is billed, beside the traffic itself.",
      "It takes effect within 30 minutes after it was switched on.",
      "It can't be switched off while a replication rule of the bucket uses `oss_acc` (TransferAccAlreadyInUse).",
    ],
    example: { bucket: "${bucket.bucket}", enabled: true },
  },
  inputs: {
    enabled: field(z.boolean(), { doc: "Whether the bucket answers at the acceleration endpoint." }),
  },
  subresource: "transferAcceleration",
  operations: { get: "GetBucketTransferAcceleration", put: "PutBucketTransferAcceleration" },
  absent: ["NoSuchTransferAccelerationConfiguration"],
  encode: (inputs) => ({ body: writeXml("TransferAccelerationConfiguration", [["Enabled", Boolean(inputs.enabled)]]) }),
  decode: (body) => ({ enabled: bool(readXml(body, "TransferAccelerationConfiguration", []), "Enabled") ?? false }),
  vacant: (live) => live.enabled === false,
  reset: { enabled: false },
});
