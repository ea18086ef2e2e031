// The recorded state of a stack.
import { UsageError } from "../errors";
import { type EngineOptions, runPulumi } from "./engine";
import { firstError } from "./project";
import { readState, type WireState } from "./state";
import { nameOf, normalType } from "./tokens";
import type { Resource } from "./types";

/** A resource as `pulumi stack export` writes it. Secrets are in plain where the caller may decrypt them. */
export interface ExportedResource extends WireState {
  urn: string;
  /** False for components and for the stack itself. */
  custom?: boolean;
  /** Replaced already, to be deleted by the next update. */
  delete?: boolean;
  /** Read by the program, not managed. */
  external?: boolean;
  /** Deleted already, to be made again by the next update. */
  pendingReplacement?: boolean;
  ignoreChanges?: string[];
}

/** What is recorded, but for resources that wait for their deletion. A stack that has never been deployed has none. */
export async function exportStack(stack: string, options: EngineOptions): Promise<ExportedResource[]> {
  const args = ["stack", "export", "--stack", stack];
  const open = await runPulumi([...args, "--show-secrets"], options);
  const run = open.code === 0 ? open : await runPulumi(args, options);
  if (run.code !== 0) throw new UsageError(`pulumi stack export failed: ${firstError(run.stderr)}`);
  const { deployment } = JSON.parse(run.stdout) as { deployment?: { resources?: ExportedResource[] } };
  return (deployment?.resources ?? []).filter((each) => !each.delete);
}

/** The recorded resources of a stack, secrets redacted with length and hash where the caller may decrypt them. */
export async function recordedResources(stack: string, options: EngineOptions): Promise<Resource[]> {
  return (await exportStack(stack, options)).map(recordedResource);
}

export function recordedResource(exported: ExportedResource): Resource {
  const { urn, type } = exported;
  const state = readState(urn, exported);
  return {
    urn,
    type: normalType(type, exported.inputs),
    rawType: type,
    name: nameOf(urn),
    op: "same",
    old: state,
    new: state,
    diffReasons: [],
    replaceReasons: [],
    ignoreChanges: exported.ignoreChanges,
  };
}
