/** Starts an emulator in this process. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createClock } from "./clock";
import { createFaults } from "./control/faults";
import { createJournal } from "./control/journal";
import { isControlRequest, serveControl } from "./control/serve";
import { indexOperations } from "./oss/gate";
import { operations } from "./oss/operations";
import { type Service, serveOss } from "./oss/pipeline";
import type { Credential } from "./oss/sign/credentials";
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
  /** Told about unknown headers and the emulator's own errors. Default: standard error. */
  logger?: (line: string) => void;
}

export interface Emulator {
  /** Without a slash at the end: http://127.0.0.1:7480. */
  urls: { oss: string };
  /** What a client needs: GRANARY_OSS_ENDPOINT, OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_REGION. */
  env(): Record<string, string>;
  /** Forgets all data, faults, the journal and the clock's offset. */
  reset(): void;
  /** All data as one portable file, which carries its format version. */
  snapshot(): Buffer;
  /** Replaces all data by a snapshot of this or an older format. */
  restore(snapshot: Buffer): void;
  /** Ends: lets running requests finish for up to two seconds, then closes every socket and the store. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The account that owns everything, unless a key pair says otherwise. */
const OWNER_ID = "1000000000000001";
const DRAIN_MS = 2000;

/** Listens on loopback only unless `host` says otherwise. Throws when the port or the data directory is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = "127.0.0.1", region = "cn-hangzhou" } = options;
  const { accessKeyId = "granary", accessKeySecret = "granary-secret" } = options;
  if (options.memory === true && options.data !== undefined) {
    throw new Error("Give the emulator either memory: true or a data directory, not both.");
  }
  const log = options.logger ?? ((line: string) => process.stderr.write(`${line}\n`));
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
  const control = { ...service, store, reset, started: performance.now(), host };
  let stopping: Promise<void> | undefined;
  const server = createServer(serverOptions, (incoming: IncomingMessage, outgoing: ServerResponse) => {
    outgoing.once("close", () => {
      // Its connection is idle only after this event.
      if (stopping !== undefined) {
        setImmediate(() => server.closeIdleConnections());
      }
    });
    const work = isControlRequest(control, incoming)
      ? serveControl(control, incoming, outgoing)
      : serveOss(service, incoming, outgoing);
    void work.catch((error: unknown) => {
      service.onBug(error);
      outgoing.destroy();
    });
  });
  let url: string;
  const sockets = trackSockets(server);
  try {
    url = await listen(server, host, options.oss ?? 0);
  } catch (error) {
    store.close();
    throw error;
  }

  const stop = (): Promise<void> => {
    stopping ??= drain(server, sockets).then(() => store.close());
    return stopping;
  };

  return {
    urls: { oss: url },
    env: () => ({
      GRANARY_OSS_ENDPOINT: url,
      OSS_ACCESS_KEY_ID: accessKeyId,
      OSS_ACCESS_KEY_SECRET: accessKeySecret,
      OSS_REGION: region,
    }),
    reset,
    snapshot: store.snapshot,
    restore: store.restore,
    stop,
    [Symbol.asyncDispose]: stop,
  };
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
  return `http://${name}:${bound}`;
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
