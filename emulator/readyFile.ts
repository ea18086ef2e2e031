/** Tells other processes that the emulator is ready, and where. */
import { renameSync, rmSync, writeFileSync } from "node:fs";

/** Writes the file, whole or not at all; what it returns removes it again. */
export function announce(file: string | undefined, urls: { oss: string }): () => void {
  if (file === undefined) {
    return () => {};
  }
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify({ ...urls, pid: process.pid })}\n`);
  renameSync(temporary, file);
  return () => rmSync(file, { force: true });
}
