import { redact } from "./redact";

/**
 * The errors of every service client. Decide on `instanceof` and `code`, never on message text or a bare status.
 *
 * Every message passes through `redact`. The form for a request is
 * `<operation> on <resource>: <Code> (<status>) <message>; request <id>; <what to do>`.
 * A half-done create and a defect of Granary are told by the kit's own errors (PartialFailure, ProviderBug).
 */
export class ProviderError extends Error {
  override name = "ProviderError";

  constructor(message: string, options?: { cause?: unknown }) {
    super(redact(message), options);
  }
}

/** What a service said when it refused a request. */
export interface ServiceErrorInit {
  /** "oss", "cos", ... */
  service: string;
  /** The operation's name in the service's API reference, such as "PutBucketCors". */
  operation: string;
  /** What was asked about: a bucket, or "bucket/key". */
  resource?: string;
  /** The service's own error code, such as "NoSuchBucket". Decisions are made on it. */
  code: string;
  status: number;
  /** The service's own text. */
  message: string;
  requestId?: string;
  /** The service's finer error code, where it has one (OSS: EC). */
  ec?: string;
  /** The host that answered. */
  hostId?: string;
  /** What the user can do about it. */
  advice?: string;
  /** How long the service asks to wait before the next attempt, in milliseconds. */
  retryAfterMs?: number;
}

/** The service answered, and refused. */
export class ServiceError extends ProviderError {
  override name = "ServiceError";
  readonly service: string;
  readonly operation: string;
  readonly resource: string | undefined;
  readonly code: string;
  readonly status: number;
  readonly serviceMessage: string;
  readonly requestId: string | undefined;
  readonly ec: string | undefined;
  readonly hostId: string | undefined;
  readonly advice: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** How often the request was sent. Above 1 an earlier attempt may have done the work already. */
  attempts = 1;

  constructor(init: ServiceErrorInit, options?: { cause?: unknown }) {
    const id = `request ${init.requestId ?? "without id"}${init.ec === undefined ? "" : ` (EC ${init.ec})`}`;
    const what = `${subject(init)}: ${init.code} (${init.status}) ${init.message}`.trimEnd();
    super(sentence(what, id, init.advice), options);
    this.service = init.service;
    this.operation = init.operation;
    this.resource = init.resource;
    this.code = init.code;
    this.status = init.status;
    this.serviceMessage = redact(init.message);
    this.requestId = init.requestId;
    this.ec = init.ec;
    this.hostId = init.hostId;
    this.advice = init.advice;
    this.retryAfterMs = init.retryAfterMs;
  }
}

export type TransportKind = "refused" | "unknown-host" | "timeout" | "reset" | "tls" | "aborted";

const TRANSPORT: Record<TransportKind, { what: string; advice: string }> = {
  refused: { what: "connection refused", advice: "check that the endpoint is right and that something listens there" },
  "unknown-host": {
    what: "the host name does not resolve",
    advice: "check the region, the endpoint and the network's DNS",
  },
  timeout: { what: "no answer in time", advice: "check the network, the endpoint and any proxy, then run again" },
  reset: { what: "the connection broke", advice: "check the network and any proxy, then run again" },
  tls: {
    what: "no trusted TLS connection",
    advice: "check the endpoint's scheme and certificate (NODE_EXTRA_CA_CERTS adds a private CA)",
  },
  aborted: { what: "cancelled", advice: "run again to go on" },
};

/** No answer came back: whether the service did the work is known only where `nothingSent` is true. */
export class TransportError extends ProviderError {
  override name = "TransportError";
  readonly operation: string;
  readonly kind: TransportKind;
  readonly advice: string;
  /** True when the connection was never made, so that the service can't have seen the request. */
  readonly nothingSent: boolean;
  /** How often the request was sent. */
  attempts = 1;

  constructor(init: {
    operation: string;
    resource?: string;
    kind: TransportKind;
    /** The host and port that was contacted. */
    host?: string;
    nothingSent?: boolean;
    detail?: string;
    advice?: string;
    cause?: unknown;
  }) {
    const { what, advice } = TRANSPORT[init.kind];
    const where = init.host === undefined ? "" : ` (${init.host})`;
    const detail = init.detail === undefined ? "" : `: ${init.detail}`;
    super(sentence(`${subject(init)}: ${what}${where}${detail}`, init.advice ?? advice), { cause: init.cause });
    this.operation = init.operation;
    this.kind = init.kind;
    this.advice = init.advice ?? advice;
    this.nothingSent = init.nothingSent ?? false;
  }
}

/** The body of an answer is not what the service's reference documents: garbled, cut short, or another document. */
export class WireError extends ProviderError {
  override name = "WireError";
  readonly operation: string | undefined;
  readonly resource: string | undefined;
  /** What the reference led to expect, such as "<CORSConfiguration>". */
  readonly expected: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(init: {
    expected: string;
    operation?: string;
    resource?: string;
    status?: number;
    requestId?: string;
    cause?: unknown;
  }) {
    const status = init.status === undefined ? "" : ` (${init.status})`;
    const what = `${subject(init)}: the answer${status} is not as documented: expected ${init.expected}`;
    const id = init.requestId === undefined ? undefined : `request ${init.requestId}`;
    super(sentence(what, id, "check that the endpoint is the service itself, then report this as a bug"), {
      cause: init.cause,
    });
    this.operation = init.operation;
    this.resource = init.resource;
    this.expected = redact(init.expected);
    this.status = init.status;
    this.requestId = init.requestId;
  }

  /** The same complaint, completed with the request whose answer was read. */
  of(request: { operation: string; resource?: string; status?: number; requestId?: string }): WireError {
    return new WireError({ expected: this.expected, ...request, cause: this.cause ?? this });
  }
}

/** The provider is configured wrongly or not enough. */
export class ConfigError extends ProviderError {
  override name = "ConfigError";
  /** The setting at fault, such as "granary:oss.region". */
  readonly setting: string;

  constructor(init: { setting: string; problem: string; whereToSet: string; cause?: unknown }) {
    super(`${init.setting}: ${init.problem}; ${init.whereToSet}`, { cause: init.cause });
    this.setting = init.setting;
  }

  /** Both complaints in one message. */
  and(other: ConfigError): ConfigError {
    const both = new ConfigError({
      setting: this.setting,
      problem: "",
      whereToSet: "",
      cause: this.cause ?? other.cause,
    });
    both.message = `${this.message}\n${other.message}`;
    return both;
  }
}

function subject({ operation, resource }: { operation?: string; resource?: string }): string {
  if (operation === undefined) return resource ?? "reading an answer";
  return resource === undefined ? operation : `${operation} on ${resource}`;
}

function sentence(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("; ");
}
