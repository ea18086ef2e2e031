/** Gives back a place; further calls do nothing. */
export type Release = () => void;

/**
 * Bounded parallelism: at most `max` callers hold a place, the rest wait in the order in which they came.
 *
 *     const release = await enter(signal);
 *     try { ... } finally { release(); }
 *
 * @returns `enter`, which rejects with the signal's reason when it is aborted while waiting.
 */
export function createLimiter(max: number): (signal?: AbortSignal) => Promise<Release> {
  if (!Number.isInteger(max) || max < 1) throw new RangeError(`a limiter needs a whole number above 0, got ${max}`);
  let free = max;
  const waiting = new Set<(release: Release) => void>();

  function place(): Release {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const [next] = waiting;
      if (next === undefined) {
        free++;
      } else {
        waiting.delete(next);
        next(place());
      }
    };
  }

  return async (signal) => {
    if (signal?.aborted) throw signal?.reason;
    if (free > 0) {
      free--;
      return place();
    }
    return new Promise<Release>((resolve, reject) => {
      const grant = (release: Release): void => {
        signal?.removeEventListener("abort", giveUp);
        resolve(release);
      };
      const giveUp = (): void => {
        waiting.delete(grant);
        reject(signal?.reason);
      };
      waiting.add(grant);
      signal?.addEventListener("abort", giveUp, { once: true });
    });
  };
}
