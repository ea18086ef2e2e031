// `--check`: imports into a state that is thrown away, and asks whether the program then changes anything.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../provider/version";
import { UsageError } from "../errors";
import { findPulumi, runPulumi } from "../stack/engine";
import { previewStack } from "../stack/preview";
import { findProject, firstError, isReal } from "../stack/project";
import type { Plan, Resource } from "../stack/types";
import { IMPORT } from "./guide";
import { DYNAMIC_ENGINE } from "./importFile";
import type { Files } from "./project";
import type { CheckResult, Front, Program } from "./types";

const STACK = "check";

/** Only reads OSS. The folder's own stacks and state are never touched. */
export async function checkProject(
  folder: string,
  files: Files,
  program: Program,
  progress: (text: string) => void,
): Promise<CheckResult> {
  const home = mkdtempSync(path.join(tmpdir(), "granary-adopt-"));
  try {
    const cwd = path.join(home, "project");
    mkdirSync(cwd);
    mkdirSync(path.join(home, "state"));
    for (const name of Object.keys(files)) cpSync(path.join(folder, name), path.join(cwd, name));
    linkModules(folder, path.join(cwd, "node_modules"));
    const env = {
      PULUMI_HOME: path.join(home, "pulumi"),
      PULUMI_BACKEND_URL: `file://${path.join(home, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "thrown away",
    };
    return await check({ cwd, env }, program, progress);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

interface Place {
  cwd: string;
  env: Record<string, string>;
}

async function check(place: Place, program: Program, progress: (text: string) => void): Promise<CheckResult> {
  const failed = (problems: string[]): CheckResult => ({ passed: false, imported: 0, unchanged: 0, problems });
  progress(`check: importing ${program.declarations.length} resources into a state that is thrown away`);
  const made = await runPulumi(["stack", "init", STACK], place);
  if (made.code !== 0) return failed([`pulumi stack init: ${firstError(made.stderr)}`]);
  const imported = await runPulumi([...IMPORT, "--skip-preview", "--stack", STACK], place);
  if (imported.code !== 0) return failed([`pulumi import: ${errors(imported.stdout + imported.stderr)}`]);
  progress("check: comparing the program with what is live");
  const project = findProject(place.cwd);
  const plan = await previewStack({ ...place, project, stack: STACK, refresh: true });
  const real = plan.resources.filter(isReal);
  const changed = real.filter(({ op, drift }) => op !== "same" || drift !== undefined);
  const problems = [...changed.map(describe), ...saidIn(plan)];
  if (problems.length === 0 && real.length !== program.declarations.length) {
    problems.push(`the program has ${real.length} resources, ${program.declarations.length} were imported`);
  }
  return {
    passed: plan.succeeded && problems.length === 0,
    imported: program.declarations.length,
    unchanged: real.length - changed.length,
    problems,
  };
}

function describe({ name, rawType, op, drift, diffReasons }: Resource): string {
  const paths = [...new Set([...diffReasons, ...Object.keys(drift?.paths ?? {})])];
  return `${rawType} ${name}: ${op === "same" ? "changed meanwhile" : op}${paths.length > 0 ? ` (${paths.join(", ")})` : ""}`;
}

/** Errors; what a program that fails writes comes as information. */
function saidIn({ succeeded, diagnostics }: Plan): string[] {
  const said = diagnostics.filter(({ severity }) => severity === "error" || (severity === "info" && !succeeded));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the language hosts
  return said.map(({ message }) => message.replace(/\u001b\[[\d;]*m/g, "").trim()).filter((text) => text !== "");
}

/** Refuses, before anything is read, a check that this machine's engine can't do. */
export async function mustBeAbleToCheck(front: Front): Promise<void> {
  findPulumi();
  if (front !== "dynamic") return;
  const { stdout } = await runPulumi(["version"], { cwd: tmpdir() });
  const [, major, minor] = /v?(\d+)\.(\d+)\./.exec(stdout) ?? [];
  const [neededMajor, neededMinor] = DYNAMIC_ENGINE.split(".").map(Number) as [number, number];
  if (Number(major) > neededMajor || (Number(major) === neededMajor && Number(minor) >= neededMinor)) return;
  throw new UsageError(
    `an import into the dynamic front takes Pulumi ${DYNAMIC_ENGINE} or newer, and this is ${stdout.trim()}; update it, or adopt with --front plugin`,
  );
}

/** What went wrong, each thing once: the engine says it per resource, per step and at the end. */
function errors(output: string): string {
  const told = [...output.matchAll(/\berror: (?:update failed: )?(?:step application failed: )?(.+)/g)].map((match) =>
    match[1]!.trim(),
  );
  return [...new Set(told.length > 0 ? told : output.trim().split("\n").slice(-3))].join("; ");
}

/** What `npm install` would put there: the project's own, or what the running granary has beside it. */
function linkModules(folder: string, target: string): void {
  const own = path.join(folder, "node_modules");
  if (existsSync(path.join(own, "granary"))) {
    symlinkSync(own, target, "junction");
    return;
  }
  if (path.basename(path.dirname(root)) === "node_modules") {
    symlinkSync(path.dirname(root), target, "junction");
    return;
  }
  mkdirSync(target);
  symlinkSync(root, path.join(target, "granary"), "junction");
  for (const name of ["@pulumi/pulumi", "@types/node", "typescript"]) {
    const source = path.join(root, "node_modules", name);
    if (!existsSync(source)) continue;
    mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
    symlinkSync(source, path.join(target, name), "junction");
  }
}
