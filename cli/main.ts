// The `granary` command. Each sub-command loads its own code, so that --help answers at once.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { adoptCommand } from "./adopt/command";
import { doctorCommand } from "./doctor/command";
import { reviewCommand } from "./review/command";

const version: string = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8")).version;

/** Each option is also an environment variable (GRANARY_EMULATOR_OSS, ...), for services that can't be given arguments. */
function emulatorOptions(command: Command): Command {
  return command
    .option("--oss <port>", "port of OSS; 0 takes any free one (default: 7480)")
    .option("--data <dir>", "folder of the data (default: .granary/emulator)")
    .option("--memory", "keep the data in memory only")
    .option("--access-key-id <id>", "access key id that requests must use (default: granary)")
    .option("--access-key-secret <secret>", "its secret (default: granary-secret)")
    .option("--region <region>", "region of new buckets (default: cn-hangzhou)")
    .option("--host <host>", "address to listen on (default: 127.0.0.1)")
    .addHelpText(
      "after",
      "\nEach option is also an environment variable: GRANARY_EMULATOR_OSS, GRANARY_EMULATOR_DATA and so on.",
    );
}

const program = new Command("granary")
  .description("Review of changes to storage, and a local emulator of the storage services that Granary manages.")
  .version(version, "-V, --version")
  .exitOverride()
  .showHelpAfterError("(granary --help shows what there is)")
  .showSuggestionAfterError()
  .addHelpText(
    "before",
    "Examples:\n  granary review --stack prod\n  granary emulator --memory\n  granary emulator exec -- npm test\n",
  );

const emulator = emulatorOptions(new Command("emulator"))
  .enablePositionalOptions()
  .description("serve the emulator until Ctrl-C; prints one line per service, `oss http://127.0.0.1:7480`")
  .action(async (flags) => {
    const { runEmulator } = require("../emulator/cli") as typeof import("../emulator/cli");
    await runEmulator(flags);
  });

emulatorOptions(emulator.command("exec"))
  .description("start an emulator, run a command with its environment, end with the command's exit code")
  .argument("<command...>", "the command, after --")
  .passThroughOptions()
  .action(async (command: string[], flags) => {
    const { runEmulatorExec } = require("../emulator/cli") as typeof import("../emulator/cli");
    process.exitCode = await runEmulatorExec(flags, command);
  });

program.enablePositionalOptions();
program.addCommand(reviewCommand(version).exitOverride());
program.addCommand(adoptCommand().exitOverride());
program.addCommand(doctorCommand().exitOverride());
program.addCommand(emulator);

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
