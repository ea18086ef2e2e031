import { Interrupted } from "./errors";

/** The first SIGINT or SIGTERM aborts the signal that the work was given, and the whole ends with `Interrupted`. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let received: "SIGINT" | "SIGTERM" | undefined;
  const stop = (signal: "SIGINT" | "SIGTERM") => {
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
