// Entry of the plugin executable pulumi-resource-granary. Its only line on stdout is the port.
import { join } from "node:path";
import { granary } from "./index";
import { serve } from "./kit/server";
import { root } from "./version";

/** The engine's address is the last argument; flags of the engine (--logtostderr, -v=9, --tracing X) come before it. */
const last = process.argv[process.argv.length - 1];
const engine = process.argv.length > 2 && last && /^[^-].*:\d+$/.test(last) ? last : undefined;

serve({ pkg: granary, engine, schema: join(root, "schema.json") }).then(
  ({ port }) => process.stdout.write(`${port}\n`),
  (error: Error) => {
    process.stderr.write(`pulumi-resource-granary could not start: ${error.message}\n`);
    process.exit(1);
  },
);
