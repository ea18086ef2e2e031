// npm test: sets up what is missing, then runs every check and every suite. `npm test -- <flags of jest>` runs those suites only.
// The last line says `N passed, N failed`.
import fs from "node:fs";
import { obtainEngine } from "../engine/obtain.mjs";
import { build } from "./lib/build.mjs";
import { runChecks } from "./lib/checks.mjs";
import { inRoot, inState } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";
import { main, step } from "./lib/say.mjs";
import { environment, installPackages, progressOf } from "./lib/setup.mjs";
import { testModules } from "./lib/testModules.mjs";

const chosen = process.argv.slice(2);

await main(async () => {
  let counts = { passed: 0, failed: 1 };
  try {
    counts = await runAll();
  } finally {
    process.on("exit", () => console.log(`${counts.passed} passed, ${counts.failed} failed`));
    fs.mkdirSync(inState("test"), { recursive: true });
    fs.writeFileSync(inState("test", "counts"), `${counts.passed} passed, ${counts.failed} failed\n`);
  }
  return counts.failed === 0 ? 0 : 1;
});

async function runAll() {
  await installPackages();
  await build();
  await obtainEngine({ yaml: true, progress: progressOf("Obtaining a Pulumi engine") });
  await testModules();
  const checks = chosen.length > 0 ? { passed: 0, failed: 0 } : await runChecks();
  const suites = await runSuites();
  return { passed: checks.passed + suites.passed, failed: checks.failed + suites.failed };
}

async function runSuites() {
  step("Running the tests");
  const report = inState("test", "jest.json");
  fs.mkdirSync(inState("test"), { recursive: true });
  fs.rmSync(report, { force: true });
  const args = [
    inRoot("node_modules", "jest", "bin", "jest.js"),
    "--ci",
    "--json",
    `--outputFile=${report}`,
    ...chosen,
  ];
  // The suites start some thousand Node processes that load the same modules: compiled once, they start a fifth sooner.
  const env = environment({ NODE_COMPILE_CACHE: inState("test", "compiled") });
  const code = await run("node", args, { cwd: inRoot(), env, stdio: ["ignore", "ignore", "inherit"] });
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
  const {
    numPassedTests: passed,
    numFailedTests,
    numRuntimeErrorTestSuites,
  } = JSON.parse(fs.readFileSync(report, "utf8"));
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  // Jest may fail as a whole too, for example when no suite matches.
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}
