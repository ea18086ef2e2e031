// OSS API reference 20220713, 7.4.1 PutBucketLifecycle [L2523-2807].
import { lifecycleBad } from "./bucketLifecycleBad";
import { type Arguments, BUCKET, many, ofOneBucket, type Scenario } from "./scenario";

const rule = (more: Arguments = {}): Arguments => ({ prefix: "logs/", expiration: { days: 30 }, ...more });
const with_ = (...rules: Arguments[]): Arguments => ({ bucket: BUCKET, rules });
const minimal = with_({ expiration: { days: 1 } });
const common = ofOneBucket(minimal);

const DATE = "2030-01-31T00:00:00.000Z";

export const bucketLifecycle: Scenario = {
  token: "oss:BucketLifecycle",
  minimal,
  full: {
    ...with_(
      {
        id: "logs",
        prefix: "logs/",
        status: "Disabled",
        tags: [
          { key: "xx", value: "1" },
          { key: "yy", value: "" },
        ],
        filter: { not: { prefix: "logs/keep/", tag: { key: "keep", value: "yes" } } },
        expiration: { days: 3600, expiredObjectDeleteMarker: false },
        transitions: [
          { days: 30, storageClass: "IA" },
          { days: 60, storageClass: "Archive" },
          { days: 90, storageClass: "ColdArchive" },
        ],
        abortMultipartUpload: { days: 7 },
        noncurrentVersionExpiration: { noncurrentDays: 50 },
        noncurrentVersionTransitions: [
          { noncurrentDays: 10, storageClass: "IA" },
          { noncurrentDays: 20, storageClass: "Archive" },
        ],
      },
      {
        prefix: "backup/",
        expiration: { createdBeforeDate: DATE },
        transitions: [{ createdBeforeDate: "2029-01-31", storageClass: "IA" }],
        abortMultipartUpload: { createdBeforeDate: DATE },
      },
      { prefix: "markers/", expiration: { expiredObjectDeleteMarker: true } },
    ),
    allowSameActionOverlap: false,
    overwrite: true,
  },
  bad: [...common.bad, ...lifecycleBad],
  good: [
    { name: "1,000 rules", inputs: with_(...many(1000, (i) => rule({ prefix: `${String(i).padStart(4, "0")}/` }))) },
    { name: "an id of 255 characters", inputs: with_(rule({ id: "i".repeat(255) })) },
    { name: "two rules with empty ids", inputs: with_(rule({ id: "" }), rule({ id: "", prefix: "data/" })) },
    { name: "one day", inputs: with_(rule({ expiration: { days: 1 } })) },
    { name: "delete markers alone", inputs: with_(rule({ expiration: { expiredObjectDeleteMarker: true } })) },
    {
      name: "no delete markers, with days",
      inputs: with_(rule({ expiration: { expiredObjectDeleteMarker: false, days: 1 } })),
    },
    { name: "a leap day", inputs: with_(rule({ expiration: { createdBeforeDate: "2028-02-29T00:00:00.000Z" } })) },
    ...["2030-01-31", "2030-01-31T00:00:00Z", DATE].map((createdBeforeDate) => ({
      name: `the date ${createdBeforeDate}`,
      inputs: with_(rule({ expiration: { createdBeforeDate } })),
    })),
    {
      name: "each step one day later",
      inputs: with_(
        rule({
          transitions: [
            { days: 32, storageClass: "Cold Archive" },
            { days: 30, storageClass: "IA" },
            { days: 31, storageClass: "Archive" },
          ],
          expiration: { days: 33 },
          noncurrentVersionTransitions: [
            { noncurrentDays: 2, storageClass: "Archive" },
            { noncurrentDays: 1, storageClass: "IA" },
          ],
          noncurrentVersionExpiration: { noncurrentDays: 3 },
        }),
      ),
    },
    {
      name: "the rule's own prefix left out for a tag",
      inputs: with_(rule({ filter: { not: { prefix: "logs/", tag: { key: "k", value: "v" } } } })),
    },
    { name: "a filter that leaves nothing out", inputs: with_(rule({ filter: {} })) },
    { name: "a longer prefix left out", inputs: with_(rule({ filter: { not: { prefix: "logs/a" } } })) },
    {
      name: "a prefix left out of the whole bucket",
      inputs: with_({ expiration: { days: 1 }, filter: { not: { prefix: "keep/" } } }),
    },
    {
      name: "prefixes side by side",
      inputs: with_(rule({ prefix: "logs/a" }), rule({ prefix: "logs/b" }), rule({ prefix: "log-" })),
    },
    {
      name: "overlapping prefixes where that is asked for",
      inputs: { ...with_(rule(), rule({ prefix: "logs/a" })), allowSameActionOverlap: true },
    },
  ],
  updates: [
    {
      name: "an action",
      from: with_(rule()),
      to: with_(rule({ expiration: { days: 60 } })),
      paths: ["rules[0].expiration.days"],
    },
    {
      name: "an action more and one less",
      from: with_(rule()),
      to: with_({ prefix: "logs/", abortMultipartUpload: { days: 7 } }),
      paths: ["rules[0].expiration", "rules[0].abortMultipartUpload"],
    },
    {
      name: "days for a date",
      from: with_(rule()),
      to: with_(rule({ expiration: { createdBeforeDate: DATE } })),
      paths: ["rules[0].expiration.days", "rules[0].expiration.createdBeforeDate"],
    },
    {
      name: "switching a rule off",
      from: with_(rule()),
      to: with_(rule({ status: "Disabled" })),
      paths: ["rules[0].status"],
    },
    { name: "a rule more", from: with_(rule()), to: with_(rule({ prefix: "data/" }), rule()), paths: ["rules[0]"] },
    { name: "a rule less", from: with_(rule({ prefix: "data/" }), rule()), to: with_(rule()), paths: ["rules[0]"] },
    {
      name: "one transition of several",
      from: with_(
        rule({
          expiration: { days: 99 },
          transitions: [
            { days: 10, storageClass: "IA" },
            { days: 20, storageClass: "Archive" },
          ],
        }),
      ),
      to: with_(
        rule({
          expiration: { days: 99 },
          transitions: [
            { days: 10, storageClass: "IA" },
            { days: 30, storageClass: "Archive" },
          ],
        }),
      ),
      paths: ["rules[0].transitions[1].days"],
    },
    {
      name: "what a named rule is about",
      from: with_(rule({ id: "a" })),
      to: with_(rule({ id: "a", prefix: "data/" })),
      paths: ["rules[0].prefix"],
    },
    {
      name: "whether prefixes may overlap",
      from: with_(rule()),
      to: { ...with_(rule()), allowSameActionOverlap: true },
      paths: ["allowSameActionOverlap"],
    },
  ],
  same: [
    {
      name: "any order of rules, tags and transitions",
      from: with_(
        rule({
          prefix: "a/",
          expiration: { days: 99 },
          tags: [
            { key: "x", value: "1" },
            { key: "y", value: "2" },
          ],
          transitions: [
            { days: 10, storageClass: "IA" },
            { days: 20, storageClass: "Archive" },
          ],
        }),
        rule({ prefix: "b/" }),
      ),
      to: with_(
        rule({ prefix: "b/" }),
        rule({
          prefix: "a/",
          expiration: { days: 99 },
          tags: [
            { value: "2", key: "y" },
            { key: "x", value: "1" },
          ],
          transitions: [
            { storageClass: "Archive", days: 20 },
            { days: 10, storageClass: "IA" },
          ],
        }),
      ),
    },
    {
      name: "an empty filter and none",
      from: with_(rule()),
      to: with_(rule({ filter: {} })),
    },
    {
      name: "the defaults",
      from: with_({ expiration: { days: 1 } }),
      to: with_({ prefix: "", status: "Enabled", tags: [], expiration: { days: 1, expiredObjectDeleteMarker: false } }),
    },
    {
      name: "spellings of dates and storage classes",
      from: with_(
        rule({
          expiration: { createdBeforeDate: "2030-01-31" },
          transitions: [{ days: 1, storageClass: "Cold Archive" }],
        }),
      ),
      to: with_(
        rule({ expiration: { createdBeforeDate: DATE }, transitions: [{ days: 1, storageClass: "ColdArchive" }] }),
      ),
    },
  ],
  replacements: common.replacements,
};
