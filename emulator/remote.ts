/** `granary emulator start|stop|status|reset|seed|export|import`: an emulator in another process, over its control API. */
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as wait } from "node:timers/promises";
import { UsageError } from "./cli";
import { exchange } from "./seed/client";
import { sowing } from "./seed/run";

/** The emulator to talk to. */
export interface Remote {
  url: string;
  accessKeyId: string;
  accessKeySecret: string;
}

interface Health {
  status: string;
  version: string;
  ready: boolean;
  uptime: number;
}

const START_MS = 60_000;
const STOP_MS = 10_000;

/** Starts `granary emulator` with the given arguments in the background, and returns its ready line when it is. */
export async function startInBackground(script: string, args: readonly string[], log: string): Promise<string> {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, "w");
  const child = spawn(process.execPath, [script, "emulator", ...args], {
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await wait(50)) {
    const said = readFileSync(log, "utf8");
    const line = /^(oss https?:|\{"oss":).*\n/m.exec(said)?.[0];
    if (line !== undefined) {
      child.unref();
      return line.trimEnd();
    }
    if (ended) {
      throw new Error(said.trim().replace(/^granary: /, "") || "The emulator ended without a word.");
    }
  }
  child.kill();
  throw new Error(`The emulator was not ready within ${START_MS / 1000} s; ${log} has what it said.`);
}

/** undefined when no emulator answers there. */
export async function healthOf({ url }: Pick<Remote, "url">): Promise<Health | undefined> {
  try {
    const { text } = await exchange({ url }, "GET", "/_granary/health", {});
    const health = JSON.parse(text) as Health;
    return typeof health.ready === "boolean" ? health : undefined;
  } catch {
    return undefined;
  }
}

/** Asks it to end and waits until it has. */
export async function stopRemote(remote: Pick<Remote, "url">): Promise<void> {
  await call(remote, "POST", "stop");
  for (const deadline = Date.now() + STOP_MS; Date.now() < deadline; await wait(50)) {
    if ((await healthOf(remote)) === undefined) {
      return;
    }
  }
  throw new Error(`The emulator at ${remote.url} still answers after ${STOP_MS / 1000} s.`);
}

export async function resetRemote(remote: Pick<Remote, "url">): Promise<void> {
  await call(remote, "POST", "reset");
}

/** Adds a seed: a document, a snapshot or a folder (seed/run.ts). Says each step when it is done. */
export async function seedRemote(remote: Remote, path: string, say: (line: string) => void): Promise<void> {
  await demand(remote);
  const { steps, run } = sowing(path);
  const env = {
    GRANARY_OSS_ENDPOINT: remote.url,
    OSS_ACCESS_KEY_ID: remote.accessKeyId,
    OSS_ACCESS_KEY_SECRET: remote.accessKeySecret,
  };
  try {
    await run({ ...remote, env, log: (text) => say(text.trimEnd()) });
  } finally {
    for (const step of steps) {
      say(`${step.status} ${step.name}`);
    }
  }
}

/** All data as one file; "-" is standard output. */
export async function exportRemote(remote: Pick<Remote, "url">, file: string): Promise<void> {
  const snapshot = await call(remote, "GET", "snapshot");
  if (file === "-") {
    process.stdout.write(snapshot);
  } else {
    writeFileSync(file, snapshot);
  }
}

/** Replaces all data by that of the file. */
export async function importRemote(remote: Pick<Remote, "url">, file: string): Promise<void> {
  await call(remote, "POST", "snapshot", readFileSync(file));
}

/** Asks on a terminal; where nobody can be asked, `yes` must have been said. */
export async function confirm(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) {
    return;
  }
  if (!process.stdin.isTTY) {
    throw new UsageError(`${question} Say --yes to go on where nobody can be asked.`);
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if (!/^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim())) {
      throw new Error("Nothing was changed.");
    }
  } finally {
    prompt.close();
  }
}

async function demand(remote: Pick<Remote, "url">): Promise<void> {
  if ((await healthOf(remote)) === undefined) {
    throw new Error(
      `No emulator answers at ${remote.url}. Start one with granary emulator start, or name it with --url.`,
    );
  }
}

async function call(remote: Pick<Remote, "url">, method: string, name: string, body?: Buffer): Promise<Buffer> {
  await demand(remote);
  const { status, text, bytes } = await exchange(remote, method, `/_granary/${name}`, {}, body);
  if (status >= 300) {
    throw new Error((JSON.parse(text) as { error: { message: string } }).error.message);
  }
  return bytes;
}

/** Where a started emulator writes what it says. */
export const LOG = join(".granary", "emulator.log");
