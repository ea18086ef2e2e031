// `granary review`, the packed command on real stacks: the real engine, both fronts, the emulator.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Front, fronts, project, type Resources } from "../engine/support/program";
import type { TestStack } from "../engine/support/stack";
import { useWorld } from "../engine/support/world";
import { stateFiles } from "./support/drift";
import { type GranaryRun, granary } from "./support/granary";

const world = useWorld();

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

const bucket = "${web.bucket}";
const tagged = (secret: string) => ({ bucket, tags: { token: { "fn::secret": secret } } });
const WEB: Resources = {
  web: ["Bucket", { bucket: "web-4711" }],
  acl: ["BucketAcl", { bucket, acl: "private" }],
  tags: ["BucketTags", tagged("opensesame-1")],
  site: ["BucketWebsite", { bucket, indexDocument: { suffix: "index.html" } }],
};
const withAcl = (acl: string): Resources => ({ ...WEB, acl: ["BucketAcl", { bucket, acl }] });
/** The bucket becomes public, the token another one, and there is a bucket whose name the provider makes up. */
const CHANGED: Resources = {
  ...withAcl("public-read"),
  tags: ["BucketTags", tagged("shut-the-door")],
  made: ["Bucket", {}],
};

describe("in YAML, with the plugin", () => {
  const files = (resources: Resources) => project("granary/plugin", resources);
  const esc = String.fromCharCode(27);
  let stack: TestStack;
  let deployed: Buffer;
  beforeAll(async () => {
    world.emulator.reset();
    stack = await world.open({ files: files(WEB), runtime: "yaml" });
    expect((await stack.up()).diagnostics).toEqual([]);
    deployed = world.emulator.snapshot();
  });
  // A review changes neither the service nor what is recorded: the program and what was done by hand are all to undo.
  beforeEach(async () => {
    await world.emulator.clearFaults();
    world.emulator.restore(deployed);
    await world.emulator.forget();
    stack.rewrite(files(WEB));
  });

  test("a stack without changes is clean: exit 0, and nothing is written to the service or the state", async () => {
    const before = stateFiles(stack);
    const run = await granary(stack, ["review"]);
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^shop\/test: No changes · no changes\n\nresult: clean; 0 high, 0 medium, 0 low; /);
    expect(run.stdout).not.toContain(esc);
    expect(run.code).toBe(0);
    const requests = await world.emulator.journal();
    expect(requests.filter(({ method }) => !["GET", "HEAD"].includes(method))).toEqual([]);
    expect(stateFiles(stack)).toEqual(before);
  });

  describe("a change that makes a web site public", () => {
    const forms = [
      ...["--markdown", "r.md", "--html", "r.html", "--sarif", "r.sarif"],
      ...["--junit", "r.xml", "--code-quality", "r.json"],
    ];
    let run: GranaryRun;
    let review: Json;
    beforeAll(async () => {
      stack.rewrite(files(CHANGED));
      run = await granary(stack, ["review", "--json", "--stack", "test", ...forms]);
      review = JSON.parse(run.stdout);
    });

    test("is a high finding, with its line: exit 1", () => {
      expect(run.code).toBe(1);
      expect(review).toMatchObject({
        result: "findings",
        counts: { high: 1, medium: 0, waived: 0 },
        changes: { create: 1, same: 2, update: 2 },
        findings: [
          {
            rule: "acl-public-read",
            severity: "high",
            bucket: "web-4711",
            position: { file: "Pulumi.yaml", line: 12 },
          },
          { severity: "low" },
        ],
      });
    });

    test("a secret is shown by length and hash alone, in every form, and its rotation shows", () => {
      const change = review.steps.find((step) => step.name === "tags")!.changes[0]!;
      expect(change).toMatchObject({
        path: "tags.token",
        old: expect.stringMatching(/^<redacted:12:[0-9a-f]{8}>$/),
        new: expect.stringMatching(/^<redacted:13:[0-9a-f]{8}>$/),
      });
      const written = forms
        .filter((each) => !each.startsWith("--"))
        .map((file) => readFileSync(path.join(stack.folder, file), "utf8"));
      expect(written).toHaveLength(5);
      for (const text of [run.stdout, run.stderr, ...written]) expect(text).not.toMatch(/opensesame|shut-the-door/);
    });

    test("--expect lets the reviewed plan through and refuses another; colour comes with FORCE_COLOR alone", async () => {
      const expecting = ["review", "--fail-on", "none", "--expect", review.fingerprint];
      const env = { FORCE_COLOR: "1" };
      stack.rewrite(files(CHANGED));
      const same = await granary(stack, expecting, { env });
      expect(same.code).toBe(0);
      expect(same.stdout).toContain(`${esc}[1m`);
      // Told in the same finding, although the ACL alone changes.
      expect(same.stdout).toContain("The bucket is a web site");
      expect(same.stdout).not.toMatch(/opensesame|shut-the-door/);

      stack.rewrite(files({ ...CHANGED, made: ["Bucket", { storageClass: "IA" }] }));
      const other = await granary(stack, [...expecting, "--no-color"], { env });
      expect(other.code).toBe(1);
      expect(other.stdout).toContain("the plan has changed since it was reviewed");
      expect(other.stdout).toContain("result: plan-changed;");
      expect(other.stdout).not.toContain(esc);
    });
  });

  test("--refresh tells a manual change that the update would undo; a waiver takes a finding out of the gate, unless it has expired", async () => {
    stack.rewrite(files(withAcl("public-read")));
    await world.sdk.putBucketWebsite("web-4711", { index: "home.html" });
    const waiver = (rule: string, reason: string, expires: string) =>
      `  - rule: ${rule}\n    resource: web-*\n    reason: ${reason}\n    expires: ${expires}\n`;
    const waivers = [
      waiver("acl-public-read", "a public site", "2999-12-31"),
      waiver("undoes-manual-change", "tried out", "2020-01-01"),
    ];
    stack.write("granary.review.yaml", `waivers:\n${waivers.join("")}`);
    const run = await granary(stack, ["review", "--refresh", "--json", "--stack", "test"]);
    const review: Json = JSON.parse(run.stdout);
    expect(review).toMatchObject({
      counts: { high: 0, medium: 1, waived: 1 },
      findings: [{ rule: "undoes-manual-change", severity: "medium" }],
      waived: [{ rule: "acl-public-read", waiver: { reason: "a public site" } }],
    });
    expect(review.notes[0]).toContain("expired on 2020-01-01");
    expect(run.code).toBe(0);

    stack.write("granary.review.yaml", "waivers:\n  - rule: acl-public-read\n    resource: web-*\n");
    const broken = await granary(stack, ["review"]);
    expect([broken.code, broken.stdout, broken.stderr]).toEqual([
      2,
      "",
      "granary: granary.review.yaml:2: reason is missing\n",
    ]);
    stack.write("granary.review.yaml", "waivers: []\n");
  });

  test("a preview that fails is incomplete: exit 3, with the error", async () => {
    stack.rewrite(files(withAcl("nonsense")));
    const run = await granary(stack, ["review", "--json", "--stack", "test"]);
    expect(run.code).toBe(3);
    const review: Json = JSON.parse(run.stdout);
    expect(review.result).toBe("incomplete");
    expect(review.findings[0]).toMatchObject({ rule: "preview-errors", severity: "high" });
    expect(review.errors.join()).toContain("acl");
  });

  test("Ctrl-C ends with 130, leaves no lock and no file behind", async () => {
    await world.emulator.fault({ operation: "GetBucketInfo", delayMs: 20_000, times: 5 });
    const TMPDIR = path.join(stack.folder, "tmp");
    mkdirSync(TMPDIR);
    const before = stateFiles(stack);
    const run = await granary(stack, ["review", "--refresh", "--html", "cut.html"], {
      env: { TMPDIR },
      signal: { name: "SIGINT", after: 2_500 },
    });
    expect([run.code, run.stdout]).toEqual([130, ""]);
    expect(readdirSync(TMPDIR).filter((name) => name.startsWith("granary-"))).toEqual([]);
    expect(existsSync(path.join(stack.folder, "cut.html"))).toBe(false);
    expect(stateFiles(stack)).toEqual(before);
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
});

// In TypeScript on the dynamic front, in YAML on the plugin; where the things that findings are about have their lines.
const LINES: Record<Front, Record<"acl" | "lifecycle", number>> = {
  granary: { acl: 7, lifecycle: 6 },
  "granary/plugin": { acl: 20, lifecycle: 12 },
};
const PROGRAMS: Record<Front, { old: Record<string, string>; fresh: Record<string, string> }> = {
  granary: {
    old: typescript(
      'new oss.BucketVersioning("versioning", { bucket, status: "Enabled" });',
      'new oss.BucketEncryption("encryption", { bucket, sseAlgorithm: "AES256" });',
    ),
    fresh: typescript(
      'new oss.BucketLifecycle("lifecycle", { bucket, rules: [{ id: "all", expiration: { days: 30 } }] });',
      'new oss.BucketAcl("acl", { bucket, acl: "public-read" });',
      'const made = new oss.Bucket("made", {});',
      'new oss.BucketPolicy("policy", { bucket, policy: made.creationDate.apply((date) => ({ Version: "1", Statement: [{ Effect: "Allow", Principal: ["*"], Action: ["oss:GetObject"], Resource: [`acs:oss:*:*:web-4711/${date}`] }] })) });',
    ),
  },
  "granary/plugin": {
    old: project("granary/plugin", {
      web: WEB.web!,
      versioning: ["BucketVersioning", { bucket, status: "Enabled" }],
      encryption: ["BucketEncryption", { bucket, sseAlgorithm: "AES256" }],
    }),
    fresh: project("granary/plugin", {
      web: WEB.web!,
      lifecycle: ["BucketLifecycle", { bucket, rules: [{ id: "all", expiration: { days: 30 } }] }],
      acl: ["BucketAcl", { bucket, acl: "public-read" }],
      made: ["Bucket", {}],
      policy: ["BucketPolicy", { bucket, policy: JSON.stringify(letIn("acs:oss:*:*:web-4711/${made.creationDate}")) }],
    }),
  },
};

function letIn(resource: string): object {
  const statement = { Effect: "Allow", Principal: ["*"], Action: ["oss:GetObject"], Resource: [resource] };
  return { Version: "1", Statement: [statement] };
}

function typescript(...lines: string[]): Record<string, string> {
  const web = ['const web = new oss.Bucket("web", { bucket: "web-4711" });', "const bucket = web.bucket;"];
  const imports = 'import { oss } from "granary";\nimport * as pulumi from "@pulumi/pulumi";\n';
  return { "index.ts": `${imports}\n${[...web, ...lines].join("\n")}\n` };
}

test.each(fronts)(
  "%s: changes of the effective configuration are judged over resources, with their lines; what is not known yet is not, and said",
  async (front) => {
    world.emulator.reset();
    const { old, fresh } = PROGRAMS[front];
    const stack = await world.open({ files: old, name: "shop" });
    // What is deployed is to be there; that types are checked is seen in the review.
    expect((await stack.up({ env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" } })).code).toBe(0);
    stack.rewrite(fresh);
    const run = await granary(stack, ["review", "--json", "--stack", "test"]);
    expect(run.stderr).toBe("");
    const review: Json = JSON.parse(run.stdout);
    const high = review.findings.filter(({ severity }) => severity === "high");
    expect(high.map((each) => [each.rule, each.bucket, each.position?.line])).toEqual([
      ["many-deletions", undefined, undefined],
      ["acl-public-read", "web-4711", LINES[front].acl],
      ["expire-added", "web-4711", LINES[front].lifecycle],
    ]);
    expect(review.findings.filter(({ rule }) => rule === "not-judged")).toEqual([
      expect.objectContaining({ severity: "low", why: expect.stringContaining("policy-public") }),
    ]);
    expect(run.code).toBe(1);
  },
);
