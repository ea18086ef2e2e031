// OSS API reference 20220713, 7.2 retention policy [L2130-2335]: 1 day to 70 years, locked within 24 hours, then only longer.
import { type Arguments, BUCKET, ownedOnce, type Scenario } from "./scenario";

const with_ = (more: Arguments): Arguments => ({ bucket: BUCKET, retentionPeriodInDays: 30, ...more });
const minimal = with_({});
const common = ownedOnce(minimal);

export const bucketRetentionPolicy: Scenario = {
  token: "oss:BucketRetentionPolicy",
  minimal,
  full: with_({ locked: false }),
  bad: [
    ...common.bad,
    { name: "no period", inputs: { bucket: BUCKET }, path: "retentionPeriodInDays", message: "is required" },
    {
      name: "no days",
      inputs: with_({ retentionPeriodInDays: 0 }),
      path: "retentionPeriodInDays",
      message: "0 is less than 1",
    },
    {
      name: "half a day",
      inputs: with_({ retentionPeriodInDays: 0.5 }),
      path: "retentionPeriodInDays",
      message: "must be a whole number, not 0.5",
    },
    {
      name: "more than 70 years",
      inputs: with_({ retentionPeriodInDays: 25_551 }),
      path: "retentionPeriodInDays",
      message: "25551 is more than 25550",
    },
    {
      name: "a lock that is no switch",
      inputs: with_({ locked: "yes" }),
      path: "locked",
      message: 'must be a boolean, not "yes"',
    },
  ],
  good: [
    { name: "one day", inputs: with_({ retentionPeriodInDays: 1 }) },
    { name: "70 years", inputs: with_({ retentionPeriodInDays: 25_550 }) },
    { name: "a lock", inputs: with_({ locked: true }) },
  ],
  updates: [
    {
      name: "another period before the lock",
      from: minimal,
      to: with_({ retentionPeriodInDays: 10 }),
      paths: ["retentionPeriodInDays"],
    },
    { name: "locking", from: minimal, to: with_({ locked: true }), paths: ["locked"] },
    {
      name: "another period and locking",
      from: minimal,
      to: with_({ retentionPeriodInDays: 60, locked: true }),
      paths: ["retentionPeriodInDays", "locked"],
    },
    {
      name: "a longer period after the lock",
      from: with_({ locked: true }),
      to: with_({ retentionPeriodInDays: 60, locked: true }),
      paths: ["retentionPeriodInDays"],
    },
  ],
  same: [{ name: "no lock and nothing said", from: minimal, to: with_({ locked: false }) }],
  replacements: common.replacements,
};
