// Ends processes of a run in the middle of it, as a crash or an impatient person would.
import { execFileSync } from "node:child_process";
import type { Emulated, Fault } from "../../support/emulated";
import { eventually } from "../../support/eventually";
import type { Run, RunOptions } from "./stack";

/** What is killed: the command itself, or the process that serves the resources of either front. */
export type Victim = "pulumi" | "plugin";

/**
 * Runs a command, holds up the request that the fault matches, and kills the victim (SIGKILL) while it waits.
 * The service does what the request asks for, or not, but its answer never comes. Resolves when the process that served
 * the resources has ended too: where it goes on without an engine, it would write beside the next run.
 */
export async function killDuring(
  emulator: Emulated,
  victim: Victim,
  { operation, done }: { operation: string; done: boolean },
  command: (options: RunOptions) => Promise<Run>,
): Promise<Run> {
  const fault: Fault = { operation, delayMs: 120_000, reset: true, afterApply: done };
  await emulator.fault(fault);
  let pid = 0;
  let ended = false;
  const running = command({ started: (started) => (pid = started) });
  void running.then(() => (ended = true));
  await eventually(async () => ended || (await emulator.faults()).length === 0, Boolean, 60_000);
  if (ended) throw new Error(`no request met the fault:\n${(await running).stdout}`);

  const plugin = pluginOf(pid);
  process.kill(victim === "pulumi" ? pid : plugin, "SIGKILL");
  const run = await running;
  if (!(await eventually(() => !processes().some((each) => each.pid === plugin), Boolean, 20_000))) {
    throw new Error(`process ${plugin} lives on without its engine`);
  }
  return run;
}

interface Process {
  pid: number;
  parent: number;
  command: string;
}

function processes(): Process[] {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,command="], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => {
    const [, pid, parent, state = "", command = ""] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    // What has ended and waits for its parent to notice counts as ended.
    return pid === undefined || state.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

function pluginOf(engine: number): number {
  const all = processes();
  const family = new Set([engine]);
  for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  // A script that starts the plugin has its name too; the plugin itself comes last.
  const plugin = all.filter(
    ({ pid, command }) => family.has(pid) && /pulumi-resource-granary|dynamic-provider/.test(command),
  );
  const last = plugin[plugin.length - 1];
  if (!last) throw new Error(`no plugin runs under process ${engine}`);
  return last.pid;
}
