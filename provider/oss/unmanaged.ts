// OSS learns settings that the 2022 reference does not have, and a PUT replaces the whole document: writing back what was
// read would drop them. They are named, so that nobody loses them unseen (aliyun/terraform-provider-alicloud#2929).
import type { Context } from "../kit/define";

const LEAF = /<([A-Za-z][\w.-]*)(?:\s[^<>]*)?>([^<]+)<\/\1>/g;

/** Names of elements that hold something in one XML document and do not occur in the other. */
export function missingFrom(rewritten: string, live: string): string[] {
  const kept = leaves(rewritten);
  return [...leaves(live)].filter((name) => !kept.has(name)).sort();
}

function leaves(document: string): Set<string> {
  const filled = [...document.matchAll(LEAF)].filter(([, , text]) => text!.trim() !== "");
  return new Set(filled.map(([, name]) => name!));
}

/** Says which settings of a live document the next write would remove. */
export function tellUnmanaged(context: Context, what: string, live: string, rewritten: string): void {
  const names = missingFrom(rewritten, live);
  if (names.length === 0) return;
  context.progress(
    `${what} has ${names.join(", ")}, which Granary does not manage: the next change of it here removes ${names.length > 1 ? "them" : "it"}`,
  );
}
