/** Lifecycle rules at work: applied when a bucket is next looked at, with the effect of having run every midnight. */
import type { BucketRow, UploadRow, VersionRow } from "../../../store/rows";
import type { Store } from "../../../store/store";
import { wormOf } from "../worm";
import { abortOf, DAY_MS, type Due, dueOf, midnightFrom, type Placed } from "./due";
import type { LifecycleDocument } from "./rules";

const PAGE = 1000;

/** The last midnight that the rules have been run for. */
interface Ran {
  until: number;
  since: number;
}

/**
 * Brings the objects of a bucket to the state that its lifecycle rules give them by `now`. Costs two reads of
 * documents unless a midnight has passed since the last call.
 */
export function expireObjects(store: Store, bucket: BucketRow, now: Date): void {
  const document = store.getDocument<LifecycleDocument>(bucket.name, "lifecycle");
  if (document === undefined) {
    return;
  }
  const until = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const ran = store.getDocument<Ran>(bucket.name, "lifecycle/ran");
  if (ran !== undefined && ran.since === document.since && ran.until >= until) {
    return;
  }
  store.transaction(() => {
    // Each pass takes the earliest midnight with work: what it does (a delete marker) can make more work later.
    for (let done = false; !done; ) {
      done = runNext(store, bucket, document, until);
    }
    store.putDocument(bucket.name, "lifecycle/ran", { until, since: document.since });
  });
}

/** Does the work of the earliest midnight up to `until`; true when there was none. */
function runNext(store: Store, bucket: BucketRow, document: LifecycleDocument, until: number): boolean {
  let at = until;
  let work: { version: VersionRow; due: Due }[] = [];
  for (const placed of placedVersions(store, bucket.name)) {
    const due = unprotected(store, bucket.name, placed, dueOf(placed, document));
    if (due !== undefined && due.at <= at) {
      work = due.at < at ? [] : work;
      at = due.at;
      work.push({ version: placed.version, due });
    }
  }
  let aborts: string[] = [];
  for (const upload of pages<UploadRow>((last) => store.uploads.page(bucket.name, { after: last?.key }, last, PAGE))) {
    const due = abortOf(upload, document);
    if (due !== undefined && due <= at) {
      aborts = due < at ? [] : aborts;
      work = due < at ? [] : work;
      at = due;
      aborts.push(upload.id);
    }
  }
  for (const { version, due } of work) {
    act(store, bucket, version, due);
  }
  for (const id of aborts) {
    store.uploads.remove(id);
  }
  return work.length === 0 && aborts.length === 0;
}

function act(store: Store, bucket: BucketRow, version: VersionRow, due: Due): void {
  const { key, versionId } = version;
  if (due.act === "expire") {
    store.versions.remove(bucket.name, key, bucket.versioning, { now: due.at, ownerId: bucket.ownerId });
  } else if (due.act === "remove") {
    store.versions.removeVersion(bucket.name, key, versionId);
  } else {
    store.versions.setProperties(version, { storageClass: due.act });
  }
}

/** A retention policy holds deletions back until the object's own period ends (L2138). */
function unprotected(store: Store, bucket: string, { version }: Placed, due: Due | undefined): Due | undefined {
  if (due === undefined || (due.act !== "expire" && due.act !== "remove")) {
    return due;
  }
  const worm = wormOf(store, bucket, new Date(due.at));
  const end = worm === undefined ? 0 : midnightFrom(version.modifiedAt + worm.retentionPeriodInDays * DAY_MS);
  return { ...due, at: Math.max(due.at, end) };
}

/** All versions with their neighbours; they come by key, newest first. */
function* placedVersions(store: Store, bucket: string): Generator<Placed> {
  let newer: VersionRow | undefined;
  let held: Placed | undefined;
  for (const version of pages<VersionRow>((last) =>
    store.versions.pageVersions(bucket, { after: last?.key }, last, PAGE),
  )) {
    const sameKey = newer?.key === version.key;
    if (held !== undefined) {
      yield { ...held, alone: held.alone && !sameKey };
    }
    held = { version, replacedAt: sameKey ? newer?.modifiedAt : undefined, alone: !sameKey };
    newer = version;
  }
  if (held !== undefined) {
    yield held;
  }
}

/** Rows of a paged listing, page after page. The rows must not change while this goes on. */
function* pages<T>(page: (last: T | undefined) => T[]): Generator<T> {
  let last: T | undefined;
  do {
    const rows: T[] = page(last);
    yield* rows;
    last = rows.length < PAGE ? undefined : rows.at(-1);
  } while (last !== undefined);
}
