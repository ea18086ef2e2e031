// What the tests of `granary drift` look at: its JSON, and whether it left everything as it was.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import type { TestStack } from "../../engine/support/stack";
import { type GranaryOptions, type GranaryRun, granary } from "./granary";

export interface DriftJson {
  result: string;
  stacks: {
    stack: string;
    result: string;
    counts: Record<string, number>;
    severities: Record<string, number>;
    findings: {
      verdict: string;
      severity: string;
      type: string;
      resource: string;
      bucket?: string;
      urn?: string;
      id?: string;
      changes: { path: string; kind: string; old?: unknown; new?: unknown }[];
      rules: { rule: string; severity: string }[];
      includes?: string[];
      redacted?: true;
      position?: { file: string; line: number };
      waysOut: Record<"keep" | "undo" | "ignore", { text: string; lines: string[] }>;
    }[];
    unreadable: { type: string; name: string; code: string; requestId?: string; unowned: boolean }[];
    ignored: { type: string; path?: string; reason: string }[];
    accepted: { type: string; id: string }[];
    agreed: { resource: string; path: string; value?: unknown }[];
    errors: string[];
    notes: string[];
    reads: { resources: number; documents: number };
  }[];
  account?: { buckets: string[] };
}

export interface JsonRun extends GranaryRun {
  report: DriftJson;
}

/** Of the stack "test", unless the arguments say others: a stack that is named need not be asked for, half a second. */
export async function driftJson(stack: TestStack, args: string[] = [], options: GranaryOptions = {}): Promise<JsonRun> {
  const named = args.includes("--stack") || args.includes("--all") ? args : ["--stack", "test", ...args];
  const run = await granary(stack, ["drift", "--json", ...named], options);
  if (run.stdout === "") throw new Error(`granary drift ended with ${run.code}: ${run.stderr}`);
  return { ...run, report: JSON.parse(run.stdout) as DriftJson };
}

/** [verdict, severity, type, paths] of every finding of the first stack. */
export function found({ report }: JsonRun): [string, string, string, string[]][] {
  return report.stacks[0]!.findings.map((each) => [
    each.verdict,
    each.severity,
    each.type,
    each.changes.map(({ path: at }) => at),
  ]);
}

/** Hash of every file of the state's folder, by name; a lock would be one of them. */
export function stateFiles(stack: TestStack): Record<string, string> {
  const folder = fileURLToPath(stack.env.PULUMI_BACKEND_URL!);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
  const hash = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
  return Object.fromEntries(files.sort().map((file) => [file, hash(file)]));
}

/** A YAML program with more resources, and further properties of those that it has. */
export function withLines(files: Record<string, string>, more: string, properties: Record<string, string>) {
  const program = parse(files["Pulumi.yaml"]!);
  for (const [name, text] of Object.entries(properties)) {
    Object.assign(program.resources[name].properties, parse(text));
  }
  Object.assign(program.resources, parse(more));
  return { "Pulumi.yaml": stringify(program) };
}
