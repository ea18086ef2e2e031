// `granary drift`: what is recorded of stacks, held against what is live. It only reads.
import { existsSync } from "node:fs";
import { UsageError } from "../errors";
import { interruptible } from "../interruptible";
import { writeReport } from "../report/write";
import { currentStack, findProject, listStacks, type Project } from "../stack/project";
import { type AssembleOptions, assembleStack, isUnseen, type StackReading } from "./assemble";
import { type Baseline, baselinedOf, baselineFile, baselineText, keyOf, readBaseline } from "./baseline";
import { readIgnoreRules } from "./ignore";
import { type DriftFlags, type DriftOptions, driftOptions } from "./options";
import { everyStack } from "./pool";
import { preDeploy } from "./preDeploy";
import { createProgress, type Progress } from "./progress";
import { readStack } from "./readStack";
import { readRecord, type StackRecord } from "./record";
import { exitCode, failedStack, makeReport } from "./report";
import type { DriftReport, StackDrift } from "./types";
import { createLiveReader, type LiveReader } from "./unmanaged";

/** Runs the command; returns its exit code. */
export async function runDrift(flags: DriftFlags, version: string): Promise<number> {
  const options = driftOptions(flags);
  if (!existsSync(options.cwd)) throw new UsageError(`--cwd: there is no folder ${options.cwd}`);
  const project = findProject(options.cwd);
  const agreements = {
    ignore: readIgnoreRules(project.folder, options.ignore),
    // A file that --record is to make need not be there.
    baseline:
      options.record && !existsSync(baselineFile(project.folder, options.baseline))
        ? {}
        : readBaseline(project.folder, options.baseline),
  };
  const stacks = await stacksOf(options, project);
  const started = Date.now();
  const progress = createProgress(stacks);
  try {
    const run = { options, project, stacks, agreements, progress };
    const found = options.preDeploy ? await askProgram(run) : await askServices(run);
    const report = makeReport({ ...found, options, version, seconds: (Date.now() - started) / 1000 });
    progress.end();
    print(report, options, project);
    return exitCode(report);
  } finally {
    progress.end();
  }
}

async function stacksOf({ stacks, all }: DriftOptions, project: Project): Promise<string[]> {
  const engine = { cwd: project.folder };
  if (!all) return stacks.length > 0 ? stacks : [await currentStack(engine)];
  const found = (await listStacks(engine)).map(({ name }) => name);
  if (found.length === 0) throw new UsageError("the project has no stack; make one with `pulumi stack init`");
  return found;
}

interface Run {
  options: DriftOptions;
  project: Project;
  stacks: readonly string[];
  agreements: { ignore: AssembleOptions["ignore"]; baseline: Baseline };
  progress: Progress;
}

type Found = Pick<DriftReport, "stacks" | "account">;

async function askProgram({ options, project, stacks, progress }: Run): Promise<Found> {
  const { gate, concurrency } = options;
  const drifts = await everyStack(stacks, concurrency, async (stack): Promise<StackDrift> => {
    const drift = await preDeploy({ project, stack, gate, onEvent: progress.event(stack) }).catch((error: unknown) =>
      failedStack(project, stack, error, stacks),
    );
    progress.done(stack, drift);
    return drift;
  });
  return { stacks: drifts };
}

async function askServices(run: Run): Promise<Found> {
  const { options, project, stacks, progress } = run;
  return interruptible(async (signal) => {
    const live = createLiveReader(signal);
    try {
      // All records first: a document that one stack of the run owns is not without an owner in another.
      const records = await everyStack(
        stacks,
        options.concurrency,
        (stack): Promise<StackRecord | StackDrift> =>
          readRecord(project, stack, { cwd: project.folder }).catch((error: unknown) =>
            failedStack(project, stack, error, stacks),
          ),
      );
      const readings = await readAll(run, records, live);
      const drifts = assembleAll(run, readings);
      for (const drift of drifts) progress.done(drift.stack, drift);
      const account = options.account ? await accountBuckets(records.filter(isRecord), live) : undefined;
      return { stacks: drifts, account };
    } finally {
      await live.close();
    }
  });
}

function isRecord(each: StackRecord | StackDrift): each is StackRecord {
  return "readable" in each;
}

async function readAll(
  { options, project, stacks, progress }: Run,
  records: readonly (StackRecord | StackDrift)[],
  live: LiveReader,
): Promise<(StackReading | StackDrift)[]> {
  const owners = new Map(records.filter(isRecord).flatMap((each) => [...each.owners]));
  return everyStack(records, options.concurrency, async (record) => {
    if (!isRecord(record)) return record;
    const { stack } = record;
    const onRead = (done: number, all: number) => progress.read(stack, done, all);
    return readStack(record, { project, owners, live, onRead }).catch((error: unknown) =>
      failedStack(project, stack, error, stacks),
    );
  });
}

function assembleAll({ options, project, agreements }: Run, readings: (StackReading | StackDrift)[]): StackDrift[] {
  const { gate, strict } = options;
  const today = new Date().toISOString().slice(0, 10);
  const baseline = options.record
    ? recordBaseline(agreements.baseline, readings, project, options)
    : agreements.baseline;
  return readings.map((reading) => {
    if (!("observations" in reading)) return reading;
    const accepted = baseline[reading.stack] ?? [];
    return assembleStack(reading, { ignore: agreements.ignore, baseline: accepted, today, gate, strict });
  });
}

/** Accepts what the stacks that were read have without an owner; of the others the baseline stays as it is. */
function recordBaseline(
  baseline: Baseline,
  readings: readonly (StackReading | StackDrift)[],
  { folder }: Project,
  options: DriftOptions,
): Baseline {
  const recorded = readings.flatMap((reading): [string, Baseline[string]][] => {
    if (!("observations" in reading)) return [];
    const seen = reading.documents.map(baselinedOf);
    const keys = new Set(seen.map(keyOf));
    // What could not be looked at stays accepted.
    const unseen = (baseline[reading.stack] ?? []).filter((each) => !keys.has(keyOf(each)) && isUnseen(each, reading));
    return [[reading.stack, [...seen, ...unseen]]];
  });
  const next = { ...baseline, ...Object.fromEntries(recorded) };
  writeReport(baselineFile(folder, options.baseline), baselineText(next));
  return next;
}

/** Buckets of the accounts of these stacks that none of them manages. */
async function accountBuckets(records: readonly StackRecord[], live: LiveReader): Promise<DriftReport["account"]> {
  const buckets = records.flatMap((record) => record.buckets);
  const managed = new Set(buckets.map(({ name }) => name));
  const places = new Map(buckets.map(({ settings }) => [JSON.stringify(settings), settings]));
  const account: NonNullable<DriftReport["account"]> = { buckets: [], errors: [] };
  for (const settings of places.size > 0 ? places.values() : [{}]) {
    try {
      account.buckets.push(...(await live.buckets(settings)));
    } catch (error) {
      account.errors.push((error as Error).message);
    }
  }
  account.buckets = [...new Set(account.buckets)].filter((name) => !managed.has(name)).sort();
  return account;
}

function print(report: DriftReport, options: DriftOptions, project: Project): void {
  for (const form of Object.keys(options.files) as (keyof typeof options.files)[]) {
    writeReport(options.files[form]!, render(form, report, project, options));
  }
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (!Object.values(options.files).includes("-")) {
    const { driftText } = require("../report/driftText") as typeof import("../report/driftText");
    process.stdout.write(driftText(report, options));
  }
}

function render(
  form: keyof DriftOptions["files"],
  report: DriftReport,
  project: Project,
  options: DriftOptions,
): string {
  switch (form) {
    case "markdown": {
      const { driftMarkdown } = require("../report/driftMarkdown") as typeof import("../report/driftMarkdown");
      return driftMarkdown(report);
    }
    case "html": {
      const { driftHtml } = require("../report/driftHtml") as typeof import("../report/driftHtml");
      return driftHtml(report);
    }
    case "sarif": {
      const { driftSarif } = require("../report/driftMachine") as typeof import("../report/driftMachine");
      return driftSarif(report, project, options.sarifMaxLevel);
    }
    case "junit": {
      const { driftJunit } = require("../report/driftMachine") as typeof import("../report/driftMachine");
      return driftJunit(report);
    }
  }
}
