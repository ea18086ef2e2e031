/** Runs the command of `granary emulator exec`. */
import { type ChildProcess, spawn } from "node:child_process";
import { statSync } from "node:fs";
import { constants } from "node:os";
import { win32 } from "node:path";

/** The command's exit code; 128 + n when signal n ended it, 127 and 126 as shells have them. */
export async function runCommand(
  program: string,
  args: readonly string[],
  env: Record<string, string | undefined>,
): Promise<number> {
  const command = process.platform === "win32" ? windowsCommand(program, args, env, isFile) : { program, args };
  const child = spawn(command.program, command.args, {
    stdio: "inherit",
    env,
    windowsVerbatimArguments: "verbatim" in command,
  });
  // The terminal signals the whole group; what is sent to us alone is passed on.
  const pass = (signal: NodeJS.Signals) => void child.kill(signal);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) {
    process.on(signal, pass);
  }
  try {
    return await exitCodeOf(child, program);
  } finally {
    for (const signal of signals) {
      process.off(signal, pass);
    }
  }
}

function exitCodeOf(child: ChildProcess, program: string): Promise<number> {
  return new Promise<number>((done, failed) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "EACCES") {
        process.stderr.write(`granary emulator: cannot run ${program}: ${error.code}\n`);
        // As shells do.
        done(error.code === "ENOENT" ? 127 : 126);
      } else {
        failed(error);
      }
    });
    child.once("exit", (code, signal) => done(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

interface Command {
  program: string;
  args: readonly string[];
  /** The arguments are one command line already. */
  verbatim?: true;
}

/**
 * On Windows npm, npx and everything that npm installs are .cmd files, which the system starts through its command
 * processor only; and that reads its line by rules of its own.
 */
export function windowsCommand(
  program: string,
  args: readonly string[],
  env: Record<string, string | undefined>,
  exists: (path: string) => boolean,
): Command {
  const file = findOnWindows(program, env, exists);
  if (file === undefined || !/\.(cmd|bat)$/i.test(file)) {
    return { program: file ?? program, args };
  }
  const line = [escapeMeta(win32.normalize(file)), ...args.map((each) => escapeMeta(escapeMeta(quote(each))))].join(
    " ",
  );
  return { program: env.comspec || "cmd.exe", args: ["/d", "/s", "/c", `"${line}"`], verbatim: true };
}

function findOnWindows(
  program: string,
  env: Record<string, string | undefined>,
  exists: (path: string) => boolean,
): string | undefined {
  const get = (name: string) => Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1] ?? "";
  const folders = /[\\/]/.test(program) ? [""] : [".", ...get("PATH").split(";")];
  const ends = ["", ...(get("PATHEXT") || ".COM;.EXE;.BAT;.CMD").split(";")];
  const candidates = folders.flatMap((folder) => ends.map((end) => win32.join(folder, program) + end));
  return candidates.find((candidate) => /\.\w+$/.test(candidate) && exists(candidate));
}

/** As the C runtime reads arguments: backslashes count double in front of a quotation mark. */
function quote(argument: string): string {
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, "$1$1")}"`;
}

function escapeMeta(text: string): string {
  return text.replace(/[()\][%!^"`<>&|;, *?]/g, "^$&");
}
