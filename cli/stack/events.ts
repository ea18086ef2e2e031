// The engine's event log: one JSON object per line. Only what is needed is let in: debug diagnostics hold secrets in
// plain, and the prelude holds the configuration.
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import type { Diagnostic, PathDiff } from "./types";

export interface EventState {
  id?: string;
  /** Left out of components. */
  custom?: boolean;
  /** Replaced already, to be deleted. */
  delete?: boolean;
  protect?: boolean;
  inputs?: unknown;
  outputs?: unknown;
}

export interface StepEvent {
  /** "pre": about to happen; "outputs": done; "failed". */
  kind: "pre" | "outputs" | "failed";
  op: string;
  urn: string;
  type: string;
  old?: EventState | null;
  new?: EventState | null;
  diffs: string[];
  detailedDiff: Record<string, PathDiff>;
}

export type EngineEvent =
  | { step: StepEvent }
  | { diagnostic: Diagnostic }
  | { summary: { result?: string; changes: Record<string, number> } };

interface Metadata {
  op: string;
  urn: string;
  type: string;
  old?: EventState | null;
  new?: EventState | null;
  diffs?: string[] | null;
  detailedDiff?: Record<string, { diffKind: string; inputDiff: boolean }> | null;
}

interface Wire {
  resourcePreEvent?: { metadata: Metadata };
  resOutputsEvent?: { metadata: Metadata };
  resOpFailedEvent?: { metadata: Metadata };
  diagnosticEvent?: { severity: string; message: string; urn?: string; ephemeral?: boolean };
  summaryEvent?: { resourceChanges?: Record<string, number>; result?: string };
}

/** One line of the log; undefined for what is left out. */
export function readEvent(line: string): EngineEvent | undefined {
  const wire = JSON.parse(line) as Wire;
  const { diagnosticEvent, summaryEvent } = wire;
  if (wire.resourcePreEvent) return step("pre", wire.resourcePreEvent.metadata);
  if (wire.resOutputsEvent) return step("outputs", wire.resOutputsEvent.metadata);
  if (wire.resOpFailedEvent) return step("failed", wire.resOpFailedEvent.metadata);
  if (summaryEvent) return { summary: { result: summaryEvent.result, changes: summaryEvent.resourceChanges ?? {} } };
  if (!diagnosticEvent || diagnosticEvent.severity === "debug" || diagnosticEvent.ephemeral) return undefined;
  const { message, urn } = diagnosticEvent;
  return {
    diagnostic: { severity: severityOf(diagnosticEvent.severity), message: message.trim(), urn: urn || undefined },
  };
}

function step(kind: StepEvent["kind"], metadata: Metadata): EngineEvent {
  const detailedDiff = Object.fromEntries(
    Object.entries(metadata.detailedDiff ?? {}).map(([path, each]) => [
      path,
      { kind: each.diffKind, inputDiff: each.inputDiff },
    ]),
  );
  const { op, urn, type, old, new: fresh } = metadata;
  return { step: { kind, op, urn, type, old, new: fresh, diffs: metadata.diffs ?? [], detailedDiff } };
}

/** "info#err" is what programs write to stderr. */
export function severityOf(severity: string): Diagnostic["severity"] {
  return severity === "error" || severity === "warning" ? severity : "info";
}

/** Reads a log that is being written. `finish` reads the rest and stops. */
export function followEvents(file: string, onEvent: (event: EngineEvent) => void): { finish(): void } {
  const chunk = Buffer.alloc(64 * 1024);
  let descriptor: number | undefined;
  let pending = Buffer.alloc(0);
  function read(): void {
    if (descriptor === undefined) {
      if (!existsSync(file)) return;
      descriptor = openSync(file, "r");
    }
    for (let count = readSync(descriptor, chunk); count > 0; count = readSync(descriptor, chunk)) {
      pending = Buffer.concat([pending, chunk.subarray(0, count)]);
      for (let end = pending.indexOf(10); end >= 0; end = pending.indexOf(10)) {
        const event = end > 0 ? readEvent(pending.toString("utf8", 0, end)) : undefined;
        pending = pending.subarray(end + 1);
        if (event) onEvent(event);
      }
    }
  }
  const timer = setInterval(read, 200);
  return {
    finish() {
      clearInterval(timer);
      read();
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}
