// Values as the engine writes them in digests, states, plans and events -> plain data without secrets.
import { createHash } from "node:crypto";
import type { Properties } from "./types";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Stands for a value that is not known before the update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What the engine prints in place of a secret. */
export const HIDDEN = "[secret]";

const REDACTED = /^<redacted:\d+:[0-9a-f]{8}>$/;

/** `<redacted:12:ab12cd34>`: length and a short hash, so that a rotation shows. The place keeps equal secrets apart. */
export function redact(secret: unknown, place: string): string {
  const text = typeof secret === "string" ? secret : JSON.stringify(secret);
  const hash = createHash("sha256").update(`${place}\0${text}`).digest("hex").slice(0, 8);
  return `<redacted:${text.length}:${hash}>`;
}

export function isUnknown(value: unknown): boolean {
  return value === UNKNOWN;
}

export function isSecret(value: unknown): boolean {
  return typeof value === "string" && (value === HIDDEN || REDACTED.test(value));
}

/** True where a value holds something, at any depth, that is unknown or secret. */
export function isOpaque(value: unknown): boolean {
  return contains(value, (leaf) => isUnknown(leaf) || isSecret(leaf));
}

export function contains(value: unknown, test: (leaf: unknown) => boolean): boolean {
  if (Array.isArray(value)) return value.some((each) => contains(each, test));
  if (isRecord(value)) return Object.values(value).some((each) => contains(each, test));
  return test(value);
}

export function isRecord(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Decodes a value of the engine. `place` (URN and path) goes into the hashes of secrets. A secret whose text is not given
 * stays `[secret]`.
 */
export function decodeValue(value: unknown, place: string): unknown {
  if (Array.isArray(value)) return value.map((each, index) => decodeValue(each, `${place}[${index}]`));
  if (!isRecord(value)) return value;
  switch (value[SIGNATURE]) {
    case SECRET: {
      if (typeof value.plaintext === "string") return redact(parse(value.plaintext), place);
      return "value" in value ? redact(value.value, place) : HIDDEN;
    }
    case OUTPUT:
      if (!("value" in value)) return UNKNOWN;
      return value.secret ? redact(value.value, place) : decodeValue(value.value, place);
    case RESOURCE:
      return value.id === "" ? UNKNOWN : (value.id ?? value.urn);
    case ASSET:
    case ARCHIVE:
      return { asset: value.hash ?? value.path ?? value.uri ?? "content" };
  }
  return decodeProperties(value, place);
}

/** The same for the properties of a resource, without those that belong to Granary's dynamic front. */
export function decodeProperties(properties: unknown, place: string): Properties {
  if (!isRecord(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name, value]) => name !== "__provider" && name !== "__autoname" && value !== undefined)
      .map(([name, value]) => [name, decodeValue(value, `${place}.${name}`)]),
  );
}

/** Puts what is known elsewhere in the place of each `[secret]`; the first source that has the place wins. */
export function revealRedacted(value: unknown, sources: unknown[]): unknown {
  if (value === HIDDEN) return sources.find((each) => each !== undefined && each !== HIDDEN) ?? HIDDEN;
  if (Array.isArray(value)) {
    return value.map((each, index) =>
      revealRedacted(
        each,
        sources.map((source) => at(source, index)),
      ),
    );
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      revealRedacted(
        each,
        sources.map((source) => at(source, name)),
      ),
    ]),
  );
}

// A secret that wraps a whole object is one redacted text: what lies inside is not told apart.
function at(source: unknown, step: string | number): unknown {
  if (isSecret(source)) return source;
  if (Array.isArray(source) || isRecord(source)) return (source as Properties)[step];
  return undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** Each leaf by length and hash, as if it were a secret. */
export function redactLeaves(value: unknown, place: string): unknown {
  if (Array.isArray(value)) return value.map((each, index) => redactLeaves(each, `${place}[${index}]`));
  if (!isRecord(value)) return value === undefined ? undefined : redact(value, place);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, redactLeaves(each, `${place}.${name}`)]),
  );
}

/** What stands where the record has a secret, by length and hash as well. */
export function veiled(value: unknown, recorded: unknown, place: string): unknown {
  if (value === undefined || isSecret(value)) return value;
  if (isSecret(recorded)) return redactLeaves(value, place);
  if (Array.isArray(value)) return value.map((each, index) => veiled(each, at(recorded, index), `${place}[${index}]`));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, veiled(each, at(recorded, name), `${place}.${name}`)]),
  );
}

/** A value with its secrets in plain, for settings that go to a client; undefined where a secret can't be decrypted. */
export function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isRecord(value)) return value;
  if (value[SIGNATURE] === SECRET) return typeof value.plaintext === "string" ? parse(value.plaintext) : undefined;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainValue(each)]));
}
