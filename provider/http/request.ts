import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { Readable } from "node:stream";
import type { Agent, Dispatcher } from "undici";
import { WireError } from "./errors";
import { asTransportError, type Failed } from "./failure";

/** One HTTP request. */
export interface HttpRequest {
  /** The operation's name, for error messages. */
  operation: string;
  /** What the request is about, for error messages. */
  resource?: string;
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE" | "OPTIONS";
  /** scheme://host[:port] */
  origin: string;
  /** Path and query exactly as they go on the wire: nothing is normalised, so "a/../b" stays. */
  path: string;
  /** Values may hold any Unicode text; they travel as UTF-8. */
  headers?: Record<string, string>;
  /** A stream without a `content-length` header is sent in chunks. */
  body?: string | Buffer | Readable;
  signal?: AbortSignal;
  /** True leaves the body of a 2xx answer unread, in `body`: the caller must read or destroy it. */
  stream?: boolean;
}

export interface HttpResponse {
  status: number;
  /** Names in lower case; repeated headers joined with ", ". */
  headers: Record<string, string>;
  /** The whole body; empty when `body` is given. */
  bytes: Buffer;
  /** `bytes` as UTF-8. */
  readonly text: string;
  /** The unread body of a streamed 2xx answer. Its errors are TransportErrors. */
  body?: Readable;
}

export interface TransportOptions {
  /** Connections kept per origin. Default 32. */
  connections?: number;
  /** Default 10 s. */
  connectTimeoutMs?: number;
  /** Until the status line has come. Default 60 s. */
  headersTimeoutMs?: number;
  /** Between two pieces of a body. Default 60 s. */
  bodyTimeoutMs?: number;
  /** Largest body that is read into memory; a longer one is a WireError. Default 64 MiB. */
  maxBodyBytes?: number;
  /** Where the proxy settings are read: HTTPS_PROXY, HTTP_PROXY, NO_PROXY, also in lower case. Default process.env. */
  env?: NodeJS.ProcessEnv;
}

/** A set of kept-alive connections. Idle ones don't keep the process alive. */
export interface Transport {
  /** Sends once. Every status is an answer; only a missing or broken answer throws. */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Ends the connections, after what is under way. */
  close(): Promise<void>;
}

export function createTransport(options: TransportOptions = {}): Transport {
  const { maxBodyBytes = 64 * 1024 * 1024 } = options;
  let dispatchers: Dispatchers | undefined;

  return {
    async send(request) {
      dispatchers ??= openDispatchers(options);
      return sendOver(dispatchers.for(request.origin), request, maxBodyBytes);
    },
    close: async () => dispatchers?.close(),
  };
}

async function sendOver(dispatcher: Dispatcher, request: HttpRequest, maxBodyBytes: number): Promise<HttpResponse> {
  const { operation, resource, method, origin, path, body, signal, stream } = request;
  const failed: Failed = { operation, resource, origin, signal };
  try {
    const headers = mapValues(request.headers ?? {}, toWire);
    const answer = await dispatcher.request({ origin, path, method, headers, body: body ?? null, signal });
    const found = mapValues(answer.headers, fromWire);
    const ok = answer.statusCode >= 200 && answer.statusCode < 300;
    if (stream && ok) {
      const unread = Readable.from(translated(answer.body, failed), { objectMode: false });
      // A reader that gives up before its first byte never enters the generator.
      answer.body.on("error", () => {});
      unread.once("close", () => answer.body.destroy());
      return { status: answer.statusCode, headers: found, bytes: Buffer.alloc(0), text: "", body: unread };
    }
    const bytes = await readAll(answer.body, maxBodyBytes, failed);
    return {
      status: answer.statusCode,
      headers: found,
      bytes,
      get text() {
        return bytes.toString("utf8");
      },
    };
  } catch (error) {
    throw asTransportError(error, failed);
  }
}

async function readAll(body: Readable, maxBytes: number, { operation, resource }: Failed): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new WireError({ operation, resource, expected: `a body of at most ${maxBytes} bytes` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* translated(body: Readable, failed: Failed): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw asTransportError(error, failed);
  }
}

interface Dispatchers {
  for(origin: string): Dispatcher;
  close(): Promise<void>;
}

function openDispatchers(options: TransportOptions): Dispatchers {
  // Loading undici takes some 80 ms, which only a program that really sends something should pay.
  const undici = require("undici") as typeof import("undici");
  const { connections = 32, connectTimeoutMs = 10_000, headersTimeoutMs = 60_000, bodyTimeoutMs = 60_000 } = options;
  const settings: Agent.Options = {
    connections,
    headersTimeout: headersTimeoutMs,
    bodyTimeout: bodyTimeoutMs,
    // One request per connection at a time: what a service did is then known from its own answer.
    pipelining: 1,
    allowH2: false,
    connect: { timeout: connectTimeoutMs, lookup: lookupLoopbackNames },
  };
  const direct = new undici.Agent(settings);
  const { httpProxy, httpsProxy, noProxy } = proxySettings(options.env ?? process.env);
  const proxied =
    httpProxy === "" && httpsProxy === ""
      ? undefined
      : new undici.EnvHttpProxyAgent({ ...settings, connectTimeout: connectTimeoutMs, httpProxy, httpsProxy, noProxy });
  return {
    // What runs on this machine is never reached through a proxy.
    for: (origin) => (proxied === undefined || isLoopback(new URL(origin).hostname) ? direct : proxied),
    async close() {
      await Promise.all([direct.close(), proxied?.close()]);
    },
  };
}

function proxySettings(env: NodeJS.ProcessEnv): { httpProxy: string; httpsProxy: string; noProxy: string } {
  const httpProxy = env.http_proxy ?? env.HTTP_PROXY ?? "";
  const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY ?? httpProxy;
  return { httpProxy, httpsProxy, noProxy: env.no_proxy ?? env.NO_PROXY ?? "" };
}

/** A name or address of this machine's loopback interface; IPv6 with or without brackets. */
export function isLoopback(hostname: string): boolean {
  return isLocalhostName(hostname) || /^127(?:\.\d{1,3}){3}$/.test(hostname) || /^\[?::1\]?$/.test(hostname);
}

function isLocalhostName(hostname: string): boolean {
  return /^(?:.+\.)?localhost\.?$/i.test(hostname);
}

/** RFC 6761 section 6.3: every name under .localhost is the loopback address; many resolvers don't know that. */
const lookupLoopbackNames: LookupFunction = (hostname, options, callback) => {
  if (!isLocalhostName(hostname)) {
    lookup(hostname, options, callback);
    return;
  }
  const addresses = [
    { address: "127.0.0.1", family: 4 },
    { address: "::1", family: 6 },
  ].filter(({ family }) => !options.family || options.family === family || options.family === `IPv${family}`);
  if (options.all) callback(null, addresses);
  else callback(null, addresses[0]?.address ?? "127.0.0.1", addresses[0]?.family);
};

function mapValues<T>(from: Record<string, T | undefined>, convert: (value: T) => string): Record<string, string> {
  const to: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) if (value !== undefined) to[name.toLowerCase()] = convert(value);
  return to;
}

/** Headers are bytes: node writes and reads them as Latin-1, so UTF-8 has to be spelled in it. */
function toWire(value: string): string {
  return Buffer.from(value, "utf8").toString("latin1");
}

function fromWire(value: string | string[]): string {
  return Buffer.from(Array.isArray(value) ? value.join(", ") : value, "latin1").toString("utf8");
}
