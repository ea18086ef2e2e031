// `granary adopt`, the packed command against buckets that the vendor's SDK made: both fronts, both languages, the real
// engine for --check.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openStack, type TestStack } from "../engine/support/stack";
import { ask } from "../support/aliOss";
import { type Emulated, startEmulated } from "../support/emulated";
import { eventually } from "../support/eventually";
import { granary } from "./support/granary";
import { makeManyBuckets, sdkIn } from "./support/manyBuckets";

jest.setTimeout(180_000);

let emulator: Emulated;
let place: TestStack;
const stacks: TestStack[] = [];

beforeAll(async () => {
  emulator = await startEmulated();
  await makeManyBuckets(emulator);
  place = await openStack({ env: emulator.env(), runtime: "yaml", modules: "none" });
  stacks.push(place);
});
beforeEach(() => emulator.forget());
afterAll(async () => {
  for (const stack of stacks) stack.dispose();
  await emulator.stop();
});

interface Json {
  result: string;
  exitCode: number;
  files: string[];
  reads: number;
  buckets: { name: string; region: string; resources: { type: string; name: string; id: string }[] }[];
  unreadable: { bucket: string; token: string; operation: string; code: string; requestId?: string }[];
  leftOut: { bucket: string; what: string }[];
  managed: { bucket: string; token: string; urn: string }[];
  check?: { passed: boolean; imported: number; unchanged: number; problems: string[] };
}

const read = (out: string, file: string) => readFileSync(path.join(place.folder, out, file), "utf8");
const filesOf = (out: string) =>
  Object.fromEntries(
    readdirSync(path.join(place.folder, out))
      .sort()
      .map((name) => [name, read(out, name)]),
  );
async function onlyRead(): Promise<void> {
  const writes = (await emulator.journal()).filter(({ method }) => method !== "GET" && method !== "HEAD");
  expect(writes.map(({ operation }) => operation)).toEqual([]);
}

describe("an import of every configuration, after which the preview changes nothing", () => {
  const TYPESCRIPT = ["Pulumi.yaml", "package.json", "tsconfig.json", "index.ts", ".gitignore"];

  async function adoptAll(out: string, flags: string[], resources: number, files: string[], env = {}): Promise<Json> {
    const run = await granary(place, ["adopt", "--all", "--out", out, "--check", "--json", ...flags], { env });
    const outcome: Json = JSON.parse(run.stdout);
    expect(outcome).toMatchObject({
      result: "complete",
      exitCode: 0,
      files: [...files, "import.json", "ADOPT.md"],
      unreadable: [],
      managed: [],
      check: { passed: true, imported: resources, unchanged: resources, problems: [] },
    });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(
      /^(\[\d\/5\] [\w-]+: \d+ reads\n){5}check: importing \d+ resources .*\ncheck: comparing .*\n$/,
    );
    await onlyRead();
    return outcome;
  }

  test("in TypeScript over the plugin: each kind of resource that a bucket can have, compiled under strict", async () => {
    const { buckets, reads } = await adoptAll("ts-plugin", [], 24, TYPESCRIPT);
    const kinds = new Set(buckets.flatMap((bucket) => bucket.resources.map(({ type }) => type.replace("oss:", ""))));
    expect([...kinds].sort()).toEqual([
      "Bucket",
      ...["BucketAcl", "BucketCname", "BucketCors", "BucketEncryption", "BucketInventory", "BucketLifecycle"],
      ...["BucketLogging", "BucketMetaQuery", "BucketPolicy", "BucketReferer", "BucketReplication"],
      ...["BucketRequestPayment", "BucketRetentionPolicy", "BucketTags", "BucketTransferAcceleration"],
      ...["BucketVersioning", "BucketWebsite"],
    ]);
    expect(buckets.map(({ name, region }) => [name, region])).toEqual([
      ["2024-records", "cn-hangzhou"],
      ["default", "cn-hangzhou"],
      ["shop-assets", "cn-hangzhou"],
      ["shop-logs", "cn-hangzhou"],
      ["shop-replica", "cn-beijing"],
    ]);
    // The check's own reads come later.
    const asked = (await emulator.journal()).filter(({ status }) => status !== 403).slice(0, reads);
    for (const { name } of buckets) {
      expect(asked.filter(({ bucket }) => bucket === name).length).toBeLessThanOrEqual(19);
    }

    const program = read("ts-plugin", "index.ts");
    expect(program).toContain('import { oss } from "granary/plugin";');
    expect(program).toContain("  targetBucket: shopReplica.bucket,\n  targetLocation: shopReplica.location,\n");
    expect(program).toContain("  targetBucket: shopLogs.bucket,\n");
    expect(program).toContain("const bucket2024Records = new oss.Bucket(");
    expect(program).toContain("const defaultBucket = new oss.Bucket(");
    // The check's preview has compiled it with these settings.
    expect(JSON.parse(read("ts-plugin", "tsconfig.json")).compilerOptions).toMatchObject({ strict: true });
  });

  test.each([
    ["in TypeScript over the dynamic front", "ts-dynamic", ["--front", "dynamic"], 24, TYPESCRIPT],
    [
      "in YAML, with what is at its default",
      "lossless",
      ["--language", "yaml", "--lossless"],
      36,
      ["Pulumi.yaml", "package.json", ".gitignore"],
    ],
  ])("%s", async (_, out, flags, resources, files) => {
    // But for its import the program is the one that was compiled, and the fronts' types are the same.
    await adoptAll(out, flags, resources, files, { PULUMI_NODEJS_TRANSPILE_ONLY: "true" });
  });
});

test("two runs write the same, and what is not said is at its default", async () => {
  const args = ["adopt", "shop-logs", "shop-replica", "--language", "yaml"];
  const one = await granary(place, [...args, "--out", "one/shop"]);
  const asked = (await emulator.journal()).filter(({ status }) => status !== 403);
  expect([one.code, one.stdout]).toEqual([0, expect.stringContaining(`(${asked.length} reads, nothing changed)`)]);
  expect((await granary(place, [...args, "--out", "two/shop"])).code).toBe(0);
  expect(filesOf("one/shop")).toEqual(filesOf("two/shop"));
  expect(read("one/shop", "Pulumi.yaml")).toBe(`name: "shop"
description: "Buckets that were there before, adopted with granary adopt."
runtime: yaml

# Settings of granary; a stack's own configuration comes before them.
config:
  granary:oss:
    value:
      region: "cn-beijing"

# The plugin comes with the npm package.
plugins:
  providers:
    - name: granary
      path: node_modules/granary/bin

resources:
  # Granary finds it in cn-hangzhou; where it is to be made anew, add region:
  # "cn-hangzhou".
  shop-logs:
    type: "granary:oss:Bucket"
    properties:
      bucket: "shop-logs"
      storageClass: "IA"
    options:
      protect: true

  shop-replica:
    type: "granary:oss:Bucket"
    properties:
      bucket: "shop-replica"
    options:
      protect: true

  shop-replica-versioning:
    type: "granary:oss:BucketVersioning"
    properties:
      bucket: "\${shop-replica.bucket}"
      status: "Enabled"
`);
});

test("what could not be read is listed with code and request id, and makes the adoption partial: exit 3", async () => {
  await emulator.fault({ operation: "GetBucketPolicy", bucket: "shop-assets", code: "AccessDenied", status: 403 });
  await emulator.fault({ operation: "ListBucketInventory", bucket: "shop-assets", code: "AccessDenied", status: 403 });
  await emulator.fault({ operation: "GetBucketInfo", bucket: "shop-logs", code: "AccessDenied", status: 403 });
  const run = await granary(place, ["adopt", "--prefix", "shop-", "--out", "partial"]);
  const refused = (await emulator.journal()).filter(
    ({ code, operation }) => code === "AccessDenied" && operation !== "",
  );
  const idOf = (name: string, bucket: string) =>
    refused.find((each) => each.operation === name && each.bucket === bucket)?.requestId;
  expect(run.code).toBe(3);
  expect(run.stdout).toContain(
    `could not be read: policy of shop-assets (GetBucketPolicy: AccessDenied, request ${idOf("GetBucketPolicy", "shop-assets")})\n`,
  );
  expect(run.stdout).toMatch(/could not be read: inventories of shop-assets \(ListBucketInventory: AccessDenied, /);
  expect(run.stdout).toMatch(/shop-logs: nothing to adopt\n/);
  expect(run.stdout).toMatch(/could not be read: bucket of shop-logs \(GetBucketInfo: AccessDenied, /);
  expect(run.stdout).toMatch(/\nresult: partial \(\d+ reads, nothing changed\)\n$/);
  expect(run.stderr).toContain("] shop-assets: 18 reads, unreadable: policy, inventories\n");
  expect(read("partial", "ADOPT.md")).toContain(
    `| \`shop-assets\` | policy | GetBucketPolicy | AccessDenied | ${idOf("GetBucketPolicy", "shop-assets")} |`,
  );
  expect(read("partial", "index.ts")).not.toContain("BucketPolicy");
  // A bucket that is not adopted is named, not referred to.
  expect(read("partial", "index.ts")).toContain('  targetBucket: "shop-logs",\n');
  await emulator.clearFaults();
});

test("a replication rule that OSS is clearing is left out, and ADOPT.md says why", async () => {
  const stack = await openStack({ env: emulator.env(), runtime: "yaml", modules: "none" });
  stacks.push(stack);
  const sdk = sdkIn(emulator, "cn-hangzhou");
  const { data } = await ask(sdk, "shop-assets", "GET", { replication: "" });
  const { ID } = (data as { Rule: { ID: string } }).Rule;
  const rule = `<ReplicationRules><ID>${ID}</ID></ReplicationRules>`;
  await ask(sdk, "shop-assets", "POST", { replication: "", comp: "delete" }, rule);
  const run = await granary(stack, ["adopt", "shop-assets", "--out", "closing"]);
  expect(run.code).toBe(0);
  const guide = readFileSync(path.join(stack.folder, "closing", "ADOPT.md"), "utf8");
  expect(guide).toContain(
    "- `shop-assets`, replication rule to shop-replica: OSS is clearing it (status closing); it will be gone by itself.\n",
  );
  expect(readFileSync(path.join(stack.folder, "closing", "index.ts"), "utf8")).not.toContain("BucketReplication");
});

test("what a stack manages already is skipped with its URN", async () => {
  const stack = await openStack({
    env: emulator.env(),
    files: {
      "Pulumi.yaml": `name: shop
runtime: yaml
plugins: { providers: [{ name: granary, path: node_modules/granary/bin }] }
resources:
  mine: { type: "granary:oss:Bucket", properties: { bucket: mine-4711, acl: public-read } }
`,
    },
  });
  stacks.push(stack);
  expect((await stack.up()).code).toBe(0);
  await emulator.change({ bucket: "mine-4711", document: "versioning", value: "Enabled" });
  const run = await granary(stack, ["adopt", "mine-4711", "--out", "rest", "--stack", "test", "--json"]);
  expect(run.code).toBe(0);
  const urn = "urn:pulumi:test::shop::granary:oss:Bucket::mine";
  const outcome: Json = JSON.parse(run.stdout);
  expect(outcome.managed).toEqual([
    { bucket: "mine-4711", token: "oss:Bucket", urn },
    { bucket: "mine-4711", token: "oss:BucketAcl", urn },
  ]);
  expect(outcome.buckets[0]?.resources).toEqual([
    { type: "oss:BucketVersioning", name: "mine-4711-versioning", id: "mine-4711" },
  ]);
});

test("a check that fails says what the preview would do: exit 1", async () => {
  const running = granary(place, ["adopt", "default", "--out", "changed", "--language", "yaml", "--check"]);
  const written = () => existsSync(path.join(place.folder, "changed", "import.json"));
  expect(await eventually(written, Boolean, 30_000)).toBe(true);
  // Between the adoption and the check's import, which takes more than a second to begin.
  await sdkIn(emulator, "cn-hangzhou").putBucketTags("default", { team: "them" });
  const run = await running;
  expect(run.stdout).toContain("check failed: 2 imported, 1 unchanged in the preview\n");
  expect(run.stdout).toContain("  granary:oss:BucketTags default-tags: update (tags");
  expect(run.stdout).toMatch(/\nresult: check failed \(/);
  expect(run.code).toBe(1);
});

describe("wrong use ends with 2 and writes nothing", () => {
  test.each<[string, string[], RegExp, Record<string, string>]>([
    ["no bucket", ["--out", "x"], /^granary: which buckets\?/, {}],
    [
      "a bucket that does not exist",
      ["shop-logs", "nobodys", "--out", "x"],
      /there is no bucket nobodys; nothing was/,
      {},
    ],
    ["a prefix that no bucket has", ["--prefix", "zzz", "--out", "x"], /no bucket whose name starts with zzz/, {}],
    [
      "an unknown option",
      ["--all", "--out", "x", "--language", "go"],
      /--language is go; it can be typescript, yaml/,
      {},
    ],
    ["no region", ["--all", "--out", "x"], /region/, { OSS_REGION: "", GRANARY_OSS_ENDPOINT: "" }],
    ["no engine for the check", ["default", "--out", "x", "--check"], /no pulumi command on PATH/, { PATH: "" }],
  ])("%s", async (_, args, message, env) => {
    const run = await granary(place, ["adopt", ...args], { env });
    expect([run.code, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toMatch(message);
    expect(existsSync(path.join(place.folder, "x"))).toBe(false);
  });

  test("a folder that is not empty, unless --overwrite says so", async () => {
    mkdirSync(path.join(place.folder, "full"));
    writeFileSync(path.join(place.folder, "full", "Pulumi.yaml"), "name: precious\n");
    const args = ["adopt", "default", "--out", "full", "--language", "yaml"];
    const run = await granary(place, args);
    expect([run.code, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toMatch(/full is not empty \(Pulumi\.yaml\); nothing was written/);
    expect(filesOf("full")).toEqual({ "Pulumi.yaml": "name: precious\n" });
    expect(await emulator.journal()).toEqual([]);
    expect((await granary(place, [...args, "--overwrite"])).code).toBe(0);
    expect(read("full", "Pulumi.yaml")).toContain('name: "full"');
  });
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s while it reads ends it at once, with %i and nothing written", async (name, code) => {
  await emulator.fault({ operation: "GetBucketInfo", delayMs: 20_000, times: 5 });
  const started = Date.now();
  const run = await granary(place, ["adopt", "--all", "--out", "cut-short"], { signal: { name, after: 2000 } });
  await emulator.clearFaults();
  expect([run.code, run.stdout]).toEqual([code, ""]);
  expect(Date.now() - started).toBeLessThan(10_000);
  expect(existsSync(path.join(place.folder, "cut-short"))).toBe(false);
});
