// The command line of `granary drift`. Loads nothing but commander: the help answers at once.
import { Command } from "commander";

export function driftCommand(version: string): Command {
  return new Command("drift")
    .description("compare what is recorded of stacks with what is live; only reads")
    .option("--cwd <dir>", "folder of the project (default: this one)")
    .option("--stack <name...>", "stacks to look at (default: the selected one)")
    .option("--all", "every stack of the project")
    .option("--concurrency <n>", "stacks that are read side by side, 1 to 64 (default: 4)")
    .option(
      "--fail-on <level>",
      "exit with 1 at findings of this severity or above: high, medium, low, none (default: low)",
    )
    .option("--strict", "exit with 3 also where a document that no resource owns could not be read")
    .option("--pre-deploy", "ask instead which live values the program would overwrite")
    .option("--account", "also list the buckets of the account that none of these stacks manages")
    .option("--ignore <file>", "drift to live with (default: granary.drift.yaml beside Pulumi.yaml)")
    .option("--baseline <file>", "accepted documents (default: granary.drift.baseline.json beside Pulumi.yaml)")
    .option("--record", "accept today's documents without an owner: write them into the baseline")
    .option("--json", "print the report as JSON")
    .option("--markdown <file>", "write it as Markdown for an issue; - is stdout")
    .option("--html <file>", "write it as one HTML file")
    .option("--sarif <file>", "write it as SARIF 2.1.0")
    .option("--sarif-max-level <level>", "highest level in the SARIF file: error, warning, note (default: error)")
    .option("--junit <file>", "write it as JUnit XML")
    .option("--verbose", "also show what is ignored and accepted")
    .option("--no-color", "no colour; NO_COLOR does the same")
    .addHelpText(
      "after",
      "\nExamples:\n  granary drift --stack prod\n  granary drift --all --concurrency 8 --markdown drift.md\n  granary drift --stack prod --record\n\nExit codes: 0 nothing at or above the gate, 1 drift, 2 wrong use, 3 incomplete (something could not be read, or a\nstack failed), 130 and 143 after a signal.\n",
    )
    .action(async (flags) => {
      const { runDrift } = require("./index") as typeof import("./index");
      // 1 is for drift alone: what breaks in between leaves the report incomplete.
      process.exitCode = await runDrift(flags, version).catch((error: Error & { exitCode?: number }) => {
        if (error.name !== "UsageError") error.exitCode ??= 3;
        throw error;
      });
    });
}
