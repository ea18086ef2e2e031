// The command line of `granary adopt`.
import path from "node:path";
import { bucketNamePattern } from "../../provider/oss/fields";
import { UsageError } from "../errors";
import { oneOf } from "../flags";
import type { Front, Language } from "./types";

/** As commander gives them. */
export interface AdoptFlags {
  prefix?: string;
  all?: boolean;
  out?: string;
  language?: string;
  front?: string;
  lossless?: boolean;
  check?: boolean;
  overwrite?: boolean;
  json?: boolean;
  cwd?: string;
  stack?: string;
}

export interface AdoptOptions {
  /** Either these buckets, or those that the account has (with a prefix). */
  buckets?: string[];
  prefix?: string;
  /** Absolute path. */
  out: string;
  language: Language;
  front: Front;
  lossless: boolean;
  check: boolean;
  overwrite: boolean;
  json: boolean;
  /** A stack whose resources are skipped. */
  managed?: { cwd: string; stack?: string };
}

export function readOptions(buckets: readonly string[], flags: AdoptFlags): AdoptOptions {
  const ways = [buckets.length > 0, flags.prefix !== undefined, flags.all === true].filter(Boolean).length;
  if (ways === 0) throw new UsageError("which buckets? Name them, or give --prefix or --all");
  if (ways > 1) throw new UsageError("give either names of buckets, or --prefix, or --all");
  const invalid = buckets.find((name) => !bucketNamePattern.test(name));
  if (invalid !== undefined) throw new UsageError(`"${invalid}" can't be the name of a bucket`);
  if (!flags.out) throw new UsageError("where to? Give a folder with --out");
  const language = oneOf("--language", flags.language ?? "typescript", ["typescript", "yaml"] as const);
  const front = oneOf("--front", flags.front ?? "plugin", ["plugin", "dynamic"] as const);
  if (language === "yaml" && front === "dynamic") {
    throw new UsageError("Pulumi YAML has no dynamic providers; use --front plugin");
  }
  return {
    buckets: buckets.length > 0 ? [...new Set(buckets)].sort() : undefined,
    prefix: flags.prefix,
    out: path.resolve(flags.out),
    language,
    front,
    lossless: flags.lossless === true,
    check: flags.check === true,
    overwrite: flags.overwrite === true,
    json: flags.json === true,
    managed:
      flags.cwd === undefined && flags.stack === undefined
        ? undefined
        : { cwd: path.resolve(flags.cwd ?? "."), stack: flags.stack },
  };
}
