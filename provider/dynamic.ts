// What the text in a dynamic resource's state requires: `require("granary/dynamic").provider("oss:Bucket")`.
import { granary } from "./index";
import { createDynamicProviders } from "./kit/dynamic";
import { endWithEngine, engineAddress } from "./kit/endWithEngine";

// Pulumi's host of dynamic providers has the engine's address as its last argument, as every plugin does.
const engine = engineAddress(process.argv);
if (engine) endWithEngine(engine);

export const provider = createDynamicProviders(granary);
