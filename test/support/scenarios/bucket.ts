// OSS API reference 20220713, 7.1.1 PutBucket [L799-931]; names: OSS bucket naming conventions.
import { type Arguments, BUCKET, type Scenario } from "./scenario";

const minimal = { bucket: BUCKET };
const with_ = (more: Arguments): Arguments => ({ ...minimal, ...more });

const NAME_RULE =
  "must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends (OSS bucket naming conventions)";

const badName = (name: string, bucket: string) => ({ name, inputs: { bucket }, path: "bucket", message: NAME_RULE });

export const bucket: Scenario = {
  token: "oss:Bucket",
  minimal,
  full: {
    bucket: BUCKET,
    acl: "public-read",
    storageClass: "IA",
    dataRedundancyType: "ZRS",
    hierarchicalNamespace: false,
    resourceGroupId: "rg-aek27tc12345678",
    region: "cn-hangzhou",
    forceDestroy: true,
  },
  bad: [
    badName("a name of two characters", "ab"),
    badName("a name of 64 characters", "a".repeat(64)),
    badName("an upper-case letter", "Web-assets"),
    badName("an underscore", "web_assets"),
    badName("a dot", "web.assets"),
    badName("a hyphen at the start", "-web"),
    badName("a hyphen at the end", "web-"),
    badName("a letter beyond ASCII", "wéb"),
    badName("an empty name", ""),
    {
      name: "an ACL that does not exist",
      inputs: with_({ acl: "public" }),
      path: "acl",
      message: '"public" is not one of private, public-read, public-read-write',
    },
    {
      name: "a storage class that does not exist",
      inputs: with_({ storageClass: "Cold" }),
      path: "storageClass",
      message: '"Cold" is not one of Standard, IA, Archive, ColdArchive, Cold Archive',
    },
    {
      name: "a redundancy that does not exist",
      inputs: with_({ dataRedundancyType: "GRS" }),
      path: "dataRedundancyType",
      message: '"GRS" is not one of LRS, ZRS',
    },
    {
      name: "a hierarchical namespace that is no switch",
      inputs: with_({ hierarchicalNamespace: "enabled" }),
      path: "hierarchicalNamespace",
      message: 'must be a boolean, not "enabled"',
    },
    {
      name: "an empty resource group",
      inputs: with_({ resourceGroupId: "" }),
      path: "resourceGroupId",
      message: "must not be empty",
    },
    { name: "an empty region", inputs: with_({ region: "" }), path: "region", message: "must not be empty" },
    {
      name: "a misspelt argument",
      inputs: with_({ storageclass: "IA" }),
      path: "storageclass",
      message: 'is not an argument; did you mean "storageClass"?',
    },
  ],
  good: [
    { name: "a name of three characters", inputs: { bucket: "a-1" } },
    { name: "a name of 63 characters", inputs: { bucket: `${"a".repeat(62)}9` } },
    { name: "digits at both ends", inputs: { bucket: "1-2-3" } },
    ...["private", "public-read", "public-read-write"].map((acl) => ({ name: `ACL ${acl}`, inputs: with_({ acl }) })),
    ...["Standard", "IA", "Archive", "ColdArchive", "Cold Archive"].map((storageClass) => ({
      name: `class ${storageClass}`,
      inputs: with_({ storageClass }),
    })),
    { name: "real directories", inputs: with_({ hierarchicalNamespace: true }) },
  ],
  updates: [
    { name: "the ACL", from: with_({ acl: "private" }), to: with_({ acl: "public-read" }), paths: ["acl"] },
    { name: "taking up the ACL", from: minimal, to: with_({ acl: "private" }), paths: ["acl"] },
    { name: "leaving the ACL alone again", from: with_({ acl: "public-read" }), to: minimal, paths: ["acl"] },
    { name: "writing down the region", from: minimal, to: with_({ region: "cn-hangzhou" }), paths: ["region"] },
    { name: "what destroy may do", from: minimal, to: with_({ forceDestroy: true }), paths: ["forceDestroy"] },
  ],
  same: [
    {
      name: "both spellings of ColdArchive",
      from: with_({ storageClass: "Cold Archive" }),
      to: with_({ storageClass: "ColdArchive" }),
    },
    {
      name: "the defaults",
      from: minimal,
      to: with_({ storageClass: "Standard", dataRedundancyType: "LRS", hierarchicalNamespace: false }),
    },
    {
      name: "a region and its data centre",
      from: with_({ region: "cn-hangzhou" }),
      to: with_({ region: "oss-cn-hangzhou" }),
    },
  ],
  replacements: [
    { name: "another name", from: minimal, to: { bucket: "other-assets" }, paths: ["bucket"] },
    { name: "another storage class", from: minimal, to: with_({ storageClass: "IA" }), paths: ["storageClass"] },
    {
      name: "another redundancy",
      from: minimal,
      to: with_({ dataRedundancyType: "ZRS" }),
      paths: ["dataRedundancyType"],
    },
    {
      name: "real directories",
      from: minimal,
      to: with_({ hierarchicalNamespace: true }),
      paths: ["hierarchicalNamespace"],
    },
    {
      name: "another resource group",
      from: with_({ resourceGroupId: "rg-a" }),
      to: with_({ resourceGroupId: "rg-b" }),
      paths: ["resourceGroupId"],
    },
    {
      name: "another region",
      from: with_({ region: "cn-hangzhou" }),
      to: with_({ region: "cn-shanghai" }),
      paths: ["region"],
    },
  ],
};
