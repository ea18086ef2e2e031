import { inRoot } from "./paths.mjs";
import { collect } from "./run.mjs";
import { bad, detail, good, step } from "./say.mjs";
import { environment } from "./setup.mjs";

/** Each check is a command that ends with 0 when all is well. They look at sources and at what is built. */
const CHECKS = [
  { name: "types", command: ["tsc", "--noEmit", "-p", "tsconfig.json"] },
  { name: "format and lint", command: ["biome", "ci", "--colors=off", "."] },
  { name: "generated files are fresh", command: ["node", "scripts/generate.mjs", "--check"] },
  { name: "package contents (publint)", command: ["publint", "--strict"] },
  {
    name: "types of the package (are the types wrong)",
    command: ["attw", "--pack", ".", "--profile", "node16", "--no-color", "--no-emoji"],
  },
];

/** Runs every check and reports each one: { passed, failed }. */
export async function runChecks() {
  step("Checking");
  let failed = 0;
  for (const { name, command } of CHECKS) {
    const [program, ...args] = command;
    const result = await collect(program, args, { cwd: inRoot(), env: environment() });
    if (result.code === 0) {
      good(name);
    } else {
      failed++;
      bad(`${name}: ${command.join(" ")}`);
      detail(result.output.trimEnd());
    }
  }
  return { passed: CHECKS.length - failed, failed };
}
