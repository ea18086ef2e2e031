// Flags of the demo's commands. What is not ours goes to pulumi as it is.
import { UsageProblem } from "./say.mjs";

/** Splits the arguments into the named flags of `spec` ({ "--port": "number", "--live": "boolean" }) and the rest. */
export function parse(args, spec) {
  const flags = {};
  const rest = [];
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i].split(/=(.*)/s, 2);
    const kind = spec[name];
    if (!kind) rest.push(args[i]);
    else if (kind === "boolean") flags[name.replace(/^-+/, "")] = true;
    else flags[name.replace(/^-+/, "")] = port(name, inline ?? args[++i]);
  }
  return { flags, rest };
}

function port(name, text) {
  if (!/^\d{1,5}$/.test(text ?? "") || Number(text) < 1 || Number(text) > 65535) {
    throw new UsageProblem(`${name} takes a port number from 1 to 65535, not ${text ?? "nothing"}`);
  }
  return Number(text);
}
