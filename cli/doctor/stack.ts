// The stack: what is recorded, and what of it wants attention soon.
import { granary } from "../../provider";
import type { Resource } from "../stack/types";
import type { Facts } from "./facts";
import { liveStackChecks } from "./stackLive";
import { isOurs } from "./targets";
import { broken, type Check, type Finding, hint, ok } from "./types";

/** A state may lie far away, and stacks can be large. */
const STATE_LIMIT_MS = 60_000;

export const stackChecks: Check[] = [
  check("resources", "Granary's resources in the stack, by kind", resources),
  check("unknown-types", "resources of Granary that this version does not know", unknownTypes),
  check("force-destroy", "buckets that are emptied when they are destroyed", forceDestroy),
  check("unprotected", "buckets without protect", unprotected),
  ...liveStackChecks,
];

function check(id: string, about: string, judge: (resources: Resource[]) => Finding): Check {
  const run = async (facts: Facts) => judge((await facts.resources()).filter(isGranary));
  return { id, group: "stack", about, limitMs: STATE_LIMIT_MS, run };
}

/** Of either front, known or not. */
function isGranary(resource: Resource): boolean {
  return isOurs(resource) || resource.rawType.startsWith("granary:");
}

function resources(found: Resource[]): Finding {
  if (found.length === 0)
    return hint("the stack has no resources of Granary", "run pulumi up, or choose another --stack");
  const counts = new Map<string, number>();
  for (const { type } of found) counts.set(type, (counts.get(type) ?? 0) + 1);
  const kinds = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `${count} ${type}`);
  return ok(`${found.length} ${found.length === 1 ? "resource" : "resources"} of Granary`, kinds);
}

function unknownTypes(found: Resource[]): Finding {
  const unknown = found.filter(({ type }) => !isKnown(type)).map(({ type, name }) => `${type} (${name})`);
  if (unknown.length === 0) return ok("this version knows every kind");
  const remedy = `update granary (this is ${granary.version}): a newer version has put them there`;
  return broken(`${unknown.length} resources of kinds that this version does not know`, remedy, unknown.sort());
}

function isKnown(type: string): boolean {
  const [service = "", kind = ""] = type.split(":");
  const load = Object.hasOwn(granary.services, service) ? granary.services[service] : undefined;
  return load !== undefined && Object.hasOwn(load().resources, kind);
}

function buckets(found: Resource[]): Resource[] {
  return found.filter(({ type }) => type === "oss:Bucket");
}

function forceDestroy(found: Resource[]): Finding {
  const names = buckets(found)
    .filter(({ old }) => old?.inputs.forceDestroy === true)
    .map(({ name }) => name);
  if (names.length === 0) return ok("no bucket has forceDestroy");
  const remedy = "set forceDestroy to false, but for buckets whose content may go with the stack";
  return hint(`destroying the stack deletes the content of ${count(names)}`, remedy, names.sort());
}

function unprotected(found: Resource[]): Finding {
  const names = buckets(found)
    .filter(({ old }) => !old?.protect)
    .map(({ name }) => name);
  if (names.length === 0) return ok("every bucket is protected");
  const remedy = "give buckets that must stay the option protect: true";
  return hint(`${count(names)} can be deleted by a mistake in the program`, remedy, names.sort());
}

function count(names: string[]): string {
  return names.length === 1 ? "1 bucket" : `${names.length} buckets`;
}
