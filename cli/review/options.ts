import path from "node:path";
import { UsageError } from "../errors";
import { oneOf, reportFiles, useColor } from "../flags";
import type { Gate } from "../rules/severity";

/** What the command line gives. */
export interface ReviewFlags {
  cwd?: string;
  stack?: string;
  failOn?: string;
  expect?: string;
  waivers?: string;
  refresh?: boolean;
  json?: boolean;
  markdown?: string;
  html?: string;
  sarif?: string;
  sarifMaxLevel?: string;
  junit?: string;
  codeQuality?: string;
  reportUrl?: string;
  post?: string;
  verbose?: boolean;
  color?: boolean;
}

export interface ReviewOptions {
  cwd: string;
  stack?: string;
  gate: Gate;
  expect?: string;
  waivers?: string;
  refresh: boolean;
  json: boolean;
  /** Form -> file; "-" is stdout. */
  files: Partial<Record<ReportForm, string>>;
  sarifMaxLevel: "error" | "warning" | "note";
  /** Where the full report will be, for what a comment has no room for. */
  reportUrl?: string;
  post?: "github" | "gitlab";
  verbose: boolean;
  color: boolean;
}

export const FORMS = ["markdown", "html", "sarif", "junit", "codeQuality"] as const;
export type ReportForm = (typeof FORMS)[number];

export function reviewOptions(flags: ReviewFlags): ReviewOptions {
  const files = reportFiles(FORMS, flags);
  if (flags.expect !== undefined && !/^[0-9a-f]{64}$/.test(flags.expect)) {
    throw new UsageError(`--expect: ${flags.expect} is no fingerprint (64 hexadecimal digits)`);
  }
  return {
    cwd: path.resolve(flags.cwd ?? "."),
    stack: flags.stack,
    gate: oneOf("--fail-on", flags.failOn ?? "high", ["high", "medium", "low", "none"] as const),
    expect: flags.expect,
    waivers: flags.waivers === undefined ? undefined : path.resolve(flags.waivers),
    refresh: flags.refresh ?? false,
    json: flags.json ?? false,
    files,
    sarifMaxLevel: oneOf("--sarif-max-level", flags.sarifMaxLevel ?? "error", ["error", "warning", "note"] as const),
    reportUrl: flags.reportUrl,
    post: flags.post === undefined ? undefined : oneOf("--post", flags.post, ["github", "gitlab"] as const),
    verbose: flags.verbose ?? false,
    color: useColor(flags.color),
  };
}
