import { setTimeout as sleep } from "node:timers/promises";

/** Looks again and again until it holds; the last look is given back either way, for the caller to expect something of. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  holds: (seen: T) => boolean,
  withinMs = 5_000,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (holds(seen) || performance.now() > end) return seen;
    await sleep(10);
  }
}
