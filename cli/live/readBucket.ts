// Everything that a bucket has, read side by side.

import { granary } from "../../provider";
import { ServiceError, TransportError, WireError } from "../../provider/http/errors";
import { findResource } from "../../provider/kit/define";
import { type Shape, shapeOf } from "../../provider/kit/shape";
import type { Values } from "../../provider/kit/values";
import { BUCKET, KINDS, type Kind } from "./kinds";
import { notesOf } from "./notes";
import type { Reader, Reading } from "./reader";
import type { BucketReading, Document, Unreadable } from "./types";

export interface ReadOptions {
  /** Write what is at its default, too. */
  lossless: boolean;
  /** URN of the resource that manages this document already. */
  managedBy(token: string, id: string): string | undefined;
}

/** The bucket was named and does not exist: nothing is known about it. */
export interface Missing {
  missing: string;
}

export async function readBucket(name: string, reader: Reader, options: ReadOptions): Promise<BucketReading | Missing> {
  const result: BucketReading = { name, documents: [], unreadable: [], leftOut: [], managed: [] };
  // First, because it tells the region, which saves a redirect each, and what the bucket can't have.
  let info: Reading | undefined;
  try {
    info = await reader.read(BUCKET, name);
  } catch (error) {
    result.unreadable.push(unreadable(name, BUCKET, error));
    return result;
  }
  if (!info) return { missing: name };
  result.region = String(info.live.region);
  result.location = String(info.live.location);
  if (!isManaged(result, BUCKET, name, options)) take(result, BUCKET, name, info, options);
  const hierarchical = info.live.hierarchicalNamespace === true;
  if (hierarchical) {
    const others = KINDS.filter((kind) => !kind.hierarchical).map((kind) => kind.title);
    const why = "a bucket with a hierarchical namespace has none of them, so they were not asked for";
    result.leftOut.push({ bucket: name, what: others.join(", "), why });
  }
  const configuration = await readConfiguration(name, hierarchical, reader, options);
  result.documents.push(...configuration.documents);
  result.unreadable.push(...configuration.unreadable);
  result.leftOut.push(...configuration.leftOut);
  result.managed.push(...configuration.managed);
  return result;
}

/** The documents of a bucket, without those that are managed already: they are not asked for. */
export async function readConfiguration(
  name: string,
  hierarchical: boolean,
  reader: Reader,
  options: ReadOptions,
): Promise<BucketReading> {
  const kinds = KINDS.filter((kind) => kind.hierarchical || !hierarchical);
  const parts = await Promise.all(kinds.map((kind) => readKind(kind, name, reader, options)));
  return {
    name,
    documents: parts.flatMap((each) => each.documents),
    unreadable: parts.flatMap((each) => each.unreadable),
    leftOut: parts.flatMap((each) => each.leftOut),
    managed: parts.flatMap((each) => each.managed),
  };
}

async function readKind(kind: Kind, bucket: string, reader: Reader, options: ReadOptions): Promise<BucketReading> {
  const result: BucketReading = { name: bucket, documents: [], unreadable: [], leftOut: [], managed: [] };
  const noted = async (work: () => Promise<void>) =>
    work().catch((error: unknown) => void result.unreadable.push(unreadable(bucket, kind.token, error)));
  await noted(async () => {
    for (const { id, part } of await partsOf(kind, bucket, reader, result)) {
      await noted(async () => {
        if (isManaged(result, kind.token, id, options)) return;
        const found = await reader.read(kind.token, id);
        if (!found || (kind.isDefault?.(found.live) && !options.lossless)) return;
        take(result, kind.token, id, found, options, part);
      });
    }
  });
  return result;
}

interface Part {
  id: string;
  part?: string;
}

async function partsOf(kind: Kind, bucket: string, reader: Reader, result: BucketReading): Promise<Part[]> {
  switch (kind.several) {
    case undefined:
      return [{ id: bucket }];
    case "inventories":
      return (await reader.inventories(bucket)).map((id) => ({ id: `${bucket}/${id}`, part: id }));
    case "cnames": {
      const cnames = (await reader.cnames(bucket)).sort((a, b) => (a.domain < b.domain ? -1 : 1));
      return cnames.map(({ domain }) => ({ id: `${bucket}/${domain}`, part: domain }));
    }
    case "replications": {
      const rules = (await reader.replications(bucket)).sort((a, b) => (a.targetBucket < b.targetBucket ? -1 : 1));
      for (const rule of rules.filter(({ status }) => status === "closing")) {
        result.leftOut.push({
          bucket,
          what: `replication rule to ${rule.targetBucket}`,
          why: "OSS is clearing it (status closing); it will be gone by itself",
        });
      }
      return rules
        .filter(({ status }) => status !== "closing")
        .map(({ targetBucket }) => ({ id: `${bucket}/${targetBucket}`, part: targetBucket }));
    }
  }
}

function isManaged(result: BucketReading, token: string, id: string, options: ReadOptions): boolean {
  const urn = options.managedBy(token, id);
  if (urn !== undefined) result.managed.push({ bucket: result.name, token, urn });
  return urn !== undefined;
}

function take(
  result: BucketReading,
  token: string,
  id: string,
  found: Reading,
  options: ReadOptions,
  part?: string,
): void {
  const { name: bucket } = result;
  const shape = shapeOf(findResource(granary, token)!.inputs);
  const inputs = options.lossless ? everything(shape, found.live) : found.inputs;
  const document: Document = {
    token,
    bucket,
    id,
    part,
    inputs: tidy(shape, inputs) as Values,
    state: tidy(undefined, found.state) as Values,
    notes: notesOf(token, found),
  };
  if (token === "oss:BucketCname" && found.live.certificate) document.certificateId = found.live.certificate.certId;
  result.documents.push(document);
}

/** Every argument as the service told it; what a program owns only when it says so stays out. */
function everything(shape: Shape, live: Values): Values {
  const told = Object.entries(shape.fields ?? {}).filter(
    ([name, { marks }]) => live[name] !== undefined && !marks.optIn && !marks.writeOnly && !marks.local,
  );
  return Object.fromEntries(
    told.flatMap(([name, child]): [string, unknown][] => {
      const value = child.fields && isRecord(live[name]) ? everything(child, live[name]) : live[name];
      // An object that holds what a program owns only when it says so.
      const empty = child.fields && isRecord(value) && Object.keys(value).length === 0;
      return empty ? [] : [[name, value]];
    }),
  );
}

/** Without undefined members, and maps in the order of their keys: two runs write the same text. */
function tidy(shape: Shape | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => tidy(shape?.element, each));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  if (shape?.kind === "map") entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, tidy(shape?.fields?.[name] ?? shape?.element, each)]));
}

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unreadable(bucket: string, token: string, error: unknown): Unreadable {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ServiceError) {
    return { bucket, token, operation: error.operation, code: error.code, requestId: error.requestId, message };
  }
  if (error instanceof TransportError && error.kind !== "aborted") {
    return { bucket, token, operation: error.operation, code: error.kind, message };
  }
  if (error instanceof WireError) {
    const { operation = "reading the answer", requestId } = error;
    return { bucket, token, operation, code: "garbled answer", requestId, message };
  }
  throw error;
}
