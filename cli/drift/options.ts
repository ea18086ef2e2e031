// The command line of `granary drift`.
import path from "node:path";
import { UsageError } from "../errors";
import { oneOf, reportFiles, useColor } from "../flags";
import type { Gate } from "../rules/severity";

/** As commander gives them. */
export interface DriftFlags {
  cwd?: string;
  stack?: string[];
  all?: boolean;
  concurrency?: string;
  failOn?: string;
  strict?: boolean;
  preDeploy?: boolean;
  account?: boolean;
  ignore?: string;
  baseline?: string;
  record?: boolean;
  json?: boolean;
  markdown?: string;
  html?: string;
  sarif?: string;
  sarifMaxLevel?: string;
  junit?: string;
  verbose?: boolean;
  color?: boolean;
}

export const DRIFT_FORMS = ["markdown", "html", "sarif", "junit"] as const;
export type DriftForm = (typeof DRIFT_FORMS)[number];

export interface DriftOptions {
  cwd: string;
  /** Names of stacks; empty = the selected one. */
  stacks: string[];
  all: boolean;
  /** Stacks that are read side by side. */
  concurrency: number;
  gate: Gate;
  strict: boolean;
  preDeploy: boolean;
  account: boolean;
  ignore?: string;
  baseline?: string;
  record: boolean;
  json: boolean;
  /** Form -> file; "-" is stdout. */
  files: Partial<Record<DriftForm, string>>;
  sarifMaxLevel: "error" | "warning" | "note";
  verbose: boolean;
  color: boolean;
}

/** Each stack runs an engine with its plugins, some 200 MB. */
const CONCURRENCY = 4;
const MOST = 64;

export function driftOptions(flags: DriftFlags): DriftOptions {
  const file = (given: string | undefined) => (given === undefined ? undefined : path.resolve(given));
  const files = reportFiles(DRIFT_FORMS, flags);
  if (flags.all && flags.stack) throw new UsageError("give either --stack or --all");
  if (flags.record && flags.preDeploy) {
    throw new UsageError("--record accepts documents without an owner, which --pre-deploy does not look for");
  }
  if (flags.account && flags.preDeploy) throw new UsageError("--account lists buckets, which --pre-deploy does not");
  const concurrency = Number(flags.concurrency ?? CONCURRENCY);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MOST) {
    throw new UsageError(`--concurrency is ${flags.concurrency}; it can be 1 to ${MOST}`);
  }
  return {
    cwd: path.resolve(flags.cwd ?? "."),
    stacks: [...new Set(flags.stack ?? [])].sort(),
    all: flags.all ?? false,
    concurrency,
    gate: oneOf("--fail-on", flags.failOn ?? "low", ["high", "medium", "low", "none"] as const),
    strict: flags.strict ?? false,
    preDeploy: flags.preDeploy ?? false,
    account: flags.account ?? false,
    ignore: file(flags.ignore),
    baseline: file(flags.baseline),
    record: flags.record ?? false,
    json: flags.json ?? false,
    files,
    sarifMaxLevel: oneOf("--sarif-max-level", flags.sarifMaxLevel ?? "error", ["error", "warning", "note"] as const),
    verbose: flags.verbose ?? false,
    color: useColor(flags.color),
  };
}
