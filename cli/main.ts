// The `granary` command. Each sub-command loads its own code, so that --help answers at once.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";

const version: string = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8")).version;

/** Options of the emulator; each is also an environment variable, for services that can't be given arguments. */
function emulatorOptions(command: Command): Command {
  const option = (flags: string, description: string, env: string) =>
    command.addOption(new Option(flags, description).env(`GRANARY_EMULATOR_${env}`));
  option("--oss <port>", "port of OSS; 0 takes any free one (default: 7480)", "OSS");
  option("--data <dir>", "folder of the data (default: .granary/emulator)", "DATA");
  option("--memory", "keep the data in memory only", "MEMORY");
  option("--access-key-id <id>", "access key id that requests must use (default: granary)", "ACCESS_KEY_ID");
  option("--access-key-secret <secret>", "its secret (default: granary-secret)", "ACCESS_KEY_SECRET");
  option("--region <region>", "region of new buckets (default: cn-hangzhou)", "REGION");
  option("--host <host>", "address to listen on (default: 127.0.0.1)", "HOST");
  return command;
}

const program = new Command("granary")
  .description("Local emulator of the storage services that Granary manages.")
  .version(version, "-V, --version")
  .exitOverride()
  .showHelpAfterError("(granary --help shows what there is)")
  .showSuggestionAfterError()
  .addHelpText("before", "Examples:\n  granary emulator --memory\n  granary emulator exec -- npm test\n");

const emulator = emulatorOptions(new Command("emulator"))
  .description("serve the emulator until Ctrl-C; prints one line per service, `oss http://127.0.0.1:7480`")
  .action(async (flags) => {
    const { runEmulator } = require("../emulator/cli") as typeof import("../emulator/cli");
    process.exitCode = await runEmulator(flags);
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
program.addCommand(emulator.enablePositionalOptions().passThroughOptions());

program.parseAsync().catch((error: Error) => {
  // commander has told the user already; its codes are 0 for help and 1 for misuse, which is 2 by convention.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`granary: ${error.message}\n`);
    process.exitCode = 1;
  }
});
