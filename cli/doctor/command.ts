// What the command line of `granary doctor` takes. Nothing but commander is loaded before it runs.
import { Command } from "commander";
import type { DoctorFlags } from "./options";

export function doctorCommand(): Command {
  return new Command("doctor")
    .description(
      "look for what keeps Granary from working: environment, keys, endpoint, permissions, stack; reads only",
    )
    .option("--stack <name>", "stack to look at (default: the selected one)")
    .option("--cwd <dir>", "folder of the project (default: this one)")
    .option("--only <id|group...>", "these checks only")
    .option("--list-checks", "say which checks there are, and end")
    .option("--write-test <bucket>", "also write, read and remove a temporary object in this bucket")
    .option("--bundle <file>", "write one redacted file to send with a question")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "before",
      "Examples:\n  granary doctor\n  granary doctor --stack prod --only permissions\n  granary emulator exec -- granary doctor\n",
    )
    .addHelpText("after", "\nExit codes: 0 nothing is broken, 1 something is, 2 wrong use, 130 and 143 after a signal.")
    .action(async (flags: DoctorFlags) => {
      const { runDoctor } = require("./index") as typeof import("./index");
      // A check that was given up may still hold a connection or an engine.
      process.exit(await runDoctor(flags));
    });
}
