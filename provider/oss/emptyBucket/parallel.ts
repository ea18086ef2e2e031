import { setTimeout as sleep } from "node:timers/promises";
import { TransportError } from "../../http/errors";
import { reasonOf } from "../../http/failure";

/**
 * Runs what `produce` adds, at most `size` at a time: `add` waits for a place, so memory is bounded by `size`. After the
 * first failure nothing more is begun; what is under way is waited for, then the failure is thrown.
 */
export async function inParallel(
  size: number,
  produce: (add: (work: () => Promise<void>) => Promise<void>) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const keep = (error: unknown): void => {
    failures.push(error);
  };
  await produce(async (work) => {
    while (failures.length === 0 && running.size >= size) await Promise.race(running);
    if (failures.length > 0) throw failures[0];
    const slot: Promise<void> = work()
      .catch(keep)
      .finally(() => running.delete(slot));
    running.add(slot);
  }).catch(keep);
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}

/** Waits before the operation is tried again, or throws that it was cancelled. */
export async function pause(ms: number, signal: AbortSignal, operation: string, resource: string): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (cause) {
    throw new TransportError({ operation, resource, kind: "aborted", detail: reasonOf(signal), cause });
  }
}
