// The many ways to get a lifecycle rule wrong; part of bucketLifecycle.ts.
import { type Arguments, BUCKET, many, type Scenario } from "./scenario";

const rule = (more: Arguments = {}): Arguments => ({ prefix: "logs/", expiration: { days: 30 }, ...more });
const with_ = (...rules: Arguments[]): Arguments => ({ bucket: BUCKET, rules });

/** One rule with something wrong in it. */
const bad = (name: string, more: Arguments, path: string, message: string) => ({
  name,
  inputs: with_(rule(more)),
  path: path === "" ? "rules[0]" : `rules[0].${path}`,
  message,
});

const MIDNIGHT = "must be midnight UTC in the form 2030-01-31T00:00:00.000Z";
const ONE_OF_TWO = "needs exactly one of days and createdBeforeDate";

export const lifecycleBad: Scenario["bad"] = [
  { name: "no rules", inputs: { bucket: BUCKET }, path: "rules", message: "is required" },
  { name: "an empty list of rules", inputs: with_(), path: "rules", message: "must not be empty" },
  {
    name: "1,001 rules",
    inputs: with_(...many(1001, (i) => rule({ prefix: `${String(i).padStart(4, "0")}/` }))),
    path: "rules",
    message: "has more than 1000 elements",
  },
  bad("an id of 256 characters", { id: "i".repeat(256) }, "id", "has more than 255 characters"),
  {
    name: "one id twice",
    inputs: with_(rule({ id: "a" }), rule({ id: "b", prefix: "x/" }), rule({ id: "a", prefix: "y/" })),
    path: "rules[2].id",
    message: '"a" is the id of rules[0] too',
  },
  bad("a status in lower case", { status: "enabled" }, "status", '"enabled" is not one of Enabled, Disabled'),
  bad(
    "no action",
    { expiration: undefined, transitions: [] },
    "",
    "has no action; give it expiration, transitions, abortMultipartUpload, noncurrentVersionExpiration or noncurrentVersionTransitions",
  ),
  bad("a misspelt argument", { expiraton: { days: 1 } }, "expiraton", 'is not an argument; did you mean "expiration"?'),

  bad("expiry without a time", { expiration: {} }, "expiration", ONE_OF_TWO),
  bad("expiry with two times", { expiration: { days: 1, createdBeforeDate: "2030-01-31" } }, "expiration", ONE_OF_TWO),
  bad("expiry after no days", { expiration: { days: 0 } }, "expiration.days", "0 is less than 1"),
  bad("expiry after half a day", { expiration: { days: 0.5 } }, "expiration.days", "must be a whole number, not 0.5"),
  bad("days as text", { expiration: { days: "30" } }, "expiration.days", 'must be a whole number, not "30"'),
  ...["2030-01-31T01:00:00.000Z", "2030-01-31T00:00:00.001Z", "2030-01-31T00:00:00+08:00", "31.01.2030"].map((date) =>
    bad(`the date ${date}`, { expiration: { createdBeforeDate: date } }, "expiration.createdBeforeDate", MIDNIGHT),
  ),
  ...["2030-02-31T00:00:00.000Z", "2030-02-29", "2030-13-01"].map((date) =>
    bad(
      `the date ${date}`,
      { expiration: { createdBeforeDate: date } },
      "expiration.createdBeforeDate",
      "is not a date of the calendar",
    ),
  ),
  bad(
    "delete markers and days",
    { expiration: { expiredObjectDeleteMarker: true, days: 1 } },
    "expiration.expiredObjectDeleteMarker",
    "true goes without days and createdBeforeDate",
  ),
  bad(
    "delete markers and a date",
    { expiration: { expiredObjectDeleteMarker: true, createdBeforeDate: "2030-01-31" } },
    "expiration.expiredObjectDeleteMarker",
    "true goes without days and createdBeforeDate",
  ),
  bad(
    "neither delete markers nor a time",
    { expiration: { expiredObjectDeleteMarker: false } },
    "expiration",
    ONE_OF_TWO,
  ),

  bad("a transition without a time", { transitions: [{ storageClass: "IA" }] }, "transitions[0]", ONE_OF_TWO),
  bad(
    "a transition with two times",
    { transitions: [{ storageClass: "IA", days: 1, createdBeforeDate: "2030-01-31" }] },
    "transitions[0]",
    ONE_OF_TWO,
  ),
  bad(
    "a transition without a class",
    { transitions: [{ days: 1 }] },
    "transitions[0].storageClass",
    "is required: one of IA, Archive, ColdArchive, Cold Archive",
  ),
  bad(
    "a transition to Standard",
    { transitions: [{ days: 1, storageClass: "Standard" }] },
    "transitions[0].storageClass",
    '"Standard" is not one of IA, Archive, ColdArchive, Cold Archive',
  ),
  bad(
    "two transitions to one class",
    {
      transitions: [
        { days: 1, storageClass: "ColdArchive" },
        { days: 2, storageClass: "Cold Archive" },
      ],
    },
    "transitions[1].storageClass",
    "ColdArchive is the target of an earlier transition",
  ),
  bad(
    "Archive on the same day as IA",
    {
      transitions: [
        { days: 10, storageClass: "IA" },
        { days: 10, storageClass: "Archive" },
      ],
    },
    "transitions[1]",
    "Archive after 10 days must come later than IA after 10 days",
  ),
  bad(
    "ColdArchive before Archive",
    {
      transitions: [
        { days: 9, storageClass: "Cold Archive" },
        { days: 10, storageClass: "Archive" },
      ],
    },
    "transitions[0]",
    "ColdArchive after 9 days must come later than Archive after 10 days",
  ),
  bad(
    "expiry on the day of a transition",
    { transitions: [{ days: 30, storageClass: "IA" }] },
    "expiration.days",
    "30 must be more than the 30 days after which objects become IA",
  ),

  bad("uploads without a time", { abortMultipartUpload: {} }, "abortMultipartUpload", ONE_OF_TWO),
  bad(
    "uploads with two times",
    { abortMultipartUpload: { days: 1, createdBeforeDate: "2030-01-31" } },
    "abortMultipartUpload",
    ONE_OF_TWO,
  ),

  bad(
    "previous versions without days",
    { noncurrentVersionExpiration: {} },
    "noncurrentVersionExpiration.noncurrentDays",
    "is required",
  ),
  bad(
    "previous versions after no days",
    { noncurrentVersionExpiration: { noncurrentDays: 0 } },
    "noncurrentVersionExpiration.noncurrentDays",
    "0 is less than 1",
  ),
  bad(
    "previous versions to ColdArchive",
    { noncurrentVersionTransitions: [{ noncurrentDays: 1, storageClass: "ColdArchive" }] },
    "noncurrentVersionTransitions[0].storageClass",
    '"ColdArchive" is not one of IA, Archive',
  ),
  bad(
    "previous versions to Archive before IA",
    {
      noncurrentVersionTransitions: [
        { noncurrentDays: 5, storageClass: "IA" },
        { noncurrentDays: 5, storageClass: "Archive" },
      ],
    },
    "noncurrentVersionTransitions[1]",
    "Archive after 5 days must come later than IA after 5 days",
  ),
  bad(
    "previous versions deleted on the day of their transition",
    {
      noncurrentVersionTransitions: [{ noncurrentDays: 5, storageClass: "IA" }],
      noncurrentVersionExpiration: { noncurrentDays: 5 },
    },
    "noncurrentVersionExpiration.noncurrentDays",
    "5 must be more than the 5 days after which objects become IA",
  ),

  bad("a tag without a value", { tags: [{ key: "k" }] }, "tags[0].value", "is required"),
  bad("a tag without a key", { tags: [{ key: "", value: "v" }] }, "tags[0].key", "must not be empty"),
  bad(
    "one key of a tag twice",
    {
      tags: [
        { key: "k", value: "1" },
        { key: "l", value: "1" },
        { key: "k", value: "2" },
      ],
    },
    "tags[2].key",
    '"k" is the key of tags[0] too',
  ),
  bad("a filter without a prefix", { filter: { not: {} } }, "filter.not.prefix", "is required"),
  bad("a filter with an empty prefix", { filter: { not: { prefix: "" } } }, "filter.not.prefix", "must not be empty"),
  bad(
    "a filter outside of the rule's prefix",
    { filter: { not: { prefix: "data/" } } },
    "filter.not.prefix",
    '"data/" must start with the rule\'s prefix "logs/"',
  ),
  bad(
    "a filter that leaves out all of the rule",
    { filter: { not: { prefix: "logs/" } } },
    "filter.not.prefix",
    "must differ from the rule's prefix unless it has a tag",
  ),

  {
    name: "a prefix within another rule's",
    inputs: with_(rule({ prefix: "data/" }), rule(), rule({ prefix: "logs/2030/" })),
    path: "rules[2].prefix",
    message:
      '"logs/2030/" overlaps with "logs/" of rules[1]; prefixes of rules must not overlap (merge the rules, or set allowSameActionOverlap)',
  },
  {
    name: "the same prefix twice",
    inputs: with_(rule(), rule()),
    path: "rules[1].prefix",
    message:
      '"logs/" overlaps with "logs/" of rules[0]; prefixes of rules must not overlap (merge the rules, or set allowSameActionOverlap)',
  },
  {
    name: "a rule about the whole bucket beside another",
    inputs: with_(rule(), { expiration: { days: 1 } }),
    path: "rules[1].prefix",
    message:
      '"" overlaps with "logs/" of rules[0]; prefixes of rules must not overlap (merge the rules, or set allowSameActionOverlap)',
  },
  {
    name: "an allowance that is no switch",
    inputs: { ...with_(rule()), allowSameActionOverlap: "yes" },
    path: "allowSameActionOverlap",
    message: 'must be a boolean, not "yes"',
  },
];
