// Ends processes of a run in the middle of it, as a crash or an impatient person would.
import { execFileSync } from "node:child_process";
import type { Emulated, Fault } from "../../support/emulated";
import { eventually } from "../../support/eventually";
import type { Run, RunOptions } from "./stack";

/** What is killed: the command itself, or the process that serves the resources of either front. */
export type Victim = "pulumi" | "plugin";

/**
 * Runs a command, holds up the request that the fault matches, and kills the victim (SIGKILL) while it waits.
 * What the service does with that request happens (`afterApply`) or does not, but its answer never comes.
 */
export async function killDuring(
  emulator: Emulated,
  victim: Victim,
  fault: Fault,
  command: (options: RunOptions) => Promise<Run>,
): Promise<Run> {
  await emulator.fault({ ...fault, delayMs: 60_000, reset: true });
  let pid = 0;
  let ended: Run | undefined;
  const run = command({ started: (started) => (pid = started) });
  void run.then((result) => (ended = result));
  await eventually(async () => ended !== undefined || (await emulator.faults()).length === 0, Boolean, 60_000);
  if (ended !== undefined) throw new Error(`no request met the fault:\n${(await run).stdout}`);
  process.kill(victim === "pulumi" ? pid : pluginOf(pid), "SIGKILL");
  return run;
}

function pluginOf(engine: number): number {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid=,command="], { encoding: "utf8" });
  const processes = listed.split("\n").flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
  const family = new Set([engine]);
  for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  // A script that starts the plugin has its name too; the plugin itself comes last.
  const found = processes.filter(
    ({ pid, command }) => family.has(pid) && /pulumi-resource-granary|dynamic-provider/.test(command),
  );
  const plugin = found.at(-1);
  if (!plugin) throw new Error(`no plugin runs under process ${engine}:\n${listed}`);
  return plugin.pid;
}
