// The only file that knows Pulumi's wire values: Struct messages, the sentinels for unknown, secret, asset and
// resource values. Everything else sees plain JavaScript, UNKNOWN, and a list of secret paths.
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { getAt, type Path, setAt } from "./path";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
// The typed unknowns that old engines send; all mean the same here.
const UNKNOWN_TEXTS = new Set([
  UNKNOWN_TEXT,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** A value that is not known before the update runs. */
export const UNKNOWN = Symbol("unknown");

/** Plain values as the kit handles them. */
// biome-ignore lint/suspicious/noExplicitAny: property values are dynamic by nature; this is the one place that says so
export type Values = Record<string, any>;

// A symbol, so that no object of a program ({ asset: true } in a policy, say) is taken for one.
const KIND = Symbol("kind");

/** A file or text handed over by the program. `hash` is the engine's own (SHA-256 of the content). */
export interface Asset {
  readonly [KIND]: "asset";
  hash?: string;
  text?: string;
  path?: string;
  uri?: string;
}

export function asset(content: Pick<Asset, "hash" | "text" | "path" | "uri">): Asset {
  return { [KIND]: "asset", ...content };
}

export interface Decoded {
  values: Values;
  /** Where values were wrapped as secret. */
  secrets: Path[];
}

/** A text that stands for a value that is not known yet. */
export function isUnknownText(text: string): boolean {
  return UNKNOWN_TEXTS.has(text);
}

export function isAsset(value: unknown): value is Asset {
  return kindOf(value) === "asset";
}

function kindOf(value: unknown): unknown {
  return typeof value === "object" && value !== null ? (value as { [KIND]?: unknown })[KIND] : undefined;
}

export function containsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (typeof value === "object" && value !== null) return Object.values(value).some(containsUnknown);
  return false;
}

/** Struct message of the engine -> plain values and the paths that were secret. */
export function decodeStruct(struct: Struct | undefined): Decoded {
  return decodeWire(struct ? (struct.toJavaScript() as Values) : {});
}

/** The same for values that are JavaScript already (the dynamic front). */
export function decodeWire(wire: Values): Decoded {
  const secrets: Path[] = [];
  const values = decode(wire, [], secrets) as Values;
  return { values, secrets };
}

function decode(wire: unknown, path: Path, secrets: Path[]): unknown {
  if (typeof wire === "string") return UNKNOWN_TEXTS.has(wire) ? UNKNOWN : wire;
  if (Array.isArray(wire)) return wire.map((element, index) => decode(element, [...path, index], secrets));
  if (typeof wire !== "object" || wire === null) return wire ?? undefined;
  const object = wire as Values;
  switch (object[SIGNATURE]) {
    case SECRET:
      secrets.push(path);
      return decode(object.value, path, secrets);
    case OUTPUT:
      if (object.secret) secrets.push(path);
      return "value" in object ? decode(object.value, path, secrets) : UNKNOWN;
    case RESOURCE:
      // An empty id is one that is not known yet.
      return object.id === "" ? UNKNOWN : decode(object.id ?? object.urn, path, secrets);
    // Carried along and never looked into: no resource takes archives.
    case ARCHIVE:
      return { [KIND]: "archive", ...strip(object) };
    case ASSET:
      return asset(strip(object));
  }
  // Not by assignment: a key may be "__proto__".
  return Object.fromEntries(
    Object.entries(object)
      .map(([name, value]) => [name, decode(value, [...path, name], secrets)])
      .filter(([, value]) => value !== undefined),
  );
}

/** Plain values -> Struct, with the given paths wrapped as secret again. */
export function encodeStruct(values: Values, secrets: readonly Path[] = []): Struct {
  return Struct.fromJavaScript(encodeWire(values, secrets) as Parameters<typeof Struct.fromJavaScript>[0]);
}

export function encodeWire(values: Values, secrets: readonly Path[] = []): Values {
  const wire = encode(values) as Values;
  // Innermost first, so that a secret inside a secret stays one.
  for (const path of [...secrets].sort((a, b) => b.length - a.length)) {
    const value = getAt(wire, path);
    if (path.length > 0 && value !== undefined && !isWrapped(value)) {
      setAt(wire, path, { [SIGNATURE]: SECRET, value });
    }
  }
  return wire;
}

function isWrapped(value: unknown): boolean {
  return typeof value === "object" && value !== null && (value as Values)[SIGNATURE] === SECRET;
}

function encode(value: unknown): unknown {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (Array.isArray(value)) return value.map((element) => encode(element ?? null));
  if (typeof value !== "object" || value === null) return value;
  const kind = kindOf(value);
  if (kind !== undefined) return { [SIGNATURE]: kind === "asset" ? ASSET : ARCHIVE, ...withoutKind(value) };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, element]) => element !== undefined)
      .map(([name, element]) => [name, encode(element)]),
  );
}

function withoutKind(value: object): Values {
  return Object.fromEntries(Object.entries(value).filter(([, content]) => content !== undefined));
}

function strip(object: Values): Values {
  const { [SIGNATURE]: _, ...rest } = object;
  return rest;
}
