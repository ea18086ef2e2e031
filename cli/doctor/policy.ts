// The smallest RAM policy that gives what the checks found missing.
import type { Missing } from "./types";

export interface RamPolicy {
  Version: "1";
  Statement: { Effect: "Allow"; Action: string[]; Resource: string[] }[];
}

/** Actions on the same buckets share a statement. Undefined where nothing is missing. */
export function minimalPolicy(missing: readonly Missing[]): RamPolicy | undefined {
  const actions = new Map<string, Set<string>>();
  for (const { action, buckets } of missing) {
    const resources =
      buckets.length === 0 ? ["acs:oss:*:*:*"] : buckets.map((bucket) => `acs:oss:*:*:${bucket}`).sort();
    const key = JSON.stringify(resources);
    actions.set(key, (actions.get(key) ?? new Set()).add(action));
  }
  if (actions.size === 0) return undefined;
  const statements = [...actions].map(([key, names]) => ({
    Effect: "Allow" as const,
    Action: [...names].sort(),
    Resource: JSON.parse(key) as string[],
  }));
  return { Version: "1", Statement: statements };
}
