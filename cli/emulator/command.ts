// What the command line of `granary emulator` takes. Loads nothing but commander: the help answers at once.
import { Command } from "commander";

interface RemoteFlags {
  url?: string;
  oss?: string;
  accessKeyId?: string;
  accessKeySecret?: string;
  yes?: boolean;
  json?: boolean;
}

const cli = () => require("../../emulator/cli") as typeof import("../../emulator/cli");
const remotes = () => require("../../emulator/remote") as typeof import("../../emulator/remote");

/** @param script the executable, to start the emulator in the background */
export function emulatorCommand(script: string): Command {
  // Sub-commands take this over when they are made.
  const emulator = serving(new Command("emulator").exitOverride())
    .enablePositionalOptions()
    .description("serve the emulator until Ctrl-C; prints one line per service, `oss http://127.0.0.1:7480`")
    .addHelpText(
      "before",
      "Examples:\n  granary emulator --memory\n  granary emulator --seed seeds/ --oss 0\n  granary emulator exec -- npm test\n",
    )
    .addHelpText("after", "\nExit codes: 0 ended, 1 it could not start, 2 wrong use. Ctrl-C twice ends it at once.")
    .allowExcessArguments()
    .action(async (flags, self: Command) => {
      const [other] = self.args;
      if (other !== undefined) {
        const known = self.commands.map((command) => command.name()).join(", ");
        throw new (cli().UsageError)(`granary emulator has no command ${other}; there are ${known}`);
      }
      await cli().runEmulator(flags);
    });

  serving(emulator.command("exec"))
    .description("start an emulator, run a command with its environment, end with the command's exit code")
    .argument("<command...>", "the command, after --")
    .passThroughOptions()
    .action(async (command: string[], _flags, self: Command) => {
      process.exitCode = await cli().runEmulatorExec(withParents(self), command);
    });

  serving(emulator.command("start"))
    .description("start an emulator in the background; ends when it is ready, with the lines that it prints")
    .action(async (_flags, self: Command) => {
      const { startInBackground, LOG } = remotes();
      process.stdout.write(`${await startInBackground(script, argumentsOf(self), LOG)}\n`);
      process.stderr.write(`granary emulator stop ends it; ${LOG} has what it says\n`);
    });

  running(emulator.command("stop"))
    .description("end a running emulator; its data stays")
    .action(async (flags: RemoteFlags) => {
      await remotes().stopRemote(remoteOf(flags));
    });

  running(emulator.command("status"))
    .description("say whether an emulator answers; exit code 1 when none does")
    .option("--json", "its health as JSON")
    .action(async (flags: RemoteFlags) => {
      const { url } = remoteOf(flags);
      const health = await remotes().healthOf({ url });
      if (flags.json) process.stdout.write(`${JSON.stringify({ url, ...(health ?? { ready: false }) })}\n`);
      else if (health) process.stdout.write(`oss ${url} ${health.status}, ${health.version}, up ${health.uptime} s\n`);
      else process.stderr.write(`no emulator answers at ${url}\n`);
      process.exitCode = health?.ready ? 0 : 1;
    });

  asking(running(emulator.command("reset")))
    .description("make a running emulator forget everything")
    .action(async (flags: RemoteFlags) => {
      const remote = remoteOf(flags);
      await remotes().confirm(`This deletes everything in the emulator at ${remote.url}.`, flags.yes);
      await remotes().resetRemote(remote);
    });

  running(emulator.command("seed"))
    .description("add buckets, objects and configurations to a running emulator")
    .argument("<path>", "a seed (.json, .yaml), a snapshot, or a folder of them")
    .option("--access-key-id <id>", "access key id of the emulator (default: granary)")
    .option("--access-key-secret <secret>", "its secret (default: granary-secret)")
    .action(async (path: string, flags: RemoteFlags) => {
      await remotes().seedRemote(remoteOf(flags), path, (line) => process.stderr.write(`${line}\n`));
    });

  running(emulator.command("export"))
    .description("write all data of a running emulator as one file, which any later version reads")
    .argument("<file>", "the file; - is stdout")
    .action(async (file: string, flags: RemoteFlags) => {
      await remotes().exportRemote(remoteOf(flags), file);
    });

  asking(running(emulator.command("import")))
    .description("replace all data of a running emulator by an exported file")
    .argument("<file>", "the file")
    .action(async (file: string, flags: RemoteFlags) => {
      const remote = remoteOf(flags);
      await remotes().confirm(`This replaces everything in the emulator at ${remote.url}.`, flags.yes);
      await remotes().importRemote(remote, file);
    });

  return emulator;
}

/** Each option is also an environment variable (GRANARY_EMULATOR_OSS, ...), for services that can't be given arguments. */
function serving(command: Command): Command {
  return command
    .option("--oss <port>", "port of OSS; 0 takes any free one (default: 7480)")
    .option("--data <dir>", "folder of the data (default: .granary/emulator)")
    .option("--memory", "keep the data in memory only")
    .option("--access-key-id <id>", "access key id that requests must use (default: granary)")
    .option("--access-key-secret <secret>", "its secret (default: granary-secret)")
    .option("--region <region>", "region of new buckets (default: cn-hangzhou)")
    .option("--host <host>", "address to listen on (default: 127.0.0.1)")
    .option("--seed <path>", "what a new emulator holds: a seed (.json, .yaml), a snapshot, or a folder of them")
    .option("--clock <time>", "the time at the start, 2030-01-01T00:00:00Z (default: this machine's)")
    .option("--latency <ms>", "every answer comes this much later")
    .option("--cert <file>", "certificate (PEM), with --key: serves https")
    .option("--key <file>", "private key of the certificate (PEM)")
    .option("--external-url <url>", "where clients reach it, for URLs in answers (default: what each request says)")
    .option("--strict-api-version", "refuse unknown version headers instead of serving them with a warning")
    .option("--ready-file <file>", "file to write when it is ready; removed at the end")
    .option("--json", "print the ready line as JSON")
    .addHelpText(
      "after",
      "\nEach option is also an environment variable: GRANARY_EMULATOR_OSS, GRANARY_EMULATOR_DATA and so on.",
    );
}

function running(command: Command): Command {
  return command
    .option("--url <url>", "the emulator (default: GRANARY_OSS_ENDPOINT, else http://127.0.0.1 and the port)")
    .option("--oss <port>", "its port on this machine (default: GRANARY_EMULATOR_OSS, else 7480)");
}

function asking(command: Command): Command {
  return command.option("-y, --yes", "do not ask");
}

function remoteOf(flags: RemoteFlags) {
  const { env } = process;
  const named = flags.url ?? (flags.oss === undefined ? env.GRANARY_OSS_ENDPOINT : undefined);
  return {
    url: (named || cli().addressOf(flags)).replace(/\/$/, ""),
    accessKeyId: flags.accessKeyId ?? (env.GRANARY_EMULATOR_ACCESS_KEY_ID || "granary"),
    accessKeySecret: flags.accessKeySecret ?? (env.GRANARY_EMULATOR_ACCESS_KEY_SECRET || "granary-secret"),
  };
}

/** Options may also stand in front of the sub-command. */
function withParents(command: Command): Record<string, unknown> {
  return { ...command.parent?.opts(), ...command.opts() };
}

/** The options that a command was given, as arguments again. */
function argumentsOf(command: Command): string[] {
  const given = withParents(command);
  return command.options.flatMap((option) => {
    const value = given[option.attributeName()];
    if (value === undefined || value === false) return [];
    return value === true ? [option.long!] : [option.long!, String(value)];
  });
}
