// The doctor on a real stack: state, configuration and plugin through the engine.

import { readFileSync } from "node:fs";
import path from "node:path";
import { obtainEngine } from "../engine/support/engine";
import { yaml } from "../engine/support/program";
import type { TestStack } from "../engine/support/stack";
import { useWorld } from "../engine/support/world";
import { doctor, report } from "./support/doctor";

const world = useWorld();
beforeEach(() => world.emulator.reset());

async function environment(stack: TestStack, more: Record<string, string> = {}): Promise<Record<string, string>> {
  const engine = await obtainEngine();
  const node = path.dirname(process.execPath);
  return {
    ...engine.env,
    ...world.emulator.env(),
    PATH: [path.dirname(engine.pulumi), node, engine.env.PATH ?? process.env.PATH].join(path.delimiter),
    PULUMI_BACKEND_URL: `file://${path.join(stack.folder, "..", "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...more,
  };
}

test("a stack in YAML: engine, plugin, state and what wants attention in the stack", async () => {
  const resources = {
    assets: { type: "granary:oss:Bucket", properties: { bucket: "shop-assets", forceDestroy: true } },
    records: { type: "granary:oss:Bucket", properties: { bucket: "shop-records" }, options: { protect: true } },
    cors: {
      type: "granary:oss:BucketCors",
      properties: { bucket: "${assets.bucket}", rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] },
    },
    retention: {
      type: "granary:oss:BucketRetentionPolicy",
      properties: { bucket: "${records.bucket}", retentionPeriodInDays: 30, locked: false },
    },
  };
  const stack = await world.open({ files: { "Pulumi.yaml": yaml(resources) } });
  const up = await stack.up();
  expect([up.stderr, up.code]).toEqual(["", 0]);
  await world.emulator.forget();

  const run = await report([], { cwd: stack.folder, env: await environment(stack) });
  const kinds = (ids: string[]) => Object.fromEntries(ids.map((id) => [id, run.by[id]?.kind]));
  expect(kinds(["node", "engine", "granary", "plugin", "backend", "secrets", "key-accepted", "bucket-region"])).toEqual(
    {
      node: "ok",
      engine: "ok",
      granary: "ok",
      plugin: "ok",
      backend: "ok",
      secrets: "ok",
      "key-accepted": "ok",
      "bucket-region": "ok",
    },
  );
  expect(run.by.plugin).toMatchObject({ message: "Pulumi.yaml names node_modules/granary/bin; it starts" });
  expect(run.by.resources).toMatchObject({
    kind: "ok",
    message: "4 resources of Granary",
    lines: ["2 oss:Bucket", "1 oss:BucketCors", "1 oss:BucketRetentionPolicy"],
  });
  expect(run.by["unknown-types"]).toMatchObject({ kind: "ok" });
  expect(run.by["force-destroy"]).toMatchObject({ kind: "hint", lines: ["assets"] });
  expect(run.by.unprotected).toMatchObject({ kind: "hint", lines: ["assets"] });
  expect(run.by["retention-window"]).toMatchObject({
    kind: "hint",
    lines: [expect.stringMatching(/^shop-records: 30 days, to be locked within 2[34] hours$/)],
  });
  expect(run.by["read-cors"]).toMatchObject({ kind: "ok", message: "allowed on 1 bucket (of stack test)" });
  expect(run.by["read-website"]).toMatchObject({ kind: "skipped", message: "the stack has no BucketWebsite" });
  // The emulator does not know the block of public access, and what is not known is not fine.
  expect(run.by["public-access-block"]).toMatchObject({ kind: "skipped" });
  expect(run.code).toBe(0);
  const methods = new Set((await world.emulator.journal()).map(({ method }) => method));
  expect([...methods].filter((method) => method !== "GET" && method !== "HEAD")).toEqual([]);
});

describe("a stack without resources", () => {
  let stack: TestStack;
  /** As it was before it had any configuration. */
  let settings: string;
  beforeAll(async () => {
    stack = await world.open({ files: { "Pulumi.yaml": yaml({}) } });
    settings = readFileSync(path.join(stack.folder, "Pulumi.test.yaml"), "utf8");
  });
  beforeEach(() => stack.rewrite({ "Pulumi.yaml": yaml({}), "Pulumi.test.yaml": settings }));

  test("settings and secrets of the stack are used, and a wrong passphrase is told", async () => {
    const {
      OSS_ACCESS_KEY_ID: id = "",
      OSS_ACCESS_KEY_SECRET: secret = "",
      OSS_SESSION_TOKEN: token = "",
    } = world.emulator.env();
    const set = ["config", "set-all", "--path", "--stack", "test", "--plaintext", `granary:oss.accessKeyId=${id}`];
    const keys = { accessKeySecret: secret, securityToken: token };
    const secrets = Object.entries(keys).flatMap(([name, value]) => ["--secret", `granary:oss.${name}=${value}`]);
    expect((await stack.pulumi([...set, ...secrets])).code).toBe(0);
    const env = await environment(stack, { OSS_ACCESS_KEY_ID: "another", OSS_ACCESS_KEY_SECRET: "another" });

    const right = await report(["--only", "key-source", "key-accepted", "--stack", "test"], { cwd: stack.folder, env });
    expect(right.by["key-source"]).toMatchObject({
      kind: "ok",
      message: expect.stringContaining("the stack's configuration"),
      lines: ["OSS_ACCESS_KEY_ID is set too, and not used"],
    });
    expect(right.by["key-accepted"]).toMatchObject({ kind: "ok" });
    expect(right.stdout).not.toContain(secret);

    const locked = { ...env, PULUMI_CONFIG_PASSPHRASE: "wrong" };
    const wrong = await report(["--only", "secrets", "key-source"], { cwd: stack.folder, env: locked });
    expect(wrong.code).toBe(1);
    expect(wrong.by.secrets).toMatchObject({
      kind: "broken",
      remedy: "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the stack's passphrase",
    });
    expect(wrong.by["key-source"]).toMatchObject({ kind: "skipped" });
  });

  test("a setting that there is not, a plugin that is not there, and a backend that can't be reached are broken", async () => {
    stack.write("Pulumi.test.yaml", `${settings}config:\n  granary:oss:\n    regoin: cn-hangzhou\n`);
    stack.write(
      "Pulumi.yaml",
      JSON.stringify({
        name: "shop",
        runtime: { name: "nodejs", options: { typescript: false } },
        plugins: { providers: [{ name: "granary", path: "nowhere" }] },
      }),
    );
    const env = await environment(stack);
    const run = await report(["--only", "configuration", "plugin"], { cwd: stack.folder, env });
    expect(run.code).toBe(1);
    expect(run.by.configuration).toMatchObject({ kind: "broken", lines: [expect.stringContaining("oss.regoin")] });
    expect(run.by.plugin).toMatchObject({
      kind: "broken",
      message: "Pulumi.yaml names nowhere, where there is no plugin",
    });

    const lost = await report(["--only", "backend"], {
      cwd: stack.folder,
      env: { ...env, PULUMI_BACKEND_URL: "file:///nowhere/at/all" },
    });
    expect(lost.code).toBe(1);
    expect(lost.by.backend).toMatchObject({ kind: "broken" });
  });

  test("a stack that is not there is wrong use", async () => {
    const run = await doctor(["--stack", "prod"], { cwd: stack.folder, env: await environment(stack) });
    expect([run.code, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toBe('granary: the project has no stack "prod"; it has test\n');
  });
});
