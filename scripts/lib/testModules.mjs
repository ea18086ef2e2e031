// node_modules for the projects that engine tests make: the packed granary and what a user's project has beside it.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { withLock } from "../../engine/lock.mjs";
import { build } from "./build.mjs";
import { installPacked, pack } from "./pack.mjs";
import { inRoot, inState } from "./paths.mjs";
import { collect } from "./run.mjs";
import { detail, Problem } from "./say.mjs";

/**
 * Prepares the folder once per content of the package and returns the path of its node_modules.
 *
 * npm resolves and installs the package's dependencies once per set of dependencies (base-<mark>); a package with the
 * same dependencies but other contents is unpacked over links to that set (pack-<mark>), which takes a fraction of a second.
 */
export async function testModules() {
  await build();
  const folder = inState("test");
  fs.mkdirSync(folder, { recursive: true });
  return withLock(
    path.join(folder, "modules.lock"),
    { onWait: () => detail("waiting for another process that prepares the test projects") },
    async () => {
      const packed = await pack();
      const modules = path.join(folder, `pack-${packed.mark}`, "node_modules");
      if (fs.existsSync(path.join(modules, "granary"))) return modules;
      const base = await baseModules(folder, packed);
      const temporary = `${path.dirname(modules)}.${process.pid}.tmp`;
      fs.mkdirSync(path.join(temporary, "node_modules"), { recursive: true });
      for (const name of fs.readdirSync(base)) {
        if (name !== "granary" && !name.startsWith("."))
          fs.symlinkSync(path.join(base, name), path.join(temporary, "node_modules", name));
      }
      const target = path.join(temporary, "node_modules", "granary");
      fs.mkdirSync(target);
      linkCommands(path.join(temporary, "node_modules", ".bin"));
      const result = await collect("tar", ["-xzf", packed.tarball, "-C", target, "--strip-components=1"]);
      if (result.code !== 0) throw new Problem(`unpacking ${packed.tarball} failed:\n${result.output}`);
      removeOld(folder);
      fs.renameSync(temporary, path.dirname(modules));
      return modules;
    },
  );
}

function linkCommands(folder) {
  fs.mkdirSync(folder);
  const { bin } = JSON.parse(fs.readFileSync(inRoot("package.json"), "utf8"));
  for (const [name, file] of Object.entries(bin))
    fs.symlinkSync(path.join("..", "granary", file), path.join(folder, name));
}

async function baseModules(folder, packed) {
  const own = JSON.parse(fs.readFileSync(inRoot("package.json"), "utf8"));
  const manifest = {
    name: "granary-test-projects",
    private: true,
    dependencies: { granary: "*", "@pulumi/pulumi": own.devDependencies["@pulumi/pulumi"] },
    devDependencies: { "@types/node": own.devDependencies["@types/node"], typescript: own.devDependencies.typescript },
  };
  const key = JSON.stringify([manifest, own.dependencies, own.peerDependencies, own.bin]);
  const project = path.join(folder, `base-${createHash("sha256").update(key).digest("hex").slice(0, 16)}`);
  const modules = path.join(project, "node_modules");
  if (!fs.existsSync(path.join(modules, ".granary-installed"))) {
    fs.mkdirSync(project, { recursive: true });
    fs.writeFileSync(path.join(project, "package.json"), JSON.stringify(manifest, null, 2));
    await installPacked(project, packed);
  }
  return modules;
}

// Packages of earlier contents; a test run that still uses one began less than a day ago.
function removeOld(folder) {
  for (const name of fs.readdirSync(folder)) {
    const old = path.join(folder, name);
    if (name.startsWith("pack-") && Date.now() - fs.statSync(old).mtimeMs > 24 * 3600 * 1000)
      fs.rmSync(old, { recursive: true, force: true });
  }
}
