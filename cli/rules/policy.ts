// Policy documents by meaning: the predicates of Alibaba Cloud's own definitions, and what one document grants more or
// less than another, statement by statement.
import { isIP } from "node:net";
import type { Statement } from "../model/view";
import { isOpaque } from "../stack/values";
import { canonical, known } from "./known";

/**
 * Public as GetBucketPolicyStatus and block public access define it: Allow, Principal with *, and no condition that pins
 * the caller to fixed values. Action and Resource play no part, and a Deny is never public.
 */
export function isPublic(statement: Statement): boolean {
  if (known(statement.effect) !== "Allow") return false;
  if (!isEverybody(statement)) return false;
  return !Object.entries(statement.condition).some(([operator, keys]) =>
    Object.entries(keys).some(([key, values]) => pinsCaller(operator, key, values)),
  );
}

/** Principal holds *; NotPrincipal leaves all others in. */
export function isEverybody(statement: Statement): boolean {
  return statement.notPrincipal || known(statement.principals).includes("*");
}

const PINS = new Set(["acs:sourcevpc", "acs:sourcevpcid", "acs:sourcevpcip", "acs:accessid"]);

function pinsCaller(operator: string, key: string, values: string[]): boolean {
  // A negated or optional condition lets all others in.
  if (/not|null|ifexists/i.test(operator) || values.length === 0) return false;
  const name = key.toLowerCase();
  if (PINS.has(name)) return known(values).every((value) => !/[*?]/.test(value));
  if (name === "acs:sourceip") return known(values).every(isNarrowRange);
  return false;
}

/** A range counts as fixed from /8 for IPv4 and from /32 for IPv6 on. */
function isNarrowRange(range: string): boolean {
  const [address = "", mask] = range.split("/");
  const version = isIP(address);
  if (version === 0) return false;
  if (mask === undefined) return true;
  return Number(mask) >= (version === 4 ? 8 : 32);
}

/** A Deny of everything for everybody on the bucket and its objects, under plain HTTP alone. */
export function requiresHttps(statements: readonly Statement[], bucket: string): boolean {
  return statements.some((statement) => {
    if (known(statement.effect) !== "Deny" || !isDenyOfHttp(statement)) return false;
    if (statement.notPrincipal || statement.notAction || statement.notResource) return false;
    if (!known(statement.principals).includes("*")) return false;
    if (!known(statement.actions).some((action) => action === "*" || action === "oss:*")) return false;
    const patterns = known(statement.resources);
    return [bucket, `${bucket}/*`].every((target) => patterns.some((each) => coversResource(each, target)));
  });
}

/** The condition is acs:SecureTransport false and nothing else. */
function isDenyOfHttp({ condition }: Statement): boolean {
  const operators = Object.entries(condition);
  if (operators.length !== 1 || operators[0]![0].toLowerCase() !== "bool") return false;
  const keys = Object.entries(operators[0]![1]);
  if (keys.length !== 1 || keys[0]![0].toLowerCase() !== "acs:securetransport") return false;
  return keys[0]![1].length === 1 && known(keys[0]![1])[0]!.toLowerCase() === "false";
}

const POLICY_ACTIONS = ["oss:PutBucketPolicy", "oss:DeleteBucketPolicy"];

/**
 * A Deny for everybody under any condition hits the owner's account too (without one it does not); on the actions that
 * mend a policy it can shut everybody out. The https-only Deny is exempt.
 */
export function locksOut(statement: Statement, bucket: string): boolean {
  if (known(statement.effect) !== "Deny" || !isEverybody(statement)) return false;
  if (Object.keys(statement.condition).length === 0 || isDenyOfHttp(statement)) return false;
  const actions = known(statement.actions);
  const hit = POLICY_ACTIONS.some((action) => actions.some((each) => glob(each, action)) !== statement.notAction);
  if (!hit) return false;
  if (isOpaque(statement.resources)) return true;
  return statement.resources.some((each) => coversResource(each, bucket)) !== statement.notResource;
}

/** Whether `acs:oss:*:*:pattern` covers a bucket ("web") or what is in it ("web/*"). */
export function coversResource(pattern: string, target: string): boolean {
  const path = pattern.startsWith("acs:") ? pattern.split(":").slice(4).join(":") : pattern;
  return glob(path, target);
}

/** `*` any characters, `?` one; a wildcard within the text is taken as a character, so that a pattern covers a pattern. */
export function glob(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "is").test(text);
}

/** One grant or denial that can't be split further. */
export interface Atom {
  effect: string;
  principal: string;
  action: string;
  resource: string;
  condition: Statement["condition"];
}

export function atomsOf(statements: readonly Statement[]): Atom[] {
  return statements.flatMap((each) => {
    const principals = listOf(each.principals, each.notPrincipal);
    const actions = listOf(each.actions, each.notAction);
    const resources = listOf(each.resources, each.notResource);
    const { effect, condition } = each;
    return principals.flatMap((principal) =>
      actions.flatMap((action) => resources.map((resource) => ({ effect, principal, action, resource, condition }))),
    );
  });
}

// What a Not-list leaves is one atom: it is covered by everything, or by the same list.
function listOf(values: string[], negated: boolean): string[] {
  return negated ? [`all but ${[...values].sort().join(", ")}`] : [...new Set(values)];
}

/** What `after` does that `before` did not: the atoms of that effect that no atom of `before` covers. */
export function added(before: readonly Statement[], after: readonly Statement[], effect: "Allow" | "Deny"): Atom[] {
  const had = atomsOf(before).filter((each) => each.effect === effect);
  return atomsOf(after).filter((each) => each.effect === effect && !had.some((old) => covers(old, each)));
}

function covers(wide: Atom, narrow: Atom): boolean {
  return (
    includes(wide.principal, narrow.principal) &&
    includes(wide.action, narrow.action) &&
    includes(wide.resource, narrow.resource) &&
    conditionCovers(wide.condition, narrow.condition)
  );
}

function includes(pattern: string, text: string): boolean {
  return pattern === text || glob(pattern, text);
}

// The wide one may ask for nothing that the narrow one does not ask for as well, with the same values or fewer.
function conditionCovers(wide: Statement["condition"], narrow: Statement["condition"]): boolean {
  return Object.entries(wide).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const own = narrow[operator]?.[key];
      if (!own) return false;
      const [few, many] = /not/i.test(operator) ? [values, own] : [own, values];
      return few.every((each) => many.some((other) => valueCovers(other, each)));
    }),
  );
}

function valueCovers(wide: string, narrow: string): boolean {
  return wide === narrow || rangeCovers(wide, narrow);
}

/** Whether one range of addresses lies within another. */
export function rangeCovers(wide: string, narrow: string): boolean {
  const [a, b] = [rangeOf(wide), rangeOf(narrow)];
  if (!a || !b || a.bits !== b.bits || a.mask > b.mask) return false;
  const shift = BigInt(a.bits - a.mask);
  return a.address >> shift === b.address >> shift;
}

function rangeOf(text: string): { address: bigint; mask: number; bits: number } | undefined {
  const [address = "", mask] = text.split("/");
  const version = isIP(address);
  if (version === 0) return undefined;
  const bits = version === 4 ? 32 : 128;
  const parts =
    version === 4 ? address.split(".").map((each) => Number(each).toString(16).padStart(2, "0")) : groups(address);
  return { address: BigInt(`0x${parts.join("")}`), mask: mask === undefined ? bits : Number(mask), bits };
}

function groups(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(zeros).fill("0"), ...right].map((each) => each.padStart(4, "0"));
}

/** "everybody may oss:GetObject on web/*; 1234 may ...", a sentence part per principal and condition. */
export function describeAtoms(atoms: readonly Atom[]): string {
  const byWho = new Map<string, { who: string; actions: Set<string>; resources: Set<string>; condition: string }>();
  for (const atom of atoms) {
    const condition = Object.keys(atom.condition).length === 0 ? "" : ` if ${canonical(atom.condition)}`;
    const who = atom.principal === "*" ? "everybody" : atom.principal;
    const key = `${who}\0${condition}`;
    const entry = byWho.get(key) ?? { who, actions: new Set(), resources: new Set(), condition };
    entry.actions.add(atom.action);
    entry.resources.add(shortResource(atom.resource));
    byWho.set(key, entry);
  }
  return [...byWho.values()]
    .map((each) => `${each.who}: ${listed(each.actions)} on ${listed(each.resources)}${each.condition}`)
    .sort()
    .join("; ");
}

/** `acs:oss:*:*:web/*` as `web/*`. */
export function shortResource(resource: string): string {
  return resource.replace(/^acs:oss:[^:]*:[^:]*:/, "");
}

export function listed(values: Iterable<string>): string {
  return [...new Set(values)].sort().join(", ");
}
