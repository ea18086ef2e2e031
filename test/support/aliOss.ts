/** An emulator in memory with the vendor's Node SDK (ali-oss) and the provider as its clients. */
import { lookup } from "node:dns";
import { Agent } from "node:http";
import type { LookupFunction } from "node:net";
import OSS from "ali-oss";
import { type Response, Agent as UndiciAgent, fetch as undiciFetch } from "undici";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { granary } from "../../provider";
import { createLifecycle, type Lifecycle } from "../../provider/kit/lifecycle";

export type Sdk = OSS;

/** The SDK's two ways to sign a request. */
export const SIGNATURES = [
  ["V1", false],
  ["V4", true],
] as const;

export interface Conformance {
  emulator: Emulator;
  /** http://127.0.0.1:<port> */
  url: string;
  port: string;
  /** A client of the SDK; by default on the IP with the emulator's own keys. Every host name leads to this machine. */
  sdk(options?: Partial<OSS.Options>): Sdk;
  /** fetch, for URLs that the SDK signed. */
  fetch(url: string, init?: { method?: string; headers?: Record<string, string>; body?: string }): Promise<Response>;
  /** The provider, through the same door as both of its fronts. */
  provider(signatureVersion?: "v1" | "v4"): Lifecycle;
  /** The emulator's clock moves forward. */
  advance(seconds: number): Promise<void>;
  /** The journal's operations since the last call, in order. */
  operations(): Promise<string[]>;
  stop(): Promise<void>;
}

/** `*.localhost` and every other name of a test lead to loopback, whatever the machine's resolver says. */
const toLoopback: LookupFunction = (_host, options, callback) => lookup("127.0.0.1", options, callback as never);

export async function startConformance(options: EmulatorOptions = {}): Promise<Conformance> {
  const emulator = await startEmulator({ oss: 0, memory: true, ...options });
  const url = emulator.urls.oss;
  const agent = new Agent({ keepAlive: true, lookup: toLoopback });
  const dispatcher = new UndiciAgent({ connect: { lookup: toLoopback } });
  const control = async (path: string, method: string, body?: unknown): Promise<unknown> => {
    const answer = await undiciFetch(`${url}/_granary/${path}`, {
      method,
      dispatcher,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer.status === 204 ? undefined : answer.json();
  };
  /** The last entry of the journal that was told. */
  let seen = 0;
  return {
    emulator,
    url,
    port: new URL(url).port,
    sdk: (more = {}) =>
      new OSS({
        endpoint: url,
        region: "oss-cn-hangzhou",
        accessKeyId: "granary",
        accessKeySecret: "granary-secret",
        agent,
        ...more,
      }),
    fetch: (target, init) => undiciFetch(target, { ...init, dispatcher }),
    provider: (signatureVersion = "v4") =>
      createLifecycle(granary, {
        oss: {
          endpoint: url,
          region: "cn-hangzhou",
          accessKeyId: "granary",
          accessKeySecret: "granary-secret",
          signatureVersion,
        },
      }),
    advance: async (seconds) => {
      await control("clock", "POST", { advanceSeconds: seconds });
    },
    operations: async () => {
      const entries = (await control("journal", "GET")) as { id: number; operation: string }[];
      const fresh = entries.filter(({ id }) => id > seen);
      seen = fresh.at(-1)?.id ?? seen;
      return fresh.map(({ operation }) => operation);
    },
    stop: async () => {
      agent.destroy();
      await dispatcher.destroy();
      await emulator.stop();
    },
  };
}

/** What a call of the SDK failed with; a call that succeeds is the failure of the test. */
export async function failureOf(call: Promise<unknown>): Promise<OSS.Failure> {
  try {
    await call;
  } catch (error) {
    return error as OSS.Failure;
  }
  throw new Error("The call succeeded.");
}

/** The parts of a failure that programs decide on. */
export async function refusal(call: Promise<unknown>): Promise<{ code?: string; status: number }> {
  const { code, status } = await failureOf(call);
  return { code, status };
}

/** An operation that the SDK has no method for, sent and signed by it; the answer's XML without its root. */
export async function ask(
  sdk: Sdk,
  bucket: string,
  method: string,
  subres: Record<string, string>,
  body?: string,
): Promise<{ status: number; data: unknown }> {
  const successStatuses = [200, 204];
  const { status, data } = await sdk.request({
    method,
    bucket,
    subres,
    successStatuses,
    ...(body === undefined ? {} : { content: body, mime: "application/xml" }),
    ...(method === "GET" ? { xmlResponse: true } : {}),
  });
  return { status, data };
}
