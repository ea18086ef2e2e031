// What is live, held against what is recorded. Nothing in here holds a secret's text.
import type { PropertyChange } from "../report/types";
import type { Finding, Severity } from "../rules/types";
import type { Position } from "../stack/types";

/** What became of a resource, or of a document that no resource owns. */
export type Verdict = "changed" | "gone" | "unmanaged";

/** What people can do about a finding: three ways, each a text and the lines to copy. */
export interface WaysOut {
  /** Make the program say what is live. */
  keep: Way;
  /** Make live what is recorded. */
  undo: Way;
  /** Leave it alone; a resource that is gone can't be ignored. */
  ignore?: Way;
}

export interface Way {
  text: string;
  lines: string[];
}

/** One drifted resource, or one document without an owner. */
export interface DriftFinding extends Finding {
  verdict: Verdict;
  stack: string;
  /** The id that an import takes. */
  id?: string;
  /** Recorded (or, with --pre-deploy, live) -> live (or planned), by property path. */
  changes: PropertyChange[];
  /** The rules that the change breaks, the worst first. */
  rules: { rule: string; severity: Severity; why: string }[];
  /** Resources that went with this one: the configuration of a bucket that is gone. */
  includes?: string[];
  /** Whether any of the values is a secret, and so is shown by length and hash alone. */
  redacted?: true;
  waysOut: WaysOut;
}

/** A resource or a document that could not be read: nothing is known about it. */
export interface Unread {
  urn?: string;
  /** Name in the program, or the bucket of a document. */
  name: string;
  type: string;
  bucket?: string;
  /** The service's code; "unknown" where the engine told none. */
  code: string;
  requestId?: string;
  message: string;
  /** True where no resource owns it: looked at in search of documents without an owner. */
  unowned: boolean;
  position?: Position;
}

/** A finding, or a part of one, that the ignore file leaves out. */
export interface Ignored {
  verdict: Verdict;
  resource: string;
  type: string;
  path?: string;
  old?: unknown;
  new?: unknown;
  reason: string;
  owner?: string;
  expires?: string;
  source: string;
}

/** A document without an owner that was accepted with --record. */
export interface Accepted {
  bucket: string;
  type: string;
  id: string;
}

export interface DriftCounts {
  inSync: number;
  changed: number;
  gone: number;
  unreadable: number;
  unmanaged: number;
  ignored: number;
  /** Documents without an owner that the baseline accepts. */
  accepted: number;
}

/** "clean": nothing at or above the gate. "incomplete": something could not be read. "failed": nothing is known. */
export type DriftResult = "clean" | "drift" | "incomplete" | "failed";

export interface StackDrift {
  project: string;
  stack: string;
  result: DriftResult;
  counts: DriftCounts;
  severities: Record<Severity, number>;
  findings: DriftFinding[];
  unreadable: Unread[];
  ignored: Ignored[];
  accepted: Accepted[];
  /** What differs from the record and is in the program already; with --pre-deploy only. */
  agreed: { resource: string; type: string; path: string; value?: unknown }[];
  errors: string[];
  notes: string[];
  /** Reads of resources (by the engine) and of further documents. */
  reads: { resources: number; documents: number };
  seconds: number;
}

export interface DriftReport {
  command: "drift";
  /** Version of this form; it grows by fields, and changes with anything else. */
  format: 1;
  version: string;
  /** Which question was asked: what has changed, or what the program would overwrite. */
  question: "drift" | "pre-deploy";
  result: DriftResult;
  /** Findings of this severity or above fail. */
  gate: Severity | "none";
  strict: boolean;
  stacks: StackDrift[];
  /** Buckets of the account that no stack of this run manages; with --account only. */
  account?: { buckets: string[]; errors: string[] };
  seconds: number;
}
