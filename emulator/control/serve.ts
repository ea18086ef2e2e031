/**
 * The control API under `/_granary/` on the port of the service: unsigned JSON, for tests and demos.
 *
 *   GET    health     {status, version, apiVersion, ready, uptime (s)}; 503 until it is ready
 *   GET    ready      {ready: true}; 503 until then
 *   GET    version    {version, apiVersion}
 *   GET    operations what the emulator serves, each with its request and its place in the API reference
 *   POST   stop       ends the emulator
 *   GET    seed       the steps of the last seed and how far they are; POST with a seed document (seed/document.ts) adds it
 *   POST   reset      forgets data, faults, journal and the clock's offset
 *   GET    snapshot   the data as one file; POST with such a file restores it
 *   GET    journal    the requests served so far; DELETE clears it
 *   GET    faults     the pending faults; POST adds one (control/faults.ts); DELETE clears them
 *   GET    clock      {now, offsetMs}; POST {offsetMs} | {now} | {advanceSeconds} moves it
 *   POST   change     an out-of-band change (control/change.ts)
 *
 * Errors are {error: {message}} with 400, 403, 404 or 405.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { addressOf, isLocal } from "../oss/addressing";
import { CNAMES } from "../oss/bucket/cname/token";
import type { Operation } from "../oss/operation";
import type { Service } from "../oss/pipeline";
import type { Seed } from "../seed/document";
import { SeedError } from "../seed/document";
import type { OpenStore } from "../store/open";
import { SnapshotError } from "../store/open";
import { API_VERSION, packageVersion } from "../version";
import { applyChange, BadRequest } from "./change";
import type { Fault } from "./faults";

export interface Control extends Service {
  store: OpenStore;
  reset(): void;
  seed(seed: Seed): Promise<void>;
  stop(): Promise<void>;
  readonly state: { readonly ready: boolean; readonly seeds: readonly object[] };
  /** performance.now() at the start. */
  started: number;
  /** The address that the emulator listens on. */
  host: string;
}

const PREFIX = "/_granary/";
/** Of JSON bodies; snapshots are as large as they are. */
const MOST_JSON_BYTES = 64 * 1024 * 1024;

/**
 * Never for a bucket's own host: there `/_granary/...` is an object. An emulator on loopback answers to local names and
 * addresses only, so that no web page can reach it by a name of its own that it points at this machine.
 */
export function isControlRequest(control: Control, incoming: IncomingMessage): boolean {
  if (incoming.url?.startsWith(PREFIX) !== true) {
    return false;
  }
  const host = (incoming.headers.host ?? "").replace(/:\d+$/, "");
  if (isLocal(control.host)) {
    return isLocal(host) || /^[\d.]+$/.test(host) || !host.includes(".");
  }
  const bucketOfDomain = (domain: string) => control.store.bucketWithDocument(CNAMES + domain);
  return addressOf(host, "/", bucketOfDomain).bucketName === undefined;
}

type Handler = (control: Control, body: Buffer) => Answer | Promise<Answer>;
interface Answer {
  status?: number;
  json?: unknown;
  file?: Buffer;
}

const ROUTES: Record<string, Partial<Record<string, Handler>>> = {
  health: {
    GET: (control) => ({
      ...unready(control),
      json: {
        status: control.state.ready ? "ok" : "starting",
        version: packageVersion(),
        apiVersion: API_VERSION,
        ready: control.state.ready,
        uptime: Math.round((performance.now() - control.started) / 1000),
      },
    }),
  },
  ready: { GET: (control) => ({ ...unready(control), json: { ready: control.state.ready } }) },
  version: { GET: () => ({ json: { version: packageVersion(), apiVersion: API_VERSION } }) },
  operations: { GET: ({ index }) => ({ json: [...index.rows.values()].flat().map(describe) }) },
  stop: {
    POST: (control) => {
      // Its own answer goes first.
      setImmediate(() => void control.stop());
      return {};
    },
  },
  seed: {
    GET: ({ state }) => ({ json: state.seeds }),
    POST: async (control, body) => {
      await control.seed(readObject(body) as unknown as Seed);
      return {};
    },
  },
  reset: {
    POST: (control) => {
      control.reset();
      return {};
    },
  },
  snapshot: {
    GET: (control) => ({ file: control.store.snapshot() }),
    POST: (control, body) => {
      control.store.restore(body);
      return {};
    },
  },
  journal: {
    GET: ({ journal }) => ({ json: journal.entries() }),
    DELETE: ({ journal }) => {
      journal.clear();
      return {};
    },
  },
  faults: {
    GET: ({ faults }) => ({ json: faults.list() }),
    POST: ({ faults }, body) => {
      faults.add(readFault(body));
      return {};
    },
    DELETE: ({ faults }) => {
      faults.clear();
      return {};
    },
  },
  clock: {
    GET: ({ clock }) => ({ json: { now: clock.now().toISOString(), offsetMs: clock.offset() } }),
    POST: ({ clock }, body) => {
      clock.setOffset(readOffset(readObject(body), clock.offset()));
      return { json: { now: clock.now().toISOString(), offsetMs: clock.offset() } };
    },
  },
  change: {
    POST: async (control, body) => {
      await applyChange(control, readObject(body));
      return {};
    },
  },
};

function unready({ state }: Control): { status?: number } {
  return state.ready ? {} : { status: 503 };
}

function describe({ name, method, level, subresource, query = {}, source, verified }: Operation): object {
  const parameters = Object.entries(query).map(([key, value]) => (value === true ? key : `${key}=${value}`));
  const asked = [...(subresource === undefined ? [] : [subresource]), ...parameters];
  return { name, method, level, query: asked.join("&"), source, verified };
}

export async function serveControl(
  control: Control,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const answer = await answerTo(control, incoming);
  const body = answer.file ?? (answer.json === undefined ? undefined : Buffer.from(JSON.stringify(answer.json)));
  const type = answer.file === undefined ? "application/json" : "application/octet-stream";
  outgoing.writeHead(answer.status ?? (body === undefined ? 204 : 200), {
    ...(body === undefined ? {} : { "Content-Type": type, "Content-Length": body.length }),
    "Cache-Control": "no-store",
  });
  outgoing.end(body);
}

async function answerTo(control: Control, incoming: IncomingMessage): Promise<Answer> {
  // A page in a browser could post here without being asked; no client of the control API sends an Origin.
  if (incoming.headers.origin !== undefined) {
    return refuse(403, "The control API is not for web pages.");
  }
  const peer = incoming.socket.remoteAddress ?? "";
  const loopback = /^(127\.|::1$|::ffff:127\.)/.test(peer);
  // Beyond loopback only where the emulator was deliberately opened to other machines.
  if (!loopback && isLocal(control.host)) {
    return refuse(403, "The control API is served to this machine only.");
  }
  const name = (incoming.url ?? "").slice(PREFIX.length).replace(/\?.*$/, "");
  const route = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined;
  if (route === undefined) {
    return refuse(404, `There is no /_granary/${name}. There are: ${Object.keys(ROUTES).join(", ")}.`);
  }
  const handler = route[incoming.method ?? ""];
  if (handler === undefined) {
    return refuse(405, `/_granary/${name} takes ${Object.keys(route).join(", ")}.`);
  }
  try {
    const limit = name === "snapshot" ? Number.POSITIVE_INFINITY : MOST_JSON_BYTES;
    return await handler(control, await readAll(incoming, limit));
  } catch (error) {
    if (error instanceof BadRequest || error instanceof SnapshotError || error instanceof SeedError) {
      return refuse(400, error.message);
    }
    throw error;
  }
}

function refuse(status: number, message: string): Answer {
  return { status, json: { error: { message } } };
}

async function readAll(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > limit) {
      throw new BadRequest(`The body is larger than ${limit} bytes.`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces, size);
}

function readObject(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw new BadRequest("The body must be JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new BadRequest("The body must be a JSON object.");
  }
  return value as Record<string, unknown>;
}

const FAULT_FIELDS: Record<keyof Fault, "string" | "number" | "boolean"> = {
  operation: "string",
  bucket: "string",
  method: "string",
  times: "number",
  delayMs: "number",
  code: "string",
  status: "number",
  garbled: "boolean",
  reset: "boolean",
  afterApply: "boolean",
};

/** Unknown fields are refused: a fault that is misspelt would never strike. */
function readFault(body: Buffer): Fault {
  const fault = readObject(body);
  for (const [name, value] of Object.entries(fault)) {
    const type = Object.hasOwn(FAULT_FIELDS, name) ? FAULT_FIELDS[name as keyof Fault] : undefined;
    if (type === undefined) {
      throw new BadRequest(`A fault has no ${name}. It has: ${Object.keys(FAULT_FIELDS).join(", ")}.`);
    }
    if (typeof value !== type) {
      throw new BadRequest(`${name} must be a ${type}.`);
    }
  }
  return fault as Fault;
}

function readOffset(body: Record<string, unknown>, present: number): number {
  const { offsetMs, now, advanceSeconds } = body;
  if (Object.keys(body).length === 1) {
    if (typeof offsetMs === "number" && Number.isFinite(offsetMs)) {
      return offsetMs;
    }
    if (typeof advanceSeconds === "number" && Number.isFinite(advanceSeconds)) {
      return present + advanceSeconds * 1000;
    }
    if (typeof now === "string" && !Number.isNaN(Date.parse(now))) {
      return Date.parse(now) - Date.now();
    }
  }
  throw new BadRequest("Give one of offsetMs (number), now (ISO 8601), advanceSeconds (number).");
}
