/** Versions that the control API tells. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The document that the emulator follows. */
export const API_VERSION = "oss-20220713";

let version: string | undefined;

/** The version of the package: of the nearest package.json above, in the sources as in dist. */
export function packageVersion(): string {
  version ??= read(__dirname);
  return version;
}

function read(directory: string): string {
  try {
    const text = readFileSync(join(directory, "package.json"), "utf8");
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    const parent = join(directory, "..");
    return parent === directory ? "0.0.0" : read(parent);
  }
}
