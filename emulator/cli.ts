/**
 * `granary emulator` and `granary emulator exec -- <command>`. Cheap to import: the emulator itself is loaded when one
 * of the two runs. Every flag can also be given as an environment variable, which the flag overrides:
 * GRANARY_EMULATOR_OSS, _DATA, _MEMORY (1 or true), _ACCESS_KEY_ID, _ACCESS_KEY_SECRET, _REGION, _HOST.
 */
import type { ChildProcess } from "node:child_process";
import type { EmulatorOptions } from "./start";

export interface EmulatorFlags {
  /** Port of the OSS service; 0 = any free one. Default 7480. */
  oss?: string | number;
  /** Directory of the data. Default .granary/emulator. */
  data?: string;
  /** Keep everything in memory instead. */
  memory?: boolean;
  accessKeyId?: string;
  accessKeySecret?: string;
  region?: string;
  host?: string;
}

const DEFAULT_PORT = 7480;
const DEFAULT_DATA = ".granary/emulator";

/** A mistake of the caller: the message says what to change. Exit code 2. */
export class UsageError extends Error {}

/**
 * Runs until SIGINT or SIGTERM, then stops cleanly. When it is ready it prints one line per service on standard output:
 * `oss http://127.0.0.1:7480`.
 */
export async function runEmulator(flags: EmulatorFlags): Promise<void> {
  const options = resolve(flags, { oss: DEFAULT_PORT, data: DEFAULT_DATA });
  const { startEmulator } = require("./start") as typeof import("./start");
  const emulator = await startEmulator(options);
  process.stdout.write(`oss ${emulator.urls.oss}\n`);
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => done());
    }
  });
  await emulator.stop();
}

/**
 * Starts an emulator in memory on a free port unless the flags say otherwise, runs `command` with the emulator's
 * environment variables, and gives its exit code: 128 + n when signal n ended it.
 */
export async function runEmulatorExec(flags: EmulatorFlags, command: readonly string[]): Promise<number> {
  const [program, ...rest] = command;
  if (program === undefined) {
    throw new UsageError("Give a command after --, as in: granary emulator exec -- npm test");
  }
  const options = resolve(flags, { oss: 0 });
  const { startEmulator } = require("./start") as typeof import("./start");
  const { spawn } = require("node:child_process") as typeof import("node:child_process");
  const emulator = await startEmulator(options);
  try {
    const child = spawn(program, rest, { stdio: "inherit", env: { ...process.env, ...emulator.env() } });
    return await exitCodeOf(child, program);
  } finally {
    await emulator.stop();
  }
}

async function exitCodeOf(child: ChildProcess, program: string): Promise<number> {
  const { constants } = require("node:os") as typeof import("node:os");
  // The terminal signals the whole group; what is sent to us alone is passed on.
  const pass = (signal: NodeJS.Signals) => void child.kill(signal);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) {
    process.on(signal, pass);
  }
  try {
    return await new Promise<number>((done, failed) => {
      child.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT" || error.code === "EACCES") {
          process.stderr.write(`granary emulator: cannot run ${program}: ${error.code}\n`);
          // As shells do.
          done(error.code === "ENOENT" ? 127 : 126);
        } else {
          failed(error);
        }
      });
      child.once("exit", (code, signal) => done(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  } finally {
    for (const signal of signals) {
      process.off(signal, pass);
    }
  }
}

function resolve(flags: EmulatorFlags, standard: { oss: number; data?: string }): EmulatorOptions {
  const text = (flag: string | undefined, name: string): string | undefined =>
    flag ?? (process.env[`GRANARY_EMULATOR_${name}`] || undefined);
  const memory = flags.memory ?? (flags.data === undefined && isOn(process.env.GRANARY_EMULATOR_MEMORY));
  if (memory && flags.data !== undefined) {
    throw new UsageError("--memory and --data exclude each other.");
  }
  return {
    oss: portOf(flags.oss ?? (process.env.GRANARY_EMULATOR_OSS || undefined) ?? standard.oss),
    data: memory ? undefined : (text(flags.data, "DATA") ?? standard.data),
    host: text(flags.host, "HOST"),
    accessKeyId: text(flags.accessKeyId, "ACCESS_KEY_ID"),
    accessKeySecret: text(flags.accessKeySecret, "ACCESS_KEY_SECRET"),
    region: text(flags.region, "REGION"),
  };
}

function isOn(value: string | undefined): boolean {
  if (value === undefined || /^(|0|false|no)$/i.test(value)) {
    return false;
  }
  if (/^(1|true|yes)$/i.test(value)) {
    return true;
  }
  throw new UsageError(`GRANARY_EMULATOR_MEMORY must be true or false, not ${value}.`);
}

function portOf(value: string | number): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(String(value)) || port > 65_535) {
    throw new UsageError(`The port must be a number from 0 to 65535, not ${value}.`);
  }
  return port;
}
