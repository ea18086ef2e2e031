/** A request as it came: raw target split, decoded query, headers. Nothing is interpreted yet. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { fail } from "./errors";
import type { Method } from "./operation";

export interface Request {
  /** 24 upper-case hex digits, as in the samples of the API reference. */
  id: string;
  method: Method;
  /** Undecoded, begins with "/". */
  rawPath: string;
  path: string;
  /** Undecoded, without "?". */
  rawQuery: string;
  /** Decoded; the first of repeated keys counts; a key without a value is "". */
  query: ReadonlyMap<string, string>;
  headers: Readonly<Record<string, string | undefined>>;
  /** Host of an absolute-form target, else X-Forwarded-Host of a proxy in front, else the Host header. */
  host: string;
  /** Likewise, else that of the connection. */
  scheme: string;
  incoming: IncomingMessage;
}

export function newRequestId(): string {
  return randomBytes(12).toString("hex").toUpperCase();
}

/** Reads what node:http gives. Throws InvalidURI when the target cannot be decoded. */
export function readRequest(incoming: IncomingMessage, id: string): Request {
  const target = incoming.url ?? "/";
  // Absolute form, as sent to a proxy: its authority counts, not Host (RFC 9112, 3.2.2).
  const absolute = /^(https?):\/\/([^/?]*)([\s\S]*)$/i.exec(target);
  const relative = absolute === null ? target : (absolute[3] as string);
  const cut = relative.indexOf("?");
  const rawPath = (cut < 0 ? relative : relative.slice(0, cut)) || "/";
  const rawQuery = cut < 0 ? "" : relative.slice(cut + 1);
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  return {
    id,
    method: (incoming.method ?? "GET") as Method,
    rawPath,
    path: decode(rawPath),
    rawQuery,
    query: readQuery(rawQuery),
    headers,
    host: absolute?.[2] ?? forwarded(headers["x-forwarded-host"]) ?? headers.host ?? "",
    scheme: absolute?.[1]?.toLowerCase() ?? forwarded(headers["x-forwarded-proto"]) ?? schemeOf(incoming),
    incoming,
  };
}

/** The first of several proxies is the one that the client talks to. */
function forwarded(header: string | undefined): string | undefined {
  return header?.split(",")[0]?.trim() || undefined;
}

function schemeOf({ socket }: IncomingMessage): string {
  return "encrypted" in socket && socket.encrypted === true ? "https" : "http";
}

export function splitQuery(rawQuery: string): [key: string, value: string][] {
  return rawQuery
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const cut = pair.indexOf("=");
      return cut < 0 ? [decodeForm(pair), ""] : [decodeForm(pair.slice(0, cut)), decodeForm(pair.slice(cut + 1))];
    });
}

function readQuery(rawQuery: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const [key, value] of splitQuery(rawQuery)) {
    if (!query.has(key)) {
      query.set(key, value);
    }
  }
  return query;
}

function decodeForm(text: string): string {
  return decode(text.replaceAll("+", " "));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw fail("InvalidURI", { URI: text });
  }
}

/** RFC 3986: everything but letters, digits, "-", ".", "_", "~" as upper-case %XX. */
export function encodeStrict(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The same with "/" kept, for object keys in a path. */
export function encodePath(text: string): string {
  return encodeStrict(text).replaceAll("%2F", "/");
}
