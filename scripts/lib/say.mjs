// Messages to the user, on stderr; colour only where that stream is a terminal that shows it.

function colourful(stream) {
  if (process.env.FORCE_COLOR && process.env.FORCE_COLOR !== "0") return true;
  return Boolean(stream.isTTY) && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}

function paint(code, text) {
  return colourful(process.stderr) ? `\u001b[${code}m${text}\u001b[0m` : text;
}

/** Whether a command that writes to our stdout may use colour. */
export function colourOnStdout() {
  return colourful(process.stdout);
}

/** A step begins. */
export function step(text) {
  process.stderr.write(`${paint("1", text)}\n`);
}

/** A detail of the step under way. */
export function detail(text) {
  process.stderr.write(`  ${text.replaceAll("\n", "\n  ")}\n`);
}

export function good(text) {
  process.stderr.write(`${paint("32", "ok")}    ${text}\n`);
}

export function bad(text) {
  process.stderr.write(`${paint("31", "FAIL")}  ${text}\n`);
}

/** What went wrong and what to do, in the user's words: shown without a stack trace. */
export class Problem extends Error {}

/** Runs a script's main function: a Problem is printed and ends with exit code 1, a usage problem with 2. */
export async function main(work) {
  try {
    const code = await work();
    process.exitCode = code ?? process.exitCode ?? 0;
  } catch (error) {
    process.stderr.write(`${paint("31", "error:")} ${error instanceof Problem ? error.message : error.stack}\n`);
    process.exitCode = error.exitCode ?? 1;
  }
}

/** A flag or argument that the script does not take. */
export class UsageProblem extends Problem {
  exitCode = 2;
}
