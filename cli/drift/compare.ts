// The resources of a stack as they are recorded and as they are live, in the form that the rules judge.
import { isDeepStrictEqual } from "node:util";
import { isIgnored } from "../../provider/kit/ignore";
import { formatPath, getAt, type Path, setAt } from "../../provider/kit/path";
import type { Document } from "../live/types";
import type { PropertyChange } from "../report/types";
import { differingPaths, livePlace, stepsOf } from "../stack/drifted";
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

/** With --pre-deploy a deletion is the program's: what it would delete is there, and was changed. */
export function verdictOf({ resource, live }: Drifted): "gone" | "changed" {
  return resource.op === "delete" && !live ? "gone" : "changed";
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
  const changes = Object.entries(paths).map(([path, { kind }]) => changeAt(recorded, path, kind, live));
  if (changes.length === 0 && !drifted) return undefined;
  const fresh: ResourceState = { ...old, inputs: live.inputs, outputs: { ...old.outputs, ...live.outputs } };
  const found: Drifted = { resource: { ...recorded, op: "update", new: fresh }, changes: changes.sort(byPlace) };
  // A plugin leaves out what the program leaves to others; the dynamic protocol knows nothing of that.
  const others = changes.filter(({ path }) => isIgnored(stepsOf(path), recorded.ignoreChanges ?? []));
  return withoutChanges(found, others);
}

function changeAt(resource: Resource, path: string, diffKind: string, live: Observation["live"]): PropertyChange {
  const kinds: Record<string, PropertyChange["kind"]> = { add: "add", delete: "delete" };
  const kind = kinds[diffKind.replace("-replace", "")] ?? "update";
  const old = resource.old!;
  const [was, is] = [stepsOf(path), placeOf(resource, live.inputs, { path, kind })];
  // What came or went has one value: at its place on the other side stands another element of the list.
  const pair = (from: Properties, to: Properties) => ({
    old: kind === "add" ? undefined : getAt(from, was),
    new: kind === "delete" ? undefined : getAt(to, is),
  });
  const inputs = pair(old.inputs, live.inputs);
  const told = isDeepStrictEqual(inputs.old, inputs.new) ? pair(old.outputs, live.outputs) : inputs;
  return { path, kind, ...told };
}

type Place = Pick<PropertyChange, "path" | "kind">;

/** Where a change is in the live inputs; of what is gone, where it would be. */
function placeOf(resource: Resource, live: Properties, { path, kind }: Place): Path {
  const steps = stepsOf(path);
  const place = (of: Path) => livePlace(resource, resource.old!.inputs, live, of);
  return kind === "update" ? place(steps) : [...place(steps.slice(0, -1)), ...steps.slice(-1)];
}

function byPlace(a: Pick<PropertyChange, "path">, b: Pick<PropertyChange, "path">): number {
  return a.path.localeCompare(b.path, "en", { numeric: true });
}

/** The drift without the changes that are left out: their places have again what is recorded. */
export function withoutChanges(drifted: Drifted, left: readonly PropertyChange[]): Drifted | undefined {
  if (left.length === 0) return drifted;
  const { resource } = drifted;
  const changes = drifted.changes.filter((change) => !left.includes(change));
  if (changes.length === 0) return undefined;
  const live = resource.new!.inputs;
  const inputs = structuredClone(live);
  const places = left.map((change): PutBack => {
    const at = placeOf(resource, live, change);
    return { ...change, at, path: formatPath(at) };
  });
  for (const place of places.sort(inOrder)) put(inputs, place);
  return { resource: { ...resource, new: { ...resource.new!, inputs } }, changes };
}

/** A change, at its place in the live inputs. */
interface PutBack extends PropertyChange {
  at: Path;
}

const TURN: Record<PropertyChange["kind"], number> = { update: 0, add: 1, delete: 2 };

/** So that no step moves an element that a later one is about: inner lists first, out from the back, in from the front. */
function inOrder(a: PutBack, b: PutBack): number {
  const place = a.kind === "add" ? byPlace(b, a) : byPlace(a, b);
  return b.at.length - a.at.length || TURN[a.kind] - TURN[b.kind] || place;
}

function put(properties: Properties, { at, kind, old }: PutBack): void {
  const [parent, last] = [getAt(properties, at.slice(0, -1)), at.at(-1)!];
  if (Array.isArray(parent) && kind === "add") parent.splice(Number(last), 1);
  else if (Array.isArray(parent) && kind === "delete") parent.splice(Number(last), 0, old);
  else if (isRecord(parent) && old === undefined) delete parent[last];
  else setAt(properties, at, old);
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
