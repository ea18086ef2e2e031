// What the text in a dynamic resource's state requires: `require("granary/dynamic").provider("oss:Bucket")`.
import { granary } from "./index";
import { createDynamicProviders } from "./kit/dynamic";

export const provider = createDynamicProviders(granary);
