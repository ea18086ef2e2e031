// npm run check: everything that can be said about the source and the package without running them.

import { build } from "./lib/build.mjs";
import { runChecks } from "./lib/checks.mjs";
import { main } from "./lib/say.mjs";
import { installPackages } from "./lib/setup.mjs";

await main(async () => {
  await installPackages();
  await build();
  const { passed, failed } = await runChecks();
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
