/**
 * Seeds from files. A file is a seed document (.json, .yaml, .yml) or a snapshot (.snapshot). A folder is all that is in
 * it, in the order of the names: such files, hooks (.sh, .js, .mjs, .cjs: programs that run with the emulator's
 * environment), and folders, each of which is a bucket of that name with its files as objects.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, sep } from "node:path";
import { applySeed } from "./apply";
import { type Access, exchange, openClient } from "./client";
import { checkSeed, type Seed, SeedError } from "./document";

export interface Step {
  /** File name. */
  name: string;
  status: "waiting" | "running" | "done" | "failed";
  error?: string;
}

type Work = (to: Destination) => Promise<void>;

export interface Destination extends Access {
  /** What a hook gets besides the environment of this process. */
  env: Record<string, string>;
  /** Gets the output of hooks. */
  log(text: string): void;
}

export interface Sowing {
  /** What is done and what is to be done. */
  steps: readonly Step[];
  /** Does it all; the first failure ends it. */
  run(to: Destination): Promise<void>;
}

/** Reads and checks everything; nothing is done yet. Throws SeedError. */
export function sowing(seed: string | Seed): Sowing {
  const works: [step: Step, work: Work][] = [];
  const add = (name: string, work: Work) => works.push([{ name, status: "waiting" }, work]);
  if (typeof seed === "string") {
    const folder = statOf(seed).isDirectory();
    for (const path of folder ? entries(seed) : [seed]) {
      add(basename(path), workOf(path, folder));
    }
  } else {
    const checked = checkSeed(seed);
    add("document", async (to) => applySeed(await openClient(to), checked, undefined));
  }
  return {
    steps: works.map(([step]) => step),
    async run(to) {
      for (const [step, work] of works) {
        step.status = "running";
        try {
          await work(to);
          step.status = "done";
        } catch (error) {
          step.status = "failed";
          step.error = (error as Error).message;
          throw new SeedError(`The seed ${step.name} failed: ${step.error}`);
        }
      }
    },
  };
}

function statOf(path: string) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new SeedError(`There is no seed ${path}.`);
  }
  return stat;
}

function entries(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .sort()
    .map((name) => join(folder, name));
}

/** @param inFolder hooks and buckets are entries of a folder only */
function workOf(path: string, inFolder: boolean): Work {
  const end = extname(path).toLowerCase();
  if (inFolder && statOf(path).isDirectory()) {
    const seed = checkSeed({ buckets: [{ bucket: basename(path), objects: objectsIn(path) }] });
    return async (to) => applySeed(await openClient(to), seed, path);
  }
  if (end === ".json" || end === ".yaml" || end === ".yml") {
    const seed = read(path, end);
    return async (to) => applySeed(await openClient(to), seed, dirname(path));
  }
  if (end === ".snapshot") {
    return async (to) => {
      const { status, text } = await exchange(to, "POST", "/_granary/snapshot", {}, readFileSync(path));
      if (status >= 300) {
        throw new SeedError((JSON.parse(text) as { error: { message: string } }).error.message);
      }
    };
  }
  if (inFolder && [".sh", ".js", ".mjs", ".cjs"].includes(end)) {
    return (to) => runHook(path, end === ".sh" ? "sh" : process.execPath, to);
  }
  const hook = inFolder ? ", a hook (.sh, .js, .mjs, .cjs) or a folder" : "";
  throw new SeedError(`${path} is no seed: it must be .json, .yaml, .yml or .snapshot${hook}.`);
}

function read(path: string, end: string): Seed {
  const text = readFileSync(path, "utf8");
  try {
    return checkSeed(end === ".json" ? JSON.parse(text) : (require("yaml") as typeof import("yaml")).parse(text));
  } catch (error) {
    throw new SeedError(`${path}: ${(error as Error).message}`);
  }
}

function objectsIn(folder: string): Record<string, { file: string }> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  return Object.fromEntries(files.map((file) => [file.split(sep).join("/"), { file }]));
}

async function runHook(path: string, program: string, { env, log }: Destination): Promise<void> {
  const child = spawn(program, [basename(path)], {
    cwd: dirname(path),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", log);
  }
  const ended = await new Promise<string | number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? String(signal)));
  });
  if (ended !== 0) {
    throw new SeedError(`it ended with ${typeof ended === "number" ? "exit code " : ""}${ended}`);
  }
}
