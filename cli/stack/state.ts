// The state of a resource, as the engine writes it in an export and in the digest of a preview.
import type { ResourceState } from "./types";
import { decodeProperties } from "./values";

/** The fields that the rules look at. */
export interface WireState {
  id?: string;
  type: string;
  inputs?: unknown;
  outputs?: unknown;
  protect?: boolean;
  retainOnDelete?: boolean;
  parent?: string;
  provider?: string;
  dependencies?: string[] | null;
  propertyDependencies?: Record<string, string[] | null> | null;
  sourcePosition?: string;
}

export function readState(urn: string, state: WireState): ResourceState {
  const propertyDependencies = Object.entries(state.propertyDependencies ?? {}).map(([input, urns]) => [
    input,
    urns ?? [],
  ]);
  return {
    id: state.id,
    inputs: decodeProperties(state.inputs, urn),
    outputs: decodeProperties(state.outputs, urn),
    protect: state.protect === true,
    retainOnDelete: state.retainOnDelete === true,
    parent: state.parent,
    provider: state.provider,
    dependencies: state.dependencies ?? [],
    propertyDependencies: Object.fromEntries(propertyDependencies),
  };
}
