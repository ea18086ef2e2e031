// What the flags of several commands have in common.
import path from "node:path";
import { UsageError } from "./errors";

export function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) throw new UsageError(`${flag} is ${value}; it can be ${allowed.join(", ")}`);
  return value as T;
}

/** Colour of stdout: never without a terminal, unless FORCE_COLOR says so. */
export function useColor(flag: boolean | undefined): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  if (flag === false) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0") return true;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  return process.stdout.isTTY === true && TERM !== "dumb";
}

/** The reports that were asked for: form -> file, "-" for stdout, where there is room for one (`--json` is one too). */
export function reportFiles<F extends string>(
  forms: readonly F[],
  flags: { [K in F]?: string } & { json?: boolean },
): Partial<Record<F, string>> {
  const files: Partial<Record<F, string>> = {};
  for (const form of forms) {
    const file: string | undefined = flags[form];
    if (file !== undefined) files[form] = file === "-" ? file : path.resolve(file);
  }
  const toStdout = Object.values(files).filter((file) => file === "-").length + (flags.json ? 1 : 0);
  if (toStdout > 1) throw new UsageError("only one report can go to stdout");
  return files;
}
