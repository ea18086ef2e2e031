// Entry of the plugin executable pulumi-resource-granary. Its only line on stdout is the port.
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { granary } from "./index";
import { endWithEngine, engineAddress } from "./kit/endWithEngine";
import { serve } from "./kit/server";
import { root } from "./version";

const engine = engineAddress(process.argv);
if (engine) endWithEngine(engine);

serve({ pkg: granary, engine, schema: join(root, "schema.json") }).then(
  ({ port }) => {
    process.stdout.write(`${port}\n`);
    // Node writes what it has compiled when it ends, but the engine kills its plugins.
    setTimeout(flushCompileCache, 1_000).unref();
  },
  (error: Error) => {
    process.stderr.write(`pulumi-resource-granary could not start: ${error.message}\n`);
    process.exit(1);
  },
);
