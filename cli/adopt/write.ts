// The project's folder: nothing of anybody's is overwritten unasked.
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import type { Files } from "./project";

/** Files that a repository may have before its first project. */
const HARMLESS = new Set([".git", ".gitkeep"]);

/** Refuses, before anything is read, what could not be written afterwards. */
export function checkFolder(folder: string, overwrite: boolean): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UsageError(`${folder} is not a folder; give another one with --out`);
  const there = readdirSync(folder).filter((name) => !HARMLESS.has(name));
  if (overwrite || there.length === 0) return;
  const some = there.sort().slice(0, 3).join(", ");
  throw new UsageError(
    `${folder} is not empty (${some}${there.length > 3 ? ", ..." : ""}); nothing was written. Give another folder, or --overwrite to replace the files of an adoption`,
  );
}

/** All at once, so that a signal never leaves half of them. */
export function writeProject(folder: string, files: Files): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
}
