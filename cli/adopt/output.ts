// What the command says on stdout: for people, or as JSON.
import path from "node:path";
import { titleOf } from "../live/kinds";
import type { BucketReading } from "../live/types";
import { count, IMPORT, PREVIEW } from "./guide";
import type { Files } from "./project";
import type { CheckResult, Declaration, Program } from "./types";

export interface Outcome {
  out: string;
  readings: readonly BucketReading[];
  /** Undefined where there was nothing to write. */
  program?: Program;
  files?: Files;
  reads: number;
  check?: CheckResult;
}

export type Result = "complete" | "partial" | "check failed";

/** 0 complete, 1 the check failed, 3 incomplete. */
export function resultOf({ readings, program, check }: Outcome): { result: Result; code: number } {
  if (check && !check.passed) return { result: "check failed", code: 1 };
  const partial = !program || readings.some(({ unreadable }) => unreadable.length > 0);
  return partial ? { result: "partial", code: 3 } : { result: "complete", code: 0 };
}

export function textOutput(outcome: Outcome): string {
  const { readings, program, files, reads, check, out } = outcome;
  const lines: string[] = [];
  const unreadable = readings.flatMap((each) => each.unreadable);
  const managed = readings.flatMap((each) => each.managed);
  for (const { name, documents } of readings) {
    const titles = documents.map(({ token, part }) => titleOf(token) + (part === undefined ? "" : ` ${part}`));
    lines.push(`${name}: ${titles.join(", ") || "nothing to adopt"}`);
  }
  for (const { bucket, token, urn } of managed) lines.push(`managed already: ${titleOf(token)} of ${bucket} (${urn})`);
  for (const { bucket, what, why } of readings.flatMap((each) => each.leftOut)) {
    lines.push(`left out: ${what} of ${bucket}: ${why}`);
  }
  for (const { bucket, token, operation, code, requestId } of unreadable) {
    const request = requestId === undefined ? "" : `, request ${requestId}`;
    lines.push(`could not be read: ${titleOf(token)} of ${bucket} (${operation}: ${code}${request})`);
  }
  lines.push("");
  if (program && files) {
    const resources = count(program.declarations.length, "resource");
    lines.push(`${resources} in ${path.relative(process.cwd(), out) || "."}: ${Object.keys(files).join(", ")}`);
    if (check) lines.push(...checkLines(check));
    else {
      const steps = [
        "npm install",
        "pulumi stack init dev",
        `pulumi ${IMPORT.join(" ")}`,
        `pulumi ${PREVIEW.join(" ")}`,
      ];
      lines.push("next, in that folder (ADOPT.md has the rest):", ...steps.map((step) => `  ${step}`));
    }
  } else lines.push("nothing was written");
  lines.push(`result: ${resultOf(outcome).result} (${count(reads, "read")}, nothing changed)`);
  return `${lines.join("\n").replace(/^\n/, "")}\n`;
}

function checkLines({ passed, imported, unchanged, problems }: CheckResult): string[] {
  if (passed) return [`check passed: ${count(imported, "resource")} imported, then the preview changes nothing`];
  return [
    `check failed: ${imported} imported, ${unchanged} unchanged in the preview`,
    ...problems.map((problem) => `  ${problem}`),
  ];
}

export function jsonOutput(outcome: Outcome): string {
  const { readings, program, files, reads, check, out } = outcome;
  const nameOf = new Map(program?.declarations.map((each) => [`${each.token}/${each.id}`, each]));
  const { result, code } = resultOf(outcome);
  const document = {
    version: 1,
    result,
    exitCode: code,
    out,
    files: Object.keys(files ?? {}),
    reads,
    buckets: readings.map(({ name, region, documents }) => ({
      name,
      region,
      resources: documents.map(({ token, id }) => summary(nameOf.get(`${token}/${id}`)!)),
    })),
    unreadable: readings.flatMap((each) => each.unreadable),
    leftOut: readings.flatMap((each) => each.leftOut),
    managed: readings.flatMap((each) => each.managed),
    ...(check ? { check } : {}),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function summary({ token, name, id }: Declaration): object {
  return { type: token, name, id };
}
