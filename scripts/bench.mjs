// npm run bench [-- --count N]: what Granary costs, against providers that do nothing. Prints tables and one line of JSON.
import fs from "node:fs";
import path from "node:path";
import { obtainEngine } from "../engine/obtain.mjs";
import { parse } from "./lib/arguments.mjs";
import { build } from "./lib/build.mjs";
import { inRoot, inState } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";
import { main, step, UsageProblem } from "./lib/say.mjs";
import { environment, installPackages, progressOf } from "./lib/setup.mjs";
import { testModules } from "./lib/testModules.mjs";

await main(async () => {
  const { flags, rest } = parse(process.argv.slice(2), { "--count": "number" });
  if (rest.length > 0)
    throw new UsageProblem(`npm run bench does not take ${rest[0]}; it takes --count N (default 1000)`);
  await installPackages();
  const engine = await obtainEngine({ progress: progressOf("Obtaining a Pulumi engine") });
  await build();
  const modules = await testModules();
  const output = inState("bench", "results.json");
  fs.mkdirSync(path.dirname(output), { recursive: true });
  step("Measuring (several minutes; nothing else should run meanwhile)");
  const task = { engine, modules, count: flags.count ?? 1000, output };
  return run("node", [inRoot("bench", "run.mjs"), JSON.stringify(task)], { cwd: inRoot(), env: environment() });
});
