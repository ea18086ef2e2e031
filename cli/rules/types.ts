// What a rule is and what it gives. The table of rules is in access.ts, policyRules.ts, dataLoss.ts, lifecycleRules.ts,
// stackRules.ts, irreversible.ts and protection.ts; judge.ts applies it.
import type { Aspect } from "../model/kinds";
import type { BucketView, Transition } from "../model/view";
import type { Diagnostic, Position, Resource } from "../stack/types";

export type Severity = "high" | "medium" | "low";

export type Group = "access" | "data loss" | "irreversible" | "protection";

/** One case of a rule, before the table's own facts are added to it. */
export interface Draft {
  /** Where it differs from the rule's. */
  severity?: Severity;
  /** Whose property it is; else the resource that owns the rule's first aspect. */
  resource?: Resource;
  /** Property path within the resource's inputs. */
  path?: string;
  old?: unknown;
  new?: unknown;
  /** One or two sentences that name what is at stake. */
  why: string;
  /** Where it differs from the rule's. */
  advice?: string;
}

/** A bucket that a change touches. `old` of a created bucket and `new` of a deleted one are unconfigured buckets. */
export interface BucketChange {
  transition: Transition;
  bucket: string;
  resource?: Resource;
  old: BucketView;
  new: BucketView;
  created: boolean;
  deleted: boolean;
}

export interface Context {
  resources: readonly Resource[];
  buckets: readonly BucketChange[];
  diagnostics: readonly Diagnostic[];
  succeeded: boolean;
  /** Tags that every bucket has to keep. */
  requiredTags: readonly string[];
  /** Types whose deletions are routine. */
  allowedDeletions: readonly string[];
  /** The bucket of that name, where the stack describes it. */
  bucketNamed(name: string): BucketChange | undefined;
}

export interface Rule {
  id: string;
  /** "inherits" takes the severity of the rule that the change itself breaks. */
  severity: Severity | "inherits";
  group: Group;
  /** What it fires on, for the manual and for SARIF. */
  title: string;
  /** What to do. */
  advice: string;
  /** Aspects that decide; the first one's resource is shown. */
  aspects: readonly Aspect[];
  /** Judges one bucket. */
  bucket?(change: BucketChange, context: Context): Iterable<Draft>;
  /** Also asked about buckets that are deleted. */
  whenDeleted?: boolean;
  /** Judges the stack as a whole. */
  stack?(context: Context): Iterable<Draft>;
  /** Says what is bad already where `view` is; shown, folded, when the change leaves it so. */
  standing?(view: BucketView): string | undefined;
}

export interface Finding {
  rule: string;
  severity: Severity;
  group: Group;
  title: string;
  bucket?: string;
  urn?: string;
  /** Name and type of the resource in the program. */
  resource?: string;
  type?: string;
  path?: string;
  /** Redacted where secret. */
  old?: unknown;
  new?: unknown;
  why: string;
  advice: string;
  position?: Position;
  /** Rules that are told in this finding too. */
  combines?: string[];
  /** Hash of rule, URN, path and new value: a waiver may hold to it. */
  fingerprint: string;
}

/** What a change makes better, and what was bad before and stays so. */
export interface Remark {
  bucket: string;
  text: string;
  rule?: string;
}

export interface Judgement {
  findings: Finding[];
  good: Remark[];
  standing: Remark[];
}
