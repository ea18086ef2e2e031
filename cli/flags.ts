// What the flags of several commands have in common.
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
