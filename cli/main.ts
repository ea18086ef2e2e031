// The `granary` command. Each sub-command loads its own code, so that --help answers at once.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { adoptCommand } from "./adopt/command";
import { doctorCommand } from "./doctor/command";
import { driftCommand } from "./drift/command";
import { emulatorCommand } from "./emulator/command";
import { reviewCommand } from "./review/command";

const root = join(__dirname, "..", "..");
const { version, homepage, bugs } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const help = [
  `Manual: ${homepage ?? join(root, "README.md")}`,
  ...(bugs?.url ? [`Questions and problems: ${bugs.url}`] : []),
];

const program = new Command("granary")
  .description(
    "Storage that Granary manages: changes reviewed, drift found, buckets taken over, the set-up checked, and a local emulator.",
  )
  .version(version, "-V, --version")
  .exitOverride()
  .showHelpAfterError("(granary --help shows what there is)")
  .showSuggestionAfterError()
  .addHelpText(
    "before",
    "Examples:\n  granary review --stack prod\n  granary emulator --memory\n  granary emulator exec -- npm test\n",
  )
  .addHelpText("after", `\nEach command has its own --help, with examples and exit codes.\n${help.join("\n")}`);

program.enablePositionalOptions();
program.addCommand(reviewCommand(version).exitOverride());
program.addCommand(driftCommand(version).exitOverride());
program.addCommand(adoptCommand().exitOverride());
program.addCommand(doctorCommand().exitOverride());
program.addCommand(emulatorCommand(join(root, "bin", "granary")).exitOverride());

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

program.parseAsync().catch((error: Error) => {
  // commander has told the user already; its codes are 0 for help and 1 for misuse, which is 2 by convention.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`granary: ${error.message}\n`);
    const { exitCode } = error as { exitCode?: unknown };
    if (typeof exitCode === "number") process.exitCode = exitCode;
    else process.exitCode = error.name === "UsageError" || error.constructor.name === "UsageError" ? 2 : 1;
  }
});
