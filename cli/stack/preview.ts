// A preview as plain data. One run of the engine gives three documents: the digest on stdout (full states, dependencies,
// source positions), the events (what a refresh found, diagnostics) and the plan (secrets, to tell one from another).
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { differingPaths } from "./drifted";
import { type EngineOptions, type Operation, operate } from "./engine";
import type { EngineEvent, EventState } from "./events";
import { sourcePosition, yamlPosition } from "./position";
import { firstError, type Project } from "./project";
import { recordedResources } from "./recorded";
import { observationsOf } from "./refresh";
import { readState, type WireState } from "./state";
import { isProvider, nameOf, normalType, typeOf } from "./tokens";
import type { Diagnostic, Op, PathDiff, Plan, Properties, Resource, ResourceState } from "./types";
import { contains, decodeProperties, HIDDEN, revealRedacted } from "./values";

export interface PreviewOptions extends EngineOptions {
  project: Project;
  stack: string;
  /** Read the live state in front. Sends requests to the cloud, as `pulumi preview --refresh` does. */
  refresh?: boolean;
  onEvent?: (event: EngineEvent) => void;
}

interface WireStep {
  op: string;
  urn: string;
  oldState?: WireState | null;
  newState?: WireState | null;
  detailedDiff?: Record<string, PathDiff> | null;
  diffReasons?: string[] | null;
  replaceReasons?: string[] | null;
}

type Plans = Record<string, { goal?: { inputDiff?: { adds?: unknown; updates?: unknown } } | null }>;

/** Runs `pulumi preview`. A preview that fails gives a plan with `succeeded: false`; one that can't begin throws. */
export function previewStack(options: PreviewOptions): Promise<Plan> {
  const args = (folder: string) => [
    ...["preview", "--json", "--stack", options.stack, "--show-sames", "--show-reads"],
    ...["--save-plan", path.join(folder, "plan.json"), "--show-secrets"],
    ...(options.refresh ? ["--refresh"] : []),
  ];
  return operate(args, options, (operation) => readPreview(operation, options));
}

async function readPreview(operation: Operation, options: PreviewOptions): Promise<Plan> {
  const digest = readDigest(operation.stdout);
  // Without a digest the engine refused before it began: no such stack, no access to the back end, a broken flag.
  if (!digest) throw new UsageError(`pulumi preview failed: ${firstError(operation.stderr)}`);
  const steps = digest.steps ?? [];
  const resources = steps.filter((step) => step.op !== "refresh").map((step) => readStep(step, options.project));
  for (const resource of resources) markGenerated(resource);
  await restoreSecrets(resources, readPlan(operation), options);
  resources.push(...providerSteps(operation.events, new Set(resources.map((each) => each.urn))));
  if (options.refresh) addDrift(resources, operation.events);
  const succeeded = operation.code === 0;
  return {
    project: options.project.name,
    stack: options.stack,
    folder: options.project.folder,
    resources: resources.sort((a, b) => (a.urn < b.urn ? -1 : 1)),
    diagnostics: diagnosticsOf(operation, succeeded),
    succeeded,
    refreshed: options.refresh === true,
  };
}

function readDigest(stdout: string): { steps?: WireStep[] } | undefined {
  try {
    return JSON.parse(stdout.slice(stdout.indexOf("{"))) as { steps?: WireStep[] };
  } catch {
    return undefined;
  }
}

function diagnosticsOf({ events, stderr }: Operation, succeeded: boolean): Diagnostic[] {
  const diagnostics = events.flatMap((event) => ("diagnostic" in event ? [event.diagnostic] : []));
  if (!succeeded && !diagnostics.some((each) => each.severity === "error")) {
    diagnostics.push({ severity: "error", message: firstError(stderr) || "the preview failed" });
  }
  return diagnostics;
}

const OPS: Record<string, Op> = {
  same: "same",
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "delete",
  read: "read",
  "read-replacement": "read",
  import: "import",
  "import-replacement": "import",
  discard: "discard",
  "discard-replaced": "discard",
  "remove-pending-replace": "delete",
};

function readStep(step: WireStep, project: Project): Resource {
  const rawType = step.newState?.type ?? step.oldState?.type ?? typeOf(step.urn);
  const name = nameOf(step.urn);
  const op = OPS[step.op] ?? "same";
  return {
    urn: step.urn,
    type: normalType(rawType, step.newState?.inputs ?? step.oldState?.inputs),
    rawType,
    name,
    op,
    old: step.oldState ? readState(step.urn, step.oldState) : undefined,
    new: step.newState && op !== "delete" && op !== "discard" ? readState(step.urn, step.newState) : undefined,
    detailedDiff: step.detailedDiff ?? undefined,
    diffReasons: step.diffReasons ?? [],
    replaceReasons: step.replaceReasons ?? [],
    position:
      sourcePosition(step.newState?.sourcePosition ?? step.oldState?.sourcePosition, project) ??
      yamlPosition(name, project),
  };
}

/** What the program asks for, secrets in plain: it stays within this file. */
function readPlan({ folder }: Operation): Plans {
  const file = path.join(folder, "plan.json");
  if (!existsSync(file)) return {};
  return (JSON.parse(readFileSync(file, "utf8")) as { resourcePlans?: Plans }).resourcePlans ?? {};
}

/** Names that the provider makes up differ from preview to preview: inputs that the program did not give. */
function markGenerated(resource: Resource): void {
  const { op, old, new: fresh, name } = resource;
  if (!fresh || (op !== "create" && op !== "replace")) return;
  const generated = Object.entries(fresh.inputs)
    .filter(([input, value]) => !(input in fresh.propertyDependencies) && value !== old?.inputs[input])
    .map(([, value]) => value)
    .filter((value): value is string => typeof value === "string" && isMadeUp(value, name));
  if (generated.length > 0) resource.generated = generated;
}

/** "assets-1a2b3c4" for a resource "assets". */
function isMadeUp(value: string, name: string): boolean {
  return value.toLowerCase().startsWith(name.toLowerCase()) && /^[-_]?[0-9a-z]{4,}$/i.test(value.slice(name.length));
}

/** Puts length and hash in the place of each "[secret]" of the digest: old ones from the state, new ones from the plan. */
async function restoreSecrets(resources: Resource[], plans: Plans, options: PreviewOptions): Promise<void> {
  const hidden = resources.filter(({ old, new: fresh }) => contains([old, fresh], (leaf) => leaf === HIDDEN));
  if (hidden.length === 0) return;
  const recorded = new Map(
    (await recordedResources(options.stack, options)).map((each) => [each.urn, each.new!] as const),
  );
  for (const resource of hidden) {
    const { urn } = resource;
    const known = recorded.get(urn);
    const diff = plans[urn]?.goal?.inputDiff;
    const planned = [decodeProperties(diff?.adds, urn), decodeProperties(diff?.updates, urn)];
    const reveal = (state: ResourceState | undefined, inputs: Properties[]): ResourceState | undefined =>
      state && {
        ...state,
        inputs: revealRedacted(state.inputs, inputs) as Properties,
        outputs: revealRedacted(state.outputs, [...inputs, known?.outputs]) as Properties,
      };
    resource.old = reveal(resource.old, known ? [known.inputs] : []);
    resource.new = reveal(resource.new, [...planned, ...(known ? [known.inputs] : [])]);
  }
}

/** The digest leaves providers out where they are the default ones; a change of their place matters to the rules. */
function providerSteps(events: EngineEvent[], known: Set<string>): Resource[] {
  const steps = events.flatMap((event) => ("step" in event && event.step.kind === "pre" ? [event.step] : []));
  return steps
    .filter((step) => isProvider(step.type) && step.op !== "refresh" && OPS[step.op] && !known.has(step.urn))
    .map((step): Resource => {
      const state = (given: EventState | null | undefined) =>
        given ? readState(step.urn, { type: step.type, inputs: given.inputs, outputs: given.outputs }) : undefined;
      return {
        urn: step.urn,
        type: step.type,
        rawType: step.type,
        name: nameOf(step.urn),
        op: OPS[step.op]!,
        old: state(step.old),
        new: step.op === "delete" ? undefined : state(step.new),
        detailedDiff: step.detailedDiff,
        diffReasons: step.diffs,
        replaceReasons: [],
      };
    });
}

/** What the refresh in front of the preview found: its digest form loses this, the events keep it. */
function addDrift(resources: Resource[], events: EngineEvent[]): void {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  for (const [urn, { gone, recorded, live, told }] of observationsOf(events)) {
    const resource = byUrn.get(urn);
    if (!resource) continue;
    const paths = gone ? {} : differingPaths(resource, recorded.inputs, live.inputs, told);
    if (!gone && Object.keys(paths).length === 0) continue;
    resource.drift = { gone, recorded: recorded.inputs, live: live.inputs, paths };
  }
}
