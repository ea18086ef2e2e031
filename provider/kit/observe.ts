// Live state -> the inputs that a program would have to contain to describe it.
import { isServiceDefault, same, sameKey } from "./diff";
import type { Shape } from "./shape";
import { isAsset, type Values } from "./values";

/**
 * Inputs as they are live. With recorded inputs (refresh): what the program manages plus live values that differ from
 * the service's default, each in the program's own spelling where it means the same. Without (import): the non-default
 * ones. Write-only and steering fields stay as recorded.
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
    return live.map((element, index) => merge(shape.element!, element, counterpart(shape, element, old, index)));
  }
  return live;
}

function counterpart(shape: Shape, element: unknown, old: unknown[], index: number): unknown {
  const unordered = shape.marks.unordered;
  if (!unordered) return old[index];
  if (unordered === true) return old.find((candidate) => same(shape.element!, candidate, element));
  return old.find((candidate) => sameKey(shape.element!, unordered.key, candidate, element));
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
