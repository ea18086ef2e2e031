// Drift that people have agreed to live with: granary.drift.yaml beside Pulumi.yaml.
import { existsSync } from "node:fs";
import path from "node:path";
import { isExpired, matches, readEntryFile } from "../entries";
import type { PropertyChange } from "../report/types";

export const IGNORE_FILE = "granary.drift.yaml";

export interface IgnoreRule {
  /** Glob over the resource's name, its bucket or its URN. */
  resource: string;
  /** Glob over the type, "oss:BucketTags". */
  type: string;
  /** Glob over property paths; what lies below is meant too. Undefined = the whole resource. */
  path?: string;
  /** Glob over the stack's name. */
  stack: string;
  reason: string;
  owner?: string;
  /** Last day that it holds, "2027-01-31". */
  expires?: string;
  /** File and line. */
  source: string;
}

/** Reads the ignore file; a missing default file is an empty one. */
export function readIgnoreRules(folder: string, given: string | undefined): IgnoreRule[] {
  const file = given ?? path.join(folder, IGNORE_FILE);
  if (given === undefined && !existsSync(file)) return [];
  const fields = ["resource", "type", "path", "stack", "reason", "owner", "expires"];
  return readEntryFile(file, ["ignore"])
    .entries("ignore", fields)
    .map((entry) => {
      const [resource, type, property] = [entry.text("resource"), entry.text("type"), entry.text("path")];
      if ([resource, type, property].every((glob) => glob === undefined || !/[\p{L}\p{N}]/u.test(glob))) {
        entry.fail("name a resource, a type or a path: an entry that fits everything would hide everything");
      }
      return {
        resource: resource ?? "*",
        type: type ?? "*",
        path: property,
        stack: entry.text("stack") ?? "*",
        reason: entry.needed("reason"),
        owner: entry.text("owner"),
        expires: entry.expires,
        source: entry.source,
      };
    });
}

/** What an entry is held against. */
export interface Subject {
  name: string;
  type: string;
  bucket?: string;
  urn?: string;
}

/** The rules of one stack, and which of them have fitted something. */
export interface Ignoring {
  /** The rule that leaves out a change of this resource; undefined where the change counts. */
  change(subject: Subject, change: PropertyChange): IgnoreRule | undefined;
  /** The rule that leaves out a document without an owner: one without a path. */
  whole(subject: Subject): IgnoreRule | undefined;
  /** Told of a resource that is gone: no rule may hide that. */
  gone(subject: Subject): void;
  /** Rules that have run out, that fit nothing, or that would hide a deletion. */
  notes(): string[];
}

export function ignoringIn(stack: string, rules: readonly IgnoreRule[], today: string): Ignoring {
  const applicable = rules.filter((rule) => matches(rule.stack, stack));
  const used = new Set<IgnoreRule>();
  const expired = new Set<IgnoreRule>();
  const refused = new Set<string>();

  function find(subject: Subject, fits: (rule: IgnoreRule) => boolean): IgnoreRule | undefined {
    const fitting = applicable.filter((rule) => concerns(rule, subject) && fits(rule));
    for (const rule of fitting) used.add(rule);
    const valid = fitting.find((rule) => !isExpired(rule, today));
    if (!valid) for (const rule of fitting) expired.add(rule);
    return valid;
  }

  return {
    change: (subject, change) => find(subject, (rule) => rule.path === undefined || covers(rule.path, change.path)),
    whole: (subject) => find(subject, (rule) => rule.path === undefined),
    gone: (subject) => {
      for (const rule of applicable.filter((each) => concerns(each, subject))) {
        used.add(rule);
        refused.add(`${rule.source}: ${subject.type} ${subject.name} is gone, and a deletion can't be ignored`);
      }
    },
    notes: () => [
      ...refused,
      ...[...expired].map((rule) => `${rule.source}: ran out on ${rule.expires}; what it ignored counts again`),
      ...applicable.filter((rule) => !used.has(rule)).map((rule) => `${rule.source}: fits nothing that has drifted`),
    ],
  };
}

function concerns(rule: IgnoreRule, { name, type, bucket, urn }: Subject): boolean {
  const places = [name, bucket, urn].filter((each) => each !== undefined);
  return places.some((place) => matches(rule.resource, place)) && matches(rule.type, type);
}

/** "tags" covers "tags.owner" and "rules[*].prefix" covers "rules[0].prefix". */
function covers(glob: string, property: string): boolean {
  return matches(glob, property) || matches(`${glob}.*`, property) || matches(`${glob}[*`, property);
}
