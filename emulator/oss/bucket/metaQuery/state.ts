/** The metadata index library of a bucket and its states by the emulator's clock. Document "metaQuery". */
import type { Store } from "../../../store/store";

/** How long the library is prepared, fully scanned, and deleted; the API reference gives no times. */
export const PREPARING_MS = 5_000;
export const SCANNING_MS = 30_000;
export const DELETING_MS = 5_000;

interface MetaQueryDocument {
  /** Milliseconds since 1970. */
  createdAt: number;
  deletedAt?: number;
}

/** OSS API reference 20220713, GetMetaQueryStatus. Stop, Retrying and Failed do not occur here. */
export interface Library {
  /** Ready = being prepared, and not to be queried yet. */
  state: "Ready" | "Running" | "Deleted";
  phase: "FullScanning" | "IncrementalScanning";
  createdAt: Date;
  updatedAt: Date;
}

export function libraryOf(store: Store, bucket: string, now: Date): Library | undefined {
  const document = store.getDocument<MetaQueryDocument>(bucket, "metaQuery");
  if (document === undefined) {
    return undefined;
  }
  const { createdAt, deletedAt } = document;
  const age = now.getTime() - createdAt;
  const scanned = PREPARING_MS + SCANNING_MS;
  const phase = age < scanned ? "FullScanning" : "IncrementalScanning";
  if (deletedAt !== undefined) {
    return now.getTime() < deletedAt + DELETING_MS
      ? { state: "Deleted", phase, createdAt: new Date(createdAt), updatedAt: new Date(deletedAt) }
      : undefined;
  }
  const steps = [0, PREPARING_MS, scanned].filter((step) => step <= age);
  return {
    state: age < PREPARING_MS ? "Ready" : "Running",
    phase,
    createdAt: new Date(createdAt),
    updatedAt: new Date(createdAt + Math.max(...steps, 0)),
  };
}

export function openLibrary(store: Store, bucket: string, now: Date): void {
  const document: MetaQueryDocument = { createdAt: now.getTime() };
  store.putDocument(bucket, "metaQuery", document);
}

export function closeLibrary(store: Store, bucket: string, now: Date): void {
  const library = libraryOf(store, bucket, now);
  if (library !== undefined && library.state !== "Deleted") {
    const document: MetaQueryDocument = { createdAt: library.createdAt.getTime(), deletedAt: now.getTime() };
    store.putDocument(bucket, "metaQuery", document);
  }
}
