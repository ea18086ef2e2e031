// The files against the published schemas, as far as packages carry them: GitHub's workflows and GitLab CI. The custom
// resources of the Kubernetes Operator come in no package; their fields are named here from its API reference.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { validateWorkflow } from "@action-validator/core";
import { parse, parseAllDocuments } from "yaml";
import { obtainEngine } from "../engine/support/engine";
import { useWorld } from "../engine/support/world";
import { folder, githubFile } from "./steps";

const workflow = readFileSync(path.join(folder, "github", "granary.yml"), "utf8");
const gitlab = path.join(folder, "gitlab", ".gitlab-ci.yml");

describe("GitHub Actions", () => {
  test("the workflow is valid by its schema, and a wrong one is not", () => {
    expect(validateWorkflow(workflow).errors).toEqual([]);
    expect(validateWorkflow(workflow.replace("id-token: write", "id-token: maybe")).errors).not.toEqual([]);
  });

  test("every action is pinned by its full version", () => {
    const used = [...workflow.matchAll(/^ +- uses: (\S+)/gm)].map((match) => match[1]!);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((each) => !/^[\w-]+\/[\w-]+@(v\d+\.\d+\.\d+|[0-9a-f]{40})$/.test(each))).toEqual([]);
  });

  test("no permission is given to all jobs, and each job has what it needs and no more", () => {
    const { permissions, jobs } = githubFile();
    expect(permissions).toEqual({});
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      review: { contents: "read", "id-token": "write", "pull-requests": "write" },
      deploy: { contents: "read", "id-token": "write", actions: "read", "pull-requests": "read" },
      drift: { contents: "read", "id-token": "write", issues: "write" },
    });
  });

  test("whatever needs credentials comes after the step that gets them, whose output the runner sees", () => {
    for (const { steps } of Object.values(githubFile().jobs)) {
      const got = steps.findIndex(({ run }) => run === "node ci/credentials.mjs");
      const needing = steps.findIndex(({ run }) => /\b(npx granary|pulumi up)\b/.test(run ?? ""));
      expect(got).toBeGreaterThan(-1);
      expect(needing).toBeGreaterThan(got);
    }
    expect(workflow).not.toMatch(/credentials\.mjs\s*[>|]/);
  });

  test("no step puts an expression into the text of its script, where it could become a command", () => {
    const scripts = Object.values(githubFile().jobs).flatMap(({ steps }) => steps.map(({ run }) => run ?? ""));
    expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
  });
});

describe("GitLab CI", () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(path.join(tmpdir(), "granary-gitlab-"));
    const git = (...args: string[]) => spawnSync("git", args, { cwd: home });
    git("init", "--quiet");
    git("remote", "add", "origin", "https://gitlab.com/shop/infra.git");
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  function validate(file: string) {
    const command = require.resolve("gitlab-ci-local/dist/index.js");
    const run = spawnSync(process.execPath, [command, "--list", "--file", file], {
      cwd: home,
      env: { ...process.env, HOME: home },
      encoding: "utf8",
    });
    return { code: run.status, output: run.stdout + run.stderr };
  }

  test("the file is valid by its schema, and a wrong one is not", () => {
    copyFileSync(gitlab, path.join(home, "good.yml"));
    writeFileSync(
      path.join(home, "bad.yml"),
      readFileSync(gitlab, "utf8").replace("stage: deploy", "stage: deploy\n  retry: often"),
    );
    const good = validate("good.yml");
    expect(good.output).toContain("json schema validated");
    expect(good.code).toBe(0);
    expect(validate("bad.yml").output).toContain("'retry' property type must be integer");
  });

  test("the image is pinned by its version", () => {
    expect(parse(readFileSync(gitlab, "utf8")).default.image).toMatch(/:\d+\.\d+\.\d+$/);
  });
});

/** Pulumi Kubernetes Operator, API reference of pulumi.com/v1 Stack: the fields of spec, without deprecated ones. */
const STACK_FIELDS =
  `backend branch commit config configRef continueResyncOnCommitMatch destroyOnFinalize driftDetection envRefs environment
  expectNoRefreshChanges fluxSource gitAuth prerequisites preview programRef projectRepo refresh repoDir
  resyncFrequencySeconds retryMaxBackoffDurationSeconds retryOnUpdateConflict secretsProvider secretsRef serviceAccountName
  shallow stack targetDependents targets updateTemplate useLocalStackOnly workspaceReclaimPolicy workspaceTemplate`.split(
    /\s+/,
  );

describe("Kubernetes Operator", () => {
  const objects = ["stack.yaml", "program.yaml"].flatMap((file) =>
    parseAllDocuments(readFileSync(path.join(folder, "kubernetes", file), "utf8")).map((each) => each.toJS()),
  );
  const stacks = objects.filter(({ kind }) => kind === "Stack");

  test("stacks have fields that there are, one source each, and the version of the API", () => {
    expect(stacks).toHaveLength(2);
    for (const { apiVersion, spec } of stacks) {
      expect(apiVersion).toBe("pulumi.com/v1");
      expect(Object.keys(spec).filter((name) => !STACK_FIELDS.includes(name))).toEqual([]);
      expect([spec.projectRepo, spec.programRef, spec.fluxSource].filter(Boolean)).toHaveLength(1);
      expect(spec.destroyOnFinalize).toBe(false);
    }
  });

  test("no secret stands in a file: values are names, or come from a Secret", () => {
    for (const { spec } of stacks) {
      for (const [name, ref] of Object.entries<{ type: string }>(spec.envRefs)) {
        const secret = /PASSPHRASE|SECRET|ACCESS_KEY/.test(name);
        expect([name, ref.type]).toEqual([name, secret ? "Secret" : "Literal"]);
      }
    }
  });

  test("the token file is where the variable says", () => {
    for (const { spec } of stacks) {
      const { containers, volumes } = spec.workspaceTemplate.spec.podTemplate.spec;
      const { mountPath, name } = containers[0].volumeMounts[0];
      const { path: file, audience } = volumes[0].projected.sources[0].serviceAccountToken;
      expect(containers[0].name).toBe("pulumi");
      expect(volumes[0].name).toBe(name);
      expect(`${mountPath}/${file}`).toBe(spec.envRefs.ALIBABA_CLOUD_OIDC_TOKEN_FILE.literal.value);
      expect(audience).toBe("sts.aliyuncs.com");
    }
  });

  describe("the program", () => {
    const world = useWorld();

    test("goes up with the stack's configuration", async () => {
      const { program } = objects.find(({ kind }) => kind === "Program");
      const { spec } = stacks.find(({ spec: each }) => each.programRef);
      const { resources, outputs, configuration } = program;
      const plugins = { providers: [{ name: "granary", path: "node_modules/granary/bin" }] };
      // The operator writes the program into a Pulumi.yaml of its own, with the plugin on PATH.
      const file = { name: "assets", runtime: "yaml", plugins, configuration, resources, outputs };
      const stack = await world.open({ files: { "Pulumi.yaml": JSON.stringify(file) } });
      for (const [name, value] of Object.entries<string>(spec.config)) await stack.config(name, value);
      const up = await stack.up();
      expect([up.stderr, up.code]).toEqual(["", 0]);
      expect(up.changes).toEqual({ create: 4 });
      expect(await world.buckets()).toEqual(["example-assets-prod"]);
    });
  });
});

test("the engine understands the backend's address: keys of the job, signed for the region, without checksums", async () => {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    response.writeHead(404, { "content-type": "application/xml" }).end("<Error><Code>NoSuchKey</Code></Error>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const engine = await obtainEngine();
  // A name per bucket would have to be resolved; everything else is as in the files.
  const address = parse(workflow).env.PULUMI_BACKEND_URL.replace(
    "endpoint=https://s3.oss-cn-hangzhou.aliyuncs.com",
    `endpoint=http://127.0.0.1:${port}&use_path_style=true`,
  );
  const child = spawn(engine.pulumi, ["whoami", "--non-interactive"], {
    env: {
      ...process.env,
      ...engine.env,
      PULUMI_BACKEND_URL: address,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      AWS_ACCESS_KEY_ID: "STS.NTabcdefgh",
      AWS_SECRET_ACCESS_KEY: "sts-secret-1",
      AWS_SESSION_TOKEN: "sts-token-1",
    },
    stdio: "ignore",
  });
  await new Promise((resolve) => child.on("close", resolve));
  await new Promise((resolve) => server.close(resolve));
  const { url, headers } = seen[0]!;
  expect(url).toMatch(/^\/my-pulumi-state\/\.pulumi\//);
  expect(headers.authorization).toMatch(/Credential=STS\.NTabcdefgh\/\d{8}\/oss-cn-hangzhou\/s3\/aws4_request/);
  expect(headers["x-amz-security-token"]).toBe("sts-token-1");
  expect(Object.keys(headers).filter((name) => name.includes("checksum"))).toEqual([]);
});

test("every file takes its state from the same kind of S3 backend", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.ya?ml$/.test(name));
  const urls = files.flatMap((name) => readFileSync(path.join(folder, name), "utf8").match(/s3:\/\/\S+/g) ?? []);
  expect(urls).toHaveLength(4);
  expect([...new Set(urls)]).toEqual([
    "s3://my-pulumi-state?endpoint=https://s3.oss-cn-hangzhou.aliyuncs.com&region=oss-cn-hangzhou&request_checksum_calculation=when_required&response_checksum_validation=when_required",
  ]);
});
