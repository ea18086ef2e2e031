// Which buckets are looked at, and which kinds of resources are in use on them.
import type { Resource } from "../stack/types";
import type { Account } from "./account";
import { Unavailable } from "./unavailable";

/** So many buckets at most are asked about; a stack of hundreds would take minutes. */
export const MOST_BUCKETS = 20;

export interface Targets {
  buckets: string[];
  /** Resources of the stack by kind, such as "oss:BucketCors"; undefined without a stack: then every kind counts. */
  kinds: Map<string, Resource[]> | undefined;
  /** "of stack prod", "the first of the account". */
  origin: string;
  /** How many buckets there are besides. */
  left: number;
}

/** What it takes to choose; the facts have it. */
interface Known {
  /** As it was given. */
  stack?: string;
  stackName(): Promise<string>;
  resources(): Promise<Resource[]>;
  account(): Promise<Account>;
}

export async function chooseTargets(facts: Known): Promise<Targets> {
  const resources = await facts.resources().catch((error: unknown) => {
    if (facts.stack || !(error instanceof Unavailable)) throw error;
    return [];
  });
  const ours = resources.filter(isOurs);
  const names = [...new Set(ours.flatMap((each) => bucketOf(each) ?? []))].sort();
  if (names.length > 0) {
    const kinds = byKind(ours);
    const left = Math.max(0, names.length - MOST_BUCKETS);
    return { buckets: names.slice(0, MOST_BUCKETS), kinds, origin: `of stack ${await facts.stackName()}`, left };
  }
  if (facts.stack) throw new Unavailable(`needs a bucket; stack ${facts.stack} has none`);
  const { buckets, refusal } = await facts.account();
  if (refusal) throw new Unavailable("needs a bucket; give a stack with --stack, as the account's can't be listed");
  const first = buckets[0];
  if (!first) throw new Unavailable("needs a bucket; the account has none in sight");
  return { buckets: [first.name], kinds: undefined, origin: "the first of the account", left: buckets.length - 1 };
}

function byKind(resources: Resource[]): Map<string, Resource[]> {
  const kinds = new Map<string, Resource[]>();
  for (const each of resources) kinds.set(each.type, [...(kinds.get(each.type) ?? []), each]);
  return kinds;
}

/** Granary's own resources, in either front. Those of other providers have a type of theirs. */
export function isOurs(resource: Resource): boolean {
  return /^oss:/.test(resource.type) && !resource.rawType.startsWith("alicloud:");
}

export function bucketOf(resource: Resource): string | undefined {
  const name = resource.old?.outputs.bucket ?? resource.old?.inputs.bucket;
  return typeof name === "string" && /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name) ? name : undefined;
}
