// The benchmark itself; scripts/bench.mjs prepares what it needs and tells it where that is.
import fs from "node:fs";
import path from "node:path";
import { measureHelp } from "./command.mjs";
import { openEmulator } from "./emulator.mjs";
import { measureRequests, measureStart } from "./plugin.mjs";
import { format } from "./report.mjs";
import { measureScale, measureStates } from "./stacks.mjs";

const { engine, modules, count, output } = JSON.parse(process.argv[2]);
const progress = (line) => process.stderr.write(`  ${line}\n`);

const emulator = await openEmulator();
try {
  const granary = path.join(modules, "granary");
  progress("start of the plugin");
  const start = await measureStart(granary, emulator.env);
  const help = measureHelp(granary);
  progress("requests per call");
  const { measured: requests, skipped } = await measureRequests(granary, emulator);
  progress("size of states");
  const states = await measureStates({ engine, modules }, emulator, Object.keys(requests));
  const scale = await measureScale({ engine, modules }, emulator, count, progress);
  const results = {
    engine: engine.version,
    node: process.version,
    count,
    start,
    help,
    requests,
    skipped,
    states,
    scale,
  };
  fs.writeFileSync(output, `${JSON.stringify(results, null, 2)}\n`);
  console.log(format(results));
  console.log(`\n${JSON.stringify(results)}`);
} finally {
  await emulator.stop();
}
