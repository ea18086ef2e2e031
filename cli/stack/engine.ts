// Runs the engine's command. In a process group of its own, so that a Ctrl-C in the terminal reaches it once, through us.
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync, statSync } from "node:fs";
import { constants as osConstants, tmpdir } from "node:os";
import path from "node:path";
import { Interrupted, UsageError } from "../errors";
import { type EngineEvent, followEvents } from "./events";

export interface EngineOptions {
  /** Folder of the project. */
  cwd: string;
  /** Further variables of the command's environment. */
  env?: Record<string, string>;
}

export interface EngineRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `pulumi <args>`, without colours and questions. */
export function runPulumi(args: readonly string[], options: EngineOptions): Promise<EngineRun> {
  const command = findPulumi();
  const child = spawn(command, [...args, "--non-interactive", "--color", "never"], {
    cwd: options.cwd,
    // The streaming form of --json, if the user has asked for it elsewhere, is another document.
    env: {
      ...process.env,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "false",
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (data: Buffer) => stdout.push(data));
  child.stderr.on("data", (data: Buffer) => stderr.push(data));
  return guarded(
    child,
    new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        const exit = code ?? 128 + (signal ? osConstants.signals[signal] : 0);
        resolve({ code: exit, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
      });
    }),
  );
}

/** A signal goes on to the engine, which ends in good order; the second one ends it at once. */
async function guarded(child: ChildProcess, finished: Promise<EngineRun>): Promise<EngineRun> {
  let received: "SIGINT" | "SIGTERM" | undefined;
  const forward = (signal: "SIGINT" | "SIGTERM") => {
    const sent = received ? "SIGKILL" : "SIGINT";
    received ??= signal;
    kill(child, sent);
  };
  process.on("SIGINT", forward).on("SIGTERM", forward);
  try {
    const run = await finished;
    if (received) throw new Interrupted(received);
    return run;
  } finally {
    process.off("SIGINT", forward).off("SIGTERM", forward);
  }
}

// The group: the engine's language host and plugins as well, which a killed engine would leave behind.
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (signal === "SIGKILL" && process.platform !== "win32") process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export interface Operation extends EngineRun {
  events: EngineEvent[];
  /** Private folder of the run; gone after `read` returns. */
  folder: string;
}

/**
 * Runs an operation on a stack with the engine's events. The log may hold secrets in plain (debug output of programs), so
 * it lies in a folder that only this user can read and that is removed in any case.
 */
export async function operate<T>(
  args: readonly string[] | ((folder: string) => readonly string[]),
  options: EngineOptions & { onEvent?: (event: EngineEvent) => void },
  read: (operation: Operation) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "granary-"));
  const log = path.join(folder, "events.json");
  const events: EngineEvent[] = [];
  const follower = followEvents(log, (event) => {
    events.push(event);
    options.onEvent?.(event);
  });
  try {
    const given = typeof args === "function" ? args(folder) : args;
    // The flag is the one that the Automation API of every language uses; it is hidden behind this variable.
    const env = { ...options.env, PULUMI_DEBUG_COMMANDS: "true" };
    const run = await runPulumi([...given, "--event-log", log], { ...options, env }).finally(follower.finish);
    return await read({ ...run, events, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The `pulumi` command on PATH. */
export function findPulumi(): string {
  const names = process.platform === "win32" ? ["pulumi.exe", "pulumi.cmd"] : ["pulumi"];
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    for (const name of names) {
      const file = path.join(folder, name);
      if (isExecutable(file)) return file;
    }
  }
  throw new UsageError(
    "no pulumi command on PATH; install Pulumi 3.227 or newer: https://www.pulumi.com/docs/install/",
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
