import { ServiceError, TransportError, WireError } from "./errors";
import { reasonOf } from "./failure";

/** Attempts in all, the first included. */
export const DEFAULT_MAX_ATTEMPTS = 5;
const BASE_MS = 200;
const CAP_MS = 10_000;
/** A service may ask for a longer pause than the back-off's cap, within reason. */
const RETRY_AFTER_CAP_MS = 60_000;

/** What retry needs of the outside, so that tests can replace it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** 0 <= n < 1 */
  random(): number;
  /** Rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, ms);
      if (signal?.aborted) stop();
      else signal?.addEventListener("abort", stop, { once: true });
    }),
};

export interface RetryOptions {
  operation: string;
  resource?: string;
  /** True where repeating the request is safe even when the service has carried it out already. */
  idempotent: boolean;
  /** False when the body is a stream that can be read once only: such a request is never sent twice. */
  replayable: boolean;
  /** Codes that stand for a passing state of the service, such as throttling, whatever their status. */
  transientCodes: ReadonlySet<string>;
  /** Default 5. */
  maxAttempts?: number;
  signal?: AbortSignal;
  clock?: Clock;
}

/**
 * Runs `attempt` (given its number, from 1) until it succeeds, fails for good, or the attempts are used up.
 * Waits between attempts with exponential back-off and full jitter (base 200 ms, cap 10 s), or as long as the service
 * asks for with Retry-After (at most 60 s).
 */
export async function retry<T>(attempt: (number: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { operation, resource, signal, clock = systemClock, maxAttempts = DEFAULT_MAX_ATTEMPTS } = options;
  for (let number = 1; ; number++) {
    try {
      return await attempt(number);
    } catch (error) {
      if (error instanceof ServiceError || error instanceof TransportError) error.attempts = number;
      if (number >= maxAttempts || !isRetryable(error, options)) throw error;
      try {
        await clock.sleep(waitMs(number, error, clock.random), signal);
      } catch {
        throw new TransportError({ operation, resource, kind: "aborted", detail: reasonOf(signal), cause: error });
      }
    }
  }
}

/** Whether sending the request again is both safe and likely to help. */
export function isRetryable(
  error: unknown,
  { idempotent, replayable, transientCodes }: Pick<RetryOptions, "idempotent" | "replayable" | "transientCodes">,
): boolean {
  if (!replayable) return false;
  if (error instanceof TransportError) {
    if (error.kind === "aborted" || error.kind === "tls") return false;
    return idempotent || error.nothingSent;
  }
  if (!idempotent) return false;
  if (error instanceof ServiceError) return isBusy(error.status) || transientCodes.has(error.code);
  // A load balancer's own 502 or 503 page is no document of the service.
  return error instanceof WireError && isBusy(error.status ?? 0);
}

function isBusy(status: number): boolean {
  // 501 (not implemented) is the same answer every time.
  return status === 429 || (status >= 500 && status !== 501);
}

function waitMs(attempt: number, error: unknown, random: () => number): number {
  const backOff = random() * Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1));
  const asked = error instanceof ServiceError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(backOff, Math.min(asked, RETRY_AFTER_CAP_MS));
}

/** RFC 9110 section 10.2.3: seconds or an HTTP date; undefined for anything else. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // An HTTP date names its zone; without this test Date.parse would take "-1" for a year.
  const date = /GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
