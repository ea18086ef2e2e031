// Which live values the program would overwrite.
import { preDeploy } from "../../../../cli/drift/preDeploy";
import type { EngineEvent } from "../../../../cli/stack/events";
import { type PreviewOptions, previewStack } from "../../../../cli/stack/preview";
import type { Diagnostic, Properties, Resource } from "../../../../cli/stack/types";
import { bucket, change, config, type Declared, type Program } from "../support/change";

jest.mock("../../../../cli/stack/preview", () => ({ previewStack: jest.fn() }));

const project = { name: "shop", folder: "/", file: "/Pulumi.yaml", main: "index.ts" };
const UPDATE = { kind: "update", inputDiff: true };

interface Case {
  recorded: Program;
  /** What was changed by hand: new inputs and their paths, or undefined where it was deleted. */
  byHand?: Record<string, { live: Declared; paths: string[] } | undefined>;
  planned: Program;
  diagnostics?: Diagnostic[];
  succeeded?: boolean;
  /** Names whose read brings nothing. */
  unread?: string[];
  extra?: Record<string, Partial<Resource>>;
}

const inputsOf = ({ $type: _, ...inputs }: Declared): Properties => inputs;

async function ask({ recorded, byHand = {}, planned, diagnostics = [], succeeded = true, unread = [], extra }: Case) {
  const resources = change(recorded, planned, extra).flatMap((each): Resource[] => {
    if (!(each.name in byHand)) return [each];
    const found = byHand[each.name];
    const was = inputsOf(recorded[each.name]!);
    // What a refresh has lost the engine makes again, or plans nothing for.
    if (!found) {
      const drift = { gone: true, recorded: was, live: {}, paths: {} };
      return each.new ? [{ ...each, op: "create", old: undefined, drift }] : [];
    }
    const paths = Object.fromEntries(found.paths.map((path) => [path, UPDATE]));
    return [{ ...each, drift: { gone: false, recorded: was, live: inputsOf(found.live), paths } }];
  });
  const read = change(recorded, recorded);
  const events = read.flatMap(({ urn, rawType, name }): EngineEvent[] => {
    const inputs = inputsOf(recorded[name]!);
    const component = recorded[name]!.$type.startsWith("my:");
    const state = { custom: component ? undefined : true, inputs, outputs: {} };
    const step = { op: "refresh", urn, type: rawType, old: state, new: state, diffs: [], detailedDiff: {} };
    const gone = name in byHand && !byHand[name];
    const outputs: EngineEvent = { step: { ...step, kind: "outputs", ...(gone ? { new: null } : {}) } };
    const ended = unread.includes(name) ? [] : [outputs];
    return [{ step: { ...step, kind: "pre" } }, ...ended];
  });
  jest.mocked(previewStack).mockImplementation(async ({ onEvent }: PreviewOptions) => {
    for (const each of events) onEvent?.(each);
    return { project: "shop", stack: "dev", folder: "/", resources, diagnostics, succeeded, refreshed: true };
  });
  return preDeploy({ project, stack: "dev", gate: "low", onEvent: () => {} });
}

const tags = (values: Properties) => config("BucketTags", { tags: values });
const rule = (id: string, days: number) => ({ id, prefix: `${id}/`, expiration: { days } });
const lifecycle = (...rules: Properties[]) => config("BucketLifecycle", { rules });

test("changes of the program are nothing that it overwrites", async () => {
  const drift = await ask({
    recorded: { shop: bucket(), tags: tags({ a: "1" }) },
    planned: { shop: bucket(), tags: tags({ a: "2" }) },
  });
  expect(drift).toMatchObject({ result: "clean", findings: [], agreed: [], counts: { inSync: 2, changed: 0 } });
});

test("a change by hand is overwritten where the program says something else, and agreed where it says the same", async () => {
  const drift = await ask({
    recorded: { tags: tags({ a: "1", b: "1" }) },
    byHand: { tags: { live: tags({ a: "2", b: "2" }), paths: ["tags.a", "tags.b"] } },
    planned: { tags: tags({ a: "1", b: "2" }) },
  });
  expect(drift.findings).toMatchObject([
    { verdict: "changed", resource: "tags", changes: [{ path: "tags.a", kind: "update", old: "2", new: "1" }] },
  ]);
  expect(drift.agreed).toEqual([{ resource: "tags", type: "oss:BucketTags", path: "tags.b", value: "2" }]);
  expect(drift.result).toBe("drift");
  // What the update does anyway needs no line of its own, and an agreement about drift holds back no update.
  expect(drift.findings[0]!.waysOut.undo).toEqual({
    text: "Undo it: the update does",
    lines: ["pulumi up --refresh --stack dev"],
  });
  expect(drift.findings[0]!.waysOut.ignore).toBeUndefined();
  expect(drift.findings[0]!.waysOut.keep.lines).toEqual(['tags: { a: "2", b: "2" },']);
});

test("a list of which the elements have moved is told as a whole", async () => {
  const both = lifecycle(rule("logs", 30), rule("tmp", 7));
  const drift = await ask({
    recorded: { life: both },
    byHand: { life: { live: lifecycle(rule("tmp", 1)), paths: ["rules[0]", "rules[1].expiration.days"] } },
    planned: { life: both },
  });
  expect(drift.findings).toMatchObject([
    { changes: [{ path: "rules", old: [rule("tmp", 1)], new: [rule("logs", 30), rule("tmp", 7)] }] },
  ]);
});

test("what was changed by hand and goes with the program is changed, not gone", async () => {
  const drift = await ask({
    recorded: { shop: bucket(), tags: tags({ a: "1" }) },
    byHand: { tags: { live: tags({ a: "2" }), paths: ["tags.a"] } },
    planned: { shop: bucket() },
  });
  expect(drift.findings).toMatchObject([
    {
      verdict: "changed",
      title: expect.stringMatching(/^Changed outside Pulumi/),
      why: expect.stringContaining("the program would delete it"),
      changes: [{ path: "tags.a", kind: "delete", old: "2" }],
    },
  ]);
});

test("what somebody deleted and the program makes again is gone; a bucket comes back empty", async () => {
  const program = { shop: bucket(), tags: tags({ a: "1" }) };
  const drift = await ask({ recorded: program, byHand: { shop: undefined, tags: undefined }, planned: program });
  expect(drift.findings.map(({ verdict, severity, resource }) => [verdict, severity, resource])).toEqual([
    ["gone", "high", "shop"],
    ["gone", "medium", "tags"],
  ]);
  expect(drift.findings[0]!.why).toContain("make it again, empty");
  expect(drift.counts).toMatchObject({ gone: 2, changed: 0, inSync: 0 });
});

test("what somebody deleted and the program has no longer either is agreed", async () => {
  const drift = await ask({
    recorded: { shop: bucket(), tags: tags({ a: "1" }) },
    byHand: { tags: undefined },
    planned: { shop: bucket() },
  });
  expect(drift).toMatchObject({
    result: "clean",
    findings: [],
    agreed: [{ resource: "tags", type: "oss:BucketTags", path: "" }],
    counts: { gone: 1, inSync: 1 },
  });
});

test("components and what the program only reads are neither counted nor told", async () => {
  const program = { site: { $type: "my:index:Site" }, theirs: bucket("theirs"), shop: bucket() };
  const drift = await ask({
    recorded: program,
    byHand: { theirs: { live: bucket("theirs", { acl: "public-read" }), paths: ["acl"] } },
    planned: program,
    extra: { theirs: { op: "read" } },
  });
  expect(drift).toMatchObject({ findings: [], counts: { inSync: 1, changed: 0 } });
});

test("a read that fails leaves it incomplete, with its code, and errors of the program are told as these", async () => {
  const message = "GetBucketTags on web: AccessDenied (403) no; request 5C06A3B67B8B5A3DA422299D";
  const urn = "urn:pulumi:dev::shop::granary:oss:BucketTags::tags";
  const failed = await ask({
    recorded: { tags: tags({}) },
    planned: { tags: tags({}) },
    unread: ["tags"],
    succeeded: false,
    diagnostics: [
      { severity: "error", urn, message },
      { severity: "error", message: "preview failed" },
    ],
  });
  expect(failed).toMatchObject({
    result: "incomplete",
    counts: { inSync: 0, unreadable: 1 },
    unreadable: [{ urn, name: "tags", type: "oss:BucketTags", bucket: "web", code: "AccessDenied", unowned: false }],
    errors: [],
  });

  const broken = await ask({
    recorded: { tags: tags({}) },
    planned: { tags: tags({}) },
    succeeded: false,
    diagnostics: [{ severity: "error", urn, message: "tags: at most 20" }],
  });
  expect(broken).toMatchObject({ result: "incomplete", unreadable: [], errors: ["tags: at most 20"] });
});
