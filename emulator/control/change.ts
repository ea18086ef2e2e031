/** Changes behind the service's back, as another person or tool would make them; no signature, no validation. */
import { Readable } from "node:stream";
import { createParents } from "../oss/object/paths";
import type { Service } from "../oss/pipeline";
import type { BucketRow } from "../store/rows";
import type { Store } from "../store/store";

/**
 * `{bucket, document, value}` sets a configuration document (value null deletes it; "acl" and "versioning" are text, the
 * others as in oss/documents.ts); `{bucket, delete: true}` removes a bucket with everything in it;
 * `{bucket, key, content}` writes an object (content null deletes it), by the bucket's versioning state.
 */
export interface Change {
  bucket?: unknown;
  document?: unknown;
  value?: unknown;
  delete?: unknown;
  key?: unknown;
  content?: unknown;
}

/** 400 of the control API. */
export class BadRequest extends Error {}

export async function applyChange({ store, clock }: Service, change: Change): Promise<void> {
  const { document, value, key, content } = change;
  const bucket = typeof change.bucket === "string" ? store.getBucket(change.bucket) : undefined;
  if (bucket === undefined) {
    throw new BadRequest(`There is no bucket ${String(change.bucket)}.`);
  }
  if (change.delete === true) {
    store.deleteBucket(bucket.name);
  } else if (typeof document === "string" && value !== undefined) {
    store.transaction(() => setDocument(store, bucket, document, value));
  } else if (typeof key === "string" && content === null) {
    const at = { now: clock.now().getTime(), ownerId: bucket.ownerId };
    store.transaction(() => store.versions.remove(bucket.name, key, bucket.versioning, at));
  } else if (typeof key === "string" && typeof content === "string") {
    await putContent(store, clock.now(), bucket, key, content);
  } else {
    throw new BadRequest("Give bucket and one of: document with value, delete: true, key with content.");
  }
}

function setDocument(store: Store, bucket: BucketRow, document: string, value: unknown): void {
  if (document === "acl") {
    store.updateBucket(bucket.name, {
      acl: wordOf(value ?? "private", ["private", "public-read", "public-read-write"]),
    });
  } else if (document === "versioning") {
    store.updateBucket(bucket.name, { versioning: wordOf(value ?? "", ["", "Enabled", "Suspended"]) });
  } else if (value === null) {
    store.deleteDocument(bucket.name, document);
  } else {
    store.putDocument(bucket.name, document, value);
  }
}

function wordOf<const W extends string>(value: unknown, words: readonly W[]): W {
  const word = words.find((each) => each === value);
  if (word === undefined) {
    throw new BadRequest(`The value must be one of ${words.map((each) => `"${each}"`).join(", ")}.`);
  }
  return word;
}

async function putContent(store: Store, now: Date, bucket: BucketRow, key: string, content: string): Promise<void> {
  const body = await store.bodies.receive(Readable.from([Buffer.from(content)]));
  store.transaction(() => {
    createParents(store, bucket, key, now);
    store.versions.put(bucket.name, key, bucket.versioning, {
      type: "Normal",
      storageClass: bucket.storageClass,
      acl: "default",
      headers: { "content-type": "application/octet-stream" },
      modifiedAt: now.getTime(),
      ownerId: bucket.ownerId,
      size: body.size,
      etag: body.md5,
      md5: body.md5,
      crc64: body.crc64,
      body: body.commit(),
    });
  });
}
