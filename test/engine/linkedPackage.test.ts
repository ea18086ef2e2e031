// The dynamic front where the package is reached through a link: Pulumi's closure serialiser would copy code by value
// there. And what state keeps of it.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { packedModules, root } from "./support/engine";
import { javascript } from "./support/program";
import type { TestStack } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();
beforeEach(() => world.emulator.reset());

const program = `
  const shop = new oss.Bucket("shop", { bucket: "shop-images" });
  new oss.BucketVersioning("versioning", { bucket: shop.bucket, status: "Enabled" });
`;

/** Copies the installed package to `target` and puts the others beside it, as installers do; returns their names. */
async function install(target: string, beside: string): Promise<void> {
  const modules = await packedModules();
  cpSync(path.join(modules, "granary"), target, { recursive: true });
  mkdirSync(beside, { recursive: true });
  for (const name of readdirSync(modules)) {
    if (name !== "granary" && !name.startsWith(".")) symlinkSync(path.join(modules, name), path.join(beside, name));
  }
}

const layouts: [string, (stack: TestStack) => Promise<void>][] = [
  [
    "pnpm: node_modules/granary leads into a store",
    async ({ folder }) => {
      const store = path.join(folder, "node_modules", ".pnpm", "granary@0.1.0", "node_modules");
      await install(path.join(store, "granary"), store);
      symlinkSync(path.join(store, "granary"), path.join(folder, "node_modules", "granary"));
      for (const name of ["@pulumi", "typescript"]) {
        symlinkSync(path.join(store, name), path.join(folder, "node_modules", name));
      }
    },
  ],
  [
    "a workspace: node_modules/granary of the root leads to a folder beside it",
    async ({ folder }) => {
      const workspace = path.dirname(folder);
      const modules = path.join(workspace, "node_modules");
      await install(path.join(workspace, "packages", "granary"), modules);
      symlinkSync(path.join(workspace, "packages", "granary"), path.join(modules, "granary"));
      rmSync(path.join(folder, "node_modules"), { recursive: true, force: true });
    },
  ],
];

test.each(layouts)("%s", async (_, lay) => {
  const stack = await world.open({ files: javascript("granary", program), modules: "none" });
  await lay(stack);
  const up = await stack.up();
  expect(up.diagnostics).toEqual([]);
  expect(up.changes).toEqual({ create: 3 });
  expect((await world.sdk.getBucketVersioning("shop-images")).versionStatus).toBe("Enabled");

  const guide = readFileSync(path.join(root, "docs", "fronts.md"), "utf8");
  const resources = (await stack.state()).filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"));
  expect(resources).toHaveLength(2);
  for (const { type, inputs = {}, outputs = {} } of resources) {
    const token = type.replace("pulumi-nodejs:dynamic/", "");
    const line = `exports.handler = () => require("granary/dynamic").provider("${token}");`;
    expect([inputs.__provider, outputs.__provider]).toEqual([line, line]);
    expect(line.length).toBeLessThan(100);
    expect(guide).toContain(line.replace(token, "oss:Bucket"));
    // What Granary itself adds to the state of a resource; the rest is the engine's.
    expect(JSON.stringify([inputs, outputs]).length).toBeLessThan(600);
  }

  const gone = await stack.destroy({ args: ["--refresh"] });
  expect(gone.diagnostics).toEqual([]);
  expect(gone.changes).toEqual({ delete: 3 });
  expect(await world.buckets()).toEqual([]);
});
