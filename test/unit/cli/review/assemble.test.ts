// The fingerprint of a plan: what it holds to and what it lets pass. The result and its exit code.
import { assembleReview, exitCode, planFingerprint } from "../../../../cli/review/assemble";
import type { Plan, Resource } from "../../../../cli/stack/types";
import { bucket, change, config, type Program } from "../support/change";

const OLD: Program = {
  web: bucket("web"),
  acl: config("BucketAcl", { acl: "private" }),
  tags: config("BucketTags", { tags: { token: "<redacted:8:0123abcd>" } }),
  gone: config("BucketLogging", { targetBucket: "logs" }),
};
const FRESH: Program = {
  web: OLD.web!,
  acl: config("BucketAcl", { acl: "public-read" }),
  tags: config("BucketTags", { tags: { token: "<redacted:8:89abcdef>" } }),
  made: bucket("made-1a2b3c4"),
};

const plan = (resources: Resource[], more: Partial<Plan> = {}): Plan => ({
  project: "shop",
  stack: "dev",
  folder: "/",
  resources,
  diagnostics: [],
  succeeded: true,
  refreshed: false,
  ...more,
});
const of = (fresh: Program = FRESH, old: Program = OLD, extra: Record<string, Partial<Resource>> = {}) =>
  planFingerprint(plan(change(old, fresh, extra)));
const base = of();

test("it is 64 hexadecimal digits", () => {
  expect(base).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[string, () => string]>([
  ["the order of the resources", () => planFingerprint(plan(change(OLD, FRESH).reverse()))],
  [
    "warnings of the engine",
    () => planFingerprint(plan(change(OLD, FRESH), { diagnostics: [{ severity: "warning", message: "old" }] })),
  ],
  [
    "a resource that stays as it is",
    () => of({ ...FRESH, cors: config("BucketCors") }, { ...OLD, cors: config("BucketCors") }),
  ],
  ["where a resource is declared", () => of(FRESH, OLD, { acl: { position: { file: "index.ts", line: 9 } } })],
])("is the same whatever %s", (_, other) => {
  expect(other()).toBe(base);
});

test("a name that the provider makes up plays no part; one that the program gives does", () => {
  const made = (name: string, generated?: string[]) =>
    of({ ...FRESH, made: bucket(name) }, OLD, { made: { generated } });
  expect(made("made-0000000", ["made-0000000"])).toBe(made("made-fffffff", ["made-fffffff"]));
  expect(made("made-0000000")).not.toBe(made("made-fffffff"));
});

test.each<[string, () => string]>([
  ["another value", () => of({ ...FRESH, acl: config("BucketAcl", { acl: "public-read-write" }) })],
  ["another secret", () => of({ ...FRESH, tags: config("BucketTags", { tags: { token: "<redacted:8:00000000>" } }) })],
  ["one resource more", () => of({ ...FRESH, more: config("BucketCors") })],
  ["one resource less", () => of({ web: FRESH.web!, acl: FRESH.acl!, tags: FRESH.tags! })],
  ["another operation", () => of(FRESH, OLD, { acl: { op: "replace" } })],
  ["protect", () => of({ ...FRESH, acl: { ...FRESH.acl!, $protect: true } })],
  ["a deletion that leaves in place", () => of(FRESH, { ...OLD, gone: { ...OLD.gone!, $retain: true } })],
  ["another stack", () => planFingerprint(plan(change(OLD, FRESH), { stack: "prod" }))],
  ["another project", () => planFingerprint(plan(change(OLD, FRESH), { project: "other" }))],
])("differs with %s", (_, other) => {
  expect(other()).not.toBe(base);
});

describe("the result", () => {
  const settings = { waivers: [], requiredTags: [], allowedDeletions: [] };
  const review = (options: { gate?: "high" | "low" | "none"; expect?: string; succeeded?: boolean }) =>
    assembleReview(plan(change(OLD, FRESH), { succeeded: options.succeeded ?? true }), {
      version: "0.1.0",
      gate: options.gate ?? "high",
      expect: options.expect,
      settings,
      today: "2026-11-28",
    });

  test.each([
    ["clean", 0, { gate: "none" }],
    ["findings", 1, { gate: "high" }],
    ["clean", 0, { gate: "none", expect: base }],
    ["plan-changed", 1, { gate: "none", expect: "0".repeat(64) }],
    ["plan-changed", 1, { gate: "high", expect: "0".repeat(64) }],
    ["incomplete", 3, { gate: "none", succeeded: false }],
    ["incomplete", 3, { gate: "none", succeeded: false, expect: "0".repeat(64) }],
  ] as const)("%s is exit %d: %j", (result, code, options) => {
    expect(review(options).result).toBe(result);
    expect(exitCode(review(options))).toBe(code);
  });

  test("another plan than the reviewed one is told with its fingerprint", () => {
    expect(review({ expect: "0".repeat(64) }).errors).toEqual([
      `the plan has changed since it was reviewed (expected fingerprint ${"0".repeat(64)}): review it again`,
    ]);
  });
});
