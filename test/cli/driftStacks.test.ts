// `granary drift` on many stacks, and what people have agreed to leave alone.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { javascript, project, type Resources } from "../engine/support/program";
import type { TestStack } from "../engine/support/stack";
import { useWorld } from "../engine/support/world";
import { driftJson, found } from "./support/drift";
import { granary } from "./support/granary";

const world = useWorld();
beforeEach(() => world.emulator.reset());

const bucket = "${shop.bucket}";
const RULES = [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }];
const resources: Resources = {
  shop: ["Bucket", { bucket: "shop-0" }],
  versioning: ["BucketVersioning", { bucket, status: "Enabled" }],
  cors: ["BucketCors", { bucket: "shop-0", rules: RULES }, { dependsOn: ["${shop}"] }],
};

/** A further stack of the project: the first one's state, copied in the back end's folder. No engine is needed. */
function copyStack(stack: TestStack, name: string, edit: (state: string) => string): void {
  const folder = path.join(fileURLToPath(stack.env.PULUMI_BACKEND_URL!), ".pulumi", "stacks", "shop");
  const state = readFileSync(path.join(folder, "test.json"), "utf8");
  const own = edit(state)
    .replaceAll("pulumi:test::", `pulumi:${name}::`)
    .replaceAll("organization/shop/test", `organization/shop/${name}`);
  writeFileSync(path.join(folder, `${name}.json`), own);
  stack.write(`Pulumi.${name}.yaml`, readFileSync(path.join(stack.folder, "Pulumi.test.yaml"), "utf8"));
}

interface Recorded {
  urn: string;
  dependencies?: string[];
}

/** A state without the resources of these names, and without references to them. */
const without =
  (...names: string[]) =>
  (state: string): string => {
    const isKept = (urn: string) => !names.includes(urn.split("::").at(-1)!);
    const file = JSON.parse(state);
    const { latest } = file.checkpoint;
    latest.resources = (latest.resources as Recorded[])
      .filter(({ urn }) => isKept(urn))
      .map((each) => ({ ...each, dependencies: each.dependencies?.filter(isKept) }));
    return JSON.stringify(file);
  };

describe("many stacks", () => {
  let stack: TestStack;
  let deployed: Buffer;
  beforeAll(async () => {
    world.emulator.reset();
    stack = await world.open({ files: project("granary/plugin", resources), runtime: "yaml" });
    expect((await stack.up()).diagnostics).toEqual([]);
    deployed = world.emulator.snapshot();
  });
  beforeEach(() => world.emulator.restore(deployed));

  test("20 stacks side by side: each has its own verdict, and one that fails hides no other", async () => {
    const copies = Array.from({ length: 19 }, (_, i) => i + 1);
    for (const copy of copies) {
      const name = `shop-${copy}`;
      copyStack(stack, `copy-${copy}`, (state) => state.replaceAll("shop-0", name));
      await world.sdk.putBucket(name);
      await world.sdk.putBucketVersioning(name, "Enabled");
      await world.sdk.putBucketCORS(name, [{ allowedOrigin: "*", allowedMethod: "GET" }]);
    }
    await world.sdk.putBucketVersioning("shop-7", "Suspended");
    await world.emulator.change({ bucket: "shop-3", delete: true });
    await world.emulator.fault({
      bucket: "shop-5",
      operation: "GetBucketVersioning",
      status: 403,
      code: "AccessDenied",
      times: 9,
    });
    // A stack whose secrets are of another passphrase can't be opened.
    stack.write(
      "Pulumi.copy-9.yaml",
      "encryptionsalt: v1:AAAAAAAAAAA=:v1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n",
    );

    const run = await driftJson(stack, ["--all", "--concurrency", "3", "--junit", "d.xml"]);
    expect([run.code, run.report.result]).toEqual([3, "failed"]);
    const verdicts = { "copy-3": "drift", "copy-5": "incomplete", "copy-7": "drift", "copy-9": "failed" };
    const clean = Object.fromEntries(["test", ...copies.map((copy) => `copy-${copy}`)].map((name) => [name, "clean"]));
    expect(Object.fromEntries(run.report.stacks.map((each) => [each.stack, each.result]))).toEqual({
      ...clean,
      ...verdicts,
    });
    const names = run.report.stacks.map((each) => each.stack);
    expect(names).toEqual([...names].sort());
    expect(run.report.stacks.find((each) => each.stack === "copy-9")!.errors.join()).toContain("passphrase");
    const seven = run.report.stacks.find((each) => each.stack === "copy-7")!;
    expect(seven.findings).toMatchObject([
      { verdict: "changed", severity: "high", type: "oss:BucketVersioning", rules: [{ rule: "versioning-off" }] },
    ]);
    // Progress goes to stderr, a line per stack.
    expect(run.stderr.match(/^\[\d+\/20\] .*$/gm)).toHaveLength(20);
    const junit = readFileSync(path.join(stack.folder, "d.xml"), "utf8");
    expect(junit.match(/<testsuite /g)).toHaveLength(20);

    await world.emulator.fault({ operation: "GetBucketVersioning", delayMs: 20_000, times: 99 });
    const both = ["drift", "--stack", "copy-1", "test"];
    const ended = await granary(stack, both, { signal: { name: "SIGTERM", after: 4_000 } });
    expect([ended.code, ended.stdout]).toEqual([143, ""]);
  });

  test("a document that another stack of the run owns has an owner, and so has its bucket", async () => {
    copyStack(stack, "alone", without("cors"));
    copyStack(stack, "rules", without("shop", "versioning"));
    await world.sdk.putBucket("made-by-hand");
    const alone = await driftJson(stack, ["--stack", "alone"]);
    expect(found(alone)).toEqual([["unmanaged", "low", "oss:BucketCors", []]]);
    expect(alone.report.account).toBeUndefined();

    const both = await driftJson(stack, ["--stack", "rules", "alone", "--account"]);
    expect(both.report.stacks.map((each) => [each.stack, each.result])).toEqual([
      ["alone", "clean"],
      ["rules", "clean"],
    ]);
    expect([both.code, both.report.account]).toEqual([0, { buckets: ["made-by-hand"], errors: [] }]);
  });
});

const TAGGED: Resources = {
  shop: ["Bucket", { bucket: "shop-4711" }],
  tags: ["BucketTags", { bucket, tags: { team: "web", owner: "ann" } }],
  encryption: ["BucketEncryption", { bucket, sseAlgorithm: "AES256" }],
};

describe("agreements", () => {
  let stack: TestStack;
  let deployed: Buffer;
  beforeAll(async () => {
    world.emulator.reset();
    stack = await world.open({ files: project("granary/plugin", TAGGED), runtime: "yaml" });
    expect((await stack.up()).diagnostics).toEqual([]);
    deployed = world.emulator.snapshot();
  });
  beforeEach(() => world.emulator.restore(deployed));

  const ignore = (...lines: string[]) =>
    stack.write("granary.drift.yaml", `ignore:\n${lines.map((each) => `  ${each}\n`).join("")}`);
  const baseline = () => path.join(stack.folder, "granary.drift.baseline.json");
  const addByHand = async () => {
    await world.sdk.putBucketCORS("shop-4711", [{ allowedOrigin: "https://example.com", allowedMethod: "GET" }]);
    await world.sdk.putBucketACL("shop-4711", "public-read");
  };
  const tagByHand = () => world.sdk.putBucketTags("shop-4711", { team: "ops", owner: "bob" });

  test("the ignore file leaves drift out, with a reason, counted, until it runs out; a deletion is never left out", async () => {
    await tagByHand();
    await addByHand();
    await world.sdk.deleteBucketEncryption("shop-4711");
    ignore(
      '- { resource: "tags", path: "tags.team", reason: "set by the inventory tool", expires: 2999-12-31 }',
      '- { type: "oss:BucketTags", path: "tags", reason: "set by the inventory tool", expires: 2020-01-01 }',
      '- { resource: "encryption", reason: "ours" }',
    );
    const part = await driftJson(stack);
    expect(found(part)).toEqual([
      ["unmanaged", "high", "oss:BucketAcl", []],
      ["gone", "high", "oss:BucketEncryption", []],
      ["changed", "low", "oss:BucketTags", ["tags.owner"]],
      ["unmanaged", "low", "oss:BucketCors", []],
    ]);
    // Nothing is accepted unless --record says so.
    expect(existsSync(baseline())).toBe(false);
    expect(part.report.stacks[0]).toMatchObject({
      findings: [{}, {}, { changes: [{ path: "tags.owner", old: "ann", new: "bob" }] }, {}],
      ignored: [{ path: "tags.team", reason: "set by the inventory tool" }],
      counts: { changed: 1, gone: 1, unmanaged: 2, ignored: 1, accepted: 0 },
    });
    expect(part.report.stacks[0]!.notes.sort()).toEqual([
      "granary.drift.yaml:3: ran out on 2020-01-01; what it ignored counts again",
      "granary.drift.yaml:4: oss:BucketEncryption encryption is gone, and a deletion can't be ignored",
    ]);
    expect(part.code).toBe(1);
  });

  test("where all drift is left out the stack is clean, and --verbose shows what is left out", async () => {
    await tagByHand();
    ignore('- { type: "oss:BucketTags", path: "tags", reason: "set by the inventory tool" }');
    const whole = await granary(stack, ["drift", "--verbose"]);
    expect(whole.code).toBe(0);
    expect(whole.stdout).toContain(
      "ignored  oss:BucketTags tags: tags.owner: ann → bob (set by the inventory tool, granary.drift.yaml:2)",
    );
    expect(whole.stdout).toContain(
      "result: clean; 0 changed, 0 gone, 0 unreadable, 0 unmanaged; 2 in sync; 0 high, 0 medium, 0 low; 2 ignored;",
    );
  });

  test.each([
    ['- { resource: "*", reason: "all" }', "an entry that fits everything would hide everything"],
    ['- { resource: "tags" }', "reason is missing"],
    ['- { resource: "tags", reason: "x", until: "soon" }', "until is not known"],
    ['- { resource: "tags", reason: "x", expires: "soon" }', "expires has to be a date like 2027-01-31"],
  ])("an entry is refused with its line: %s", async (entry, reason) => {
    ignore(entry);
    const refused = await granary(stack, ["drift"]);
    expect([refused.code, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain("granary.drift.yaml:2: ");
    expect(refused.stderr).toContain(reason);
  });

  test("--record accepts what has no owner today: only what changes from then on is told", async () => {
    ignore();
    await addByHand();
    const recorded = await driftJson(stack, ["--record"]);
    expect([recorded.code, recorded.report.stacks[0]!.accepted]).toEqual([
      0,
      [
        { bucket: "shop-4711", type: "oss:BucketAcl", id: "shop-4711" },
        { bucket: "shop-4711", type: "oss:BucketCors", id: "shop-4711" },
      ],
    ]);
    expect(JSON.parse(readFileSync(baseline(), "utf8"))).toEqual({
      format: 1,
      stacks: {
        test: [
          { type: "oss:BucketAcl", id: "shop-4711", value: { bucket: "shop-4711", acl: "public-read" } },
          {
            type: "oss:BucketCors",
            id: "shop-4711",
            value: {
              bucket: "shop-4711",
              rules: [{ allowedOrigins: ["https://example.com"], allowedMethods: ["GET"] }],
            },
          },
        ],
      },
    });

    await world.sdk.putBucketACL("shop-4711", "private");
    await world.sdk.putBucketCORS("shop-4711", [{ allowedOrigin: "*", allowedMethod: "PUT" }]);
    const later = await driftJson(stack);
    expect(later.report.stacks[0]).toMatchObject({
      findings: [
        {
          verdict: "unmanaged",
          severity: "medium",
          type: "oss:BucketCors",
          changes: [
            { path: "rules", old: [{ allowedOrigins: ["https://example.com"] }], new: [{ allowedOrigins: ["*"] }] },
          ],
          rules: [{ rule: "cors-any-origin-write" }, { rule: "cors-narrower" }],
        },
      ],
      notes: ["baseline: oss:BucketAcl shop-4711 is no longer there; --record takes it out"],
    });
    stack.write("granary.drift.baseline.json", "{}");
    expect(await granary(stack, ["drift"])).toMatchObject({ code: 2, stdout: "" });
  });
});

test("resources of other providers in the stack are read as well, and a stack without resources is in sync", async () => {
  const program = `
  new oss.Bucket("shop", { bucket: "shop-4711", acl: "private" });
  const provider = { diff: async (id, olds, news) => ({ changes: olds.size !== news.size }), create: async (i) => ({ id: "1", outs: i }),
    read: async (id, props) => ({ id, props: { ...props, size: (props.grows && process.env.LIVE_SIZE) || props.size } }) };
  class Disk extends pulumi.dynamic.Resource { constructor(name, props) { super(provider, name, props, undefined, "other", "Disk"); } }
  new Disk("disk", { size: "1", grows: true });
  new Disk("spare", { size: "1", grows: false });`;
  const stack = await world.open({ files: javascript("granary/plugin", program) });
  expect((await driftJson(stack)).report).toMatchObject({ result: "clean", stacks: [{ counts: { inSync: 0 } }] });
  expect((await stack.up()).diagnostics).toEqual([]);
  await world.sdk.putBucketACL("shop-4711", "public-read");
  const run = await driftJson(stack, [], { env: { LIVE_SIZE: "2" } });
  expect(run.report.stacks[0]!.counts).toMatchObject({ inSync: 1, changed: 2, unreadable: 0 });
  // The plugin's classes have their lines in programs for Node.js, too.
  expect(run.report.stacks[0]!.findings).toMatchObject([
    { verdict: "changed", type: "oss:Bucket", position: { file: "index.js", line: 4 } },
    { verdict: "changed", severity: "low", resource: "disk", changes: [{ path: "size", old: "1", new: "2" }] },
  ]);
});
