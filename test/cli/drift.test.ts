// `granary drift`, the packed command on real stacks: the verdicts, in both fronts.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Front, fronts, project, type Resources } from "../engine/support/program";
import type { TestStack } from "../engine/support/stack";
import { useWorld } from "../engine/support/world";
import { driftJson, found, type JsonRun, stateFiles, withLines } from "./support/drift";
import { granary } from "./support/granary";

const world = useWorld();

const bucket = "${shop.bucket}";
const tagged = (team: string) => ({ bucket, tags: { team, token: { "fn::secret": "opensesame-1" } } });
const RULES = [{ allowedOrigins: ["https://example.com"], allowedMethods: ["GET"] }];
const SHOP: Resources = {
  shop: ["Bucket", { bucket: "shop-4711", acl: "private" }],
  tags: ["BucketTags", tagged("web")],
  cors: ["BucketCors", { bucket, rules: RULES }],
  encryption: ["BucketEncryption", { bucket, sseAlgorithm: "AES256" }],
  logging: ["BucketLogging", { bucket, targetBucket: bucket, targetPrefix: "log/" }],
  referer: ["BucketReferer", { bucket, allowEmptyReferer: true, referers: ["https://example.com"] }],
  versioning: ["BucketVersioning", { bucket, status: "Enabled" }],
};
/** The program as somebody has changed it since the update. */
const CHANGED: Resources = {
  ...SHOP,
  shop: ["Bucket", { bucket: "shop-4711", acl: "public-read" }],
  tags: ["BucketTags", tagged("ops")],
};
const renamed = ({ logging, ...others }: Resources): Resources => ({ ...others, accessLog: logging! });

const onlyReads = async () =>
  (await world.emulator.journal()).filter(({ method }) => method !== "GET" && method !== "HEAD");

interface Deployed {
  stack: TestStack;
  /** Program, record and service as they were after the update. */
  asDeployed(): Promise<void>;
}

async function deploy(front: Front): Promise<Deployed> {
  world.emulator.reset();
  const stack = await world.open({ files: project(front, SHOP) });
  expect((await stack.up()).diagnostics).toEqual([]);
  const [live, recorded] = [world.emulator.snapshot(), stack.keep()];
  const asDeployed = async () => {
    await world.emulator.clearFaults();
    world.emulator.restore(live);
    await world.emulator.forget();
    recorded();
    stack.rewrite(project(front, SHOP));
  };
  return { stack, asDeployed };
}

const deployments = new Map<Front, Promise<Deployed>>();
function deployed(front: Front): Promise<Deployed> {
  const deployment = deployments.get(front) ?? deploy(front);
  deployments.set(front, deployment);
  return deployment;
}

async function changeByHand(token: string): Promise<void> {
  await world.sdk.putBucketACL("shop-4711", "public-read");
  await world.sdk.putBucketTags("shop-4711", { team: "sales", token });
  await world.sdk.putBucketCORS("shop-4711", [
    { allowedOrigin: ["https://example.com", "https://example.org"], allowedMethod: ["GET", "HEAD"] },
  ]);
  await world.sdk.deleteBucketEncryption("shop-4711");
  await world.sdk.putBucketWebsite("shop-4711", { index: "index.html" });
  await world.emulator.forget();
}

const secrets = /opensesame|shut-the-door|granary-secret/;
const rotated = {
  path: "tags.token",
  old: expect.stringMatching(/^<redacted:12:[0-9a-f]{8}>$/),
  new: expect.stringMatching(/^<redacted:13:[0-9a-f]{8}>$/),
};

describe.each(fronts)("%s", (front) => {
  let stack: TestStack;
  let asDeployed: Deployed["asDeployed"];
  beforeAll(async () => {
    ({ stack, asDeployed } = await deployed(front));
  });
  beforeEach(() => asDeployed());

  test("a stack in sync is clean, whatever the program says by now: exit 0, one request per resource, nothing is written", async () => {
    stack.rewrite(project(front, renamed(CHANGED)));
    const before = stateFiles(stack);
    const run = await granary(stack, ["drift"]);
    expect(run.stdout).toMatch(
      /^shop\/test: In sync · 7 in sync\n\nresult: clean; 0 changed, 0 gone, 0 unreadable, 0 unmanaged; 7 in sync; 0 high, 0 medium, 0 low; \d+ reads in [\d.]+ s\n$/,
    );
    expect(run.code).toBe(0);
    // Nothing but a word now and then that work goes on, where it takes long.
    expect(run.stderr).toMatch(/^(granary: .*\n)*$/);
    expect(stateFiles(stack)).toEqual(before);
    expect(await onlyReads()).toEqual([]);
    // The engine reads the seven resources; the rest looks for documents without an owner, each kind once.
    const operations = (await world.emulator.journal()).map(({ operation }) => operation);
    expect(operations.length).toBe(new Set(operations).size);
    expect(operations).toEqual(
      expect.arrayContaining([
        ...["GetBucketInfo", "GetBucketTags", "GetBucketCors", "GetBucketEncryption", "GetBucketLogging"],
        ...["GetBucketReferer", "GetBucketVersioning"],
      ]),
    );
    expect(operations).not.toContain("GetService");
  });

  describe("what somebody did by hand", () => {
    const files = ["--markdown", "d.md", "--html", "d.html", "--sarif", "d.sarif", "--junit", "d.xml"];
    let run: JsonRun;
    let before: Record<string, string>;
    beforeAll(async () => {
      await asDeployed();
      await changeByHand("shut-the-door");
      await world.emulator.fault({ operation: "GetBucketReferer", status: 403, code: "AccessDenied", times: 50 });
      await world.emulator.fault({ operation: "GetBucketLogging", garbled: true, times: 50 });
      before = stateFiles(stack);
      run = await driftJson(stack, ["--fail-on", "none", ...files]);
      expect(stateFiles(stack)).toEqual(before);
      expect(await onlyReads()).toEqual([]);
    });

    test("what was changed, deleted and added is told apart, ranked by the rules, in a fixed order", () => {
      expect(found(run)).toEqual([
        ["changed", "high", "oss:Bucket", ["acl"]],
        ["gone", "high", "oss:BucketEncryption", []],
        ["unmanaged", "medium", "oss:BucketWebsite", []],
        ["changed", "low", "oss:BucketCors", ["rules[0].allowedMethods", "rules[0].allowedOrigins"]],
        ["changed", "low", "oss:BucketTags", ["tags.team", "tags.token"]],
      ]);
      const [file, line] = front === "granary" ? ["index.js", 4] : ["Pulumi.yaml", 8];
      expect(run.report.stacks[0]).toMatchObject({
        counts: { inSync: 1, changed: 3, gone: 1, unmanaged: 1, unreadable: 2, ignored: 0, accepted: 0 },
        severities: { high: 2, medium: 1, low: 2 },
        findings: [
          {
            changes: [{ path: "acl", kind: "update", old: "private", new: "public-read" }],
            position: { file, line },
          },
          { id: "shop-4711", rules: [{ rule: "encryption-off" }] },
          { bucket: "shop-4711", id: "shop-4711" },
          { id: "shop-4711" },
          { changes: [{ path: "tags.team", old: "web", new: "sales" }, { path: "tags.token" }] },
        ],
      });
    });

    test("a secret is shown by length and hash alone, and its rotation shows", () => {
      const tags = run.report.stacks[0]!.findings.at(-1)!;
      expect(tags).toMatchObject({ type: "oss:BucketTags", redacted: true, changes: [{}, rotated] });
      const written = files
        .filter((each) => !each.startsWith("--"))
        .map((file) => readFileSync(path.join(stack.folder, file), "utf8"));
      for (const each of [run.stdout, run.stderr, ...written]) expect(each).not.toMatch(secrets);
      expect(written[0]).toContain("<redacted:12:");
    });

    test("what can't be read is neither in sync nor gone: exit 3 whatever the gate, with code and request id", () => {
      expect(run.report.stacks[0]!.unreadable).toMatchObject([
        { type: "oss:BucketLogging", name: "logging", unowned: false },
        {
          type: "oss:BucketReferer",
          name: "referer",
          code: "AccessDenied",
          requestId: expect.stringMatching(/^[0-9A-F]{24}$/),
          unowned: false,
        },
      ]);
      expect([run.code, run.report.result]).toEqual([3, "incomplete"]);
    });

    test("--pre-deploy says what the program would overwrite, and on what it agrees", async () => {
      stack.rewrite(project(front, CHANGED));
      await changeByHand("shut-the-door");
      const plan = await driftJson(stack, ["--pre-deploy"]);
      // The dynamic front tells that there is an update, and not of what.
      const [token, notes] =
        front === "granary"
          ? [
              [],
              [expect.stringContaining("tags: the update writes its secrets too; whether they were changed by hand")],
            ]
          : [["tags.token"], []];
      expect(found(plan).map(([verdict, , type, paths]) => [verdict, type, paths])).toEqual([
        ["gone", "oss:BucketEncryption", []],
        ["changed", "oss:BucketCors", ["rules[0].allowedMethods", "rules[0].allowedOrigins"]],
        ["changed", "oss:BucketTags", ["tags.team", ...token]],
      ]);
      expect(plan.report.stacks[0]!.findings.at(-1)!.changes[0]).toMatchObject({ old: "sales", new: "ops" });
      expect(plan.report.stacks[0]).toMatchObject({
        agreed: [{ resource: "shop", type: "oss:Bucket", path: "acl", value: "public-read" }],
        notes,
      });
      expect([plan.code, plan.report.result]).toEqual([1, "drift"]);
      expect(`${plan.stdout}${plan.stderr}`).not.toMatch(secrets);
      expect(await onlyReads()).toEqual([]);
      expect(stateFiles(stack)).toEqual(before);

      // A secret alone, which no program has changed.
      await asDeployed();
      await world.sdk.putBucketTags("shop-4711", { team: "web", token: "shut-the-door" });
      const rotation = await driftJson(stack, ["--pre-deploy"]);
      expect(found(rotation)).toEqual([["changed", "low", "oss:BucketTags", ["tags.token"]]]);
      expect(rotation.report.stacks[0]).toMatchObject({ agreed: [], notes: [] });
      expect(`${rotation.stdout}${rotation.stderr}`).not.toMatch(secrets);
    });

    test("the lines to undo a finding undo it; the snippets that keep one leave nothing to do, and nor does a rename", async () => {
      await changeByHand("shut-the-door");
      const [acl, encryption, site, cors, tags] = run.report.stacks[0]!.findings.map((each) => each.waysOut);
      const targets = [acl, encryption, tags].map(
        (each) => /^pulumi up --refresh --stack test --target '([^']+)'$/.exec(each!.undo.lines[0]!)![1]!,
      );
      const undo = ["up", "--refresh", "--stack", "test", ...targets.flatMap((urn) => ["--target", urn])];
      expect((await stack.pulumi([...undo, "--yes", "--skip-preview"])).code).toBe(0);

      const program = project(front, renamed(SHOP));
      const [rules, more] = [cors!.keep.lines.join("\n"), site!.keep.lines.join("\n")];
      const kept =
        front === "granary"
          ? { "index.js": `${program["index.js"]!.replace(/"rules": \[\{.*\}\]/, () => rules)}\n${more}\n` }
          : withLines(program, more, { cors: rules });
      stack.rewrite(kept);
      await world.emulator.forget();
      // The refresh brings the live rules into the state; website and log are found as they are and taken over.
      const update = await stack.up({ args: ["--refresh"] });
      expect(update.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(await onlyReads()).toEqual([]);
      const after = await driftJson(stack);
      expect([after.report.result, after.report.stacks[0]!.counts.inSync]).toEqual(["clean", 8]);
    });
  });

  test("a bucket deleted by someone is one high finding that names what went with it, and the line to undo it", async () => {
    await world.emulator.change({ bucket: "shop-4711", delete: true });
    const run = await driftJson(stack, ["--fail-on", "high"]);
    expect(found(run)).toEqual([["gone", "high", "oss:Bucket", []]]);
    expect(run.report.stacks[0]).toMatchObject({
      counts: { inSync: 0, gone: 7 },
      findings: [
        {
          includes: [
            "oss:BucketCors cors",
            "oss:BucketEncryption encryption",
            "oss:BucketLogging logging",
            "oss:BucketReferer referer",
            "oss:BucketTags tags",
            "oss:BucketVersioning versioning",
          ],
        },
      ],
    });
    expect([run.code, run.report.result]).toEqual([1, "drift"]);
    const [line] = run.report.stacks[0]!.findings[0]!.waysOut.undo.lines;
    const [, target] = /^pulumi up --refresh --stack test --target '([^']+)' --target-dependents$/.exec(line!)!;
    const args = ["up", "--refresh", "--stack", "test", "--target", target!, "--target-dependents"];
    expect((await stack.pulumi([...args, "--yes", "--skip-preview"])).code).toBe(0);
    const { sdk } = world;
    expect(await sdk.getBucketACL("shop-4711")).toMatchObject({ acl: "private" });
    expect(await sdk.getBucketTags("shop-4711")).toMatchObject({ tag: { team: "web", token: "opensesame-1" } });
    expect(await sdk.getBucketCORS("shop-4711")).toMatchObject({ rules: [{ allowedOrigin: "https://example.com" }] });
    expect(await sdk.getBucketEncryption("shop-4711")).toMatchObject({ encryption: { SSEAlgorithm: "AES256" } });
    expect(await sdk.getBucketLogging("shop-4711")).toMatchObject({ enable: true, prefix: "log/" });
    expect(await sdk.getBucketReferer("shop-4711")).toMatchObject({ referers: ["https://example.com"] });
    expect(await sdk.getBucketVersioning("shop-4711")).toMatchObject({ versionStatus: "Enabled" });
  });
});

describe("whatever the front is", () => {
  let stack: TestStack;
  let asDeployed: Deployed["asDeployed"];
  beforeAll(async () => {
    ({ stack, asDeployed } = await deployed("granary/plugin"));
  });
  beforeEach(() => asDeployed());

  test("neither a finding below the gate nor an unreadable document without an owner fails; the latter does with --strict", async () => {
    await world.sdk.deleteBucketLogging("shop-4711");
    await world.sdk.putBucketTags("shop-4711", { team: "web", token: "shut-the-door" });
    await world.emulator.fault({ operation: "GetBucketWebsite", status: 403, code: "AccessDenied", times: 50 });
    const run = await driftJson(stack, ["--fail-on", "high"]);
    expect(found(run)).toEqual([
      ["gone", "medium", "oss:BucketLogging", []],
      ["changed", "low", "oss:BucketTags", ["tags.token"]],
    ]);
    expect(run.report.stacks[0]!.unreadable).toMatchObject([
      { type: "oss:BucketWebsite", name: "shop-4711", code: "AccessDenied", unowned: true },
    ]);
    expect([run.code, run.report.result]).toEqual([0, "clean"]);
    const strict = await granary(stack, ["drift", "--stack", "test", "--fail-on", "high", "--strict", "--verbose"]);
    expect(strict.code).toBe(3);
    expect(strict.stdout).toContain("<redacted:12:");
    expect(strict.stdout).not.toMatch(secrets);
  });

  test("Ctrl-C ends with 130 and leaves no lock, no folder and no half-written file behind", async () => {
    await world.emulator.fault({ operation: "GetBucketInfo", delayMs: 20_000, times: 5 });
    const TMPDIR = path.join(stack.folder, "tmp");
    mkdirSync(TMPDIR, { recursive: true });
    const before = stateFiles(stack);
    const run = await granary(stack, ["drift", "--html", "c.html"], {
      env: { TMPDIR },
      signal: { name: "SIGINT", after: 2_500 },
    });
    expect([run.code, run.stdout]).toEqual([130, ""]);
    expect(readdirSync(TMPDIR).filter((name) => name.startsWith("granary-"))).toEqual([]);
    expect(existsSync(path.join(stack.folder, "c.html"))).toBe(false);
    expect(stateFiles(stack)).toEqual(before);
  });

  test("credentials that fail leave everything unreadable, and the keys out of it", async () => {
    const run = await driftJson(stack, [], { env: { OSS_ACCESS_KEY_SECRET: "wrong-secret-0000" } });
    expect([run.code, run.report.result]).toEqual([3, "incomplete"]);
    expect(run.report.stacks[0]!.counts).toMatchObject({ inSync: 0, gone: 0, changed: 0 });
    const codes = run.report.stacks[0]!.unreadable.map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(["SignatureDoesNotMatch"]));
    expect(`${run.stdout}${run.stderr}`).not.toContain("wrong-secret-0000");
  });

  test("wrong use is exit 2 with a reason, before the engine runs", async () => {
    const stderr = async (...args: string[]) => {
      const run = await granary(stack, ["drift", ...args]);
      expect([run.code, run.stdout]).toEqual([2, ""]);
      return run.stderr;
    };
    expect(await stderr("--fail-on", "severe")).toBe(
      "granary: --fail-on is severe; it can be high, medium, low, none\n",
    );
    expect(await stderr("--cwd", "/nowhere")).toBe("granary: --cwd: there is no folder /nowhere\n");
    expect(await stderr("--concurrency", "0")).toBe("granary: --concurrency is 0; it can be 1 to 64\n");
    expect(await stderr("--all", "--stack", "test")).toBe("granary: give either --stack or --all\n");
    expect(await stderr("--json", "--markdown", "-")).toBe("granary: only one report can go to stdout\n");
    expect(await stderr("--stack", "missing")).toContain("no stack named 'missing' found");
    expect(await stderr("--colour")).toContain("unknown option '--colour'");
  });
});
