// A TypeScript program on the plugin front: an explicit provider with keys of its own, functions, customTimeouts.
import { SECRET_KEY, TOKEN } from "../support/emulated";
import type { TestStack } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();

const program = `
  import * as pulumi from "@pulumi/pulumi";
  import { oss, Provider } from "granary/plugin";

  const config = new pulumi.Config();
  const account = new Provider("account", {
    oss: {
      endpoint: config.require("endpoint"),
      region: "cn-hangzhou",
      accessKeyId: "granary",
      accessKeySecret: config.requireSecret("secret"),
      securityToken: config.requireSecret("token"),
    },
  });
  const options = { provider: account, customTimeouts: { create: process.env.CREATE_TIMEOUT ?? "2m" } };

  const site = new oss.Bucket("site", { acl: "public-read", forceDestroy: true }, options);
  const tags = new oss.BucketTags("tags", { bucket: site.bucket, tags: { team: "web" } }, options);

  const info = oss.getBucketInfoOutput({ bucket: site.bucket }, { provider: account, dependsOn: [tags] });
  export const owner = info.owner;
  export const acl = info.acl;
  export const before = oss.getBuckets({}, { provider: account }).then(({ buckets }) => buckets.map((each) => each.name));
  export const bucketName = site.bucket;
`;

/** After the preview, which checks the types. */
const checked = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
let stack: TestStack;
beforeAll(async () => {
  stack = await world.open({
    files: {
      "Pulumi.yaml":
        "name: shop\nruntime: nodejs\nplugins:\n  providers:\n    - name: granary\n      path: node_modules/granary/bin\n",
      "package.json": '{ "name": "shop", "private": true }',
      "tsconfig.json": JSON.stringify({
        compilerOptions: { strict: true, target: "es2022", module: "nodenext", types: ["node"], skipLibCheck: true },
        files: ["index.ts"],
      }),
      "index.ts": program,
    },
    // What would be found without the explicit provider is wrong.
    env: { GRANARY_OSS_ENDPOINT: "http://127.0.0.1:1", OSS_ACCESS_KEY_SECRET: "wrong", OSS_REGION: "cn-nowhere" },
  });
  const secrets = ["--secret", `shop:secret=${SECRET_KEY}`, "--secret", `shop:token=${TOKEN}`];
  const plain = ["--plaintext", `shop:endpoint=${world.emulator.url}`];
  await stack.pulumi(["config", "set-all", "--stack", "test", ...plain, ...secrets]);
});

test("a preview asks the service for what a function wants, and shows a new bucket's outputs", async () => {
  const preview = await stack.preview({ args: ["--show-secrets"] });
  expect(preview.diagnostics).toEqual([]);
  expect(preview.changes).toEqual({ create: 4 });
  expect(preview.stdout).toMatch(/bucketName: "site-[0-9a-f]{7}"/);
  expect(await world.emulator.operations()).toEqual(["GetService"]);
});

test("a create that takes longer than its customTimeout is given up, and the next up takes up what was made", async () => {
  await world.emulator.fault({ operation: "GetBucketInfo", delayMs: 30_000 });
  const began = performance.now();
  const up = await stack.up({ env: { ...checked, CREATE_TIMEOUT: "1s" } });
  expect(up.code).not.toBe(0);
  expect(performance.now() - began).toBeLessThan(25_000);
  expect(up.diagnostics.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(
      /GetBucketInfo on site-[0-9a-f]{7}: cancelled \(.*\): it took longer than the custom timeout of 1 s; run again to go on/,
    ),
  );
  await world.emulator.clearFaults();
  expect(await world.buckets()).toHaveLength(1);
});

test("up goes through the explicit provider, and functions see what it made", async () => {
  const up = await stack.up({ env: checked });
  expect(up.diagnostics).toEqual([]);
  expect(await world.buckets()).toHaveLength(1);
  const { bucketName, ...outputs } = await stack.outputs();
  expect(outputs).toEqual({ owner: "1000000000000001", acl: "public-read", before: [bucketName] });
  expect(await world.buckets()).toEqual([bucketName]);
});

test("a second up changes nothing", async () => {
  const again = await stack.up({ env: checked });
  expect(again.diagnostics).toEqual([]);
  expect(again.changes).toEqual({ same: 4 });
});

test("its keys are nowhere in the state", async () => {
  const state = JSON.stringify(await stack.state());
  expect(state).toContain("pulumi:providers:granary");
  expect(state).not.toContain(SECRET_KEY);
  expect(state).not.toContain(TOKEN);
});

test("destroy needs no program", async () => {
  stack.write("index.ts", 'throw new Error("not to be run");');
  const gone = await stack.destroy();
  expect(gone.diagnostics).toEqual([]);
  expect(await world.buckets()).toEqual([]);
});
