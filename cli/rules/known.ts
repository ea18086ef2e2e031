// Unknown is not safe: a rule that meets an unknown or secret value where it has to decide says so instead of guessing.
import type { Aspect } from "../model/kinds";
import type { BucketView, Policy } from "../model/view";
import { isOpaque } from "../stack/values";

/** Thrown where a deciding value is unknown or secret. */
export class Opaque extends Error {}

/** The value, when it can be judged. */
export function known<T>(value: T): T {
  if (isOpaque(value)) throw new Opaque();
  return value;
}

/** Refuses to judge an aspect of which any input but the bucket's name is unknown or secret. */
export function settled(aspect: Aspect, ...views: BucketView[]): void {
  for (const view of views) {
    const { bucket: _, ...inputs } = view.raw[aspect] ?? {};
    known(inputs);
  }
}

/** The policy's statements; none where there is no policy. */
export function policyOf(view: BucketView): Policy {
  const raw = view.raw.policy;
  if (!view.policy) {
    if (raw && isOpaque(raw.policy)) throw new Opaque();
    return { statements: [], size: 0 };
  }
  return view.policy;
}

export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, each) =>
      typeof each === "object" && each !== null && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
        : each,
    ) ?? "undefined"
  );
}
