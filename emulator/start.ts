/** Starts an emulator in this process. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer, Server as SecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { createClock } from "./clock";
import { createFaults, type Fault } from "./control/faults";
import { createJournal } from "./control/journal";
import { isControlRequest, serveControl } from "./control/serve";
import { indexOperations } from "./oss/gate";
import { operations } from "./oss/operations";
import { type Service, serveOss } from "./oss/pipeline";
import type { Credential } from "./oss/sign/credentials";
import type { Seed } from "./seed/document";
import { type Sowing, sowing } from "./seed/run";
import { openStore } from "./store/open";

export interface EmulatorOptions {
  /** Port of the OSS service; 0, the default, takes any free one. */
  oss?: number;
  /** Keep everything in memory. Default true, unless `data` is given. */
  memory?: boolean;
  /** Directory of the data, created when missing; one emulator per directory. */
  data?: string;
  /** Address to listen on. Default 127.0.0.1. */
  host?: string;
  /** Default granary. */
  accessKeyId?: string;
  /** Default granary-secret. */
  accessKeySecret?: string;
  /** A security token that requests with the pair above may carry; any other one is refused. */
  securityToken?: string;
  /** Further key pairs: of STS (with a token), or of another account (with its ownerId). */
  credentials?: readonly {
    accessKeyId: string;
    accessKeySecret: string;
    securityToken?: string;
    ownerId?: string;
  }[];
  /** The region of buckets whose requests name none. Default cn-hangzhou. */
  region?: string;
  /**
   * What a new emulator holds: a document, or the path of one, of a snapshot, or of a folder (seed/run.ts). Not applied
   * to a data directory that holds something already. An emulator whose seed fails does not start.
   */
  seed?: string | Seed;
  /** The time at the start; it goes on from there. Default: this machine's. */
  clock?: Date | string;
  /** Faults that wait from the start (control/faults.ts). */
  faults?: readonly Fault[];
  /** Every answer comes this much later. */
  latencyMs?: number;
  /** Certificate and private key (PEM): https instead of http. */
  tls?: { cert: string | Buffer; key: string | Buffer };
  /** Where clients reach the emulator, for URLs in its answers. Default: what each request says in Host or X-Forwarded-*. */
  externalUrl?: string;
  /** Refuse a version header that is unknown, instead of serving it with a warning. */
  strictApiVersion?: boolean;
  /** Told about unknown headers and the emulator's own errors. Default: standard error. */
  logger?: (line: string) => void;
}

export interface Emulator {
  /** Without a slash at the end: http://127.0.0.1:7480. */
  urls: { oss: string };
  /** The port of OSS. */
  port: number;
  /** What a client needs: GRANARY_OSS_ENDPOINT, OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_REGION. */
  env(): Record<string, string>;
  /** Forgets all data, faults, the journal and the clock's offset. */
  reset(): void;
  /** Adds what the seed says to what is there; what is there and named again is overwritten. */
  seed(seed: string | Seed): Promise<void>;
  /** All data as one portable file, which carries its format version. */
  snapshot(): Buffer;
  /** Replaces all data by a snapshot of this or an older format. */
  restore(snapshot: Buffer): void;
  /** Ends: lets running requests finish for up to two seconds, then closes every socket and the store. */
  stop(): Promise<void>;
  /** Fulfilled when it has ended, whoever ended it. */
  readonly stopped: Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The account that owns everything, unless a key pair says otherwise. */
const OWNER_ID = "1000000000000001";
const DRAIN_MS = 2000;

/** Listens on loopback only unless `host` says otherwise. Throws when the port or the data directory is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = "127.0.0.1", region = "cn-hangzhou", latencyMs = 0 } = options;
  const { accessKeyId = "granary", accessKeySecret = "granary-secret" } = options;
  if (options.memory === true && options.data !== undefined) {
    throw new Error("Give the emulator either memory: true or a data directory, not both.");
  }
  const log = options.logger ?? ((line: string) => process.stderr.write(`${line}\n`));
  const externalUrl = options.externalUrl === undefined ? undefined : readExternalUrl(options.externalUrl);
  const started = options.clock === undefined ? undefined : readTime(options.clock);
  const seeds = options.seed === undefined ? undefined : sowing(options.seed);
  const store = openStore(options.data);
  const said = new Set<string>();
  const credentials: Credential[] = [
    { accessKeyId, accessKeySecret, ownerId: OWNER_ID, optionalToken: options.securityToken },
    ...(options.credentials ?? []).map((pair) => ({ ownerId: OWNER_ID, ...pair })),
  ];
  const service: Service = {
    store,
    clock: createClock(),
    index: indexOperations(operations),
    credentials,
    region,
    journal: createJournal(),
    faults: createFaults(),
    externalUrl,
    strictApiVersion: options.strictApiVersion,
    warn: (text) => {
      if (!said.has(text)) {
        said.add(text);
        log(`granary emulator: ${text}`);
      }
    },
    onBug: (error) => log(`granary emulator: internal error: ${(error as Error).stack ?? String(error)}`),
  };

  const reset = (): void => {
    store.reset();
    service.faults.clear();
    service.journal.clear();
    service.clock.setOffset(0);
  };
  let stopping: Promise<void> | undefined;
  const { promise: stopped, resolve: hasStopped } = withResolvers();
  const stop = (): Promise<void> => {
    stopping ??= drain(server, sockets)
      .then(() => store.close())
      .finally(hasStopped);
    return stopping;
  };
  const state: { url: string; ready: boolean; seeds: Sowing["steps"] } = { url: "", ready: false, seeds: [] };
  const sow = async (seed: Sowing): Promise<void> => {
    state.seeds = seed.steps;
    const access = { url: state.url, accessKeyId, accessKeySecret, ca: options.tls?.cert };
    await seed.run({ ...access, env: env(), log: (text) => log(text.trimEnd()) });
  };
  const env = () => ({
    GRANARY_OSS_ENDPOINT: state.url,
    OSS_ACCESS_KEY_ID: accessKeyId,
    OSS_ACCESS_KEY_SECRET: accessKeySecret,
    OSS_REGION: region,
  });
  const seed = (given: string | Seed): Promise<void> => sow(sowing(given));
  const control = { ...service, store, reset, seed, stop, state, started: performance.now(), host };
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    outgoing.once("close", () => {
      // Its connection is idle only after this event.
      if (stopping !== undefined) {
        setImmediate(() => server.closeIdleConnections());
      }
    });
    try {
      if (isControlRequest(control, incoming)) {
        await serveControl(control, incoming, outgoing);
      } else {
        if (latencyMs > 0) {
          await wait(latencyMs, undefined, { ref: false });
        }
        await serveOss(service, incoming, outgoing);
      }
    } catch (error) {
      service.onBug(error);
      outgoing.destroy();
    }
  };
  const server: Server = options.tls
    ? createSecureServer({ ...serverOptions, ...options.tls }, inTurn(serve))
    : createServer(serverOptions, inTurn(serve));
  const sockets = trackSockets(server);
  try {
    state.url = await listen(server, host, options.oss ?? 0);
  } catch (error) {
    store.close();
    throw error;
  }
  try {
    // Like the initial scripts of a database: only where there is nothing yet.
    if (seeds !== undefined && store.isEmpty()) {
      await sow(seeds);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  service.journal.clear();
  options.faults?.forEach(service.faults.add);
  if (started !== undefined) {
    service.clock.setOffset(started - Date.now());
  }
  state.ready = true;

  return {
    urls: { oss: state.url },
    port: Number(new URL(state.url).port),
    env,
    reset,
    seed,
    snapshot: store.snapshot,
    restore: store.restore,
    stop,
    stopped,
    [Symbol.asyncDispose]: stop,
  };
}

/**
 * One request of a connection after the other: node:http hands over pipelined ones at once, and a GET behind a PUT must
 * see what it wrote (RFC 9112, 9.3.2).
 */
function inTurn(serve: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>) {
  const turns = new WeakMap<Socket, Promise<void>>();
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { socket } = incoming;
    const before = turns.get(socket);
    turns.set(socket, before === undefined ? serve(incoming, outgoing) : before.then(() => serve(incoming, outgoing)));
  };
}

function withResolvers(): { promise: Promise<void>; resolve(): void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

function readExternalUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search !== "") {
    throw new Error(`The external URL must have the form https://host or https://host:port, not ${text}.`);
  }
  return url;
}

function readTime(time: Date | string): number {
  const ms = new Date(time).getTime();
  if (Number.isNaN(ms)) {
    throw new Error(`The clock must be a time such as 2030-01-01T00:00:00Z, not ${time}.`);
  }
  return ms;
}

const serverOptions = {
  // Longer than clients keep idle connections, so that they never write into a closing one.
  keepAliveTimeout: 70_000,
  // Large bodies may take their time; stalled ones are cut by their own timer.
  requestTimeout: 0,
  maxHeaderSize: 64 * 1024,
  noDelay: true,
};

async function listen(server: Server, host: string, port: number): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") {
      throw new Error(
        `Port ${port} on ${host} is in use, perhaps by another emulator. Stop that one, or choose another port with --oss (0 = any free one).`,
      );
    }
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new Error(`${host} is no address of this machine. Give one of its addresses with --host.`);
    }
    if (code === "EACCES") {
      throw new Error(`Listening on port ${port} is not permitted. Choose a port above 1023 with --oss.`);
    }
    throw error;
  }
  const { address, family, port: bound } = server.address() as AddressInfo;
  const name = address === "0.0.0.0" || address === "::" ? "127.0.0.1" : family === "IPv6" ? `[${address}]` : address;
  return `${server instanceof SecureServer ? "https" : "http"}://${name}:${bound}`;
}

function trackSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}

async function drain(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    for (const socket of sockets) {
      socket.destroy();
    }
  }, DRAIN_MS);
  await closed;
  clearTimeout(timer);
}
