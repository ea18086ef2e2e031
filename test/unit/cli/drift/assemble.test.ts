// What was read -> what is told: verdicts, counts, agreements, the result.
import { type AssembleOptions, assembleStack } from "../../../../cli/drift/assemble";
import type { IgnoreRule } from "../../../../cli/drift/ignore";
import { bucket, config } from "../support/change";
import { document, GONE, live, observed, reading } from "../support/drift";

const PROGRAM = {
  shop: bucket(),
  tags: config("BucketTags", { tags: { team: "web", "a.b": "1" } }),
  encryption: config("BucketEncryption", { sseAlgorithm: "AES256" }),
};
const NO_AGREEMENTS: AssembleOptions = { ignore: [], baseline: [], today: "2026-11-28", gate: "low", strict: false };
const stack = reading(PROGRAM);
const urnOf = (name: string) => stack.resources.find((each) => each.name === name)!.urn;
const tagged = (tags: Record<string, string>) => {
  const paths = Object.entries(tags).map(([key]) => [key === "a.b" ? 'tags["a.b"]' : `tags.${key}`, UPDATE]);
  return live({ bucket: "web", tags: { team: "web", "a.b": "1", ...tags } }, { told: Object.fromEntries(paths) });
};
const UPDATE = { kind: "update", inputDiff: true };
const ignore = (fields: Partial<IgnoreRule>): IgnoreRule => ({
  resource: "*",
  type: "*",
  stack: "*",
  reason: "agreed",
  source: "granary.drift.yaml:2",
  ...fields,
});
const denied = (type: string) => ({
  type,
  name: "web",
  bucket: "web",
  code: "AccessDenied",
  message: "denied",
  unowned: true,
});

test("a stack that is as recorded is clean", () => {
  const drift = assembleStack(stack, NO_AGREEMENTS);
  expect(drift).toMatchObject({ result: "clean", findings: [], unreadable: [], errors: [], notes: [] });
  expect(drift.counts).toEqual({
    inSync: 3,
    changed: 0,
    gone: 0,
    unreadable: 0,
    unmanaged: 0,
    ignored: 0,
    accepted: 0,
  });
});

test("an empty stack is clean, and so is one whose resources are all of other providers", () => {
  expect(assembleStack(reading({}), NO_AGREEMENTS)).toMatchObject({ result: "clean", counts: { inSync: 0 } });
  const others = reading({ topic: { $type: "aws:sns/topic:Topic", name: "orders" } });
  expect(assembleStack(others, NO_AGREEMENTS)).toMatchObject({ result: "clean", counts: { inSync: 1 } });
});

test("verdicts are counted apart, the worst first", () => {
  const drift = assembleStack(
    {
      ...observed(stack, { tags: tagged({ team: "ops" }), encryption: GONE }),
      documents: [document("oss:BucketWebsite")],
    },
    NO_AGREEMENTS,
  );
  expect(drift.findings.map(({ verdict, severity, resource }) => [verdict, severity, resource])).toEqual([
    ["gone", "high", "encryption"],
    ["changed", "low", "tags"],
    ["unmanaged", "low", "web"],
  ]);
  expect(drift.counts).toMatchObject({ inSync: 1, changed: 1, gone: 1, unmanaged: 1 });
  expect(drift.severities).toEqual({ high: 1, medium: 0, low: 2 });
  expect(drift.result).toBe("drift");
});

test("findings below the gate leave a stack clean", () => {
  const drifted = observed(stack, { tags: tagged({ team: "ops" }) });
  expect(assembleStack(drifted, { ...NO_AGREEMENTS, gate: "medium" })).toMatchObject({
    result: "clean",
    counts: { changed: 1 },
  });
  expect(assembleStack(drifted, { ...NO_AGREEMENTS, gate: "none" }).result).toBe("clean");
});

describe("what could not be read", () => {
  test("is neither in sync nor gone, whatever the gate, and hides nothing else", () => {
    const read = observed(stack, { tags: undefined, encryption: GONE });
    const message = "GetBucketTags on web: AccessDenied (403) no; request 5C06A3B67B8B5A3DA422299D";
    const diagnostics = [{ severity: "error" as const, urn: urnOf("tags"), message }];
    const drift = assembleStack({ ...read, diagnostics }, { ...NO_AGREEMENTS, gate: "none" });
    expect(drift.unreadable).toEqual([
      {
        urn: urnOf("tags"),
        name: "tags",
        type: "oss:BucketTags",
        bucket: "web",
        code: "AccessDenied",
        requestId: "5C06A3B67B8B5A3DA422299D",
        message,
        unowned: false,
      },
    ]);
    expect(drift).toMatchObject({ result: "incomplete", counts: { inSync: 1, gone: 1, unreadable: 1 }, errors: [] });
  });

  test("a resource about which the engine says nothing is one of these", () => {
    const drift = assembleStack(observed(stack, { tags: undefined }), NO_AGREEMENTS);
    expect(drift.unreadable).toMatchObject([{ code: "unknown", message: "the engine did not report on it" }]);
    expect([drift.result, drift.counts.inSync]).toEqual(["incomplete", 2]);
  });

  test("a resource that was read and complained about is never in sync", () => {
    const diagnostics = [{ severity: "error" as const, urn: urnOf("tags"), message: "diffing failed" }];
    expect(assembleStack({ ...stack, diagnostics }, NO_AGREEMENTS)).toMatchObject({
      result: "incomplete",
      counts: { inSync: 2, unreadable: 1 },
    });
  });

  test("a document that no resource owns counts with --strict alone", () => {
    const read = { ...stack, unreadable: [denied("oss:BucketPolicy")] };
    expect(assembleStack(read, NO_AGREEMENTS)).toMatchObject({ result: "clean", counts: { unreadable: 1, inSync: 3 } });
    expect(assembleStack(read, { ...NO_AGREEMENTS, strict: true }).result).toBe("incomplete");
  });

  test("an error of the run as a whole leaves it incomplete, also where everything was read", () => {
    const diagnostics = [{ severity: "error" as const, message: "the engine broke down" }];
    expect(assembleStack({ ...stack, diagnostics }, NO_AGREEMENTS)).toMatchObject({
      result: "incomplete",
      errors: ["the engine broke down"],
    });
  });
});

describe("agreements", () => {
  test("an ignored property is left out, counted and shown with its reason; the others count", () => {
    const drifted = observed(stack, { tags: tagged({ team: "ops", "a.b": "2" }) });
    const drift = assembleStack(drifted, { ...NO_AGREEMENTS, ignore: [ignore({ path: 'tags["a.b"]' })] });
    expect(drift.findings).toMatchObject([{ changes: [{ path: "tags.team" }] }]);
    expect(drift.ignored).toEqual([
      {
        verdict: "changed",
        resource: "tags",
        type: "oss:BucketTags",
        path: 'tags["a.b"]',
        old: "1",
        new: "2",
        reason: "agreed",
        source: "granary.drift.yaml:2",
      },
    ]);
    expect(drift.counts).toMatchObject({ changed: 1, ignored: 1, inSync: 2 });
  });

  test("a resource of which everything is ignored is neither drifted nor in sync", () => {
    const drifted = observed(stack, { tags: tagged({ team: "ops" }) });
    const drift = assembleStack(drifted, { ...NO_AGREEMENTS, ignore: [ignore({ path: "tags" })] });
    expect(drift).toMatchObject({ result: "clean", findings: [], counts: { changed: 0, ignored: 1, inSync: 2 } });
  });

  test("an ignored property is not judged either", () => {
    const program = { shop: bucket(), acl: config("BucketAcl", { acl: "private" }) };
    const open = live({ bucket: "web", acl: "public-read", x: 1 }, { told: { acl: UPDATE, x: UPDATE } });
    const drift = assembleStack(observed(reading(program), { acl: open }), {
      ...NO_AGREEMENTS,
      ignore: [ignore({ path: "acl" })],
    });
    expect(drift.findings).toMatchObject([{ severity: "low", rules: [], changes: [{ path: "x" }] }]);
  });

  test("a deletion counts whatever the ignore file says, and the entry is named", () => {
    const drift = assembleStack(observed(stack, { tags: GONE }), {
      ...NO_AGREEMENTS,
      ignore: [ignore({ resource: "tags" })],
    });
    expect(drift.findings).toMatchObject([{ verdict: "gone", resource: "tags" }]);
    expect(drift.ignored).toEqual([]);
    expect(drift.notes).toEqual(["granary.drift.yaml:2: oss:BucketTags tags is gone, and a deletion can't be ignored"]);
  });

  const cors = document("oss:BucketCors", { rules: [{ allowedOrigins: ["b", "a"], allowedMethods: ["GET"] }] });
  const accepted = (value: Record<string, unknown>) => ({
    ...NO_AGREEMENTS,
    baseline: [{ type: "oss:BucketCors", id: "web", value }],
  });

  test("an accepted document is told only once it means something else", () => {
    const read = { ...stack, documents: [cors] };
    const same = {
      rules: [{ allowedMethods: ["GET"], allowedOrigins: ["a", "b"] }],
      responseVary: false,
      bucket: "web",
    };
    expect(assembleStack(read, accepted(same))).toMatchObject({ findings: [], counts: { accepted: 1, unmanaged: 0 } });
    const other = { bucket: "web", rules: [{ allowedMethods: ["GET"], allowedOrigins: ["a"] }] };
    expect(assembleStack(read, accepted(other)).findings).toMatchObject([
      { verdict: "unmanaged", changes: [{ path: "rules", old: other.rules, new: cors.inputs.rules }] },
    ]);
  });

  test("an accepted document that is no longer there is noted; of one that nobody could look for nothing is said", () => {
    const gone = "baseline: oss:BucketCors web is no longer there; --record takes it out";
    expect(assembleStack(stack, accepted({})).notes).toEqual([gone]);
    const unread = { ...stack, unreadable: [denied("oss:BucketCors")] };
    expect(assembleStack(unread, accepted({})).notes).toEqual([]);
    expect(assembleStack(observed(stack, { shop: undefined }), accepted({})).notes).toEqual([]);
    expect(assembleStack(observed(stack, { shop: GONE }), accepted({})).notes).toEqual([gone]);
  });

  test("a document without an owner is ignored as a whole", () => {
    const options = { ...NO_AGREEMENTS, ignore: [ignore({ resource: "web", type: "oss:BucketCors" })] };
    const drift = assembleStack({ ...stack, documents: [cors] }, options);
    expect(drift).toMatchObject({ findings: [], counts: { unmanaged: 0, ignored: 1 } });
    expect(drift.ignored[0]).toMatchObject({ verdict: "unmanaged", new: cors.inputs });
  });

  test("drift that nobody can point at is ignored with the whole resource alone", () => {
    const drifted = observed(stack, { tags: live({ bucket: "web", tags: { team: "web", "a.b": "1" } }) });
    const byPath = { ...NO_AGREEMENTS, ignore: [ignore({ path: "tags" })] };
    expect(assembleStack(drifted, byPath).counts).toMatchObject({ changed: 1, ignored: 0 });
    const whole = { ...NO_AGREEMENTS, ignore: [ignore({ resource: "tags" })] };
    expect(assembleStack(drifted, whole).counts).toMatchObject({ changed: 0, ignored: 1 });
  });
});
