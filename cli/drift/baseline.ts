// Documents without an owner that were accepted with --record: only what changes from then on is told.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { granary } from "../../provider";
import { findResource } from "../../provider/kit/define";
import { formatPath, type Path } from "../../provider/kit/path";
import { type Shape, shapeOf } from "../../provider/kit/shape";
import { UsageError } from "../errors";
import type { Document } from "../live/types";
import type { Properties } from "../stack/types";
import { isRecord, isSecret } from "../stack/values";

export const BASELINE_FILE = "granary.drift.baseline.json";

/** A document as it was accepted. */
export interface Baselined {
  /** "oss:BucketPolicy" */
  type: string;
  /** The id that an import takes. */
  id: string;
  /** Its arguments, secrets redacted. */
  value: Properties;
}

/** Stack -> what was accepted. */
export type Baseline = Record<string, Baselined[]>;

/** Reads the baseline; a missing default file is an empty one. */
export function readBaseline(folder: string, given: string | undefined): Baseline {
  const file = baselineFile(folder, given);
  if (!existsSync(file)) {
    if (given === undefined) return {};
    throw new UsageError(`${file} does not exist; --record makes it`);
  }
  const content = parse(file);
  if (!isRecord(content) || content.format !== 1 || !isRecord(content.stacks)) {
    throw new UsageError(`${file} is no baseline of format 1; granary drift --record writes one`);
  }
  for (const entries of Object.values(content.stacks)) {
    const valid = (each: unknown) =>
      isRecord(each) && typeof each.type === "string" && typeof each.id === "string" && isRecord(each.value);
    if (!Array.isArray(entries) || !entries.every(valid)) {
      throw new UsageError(`${file}: each entry needs a type, an id and a value`);
    }
    for (const { type, id, value } of entries as Baselined[]) {
      const definition = findResource(granary, type);
      const wrong = definition && misfit(shapeOf(definition.inputs), value, []);
      if (wrong) throw new UsageError(`${file}: ${type} ${id}: ${formatPath(wrong)} is no value of this kind`);
    }
  }
  return content.stacks as Baseline;
}

const TYPES: Partial<Record<Shape["kind"], string>> = { integer: "number", number: "number", boolean: "boolean" };

/** Where a value has another form than its definition, because it was changed by hand: nothing could be held against it. */
function misfit({ kind, fields, element }: Shape, value: unknown, path: Path): Path | undefined {
  if (value === undefined || isSecret(value) || kind === "any") return undefined;
  const into = (child: Shape | undefined, each: unknown, step: string | number) =>
    child && misfit(child, each, [...path, step]);
  if (kind === "array") {
    if (!Array.isArray(value)) return path;
    return value.map((each, index) => into(element, each, index)).find((each) => each);
  }
  if (kind !== "object" && kind !== "map") return typeof value === (TYPES[kind] ?? "string") ? undefined : path;
  if (!isRecord(value)) return path;
  const children = Object.entries(value).map(([name, each]) => into(fields?.[name] ?? element, each, name));
  return children.find((each) => each);
}

export function baselineFile(folder: string, given: string | undefined): string {
  return given ?? path.join(folder, BASELINE_FILE);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as Error).message}`);
  }
}

/** The text of the file: stacks and entries in a fixed order, so that a change of it reads well in a review. */
export function baselineText(baseline: Baseline): string {
  const stacks = Object.entries(baseline)
    .filter(([, entries]) => entries.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([stack, entries]) => [stack, [...entries].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))]);
  return `${JSON.stringify({ format: 1, stacks: Object.fromEntries(stacks) }, null, 2)}\n`;
}

export function keyOf({ type, id }: Pick<Baselined, "type" | "id">): string {
  return `${type} ${id}`;
}

export function baselinedOf({ token, id, inputs }: Document): Baselined {
  return { type: token, id, value: inputs };
}
