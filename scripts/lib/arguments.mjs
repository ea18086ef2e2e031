// Flags of the demo's commands. What is not ours goes to pulumi as it is.
import { UsageProblem } from "./say.mjs";

/** Splits the arguments into the named flags of `spec` ({ "--port": "port", "--count": "number", "--live": "boolean" }) and the rest. */
export function parse(args, spec) {
  const flags = {};
  const rest = [];
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i].split(/=(.*)/s, 2);
    const kind = spec[name];
    if (!kind) rest.push(args[i]);
    else if (kind === "boolean") flags[name.replace(/^-+/, "")] = true;
    else flags[name.replace(/^-+/, "")] = number(name, inline ?? args[++i], kind === "port" ? 65535 : 100_000);
  }
  return { flags, rest };
}

function number(name, text, most) {
  if (!/^\d+$/.test(text ?? "") || Number(text) < 1 || Number(text) > most) {
    throw new UsageProblem(`${name} takes a number from 1 to ${most}, not ${text ?? "nothing"}`);
  }
  return Number(text);
}
