import { z } from "zod";
import { field } from "../kit/shape";
import { bearingOf } from "./bearings";
import { bucketConfig } from "./bucketConfig";
import { canonicalStorageClass } from "./fields";
import { checkLifecycle, nameRules } from "./lifecycleRules";
import { decodeLifecycle, encodeLifecycle, type LifecycleRule } from "./wire/lifecycle";

const days = field(z.int().min(1).optional(), {
  doc: "Days since the object was last modified, or since the upload was begun; at least 1. Give either this or `createdBeforeDate`.",
});

const createdBeforeDate = field(
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(T00:00:00(\.000)?Z)?$/, {
      error: "must be midnight UTC in the form 2030-01-31T00:00:00.000Z",
      abort: true,
    })
    .refine(isCalendarDate, "is not a date of the calendar")
    .optional(),
  {
    doc: "Acts on objects last modified before this date: midnight UTC, `2030-01-31T00:00:00.000Z`. Give either this or `days`.",
    canonical: canonicalDate,
  },
);

// Date.parse takes February 31 for March 3.
function isCalendarDate(date: string): boolean {
  const time = Date.parse(date);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date.slice(0, 10));
}

function canonicalDate(date: unknown): unknown {
  const time = typeof date === "string" ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? date : new Date(time).toISOString();
}

const tag = {
  key: field(z.string().min(1), { doc: "Key of the tag." }),
  value: field(z.string(), { doc: "Value of the tag." }),
};

const coldClasses = ["IA", "Archive", "ColdArchive", "Cold Archive"] as const;

const noncurrentDays = field(z.int().min(1), {
  doc: "Days since the version stopped being the current one. At least 1.",
});

const rule = field(
  z.strictObject({
    id: field(z.string().max(255, "has more than 255 characters").optional(), {
      doc: "Id of the rule, at most 255 characters, unique in the bucket. Default: made from prefix, tags and filter, so that it stays the same from run to run.",
    }),
    prefix: field(z.string().optional(), {
      doc: "The rule is about objects whose names start with this. Prefixes of different rules must not overlap. Default: the whole bucket.",
      serviceDefault: "",
    }),
    status: field(z.enum(["Enabled", "Disabled"]).optional(), {
      doc: "A `Disabled` rule is kept and ignored. Default: `Enabled`.",
      serviceDefault: "Enabled",
    }),
    tags: field(z.array(field(z.strictObject(tag), { doc: "A tag.", typeName: "BucketLifecycleTag" })).optional(), {
      doc: "Tags that objects must have, all of them, for the rule to be about them; each key once. Default: whatever their tags.",
      unordered: true,
    }),
    filter: field(
      z
        .strictObject({
          not: field(
            z
              .strictObject({
                prefix: field(z.string().min(1), {
                  doc: "Objects whose names start with this are left alone. Starts with the rule's prefix, and differs from it unless `tag` is given.",
                }),
                tag: field(z.strictObject(tag).optional(), {
                  doc: "Only objects that have this tag as well are left alone. Default: whatever their tags.",
                  typeName: "BucketLifecycleTag",
                }),
              })
              .optional(),
            { doc: "Objects that the rule is not about. Default: none.", typeName: "BucketLifecycleNot" },
          ),
        })
        .optional(),
      { doc: "Leaves objects out. Default: none are left out.", typeName: "BucketLifecycleFilter" },
    ),
    expiration: field(
      z
        .strictObject({
          days,
          createdBeforeDate,
          expiredObjectDeleteMarker: field(z.boolean().optional(), {
            doc: "Remove delete markers that have no versions behind them. `true` goes without `days` and `createdBeforeDate`. Default: false.",
            serviceDefault: false,
          }),
        })
        .optional(),
      {
        doc: "Deletes objects; in a bucket with versioning, the current versions only. Default: they stay.",
        typeName: "BucketLifecycleExpiration",
      },
    ),
    transitions: field(
      z
        .array(
          field(
            z.strictObject({
              days,
              createdBeforeDate,
              storageClass: field(z.enum(coldClasses), {
                doc: "Storage class to move to: `IA`, `Archive` or `ColdArchive`. In a bucket of class IA only the last two.",
                canonical: canonicalStorageClass,
              }),
            }),
            { doc: "A move to a colder storage class.", typeName: "BucketLifecycleTransition" },
          ),
        )
        .optional(),
      {
        doc: "Moves objects to colder storage classes: each class once, colder ones later, and `expiration` after all of them. Default: they stay where they are.",
        unordered: { key: "storageClass" },
      },
    ),
    abortMultipartUpload: field(z.strictObject({ days, createdBeforeDate }).optional(), {
      doc: "Deletes the parts of multipart uploads that were never completed. Default: they stay, and are billed.",
      typeName: "BucketLifecycleAbortMultipartUpload",
    }),
    noncurrentVersionExpiration: field(z.strictObject({ noncurrentDays }).optional(), {
      doc: "Deletes previous versions. Default: they stay.",
      typeName: "BucketLifecycleNoncurrentVersionExpiration",
    }),
    noncurrentVersionTransitions: field(
      z
        .array(
          field(
            z.strictObject({
              noncurrentDays,
              storageClass: field(z.enum(["IA", "Archive"]), { doc: "Storage class to move to." }),
            }),
            { doc: "A move of previous versions.", typeName: "BucketLifecycleNoncurrentVersionTransition" },
          ),
        )
        .optional(),
      {
        doc: "Moves previous versions to colder storage classes, colder ones later, and `noncurrentVersionExpiration` after all of them. Default: they stay where they are.",
        unordered: { key: "storageClass" },
      },
    ),
  }),
  {
    doc: "One rule: what it is about (`prefix`, `tags`, `filter`) and at least one thing that it does.",
    typeName: "BucketLifecycleRule",
  },
);

/** Lifecycle rules of a bucket. OSS API reference 20220713, PutBucketLifecycle. */
export const bucketLifecycle = bucketConfig({
  token: "oss:BucketLifecycle",
  manual: {
    summary:
      "The lifecycle rules of a bucket: what is deleted or moved to a colder storage class, and when. One resource holds the whole list; OSS replaces all rules at once.",
    source: "OSS API reference 20220713, 7.4 lifecycle (PutBucketLifecycle, GetBucketLifecycle, DeleteBucketLifecycle)",
    destroy: "Deletes every rule; objects are left as they are.",
    permissions: ["oss:PutBucketLifecycle", "oss:GetBucketLifecycle", "oss:DeleteBucketLifecycle"],
    traps: [
      "Rules have no order: moving one within the list is no change.",
      "A bucket with a hierarchical namespace has no lifecycle rules.",
      "In a bucket of class IA a transition to IA is refused.",
      "`expiration` in a bucket with versioning makes delete markers: give it `noncurrentVersionExpiration` and `expiredObjectDeleteMarker` as well, or nothing is ever freed.",
      "OSS has settings of rules that its reference of 2022 does not have (access time, object size). Granary does not manage them: a refresh and an import name those that it sees, and the next change of this resource removes them.",
    ],
    example: {
      bucket: "${bucket.bucket}",
      rules: [
        {
          prefix: "logs/",
          transitions: [{ days: 30, storageClass: "IA" }],
          expiration: { days: 365 },
          abortMultipartUpload: { days: 7 },
        },
      ],
    },
  },
  inputs: {
    rules: field(z.array(rule).min(1).max(1000), { doc: "The rules, 1 to 1,000.", unordered: { key: "id" } }),
    allowSameActionOverlap: field(z.boolean().optional(), {
      doc: "Let prefixes of rules overlap. The 2022 reference refuses that; OSS has since learned to take it when asked with the header `x-oss-allow-same-action-overlap`. Default: false.",
      local: true,
    }),
  },
  rules: checkLifecycle,
  prepare: nameRules,
  bearing: ({ bucket, rules }) => bearingOf(bucket, ["lifecycle rules", movesToIa(rules) && "a transition to IA"]),
  subresource: "lifecycle",
  operations: { get: "GetBucketLifecycle", put: "PutBucketLifecycle", delete: "DeleteBucketLifecycle" },
  absent: ["NoSuchLifecycle"],
  encode: (inputs) => ({
    body: encodeLifecycle((inputs.rules as LifecycleRule[]).map(canonicalRule)),
    headers: inputs.allowSameActionOverlap ? { "x-oss-allow-same-action-overlap": "true" } : undefined,
  }),
  decode: (body) => ({ rules: decodeLifecycle(body) }),
});

/** Tolerates rules that are not known yet. */
function movesToIa(rules: unknown): boolean {
  if (!Array.isArray(rules)) return false;
  const moves = (rules as LifecycleRule[]).flatMap((each) => [
    ...list(each?.transitions),
    ...list(each?.noncurrentVersionTransitions),
  ]);
  return moves.some((move) => move?.storageClass === "IA");
}

const list = <T>(value: T[] | undefined): T[] => (Array.isArray(value) ? value : []);

// Read liberally, write strictly: one spelling of dates and storage classes goes out.
function canonicalRule(each: LifecycleRule): LifecycleRule {
  const timing = <T extends { createdBeforeDate?: string }>(value: T): T =>
    value.createdBeforeDate ? { ...value, createdBeforeDate: String(canonicalDate(value.createdBeforeDate)) } : value;
  return {
    ...each,
    expiration: each.expiration && timing(each.expiration),
    abortMultipartUpload: each.abortMultipartUpload && timing(each.abortMultipartUpload),
    transitions: each.transitions?.map((one) => ({
      ...timing(one),
      storageClass: String(canonicalStorageClass(one.storageClass)),
    })),
  };
}
