// The project's folder and its stacks.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { UsageError } from "../errors";
import { type EngineOptions, runPulumi } from "./engine";
import { isProvider, isStack } from "./tokens";

export interface Project {
  name: string;
  /** Folder of Pulumi.yaml. */
  folder: string;
  /** Path of Pulumi.yaml. */
  file: string;
  /** File that a finding without a position is shown at: the program's entry, relative to the folder. */
  main: string;
}

/** Looks for Pulumi.yaml in the folder and those above it, as the engine does. */
export function findProject(cwd: string): Project {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    for (const name of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"]) {
      const file = path.join(folder, name);
      if (existsSync(file)) return readProject(folder, file);
    }
    if (folder === path.dirname(folder)) {
      throw new UsageError(`no Pulumi.yaml in ${path.resolve(cwd)} or above it; give the project's folder with --cwd`);
    }
  }
}

function readProject(folder: string, file: string): Project {
  const content = parse(readFileSync(file, "utf8")) as { name?: string; main?: string } | null;
  if (typeof content?.name !== "string") throw new UsageError(`${file}: has no name`);
  const candidates = [content.main, "index.ts", "index.js", path.basename(file)];
  const main = candidates.find((each) => each !== undefined && existsSync(path.join(folder, each)))!;
  return { name: content.name, folder, file, main };
}

/** Name of the selected stack, or of the only one. */
export async function currentStack(options: EngineOptions): Promise<string> {
  const stacks = await listStacks(options);
  const current = stacks.find((each) => each.current) ?? (stacks.length === 1 ? stacks[0] : undefined);
  if (current) return current.name;
  if (stacks.length === 0) throw new UsageError("the project has no stack; make one with `pulumi stack init`");
  throw new UsageError(`no stack is selected; give one with --stack: ${stacks.map((each) => each.name).join(", ")}`);
}

/** Every stack of the project. */
export async function listStacks(options: EngineOptions): Promise<{ name: string; current: boolean }[]> {
  const run = await runPulumi(["stack", "ls", "--json"], options);
  if (run.code !== 0) throw new UsageError(`pulumi stack ls failed: ${firstError(run.stderr)}`);
  const stacks = JSON.parse(run.stdout) as { name: string; current: boolean }[];
  return stacks
    .map(({ name, current }) => ({ name, current: current === true }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Resources that stand for something in a cloud: no providers, not the stack itself. */
export function isReal(resource: { rawType: string }): boolean {
  return !isProvider(resource.rawType) && !isStack(resource.rawType);
}

/** The first line of an error output that says what is wrong. */
export function firstError(stderr: string): string {
  const line = stderr.split("\n").find((each) => /^error:/.test(each)) ?? stderr.trim().split("\n")[0] ?? "";
  return line.replace(/^error:\s*/, "");
}
