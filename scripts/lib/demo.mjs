// The demo's stack: examples/static-website (or its YAML twin) on the emulator, with a state of its own under .granary/.
import fs from "node:fs";
import path from "node:path";
import { obtainEngine } from "../../engine/obtain.mjs";
import { build } from "./build.mjs";
import { emulatorEnvironment, startEmulator } from "./emulator.mjs";
import { installPacked, pack } from "./pack.mjs";
import { inRoot, inState } from "./paths.mjs";
import { collect, run } from "./run.mjs";
import { colourOnStdout, Problem, step } from "./say.mjs";
import { environment, installPackages, progressOf } from "./setup.mjs";

export const STACK = "dev";

/** Makes everything ready and returns the project: { folder, pulumi, env, flags, url? }. Nothing of it reaches a cloud. */
export async function openDemo({ yaml = false, live = false, port } = {}) {
  await installPackages();
  const engine = await obtainEngine({ yaml, progress: progressOf("Obtaining a Pulumi engine") });
  const mark = await build();
  const folder = exampleFolder(yaml);
  await installPacked(folder, await pack());
  const base = environment(engine.env);
  if (live) return { folder, pulumi: engine.pulumi, env: base, flags: [] };

  const url = await startEmulator({ port, build: mark });
  fs.mkdirSync(inState("state"), { recursive: true });
  const env = {
    ...withoutCloud(base),
    ...emulatorEnvironment(url),
    PULUMI_HOME: inState("pulumi-home"),
    PULUMI_BACKEND_URL: `file://${inState("state")}`,
    PULUMI_CONFIG_PASSPHRASE: "granary-demo",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  return { folder, pulumi: engine.pulumi, env, flags: ["--config-file", stackFile(folder)], url };
}

/** Whether `npm run up` ever created this stack here. */
export function demoExists({ yaml = false } = {}) {
  return fs.existsSync(stackFile(exampleFolder(yaml)));
}

/** After the stack was removed: its settings file goes too. */
export function forgetStack({ folder }) {
  fs.rmSync(path.dirname(stackFile(folder)), { recursive: true, force: true });
}

function exampleFolder(yaml) {
  return inRoot("examples", yaml ? "static-website-yaml" : "static-website");
}

// A session token or a profile of the user's must not be mixed with the emulator's keys.
function withoutCloud(env) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(OSS_|GRANARY_OSS_|ALIBABA_CLOUD_|ALICLOUD_|PULUMI_(ACCESS_TOKEN|STACK|CONFIG))/.test(name),
    ),
  );
}

// The stack's settings file holds the salt of the demo's passphrase. It lies beside the state, so that the example's folder stays clean.
function stackFile(folder) {
  return inState("stacks", path.basename(folder), `Pulumi.${STACK}.yaml`);
}

/** Selects the stack and creates it where it is missing. */
export async function selectStack({ folder, pulumi, env, flags }) {
  const cwd = flags.length > 0 ? path.dirname(stackFile(folder)) : folder;
  if (cwd !== folder) {
    fs.mkdirSync(cwd, { recursive: true });
    fs.copyFileSync(path.join(folder, "Pulumi.yaml"), path.join(cwd, "Pulumi.yaml"));
  }
  const result = await collect(pulumi, ["stack", "select", STACK, "--create", "--non-interactive"], { cwd, env });
  if (result.code !== 0) throw new Problem(`the stack ${STACK} could not be selected:\n${result.output.trim()}`);
}

/** Runs a command of pulumi on the stack, with the terminal's own streams. */
export async function pulumi({ folder, pulumi: command, env, flags }, args) {
  const colour = ["--color", colourOnStdout() ? "always" : "never"];
  const interactive = process.stdin.isTTY && process.stdout.isTTY ? [] : ["--non-interactive"];
  return run(command, [...args, "--stack", STACK, ...flags, ...colour, ...interactive], { cwd: folder, env });
}

/** The stack's outputs; secret ones are left out of sight. */
export async function outputs({ folder, pulumi: command, env }) {
  const result = await collect(command, ["stack", "output", "--json", "--stack", STACK], { cwd: folder, env });
  return result.code === 0 ? JSON.parse(result.stdout) : {};
}

/** Announces what is about to run. */
export function announce(demo, verb) {
  step(`${verb} ${path.relative(inRoot(), demo.folder)}${demo.url ? ` on the emulator at ${demo.url}` : ""}`);
}
