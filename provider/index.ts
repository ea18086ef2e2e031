// The package: name, version and every service. A service is loaded when something of it is used.
import type { PackageDefinition } from "./kit/define";
import { version } from "./version";

export const granary: PackageDefinition = {
  name: "granary",
  version,
  services: {
    oss: () => (require("./oss") as typeof import("./oss")).oss,
  },
};
