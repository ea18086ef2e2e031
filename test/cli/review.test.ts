// `granary review`, the packed command on real stacks: the real engine, both fronts, the emulator.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { openStack, type TestStack } from "../engine/support/stack";
import { type Emulated, startEmulated } from "../support/emulated";
import { granary } from "./support/granary";

jest.setTimeout(180_000);

let emulator: Emulated;
const stacks: TestStack[] = [];

beforeAll(async () => {
  emulator = await startEmulated();
});
beforeEach(() => emulator.reset());
afterAll(async () => {
  for (const stack of stacks) stack.dispose();
  await emulator.stop();
});

const PLUGIN = "plugins:\n  providers:\n    - name: granary\n      path: node_modules/granary/bin\n";

function yaml(resources: Record<string, string>): string {
  const lines = Object.entries(resources).map(([name, text]) => `  ${name}: ${text}`);
  return `name: shop\nruntime: yaml\n${PLUGIN}resources:\n${lines.join("\n")}\n`;
}

function typescript(lines: string[], front = "granary"): string {
  return `import { oss } from "${front}";\nimport * as pulumi from "@pulumi/pulumi";\n\n${lines.join("\n")}\n`;
}

async function open(files: Record<string, string>, runtime: "yaml" | "nodejs"): Promise<TestStack> {
  const stack = await openStack({ files, runtime, name: "shop", env: emulator.env() });
  stacks.push(stack);
  return stack;
}

const WEB = "{type: 'granary:oss:Bucket', properties: {bucket: web-4711}}";
const aclOf = (acl: string) => `{type: 'granary:oss:BucketAcl', properties: {bucket: '\${web.bucket}', acl: ${acl}}}`;

interface Json {
  result: string;
  fingerprint: string;
  counts: Record<string, number>;
  changes: Record<string, number>;
  findings: { rule: string; severity: string; bucket?: string; position?: { file: string; line: number } }[];
  waived: { rule: string; waiver: { reason: string } }[];
  good: { text: string }[];
  steps: { name: string; changes: { path: string; old?: unknown; new?: unknown }[] }[];
  notes: string[];
  errors: string[];
}

describe("in YAML, with the plugin", () => {
  let stack: TestStack;
  beforeEach(async () => {
    stack = await open({ "Pulumi.yaml": yaml({ web: WEB, acl: aclOf("private") }) }, "yaml");
    expect((await stack.up()).code).toBe(0);
  });

  test("a stack without changes is clean: exit 0, and nothing is written to the service or the state", async () => {
    await emulator.forget();
    const before = JSON.stringify(await stack.state());
    const run = await granary(stack, ["review"]);
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^shop\/test: No changes · no changes\n\nresult: clean; 0 high, 0 medium, 0 low; /);
    expect(run.code).toBe(0);
    expect((await emulator.journal()).filter((request) => !["GET", "HEAD"].includes(request.method))).toEqual([]);
    expect(JSON.stringify(await stack.state())).toBe(before);
  });

  test("a public bucket is a high finding, with its line: exit 1; --fail-on none: exit 0", async () => {
    stack.write("Pulumi.yaml", yaml({ web: WEB, acl: aclOf("public-read") }));
    const run = await granary(stack, ["review", "--json", "--stack", "test"]);
    expect(run.code).toBe(1);
    const review: Json = JSON.parse(run.stdout);
    expect(review).toMatchObject({
      result: "findings",
      counts: { high: 1, medium: 0, low: 0, waived: 0 },
      changes: { same: 1, update: 1 },
      findings: [
        { rule: "acl-public-read", severity: "high", bucket: "web-4711", position: { file: "Pulumi.yaml", line: 9 } },
      ],
    });
    expect((await granary(stack, ["review", "--fail-on", "none"])).code).toBe(0);
  });

  test("the website beside it is told in the same finding, although the ACL alone changes", async () => {
    const site =
      "{type: 'granary:oss:BucketWebsite', properties: {bucket: '${web.bucket}', indexDocument: {suffix: index.html}}}";
    stack.write("Pulumi.yaml", yaml({ web: WEB, acl: aclOf("private"), site }));
    expect((await stack.up()).code).toBe(0);
    stack.write("Pulumi.yaml", yaml({ web: WEB, acl: aclOf("public-read"), site }));
    const { stdout } = await granary(stack, ["review"]);
    expect(stdout).toContain("The bucket is a web site");
  });

  test("--expect lets the reviewed plan through and refuses another", async () => {
    stack.write("Pulumi.yaml", yaml({ web: WEB, acl: aclOf("private"), made: "{type: 'granary:oss:Bucket'}" }));
    const { fingerprint }: Json = JSON.parse((await granary(stack, ["review", "--json"])).stdout);
    expect((await granary(stack, ["review", "--expect", fingerprint])).code).toBe(0);
    stack.write(
      "Pulumi.yaml",
      yaml({ web: WEB, acl: aclOf("private"), made: "{type: 'granary:oss:Bucket', properties: {storageClass: IA}}" }),
    );
    const other = await granary(stack, ["review", "--expect", fingerprint]);
    expect(other.code).toBe(1);
    expect(other.stdout).toContain("the plan has changed since it was reviewed");
    expect(other.stdout).toContain("result: plan-changed;");
  });

  test("a secret is shown by length and hash alone, in every form, and its rotation shows", async () => {
    const tags = (secret: string) =>
      `{type: 'granary:oss:BucketTags', properties: {bucket: '\${web.bucket}', tags: {token: {'fn::secret': ${secret}}}}}`;
    stack.write("Pulumi.yaml", yaml({ web: WEB, tags: tags("opensesame-1") }));
    expect((await stack.up()).code).toBe(0);
    stack.write("Pulumi.yaml", yaml({ web: WEB, tags: tags("shut-the-door") }));
    const forms = [
      "--markdown",
      "r.md",
      "--html",
      "r.html",
      "--sarif",
      "r.sarif",
      "--junit",
      "r.xml",
      "--code-quality",
      "r.json",
    ];
    const run = await granary(stack, ["review", "--json", ...forms]);
    const review: Json = JSON.parse(run.stdout);
    const change = review.steps.find((step) => step.name === "tags")!.changes[0]!;
    expect(change).toMatchObject({
      path: "tags.token",
      old: expect.stringMatching(/^<redacted:12:[0-9a-f]{8}>$/),
      new: expect.stringMatching(/^<redacted:13:[0-9a-f]{8}>$/),
    });
    const written = forms
      .filter((each) => !each.startsWith("--"))
      .map((file) => readFileSync(path.join(stack.folder, file), "utf8"));
    for (const text of [run.stdout, run.stderr, ...written]) expect(text).not.toMatch(/opensesame|shut-the-door/);
  });

  test("--refresh tells the manual change that the update would undo", async () => {
    await emulator.change({ bucket: "web-4711", document: "acl", value: "public-read" });
    const { stdout } = await granary(stack, ["review", "--refresh", "--json"]);
    expect((JSON.parse(stdout) as Json).findings).toContainEqual(
      expect.objectContaining({ rule: "undoes-manual-change", severity: "medium" }),
    );
  });

  test("a waiver takes a finding out of the gate and keeps it counted; an expired one does not", async () => {
    stack.write("Pulumi.yaml", yaml({ web: WEB, acl: aclOf("public-read") }));
    const waiver = (expires: string) =>
      `waivers:\n  - rule: acl-public-read\n    resource: web-*\n    reason: a public site\n    expires: ${expires}\n`;
    stack.write("granary.review.yaml", waiver("2999-12-31"));
    const run = await granary(stack, ["review", "--json"]);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      counts: { high: 0, waived: 1 },
      waived: [{ rule: "acl-public-read", waiver: { reason: "a public site" } }],
    });
    stack.write("granary.review.yaml", waiver("2020-01-01"));
    const expired = await granary(stack, ["review", "--json"]);
    expect(expired.code).toBe(1);
    expect((JSON.parse(expired.stdout) as Json).notes[0]).toContain("expired on 2020-01-01");
    stack.write("granary.review.yaml", "waivers:\n  - rule: acl-public-read\n    resource: web-*\n");
    const broken = await granary(stack, ["review"]);
    expect([broken.code, broken.stdout, broken.stderr]).toEqual([
      2,
      "",
      "granary: granary.review.yaml:2: reason is missing\n",
    ]);
  });

  test("a preview that fails is incomplete: exit 3, with the error", async () => {
    stack.write("Pulumi.yaml", yaml({ web: WEB, acl: aclOf("nonsense") }));
    const run = await granary(stack, ["review", "--json"]);
    expect(run.code).toBe(3);
    const review: Json = JSON.parse(run.stdout);
    expect(review.result).toBe("incomplete");
    expect(review.findings[0]).toMatchObject({ rule: "preview-errors", severity: "high" });
    expect(review.errors.join()).toContain("acl");
  });

  test("Ctrl-C ends with 130, leaves no lock and no file behind", async () => {
    await emulator.fault({ operation: "GetBucketInfo", delayMs: 20_000, times: 5 });
    const TMPDIR = path.join(stack.folder, "tmp");
    mkdirSync(TMPDIR);
    const run = await granary(stack, ["review", "--refresh", "--html", "r.html"], {
      env: { TMPDIR },
      signal: { name: "SIGINT", after: 2_500 },
    });
    await emulator.clearFaults();
    expect([run.code, run.stdout]).toEqual([130, ""]);
    expect(readdirSync(TMPDIR).filter((name) => name.startsWith("granary-"))).toEqual([]);
    expect(existsSync(path.join(stack.folder, "r.html"))).toBe(false);
    expect((await stack.up()).code).toBe(0);
  });

  test("wrong use is exit 2 with a reason, before the engine runs", async () => {
    const stderr = async (...args: string[]) => {
      const run = await granary(stack, ["review", ...args]);
      expect([run.code, run.stdout]).toEqual([2, ""]);
      return run.stderr;
    };
    expect(await stderr("--fail-on", "severe")).toBe(
      "granary: --fail-on is severe; it can be high, medium, low, none\n",
    );
    expect(await stderr("--cwd", "/nowhere")).toBe("granary: --cwd: there is no folder /nowhere\n");
    expect(await stderr("--stack", "missing")).toContain("no stack named 'missing' found");
    expect(await stderr("--post", "github")).toContain("GITHUB_TOKEN");
    expect(await stderr("--colour")).toContain("unknown option '--colour'");
  });

  test("colour comes with FORCE_COLOR alone", async () => {
    const esc = String.fromCharCode(27);
    expect((await granary(stack, ["review"])).stdout).not.toContain(esc);
    expect((await granary(stack, ["review"], { env: { FORCE_COLOR: "1" } })).stdout).toContain(`${esc}[1m`);
    expect((await granary(stack, ["review", "--no-color"], { env: { FORCE_COLOR: "1" } })).stdout).not.toContain(esc);
  });
});

describe.each([
  ["dynamic", "granary", ""],
  ["plugin", "granary/plugin", PLUGIN],
])("in TypeScript, with the %s front", (_, front, plugins) => {
  const program = (...lines: string[]) =>
    typescript(
      ['const web = new oss.Bucket("web", { bucket: "web-4711" });', "const bucket = web.bucket;", ...lines],
      front,
    );

  test("changes of the effective configuration are judged over resources, with their lines", async () => {
    const stack = await open(
      {
        "Pulumi.yaml": `name: shop\nruntime: nodejs\n${plugins}`,
        "index.ts": program(
          'new oss.BucketVersioning("versioning", { bucket, status: "Enabled" });',
          'new oss.BucketEncryption("encryption", { bucket, sseAlgorithm: "AES256" });',
        ),
      },
      "nodejs",
    );
    expect((await stack.up()).code).toBe(0);
    stack.write(
      "index.ts",
      program(
        'new oss.BucketLifecycle("lifecycle", { bucket, rules: [{ id: "all", expiration: { days: 30 } }] });',
        'new oss.BucketAcl("acl", { bucket, acl: "public-read" });',
      ),
    );
    const run = await granary(stack, ["review", "--json"]);
    expect(run.stderr).toBe("");
    const review: Json = JSON.parse(run.stdout);
    const told = review.findings.map((each) => [each.rule, each.severity, each.bucket, each.position?.line]);
    expect(told).toEqual([
      ["many-deletions", "high", undefined, undefined],
      ["acl-public-read", "high", "web-4711", 7],
      ["expire-added", "high", "web-4711", 6],
    ]);
    expect(run.code).toBe(1);
  });

  test("what is not known before the update is not judged, and said", async () => {
    const stack = await open(
      {
        "Pulumi.yaml": `name: shop\nruntime: nodejs\n${plugins}`,
        "index.ts": program(
          'new oss.BucketPolicy("policy", { bucket, policy: web.creationDate.apply((date) => ({ Version: "1", Statement: [{ Effect: "Allow", Principal: ["*"], Action: ["oss:GetObject"], Resource: [`acs:oss:*:*:web-4711/${date}`] }] })) });',
        ),
      },
      "nodejs",
    );
    const { stdout } = await granary(stack, ["review", "--json"]);
    const found = (JSON.parse(stdout) as Json).findings.filter((each) => each.rule === "not-judged");
    expect(found).toEqual([
      expect.objectContaining({ severity: "low", why: expect.stringContaining("policy-public") }),
    ]);
  });
});
