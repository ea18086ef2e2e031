// Names in the recorded stacks of released versions (test/fixtures/upgrade).
import type { Front } from "./program";

/** What the names of a front's buckets begin with. */
export function prefixOf(front: Front): string {
  return front === "granary" ? "dynamic" : "plugin";
}

export function stateFile(front: Front): string {
  return `${prefixOf(front)}.json`;
}
