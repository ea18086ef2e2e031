/** The XML of lifecycle rules, read and written. OSS API reference 20220713, section 7.4.1. */
import { randomUUID } from "node:crypto";
import type { Parsed, XmlChild } from "../../../xml";
import { invalidArgument } from "../../errors";
import { boolean, filled, malformed, present, wholeNumber, word } from "../fields";
import type { LifecycleRule, LifecycleTag, LowerClass, When } from "./rules";

const TAG = { Key: "text", Value: "text" } as const;
const WHEN = { Days: "text", CreatedBeforeDate: "text" } as const;

export const LIFECYCLE_BODY = {
  root: "LifecycleConfiguration",
  shape: {
    Rule: [
      {
        ID: "text",
        Prefix: "text",
        Tag: [TAG],
        Status: "text",
        // Read by nothing: the vendor's Node SDK still sends them beside the Expiration that it makes of them.
        Days: "text",
        Date: "text",
        Filter: { Not: { Prefix: "text", Tag: TAG } },
        Expiration: { ...WHEN, ExpiredObjectDeleteMarker: "text" },
        Transition: [{ ...WHEN, StorageClass: "text" }],
        AbortMultipartUpload: WHEN,
        NoncurrentVersionExpiration: { NoncurrentDays: "text" },
        NoncurrentVersionTransition: [{ NoncurrentDays: "text", StorageClass: "text" }],
      },
    ],
  },
} as const;

type RuleElement = Parsed<typeof LIFECYCLE_BODY.shape>["Rule"][number];

/** One rule with every element of the right form; what elements say together is for `validate.ts`. */
export function readRule(element: RuleElement): LifecycleRule {
  const id = element.ID ?? "";
  const { Expiration: expiration, NoncurrentVersionExpiration: noncurrent, AbortMultipartUpload: abort } = element;
  return {
    id: id === "" ? randomUUID() : id,
    prefix: element.Prefix ?? "",
    status: word(present(element.Status, "Status"), "Status", ["Enabled", "Disabled"]),
    tags: element.Tag.map(readTag),
    not: readNot(element.Filter?.Not),
    expiration:
      expiration === undefined
        ? undefined
        : {
            ...readWhen(expiration),
            expiredObjectDeleteMarker: boolean(expiration.ExpiredObjectDeleteMarker, "ExpiredObjectDeleteMarker"),
          },
    transitions: element.Transition.map((transition) => ({
      ...readWhen(transition),
      storageClass: readClass(transition.StorageClass, ["IA", "Archive", "ColdArchive"]),
    })),
    abortMultipartUpload: abort === undefined ? undefined : readWhen(abort),
    noncurrentVersionExpiration:
      noncurrent === undefined ? undefined : { noncurrentDays: readDays(noncurrent.NoncurrentDays) },
    noncurrentVersionTransitions: element.NoncurrentVersionTransition.map((transition) => ({
      noncurrentDays: readDays(transition.NoncurrentDays),
      // "The storage class of the previous versions can be converted to IA or Archive" (L2590).
      storageClass: readClass(transition.StorageClass, ["IA", "Archive"]),
    })),
  };
}

function readTag(element: { Key?: string; Value?: string }): LifecycleTag {
  return { key: filled(element.Key, "Key"), value: present(element.Value, "Value") };
}

function readNot(element: { Prefix?: string; Tag?: { Key?: string; Value?: string } } | undefined) {
  if (element === undefined) {
    return undefined;
  }
  return {
    prefix: filled(element.Prefix, "Prefix of Not"),
    // "You can specify only one tag or leave this element empty" (L2599).
    tag: element.Tag === undefined || Object.keys(element.Tag).length === 0 ? undefined : readTag(element.Tag),
  };
}

function readWhen(element: { Days?: string; CreatedBeforeDate?: string }): When {
  if (element.Days !== undefined && element.CreatedBeforeDate !== undefined) {
    throw malformed("Days and CreatedBeforeDate are mutually exclusive");
  }
  return {
    days: element.Days === undefined ? undefined : wholeNumber(element.Days, "Days", 1),
    createdBeforeDate: element.CreatedBeforeDate === undefined ? undefined : readDate(element.CreatedBeforeDate),
  };
}

/** "The time must be at 00:00:00 in UTC" (L2577). */
function readDate(value: string): string {
  const time = /^\d{4}-\d{2}-\d{2}T00:00:00\.000Z$/.test(value) ? Date.parse(value) : Number.NaN;
  // Date.parse rolls 31 February over into March.
  if (Number.isNaN(time) || new Date(time).toISOString() !== value) {
    const message = "CreatedBeforeDate must be midnight in UTC, in the form yyyy-MM-ddT00:00:00.000Z.";
    throw invalidArgument("CreatedBeforeDate", value, message);
  }
  return value;
}

function readDays(value: string | undefined): number {
  return wholeNumber(present(value, "NoncurrentDays"), "NoncurrentDays", 1);
}

/** Requests are documented with "Cold Archive" (L2582), everything else in the service says ColdArchive. */
function readClass(value: string | undefined, classes: readonly LowerClass[]): LowerClass {
  const name = present(value, "StorageClass");
  return word(name === "Cold Archive" ? "ColdArchive" : name, "StorageClass", classes);
}

/** The elements of a rule, in the order of the samples. */
export function writeRule(rule: LifecycleRule): XmlChild[] {
  return [
    ["ID", rule.id],
    ["Prefix", rule.prefix],
    ...rule.tags.map((tag) => ["Tag", writeTag(tag)] as const),
    ["Status", rule.status],
    ["Filter", rule.not === undefined ? undefined : [["Not", writeNot(rule.not)]]],
    ["Expiration", rule.expiration === undefined ? undefined : writeExpiration(rule.expiration)],
    ...rule.transitions.map(
      (transition) => ["Transition", [...writeWhen(transition), ["StorageClass", transition.storageClass]]] as const,
    ),
    [
      "NoncurrentVersionExpiration",
      rule.noncurrentVersionExpiration === undefined
        ? undefined
        : [["NoncurrentDays", rule.noncurrentVersionExpiration.noncurrentDays]],
    ],
    ...rule.noncurrentVersionTransitions.map(
      (transition) =>
        [
          "NoncurrentVersionTransition",
          [
            ["NoncurrentDays", transition.noncurrentDays],
            ["StorageClass", transition.storageClass],
          ],
        ] as const,
    ),
    [
      "AbortMultipartUpload",
      rule.abortMultipartUpload === undefined ? undefined : writeWhen(rule.abortMultipartUpload),
    ],
  ];
}

function writeTag(tag: LifecycleTag): XmlChild[] {
  return [
    ["Key", tag.key],
    ["Value", tag.value],
  ];
}

function writeNot(not: { prefix: string; tag?: LifecycleTag }): XmlChild[] {
  return [
    ["Prefix", not.prefix],
    ["Tag", not.tag === undefined ? undefined : writeTag(not.tag)],
  ];
}

function writeExpiration(expiration: When & { expiredObjectDeleteMarker?: boolean }): XmlChild[] {
  return [...writeWhen(expiration), ["ExpiredObjectDeleteMarker", expiration.expiredObjectDeleteMarker]];
}

function writeWhen(when: When): XmlChild[] {
  return [
    ["Days", when.days],
    ["CreatedBeforeDate", when.createdBeforeDate],
  ];
}
