/** A seed: what a new emulator holds, as a document. Checked as a whole before anything of it is done. */

export interface Seed {
  buckets: SeedBucket[];
}

export interface SeedBucket {
  bucket: string;
  /** Default: the emulator's. */
  region?: string;
  acl?: string;
  storageClass?: string;
  dataRedundancyType?: string;
  hierarchicalNamespace?: boolean;
  versioning?: string;
  /**
   * Request bodies by the query of their operation: `{"cors": "<CORSConfiguration>...", "policy": {...}}`. A text is sent
   * as it is, an object as JSON; a text that is the name of a file beside the seed stands for what is in the file.
   */
  configurations?: Record<string, string | Record<string, unknown>>;
  /** By key: the content, or where it is. */
  objects?: Record<string, string | SeedObject>;
}

export interface SeedObject {
  /** One of the three. `file` is a path from the seed's own folder. */
  content?: string;
  base64?: string;
  file?: string;
  /** Default: by the end of the key, else application/octet-stream. */
  contentType?: string;
}

/** The seed can't be read, or the emulator refused a part of it. */
export class SeedError extends Error {}

type Kind = "string" | "boolean" | "object";

const BUCKET: Record<keyof SeedBucket, Kind> = {
  bucket: "string",
  region: "string",
  acl: "string",
  storageClass: "string",
  dataRedundancyType: "string",
  hierarchicalNamespace: "boolean",
  versioning: "string",
  configurations: "object",
  objects: "object",
};
const OBJECT: Record<keyof SeedObject, Kind> = {
  content: "string",
  base64: "string",
  file: "string",
  contentType: "string",
};

/** Refuses what a seed does not have, with its place. */
export function checkSeed(value: unknown): Seed {
  const { buckets, ...others } = asObject(value, "the seed");
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw new SeedError(`A seed has no ${other}. It has: buckets.`);
  }
  if (!Array.isArray(buckets)) {
    throw new SeedError("buckets must be a list.");
  }
  buckets.forEach((bucket, i) => {
    checkBucket(bucket, `buckets[${i}]`);
  });
  return { buckets: buckets as SeedBucket[] };
}

function checkBucket(value: unknown, place: string): void {
  const bucket = checkFields(value, place, BUCKET);
  if (bucket.bucket === undefined) {
    throw new SeedError(`${place}.bucket is missing.`);
  }
  for (const [name, body] of Object.entries((bucket.configurations ?? {}) as Record<string, unknown>)) {
    if (typeof body !== "string") {
      asObject(body, `${place}.configurations.${name}`, "a text or an object");
    }
  }
  for (const [key, object] of Object.entries((bucket.objects ?? {}) as Record<string, unknown>)) {
    if (typeof object === "string") {
      continue;
    }
    const { content, base64, file } = checkFields(object, `${place}.objects["${key}"]`, OBJECT);
    if ([content, base64, file].filter((each) => each !== undefined).length !== 1) {
      throw new SeedError(`${place}.objects["${key}"] must have one of content, base64 and file.`);
    }
  }
}

function checkFields(value: unknown, place: string, fields: Record<string, Kind>): Record<string, unknown> {
  const object = asObject(value, place);
  for (const [name, child] of Object.entries(object)) {
    const kind = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (kind === undefined) {
      throw new SeedError(`${place} has no ${name}. It has: ${Object.keys(fields).join(", ")}.`);
    }
    if (kind === "object") {
      asObject(child, `${place}.${name}`);
    } else if (typeof child !== kind) {
      throw new SeedError(`${place}.${name} must be a ${kind}.`);
    }
  }
  return object;
}

function asObject(value: unknown, place: string, kind = "an object"): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SeedError(`${place} must be ${kind}.`);
  }
  return value as Record<string, unknown>;
}
