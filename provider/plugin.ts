// Entry of the plugin executable pulumi-resource-granary. Its only line on stdout is the port.
import { connect } from "node:net";
import { join } from "node:path";
import { granary } from "./index";
import { serve } from "./kit/server";
import { root } from "./version";

/** The engine's address is the last argument; flags of the engine (--logtostderr, -v=9, --tracing X) come before it. */
const last = process.argv[process.argv.length - 1];
const engine = process.argv.length > 2 && last && /^[^-].*:\d+$/.test(last) ? last : undefined;

// An engine that was killed can't tell its plugins to end; a plugin that stayed would go on writing beside the next run.
function endWithEngine(address: string): void {
  const port = Number(address.slice(address.lastIndexOf(":") + 1));
  const host = address.slice(0, address.lastIndexOf(":"));
  const timer = setInterval(() => {
    const socket = connect({ host, port }, () => socket.destroy());
    socket.on("error", (error: NodeJS.ErrnoException) => {
      socket.destroy();
      if (error.code === "ECONNREFUSED") process.exit(1);
    });
    socket.unref();
  }, 2000);
  timer.unref();
}

if (engine) endWithEngine(engine);

serve({ pkg: granary, engine, schema: join(root, "schema.json") }).then(
  ({ port }) => process.stdout.write(`${port}\n`),
  (error: Error) => {
    process.stderr.write(`pulumi-resource-granary could not start: ${error.message}\n`);
    process.exit(1);
  },
);
