import { z } from "zod";
import { readXml, text, writeXml } from "../http/xml";
import { field } from "../kit/shape";
import { bucketConfig } from "./bucketConfig";

/** Who pays for requests. OSS API reference 20220713, PutBucketRequestPayment and GetBucketRequestPayment. */
export const bucketRequestPayment = bucketConfig({
  token: "oss:BucketRequestPayment",
  manual: {
    summary: "Who pays for requests and traffic of a bucket: its owner, or whoever asks.",
    source: "OSS API reference 20220713, 7.15 request payment (PutBucketRequestPayment, GetBucketRequestPayment)",
    destroy: "Sets the payer back to `BucketOwner`; OSS has no operation that deletes the setting.",
    permissions: ["oss:PutBucketRequestPayment", "oss:GetBucketRequestPayment"],
    traps: [
      "With `Requester` anonymous requests are refused, whatever the ACL says, and other accounts must send `x-oss-request-payer: requester`.",
    ],
    example: { bucket: "${bucket.bucket}", payer: "Requester" },
  },
  inputs: {
    payer: field(z.enum(["BucketOwner", "Requester"]), { doc: "`BucketOwner` or `Requester`." }),
  },
  subresource: "requestPayment",
  operations: { get: "GetBucketRequestPayment", put: "PutBucketRequestPayment" },
  absent: [],
  encode: (inputs) => ({ body: writeXml("RequestPaymentConfiguration", [["Payer", String(inputs.payer)]]) }),
  decode: (body) => ({ payer: text(readXml(body, "RequestPaymentConfiguration", []), "Payer") || "BucketOwner" }),
  vacant: (live) => live.payer === "BucketOwner",
  reset: { payer: "BucketOwner" },
});
