// `granary drift` on many stacks, and what people have agreed to leave alone.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { javascript, source, yaml } from "../engine/support/program";
import type { TestStack } from "../engine/support/stack";
import { useWorld } from "../engine/support/world";
import { driftJson, found } from "./support/drift";
import { granary } from "./support/granary";

const world = useWorld();
beforeEach(() => world.emulator.reset());

const bucketNamed = (name: string) => ({
  shop: { type: "granary:oss:Bucket", properties: { bucket: name } },
  versioning: {
    type: "granary:oss:BucketVersioning",
    properties: { bucket: "${shop.bucket}", status: "Enabled" },
  },
});

/** The project's other stacks are copies of the first one's state, made in the back end's folder: no engine is needed. */
async function manyStacks(count: number): Promise<TestStack> {
  const stack = await world.open({ files: { "Pulumi.yaml": yaml(bucketNamed("shop-0")) }, runtime: "yaml" });
  expect((await stack.up()).code).toBe(0);
  const folder = path.join(fileURLToPath(stack.env.PULUMI_BACKEND_URL!), ".pulumi", "stacks", "shop");
  const state = readFileSync(path.join(folder, "test.json"), "utf8");
  const settings = readFileSync(path.join(stack.folder, "Pulumi.test.yaml"), "utf8");
  for (let i = 1; i < count; i++) {
    const name = `copy-${i}`;
    await world.sdk.putBucket(`shop-${i}`);
    await world.sdk.putBucketVersioning(`shop-${i}`, "Enabled");
    const own = state.replaceAll("shop-0", `shop-${i}`).replaceAll("pulumi:test::", `pulumi:${name}::`);
    writeFileSync(
      path.join(folder, `${name}.json`),
      own.replaceAll("organization/shop/test", `organization/shop/${name}`),
    );
    stack.write(`Pulumi.${name}.yaml`, settings);
  }
  return stack;
}

test("20 stacks side by side: each has its own verdict, and one that fails hides no other", async () => {
  const stack = await manyStacks(20);
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
  const results = Object.fromEntries(run.report.stacks.map((each) => [each.stack, each.result]));
  const others = Object.fromEntries(Object.entries(results).filter(([, result]) => result !== "clean"));
  expect(others).toEqual({ "copy-3": "drift", "copy-5": "incomplete", "copy-7": "drift", "copy-9": "failed" });
  expect(Object.keys(results)).toHaveLength(20);
  expect(Object.keys(results)).toEqual(Object.keys(results).sort());
  expect(run.report.stacks.find((each) => each.stack === "copy-9")!.errors.join()).toContain("passphrase");
  const seven = run.report.stacks.find((each) => each.stack === "copy-7")!;
  expect(seven.findings).toMatchObject([
    { verdict: "changed", severity: "high", type: "oss:BucketVersioning", rules: [{ rule: "versioning-off" }] },
  ]);
  // Progress goes to stderr, a line per stack.
  expect(run.stderr.match(/^\[\d+\/20\] .*$/gm)).toHaveLength(20);
  const junit = readFileSync(path.join(stack.folder, "d.xml"), "utf8");
  expect(junit.match(/<testsuite /g)).toHaveLength(20);

  const chosen = await driftJson(stack, ["--stack", "copy-7", "copy-8"]);
  expect(chosen.report.stacks.map((each) => [each.stack, each.result])).toEqual([
    ["copy-7", "drift"],
    ["copy-8", "clean"],
  ]);
  expect(chosen.code).toBe(1);

  await world.emulator.fault({ operation: "GetBucketVersioning", delayMs: 20_000, times: 99 });
  const ended = await granary(stack, ["drift", "--all"], { signal: { name: "SIGTERM", after: 4_000 } });
  expect([ended.code, ended.stdout]).toEqual([143, ""]);
});

test("a document that another stack of the run owns has an owner", async () => {
  const stack = await world.open({ files: { "Pulumi.yaml": yaml(bucketNamed("shop-0")) }, runtime: "yaml" });
  expect((await stack.up()).code).toBe(0);
  expect((await stack.pulumi(["stack", "init", "rules"])).code).toBe(0);
  const rules = [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }];
  stack.write(
    "Pulumi.yaml",
    yaml({ cors: { type: "granary:oss:BucketCors", properties: { bucket: "shop-0", rules } } }),
  );
  expect((await stack.pulumi(["up", "--yes", "--skip-preview", "--stack", "rules"])).code).toBe(0);
  expect(found(await driftJson(stack, ["--stack", "test"]))).toEqual([["unmanaged", "low", "oss:BucketCors", []]]);
  const all = await driftJson(stack, ["--all"]);
  expect([all.code, all.report.result]).toEqual([0, "clean"]);
});

test("--account lists the buckets that no stack of the run manages", async () => {
  const stack = await world.open({ files: { "Pulumi.yaml": yaml(bucketNamed("shop-0")) }, runtime: "yaml" });
  expect((await stack.up()).code).toBe(0);
  await world.sdk.putBucket("made-by-hand");
  expect((await driftJson(stack)).report.account).toBeUndefined();
  const run = await driftJson(stack, ["--account"]);
  expect([run.code, run.report.account]).toEqual([0, { buckets: ["made-by-hand"], errors: [] }]);
});

const TAGGED = `
  const shop = new oss.Bucket("shop", { bucket: "shop-4711" });
  new oss.BucketTags("tags", { bucket: shop.bucket, tags: { team: "web", owner: "ann" } });
  new oss.BucketEncryption("encryption", { bucket: shop.bucket, sseAlgorithm: "AES256" });
`;

test("the ignore file leaves drift out, with a reason, counted, until it runs out; a deletion is never left out", async () => {
  const stack = await world.open({ files: javascript("granary/plugin", TAGGED) });
  expect((await stack.up()).diagnostics).toEqual([]);
  await world.sdk.putBucketTags("shop-4711", { team: "ops", owner: "bob" });
  const ignore = (...lines: string[]) =>
    stack.write("granary.drift.yaml", `ignore:\n${lines.map((each) => `  ${each}\n`).join("")}`);

  ignore('- { resource: "tags", path: "tags.team", reason: "set by the inventory tool", expires: 2999-12-31 }');
  const part = await driftJson(stack);
  expect(part.report.stacks[0]).toMatchObject({
    findings: [{ type: "oss:BucketTags", changes: [{ path: "tags.owner", old: "ann", new: "bob" }] }],
    ignored: [{ path: "tags.team", reason: "set by the inventory tool" }],
    counts: { changed: 1, ignored: 1 },
  });
  expect(part.code).toBe(1);

  ignore('- { type: "oss:BucketTags", path: "tags", reason: "set by the inventory tool" }');
  const whole = await granary(stack, ["drift", "--verbose"]);
  expect(whole.code).toBe(0);
  expect(whole.stdout).toContain(
    "ignored  oss:BucketTags tags: tags.owner: ann → bob (set by the inventory tool, granary.drift.yaml:2)",
  );
  expect(whole.stdout).toContain(
    "result: clean; 0 changed, 0 gone, 0 unreadable, 0 unmanaged; 2 in sync; 0 high, 0 medium, 0 low; 2 ignored;",
  );

  ignore('- { type: "oss:BucketTags", path: "tags", reason: "set by the inventory tool", expires: 2020-01-01 }');
  const expired = await driftJson(stack);
  expect([expired.code, expired.report.stacks[0]!.notes]).toEqual([
    1,
    ["granary.drift.yaml:2: ran out on 2020-01-01; what it ignored counts again"],
  ]);

  await world.sdk.deleteBucketEncryption("shop-4711");
  ignore('- { resource: "shop-*", reason: "ours" }');
  const gone = await driftJson(stack);
  expect(found(gone)).toEqual([["gone", "high", "oss:BucketEncryption", []]]);
  expect(gone.report.stacks[0]!.notes).toEqual([
    "granary.drift.yaml:2: oss:BucketEncryption encryption is gone, and a deletion can't be ignored",
  ]);

  for (const [entry, reason] of [
    ['- { resource: "*", reason: "all" }', "an entry that fits everything would hide everything"],
    ['- { resource: "tags" }', "reason is missing"],
    ['- { resource: "tags", reason: "x", until: "soon" }', "until is not known"],
    ['- { resource: "tags", reason: "x", expires: "soon" }', "expires has to be a date like 2027-01-31"],
  ] as const) {
    ignore(entry);
    const refused = await granary(stack, ["drift"]);
    expect([refused.code, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain(`granary.drift.yaml:2: `);
    expect(refused.stderr).toContain(reason);
  }
});

test("--record accepts what has no owner today: only what changes from then on is told", async () => {
  const stack = await world.open({ files: javascript("granary/plugin", TAGGED) });
  expect((await stack.up()).diagnostics).toEqual([]);
  await world.sdk.putBucketCORS("shop-4711", [{ allowedOrigin: "https://example.com", allowedMethod: "GET" }]);
  await world.sdk.putBucketACL("shop-4711", "public-read");
  expect(found(await driftJson(stack))).toEqual([
    ["unmanaged", "high", "oss:BucketAcl", []],
    ["unmanaged", "low", "oss:BucketCors", []],
  ]);
  const file = path.join(stack.folder, "granary.drift.baseline.json");
  expect(existsSync(file)).toBe(false);

  const recorded = await driftJson(stack, ["--record"]);
  expect([recorded.code, recorded.report.stacks[0]!.accepted]).toEqual([
    0,
    [
      { bucket: "shop-4711", type: "oss:BucketAcl", id: "shop-4711" },
      { bucket: "shop-4711", type: "oss:BucketCors", id: "shop-4711" },
    ],
  ]);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    format: 1,
    stacks: {
      test: [
        { type: "oss:BucketAcl", id: "shop-4711", value: { bucket: "shop-4711", acl: "public-read" } },
        {
          type: "oss:BucketCors",
          id: "shop-4711",
          value: { bucket: "shop-4711", rules: [{ allowedOrigins: ["https://example.com"], allowedMethods: ["GET"] }] },
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

test("resources of other providers in the stack are read as well, and a stack without resources is in sync", async () => {
  const program = (name: string) => `${TAGGED}
  const provider = { diff: async (id, olds, news) => ({ changes: olds.size !== news.size }), create: async (i) => ({ id: "1", outs: i }),
    read: async (id, props) => ({ id, props: { ...props, size: process.env.LIVE_SIZE ?? props.size } }) };
  class Disk extends pulumi.dynamic.Resource { constructor(name, props) { super(provider, name, props, undefined, "other", "Disk"); } }
  new Disk(${JSON.stringify(name)}, { size: "1" });`;
  const stack = await world.open({ files: javascript("granary/plugin", program("disk")) });
  expect((await driftJson(stack)).report).toMatchObject({ result: "clean", stacks: [{ counts: { inSync: 0 } }] });
  expect((await stack.up()).diagnostics).toEqual([]);
  expect((await driftJson(stack)).report.stacks[0]!.counts).toMatchObject({ inSync: 4, unreadable: 0 });
  const run = await driftJson(stack, [], { env: { LIVE_SIZE: "2" } });
  expect(run.report.stacks[0]!.findings).toMatchObject([
    { verdict: "changed", severity: "low", resource: "disk", changes: [{ path: "size", old: "1", new: "2" }] },
  ]);
  stack.write("index.js", source("granary/plugin", program("disk")));
});
