// The demo's emulator: a process of its own that outlives the script, on loopback, with its data in .granary/emulator.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { inRoot, inState } from "./paths.mjs";
import { detail, Problem, step } from "./say.mjs";
import { environment } from "./setup.mjs";

const DEFAULT_PORT = 7480;
const ACCESS = { id: "granary", secret: "granary-secret", region: "cn-hangzhou" };
const START_TIMEOUT = 20_000;
const STOP_TIMEOUT = 10_000;

const record = () => inState("emulator.json");
const log = () => inState("emulator.log");

/** Whether an emulator answers at that address. */
export async function healthy(url) {
  try {
    const response = await fetch(`${url}/_granary/health`, { signal: AbortSignal.timeout(2_000) });
    return response.ok;
  } catch {
    return false;
  }
}

/** Starts the demo's emulator, or uses the one that runs. One that runs an older build is started again, with its data. */
export async function startEmulator({ port, build }) {
  const own = recorded();
  // The port of the last time is kept, also when that emulator was killed: the stack's outputs name it.
  const wanted = port ?? readRecord()?.port ?? DEFAULT_PORT;
  const url = `http://127.0.0.1:${wanted}`;
  if (own && (own.port !== wanted || own.build !== build)) await stopEmulator();
  else if (own && (await healthy(url))) return url;
  else if (own) await stopEmulator();
  if (await healthy(url)) {
    detail(`an emulator that was started otherwise answers at ${url}: using it`);
    return url;
  }
  step(`Starting the emulator at ${url}`);
  fs.mkdirSync(inState(), { recursive: true });
  const output = fs.openSync(log(), "w");
  const args = [inRoot("bin", "granary"), "emulator", "--oss", String(wanted), "--data", inState("emulator")];
  args.push("--access-key-id", ACCESS.id, "--access-key-secret", ACCESS.secret, "--region", ACCESS.region);
  const child = spawn("node", args, {
    cwd: inRoot(),
    env: withoutSettings(environment()),
    detached: true,
    stdio: ["ignore", output, output],
  });
  fs.closeSync(output);
  let ended = false;
  child.on("error", () => (ended = true)).on("exit", () => (ended = true));
  fs.writeFileSync(record(), JSON.stringify({ pid: child.pid, port: wanted, build }));
  const deadline = Date.now() + START_TIMEOUT;
  while (!ended && Date.now() < deadline) {
    if (await healthy(url)) {
      child.unref();
      return url;
    }
    await sleep(100);
  }
  if (!ended) child.kill("SIGKILL");
  fs.rmSync(record(), { force: true });
  const said = fs.readFileSync(log(), "utf8").trim();
  throw new Problem(
    `the emulator did not start at ${url}${said ? `:\n${said}` : ""}\nWhere the port is taken, choose another one: npm run up -- --port 7490`,
  );
}

/** What a client of the demo's emulator needs. */
export function emulatorEnvironment(url) {
  const { id, secret, region } = ACCESS;
  return { GRANARY_OSS_ENDPOINT: url, OSS_ACCESS_KEY_ID: id, OSS_ACCESS_KEY_SECRET: secret, OSS_REGION: region };
}

// Each option of the emulator is an environment variable too, and the user's may be meant for another one.
function withoutSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("GRANARY_EMULATOR_")));
}

/** Stops the emulator that `startEmulator` started; whether there was one. */
export async function stopEmulator() {
  const own = recorded();
  if (!own) return false;
  process.kill(own.pid, "SIGTERM");
  const deadline = Date.now() + STOP_TIMEOUT;
  while (alive(own.pid) && Date.now() < deadline) await sleep(50);
  if (alive(own.pid)) process.kill(own.pid, "SIGKILL");
  fs.rmSync(record(), { force: true });
  return true;
}

/** The emulator process that this clone started, when it is still alive: { pid, port, build }. */
function recorded() {
  const own = readRecord();
  return own && alive(own.pid) && isEmulator(own.pid) ? own : undefined;
}

function readRecord() {
  return fs.existsSync(record()) ? JSON.parse(fs.readFileSync(record(), "utf8")) : undefined;
}

// After a restart of the machine another program may have the number.
function isEmulator(pid) {
  const file = `/proc/${pid}/cmdline`;
  const command = fs.existsSync(file)
    ? fs.readFileSync(file, "utf8")
    : execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return command.includes("granary") && command.includes("emulator");
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
