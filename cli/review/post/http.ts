// Requests to the API of a code host: retried while it is busy, never redirected with the token in hand.
import { setTimeout as sleep } from "node:timers/promises";
import { EnvHttpProxyAgent, fetch } from "undici";

export interface Api {
  url: string;
  headers: Record<string, string>;
}

/** The token has no right to do that. */
export class NotAllowed extends Error {}

/** Something was to be made, and there is no answer that says whether it was. */
export class Unsure extends Error {}

export interface Reply {
  status: number;
  json: unknown;
  /** Seconds that the service asks to wait. GitHub says so with 403 too. */
  retryAfter?: number;
}

export const ATTEMPTS = 5;

/** Sends one request. `allowed` are further statuses that the caller decides on. What makes something is sent once. */
export async function send(
  api: Api,
  method: string,
  path: string,
  body?: unknown,
  allowed: number[] = [],
): Promise<Reply> {
  for (let attempt = 1; ; attempt++) {
    const reply = await once(api, method, path, body);
    const lost = reply === undefined || reply.status >= 500;
    const limited = reply !== undefined && (reply.status === 429 || reply.retryAfter !== undefined);
    if (method === "POST" && lost) throw new Unsure(failureText(api, method, path, reply));
    if ((lost || limited) && attempt < ATTEMPTS) {
      await wait(attempt, reply?.retryAfter);
      continue;
    }
    if (reply === undefined || lost || limited) throw new Error(failureText(api, method, path, reply));
    if (reply.status < 300 || allowed.includes(reply.status)) return reply;
    if (reply.status === 401 || reply.status === 403) throw new NotAllowed(`${method} ${path}: ${reply.status}`);
    throw new Error(failureText(api, method, path, reply));
  }
}

function failureText(api: Api, method: string, path: string, reply: Reply | undefined): string {
  if (reply === undefined) return `${method} ${path}: no answer from ${new URL(api.url).host}`;
  return `${method} ${path}: ${reply.status} ${messageOf(reply.json)}`;
}

/** Longer with every attempt, and as long as the service asks for, up to a minute. */
export async function wait(attempt: number, seconds = 0): Promise<void> {
  await sleep(Math.max(pause * 2 ** (attempt - 1), Math.min(seconds, 60) * pause));
}

let pause = 1_000;

/** @internal For tests: the first pause, in milliseconds, and what a second takes. */
export function setPause(milliseconds: number): void {
  pause = milliseconds;
}

async function once(api: Api, method: string, path: string, body: unknown): Promise<Reply | undefined> {
  try {
    const response = await fetch(`${api.url}${path}`, {
      method,
      headers: {
        "user-agent": "granary",
        ...api.headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(30_000),
      dispatcher: new EnvHttpProxyAgent(),
    });
    const text = await response.text();
    const asked = response.headers.get("retry-after");
    const retryAfter = asked !== null && response.status >= 400 ? Number(asked) || 0 : undefined;
    return { status: response.status, json: text === "" ? undefined : parse(text), retryAfter };
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(json: unknown): string {
  const message = (json as { message?: unknown } | undefined)?.message;
  return message === undefined ? "" : JSON.stringify(message);
}

/** All pages of a list, up to 10,000 entries. */
export async function pages<T>(api: Api, path: string): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; page <= 100; page++) {
    const { json } = await send(api, "GET", `${path}?per_page=100&page=${page}`);
    const list = Array.isArray(json) ? (json as T[]) : [];
    all.push(...list);
    if (list.length < 100) break;
  }
  return all;
}
