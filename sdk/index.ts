// The dynamic front: `import { oss } from "granary"`. Nothing to install but this package.
export * from "./nodejs/dynamic";
