#!/usr/bin/env node
// Finds or obtains a Pulumi engine: `pulumi` on PATH, else the official download, else a build from the pinned Go modules.
// As a program (`node engine/obtain.mjs [--yaml]`) it prints the result as JSON.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildPart } from "./build.mjs";
import { downloadEngine } from "./download.mjs";
import { withLock } from "./lock.mjs";
import { engineOnPath, findOnPath, partsOf } from "./onPath.mjs";
import { atLeast, cacheFolder, goVersion, OLDEST, pinnedVersion } from "./version.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

/** The oldest Node.js that Granary and the current @pulumi/pulumi run on. */
const OLDEST_NODE = "22.19.0";

/**
 * Obtains an engine.
 *
 * - `yaml`: also the YAML language host.
 * - `progress`: called with a line of text; the default writes to stderr.
 * - Environment GRANARY_ENGINE=path, download or build allows only that way; GRANARY_ENGINE_MIRROR is another address
 *   of the official downloads.
 *
 * Returns { pulumi: path of the command, env: what its processes need, version, how: "path", "download" or "built" }.
 */
export async function obtainEngine({ yaml = false, progress = report } = {}) {
  const only = process.env.GRANARY_ENGINE || undefined;
  if (only && !["path", "download", "build"].includes(only)) {
    throw new Error(`GRANARY_ENGINE is "${only}"; it can be path, download or build`);
  }
  const allowed = (way) => !only || only === way;
  const version = pinnedVersion();
  const downloaded = path.join(cacheFolder(), `${version}-official`);
  const built = path.join(cacheFolder(), version);
  const problems = [];

  if (allowed("path")) {
    const found = engineOnPath({ yaml });
    if (found.pulumi) return describe("path", found.pulumi, found.version);
    problems.push(found.missing);
  }
  if (allowed("download") && complete(downloaded, yaml))
    return describe("download", path.join(downloaded, "pulumi"), version);
  if (allowed("build") && complete(built, yaml)) {
    placeStandIns(built);
    return describe("built", path.join(built, "pulumi"), version);
  }
  if (allowed("download") && (only || !fs.existsSync(path.join(built, "pulumi")))) {
    try {
      fs.mkdirSync(cacheFolder(), { recursive: true });
      await withLock(
        `${downloaded}.lock`,
        { onWait: () => progress("waiting for another process that downloads the engine") },
        async () => {
          if (!complete(downloaded, yaml)) await downloadEngine(version, downloaded, { progress });
        },
      );
      return describe("download", path.join(downloaded, "pulumi"), version);
    } catch (error) {
      progress(`the official download did not work: ${error.message}`);
      problems.push(`the official download did not work: ${error.message}`);
    }
  }
  if (allowed("build") && process.platform !== "win32") {
    try {
      await build(version, built, { yaml, progress });
      return describe("built", path.join(built, "pulumi"), version);
    } catch (error) {
      problems.push(`building from Go modules did not work: ${error.message}`);
    }
  }
  throw new Error(
    [
      `No Pulumi engine is to be had:`,
      ...problems.map((problem) => `  - ${problem}`),
      `Install Pulumi ${OLDEST} or newer (https://www.pulumi.com/docs/install/), or Go ${goVersion()} or newer (https://go.dev/dl/), and run this again.`,
    ].join("\n"),
  );
}

/** Builds what is missing in `folder`, and puts the stand-ins for what cannot be built beside it. */
async function build(version, folder, { yaml, progress }) {
  fs.mkdirSync(folder, { recursive: true });
  await withLock(
    path.join(folder, ".lock"),
    { onWait: () => progress("waiting for another process that builds the engine") },
    async () => {
      // What a build that was killed left behind.
      for (const name of fs.readdirSync(folder).filter((name) => name.endsWith(".tmp")))
        fs.rmSync(path.join(folder, name));
      const wanted = ["pulumi", ...(yaml ? ["pulumi-language-yaml"] : [])];
      for (const part of wanted.filter((name) => !fs.existsSync(path.join(folder, name)))) {
        await buildPart(part, version, folder, { progress });
      }
      placeStandIns(folder);
    },
  );
}

// The engine looks for these two beside itself. Clones of this project share the cache folder, so the first one only
// points to the clone at work. The second is what the official distribution has too: it starts the host of dynamic
// providers inside the @pulumi/pulumi of the user's project, which is the working directory.
const STAND_INS = {
  "pulumi-language-nodejs": `#!/bin/sh
if [ -z "$GRANARY_LANGUAGE_NODEJS" ]; then
  echo "this engine was built by granary's engine/obtain.mjs and is started through it only" >&2
  exit 1
fi
exec node "$GRANARY_LANGUAGE_NODEJS" "$@"
`,
  "pulumi-resource-pulumi-nodejs": `#!/bin/sh
script=$(node -p "require.resolve('@pulumi/pulumi/cmd/dynamic-provider')") || exit 1
exec node "$script" "$@"
`,
};

function placeStandIns(folder) {
  for (const [name, text] of Object.entries(STAND_INS)) {
    const file = path.join(folder, name);
    if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === text) continue;
    const temporary = `${file}.${process.pid}.tmp`;
    fs.writeFileSync(temporary, text, { mode: 0o755 });
    fs.renameSync(temporary, file);
  }
}

function complete(folder, yaml) {
  return ["pulumi", ...partsOf(yaml)].every((part) => fs.existsSync(path.join(folder, part)));
}

function describe(how, pulumi, version) {
  const folders = [...nodeFolder(), ...(how === "path" ? [] : [path.dirname(pulumi)])];
  const env = {
    PATH: [...folders, process.env.PATH ?? ""].join(path.delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...(how === "built" ? { GRANARY_LANGUAGE_NODEJS: path.join(here, "languageNodejs", "host.mjs") } : {}),
  };
  return { pulumi, env, version, how };
}

/** The folder of the project's own Node.js, where the one on PATH is too old for the current @pulumi/pulumi. */
function nodeFolder() {
  const own = path.join(here, "..", "node_modules", "node", "bin");
  const node = findOnPath("node");
  if (node && atLeast(execFileSync(node, ["--version"], { encoding: "utf8" }).trim().slice(1), OLDEST_NODE)) return [];
  return fs.existsSync(path.join(own, "node")) ? [own] : [];
}

function report(line) {
  process.stderr.write(`${line}\n`);
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    console.log(JSON.stringify(await obtainEngine({ yaml: process.argv.includes("--yaml") }), null, 2));
  } catch (error) {
    report(error.message);
    process.exitCode = 1;
  }
}
