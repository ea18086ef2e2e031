// What a resource promises, as a table: which arguments it takes, which it refuses and how, what a change costs. One table
// is run against the definition (test/unit) and through both fronts (test/lifecycle).

// biome-ignore lint/suspicious/noExplicitAny: arguments of any resource
export type Arguments = Record<string, any>;

export interface Scenario {
  token: string;
  /** The fewest arguments. */
  minimal: Arguments;
  /** Every argument that goes with the others. */
  full: Arguments;
  /** Each has exactly one problem. The path is "" where the problem is one of the resource as a whole. */
  bad: { name: string; inputs: Arguments; path: string; message: string }[];
  /** The neighbours of the bad ones: at a limit, but not beyond it. */
  good: { name: string; inputs: Arguments }[];
  /** Changes in place, with the paths that they are told at. */
  updates: { name: string; from: Arguments; to: Arguments; paths: string[] }[];
  /** Two ways to say the same, which therefore show no change. */
  same: { name: string; from: Arguments; to: Arguments }[];
  /** Changes that need a new resource, with the paths that call for it. */
  replacements: { name: string; from: Arguments; to: Arguments; paths: string[] }[];
}

/** Stands for the name of a bucket; suites that run against a service put a name of their own in its place. */
export const BUCKET = "web-assets";

const OTHER = "other-assets";

/** What every configuration of a bucket has in common: it belongs to one bucket, by a valid name. */
export function ofOneBucket(minimal: Arguments): Pick<Scenario, "bad" | "replacements"> {
  const { bucket, ...rest } = minimal;
  return {
    bad: [
      { name: "no bucket", inputs: rest, path: "bucket", message: "is required" },
      {
        name: "a bucket name that OSS does not take",
        inputs: { ...rest, bucket: "Web_Assets" },
        path: "bucket",
        message:
          "must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends (OSS bucket naming conventions)",
      },
      {
        name: "an overwrite that is no switch",
        inputs: { ...minimal, overwrite: "yes" },
        path: "overwrite",
        message: 'must be a boolean, not "yes"',
      },
    ],
    replacements: [{ name: "another bucket", from: minimal, to: { ...minimal, bucket: OTHER }, paths: ["bucket"] }],
  };
}

/** The same for what belongs to one bucket and has no `overwrite`. */
export function ownedOnce(minimal: Arguments): Pick<Scenario, "bad" | "replacements"> {
  const { bad, replacements } = ofOneBucket(minimal);
  return { bad: bad.filter(({ path }) => path !== "overwrite"), replacements };
}

/** As many elements as asked for, each made from its place. */
export function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
