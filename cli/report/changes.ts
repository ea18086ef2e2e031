// What a step changes, property by property: from the inputs, so that both fronts and other providers show the same.
import { KINDS } from "../model/kinds";
import { same } from "../rules/known";
import type { Resource } from "../stack/types";
import { isRecord } from "../stack/values";
import type { PropertyChange, Step } from "./types";

/** Recorded -> planned inputs, deepest differing paths, sorted. */
export function propertyChanges(old: unknown, fresh: unknown, path = ""): PropertyChange[] {
  if (same(old, fresh)) return [];
  if (isRecord(old) && isRecord(fresh)) {
    const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort();
    return names.flatMap((name) => propertyChanges(old[name], fresh[name], path === "" ? name : `${path}.${name}`));
  }
  if (Array.isArray(old) && Array.isArray(fresh) && old.length === fresh.length) {
    return old.flatMap((each, index) => propertyChanges(each, fresh[index], `${path}[${index}]`));
  }
  const kind = old === undefined ? "add" : fresh === undefined ? "delete" : "update";
  return [{ path, kind, old, new: fresh }];
}

export function stepOf(resource: Resource): Step {
  const { op, old, new: fresh } = resource;
  const options = (["protect", "retainOnDelete"] as const)
    .filter((name) => old && fresh && old[name] !== fresh[name])
    .map((name): PropertyChange => ({ path: name, kind: "update", old: old![name], new: fresh![name] }));
  const inputs = propertyChanges(old?.inputs ?? {}, fresh?.inputs ?? {});
  const bucket = KINDS[resource.type] ? (fresh ?? old)?.inputs.bucket : undefined;
  return {
    op,
    urn: resource.urn,
    name: resource.name,
    type: resource.type,
    bucket: typeof bucket === "string" ? bucket : undefined,
    changes: op === "delete" ? [] : [...inputs, ...options, ...hiddenChanges(resource, inputs)],
    replaces: op === "replace" ? resource.replaceReasons : undefined,
    leftInPlace: op === "delete" && old?.retainOnDelete ? true : undefined,
    position: resource.position,
  };
}

// A provider may see a change that the inputs, as far as they are shown, do not have.
function hiddenChanges(resource: Resource, inputs: PropertyChange[]): PropertyChange[] {
  if (resource.op !== "update" || inputs.length > 0) return [];
  return Object.keys(resource.detailedDiff ?? {}).map((path) => ({ path, kind: "update" as const }));
}

/** Whether a resource is part of what the change does. */
export function isTouched(resource: Resource): boolean {
  if (resource.op !== "same") return resource.op !== "read";
  const { old, new: fresh } = resource;
  return Boolean(old && fresh && (old.protect !== fresh.protect || old.retainOnDelete !== fresh.retainOnDelete));
}
