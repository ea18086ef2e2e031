// The plugin front: `import { oss, Provider } from "granary/plugin"`. Needs the plugin pulumi-resource-granary.
export * from "./nodejs/plugin";
