// An emulator of one's own for a test file, told apart from its users: what it did and what is to happen to it are asked
// and said through the control API, as a demo or a person would.
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { createRawClient, type RawClient } from "./ossRawClient";
import type { Values } from "./wire";

export interface Request {
  operation: string;
  method: string;
  bucket?: string;
  key?: string;
  query: Record<string, string>;
  status: number;
  code?: string;
  requestId: string;
}

export interface Fault {
  operation?: string;
  bucket?: string;
  method?: string;
  times?: number;
  delayMs?: number;
  code?: string;
  status?: number;
  garbled?: boolean;
  reset?: boolean;
  afterApply?: boolean;
}

export interface Emulated {
  url: string;
  /** The provider's configuration for it: one attempt per request, so that a fault shows at once. */
  config: Values;
  env(): Record<string, string>;
  /** The requests since the start or the last `forget`. */
  journal(): Promise<Request[]>;
  /** The names of their operations. */
  operations(): Promise<string[]>;
  forget(): Promise<void>;
  fault(fault: Fault): Promise<void>;
  /** Faults that have not struck. */
  faults(): Promise<Fault[]>;
  clearFaults(): Promise<void>;
  change(change: Values): Promise<void>;
  advance(seconds: number): Promise<void>;
  /** A client of its own that signs as the owner. */
  send: RawClient;
  /** Forgets everything, as if it had just been started. */
  reset(): void;
  /** All data, and back to it. */
  snapshot(): Buffer;
  restore(snapshot: Buffer): void;
  stop(): Promise<void>;
}

export const SECRET_KEY = "granary-secret-4711";
export const TOKEN = "sts-token-0815";

/** @param more key pairs of other accounts */
export async function startEmulated(more: EmulatorOptions["credentials"] = []): Promise<Emulated> {
  const emulator: Emulator = await startEmulator({
    oss: 0,
    memory: true,
    accessKeySecret: SECRET_KEY,
    securityToken: TOKEN,
    credentials: more,
    logger: () => {},
  });
  const url = emulator.urls.oss;

  async function control(method: string, name: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${url}/_granary/${name}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`/_granary/${name}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }
  const journal = () => control("GET", "journal") as Promise<Request[]>;

  return {
    url,
    config: {
      endpoint: url,
      region: "cn-hangzhou",
      accessKeyId: "granary",
      accessKeySecret: SECRET_KEY,
      securityToken: TOKEN,
      maxAttempts: 1,
    },
    env: () => ({ ...emulator.env(), OSS_SESSION_TOKEN: TOKEN }),
    journal,
    operations: async () => (await journal()).map((request) => request.operation),
    forget: async () => void (await control("DELETE", "journal")),
    fault: async (fault) => void (await control("POST", "faults", fault)),
    faults: () => control("GET", "faults") as Promise<Fault[]>,
    clearFaults: async () => void (await control("DELETE", "faults")),
    change: async (change) => void (await control("POST", "change", change)),
    advance: async (seconds) => void (await control("POST", "clock", { advanceSeconds: seconds })),
    send: createRawClient(
      Number(new URL(url).port),
      { ownerId: "1000000000000001", accessKeyId: "granary", accessKeySecret: SECRET_KEY },
      () => new Date(),
    ),
    reset: emulator.reset,
    snapshot: emulator.snapshot,
    restore: emulator.restore,
    stop: emulator.stop,
  };
}
