// npm run build [-- --clean]: TypeScript -> dist/.
import { build } from "./lib/build.mjs";
import { main, UsageProblem } from "./lib/say.mjs";
import { installPackages } from "./lib/setup.mjs";

await main(async () => {
  const flags = process.argv.slice(2);
  const unknown = flags.find((flag) => flag !== "--clean");
  if (unknown) throw new UsageProblem(`npm run build does not take ${unknown}; it takes --clean`);
  await installPackages();
  await build({ clean: flags.includes("--clean") });
});
