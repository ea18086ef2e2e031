// Prints the node_modules folder that engine tests use, after preparing it where needed (test/engine/support/modules.ts).
import { main } from "./lib/say.mjs";
import { testModules } from "./lib/testModules.mjs";

await main(async () => {
  console.log(await testModules());
});
