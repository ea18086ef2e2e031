// What does not go together on one bucket. OSS API reference 20220713: the table of operations that a hierarchical
// namespace supports; 7.2, a retention policy excludes versioning and mirroring; 7.4.1, transitions of an IA bucket.
import type { Bearing } from "../kit/bearings";

const APART = [
  ["a hierarchical namespace", "versioning"],
  ["a hierarchical namespace", "a retention policy"],
  ["a hierarchical namespace", "lifecycle rules"],
  ["a hierarchical namespace", "replication"],
  ["a hierarchical namespace", "an inventory"],
  ["a hierarchical namespace", "a website"],
  ["a hierarchical namespace", "CORS rules"],
  ["a retention policy", "versioning"],
  ["a retention policy", "a website that mirrors"],
  ["storage class IA", "a transition to IA"],
] as const;

export type Trait = (typeof APART)[number][number];

/** What a resource gives a bucket, and what the bucket then can't have. */
export function bearingOf(bucket: unknown, traits: readonly (Trait | false)[]): Bearing {
  const has = traits.filter((trait) => trait !== false);
  const pairs = [...APART, ...APART.map(([a, b]) => [b, a] as const)].filter(([mine]) => has.includes(mine));
  const rulesOut = pairs.map(([mine, other]) => [other, `bucket ${bucket} can't have ${mine} and ${other} both`]);
  return { on: `bucket ${bucket}`, has, rulesOut: Object.fromEntries(rulesOut) };
}
