// Live state -> the inputs that a program would have to contain to describe it.
import { isServiceDefault, pairUp, same } from "./diff";
import type { Shape } from "./shape";
import { isAsset, type Values } from "./values";

/**
 * Inputs as they are live. With recorded inputs (refresh): what the program manages plus live values that differ from
 * the service's default, each in the program's own spelling and order where it means the same. Without (import): the
 * non-default ones. Write-only and steering fields stay as recorded.
 */
export function liveInputs(shape: Shape, live: Values, recorded?: Values): Values {
  return merge(shape, live, recorded) as Values;
}

function merge(shape: Shape, live: unknown, recorded: unknown): unknown {
  if (shape.marks.writeOnly || shape.marks.local || shape.kind === "asset" || isAsset(recorded)) return recorded;
  if (shape.marks.lossy && live === undefined) return recorded;
  if (recorded !== undefined && same(shape, recorded, live)) return recorded;
  if (live === undefined || live === null) return undefined;
  if (shape.fields && isRecord(live)) {
    const result: Values = {};
    for (const [name, child] of Object.entries(shape.fields)) {
      const was = isRecord(recorded) ? recorded[name] : undefined;
      if (child.marks.optIn && was === undefined) continue;
      const value = merge(child, live[name], was);
      const needless = was === undefined && child.optional && isServiceDefault(child, value);
      if (value !== undefined && !needless) result[name] = value;
    }
    return result;
  }
  if (shape.kind === "array" && Array.isArray(live)) {
    const old = Array.isArray(recorded) ? recorded : [];
    return shape.marks.unordered
      ? mergeUnordered(shape, live, old)
      : live.map((element, index) => merge(shape.element!, element, old[index]));
  }
  return live;
}

// Elements that were recorded keep their places, so that a change elsewhere in the list moves nothing.
function mergeUnordered(shape: Shape, live: unknown[], old: unknown[]): unknown[] {
  const pairs = pairUp(shape, old, live);
  return [...live.keys()]
    .sort((a, b) => (pairs[a] ?? old.length + a) - (pairs[b] ?? old.length + b))
    .map((index) => merge(shape.element!, live[index], pairs[index] === undefined ? undefined : old[pairs[index]]));
}

/** Inputs with the service's defaults written out: what the outputs of the same names show. */
export function withDefaults(shape: Shape, values: Values): Values {
  const result: Values = { ...values };
  for (const [name, child] of Object.entries(shape.fields ?? {})) {
    if (result[name] === undefined && child.marks.serviceDefault !== undefined && !child.marks.local) {
      result[name] = child.marks.serviceDefault;
    }
  }
  return result;
}

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
