// What was read -> what is told: verdicts kept apart, findings judged by the rules, what was agreed to left out.
import type { Document } from "../live/types";
import { type Gate, reaches } from "../rules/severity";
import type { Severity } from "../rules/types";
import { differingPaths } from "../stack/drifted";
import type { Observation } from "../stack/refresh";
import type { Diagnostic, Resource } from "../stack/types";
import { type Baselined, keyOf } from "./baseline";
import { type Drifted, driftedResource, type Unowned, unownedResource, verdictOf, withoutChanges } from "./compare";
import { codesIn, errorsAt, otherErrors, SILENT } from "./diagnostics";
import { type IgnoreRule, type Ignoring, ignoringIn, type Subject } from "./ignore";
import { findingsOf } from "./judged";
import type { Accepted, DriftFinding, DriftResult, Ignored, StackDrift, Unread, Verdict } from "./types";

/** Everything that was read of a stack. */
export interface StackReading {
  project: string;
  stack: string;
  /** Recorded resources. */
  resources: readonly Resource[];
  /** URNs that a refresh asks about. */
  readable: ReadonlySet<string>;
  observations: ReadonlyMap<string, Observation>;
  /** Documents without an owner. */
  documents: readonly Document[];
  /** Name -> URN of the managed buckets. */
  buckets: ReadonlyMap<string, string>;
  unreadable: readonly Unread[];
  diagnostics: readonly Diagnostic[];
  reads: StackDrift["reads"];
  seconds: number;
}

export interface AssembleOptions {
  ignore: readonly IgnoreRule[];
  /** What the baseline accepts in this stack. */
  baseline: readonly Baselined[];
  /** "2026-11-28". */
  today: string;
  gate: Gate;
  strict: boolean;
}

export function assembleStack(reading: StackReading, options: AssembleOptions): StackDrift {
  const ignoring = ignoringIn(reading.stack, options.ignore, options.today);
  const ignored: Ignored[] = [];
  const differing = driftedOf(reading);
  const drifted = differing.flatMap((each) => sift(each, ignoring, ignored) ?? []);
  const documents = documentsOf(reading, options.baseline, ignoring, ignored);
  const findings = findingsOf({ ...reading, drifted, unowned: documents.unowned });
  const unread = unreadOf(reading);
  const unreadable = [...unread, ...reading.unreadable].sort((a, b) =>
    `${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1,
  );
  const errors = otherErrors(reading.diagnostics, reading.readable);
  const count = (verdict: Verdict) => drifted.filter((each) => verdictOf(each) === verdict).length;
  const known = new Set([...unread.map(({ urn }) => urn), ...differing.map(({ resource }) => resource.urn)]);
  const level = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
  return {
    project: reading.project,
    stack: reading.stack,
    result: resultOf(findings, unreadable, errors, options),
    counts: {
      inSync: reading.readable.size - known.size,
      changed: count("changed"),
      gone: count("gone"),
      unreadable: unreadable.length,
      unmanaged: documents.unowned.length,
      ignored: ignored.length,
      accepted: documents.accepted.length,
    },
    severities: { high: level("high"), medium: level("medium"), low: level("low") },
    findings,
    unreadable,
    ignored,
    accepted: documents.accepted,
    agreed: [],
    errors,
    notes: [...ignoring.notes(), ...documents.notes].sort(),
    reads: reading.reads,
    seconds: reading.seconds,
  };
}

function resultOf(
  findings: readonly DriftFinding[],
  unreadable: readonly Unread[],
  errors: readonly string[],
  { gate, strict }: AssembleOptions,
): DriftResult {
  // A document that nobody owns and that may not be read says nothing about what is managed.
  const blind = unreadable.some((each) => strict || !each.unowned);
  if (errors.length > 0 || blind) return "incomplete";
  return findings.some((each) => reaches(each.severity, gate)) ? "drift" : "clean";
}

function driftedOf({ resources, observations, readable }: StackReading): Drifted[] {
  return resources.flatMap((resource) => {
    const observation = readable.has(resource.urn) ? observations.get(resource.urn) : undefined;
    return (observation && driftedResource(resource, observation)) ?? [];
  });
}

/** The drift that counts. A resource that is gone can't be ignored. */
function sift(drifted: Drifted, ignoring: Ignoring, ignored: Ignored[]): Drifted | undefined {
  const { resource, changes } = drifted;
  const subject = subjectOf(resource);
  if (verdictOf(drifted) === "gone") {
    ignoring.gone(subject);
    return drifted;
  }
  // A change without a path is ignored with the whole resource.
  if (changes.length === 0) {
    const rule = ignoring.whole(subject);
    if (rule) ignored.push(entry(rule, subject, "changed"));
    return rule ? undefined : drifted;
  }
  const left = changes.filter((change) => {
    const rule = ignoring.change(subject, change);
    if (rule) ignored.push({ ...entry(rule, subject, "changed"), path: change.path, old: change.old, new: change.new });
    return rule !== undefined;
  });
  return withoutChanges(drifted, left);
}

function subjectOf({ name, type, urn, old, new: fresh }: Resource): Subject {
  const bucket = (old ?? fresh)?.inputs.bucket;
  return { name, type, urn, bucket: typeof bucket === "string" ? bucket : undefined };
}

function entry({ reason, owner, expires, source }: IgnoreRule, subject: Subject, verdict: Verdict): Ignored {
  return { verdict, resource: subject.name, type: subject.type, reason, owner, expires, source };
}

interface Documents {
  /** Those that are told. */
  unowned: Unowned[];
  accepted: Accepted[];
  notes: string[];
}

function documentsOf(
  reading: StackReading,
  baseline: readonly Baselined[],
  ignoring: Ignoring,
  ignored: Ignored[],
): Documents {
  const known = new Map(baseline.map((each) => [keyOf(each), each]));
  const result: Documents = { unowned: [], accepted: [], notes: [] };
  for (const document of reading.documents) {
    const { token: type, id, bucket, part } = document;
    const before = known.get(`${type} ${id}`);
    known.delete(`${type} ${id}`);
    const resource = unownedResource(document, reading.buckets.get(bucket) ?? "", before?.value);
    // By meaning: a later Granary may know more arguments, and people may have put it in order.
    if (before && Object.keys(differingPaths(resource, before.value, document.inputs, {})).length === 0) {
      result.accepted.push({ bucket, type, id });
      continue;
    }
    const subject = { name: part ?? bucket, type, bucket };
    const rule = ignoring.whole(subject);
    if (rule) ignored.push({ ...entry(rule, subject, "unmanaged"), new: document.inputs });
    else result.unowned.push({ document, resource });
  }
  for (const { type, id } of [...known.values()].filter((each) => !isUnseen(each, reading))) {
    result.notes.push(`baseline: ${type} ${id} is no longer there; --record takes it out`);
  }
  return result;
}

/** Whether nobody could look: the document, or its bucket, could not be read. */
export function isUnseen({ type, id }: Baselined, { buckets, observations, unreadable }: StackReading): boolean {
  const [bucket] = id.split("/");
  const urn = buckets.get(bucket!);
  if (urn !== undefined && !observations.has(urn)) return true;
  return unreadable.some((each) => each.unowned && each.type === type && each.bucket === bucket);
}

/** Resources whose read failed or never came: the engine reports the first as a diagnostic, the second not at all. */
function unreadOf({ resources, readable, observations, diagnostics }: StackReading): Unread[] {
  const said = errorsAt(diagnostics);
  const missing = resources.filter(({ urn }) => readable.has(urn) && (!observations.has(urn) || said.has(urn)));
  return missing.map((resource): Unread => {
    const message = said.get(resource.urn) ?? SILENT;
    const { name, type, urn, position } = resource;
    const { bucket } = subjectOf(resource);
    return { urn, name, type, bucket, ...codesIn(message), message, unowned: false, position };
  });
}
