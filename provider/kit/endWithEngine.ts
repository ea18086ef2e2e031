// An engine that was killed can't tell its plugins to end; one that stayed would go on writing beside the next run.
import { connect } from "node:net";

/** How often it is looked whether the engine still listens. */
const EVERY_MS = 2000;

/**
 * The engine's address among the arguments of a plugin process: the last one. Flags (--logtostderr, -v=9, --tracing X)
 * come before it. Undefined where a person started the process.
 */
export function engineAddress(argv: readonly string[]): string | undefined {
  const last = argv[argv.length - 1];
  return argv.length > 2 && last && /^[^-].*:\d+$/.test(last) ? last : undefined;
}

/** Ends this process soon after the engine at the address is gone. */
export function endWithEngine(address: string): void {
  const port = Number(address.slice(address.lastIndexOf(":") + 1));
  const host = address.slice(0, address.lastIndexOf(":"));
  const timer = setInterval(() => {
    const socket = connect({ host, port }, () => socket.destroy());
    socket.on("error", (error: NodeJS.ErrnoException) => {
      socket.destroy();
      if (error.code === "ECONNREFUSED") process.exit(1);
    });
    socket.unref();
  }, EVERY_MS);
  timer.unref();
}
