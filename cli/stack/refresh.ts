// What is live, held against what is recorded: `pulumi refresh --preview-only`. It only reads: it runs no program, writes
// no state and takes no lock.
import { UsageError } from "../errors";
import { type EngineOptions, operate } from "./engine";
import type { EngineEvent, StepEvent } from "./events";
import { firstError } from "./project";
import type { Diagnostic, PathDiff, Properties } from "./types";
import { decodeProperties, veiled } from "./values";

/** What a read found. A resource without an observation was not read: that it has drifted is not excluded. */
export interface Observation {
  /** Whether the engine's provider says that what is live is not what is recorded; undefined where it was not asked. */
  drifted?: boolean;
  gone: boolean;
  recorded: { inputs: Properties; outputs: Properties };
  live: { inputs: Properties; outputs: Properties };
  /** Property path -> what happened to it, recorded -> live; empty where the provider tells no paths. */
  told: Record<string, PathDiff>;
}

export interface Refresh {
  /** By URN. */
  observations: Map<string, Observation>;
  diagnostics: Diagnostic[];
}

export interface RefreshOptions extends EngineOptions {
  stack: string;
  onEvent?: (event: EngineEvent) => void;
}

export function refreshStack(options: RefreshOptions): Promise<Refresh> {
  const args = ["refresh", "--preview-only", "--json", "--stack", options.stack];
  return operate(args, options, ({ events, code, stderr, stdout }): Refresh => {
    const diagnostics = events.flatMap((event) => ("diagnostic" in event ? [event.diagnostic] : []));
    const begun = events.some((event) => "step" in event || "summary" in event);
    // Without an event the engine refused before it began: no such stack, no access to the back end.
    if (!begun && code !== 0) throw new UsageError(`pulumi refresh failed: ${firstError(stderr || stdout)}`);
    // Nobody can say that all is well where the engine broke down without a word.
    if (code !== 0 && !diagnostics.some(({ severity }) => severity === "error")) {
      diagnostics.push({ severity: "error", message: firstError(stderr) || `pulumi refresh ended with ${code}` });
    }
    return { observations: observationsOf(events), diagnostics };
  });
}

/** The reads of a refresh, also of one in front of a preview: what follows there is another operation. */
export function observationsOf(events: readonly EngineEvent[]): Map<string, Observation> {
  const begun = new Set<string>();
  const observations = new Map<string, Observation>();
  for (const event of events) {
    if (!("step" in event)) continue;
    const { step } = event;
    // What was replaced and waits for its deletion has the URN of its successor; components are not read.
    if (step.old && (step.old.delete || !step.old.custom)) continue;
    if (step.kind === "pre" && step.op === "refresh") begun.add(step.urn);
    // The outputs event of a refresh alone has the verdict as its operation, that of a preview has "refresh".
    if (step.kind !== "outputs" || !begun.has(step.urn) || observations.has(step.urn)) continue;
    observations.set(step.urn, observationOf(step));
  }
  return observations;
}

function observationOf({ urn, op, old, new: fresh, detailedDiff }: StepEvent): Observation {
  const state = (given: StepEvent["old"]) => ({
    inputs: decodeProperties(given?.inputs, urn),
    outputs: decodeProperties(given?.outputs, urn),
  });
  const [recorded, live] = [state(old), state(op === "delete" ? undefined : fresh)];
  // A provider may give back in plain what the program called a secret.
  live.inputs = veiled(live.inputs, recorded.inputs, urn) as Properties;
  live.outputs = veiled(live.outputs, recorded.outputs, urn) as Properties;
  const gone = op === "delete" || (old != null && fresh == null);
  const drifted = op === "refresh" ? undefined : gone || op === "update" || Object.keys(detailedDiff).length > 0;
  return { drifted, gone, recorded, live, told: detailedDiff };
}
