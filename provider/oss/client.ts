import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { ConfigError, TransportError } from "../http/errors";
import { reasonOf } from "../http/failure";
import { createLimiter, type Release } from "../http/limiter";
import { createTransport, type HttpRequest, type HttpResponse } from "../http/request";
import { type Clock, retry, systemClock } from "../http/retry";
import {
  type CredentialChain,
  type Credentials,
  credentialSource,
  givenCredentials,
  missingCredentials,
} from "./credentials";
import {
  address,
  type Endpoint,
  type EndpointConfig,
  type Endpoints,
  followable,
  inRegion,
  missingRegion,
  resolveEndpoints,
  standardRegion,
} from "./endpoint";
import { OssError, readOssError, resourceOf, TRANSIENT_CODES } from "./errors";
import { signHeaders as signV1 } from "./sign/v1";
import { canonicalQuery, signHeaders as signV4 } from "./sign/v4";

/** The provider's configuration for OSS. Every field is optional. */
export interface OssConfig extends EndpointConfig, Partial<Credentials> {
  /** Default "v4". */
  signatureVersion?: "v4" | "v1";
  /** Attempts for one request, the first included. Default 5. */
  maxAttempts?: number;
  /** Requests under way at once. Default 32. */
  maxParallel?: number;
  /** Default 10 s. */
  connectTimeoutMs?: number;
  /** Until the status line has come. Default 60 s. */
  headersTimeoutMs?: number;
  /** Between two pieces of a body. Default 60 s. */
  bodyTimeoutMs?: number;
  /** Default "granary". */
  userAgent?: string;
}

/** What the client takes from outside, so that tests and programs can put something else in its place. */
export interface OssClientDeps {
  env?: NodeJS.ProcessEnv;
  clock?: Clock;
  openChain?: () => CredentialChain;
}

export interface OssRequest {
  /** The operation's name in the OSS API reference. */
  operation: string;
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE" | "OPTIONS";
  bucket?: string;
  /** The object's key, as it is: not percent-encoded. */
  key?: string;
  /** `true` is a parameter without a value, such as the sub-resource `cors`. Values are not percent-encoded. */
  query?: Record<string, string | true>;
  headers?: Record<string, string | undefined>;
  /** A text without a content-type header is sent as application/xml. A stream comes from a function, to be sent again. */
  body?: string | Buffer | (() => Readable);
  /** Adds Content-MD5 of a text or buffer. */
  contentMd5?: boolean;
  /** Whether the request may be repeated after the service may have carried it out. Default: every method but POST. */
  idempotent?: boolean;
  /** The bucket's region, where it is known and may differ from the client's. */
  region?: string;
  signal?: AbortSignal;
  /** Leaves the body of the answer unread, in `body`: the caller must read or destroy it. */
  stream?: boolean;
}

export interface OssResponse extends HttpResponse {
  /** How often the request was sent. Above 1 an earlier attempt may have done the work already. */
  attempts: number;
}

export interface OssClient {
  /** Throws OssError, TransportError, WireError or ConfigError. */
  send(request: OssRequest): Promise<OssResponse>;
  /** Throws a ConfigError for what can be told without a request: no region, half a key pair. */
  checkConfig(): void;
  /** Ends the connections, after what is under way. */
  close(): Promise<void>;
}

/** Opens nothing and reads no file: everything that a request needs is looked up when the first one is sent. */
export function createOssClient(config: OssConfig, deps: OssClientDeps = {}): OssClient {
  const { env = process.env, clock = systemClock } = deps;
  const credentials = credentialSource(config, env, deps.openChain);
  const { maxParallel = 32, connectTimeoutMs, headersTimeoutMs, bodyTimeoutMs } = config;
  const enter = createLimiter(maxParallel);
  const transport = createTransport({
    connections: maxParallel,
    connectTimeoutMs,
    headersTimeoutMs,
    bodyTimeoutMs,
    env,
  });
  /** Where the buckets are that are not at the client's own endpoint. */
  const homes = new Map<string, Endpoint>();
  let endpoints: Endpoints | undefined;

  /** The endpoint that a request starts at. */
  function endpointFor({ bucket, key, region }: OssRequest): Endpoint {
    endpoints ??= resolve();
    const home = bucket === undefined ? undefined : homes.get(bucket);
    const regional = region === undefined ? (home ?? endpoints.regional) : inAskedRegion(endpoints.regional, region);
    const { accelerate } = endpoints;
    return accelerate && key !== undefined ? { ...accelerate, region: regional.region } : regional;
  }

  function resolve(): Endpoints {
    const found = resolveEndpoints(config, env);
    if (found.regional.region === undefined && config.signatureVersion !== "v1") throw missingRegion();
    return found;
  }

  /** One answer, whatever its status; the place among those under way is given back when the answer is read. */
  async function attempt(request: OssRequest, endpoint: Endpoint): Promise<HttpResponse> {
    const release = await enterOrAbort(request);
    let held = false;
    try {
      const keys = await credentials();
      const response = await transport.send(signed(request, endpoint, keys, config, new Date(clock.now())));
      held = holdUntilRead(response, release);
      if (response.status >= 200 && response.status < 300) return response;
      throw readOssError(request, response, clock.now());
    } finally {
      if (!held) release();
    }
  }

  async function enterOrAbort({ signal, ...request }: OssRequest): Promise<Release> {
    return enter(signal).catch((cause) => {
      const about = { operation: request.operation, resource: resourceOf(request), detail: reasonOf(signal) };
      throw new TransportError({ ...about, kind: "aborted", cause });
    });
  }

  async function send(request: OssRequest): Promise<OssResponse> {
    let endpoint = await startingEndpoint(request);
    let followed = false;
    let sent = 0;
    const response = await retry(
      async () => {
        sent++;
        try {
          return await attempt(request, endpoint);
        } catch (error) {
          const next = followed ? undefined : endpointNamedIn(error, endpoint, request.bucket);
          if (next === undefined) throw error;
          followed = true;
          endpoint = next;
          if (request.bucket !== undefined) homes.set(request.bucket, next);
          sent++;
          return attempt(request, endpoint);
        }
      },
      {
        operation: request.operation,
        resource: resourceOf(request),
        idempotent: request.idempotent ?? request.method !== "POST",
        replayable: true,
        transientCodes: TRANSIENT_CODES,
        maxAttempts: config.maxAttempts,
        signal: request.signal,
        clock,
      },
    ).catch((error) => {
      if (error instanceof OssError && error.code === "NoSuchBucket") forget(request.bucket);
      throw error;
    });
    remember(request, endpoint);
    return Object.assign(response, { attempts: sent });
  }

  /** Region and keys both missing is one mistake to the user, hence one message. */
  async function startingEndpoint(request: OssRequest): Promise<Endpoint> {
    try {
      return endpointFor(request);
    } catch (noEndpoint) {
      const noKeys = await credentials().then(
        () => undefined,
        (error: unknown) => error,
      );
      throw noEndpoint instanceof ConfigError && noKeys instanceof ConfigError ? noEndpoint.and(noKeys) : noEndpoint;
    }
  }

  function remember({ bucket, key, method, query, region }: OssRequest, endpoint: Endpoint): void {
    if (bucket === undefined) return;
    // A name that is free again may come back in any region.
    if (method === "DELETE" && key === undefined && Object.keys(query ?? {}).length === 0) forget(bucket);
    else if (region !== undefined) homes.set(bucket, endpoint);
  }

  function forget(bucket: string | undefined): void {
    if (bucket !== undefined) homes.delete(bucket);
  }

  function checkConfig(): void {
    const problems: ConfigError[] = [];
    const note = (look: () => unknown): void => {
      try {
        look();
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        problems.push(error);
      }
    };
    note(() => {
      endpoints ??= resolve();
    });
    const regionless = problems.length > 0;
    note(() => {
      // Without keys the vendor's library may still find some, which takes asking; it is no mistake by itself.
      if (!givenCredentials(config, env) && regionless) throw missingCredentials();
    });
    const [first, second] = problems;
    if (first) throw second ? first.and(second) : first;
  }

  return { send, checkConfig, close: () => transport.close() };
}

function inAskedRegion(endpoint: Endpoint, region: string): Endpoint {
  const standard = standardRegion(region, "region");
  return standard === endpoint.region ? endpoint : inRegion(endpoint, standard);
}

/** The request as it goes on the wire. */
function signed(
  request: OssRequest,
  endpoint: Endpoint,
  keys: Credentials,
  config: OssConfig,
  date: Date,
): HttpRequest {
  const { operation, method, bucket, key, query = {}, body, signal, stream } = request;
  const headers: Record<string, string> = { "user-agent": config.userAgent ?? "granary" };
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (value !== undefined) headers[name.toLowerCase()] = value;
  }
  if (typeof body === "string") headers["content-type"] ??= "application/xml";
  if (request.contentMd5) {
    if (typeof body !== "string" && !Buffer.isBuffer(body))
      throw new TypeError(`${operation}: Content-MD5 of a stream`);
    headers["content-md5"] = createHash("md5").update(body).digest("base64");
  }
  const signable = { method, bucket, key, query, headers };
  const { origin, path } = address(endpoint, bucket, key);
  const parameters = canonicalQuery(query);
  return {
    operation,
    resource: resourceOf(request),
    method,
    origin,
    path: parameters === "" ? path : `${path}?${parameters}`,
    headers:
      config.signatureVersion === "v1"
        ? signV1(signable, keys, date)
        : signV4(signable, keys, date, endpoint.region ?? ""),
    body: typeof body === "function" ? body() : body,
    signal,
    stream,
  };
}

/** The endpoint to send a refused request to again; undefined where the answer names none that may be followed. */
function endpointNamedIn(error: unknown, current: Endpoint, bucket: string | undefined): Endpoint | undefined {
  if (!(error instanceof OssError) || bucket === undefined || error.namedEndpoint === undefined) return undefined;
  const named = error.namedEndpoint;
  return followable(current, named.startsWith(`${bucket}.`) ? named.slice(bucket.length + 1) : named);
}

/** True where the body is still to be read: then its place is given back when that is over. */
function holdUntilRead(response: HttpResponse, release: Release): boolean {
  if (response.body === undefined) return false;
  response.body.once("close", release);
  return true;
}
