// What the renderers take. Every value in here is free of secrets.
import type { Gate } from "../rules/severity";
import type { Finding, Remark } from "../rules/types";
import type { Position } from "../stack/types";

export interface PropertyChange {
  path: string;
  kind: "add" | "delete" | "update";
  old?: unknown;
  new?: unknown;
}

/** A resource that the change touches. */
export interface Step {
  op: string;
  urn: string;
  name: string;
  type: string;
  bucket?: string;
  changes: PropertyChange[];
  /** Properties that make it a replacement. */
  replaces?: string[];
  /** Deleted from the state only: retainOnDelete leaves it in the cloud, no longer managed. */
  leftInPlace?: boolean;
  position?: Position;
}

export interface Waived extends Finding {
  waiver: { reason: string; owner?: string; expires?: string; source: string };
}

export interface Counts {
  high: number;
  medium: number;
  low: number;
  waived: number;
}

export interface Review {
  command: "review";
  /** Version of this form; it grows by fields, and changes with anything else. */
  format: 1;
  version: string;
  project: string;
  stack: string;
  /** "clean": nothing at or above the gate. "plan-changed": not the plan that was reviewed. */
  result: "clean" | "findings" | "incomplete" | "plan-changed";
  gate: Gate;
  /** Of the judged steps; `--expect` compares it. */
  fingerprint: string;
  expected?: string;
  counts: Counts;
  /** Number of resources by operation: create, update, delete, replace, import, read, same. */
  changes: Record<string, number>;
  findings: Finding[];
  waived: Waived[];
  good: Remark[];
  standing: Remark[];
  steps: Step[];
  /** Errors of the preview, and what is wrong with waivers. */
  errors: string[];
  notes: string[];
}
