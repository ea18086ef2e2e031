/** Referer whitelist (hotlink protection) of a bucket. OSS API reference 20220713, sections 7.12.1 and 7.12.2. */
import type { RefererDocument } from "../documents";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../operation";
import { boolean, present } from "./fields";

const BODY = {
  root: "RefererConfiguration",
  shape: { AllowEmptyReferer: "text", AllowTruncateQueryString: "text", RefererList: { Referer: ["text"] } },
} as const;

// OSS API reference 20220713, PutBucketReferer: replaces the whitelist, and clears it when RefererList is left out or
// empty (L5516). AllowTruncateQueryString is true by default. The API has no DELETE.
function putBucketReferer(ctx: Context): Reply {
  const body = bodyOf(ctx, BODY);
  const document: RefererDocument = {
    allowEmptyReferer: present(boolean(body.AllowEmptyReferer, "AllowEmptyReferer"), "AllowEmptyReferer"),
    allowTruncateQueryString: boolean(body.AllowTruncateQueryString, "AllowTruncateQueryString") ?? true,
    // Samples print blanks around the values (L5640); a Referer header has none.
    referers: (body.RefererList?.Referer ?? []).map((referer) => referer.trim()).filter((referer) => referer !== ""),
  };
  ctx.store.putDocument(theBucket(ctx).name, "referer", document);
  return { status: 200 };
}

// OSS API reference 20220713, GetBucketReferer: without a configuration the default AllowEmptyReferer and an empty
// RefererList, and no AllowTruncateQueryString (L5650-5663).
function getBucketReferer(ctx: Context): Reply {
  const document = ctx.store.getDocument(theBucket(ctx).name, "referer");
  return {
    status: 200,
    xml: [
      "RefererConfiguration",
      [
        ["AllowEmptyReferer", document?.allowEmptyReferer ?? true],
        ["AllowTruncateQueryString", document?.allowTruncateQueryString],
        ["RefererList", (document?.referers ?? []).map((referer) => ["Referer", referer] as const)],
      ],
    ],
  };
}

const ROW = { level: "bucket", subresource: "referer", verified: "sdk" } as const;

export const refererOperations: readonly Operation[] = [
  { ...ROW, name: "PutBucketReferer", method: "PUT", body: BODY, source: "L5480", handle: putBucketReferer },
  { ...ROW, name: "GetBucketReferer", method: "GET", source: "L5591", handle: getBucketReferer },
];
