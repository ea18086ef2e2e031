// The resources of a stack as they are recorded and as they are live, in the form that the rules judge.
import type { Document } from "../live/types";
import type { PropertyChange } from "../report/types";
import { differingPaths, stepsOf, valueAt } from "../stack/drifted";
import type { Observation } from "../stack/refresh";
import type { Properties, Resource, ResourceState } from "../stack/types";
import { isRecord } from "../stack/values";

/** A resource that differs from its record. */
export interface Drifted {
  /** `old` is what is recorded, `new` what is live; without `new` it is gone. */
  resource: Resource;
  changes: PropertyChange[];
  /** With --pre-deploy `old` is what is live and `new` what the program plans; this is what is live, too. */
  live?: ResourceState;
}

export function verdictOf({ op }: Resource): "gone" | "changed" {
  return op === "delete" ? "gone" : "changed";
}

/** What the observation of a resource says; undefined where it is as recorded. */
export function driftedResource(recorded: Resource, observation: Observation): Drifted | undefined {
  const { gone, drifted, live, told } = observation;
  const old = recorded.old!;
  if (gone) return { resource: { ...recorded, op: "delete", new: undefined }, changes: [] };
  if (drifted === false) return undefined;
  const paths = differingPaths(recorded, old.inputs, live.inputs, told, {
    recorded: old.outputs,
    live: live.outputs,
  });
  // Without a path in the inputs: something else differs that the provider knows of, or a secret, which is hidden.
  const changes = Object.entries(paths).map(([path, { kind }]) => changeAt(path, kind, observation, old));
  if (changes.length === 0 && !drifted) return undefined;
  const fresh: ResourceState = { ...old, inputs: live.inputs, outputs: { ...old.outputs, ...live.outputs } };
  return { resource: { ...recorded, op: "update", new: fresh }, changes: changes.sort(byPath) };
}

function changeAt(path: string, kind: string, { live }: Observation, old: ResourceState): PropertyChange {
  const inInputs = JSON.stringify(valueAt(old.inputs, path)) !== JSON.stringify(valueAt(live.inputs, path));
  const [before, after] = inInputs ? [old.inputs, live.inputs] : [old.outputs, live.outputs];
  const kinds = { add: "add", delete: "delete" } as const;
  return {
    path,
    kind: kinds[kind.replace("-replace", "") as keyof typeof kinds] ?? "update",
    old: valueAt(before, path),
    new: valueAt(after, path),
  };
}

function byPath(a: PropertyChange, b: PropertyChange): number {
  return a.path < b.path ? -1 : 1;
}

/** The drift without the changes that are left out: their places have again what is recorded. */
export function withoutChanges(drifted: Drifted, left: readonly PropertyChange[]): Drifted | undefined {
  if (left.length === 0) return drifted;
  const { resource } = drifted;
  const changes = drifted.changes.filter((change) => !left.includes(change));
  if (changes.length === 0) return undefined;
  const inputs = structuredClone(resource.new!.inputs);
  // From the back, so that an element that came does not move those that are still to be taken out.
  for (const { path, old } of [...left].sort(
    (a, b) => stepsOf(b.path).length - stepsOf(a.path).length || byPlace(b, a),
  )) {
    put(inputs, stepsOf(path), old);
  }
  return { resource: { ...resource, new: { ...resource.new!, inputs } }, changes };
}

function byPlace(a: PropertyChange, b: PropertyChange): number {
  return a.path.localeCompare(b.path, "en", { numeric: true });
}

function put(properties: Properties, steps: string[], value: unknown): void {
  let parent: unknown = properties;
  for (const step of steps.slice(0, -1)) {
    parent = Array.isArray(parent) ? parent[Number(step)] : isRecord(parent) ? parent[step] : undefined;
  }
  const last = steps.at(-1)!;
  if (Array.isArray(parent) && value === undefined) parent.splice(Number(last), 1);
  else if (Array.isArray(parent)) parent[Number(last)] = value;
  else if (isRecord(parent) && value === undefined) delete parent[last];
  else if (isRecord(parent)) parent[last] = value;
}

/** A document without an owner, and the resource that it would be. */
export interface Unowned {
  document: Document;
  resource: Resource;
}

/** A document without an owner as a resource that appears (or, where `accepted` is given, that changes since). */
export function unownedResource(document: Document, bucketUrn: string, accepted?: Properties): Resource {
  const { token, id, part } = document;
  const state = (inputs: Properties): ResourceState => ({
    id,
    inputs,
    outputs: {},
    protect: false,
    retainOnDelete: false,
    dependencies: [bucketUrn],
    propertyDependencies: { bucket: [bucketUrn] },
  });
  const name = part ?? document.bucket;
  return {
    urn: `unmanaged:${token}::${id}`,
    type: token,
    rawType: `granary:${token}`,
    name,
    op: accepted ? "update" : "create",
    old: accepted && state(accepted),
    new: state(document.inputs),
    diffReasons: [],
    replaceReasons: [],
  };
}
