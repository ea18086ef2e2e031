import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";

/** Writes a report, whole or not at all; "-" is stdout. */
export function writeReport(file: string, content: string): void {
  if (file === "-") {
    process.stdout.write(content);
    return;
  }
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UsageError(`${file} can't be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}
