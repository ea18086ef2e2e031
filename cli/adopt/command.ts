// What the command line of `granary adopt` takes. Nothing heavy is loaded before it runs.
import { Command } from "commander";
import type { AdoptFlags } from "./options";

export function adoptCommand(): Command {
  return new Command("adopt")
    .description("write the Pulumi project, with its import file, that describes existing buckets; only reads")
    .argument("[bucket...]", "names of buckets")
    .option("--prefix <prefix>", "every bucket of the account whose name starts with this")
    .option("--all", "every bucket of the account")
    .option("-o, --out <dir>", "folder to write the project into")
    .option("--language <language>", "typescript or yaml (default: typescript)")
    .option("--front <front>", "plugin or dynamic (default: plugin); dynamic takes Pulumi 3.254 or newer")
    .option("--lossless", "also write what is at its default")
    .option("--check", "import into a state that is thrown away; passes if the preview then changes nothing")
    .option("--overwrite", "replace files of an earlier adoption in the folder")
    .option("--stack <stack>", "skip what this stack manages already")
    .option("--cwd <dir>", "project of that stack (default: this folder)")
    .option("--json", "write the result as JSON")
    .addHelpText(
      "before",
      "Examples:\n  granary adopt my-assets my-logs --out shop\n  granary adopt --all --out account --check\n",
    )
    .addHelpText(
      "after",
      "\nKeys, region and endpoint come from the environment (OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_REGION)." +
        "\nExit codes: 0 done, 1 the check failed, 2 wrong use, 3 incomplete (something could not be read).",
    )
    .action(async (buckets: string[], flags: AdoptFlags) => {
      const { runAdopt } = require("./index") as typeof import("./index");
      process.exitCode = await runAdopt(buckets, flags);
    });
}
