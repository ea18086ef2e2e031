// Waiting for something that the service does in the background.
import { setTimeout as sleep } from "node:timers/promises";
import { TransportError } from "../http/errors";
import type { Context } from "../kit/define";

/**
 * Waits before the next look: a quarter of a second at first, then twice as long each time, at most 15 s. Says so to the
 * user, and ends with an error that says what was waited for when the resource's custom timeout is over.
 *
 * @param attempt from 0
 */
export async function pause(
  attempt: number,
  context: Context,
  { operation, resource, until }: { operation: string; resource: string; until: string },
): Promise<void> {
  const ms = Math.min(250 * 2 ** attempt, 15_000);
  if (attempt === 0) context.progress(`waiting until ${until}`);
  await sleep(ms, undefined, { signal: context.signal }).catch((cause: unknown) => {
    const { reason } = context.signal;
    const why = reason instanceof Error && reason.name !== "AbortError" ? `${reason.message}, ` : "";
    throw new TransportError({ operation, resource, kind: "aborted", detail: `${why}waiting until ${until}`, cause });
  });
}
