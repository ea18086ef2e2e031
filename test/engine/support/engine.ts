// The engine and the node_modules folder that all engine tests of a run share.
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The root of the source tree. */
export const root = path.join(__dirname, "..", "..", "..");

/** What engine/obtain.mjs found. */
export interface Engine {
  pulumi: string;
  version: string;
  how: "path" | "download" | "built";
  env: Record<string, string>;
}

let engine: Promise<Engine> | undefined;
let modules: Promise<string> | undefined;

/** A real Pulumi engine with the language hosts for Node.js and YAML. */
export function obtainEngine(): Promise<Engine> {
  engine ??= node("engine/obtain.mjs", "--yaml").then(JSON.parse);
  return engine;
}

/** A node_modules folder as a user's project has it: granary unpacked from `npm pack`, @pulumi/pulumi, typescript. */
export function packedModules(): Promise<string> {
  modules ??= node("scripts/testModules.mjs").then((output) => output.trim());
  return modules;
}

async function node(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute(process.execPath, [path.join(root, script), ...args], {
    cwd: root,
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}
