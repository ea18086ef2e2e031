// How soon the command answers: its help, against a Node.js that does nothing.
import { spawnSync } from "node:child_process";
import path from "node:path";

const ROUNDS = 9;

/** { helpMs, nodeMs }: medians, measured in turns. */
export function measureHelp(granary) {
  const times = { help: [], node: [] };
  for (let i = 0; i < ROUNDS; i++) {
    times.node.push(timed(["-e", "0"]));
    times.help.push(timed([path.join(granary, "bin", "granary"), "review", "--help"]));
  }
  return { helpMs: median(times.help), nodeMs: median(times.node) };
}

function timed(args) {
  const begin = performance.now();
  const run = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`node ${args.join(" ")} ended with ${run.status}: ${run.stderr}`);
  return performance.now() - begin;
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
