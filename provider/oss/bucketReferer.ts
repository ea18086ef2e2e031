import { z } from "zod";
import { bool, readXml, texts, writeXml, type XmlElement } from "../http/xml";
import { field } from "../kit/shape";
import type { Values } from "../kit/values";
import { bucketConfig } from "./bucketConfig";
import { canonicalSet, distinct, filledText } from "./fields";

/** Hotlink protection of a bucket. OSS API reference 20220713, PutBucketReferer and GetBucketReferer. */
export const bucketReferer = bucketConfig({
  token: "oss:BucketReferer",
  manual: {
    summary: "Hotlink protection: which pages may link to the objects of a bucket, judged by the Referer header.",
    source: "OSS API reference 20220713, 7.12 referer (PutBucketReferer, GetBucketReferer)",
    destroy: "Writes the default: an empty list and `allowEmptyReferer` true, which lets everybody through.",
    permissions: ["oss:PutBucketReferer", "oss:GetBucketReferer"],
    traps: [
      "OSS has settings of referers that its reference of 2022 does not have (a blacklist, truncated paths). Granary does not manage them: a refresh and an import name those that it sees, and the next change of this resource removes them.",
      "An empty list with `allowEmptyReferer: false` still lets every request through that has a Referer; the list restricts only when it has entries.",
      "A bucket that was never configured answers with the default, so this resource is never reported as gone while its bucket exists.",
    ],
    example: { bucket: "${bucket.bucket}", allowEmptyReferer: true, referers: ["https://www.example.com/*"] },
  },
  inputs: {
    referers: field(z.array(filledText).optional(), {
      doc: "Referers that are let through; `*` stands for any characters, `?` for one. The whole list is replaced at once. Default: empty.",
      unordered: true,
      canonical: canonicalSet,
    }),
    allowEmptyReferer: field(z.boolean().optional(), {
      doc: "Let requests through that have no Referer. Default: true.",
      serviceDefault: true,
    }),
    allowTruncateQueryString: field(z.boolean().optional(), {
      doc: "Leave the query string out when referers are compared. Default: true.",
      serviceDefault: true,
      lossy: true,
    }),
  },
  subresource: "referer",
  operations: { get: "GetBucketReferer", put: "PutBucketReferer" },
  absent: [],
  encode(inputs) {
    const referers = distinct((inputs.referers as string[] | undefined) ?? []).map(
      (value): XmlElement => ["Referer", value],
    );
    return {
      body: writeXml("RefererConfiguration", [
        ["AllowEmptyReferer", (inputs.allowEmptyReferer as boolean | undefined) ?? true],
        ["AllowTruncateQueryString", (inputs.allowTruncateQueryString as boolean | undefined) ?? true],
        ["RefererList", referers],
      ]),
    };
  },
  decode(body) {
    const root = readXml(body, "RefererConfiguration", ["RefererList.Referer"]);
    return {
      referers: texts(root, "RefererList.Referer") ?? [],
      allowEmptyReferer: bool(root, "AllowEmptyReferer") ?? true,
      allowTruncateQueryString: bool(root, "AllowTruncateQueryString"),
    };
  },
  vacant: isDefault,
  reset: {},
});

function isDefault(live: Values): boolean {
  return live.allowEmptyReferer === true && live.allowTruncateQueryString !== false && live.referers.length === 0;
}
