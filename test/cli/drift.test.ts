// `granary drift`, the packed command on real stacks: the verdicts, in both fronts.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fronts, javascript, source } from "../engine/support/program";
import type { TestStack } from "../engine/support/stack";
import { useWorld } from "../engine/support/world";
import { driftJson, found, stateFiles } from "./support/drift";
import { granary } from "./support/granary";

const world = useWorld();

const PROGRAM = `
  const shop = new oss.Bucket("shop", { bucket: "shop-4711", acl: "private" });
  new oss.BucketTags("tags", { bucket: shop.bucket, tags: { team: "web", token: pulumi.secret("opensesame-1") } });
  new oss.BucketCors("cors", { bucket: shop.bucket, rules: [{ allowedOrigins: ["https://example.com"], allowedMethods: ["GET"] }] });
  new oss.BucketEncryption("encryption", { bucket: shop.bucket, sseAlgorithm: "AES256" });
  new oss.BucketLogging("logging", { bucket: shop.bucket, targetBucket: shop.bucket, targetPrefix: "log/" });
`;

const onlyReads = async () =>
  (await world.emulator.journal()).filter(({ method }) => method !== "GET" && method !== "HEAD");

describe.each(fronts)("%s", (front) => {
  let stack: TestStack;
  let deployed: Buffer;
  beforeAll(async () => {
    world.emulator.reset();
    stack = await world.open({ files: javascript(front, PROGRAM) });
    expect((await stack.up()).diagnostics).toEqual([]);
    deployed = world.emulator.snapshot();
  });
  // The service as it was after the update: drift changes no state, so that is all there is to undo.
  beforeEach(async () => {
    await world.emulator.clearFaults();
    world.emulator.restore(deployed);
    await world.emulator.forget();
  });
  // After a test that has run an update of its own.
  const redeploy = async () => {
    stack.write("index.js", source(front, PROGRAM));
    world.emulator.restore(deployed);
    expect((await stack.up({ args: ["--refresh"] })).code).toBe(0);
  };

  test("a stack in sync is clean: exit 0, one request per resource, and nothing is written anywhere", async () => {
    await world.emulator.forget();
    const before = stateFiles(stack);
    const run = await granary(stack, ["drift"]);
    expect(run.stdout).toMatch(
      /^shop\/test: In sync · 5 in sync\n\nresult: clean; 0 changed, 0 gone, 0 unreadable, 0 unmanaged; 5 in sync; 0 high, 0 medium, 0 low; \d+ reads in [\d.]+ s\n$/,
    );
    expect(run.code).toBe(0);
    // Nothing but a word now and then that work goes on, where it takes long.
    expect(run.stderr).toMatch(/^(granary: .*\n)*$/);
    expect(stateFiles(stack)).toEqual(before);
    expect(await onlyReads()).toEqual([]);
    // The engine reads the five resources; the rest looks for documents without an owner, each kind once.
    const operations = (await world.emulator.journal()).map(({ operation }) => operation);
    expect(operations.length).toBe(new Set(operations).size);
    for (const each of ["GetBucketInfo", "GetBucketTags", "GetBucketCors", "GetBucketEncryption", "GetBucketLogging"])
      expect(operations).toContain(each);
    expect(operations).not.toContain("GetService");
  });

  test("what was changed, deleted and added by hand is told apart, ranked by the rules, in a fixed order", async () => {
    await world.sdk.putBucketACL("shop-4711", "public-read");
    await world.sdk.putBucketTags("shop-4711", { team: "ops", token: "opensesame-1" });
    await world.sdk.deleteBucketEncryption("shop-4711");
    await world.sdk.putBucketWebsite("shop-4711", { index: "index.html" });
    await world.emulator.forget();
    const before = stateFiles(stack);
    const run = await driftJson(stack);
    expect(found(run)).toEqual([
      ["changed", "high", "oss:Bucket", ["acl"]],
      ["gone", "high", "oss:BucketEncryption", []],
      ["unmanaged", "medium", "oss:BucketWebsite", []],
      ["changed", "low", "oss:BucketTags", ["tags.team"]],
    ]);
    expect(run.report).toMatchObject({
      result: "drift",
      stacks: [
        {
          counts: { inSync: 2, changed: 2, gone: 1, unmanaged: 1, unreadable: 0, ignored: 0, accepted: 0 },
          severities: { high: 2, medium: 1, low: 1 },
          findings: [
            { changes: [{ path: "acl", kind: "update", old: "private", new: "public-read" }], position: { line: 4 } },
            { id: "shop-4711", rules: [{ rule: "encryption-off" }] },
            { bucket: "shop-4711", id: "shop-4711" },
            { changes: [{ path: "tags.team", old: "web", new: "ops" }] },
          ],
        },
      ],
    });
    expect(run.code).toBe(1);
    expect(stateFiles(stack)).toEqual(before);
    expect(await onlyReads()).toEqual([]);
  });

  test("each of the lines to undo a finding undoes it, and then nothing has drifted", async () => {
    await world.sdk.putBucketACL("shop-4711", "public-read-write");
    await world.sdk.deleteBucketCORS("shop-4711");
    const { report } = await driftJson(stack);
    const lines = report.stacks[0]!.findings.map((each) => each.waysOut.undo.lines[0]!);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      const [, target] = /^pulumi up --refresh --stack test --target '([^']+)'$/.exec(line)!;
      const run = await stack.pulumi([
        "up",
        "--refresh",
        "--stack",
        "test",
        "--target",
        target!,
        "--yes",
        "--skip-preview",
      ]);
      expect(run.code).toBe(0);
    }
    expect((await driftJson(stack)).report.result).toBe("clean");
  });

  test("the snippet that keeps a change, put into the program, leaves nothing to do", async () => {
    await world.sdk.putBucketCORS("shop-4711", [
      { allowedOrigin: ["https://example.com", "https://example.org"], allowedMethod: ["GET", "HEAD"] },
    ]);
    await world.sdk.putBucketReferer("shop-4711", true, ["https://example.com"]);
    const { report } = await driftJson(stack);
    const keep = Object.fromEntries(report.stacks[0]!.findings.map((each) => [each.type, each.waysOut.keep.lines]));
    expect(Object.keys(keep).sort()).toEqual(["oss:BucketCors", "oss:BucketReferer"]);
    const kept = PROGRAM.replace(/rules: \[\{.*\}\] \}/, `${keep["oss:BucketCors"]!.join("\n")} }`);
    stack.write("index.js", source(front, `${kept}\n${keep["oss:BucketReferer"]!.join("\n")}`));
    await world.emulator.forget();
    // The refresh brings the live rules into the state; the referer is found as it is and taken over.
    const run = await stack.up({ args: ["--refresh"] });
    expect(run.diagnostics).toEqual([]);
    expect(await onlyReads()).toEqual([]);
    expect((await driftJson(stack)).report.result).toBe("clean");
    await redeploy();
  });

  test("a secret is shown by length and hash alone, and its rotation shows", async () => {
    await world.sdk.putBucketTags("shop-4711", { team: "web", token: "shut-the-door" });
    const files = ["--markdown", "d.md", "--html", "d.html", "--sarif", "d.sarif", "--junit", "d.xml"];
    const run = await driftJson(stack, files);
    expect(run.report.stacks[0]!.findings).toMatchObject([
      {
        type: "oss:BucketTags",
        redacted: true,
        changes: [
          {
            path: "tags.token",
            old: expect.stringMatching(/^<redacted:12:[0-9a-f]{8}>$/),
            new: expect.stringMatching(/^<redacted:13:[0-9a-f]{8}>$/),
          },
        ],
      },
    ]);
    const written = files
      .filter((each) => !each.startsWith("--"))
      .map((file) => readFileSync(path.join(stack.folder, file), "utf8"));
    const text = await granary(stack, ["drift", "--verbose"]);
    for (const each of [run.stdout, run.stderr, text.stdout, ...written]) {
      expect(each).not.toMatch(/opensesame|shut-the-door|granary-secret/);
    }
    expect(written[0]).toContain("<redacted:12:");
  });

  test("what can't be read is neither in sync nor gone: exit 3, with code and request id", async () => {
    await world.sdk.putBucketTags("shop-4711", { team: "ops", token: "opensesame-1" });
    await world.emulator.fault({ operation: "GetBucketCors", status: 403, code: "AccessDenied", times: 50 });
    await world.emulator.fault({ operation: "GetBucketLogging", garbled: true, times: 50 });
    const run = await driftJson(stack, ["--fail-on", "none"]);
    const [drift] = run.report.stacks;
    expect(drift!.unreadable).toMatchObject([
      {
        type: "oss:BucketCors",
        name: "cors",
        code: "AccessDenied",
        requestId: expect.stringMatching(/^[0-9A-F]{24}$/),
        unowned: false,
      },
      { type: "oss:BucketLogging", name: "logging", unowned: false },
    ]);
    expect(drift!.counts).toMatchObject({ inSync: 2, changed: 1, unreadable: 2 });
    expect(drift!.findings.map(({ type }) => type)).toEqual(["oss:BucketTags"]);
    expect([run.code, run.report.result]).toEqual([3, "incomplete"]);
  });

  test("a bucket deleted by someone is one high finding that names what went with it", async () => {
    await world.emulator.change({ bucket: "shop-4711", delete: true });
    const run = await driftJson(stack);
    expect(found(run)).toEqual([["gone", "high", "oss:Bucket", []]]);
    expect(run.report.stacks[0]).toMatchObject({
      counts: { inSync: 0, gone: 5 },
      findings: [
        {
          includes: [
            "oss:BucketCors cors",
            "oss:BucketEncryption encryption",
            "oss:BucketLogging logging",
            "oss:BucketTags tags",
          ],
        },
      ],
    });
    const { lines } = run.report.stacks[0]!.findings[0]!.waysOut.undo;
    const [, target] = /--target '([^']+)' --target-dependents$/.exec(lines[0]!)!;
    const args = [
      "up",
      "--refresh",
      "--stack",
      "test",
      "--target",
      target!,
      "--target-dependents",
      "--yes",
      "--skip-preview",
    ];
    expect((await stack.pulumi(args)).code).toBe(0);
    expect((await driftJson(stack)).report.result).toBe("clean");
  });

  test("changes of the program that wait for an update are no drift; --pre-deploy says what it would overwrite", async () => {
    stack.write(
      "index.js",
      source(front, PROGRAM.replace('team: "web"', 'team: "ops"').replace('acl: "private"', 'acl: "public-read"')),
    );
    expect((await driftJson(stack)).report.result).toBe("clean");

    // By hand: the ACL as the program has it by now, the tags otherwise, the logging away.
    await world.sdk.putBucketACL("shop-4711", "public-read");
    await world.sdk.putBucketTags("shop-4711", { team: "sales", token: "opensesame-1" });
    await world.sdk.deleteBucketLogging("shop-4711");
    await world.emulator.forget();
    const before = stateFiles(stack);
    const drift = await driftJson(stack);
    expect(found(drift)).toEqual([
      ["changed", "high", "oss:Bucket", ["acl"]],
      ["gone", "medium", "oss:BucketLogging", []],
      ["changed", "low", "oss:BucketTags", ["tags.team"]],
    ]);
    const plan = await driftJson(stack, ["--pre-deploy"]);
    expect(plan.report.stacks[0]!.findings).toMatchObject([
      { verdict: "gone", type: "oss:BucketLogging" },
      { verdict: "changed", type: "oss:BucketTags", changes: [{ path: "tags.team", old: "sales", new: "ops" }] },
    ]);
    expect(plan.report.stacks[0]!.agreed).toEqual([
      { resource: "shop", type: "oss:Bucket", path: "acl", value: "public-read" },
    ]);
    expect([plan.code, plan.report.result]).toEqual([1, "drift"]);
    expect(await onlyReads()).toEqual([]);
    expect(stateFiles(stack)).toEqual(before);
    stack.write("index.js", source(front, PROGRAM));
  });

  test("a rename without an alias is no drift before the update, nor after it", async () => {
    stack.write("index.js", source(front, PROGRAM.replace('"cors"', '"crossOrigin"')));
    expect((await driftJson(stack)).report.result).toBe("clean");
    expect((await stack.up()).code).toBe(0);
    const after = await driftJson(stack);
    expect([after.report.result, after.report.stacks[0]!.counts.inSync]).toEqual(["clean", 5]);
    await redeploy();
  });
});

describe("whatever the front is", () => {
  let stack: TestStack;
  let deployed: Buffer;
  beforeAll(async () => {
    world.emulator.reset();
    stack = await world.open({ files: javascript("granary/plugin", PROGRAM) });
    expect((await stack.up()).diagnostics).toEqual([]);
    deployed = world.emulator.snapshot();
  });
  // The service as it was after the update: drift changes no state, so that is all there is to undo.
  beforeEach(async () => {
    await world.emulator.clearFaults();
    world.emulator.restore(deployed);
    await world.emulator.forget();
  });

  test("the gate decides the exit code; the report stays the same", async () => {
    await world.sdk.deleteBucketLogging("shop-4711");
    const codes = [];
    for (const level of ["medium", "high"]) {
      const run = await driftJson(stack, ["--fail-on", level]);
      codes.push([level, run.code, run.report.result, found(run)]);
    }
    const told = [["gone", "medium", "oss:BucketLogging", []]];
    expect(codes).toEqual([
      ["medium", 1, "drift", told],
      ["high", 0, "clean", told],
    ]);
  });

  test("a document without an owner that can't be read is said, and fails with --strict alone", async () => {
    await world.emulator.fault({ operation: "GetBucketWebsite", status: 403, code: "AccessDenied", times: 50 });
    const run = await driftJson(stack);
    expect(run.report.stacks[0]!.unreadable).toMatchObject([
      { type: "oss:BucketWebsite", name: "shop-4711", code: "AccessDenied", unowned: true },
    ]);
    expect([run.code, run.report.result]).toEqual([0, "clean"]);
    expect((await driftJson(stack, ["--strict"])).code).toBe(3);
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
    await world.emulator.clearFaults();
    expect([run.code, run.stdout]).toEqual([130, ""]);
    expect(readdirSync(TMPDIR).filter((name) => name.startsWith("granary-"))).toEqual([]);
    expect(existsSync(path.join(stack.folder, "c.html"))).toBe(false);
    expect(stateFiles(stack)).toEqual(before);
    expect((await stack.up()).code).toBe(0);
  });
});

test("wrong use is exit 2 with a reason, before the engine runs", async () => {
  const stack = await world.open({ files: javascript("granary", PROGRAM) });
  const stderr = async (...args: string[]) => {
    const run = await granary(stack, ["drift", ...args]);
    expect([run.code, run.stdout]).toEqual([2, ""]);
    return run.stderr;
  };
  expect(await stderr("--fail-on", "severe")).toBe("granary: --fail-on is severe; it can be high, medium, low, none\n");
  expect(await stderr("--cwd", "/nowhere")).toBe("granary: --cwd: there is no folder /nowhere\n");
  expect(await stderr("--concurrency", "0")).toBe("granary: --concurrency is 0; it can be 1 to 64\n");
  expect(await stderr("--all", "--stack", "test")).toBe("granary: give either --stack or --all\n");
  expect(await stderr("--json", "--markdown", "-")).toBe("granary: only one report can go to stdout\n");
  expect(await stderr("--stack", "missing")).toContain("no stack named 'missing' found");
  expect(await stderr("--colour")).toContain("unknown option '--colour'");
});

test("credentials that fail leave everything unreadable, and the keys out of it", async () => {
  const stack = await world.open({ files: javascript("granary/plugin", PROGRAM) });
  expect((await stack.up()).code).toBe(0);
  const run = await driftJson(stack, [], { env: { OSS_ACCESS_KEY_SECRET: "wrong-secret-0000" } });
  expect([run.code, run.report.result]).toEqual([3, "incomplete"]);
  expect(run.report.stacks[0]!.counts).toMatchObject({ inSync: 0, gone: 0, changed: 0 });
  expect(new Set(run.report.stacks[0]!.unreadable.map(({ code }) => code))).toEqual(new Set(["SignatureDoesNotMatch"]));
  expect(`${run.stdout}${run.stderr}`).not.toContain("wrong-secret-0000");
});
