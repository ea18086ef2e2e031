import { TransportError, type TransportKind, WireError } from "./errors";

/** The request that failed, for the message. */
export interface Failed {
  operation: string;
  resource?: string;
  /** scheme://host:port that was contacted. */
  origin: string;
  signal?: AbortSignal;
}

/**
 * Turns what node and undici throw into TransportError (or WireError, when the answer is no HTTP).
 * Anything else, such as an error of the caller's own upload stream, comes back unchanged.
 */
export function asTransportError(error: unknown, { operation, resource, origin, signal }: Failed): unknown {
  if (error instanceof TransportError || error instanceof WireError) return error;
  const about = { operation, resource, host: new URL(origin).host, cause: error };
  if (signal?.aborted) return new TransportError({ ...about, kind: "aborted", detail: reasonOf(signal) });
  if (!isErrorLike(error)) return error;

  const code = codeOf(error);
  const message = error.message;
  if (error.name === "HTTPParserError") {
    return new WireError({
      expected: `an HTTP response, got "${message}"`,
      operation,
      resource,
      cause: error,
    });
  }
  if (code.startsWith("UND_ERR_PRX") || /prox/i.test(message)) {
    const advice = "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and that the proxy lets this host through";
    return new TransportError({
      ...about,
      kind: "refused",
      detail: `by the proxy: ${message}`,
      nothingSent: true,
      advice,
    });
  }
  const kind = kindOf(code, message);
  if (kind === undefined) return error;
  const nothingSent = NEVER_CONNECTED.has(code) || error.syscall === "connect" || kind === "tls";
  return new TransportError({ ...about, kind, detail: code, nothingSent });
}

const NEVER_CONNECTED = new Set(["UND_ERR_CONNECT_TIMEOUT", "ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EAI_FAIL"]);

const KINDS: Record<string, TransportKind> = {
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "refused",
  ENETUNREACH: "refused",
  EADDRNOTAVAIL: "refused",
  ENOTFOUND: "unknown-host",
  EAI_AGAIN: "unknown-host",
  EAI_FAIL: "unknown-host",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "reset",
  UND_ERR_ABORTED: "aborted",
  UND_ERR_DESTROYED: "aborted",
  UND_ERR_CLOSED: "aborted",
  EPROTO: "tls",
};

function kindOf(code: string, message: string): TransportKind | undefined {
  if (Object.hasOwn(KINDS, code)) return KINDS[code];
  // OpenSSL's verdicts on a certificate, such as SELF_SIGNED_CERT_IN_CHAIN or UNABLE_TO_GET_ISSUER_CERT_LOCALLY.
  if (/^ERR_(TLS|SSL)_|CERT|^UNABLE_TO_|HOSTNAME_MISMATCH/.test(code)) return "tls";
  return message === "other side closed" ? "reset" : undefined;
}

/** The first code in the error, its causes, or the attempts that one connect makes over several addresses. */
function codeOf({ code, cause, errors }: ErrorLike): string {
  if (typeof code === "string") return code;
  if (Array.isArray(errors) && isErrorLike(errors[0])) return codeOf(errors[0]);
  return isErrorLike(cause) ? codeOf(cause) : "";
}

interface ErrorLike {
  name: string;
  message: string;
  code?: unknown;
  syscall?: unknown;
  cause?: unknown;
  errors?: unknown;
}

/** By shape: an error of another realm, or a DOMException, is no `instanceof Error`. */
function isErrorLike(value: unknown): value is ErrorLike {
  return typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
}

/** Why it was aborted, where that is more than "it was". */
export function reasonOf(signal: AbortSignal | undefined): string | undefined {
  const reason: unknown = signal?.reason;
  if (typeof reason === "string") return reason;
  return isErrorLike(reason) && reason.name !== "AbortError" ? reason.message : undefined;
}
