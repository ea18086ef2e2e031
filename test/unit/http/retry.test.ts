import fc from "fast-check";
import { ServiceError, TransportError, type TransportKind, WireError } from "../../../provider/http/errors";
import {
  type Clock,
  isRetryable,
  type RetryOptions,
  retry,
  retryAfterMs,
  systemClock,
} from "../../../provider/http/retry";

function refused(code: string, status: number, retryAfter?: number): ServiceError {
  return new ServiceError({
    service: "oss",
    operation: "PutBucketCors",
    code,
    status,
    message: "",
    retryAfterMs: retryAfter,
  });
}

function unanswered(kind: TransportKind, nothingSent = false): TransportError {
  return new TransportError({ operation: "PutBucketCors", kind, nothingSent });
}

/** A clock that never waits and notes how long it was asked to. */
function still(random = 1): Clock & { slept: number[] } {
  const slept: number[] = [];
  return { slept, now: () => 0, random: () => random, sleep: async (ms) => void slept.push(ms) };
}

const REPEATABLE: RetryOptions = {
  operation: "PutBucketCors",
  idempotent: true,
  replayable: true,
  transientCodes: new Set(["RequestRateLimitExceeded"]),
};

/** An attempt that fails with each error in turn and then succeeds. */
function failing(...errors: unknown[]): (number: number) => Promise<number> {
  return async (number) => {
    const error = errors[number - 1];
    if (error !== undefined) throw error;
    return number;
  };
}

describe("retrying", () => {
  test("waits with exponential back-off up to 10 s between attempts, and gives the answer of the first that succeeds", async () => {
    const clock = still(1);
    const busy = Array.from({ length: 8 }, () => refused("InternalError", 500));
    await expect(retry(failing(...busy), { ...REPEATABLE, maxAttempts: 9, clock })).resolves.toBe(9);
    expect(clock.slept).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  });

  test("the whole wait is jittered, so that clients spread out", async () => {
    const clock = still(0.25);
    await retry(failing(unanswered("reset"), unanswered("reset")), { ...REPEATABLE, clock });
    expect(clock.slept).toEqual([50, 100]);
  });

  test("five attempts are made by default, and the last error says how many there were", async () => {
    const clock = still();
    const last = refused("ServiceUnavailable", 503);
    const attempt = failing(...Array.from({ length: 4 }, () => refused("ServiceUnavailable", 503)), last);
    await expect(retry(attempt, { ...REPEATABLE, clock })).rejects.toBe(last);
    expect(last.attempts).toBe(5);
    expect(clock.slept).toHaveLength(4);
  });

  test("honours the pause that the service asks for, within a minute", async () => {
    const clock = still(0);
    await retry(failing(refused("X", 503, 3000), refused("X", 429, 3_600_000)), { ...REPEATABLE, clock });
    expect(clock.slept).toEqual([3000, 60_000]);
  });

  test("an error that is not worth repeating is thrown at once", async () => {
    const clock = still();
    const error = refused("AccessDenied", 403);
    await expect(retry(failing(error), { ...REPEATABLE, clock })).rejects.toBe(error);
    expect(clock.slept).toEqual([]);
  });

  test("a cancel while waiting ends the wait", async () => {
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 10);
    const started = Date.now();
    const clock = { ...systemClock, random: () => 1 };
    const last = refused("InternalError", 500, 60_000);
    await expect(retry(failing(last), { ...REPEATABLE, clock, signal: cancel.signal })).rejects.toMatchObject({
      name: "TransportError",
      kind: "aborted",
      cause: last,
    });
    expect(Date.now() - started).toBeLessThan(2000);
    await expect(retry(failing(last), { ...REPEATABLE, clock, signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: "aborted",
    });
  });
});

describe("what is repeated", () => {
  const safe = { idempotent: true, replayable: true, transientCodes: new Set(["RequestRateLimitExceeded"]) };
  const unsafe = { ...safe, idempotent: false };
  const once = { ...safe, replayable: false };

  test.each([
    ["500", refused("InternalError", 500), true, false],
    ["502 page of a load balancer", new WireError({ expected: "<Error>", status: 502 }), true, false],
    ["503", refused("ServiceUnavailable", 503), true, false],
    ["429", refused("TooManyRequests", 429), true, false],
    ["a throttling code whatever its status", refused("RequestRateLimitExceeded", 403), true, false],
    ["501", refused("NotImplemented", 501), false, false],
    ["404", refused("NoSuchBucket", 404), false, false],
    ["409", refused("BucketAlreadyExists", 409), false, false],
    ["a garbled 200", new WireError({ expected: "<T>", status: 200 }), false, false],
    ["connection refused", unanswered("refused", true), true, true],
    ["unknown host", unanswered("unknown-host", true), true, true],
    ["no connection in time", unanswered("timeout", true), true, true],
    ["no answer in time", unanswered("timeout"), true, false],
    ["a broken connection", unanswered("reset"), true, false],
    ["an untrusted certificate", unanswered("tls", true), false, false],
    ["a cancel", unanswered("aborted"), false, false],
    ["any other error", new Error("of the program"), false, false],
  ])("%s", (_what, error, ifSafe, ifUnsafe) => {
    expect(isRetryable(error, safe)).toBe(ifSafe);
    expect(isRetryable(error, unsafe)).toBe(ifUnsafe);
    expect(isRetryable(error, once)).toBe(false);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2024-05-01T00:00:00Z");

  test.each([
    ["120", 120_000],
    [" 0 ", 0],
    ["Wed, 01 May 2024 00:00:30 GMT", 30_000],
    ["Tue, 30 Apr 2024 00:00:00 GMT", 0],
    ["soon", undefined],
    ["-1", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%p means %p ms", (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });

  test("never is negative or NaN, whatever the header holds", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const ms = retryAfterMs(header, now);
        expect(ms === undefined || ms >= 0).toBe(true);
      }),
    );
  });
});
