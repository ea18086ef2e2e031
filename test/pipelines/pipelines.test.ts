// The shell steps of the pipeline files, run in order against the emulator: what people copy is what is tested.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { obtainEngine } from "../engine/support/engine";
import { yaml } from "../engine/support/program";
import type { TestStack } from "../engine/support/stack";
import { useWorld } from "../engine/support/world";
import { type CodeHost, HOST_TOKEN, ID_TOKEN, startCodeHost } from "./codeHost";
import { folder, type JobOptions, runGithubJob, runGitlabJob } from "./steps";

const world = useWorld();
let host: CodeHost;

beforeAll(async () => {
  host = await startCodeHost();
});
afterAll(() => host.stop());
beforeEach(() => {
  world.emulator.reset();
  Object.assign(host, { comments: [], issues: [], artifacts: [], assumed: [], reviewJson: "{}", refused: 0 });
});

const BUCKET = { type: "granary:oss:Bucket", properties: { bucket: "shop-assets" } };
const VERSIONING = {
  type: "granary:oss:BucketVersioning",
  properties: { bucket: "${assets.bucket}", status: "Enabled" },
};

/** A repository with the project and ci/, and what a runner has around it. */
async function repository() {
  const stack = await world.open({ files: { "Pulumi.yaml": yaml({ assets: BUCKET }) } });
  cpSync(path.join(folder, "ci"), path.join(stack.folder, "ci"), { recursive: true });
  // The runner's own tools: the packages are there already.
  const bin = path.join(stack.folder, ".bin");
  mkdirSync(bin);
  writeFileSync(path.join(bin, "npm"), '#!/bin/sh\n[ "$*" = ci ]\n', { mode: 0o755 });
  writeFileSync(path.join(bin, "npx"), '#!/bin/sh\nname=$1; shift; exec "node_modules/.bin/$name" "$@"\n', {
    mode: 0o755,
  });
  const engine = await obtainEngine();
  const env = {
    ...engine.env,
    ...world.emulator.env(),
    HOME: stack.folder,
    PATH: [bin, path.dirname(engine.pulumi), path.dirname(process.execPath), engine.env.PATH ?? process.env.PATH].join(
      ":",
    ),
    PULUMI_BACKEND_URL: `file://${path.join(stack.folder, "..", "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    STACK: "test",
    STACKS: "test",
    STS_ENDPOINT: host.url,
    ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1234567890123456:role/granary",
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1234567890123456:oidc-provider/ci",
  };
  return { stack, env };
}

const GITHUB = () => ({
  GITHUB_API_URL: `${host.url}/github`,
  GITHUB_REPOSITORY: "shop/infra",
  GITHUB_REF: "refs/pull/7/merge",
  GITHUB_SHA: "merged",
  ACTIONS_ID_TOKEN_REQUEST_URL: `${host.url}/id-token?v=1`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
});
const GITLAB = () => ({
  CI_API_V4_URL: `${host.url}/gitlab`,
  CI_PROJECT_ID: "42",
  CI_MERGE_REQUEST_IID: "7",
  CI_COMMIT_SHA: "merged",
  GITLAB_TOKEN: HOST_TOKEN,
  GITLAB_OIDC_TOKEN: ID_TOKEN,
});

describe("GitHub Actions", () => {
  let stack: TestStack;
  let options: JobOptions;
  beforeAll(async () => {
    const made = await repository();
    stack = made.stack;
    options = { cwd: stack.folder, env: { ...made.env, ...GITHUB() }, context: { "github.token": HOST_TOKEN } };
  });

  test("a merge without a review deploys nothing", async () => {
    const deploy = await runGithubJob("deploy", options);
    expect(deploy.steps.at(-1)).toMatchObject({ name: "Find the plan that was reviewed", code: 1 });
    expect(deploy.steps.at(-1)!.stderr).toContain("pull request 7 has no review of stack test");
    expect(await world.buckets()).toEqual([]);
  });

  test("a pull request gets one comment, its merge exactly the reviewed plan, and another plan is refused", async () => {
    const review = await runGithubJob("review", options);
    expect(review.steps.map(({ name }) => name)).toEqual([
      "Install packages",
      "Get temporary credentials",
      "Check the environment",
      "Preview and review",
    ]);
    expect(problem(review)).toBe("");
    expect(host.comments).toEqual([{ id: 1, body: expect.stringContaining("shop-assets") }]);
    expect(host.comments[0]!.body).toContain("<!-- granary:review stack=");
    const artifact = review.used["actions/upload-artifact"]!.name!;
    expect(artifact).toMatch(/^plan-test-\S{8,}$/);
    expect(await world.buckets()).toEqual([]);

    // The identity token is exchanged, and reaches the following steps without being shown: the only mention is the one
    // that makes the runner hide it.
    expect(host.assumed).toEqual([
      {
        RoleArn: "acs:ram::1234567890123456:role/granary",
        OIDCProviderArn: "acs:ram::1234567890123456:oidc-provider/ci",
        OIDCToken: ID_TOKEN,
        RoleSessionName: "granary-pipeline",
        DurationSeconds: "3600",
      },
    ]);
    const told = review.steps
      .flatMap(({ stdout }) => stdout.split("\n"))
      .filter((line) => line.includes("sts-secret-1"));
    expect(told).toEqual(["::add-mask::sts-secret-1"]);

    // A second push updates the comment in place.
    expect(problem(await runGithubJob("review", options))).toBe("");
    expect(host.comments).toHaveLength(1);

    host.artifacts = ["other", artifact];
    const deploy = await runGithubJob("deploy", options);
    expect(problem(deploy)).toBe("");
    expect(deploy.steps.at(-1)!.name).toBe("Deploy");
    expect(await world.buckets()).toEqual(["shop-assets"]);

    // What was reviewed is done. A further change that nobody has seen does not get through.
    stack.write("Pulumi.yaml", yaml({ assets: BUCKET, versioning: VERSIONING }));
    const sneaked = await runGithubJob("deploy", options);
    expect(sneaked.steps.at(-1)).toMatchObject({ name: "Refuse any other plan", code: 1 });
    expect(await world.sdk.getBucketVersioning("shop-assets")).toMatchObject({ versionStatus: undefined });
    expect(host.refused).toBe(0);
  });
});

describe("GitLab CI", () => {
  test("a merge request gets one comment, its merge exactly the reviewed plan, and another plan is refused", async () => {
    const { stack, env } = await repository();
    const options = { cwd: stack.folder, env: { ...env, ...GITLAB() } };

    const review = await runGitlabJob("review", options);
    expect(problem({ steps: [review], code: review.code })).toBe("");
    expect(host.comments).toEqual([{ id: 1, body: expect.stringContaining("shop-assets") }]);
    for (const report of ["review.html", "review.xml", "review.codequality.json"]) {
      expect(readFileSync(path.join(stack.folder, report), "utf8")).not.toBe("");
    }

    host.reviewJson = readFileSync(path.join(stack.folder, "review.json"), "utf8");
    const deploy = await runGitlabJob("deploy", options);
    expect(problem({ steps: [deploy], code: deploy.code })).toBe("");
    expect(await world.buckets()).toEqual(["shop-assets"]);

    stack.write("Pulumi.yaml", yaml({ assets: BUCKET, versioning: VERSIONING }));
    expect((await runGitlabJob("deploy", options)).code).toBe(1);
    expect(await world.sdk.getBucketVersioning("shop-assets")).toMatchObject({ versionStatus: undefined });
  });
});

describe("drift", () => {
  test.each(["github", "gitlab"] as const)(
    "%s: one issue per stack, updated in place, closed when clean",
    async (kind) => {
      const { stack, env } = await repository();
      const own = kind === "github" ? { ...GITHUB(), GITHUB_ACTIONS: "true", GITHUB_TOKEN: HOST_TOKEN } : GITLAB();
      const report = (text: string) => writeFileSync(path.join(stack.folder, "drift.md"), text);
      const script = (name: string, code: number) =>
        spawn(stack.folder, { ...env, ...own }, ["ci/driftIssue.mjs", name, String(code), "drift.md"]);

      report("versioning was turned off");
      expect(await script("prod", 1)).toEqual({ code: 0, stdout: "prod: issue opened\n" });
      expect(await script("staging", 1)).toEqual({ code: 0, stdout: "staging: issue opened\n" });
      report("and the policy is gone");
      expect(await script("prod", 1)).toEqual({ code: 0, stdout: "prod: issue updated\n" });
      expect(host.issues.map(({ body, state }) => [body, state])).toEqual([
        ["<!-- granary:drift stack=prod -->\nand the policy is gone", "open"],
        ["<!-- granary:drift stack=staging -->\nversioning was turned off", "open"],
      ]);

      // Not knowing is neither clean nor drift.
      expect((await script("prod", 3)).code).toBe(3);
      expect(host.issues[0]).toMatchObject({ state: "open", comments: [] });

      expect(await script("prod", 0)).toEqual({ code: 0, stdout: "prod: issue closed\n" });
      expect(await script("prod", 0)).toEqual({ code: 0, stdout: "prod: clean\n" });
      expect(host.issues.map(({ state, comments }) => [state, comments])).toEqual([
        ["closed", ["The stack is in sync again."]],
        ["open", []],
      ]);
    },
  );

  test("the scheduled jobs open an issue for what was changed by hand, and close it when it is mended", async () => {
    const { stack, env } = await repository();
    await stack.up();
    const github = { cwd: stack.folder, env: { ...env, ...GITHUB() }, context: { "github.token": HOST_TOKEN } };
    const gitlab = { cwd: stack.folder, env: { ...env, ...GITLAB() } };
    await world.sdk.putBucketACL("shop-assets", "public-read");
    expect(problem(await runGithubJob("drift", github))).toBe("");
    expect(host.issues.map(({ state }) => state)).toEqual(["open"]);
    expect(host.issues[0]!.body).toContain("acl-public-read");
    await world.sdk.putBucketACL("shop-assets", "private");
    expect((await runGitlabJob("drift", gitlab)).code).toBe(0);
    expect(host.issues.map(({ state }) => state)).toEqual(["closed"]);
  });
});

async function spawn(cwd: string, env: Record<string, string | undefined>, args: string[]) {
  const { spawn: start } = await import("node:child_process");
  const child = start(process.execPath, args, {
    cwd,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout };
}

/** What a failed job said, so that a failing test shows it. */
function problem({ steps, code }: { steps: { name: string; stdout: string; stderr: string }[]; code: number }): string {
  const last = steps.at(-1);
  return code === 0 ? "" : `${last?.name}: exit code ${code}\n${last?.stdout}\n${last?.stderr}`;
}
