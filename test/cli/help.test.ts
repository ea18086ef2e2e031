// The help of every command answers at once: it loads commander and its own few lines. How long it takes is measured by
// the benchmark, as a ratio; a test of a time would fail for other people's load.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { granary } from "./support/granary";

let folder: string;
// Packing and installing the package may come first.
jest.setTimeout(180_000);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "granary-help-"));
  const probe = 'process.on("exit", () => process.stderr.write(JSON.stringify(Object.keys(require.cache))));';
  writeFileSync(path.join(folder, "probe.cjs"), probe);
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["--help", "review"],
  ["review --help", "--fail-on <level>"],
  ["drift --help", "--pre-deploy"],
  ["adopt --help", "--lossless"],
  ["doctor --help", "--bundle"],
  ["emulator --help", "--memory"],
  ["emulator exec --help", "<command...>"],
])("granary %s loads neither engine nor provider", async (args, text) => {
  // Nothing of the engine could be found either: there is no PATH.
  const env = { PATH: "", NODE_OPTIONS: `--require ${path.join(folder, "probe.cjs")}` };
  const run = await granary({ folder, env }, args.split(" "));
  expect([run.code, run.stdout.includes(text)]).toEqual([0, true]);
  const loaded = (JSON.parse(run.stderr) as string[]).filter((file) => !file.endsWith("probe.cjs"));
  const packages = new Set(loaded.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
  expect([...packages].sort()).toEqual(["commander", "granary"]);
  expect(loaded.filter((file) => /dist\/(provider|sdk|cli\/stack|cli\/rules)\//.test(file))).toEqual([]);
  expect(loaded.length).toBeLessThan(30);
});
