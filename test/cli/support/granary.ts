// The packed `granary` command, run as a user runs it in a stack's folder.
import { spawn } from "node:child_process";
import path from "node:path";
import { packedModules } from "../../engine/support/engine";
import type { TestStack } from "../../engine/support/stack";

export interface GranaryRun {
  /** Exit code; 128 and the number after a signal. */
  code: number;
  stdout: string;
  stderr: string;
}

export interface GranaryOptions {
  env?: Record<string, string>;
  cwd?: string;
  /** Sends SIGINT or SIGTERM to the command when this many milliseconds have passed. */
  signal?: { name: "SIGINT" | "SIGTERM"; after: number };
}

export async function granary(
  stack: Pick<TestStack, "folder" | "env">,
  args: readonly string[],
  options: GranaryOptions = {},
): Promise<GranaryRun> {
  const command = path.join(await packedModules(), "granary", "bin", "granary");
  const child = spawn(process.execPath, [command, ...args], {
    cwd: options.cwd ?? stack.folder,
    env: { ...stack.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { signal } = options;
  const timer = signal && setTimeout(() => child.kill(signal.name), signal.after);
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, name) => {
      clearTimeout(timer);
      resolve({ code: code ?? (name === "SIGINT" ? 130 : 143), ...output });
    });
  });
}
