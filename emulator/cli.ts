/**
 * `granary emulator` and its sub-commands. Cheap to import: each one loads what it needs when it runs. Every option can
 * also be given as an environment variable, which the option overrides: GRANARY_EMULATOR_OSS, _DATA, _MEMORY (1 or true)
 * and so on.
 */
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
  /** What a new emulator holds: a file or a folder. */
  seed?: string;
  /** The time at the start. */
  clock?: string;
  /** Milliseconds by which every answer is late. */
  latency?: string | number;
  /** Files with certificate and private key: https. */
  cert?: string;
  key?: string;
  externalUrl?: string;
  strictApiVersion?: boolean;
  /** Written when the emulator is ready, removed when it ends. */
  readyFile?: string;
  /** The ready line as JSON. */
  json?: boolean;
}

export const DEFAULT_PORT = 7480;
const DEFAULT_DATA = ".granary/emulator";

/** A mistake of the caller: the message says what to change. Exit code 2. */
export class UsageError extends Error {}

/**
 * Runs until SIGINT or SIGTERM, or POST /_granary/stop, then stops cleanly. When it is ready it prints one line per
 * service on standard output: `oss http://127.0.0.1:7480`.
 */
export async function runEmulator(flags: EmulatorFlags): Promise<void> {
  const options = resolve(flags, { oss: DEFAULT_PORT, data: DEFAULT_DATA });
  const json = flags.json ?? isOn("JSON");
  const { startEmulator } = require("./start") as typeof import("./start");
  const emulator = await startEmulator(options);
  const { announce } = require("./readyFile") as typeof import("./readyFile");
  const withdraw = announce(text(flags.readyFile, "READY_FILE"), emulator.urls);
  process.stdout.write(json ? `${JSON.stringify(emulator.urls)}\n` : `oss ${emulator.urls.oss}\n`);
  const signal = new Promise<void>((done) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) {
      process.once(name, () => done());
    }
  });
  await Promise.race([signal, emulator.stopped]);
  withdraw();
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
  const { runCommand } = require("./exec") as typeof import("./exec");
  const emulator = await startEmulator(options);
  try {
    return await runCommand(program, rest, { ...process.env, ...emulator.env() });
  } finally {
    await emulator.stop();
  }
}

/** Where an emulator of these settings is reached, without starting one. */
export function addressOf(flags: Pick<EmulatorFlags, "oss">): string {
  return `http://127.0.0.1:${portOf(flags.oss ?? (process.env.GRANARY_EMULATOR_OSS || DEFAULT_PORT))}`;
}

function resolve(flags: EmulatorFlags, standard: { oss: number; data?: string }): EmulatorOptions {
  const memory = flags.memory ?? (flags.data === undefined && isOn("MEMORY"));
  if (memory && flags.data !== undefined) {
    throw new UsageError("--memory and --data exclude each other.");
  }
  const [cert, key] = [text(flags.cert, "CERT"), text(flags.key, "KEY")];
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError("--cert and --key belong together.");
  }
  const latency = flags.latency ?? text(undefined, "LATENCY");
  if (latency !== undefined && !/^\d{1,7}$/.test(String(latency))) {
    throw new UsageError(`The latency must be a number of milliseconds, not ${latency}.`);
  }
  return {
    oss: portOf(flags.oss ?? text(undefined, "OSS") ?? standard.oss),
    data: memory ? undefined : (text(flags.data, "DATA") ?? standard.data),
    host: text(flags.host, "HOST"),
    accessKeyId: text(flags.accessKeyId, "ACCESS_KEY_ID"),
    accessKeySecret: text(flags.accessKeySecret, "ACCESS_KEY_SECRET"),
    region: text(flags.region, "REGION"),
    seed: text(flags.seed, "SEED"),
    clock: text(flags.clock, "CLOCK"),
    latencyMs: latency === undefined ? undefined : Number(latency),
    tls: cert === undefined || key === undefined ? undefined : { cert: fileOf(cert), key: fileOf(key) },
    externalUrl: text(flags.externalUrl, "EXTERNAL_URL"),
    strictApiVersion: flags.strictApiVersion ?? isOn("STRICT_API_VERSION"),
  };
}

function text(flag: string | undefined, name: string): string | undefined {
  return flag ?? (process.env[`GRANARY_EMULATOR_${name}`] || undefined);
}

function fileOf(path: string): Buffer {
  const { readFileSync } = require("node:fs") as typeof import("node:fs");
  return readFileSync(path);
}

function isOn(name: string): boolean {
  const value = process.env[`GRANARY_EMULATOR_${name}`];
  if (value === undefined || /^(|0|false|no)$/i.test(value)) {
    return false;
  }
  if (/^(1|true|yes)$/i.test(value)) {
    return true;
  }
  throw new UsageError(`GRANARY_EMULATOR_${name} must be true or false, not ${value}.`);
}

function portOf(value: string | number): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(String(value)) || port > 65_535) {
    throw new UsageError(`The port must be a number from 0 to 65535, not ${value}.`);
  }
  return port;
}
