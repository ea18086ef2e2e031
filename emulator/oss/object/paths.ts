/**
 * The tree of a bucket with a hierarchical namespace. A directory is a row of the versions table whose key ends in a
 * slash, so lists show it as `photos/`, and under a delimiter as a common prefix. What the API reference leaves open is
 * settled as in a file system: writing an object makes the directories above it, and they stay when the object goes.
 */
import type { BucketRow, VersionRow } from "../../store/rows";
import type { Store } from "../../store/store";
import { fail, type OssFailure } from "../errors";

export const DIRECTORY_TYPE = "application/x-directory";

/** The directory that a key names, with or without the slash at its end; undefined outside hierarchical namespaces. */
export function directoryAt(store: Store, bucket: BucketRow, key: string): VersionRow | undefined {
  return bucket.hns ? store.versions.current(bucket.name, `${trimmed(key)}/`) : undefined;
}

/**
 * For writes and deletes of objects: 409 when the key is a directory's (PutObject L7757, DeleteObject L8725,
 * InitiateMultipartUpload L11070, CompleteMultipartUpload L11475). The message is that of GetObjectACL (L12010).
 */
export function checkNoDirectory(store: Store, bucket: BucketRow, key: string): void {
  if (directoryAt(store, bucket, key) !== undefined) {
    throw alreadyExists(key, "The object you specified already exists and is a directory.");
  }
}

/** A path has no empty part (L10705), so no object of a hierarchical namespace can have one either. */
export function checkPath(bucket: BucketRow, key: string): void {
  if (bucket.hns && (key.includes("//") || key.endsWith("/"))) {
    throw fail("InvalidObjectName", { ObjectName: key });
  }
}

/** Makes the directories above an object that is written. 409 when one of their names is an object's. */
export function createParents(store: Store, bucket: BucketRow, key: string, now: Date): void {
  if (!bucket.hns) {
    return;
  }
  const parts = key.split("/");
  for (let depth = 1; depth < parts.length; depth += 1) {
    const path = parts.slice(0, depth).join("/");
    if (store.versions.current(bucket.name, path) !== undefined) {
      throw alreadyExists(path, "An object of that name exists at the level of the directory.");
    }
    if (store.versions.current(bucket.name, `${path}/`) === undefined) {
      putDirectory(store, bucket, path, now);
    }
  }
}

export function putDirectory(store: Store, bucket: BucketRow, path: string, now: Date): VersionRow {
  return store.versions.put(bucket.name, `${path}/`, bucket.versioning, {
    type: "Normal",
    storageClass: "Standard",
    acl: "default",
    headers: { "content-type": DIRECTORY_TYPE },
    modifiedAt: now.getTime(),
    ownerId: bucket.ownerId,
    size: 0,
    // The samples of GetObject and HeadObject (L7869, L9157).
    etag: "null",
    body: null,
  });
}

/** Without the slash at the end. */
export function trimmed(key: string): string {
  return key.endsWith("/") ? key.slice(0, -1) : key;
}

export function alreadyExists(key: string, message: string): OssFailure {
  return fail("FileAlreadyExists", { Key: key }, { message });
}
