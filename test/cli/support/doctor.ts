// Runs the built `granary doctor` as a user does, in an environment in which nothing of the caller's own gets through.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.join(__dirname, "..", "..", "..");

export interface DoctorRun {
  code: number;
  stdout: string;
  stderr: string;
}

export interface DoctorOptions {
  env?: Record<string, string>;
  cwd?: string;
  /** Is given the process once it runs, to send it a signal. */
  whileRunning?(child: ChildProcess): Promise<void>;
}

export interface ReportedResult {
  id: string;
  group: string;
  kind: string;
  message: string;
  ms: number;
  lines?: string[];
  remedy?: string;
}

export interface ReportedJson {
  format: number;
  healthy: boolean;
  counts: Record<string, number>;
  results: ReportedResult[];
  policy?: unknown;
}

export async function doctor(args: readonly string[], options: DoctorOptions = {}): Promise<DoctorRun> {
  const home = mkdtempSync(path.join(tmpdir(), "granary-doctor-"));
  try {
    const bare = { PATH: path.dirname(process.execPath), HOME: home };
    const command = [path.join(root, "bin", "granary"), "doctor", ...args];
    const child = spawn(process.execPath, command, {
      cwd: options.cwd ?? home,
      env: { ...bare, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const ended = new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? -1)));
    await options.whileRunning?.(child);
    return { code: await ended, stdout, stderr };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** With --json: the report, and its results by id. */
export async function report(args: readonly string[], options?: DoctorOptions) {
  const run = await doctor([...args, "--json"], options);
  const parsed = JSON.parse(run.stdout) as ReportedJson;
  const by = Object.fromEntries(parsed.results.map((each) => [each.id, each]));
  return { ...run, report: parsed, by };
}
