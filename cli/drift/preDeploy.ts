// `--pre-deploy`: which live values would the program overwrite? One preview with a refresh in front answers it.
import { formatPath, type Path } from "../../provider/kit/path";
import type { PropertyChange } from "../report/types";
import { fingerprintOf, sortFindings } from "../rules/judge";
import { type Gate, reaches } from "../rules/severity";
import { commonPath, differingPaths, valueAt } from "../stack/drifted";
import type { EngineEvent, StepEvent } from "../stack/events";
import { previewStack } from "../stack/preview";
import { isReal, type Project } from "../stack/project";
import { observationsOf } from "../stack/refresh";
import { nameOf, normalType, typeOf } from "../stack/tokens";
import type { Plan, Properties, Resource } from "../stack/types";
import { contains, decodeProperties, HIDDEN, isSecret } from "../stack/values";
import type { Drifted } from "./compare";
import { codesIn, errorsAt, otherErrors, SILENT } from "./diagnostics";
import { findingsOf } from "./judged";
import type { DriftFinding, DriftResult, StackDrift, Unread, WaysOut } from "./types";
import { resourceWays } from "./waysOut";

export interface PreDeployOptions {
  project: Project;
  stack: string;
  gate: Gate;
  onEvent(event: EngineEvent): void;
}

export async function preDeploy({ project, stack, gate, onEvent }: PreDeployOptions): Promise<StackDrift> {
  const started = Date.now();
  const events: EngineEvent[] = [];
  const follow = (event: EngineEvent) => {
    events.push(event);
    onEvent(event);
  };
  const plan = await previewStack({ cwd: project.folder, project, stack, refresh: true, onEvent: follow });
  const observed = observationsOf(events);
  // What programs only read is nothing that they overwrite.
  const recorded = plan.resources.filter((each) => isReal(each) && each.op !== "read" && observed.has(each.urn));
  const overwritten: Drifted[] = [];
  const agreed: StackDrift["agreed"] = [];
  const notes: string[] = [];
  const remade = recorded.filter(({ drift, new: planned }) => drift?.gone && planned);
  for (const resource of recorded) {
    const { lost, kept, note } = hidesItsDrift(resource, observed.get(resource.urn)!.live.inputs) ?? compare(resource);
    if (lost) overwritten.push(lost);
    agreed.push(...kept);
    if (note) notes.push(note);
  }
  // What is gone and not in the program any more is as both want it; a plan has no step for it.
  const planned = new Set(plan.resources.map(({ urn }) => urn));
  const dropped = plan.succeeded ? [...observed].filter(([urn, { gone }]) => gone && !planned.has(urn)) : [];
  agreed.push(...dropped.map(([urn]) => ({ resource: nameOf(urn), type: normalType(typeOf(urn)), path: "" })));
  const overwrites = findingsOf({
    stack,
    // What is live comes first, what the program makes of it second.
    resources: recorded,
    drifted: overwritten,
    unowned: [],
    documents: [],
    buckets: new Map(),
  }).map((finding) => ({ ...finding, waysOut: withUpdate(finding.waysOut, stack) }));
  const findings = sortFindings([
    ...overwrites,
    ...remade.map((resource) => remadeFinding(resource, stack)),
  ]) as DriftFinding[];
  const unreadable = unreadOf(events, observed, errorsAt(plan.diagnostics));
  const level = (severity: string) => findings.filter((each) => each.severity === severity).length;
  const drifted = recorded.filter(({ drift }) => drift);
  const gone = drifted.filter(({ drift }) => drift?.gone).length;
  return {
    project: project.name,
    stack,
    result: resultOf(
      plan,
      findings.some((each) => reaches(each.severity, gate)),
    ),
    counts: {
      inSync: recorded.length - drifted.length,
      changed: drifted.length - gone,
      gone: gone + dropped.length,
      unreadable: unreadable.length,
      unmanaged: 0,
      ignored: 0,
      accepted: 0,
    },
    severities: { high: level("high"), medium: level("medium"), low: level("low") },
    findings,
    unreadable,
    ignored: [],
    accepted: [],
    agreed,
    errors: otherErrors(plan.diagnostics, new Set(unreadable.map(({ urn }) => urn!))),
    notes,
    reads: { resources: observed.size + unreadable.length, documents: 0 },
    seconds: (Date.now() - started) / 1000,
  };
}

function resultOf({ succeeded }: Plan, failing: boolean): DriftResult {
  if (!succeeded) return "incomplete";
  return failing ? "drift" : "clean";
}

interface Comparison {
  lost?: Drifted;
  kept: StackDrift["agreed"];
  note?: string;
}

/** The places that drifted, parted into what the program would overwrite and what it says itself. */
function compare(resource: Resource): Comparison {
  const { drift, old, new: planned, name, type } = resource;
  if (!drift || drift.gone) return { kept: [] };
  const live = { ...old!, inputs: drift.live };
  const paths = Object.keys(drift.paths).sort();
  if (!planned) {
    const changes = paths.map((path): PropertyChange => ({ path, kind: "delete", old: valueAt(drift.live, path) }));
    return { lost: { resource: { ...resource, old: live }, changes, live }, kept: [] };
  }
  const versions = [drift.recorded, drift.live, planned.inputs];
  const common = (path: string) => commonPath(resource, path, ...versions);
  const differing = Object.keys(differingPaths(resource, drift.live, planned.inputs, {})).map(common);
  const changes: PropertyChange[] = [];
  const kept: StackDrift["agreed"] = [];
  for (const path of new Set(paths.map(common))) {
    const value = valueAt(drift.live, path);
    const overwrites = contains(value, (leaf) => leaf === HIDDEN)
      ? isPlanned(resource, path)
      : differing.some((each) => overlap(each, path));
    if (overwrites) {
      changes.push({ path, kind: "update", old: value, new: valueAt(planned.inputs, path) });
    } else kept.push({ resource: name, type, path, value });
  }
  if (changes.length === 0) return { kept };
  return { lost: { resource: { ...resource, op: "update", old: live, new: planned }, changes, live }, kept };
}

/** A secret is hidden in what the engine tells, so its word counts: whether the step is about this place. */
function isPlanned({ op, detailedDiff = {} }: Resource, path: string): boolean {
  return op !== "same" && Object.keys(detailedDiff).some((each) => overlap(each, path));
}

/**
 * Where the provider tells no paths (the dynamic front, others) a secret that was changed by hand shows in nothing but
 * that there is an update. It is what the update is about where the program has changed nothing since the last one.
 */
function hidesItsDrift(resource: Resource, liveInputs: Properties): Comparison | undefined {
  const { op, type, name, detailedDiff = {}, drift, old, new: planned } = resource;
  const hidden = placesOf(liveInputs, isSecret);
  if (op !== "update" || Object.keys(detailedDiff).length > 0 || hidden.length === 0) return undefined;
  if (drift || Object.keys(differingPaths(resource, old!.inputs, planned!.inputs, {})).length > 0) {
    const note = `${type} ${name}: the update writes its secrets too; whether they were changed by hand is not known`;
    return { ...compare(resource), note };
  }
  const changes = hidden.map((path): PropertyChange => {
    const [was, is] = [valueAt(liveInputs, path), valueAt(planned!.inputs, path)];
    return { path, kind: "update", old: was, new: is };
  });
  const live = { ...old!, inputs: liveInputs };
  return { lost: { resource: { ...resource, old: live }, changes, live }, kept: [] };
}

/** Paths of the leaves that pass the test. */
function placesOf(value: unknown, test: (leaf: unknown) => boolean, at: Path = []): string[] {
  if (typeof value !== "object" || value === null) return test(value) ? [formatPath(at)] : [];
  return Object.entries(value).flatMap(([step, each]) =>
    placesOf(each, test, [...at, Array.isArray(value) ? Number(step) : step]),
  );
}

/** Whether one path is the other, or lies below it. */
function overlap(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long === short || (long.startsWith(short) && /^[.[]/.test(long.slice(short.length)));
}

/** The update does it by itself; --refresh shows it what is live. Agreements are about drift, not about updates. */
function withUpdate({ keep }: WaysOut, stack: string): WaysOut {
  return { keep, undo: { text: "Undo it: the update does", lines: [`pulumi up --refresh --stack ${stack}`] } };
}

/** Somebody deleted it, and the program has it: the update undoes the deletion. */
function remadeFinding(resource: Resource, stack: string): DriftFinding {
  const { urn, name, type, drift, position } = resource;
  const bucket = typeof drift?.recorded.bucket === "string" ? drift.recorded.bucket : undefined;
  return {
    verdict: "gone",
    stack,
    rule: "drift-gone",
    severity: type === "oss:Bucket" ? "high" : "medium",
    group: "data loss",
    title: "Deleted outside Pulumi, and made again by the program",
    bucket,
    urn,
    resource: name,
    type,
    changes: [],
    rules: [],
    why: `Somebody deleted it outside Pulumi; this update would make it again${type === "oss:Bucket" ? ", empty" : ""}.`,
    advice: "Take it out of the program if it is to stay away.",
    position,
    fingerprint: fingerprintOf("remade", urn),
    waysOut: withUpdate(resourceWays(resource, "gone", [], stack), stack),
  };
}

/** Reads that began and brought nothing; the engine plans nothing then, so only its events tell of them. */
function unreadOf(
  events: readonly EngineEvent[],
  observed: ReadonlyMap<string, unknown>,
  said: ReadonlyMap<string, string>,
): Unread[] {
  const begun = new Map(
    events.flatMap((event): [string, StepEvent][] =>
      "step" in event && event.step.kind === "pre" && event.step.op === "refresh" ? [[event.step.urn, event.step]] : [],
    ),
  );
  const missing = [...begun.values()].filter(({ urn, old }) => old?.custom && !observed.has(urn));
  return missing.map(({ urn, type: rawType, old }): Unread => {
    const message = said.get(urn) ?? SILENT;
    const type = normalType(rawType, old?.inputs);
    const { bucket } = decodeProperties(old?.inputs, urn);
    const place = { name: nameOf(urn), type, bucket: typeof bucket === "string" ? bucket : undefined };
    return { urn, ...place, ...codesIn(message), message, unowned: false };
  });
}
