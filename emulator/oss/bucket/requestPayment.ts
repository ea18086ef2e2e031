/** Pay-by-requester of a bucket. OSS API reference 20220713, sections 7.15.1 and 7.15.2. */
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../operation";
import { present, word } from "./fields";

const BODY = { root: "RequestPaymentConfiguration", shape: { Payer: "text" } } as const;

// OSS API reference 20220713, PutBucketRequestPayment. A bad Payer is not in its error table: 400 InvalidArgument.
function putBucketRequestPayment(ctx: Context): Reply {
  const payer = word(present(bodyOf(ctx, BODY).Payer, "Payer"), "Payer", ["BucketOwner", "Requester"]);
  ctx.store.putDocument(theBucket(ctx).name, "requestPayment", { payer });
  return { status: 200 };
}

// OSS API reference 20220713, GetBucketRequestPayment: never "not configured", the owner pays by default.
function getBucketRequestPayment(ctx: Context): Reply {
  const payer = ctx.store.getDocument(theBucket(ctx).name, "requestPayment")?.payer ?? "BucketOwner";
  return { status: 200, xml: ["RequestPaymentConfiguration", [["Payer", payer]]] };
}

const ROW = { level: "bucket", subresource: "requestPayment", verified: "sdk" } as const;

export const requestPaymentOperations: readonly Operation[] = [
  {
    ...ROW,
    name: "PutBucketRequestPayment",
    method: "PUT",
    body: BODY,
    source: "L6165",
    handle: putBucketRequestPayment,
  },
  { ...ROW, name: "GetBucketRequestPayment", method: "GET", source: "L6256", handle: getBucketRequestPayment },
];
