// The stacks put together: one result, one exit code.
import { ConfigError } from "../../provider/http/errors";
import { Interrupted, UsageError } from "../errors";
import type { Project } from "../stack/project";
import type { DriftOptions } from "./options";
import type { DriftReport, DriftResult, StackDrift } from "./types";

/** A stack about which nothing is known; it hides no other. A signal ends them all. */
export function failedStack(project: Project, stack: string, error: unknown, all: readonly string[]): StackDrift {
  if (error instanceof Interrupted) throw error;
  // Asked for alone, a stack that does not exist is a wrong use.
  if (error instanceof UsageError && all.length === 1) throw error;
  if (!(error instanceof UsageError || error instanceof ConfigError)) throw error;
  return {
    project: project.name,
    stack,
    result: "failed",
    counts: { inSync: 0, changed: 0, gone: 0, unreadable: 0, unmanaged: 0, ignored: 0, accepted: 0 },
    severities: { high: 0, medium: 0, low: 0 },
    findings: [],
    unreadable: [],
    ignored: [],
    accepted: [],
    agreed: [],
    errors: [error.message],
    notes: [],
    reads: { resources: 0, documents: 0 },
    seconds: 0,
  };
}

export interface Parts extends Pick<DriftReport, "stacks" | "account" | "version" | "seconds"> {
  options: Pick<DriftOptions, "gate" | "strict" | "preDeploy">;
}

export function makeReport({ stacks, account, version, seconds, options }: Parts): DriftReport {
  return {
    command: "drift",
    format: 1,
    version,
    question: options.preDeploy ? "pre-deploy" : "drift",
    result: worst([
      ...stacks.map((each) => each.result),
      ...(account && account.errors.length > 0 ? (["incomplete"] as const) : []),
    ]),
    gate: options.gate,
    strict: options.strict,
    stacks,
    account,
    seconds,
  };
}

const ORDER: readonly DriftResult[] = ["clean", "drift", "incomplete", "failed"];

function worst(results: readonly DriftResult[]): DriftResult {
  return ORDER[Math.max(0, ...results.map((each) => ORDER.indexOf(each)))]!;
}

/** 0, 1 (drift at the gate), 3 (something could not be read, or a stack failed: then nobody can say that it is clean). */
export function exitCode({ result }: DriftReport): number {
  return { clean: 0, drift: 1, incomplete: 3, failed: 3 }[result];
}
