// Joins the resources of a stack into buckets, each with its effective configuration before and after.

import { isAlicloud } from "../stack/tokens";
import type { Resource, ResourceState } from "../stack/types";
import { isUnknown } from "../stack/values";
import { fromAlicloud, inlineAspects } from "./alicloud";
import { type Aspect, KINDS, REMOVAL } from "./kinds";
import { readAspect } from "./parse";
import type { BucketView, Transition } from "./view";

/** The buckets that the resources are about, sorted by name. */
export function transitionsOf(resources: readonly Resource[]): Transition[] {
  const described = resources.filter((each) => KINDS[each.type]);
  const buckets = described.filter((each) => each.type === "oss:Bucket");
  const groups = new Map<string, { bucket?: Resource; resources: Resource[] }>();
  const byName = new Map<string, string>();
  for (const bucket of buckets) {
    const key = renamedKey(bucket, byName) ?? bucket.urn;
    const group = groups.get(key) ?? { resources: [] };
    // Of a renamed pair the one that stays speaks for the bucket.
    if (!group.bucket || bucket.op !== "delete") group.bucket = bucket;
    group.resources.push(bucket);
    groups.set(key, group);
    for (const name of namesOf(bucket)) byName.set(name, key);
  }
  for (const resource of described) {
    if (resource.type === "oss:Bucket") continue;
    const key = ownerOf(resource, byName, groups);
    const group = groups.get(key) ?? { resources: [] };
    group.resources.push(resource);
    groups.set(key, group);
  }
  return [...groups]
    .map(([key, group]) => transition(key, group.bucket, group.resources))
    .sort((a, b) => (a.bucket === b.bucket ? compare(a.key, b.key) : compare(a.bucket, b.bucket)));
}

// A create and a delete of the same name are one bucket under a new resource name.
function renamedKey(bucket: Resource, byName: Map<string, string>): string | undefined {
  return namesOf(bucket)
    .map((name) => byName.get(name))
    .find((key) => key !== undefined);
}

function namesOf(bucket: Resource): string[] {
  const values = [bucket.old?.inputs.bucket, bucket.new?.inputs.bucket, bucket.old?.outputs.bucket, bucket.old?.id];
  return values.filter((each): each is string => typeof each === "string" && each !== "" && !isUnknown(each));
}

/** The bucket that a configuration is about: by its name, or by the resource that the name comes from. */
function ownerOf(resource: Resource, byName: Map<string, string>, groups: Map<string, unknown>): string {
  for (const state of [resource.new, resource.old]) {
    const name = state?.inputs.bucket;
    if (typeof name === "string" && !isUnknown(name)) return byName.get(name) ?? `name:${name}`;
    const source = [...(state?.propertyDependencies.bucket ?? []), ...(state?.dependencies ?? [])];
    const owner = source.find((urn) => groups.has(urn));
    if (owner) return owner;
  }
  return `unknown:${resource.urn}`;
}

function transition(key: string, bucket: Resource | undefined, resources: Resource[]): Transition {
  const sorted = [...resources].sort((a, b) => compare(a.urn, b.urn));
  const known = resources.flatMap((each) => [each.new?.inputs.bucket, each.old?.inputs.bucket]);
  const name = known.find((each): each is string => typeof each === "string" && !isUnknown(each));
  const created = bucket?.op === "create" && !resources.some((each) => each.type === "oss:Bucket" && each.old);
  const deleted = bucket !== undefined && !bucket.new && !bucket.old?.retainOnDelete;
  return {
    key,
    bucket: name ?? bucket?.name ?? "(unknown)",
    resource: bucket,
    old: created ? undefined : viewBefore(sorted, name),
    new: deleted ? undefined : viewAfter(sorted, name),
    resources: sorted,
  };
}

function viewBefore(resources: Resource[], name = ""): BucketView {
  const view = emptyView(name);
  for (const resource of ordered(resources)) if (resource.old) describe(view, resource, resource.old);
  return view;
}

function viewAfter(resources: Resource[], name = ""): BucketView {
  const view = emptyView(name);
  for (const resource of ordered(resources)) {
    if (resource.new) {
      describe(view, resource, resource.new);
      // An `acl` that is taken out of the Bucket stays as it is in the cloud: nobody manages it any more.
      const left = resource.type === "oss:Bucket" && resource.op !== "replace" ? resource.old?.inputs.acl : undefined;
      if (left !== undefined && resource.new.inputs.acl === undefined) view.acl = left as string;
      continue;
    }
    if (!resource.old) continue;
    // Left in place, no longer managed.
    if (resource.old.retainOnDelete) describe(view, resource, resource.old);
    else remove(view, resource);
  }
  return view;
}

// The Bucket first (a BucketAcl speaks louder than its acl), deletions before what takes their place.
function ordered(resources: Resource[]): Resource[] {
  const rank = (each: Resource) => (each.type === "oss:Bucket" ? 0 : 2) + (each.new ? 1 : 0);
  return [...resources].sort((a, b) => rank(a) - rank(b));
}

function describe(view: BucketView, resource: Resource, state: ResourceState): void {
  const { aspect } = KINDS[resource.type]!;
  const foreign = isAlicloud(resource.rawType);
  const inputs = foreign ? fromAlicloud(aspect, state.inputs) : state.inputs;
  put(view, aspect, inputs, resource);
  if (aspect !== "bucket") return;
  const { owner, location } = state.outputs;
  if (typeof owner === "string") view.owner = owner;
  if (typeof location === "string" && !isUnknown(location)) view.location = location;
  if (state.inputs.acl !== undefined) view.from.acl = resource;
  for (const [inline, values] of Object.entries(foreign ? inlineAspects(state.inputs) : {})) {
    put(view, inline as Aspect, values, resource);
  }
}

function put(view: BucketView, aspect: Aspect, inputs: BucketView["raw"][Aspect], resource: Resource): void {
  readAspect(view, aspect, inputs!, resource);
  view.from[aspect] ??= resource;
  if (resource.new) view.from[aspect] = resource;
  view.raw[aspect] = inputs;
}

function remove(view: BucketView, resource: Resource): void {
  const { aspect } = KINDS[resource.type]!;
  const left = REMOVAL[aspect];
  // A BucketAcl that goes leaves a private bucket, whatever else is said about it; suspended versioning stays suspended.
  if (left && !(aspect === "versioning" && resource.old?.inputs.status === undefined))
    readAspect(view, aspect, left, resource);
  view.from[aspect] ??= resource;
}

/** A bucket that nothing is configured for. */
export function emptyView(name: string): BucketView {
  return {
    name,
    storageClass: "Standard",
    forceDestroy: false,
    hierarchicalNamespace: false,
    dataRedundancyType: "LRS",
    acl: "private",
    versioning: "unset",
    referer: { referers: [], allowEmptyReferer: true },
    cors: [],
    lifecycle: [],
    payer: "BucketOwner",
    acceleration: false,
    tags: {},
    publicBlock: false,
    replications: [],
    inventories: [],
    cnames: [],
    index: false,
    from: {},
    raw: {},
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
