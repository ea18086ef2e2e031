/** All rows, group after group. */
import type { Operation } from "./operation";

export const operations: readonly Operation[] = [
  // service and bucket basics
  // bucket configurations: one import per group of oss/bucket/
  // objects
];
