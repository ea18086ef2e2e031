// Runs checks side by side. What happens to one of them is its own result and never the end of the others.
import { ConfigError } from "../../provider/http/errors";
import type { Facts } from "./facts";
import type { Check, Finding, Result } from "./types";
import { Unavailable } from "./unavailable";

const LIMIT_MS = 20_000;

export interface RunOptions {
  /** Aborted by a signal to the process: checks end at once, but for those that put something away. */
  stop: AbortSignal;
  onDone?: (result: Result) => void;
}

/** One result per check, in the order of the checks. */
export function runChecks(checks: readonly Check[], facts: Facts, options: RunOptions): Promise<Result[]> {
  return Promise.all(
    checks.map(async (check) => {
      const started = performance.now();
      const finding = await judge(check, facts, options.stop);
      const result = { id: check.id, group: check.group, ...finding, ms: Math.round(performance.now() - started) };
      options.onDone?.(result);
      return result;
    }),
  );
}

type Judged = Omit<Finding, "kind"> & Pick<Result, "kind">;

async function judge(check: Check, facts: Facts, stop: AbortSignal): Promise<Judged> {
  const limitMs = check.limitMs ?? LIMIT_MS;
  const limit = new AbortController();
  const signal = AbortSignal.any([stop, limit.signal]);
  const timer = setTimeout(() => limit.abort(), limitMs);
  try {
    // In a promise of its own, so that a check that throws at once is caught as well.
    const finding = Promise.resolve().then(() => {
      signal.throwIfAborted();
      return check.run(facts, signal);
    });
    return await (check.cleansUp ? finding : Promise.race([finding, aborted(signal)]));
  } catch (error) {
    if (stop.aborted) return { kind: "skipped", message: "the doctor was stopped" };
    if (limit.signal.aborted) {
      const message = `no result within ${limitMs / 1000} s`;
      return { kind: "crashed", message, remedy: `run granary doctor --only ${check.id} again` };
    }
    // What lacks is told by the check whose subject it is.
    if (error instanceof Unavailable) return { kind: "skipped", message: error.message };
    if (error instanceof ConfigError) return { kind: "skipped", message: `needs ${error.setting}` };
    return {
      kind: "crashed",
      message: `the check failed: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "report it with the file that granary doctor --bundle FILE writes",
    };
  } finally {
    clearTimeout(timer);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
    if (signal.aborted) reject(new Error("aborted"));
  });
}
