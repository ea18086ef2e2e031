import { Interrupted } from "./errors";

/**
 * The first SIGINT or SIGTERM aborts the signal that the work was given, and the whole ends with `Interrupted`. Further
 * ones change nothing, unless `again` says what they do.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  again?: (first: Interrupted) => void,
): Promise<T> {
  const controller = new AbortController();
  let received: "SIGINT" | "SIGTERM" | undefined;
  const stop = (signal: "SIGINT" | "SIGTERM") => {
    if (received) again?.(new Interrupted(received));
    received ??= signal;
    controller.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    const result = await work(controller.signal);
    if (received) throw new Interrupted(received);
    return result;
  } catch (error) {
    if (received) throw new Interrupted(received);
    throw error;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}
