// The stand-in language host and the dynamic plugin, as engine/obtain puts them beside an engine that it built.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openStack, type StackOptions, type TestStack } from "./support/stack";

jest.setTimeout(120_000);

const stacks: TestStack[] = [];
async function open(options: StackOptions): Promise<TestStack> {
  const stack = await openStack({ modules: "tools", ...options });
  stacks.push(stack);
  return stack;
}
afterAll(() => {
  for (const stack of stacks) stack.dispose();
});

test("runs a TypeScript program with its configuration, stack and project", async () => {
  const stack = await open({
    name: "shop",
    files: {
      "index.ts": `
        import * as pulumi from "@pulumi/pulumi";
        const config = new pulumi.Config("shop");
        export const region: string = config.require("region");
        export const token = config.requireSecret("token");
        export const nested = config.requireObject<{ list: string[] }>("nested").list;
        export const where = [pulumi.getProject(), pulumi.getStack(), pulumi.getOrganization()].join("/");
      `,
    },
  });
  const plain = ["--plaintext", "shop:region=cn-hangzhou", "--plaintext", "shop:nested.list[0]=first"];
  await stack.pulumi(["config", "set-all", "--stack", "test", "--path", ...plain, "--secret", "shop:token=hidden"]);
  const up = await stack.up();
  expect(up.stderr).toBe("");
  expect(up.code).toBe(0);
  expect(up.stdout).not.toContain("hidden");
  expect(up.stdout).not.toContain("warning");
  expect(await stack.outputs()).toEqual({
    region: "cn-hangzhou",
    token: "hidden",
    nested: ["first"],
    where: "shop/test/organization",
  });
});

describe("a JavaScript program in the folder that Pulumi.yaml names", () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await open({
      files: {
        "Pulumi.yaml":
          "name: plain\nmain: app/\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n    nodeargs: \"--conditions=granary --title='my site'\"\n",
        "app/package.json": '{ "main": "start.js" }',
        "app/start.js":
          "exports.flags = process.execArgv; exports.cwd = require('node:path').basename(process.cwd()); exports.typescript = Boolean(require.extensions['.ts'])",
      },
    });
  });

  test("runs with the options that it gives", async () => {
    const up = await stack.up();
    expect(up.code).toBe(0);
    const outputs = await stack.outputs();
    expect(outputs.flags).toEqual(["--conditions=granary", "--title=my site"]);
    expect(outputs.cwd).toBe("app");
    expect(outputs.typescript).toBe(false);
  });

  test("shows its error once when it fails, and ends with a failure", async () => {
    stack.write("app/start.js", 'throw new Error("the shop is closed");');
    const up = await stack.up();
    expect(up.code).not.toBe(0);
    expect(up.diagnostics.filter((one) => one.message.includes("the shop is closed"))).toHaveLength(1);
  });

  test("says what to do when the project's packages are not installed", async () => {
    rmSync(path.join(stack.folder, "node_modules"), { recursive: true });
    const up = await stack.up();
    expect(up.code).not.toBe(0);
    expect(up.stdout + up.stderr).toContain(
      "has no @pulumi/pulumi in its node_modules: install the program's packages first",
    );
  });
});

describe("a dynamic resource whose __provider is a hand-written text", () => {
  const program = `
    const pulumi = require("@pulumi/pulumi");
    const __provider = 'exports.handler = () => require("shelf/dynamic").shelf;';
    class Shelf extends pulumi.CustomResource {
      constructor(name, args) {
        super("pulumi-nodejs:dynamic/granary:Shelf", name, { loadedFrom: undefined, ...args, __provider });
      }
    }
    const shelf = new Shelf("shelf", { size: Number(process.env.SIZE) });
    exports.size = shelf.size;
    exports.loadedFrom = shelf.loadedFrom;
  `;
  let elsewhere: string;

  beforeAll(() => {
    elsewhere = mkdtempSync(path.join(tmpdir(), "granary-shelf-"));
    writeFileSync(
      path.join(elsewhere, "package.json"),
      '{ "name": "shelf", "version": "1.0.0", "exports": { "./dynamic": "./dynamic.js" } }',
    );
    writeFileSync(
      path.join(elsewhere, "dynamic.js"),
      `exports.shelf = {
        check: async (olds, news) => ({ inputs: news, failures: news.size > 9 ? [{ property: "size", reason: "must be at most 9" }] : [] }),
        diff: async (id, olds, news) => ({ changes: olds.size !== news.size }),
        create: async (inputs) => ({ id: "shelf-1", outs: { ...inputs, loadedFrom: __dirname } }),
        read: async (id, props) => ({ id, props: { ...props, size: 7 }, inputs: { size: 7 } }),
        update: async (id, olds, news) => ({ outs: { ...news, loadedFrom: __dirname } }),
        delete: async () => {},
      };`,
    );
  });
  afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

  test("lives through up, preview, refresh and destroy, and loads its package through a link too", async () => {
    const stack = await open({
      files: {
        "Pulumi.yaml": "name: shelves\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
        "index.js": program,
      },
      env: { SIZE: "3" },
    });
    const installed = path.join(stack.folder, "node_modules", "shelf");
    cpSync(elsewhere, installed, { recursive: true });

    const created = await stack.up();
    expect(created.stderr).toBe("");
    expect(created.steps.map(({ op, name, type }) => [op, name, type])).toEqual([
      ["create", "shelf", "pulumi-nodejs:dynamic/granary:Shelf"],
    ]);
    const [own, , shelf] = await stack.state();
    expect(own?.outputs).toEqual({ size: 3, loadedFrom: realpathSync(installed) });
    expect(shelf).toMatchObject({ id: "shelf-1", outputs: { size: 3 } });
    expect(shelf?.inputs?.__provider).toBe('exports.handler = () => require("shelf/dynamic").shelf;');

    expect((await stack.preview({ env: { SIZE: "4" } })).steps.map((step) => step.op)).toEqual(["update"]);

    const refused = await stack.preview({ env: { SIZE: "10" } });
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toContain("must be at most 9");

    await stack.refresh();
    const [same, , refreshed] = await stack.state();
    expect(same?.outputs?.size).toBe(3);
    expect(refreshed).toMatchObject({ inputs: { size: 7 }, outputs: { size: 7 } });

    // As pnpm and workspaces have it.
    rmSync(installed, { recursive: true });
    symlinkSync(elsewhere, installed);
    expect((await stack.up()).steps.map((step) => step.op)).toEqual(["update"]);
    const [, , linked] = await stack.state();
    expect(linked?.outputs).toMatchObject({ size: 3, loadedFrom: realpathSync(elsewhere) });

    const gone = await stack.destroy();
    expect(gone.steps.map((step) => step.op)).toEqual(["delete"]);
    expect(await stack.state()).toEqual([]);
  });
});

test("runs a YAML program, with a plugin that is a PulumiPlugin.yaml folder with runtime nodejs", async () => {
  const stack = await open({
    files: {
      "Pulumi.yaml":
        "name: folder\nruntime: yaml\nplugins:\n  providers:\n    - name: shelf\n      path: ./plugin\nvariables:\n  size: 3\nresources:\n  one:\n    type: shelf:index:Shelf\n    properties:\n      size: ${size}\noutputs:\n  id: ${one.id}\n  size: ${one.size}\n",
      "plugin/PulumiPlugin.yaml": "runtime:\n  name: nodejs\n  options:\n    typescript: false\n",
      "plugin/package.json": '{ "name": "shelf", "version": "1.0.0", "main": "index.js" }',
      "plugin/index.js": `
        const schema = { name: "shelf", version: "1.0.0", resources: { "shelf:index:Shelf": {
          inputProperties: { size: { type: "integer" } }, requiredInputs: ["size"], properties: { size: { type: "integer" } }, required: ["size"] } } };
        require("@pulumi/pulumi/provider").main({
          version: "1.0.0",
          schema: JSON.stringify(schema),
          getSchema: async () => JSON.stringify(schema),
          check: async (urn, olds, news) => ({ inputs: news }),
          create: async (urn, inputs) => ({ id: "from-a-folder", outs: inputs }),
          delete: async () => {},
        }, process.argv.slice(2));
      `,
    },
  });
  mkdirSync(path.join(stack.folder, "plugin"), { recursive: true });
  const up = await stack.up();
  expect(up.stderr).toBe("");
  expect(await stack.outputs()).toEqual({ id: "from-a-folder", size: 3 });
});
