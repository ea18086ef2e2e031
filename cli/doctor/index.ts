// `granary doctor`: exit code 0 when nothing is broken, 1 when something is, 2 for wrong use, 130 and 143 on signals.
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { interruptible } from "../interruptible";
import { findProject, listStacks, type Project } from "../stack/project";
import { checkBundlePath, writeBundle } from "./bundle";
import { chooseChecks } from "./checks";
import { type Facts, gatherFacts } from "./facts";
import { mask } from "./mask";
import type { DoctorFlags } from "./options";
import { asText, listText, makeReport } from "./report";
import { runChecks } from "./run";
import type { Check, Result } from "./types";

/** When checks take longer than this, a terminal is told which. */
const PATIENCE_MS = 10_000;

/** The exit code. Throws UsageError and Interrupted. */
export async function runDoctor(flags: DoctorFlags): Promise<number> {
  const checks = chooseChecks((flags.only ?? []).flatMap((each) => each.split(",")).filter(Boolean));
  if (flags.listChecks) {
    const list = checks.map(({ id, group, about }) => ({ id, group, about }));
    await print(flags.json ? `${JSON.stringify(list, null, 2)}\n` : listText(checks));
    return 0;
  }
  if (flags.bundle !== undefined) checkBundlePath(flags.bundle);
  const facts = await prepare(flags);
  // A stopped check puts away what it has made; who does not want to wait for that says so again.
  const results = await interruptible(
    (stop) => examine(checks, facts, stop),
    ({ exitCode }) => process.exit(exitCode),
  ).finally(() => facts.close());
  const report = makeReport(results, new Date());
  if (flags.bundle !== undefined) {
    await writeBundle(flags.bundle, report, facts);
    process.stderr.write(`wrote ${flags.bundle}; look through it before you send it\n`);
  }
  await print(mask(flags.json ? `${JSON.stringify(report, null, 2)}\n` : asText(report)));
  return report.healthy ? 0 : 1;
}

/** Done when it is written: the process ends right after. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

async function prepare({ stack, cwd = ".", writeTest }: DoctorFlags): Promise<Facts> {
  const folder = path.resolve(cwd);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`there is no folder ${cwd}`);
  if (writeTest !== undefined && !/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(writeTest)) {
    throw new UsageError(`"${writeTest}" can't be a bucket's name`);
  }
  const project = projectOf(folder, stack !== undefined);
  if (project && stack !== undefined) await mustExist(stack, project);
  return gatherFacts({ env: process.env, cwd: folder, project, stack, writeTest });
}

/** Outside of a project there is still much to look at, but no stack. */
function projectOf(folder: string, needed: boolean): Project | undefined {
  try {
    return findProject(folder);
  } catch (error) {
    if (needed || !(error instanceof UsageError) || !error.message.startsWith("no Pulumi.yaml")) throw error;
    return undefined;
  }
}

async function mustExist(stack: string, project: Project): Promise<void> {
  // Where the stacks can't be listed, that is what the checks are about to say.
  const stacks = await listStacks({ cwd: project.folder }).catch((error: unknown) => {
    if (error instanceof UsageError) return undefined;
    throw error;
  });
  const names = stacks?.map(({ name }) => name);
  if (!names || names.some((name) => name === stack || stack.endsWith(`/${name}`) || name.endsWith(`/${stack}`)))
    return;
  throw new UsageError(`the project has no stack "${stack}"; it has ${names.join(", ") || "none"}`);
}

async function examine(checks: readonly Check[], facts: Facts, stop: AbortSignal): Promise<Result[]> {
  const waiting = new Set(checks.map(({ id }) => id));
  const tell = () => process.stderr.write(`still waiting for ${[...waiting].join(", ")}\n`);
  const timer = process.stderr.isTTY ? setTimeout(tell, PATIENCE_MS) : undefined;
  try {
    return await runChecks(checks, facts, { stop, onDone: ({ id }) => waiting.delete(id) });
  } finally {
    clearTimeout(timer);
  }
}
