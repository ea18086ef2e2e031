// Documents that exist on a managed bucket although no resource owns them, and buckets that no stack manages.
import { granary } from "../../provider";
import { formatPath, getAt, setAt } from "../../provider/kit/path";
import { secretPaths } from "../../provider/kit/secrets";
import type { OssConfig } from "../../provider/oss/client";
import { readConfiguration } from "../live/readBucket";
import { createReader, type Reader } from "../live/reader";
import type { Document, Unreadable } from "../live/types";
import { redact } from "../stack/values";
import type { ManagedBucket } from "./record";

export interface Unmanaged {
  documents: Document[];
  unreadable: Unreadable[];
  /** Requests that it took. */
  reads: number;
}

/** Reads over as many clients as there are settings; each request is a GET or HEAD. */
export interface LiveReader {
  /** What the bucket has besides what is owned; service defaults are left out. */
  unmanaged(bucket: ManagedBucket, owners: ReadonlyMap<string, string>): Promise<Unmanaged>;
  /** A resource's arguments as they are live, secrets in plain; undefined where it can't be read. */
  inputs(type: string, id: string, settings: OssConfig): Promise<Record<string, unknown> | undefined>;
  /** Names of the account's buckets. */
  buckets(settings: OssConfig): Promise<string[]>;
  close(): Promise<void>;
}

export function createLiveReader(signal: AbortSignal): LiveReader {
  const readers = new Map<string, Reader>();
  const readerFor = (settings: OssConfig): Reader => {
    const key = JSON.stringify(settings);
    const known = readers.get(key) ?? createReader(signal, settings);
    readers.set(key, known);
    return known;
  };
  return {
    async unmanaged({ name, hierarchical, settings }, owners) {
      const managedBy = (token: string, id: string) => owners.get(`${token} ${id}`);
      const reading = await readConfiguration(name, hierarchical, readerFor(settings), { lossless: false, managedBy });
      const reads = readerFor(settings).reads(name);
      return { documents: reading.documents.map(withoutSecrets), unreadable: reading.unreadable, reads };
    },
    inputs: async (type, id, settings) => (await readerFor(settings).read(type, id))?.inputs,
    buckets: (settings) => readerFor(settings).buckets(),
    close: async () => void (await Promise.all([...readers.values()].map((reader) => reader.close()))),
  };
}

/** What its definition calls secret is shown by length and hash alone. */
function withoutSecrets(document: Document): Document {
  const inputs = structuredClone(document.inputs);
  for (const path of secretPaths(granary, document.token, inputs)) {
    const place = `${document.token} ${document.id}.${formatPath(path)}`;
    setAt(inputs, path, redact(getAt(inputs, path), place));
  }
  return { ...document, inputs };
}
