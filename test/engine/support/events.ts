// What the engine reports about a run (`--event-log`), in the few shapes that tests look at.
import { existsSync, readFileSync } from "node:fs";

/** One property that a step changes: "add", "delete", "update", or one of them with "-replace". */
export interface PropertyDiff {
  diffKind: string;
  inputDiff: boolean;
}

/** One finished step of the run on one resource of the program (providers and the stack itself are left out). */
export interface Step {
  /** "create", "update", "same", "delete", "replace", "create-replacement", "delete-replaced", "refresh", "import", "read". */
  op: string;
  type: string;
  /** The resource's name in the program. */
  name: string;
  urn: string;
  /** Property path -> what happens to it; only the plugin front has it. */
  detailedDiff: Record<string, PropertyDiff>;
  /** The properties that made the engine choose this step. */
  diffs: string[];
  failed: boolean;
}

export interface Diagnostic {
  severity: "error" | "warning" | "info" | "info#err" | "debug";
  message: string;
  urn?: string;
}

export interface Events {
  steps: Step[];
  /** Errors, warnings and information; debug output is left out. */
  diagnostics: Diagnostic[];
  /** How many resources per operation, as in the summary: { create: 2, same: 1 }; the stack itself counts. */
  changes: Record<string, number>;
}

interface Metadata {
  op: string;
  urn: string;
  type: string;
  detailedDiff?: Record<string, PropertyDiff> | null;
  diffs?: string[] | null;
}

interface EngineEvent {
  resOutputsEvent?: { metadata: Metadata };
  resOpFailedEvent?: { metadata: Metadata };
  diagnosticEvent?: { severity: Diagnostic["severity"]; message: string; urn?: string; ephemeral?: boolean };
  summaryEvent?: { resourceChanges?: Record<string, number> };
}

/** Reads an event log; an empty result when the run ended before it began. */
export function readEvents(file: string): Events {
  const events: Events = { steps: [], diagnostics: [], changes: {} };
  if (!existsSync(file)) return events;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line !== "") add(events, JSON.parse(line));
  }
  return events;
}

function add(events: Events, event: EngineEvent): void {
  const { resOutputsEvent, resOpFailedEvent, diagnosticEvent, summaryEvent } = event;
  if (resOutputsEvent) addStep(events, resOutputsEvent.metadata, false);
  if (resOpFailedEvent) addStep(events, resOpFailedEvent.metadata, true);
  if (diagnosticEvent && diagnosticEvent.severity !== "debug" && !diagnosticEvent.ephemeral) {
    const { severity, message, urn } = diagnosticEvent;
    events.diagnostics.push({ severity, message: message.trimEnd(), urn });
  }
  if (summaryEvent) events.changes = summaryEvent.resourceChanges ?? {};
}

function addStep(events: Events, metadata: Metadata, failed: boolean): void {
  const { op, urn, type } = metadata;
  if (type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:")) return;
  const name = urn.split("::").slice(3).join("::");
  const detailedDiff = metadata.detailedDiff ?? {};
  events.steps.push({ op, type, name, urn, detailedDiff, diffs: metadata.diffs ?? [], failed });
}
