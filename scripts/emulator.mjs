// npm run emulator -- [flags of `granary emulator`]: the emulator of this source tree.
import { build } from "./lib/build.mjs";
import { inRoot } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";
import { main } from "./lib/say.mjs";
import { environment, installPackages } from "./lib/setup.mjs";

await main(async () => {
  await installPackages();
  await build();
  return run("node", [inRoot("bin", "granary"), "emulator", ...process.argv.slice(2)], { env: environment() });
});
