// OSS API reference 20220713, PutBucketLifecycle and GetBucketLifecycle: LifecycleConfiguration.
import { bool, int, list, node, readXml, text, writeXml, type XmlElement, type XmlNode } from "../../http/xml";

export interface Tag {
  key: string;
  value: string;
}

/** When: exactly one of the two. */
export interface Timing {
  days?: number;
  createdBeforeDate?: string;
}

export interface LifecycleRule {
  id?: string;
  prefix?: string;
  status?: string;
  tags?: Tag[];
  filter?: { not?: { prefix: string; tag?: Tag } };
  expiration?: Timing & { expiredObjectDeleteMarker?: boolean };
  transitions?: (Timing & { storageClass: string })[];
  abortMultipartUpload?: Timing;
  noncurrentVersionExpiration?: { noncurrentDays: number };
  noncurrentVersionTransitions?: { noncurrentDays: number; storageClass: string }[];
}

export function encodeLifecycle(rules: LifecycleRule[]): string {
  return writeXml(
    "LifecycleConfiguration",
    rules.map((rule): XmlElement => ["Rule", encodeRule(rule)]),
  );
}

function encodeRule(rule: LifecycleRule): XmlElement[] {
  const { filter, expiration, abortMultipartUpload, noncurrentVersionExpiration } = rule;
  return [
    ["ID", rule.id],
    ["Prefix", rule.prefix ?? ""],
    ...(rule.tags ?? []).map((tag): XmlElement => ["Tag", encodeTag(tag)]),
    ["Status", rule.status ?? "Enabled"],
    [
      "Filter",
      filter?.not && [
        [
          "Not",
          [
            ["Prefix", filter.not.prefix],
            ["Tag", filter.not.tag && encodeTag(filter.not.tag)],
          ],
        ],
      ],
    ],
    [
      "Expiration",
      expiration && [...encodeTiming(expiration), ["ExpiredObjectDeleteMarker", expiration.expiredObjectDeleteMarker]],
    ],
    ...(rule.transitions ?? []).map(
      (each): XmlElement => ["Transition", [...encodeTiming(each), ["StorageClass", each.storageClass]]],
    ),
    [
      "NoncurrentVersionExpiration",
      noncurrentVersionExpiration && [["NoncurrentDays", noncurrentVersionExpiration.noncurrentDays]],
    ],
    ...(rule.noncurrentVersionTransitions ?? []).map(
      (each): XmlElement => [
        "NoncurrentVersionTransition",
        [
          ["NoncurrentDays", each.noncurrentDays],
          ["StorageClass", each.storageClass],
        ],
      ],
    ),
    ["AbortMultipartUpload", abortMultipartUpload && encodeTiming(abortMultipartUpload)],
  ];
}

function encodeTag(tag: Tag): XmlElement[] {
  return [
    ["Key", tag.key],
    ["Value", tag.value],
  ];
}

function encodeTiming(timing: Timing): XmlElement[] {
  return [
    ["Days", timing.days],
    ["CreatedBeforeDate", timing.createdBeforeDate],
  ];
}

export function decodeLifecycle(body: string): LifecycleRule[] {
  const lists = ["Rule", "Rule.Tag", "Rule.Transition", "Rule.NoncurrentVersionTransition"];
  return (list(readXml(body, "LifecycleConfiguration", lists), "Rule") ?? []).map(decodeRule);
}

function decodeRule(rule: XmlNode): LifecycleRule {
  const expiration = node(rule, "Expiration");
  const not = node(rule, "Filter.Not");
  const abort = node(rule, "AbortMultipartUpload");
  const noncurrent = int(rule, "NoncurrentVersionExpiration.NoncurrentDays");
  // "You can specify only one tag or leave this element empty."
  const notTag = not && text(not, "Tag.Key") ? node(not, "Tag") : undefined;
  return {
    id: text(rule, "ID"),
    prefix: text(rule, "Prefix") ?? "",
    status: text(rule, "Status"),
    tags: list(rule, "Tag")?.map(decodeTag),
    filter: not && { not: { prefix: text(not, "Prefix") ?? "", tag: notTag && decodeTag(notTag) } },
    expiration: expiration && {
      ...decodeTiming(expiration),
      expiredObjectDeleteMarker: bool(expiration, "ExpiredObjectDeleteMarker"),
    },
    transitions: list(rule, "Transition")?.map((each) => ({
      ...decodeTiming(each),
      storageClass: text(each, "StorageClass") ?? "",
    })),
    abortMultipartUpload: abort && decodeTiming(abort),
    noncurrentVersionExpiration: noncurrent === undefined ? undefined : { noncurrentDays: noncurrent },
    noncurrentVersionTransitions: list(rule, "NoncurrentVersionTransition")?.map((each) => ({
      noncurrentDays: int(each, "NoncurrentDays") ?? 0,
      storageClass: text(each, "StorageClass") ?? "",
    })),
  };
}

function decodeTag(tag: XmlNode): Tag {
  return { key: text(tag, "Key") ?? "", value: text(tag, "Value") ?? "" };
}

function decodeTiming(timing: XmlNode): Timing {
  return { days: int(timing, "Days"), createdBeforeDate: text(timing, "CreatedBeforeDate") || undefined };
}
