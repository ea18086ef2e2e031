// Where things are. Everything a script writes lies under .granary/, dist/ or node_modules/.
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Data of the demo, tests and builds: removed without loss, except for the demo's own stack. */
export const stateFolder = path.join(root, ".granary");

export function inRoot(...parts) {
  return path.join(root, ...parts);
}

export function inState(...parts) {
  return path.join(stateFolder, ...parts);
}
