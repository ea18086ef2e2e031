// `granary adopt`: reads buckets and writes the Pulumi project that describes them.
import path from "node:path";
import { ConfigError, ServiceError } from "../../provider/http/errors";
import { UsageError } from "../errors";
import { interruptible } from "../interruptible";
import { titleOf } from "../live/kinds";
import { readBucket } from "../live/readBucket";
import { createReader, type Reader } from "../live/reader";
import type { BucketReading } from "../live/types";
import { checkProject, mustBeAbleToCheck } from "./check";
import { type ManagedBy, managedIn } from "./managed";
import { type AdoptFlags, type AdoptOptions, readOptions } from "./options";
import { jsonOutput, type Outcome, resultOf, textOutput } from "./output";
import { makeProgram } from "./program";
import { projectFiles } from "./project";
import { checkFolder, writeProject } from "./write";

/** Buckets that are read side by side; each sends up to 18 requests at once, of which 32 are under way. */
const PARALLEL = 4;

/** Returns the exit code: 0 done, 1 the check failed, 3 incomplete. Throws UsageError (2) and Interrupted (130, 143). */
export async function runAdopt(buckets: readonly string[], flags: AdoptFlags): Promise<number> {
  const options = readOptions(buckets, flags);
  checkFolder(options.out, options.overwrite);
  const run = interruptible(async (signal) => {
    const outcome = await adopt(options, signal);
    process.stdout.write(options.json ? jsonOutput(outcome) : textOutput(outcome));
    return resultOf(outcome).code;
  });
  return told(run);
}

async function adopt(options: AdoptOptions, signal: AbortSignal): Promise<Outcome> {
  if (options.check) await mustBeAbleToCheck(options.front);
  const managedBy: ManagedBy = options.managed
    ? await managedIn(options.managed.cwd, options.managed.stack)
    : () => undefined;
  const reader = createReader(signal);
  let readings: BucketReading[];
  try {
    const names = options.buckets ?? (await listed(reader, options.prefix));
    readings = await readAll(names, reader, { ...options, managedBy });
  } finally {
    await reader.close();
  }
  const { out, language, front } = options;
  const outcome: Outcome = { out, readings, reads: reader.reads() };
  if (readings.every(({ documents }) => documents.length === 0)) return outcome;
  outcome.program = makeProgram(readings, { language, front, folder: path.basename(out) });
  outcome.files = projectFiles(outcome.program, {
    unreadable: readings.flatMap((each) => each.unreadable),
    leftOut: readings.flatMap((each) => each.leftOut),
    managed: readings.flatMap((each) => each.managed),
  });
  // What came while the folder was being read for is not overwritten either.
  checkFolder(out, options.overwrite);
  writeProject(out, outcome.files);
  if (options.check) outcome.check = await checkProject(out, outcome.files, outcome.program, progress);
  return outcome;
}

async function listed(reader: Reader, prefix: string | undefined): Promise<string[]> {
  const names = await reader.buckets(prefix);
  if (names.length > 0) return names;
  throw new UsageError(
    prefix === undefined ? "the account has no bucket" : `the account has no bucket whose name starts with ${prefix}`,
  );
}

async function readAll(
  names: readonly string[],
  reader: Reader,
  options: AdoptOptions & { managedBy: ManagedBy },
): Promise<BucketReading[]> {
  const readings: BucketReading[] = [];
  const missing: string[] = [];
  const queue = [...names];
  let done = 0;
  async function work(): Promise<void> {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const reading = await readBucket(name, reader, options);
      done += 1;
      if ("missing" in reading) missing.push(name);
      else readings.push(reading);
      const failed = "missing" in reading ? [] : reading.unreadable.map(({ token }) => titleOf(token));
      const trouble =
        "missing" in reading ? ", does not exist" : failed.length > 0 ? `, unreadable: ${failed.join(", ")}` : "";
      progress(`[${done}/${names.length}] ${name}: ${reader.reads(name)} reads${trouble}`);
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, work));
  // A bucket of a list that is gone by now is nobody's mistake.
  if (missing.length > 0 && options.buckets) {
    throw new UsageError(`there is no bucket ${missing.sort().join(", ")}; nothing was written`);
  }
  return readings.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Settings that are wrong are the user's to mend (2); a list of buckets that can't be had leaves nothing to adopt (3). */
async function told(run: Promise<number>): Promise<number> {
  try {
    return await run;
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    if (error instanceof ServiceError && error.operation === "GetService") {
      process.stderr.write(`granary: ${error.message}\n`);
      return 3;
    }
    throw error;
  }
}
