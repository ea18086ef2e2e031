// Node, Pulumi and the packages of the project.
import { readdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { root } from "../../provider/version";
import { firstError } from "../stack/project";
import type { Facts } from "./facts";
import { pluginCheck } from "./plugin";
import { broken, type Check, type Finding, hint, ok } from "./types";
import { Unavailable } from "./unavailable";
import { compareVersions, installed, readPackage, satisfies } from "./versions";

/** Starting the engine takes seconds on a busy machine, and a state backend may be far away. */
const ENGINE_LIMIT_MS = 60_000;

/** Since then the engine's exit codes tell a failure from findings, and a preview-only refresh exists without a lock. */
const OLDEST_ENGINE = "3.227.0";
/** Since then import files may carry outputs, which resources of the dynamic front need. */
const IMPORTING_ENGINE = "3.254.0";

export const environmentChecks: Check[] = [
  { id: "node", group: "environment", about: "version of Node.js", run: () => judgeNode(process.versions.node) },
  {
    id: "engine",
    group: "environment",
    about: "the Pulumi engine: where it is and its version",
    limitMs: ENGINE_LIMIT_MS,
    run: engine,
  },
  { id: "pulumi-sdk", group: "environment", about: "@pulumi/pulumi of the project: version, copies", run: pulumiSdk },
  { id: "granary", group: "environment", about: "granary of the project: same version as this command", run: ownCopy },
  {
    id: "typescript",
    group: "environment",
    about: "TypeScript in the range that @pulumi/pulumi takes",
    run: typescript,
  },
  pluginCheck,
  {
    id: "backend",
    group: "environment",
    about: "where the state is kept, and whether it can be reached",
    limitMs: ENGINE_LIMIT_MS,
    run: backend,
  },
  {
    id: "secrets",
    group: "environment",
    about: "whether the stack's secrets can be read (passphrase, key service)",
    limitMs: ENGINE_LIMIT_MS,
    run: secrets,
  },
];

export function judgeNode(version: string): Finding {
  const range = readPackage(root)?.engines?.node ?? ">=22.19";
  if (satisfies(version, range)) return ok(`Node.js ${version}`);
  return broken(
    `Node.js ${version} is too old`,
    `install Node.js ${range.replace(/[^\d.]/g, "")} or newer: https://nodejs.org`,
  );
}

async function engine(facts: Facts): Promise<Finding> {
  const install = "install Pulumi from https://www.pulumi.com/docs/install/ and have it on PATH";
  let command: string;
  try {
    command = facts.pulumi();
  } catch {
    return broken("no pulumi command on PATH", install);
  }
  const run = await facts.engine(["version"]);
  const version = /v?(\d+\.\d+\.\d+\S*)/.exec(run.stdout)?.[1];
  if (run.code !== 0 || !version)
    return broken(`${command} does not say its version: ${firstError(run.stderr)}`, install);
  return judgeEngine(version, command);
}

export function judgeEngine(version: string, command: string): Finding {
  const message = `Pulumi ${version} (${command})`;
  if (compareVersions(version, OLDEST_ENGINE) < 0) {
    return broken(`${message} is too old`, "install Pulumi 3.227 or newer: review and drift need its exit codes");
  }
  if (compareVersions(version, IMPORTING_ENGINE) < 0) {
    return hint(message, "install Pulumi 3.254 or newer to import resources of the dynamic front (granary adopt)");
  }
  return ok(message);
}

function nodeProject(facts: Facts): string {
  if (!facts.project) throw new Unavailable("needs a Pulumi project; give its folder with --cwd");
  if (/\.ya?ml$/.test(facts.project.main)) throw new Unavailable("the project has no Node.js program");
  return facts.project.folder;
}

function pulumiSdk(facts: Facts): Finding {
  const folder = nodeProject(facts);
  const found = installed("@pulumi/pulumi", folder);
  const range = readPackage(root)?.peerDependencies?.["@pulumi/pulumi"] ?? "*";
  if (!found)
    return broken("@pulumi/pulumi is not installed in the project", `run npm install @pulumi/pulumi@${range}`);
  if (!satisfies(found.version, range)) {
    return broken(`@pulumi/pulumi ${found.version} is outside ${range}`, `run npm install @pulumi/pulumi@${range}`);
  }
  const copies = copiesOf("@pulumi/pulumi", path.join(found.folder, "..", ".."));
  if (copies.length > 1) {
    const remedy = "run npm dedupe: resources of one copy are strangers to the other (npm ls @pulumi/pulumi shows why)";
    return hint(`@pulumi/pulumi ${found.version}, and ${copies.length - 1} more copies`, remedy, copies);
  }
  return ok(`@pulumi/pulumi ${found.version}`);
}

/** Where a package lies in a node_modules folder: at its top, and inside of other packages. */
export function copiesOf(name: string, modules: string): string[] {
  const packages = entries(modules).flatMap((entry) =>
    entry.startsWith("@") ? entries(path.join(modules, entry)).map((each) => path.join(entry, each)) : [entry],
  );
  const places = ["", ...packages.map((each) => path.join(each, "node_modules"))];
  const found = places.flatMap((place) => {
    const folder = path.join(modules, place, name);
    const version = readPackage(folder)?.version;
    // pnpm links one copy to many places.
    return version
      ? [{ real: realpathSync(folder), line: `${version} in ${path.join("node_modules", place, name)}` }]
      : [];
  });
  return [...new Map(found.map(({ real, line }) => [real, line])).values()];
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}

function ownCopy(facts: Facts): Finding {
  const own = readPackage(root)!.version;
  if (!facts.project) return ok(`granary ${own}`);
  const found = installed("granary", facts.project.folder);
  if (!found) return hint(`granary ${own}; the project has none of its own`, "run npm install granary in the project");
  if (found.version === own) return ok(`granary ${own}`);
  const remedy = "run this command as npx granary in the project, so that both are the same";
  return hint(`granary ${own}; the project has ${found.version}`, remedy);
}

function typescript(facts: Facts): Finding {
  const folder = nodeProject(facts);
  const found = installed("typescript", folder);
  if (!found) return ok("no TypeScript in the project: @pulumi/pulumi brings its own");
  const range = installed("@pulumi/pulumi", folder)?.peerDependencies?.typescript;
  if (!range) return ok(`TypeScript ${found.version}`);
  if (satisfies(found.version, range)) return ok(`TypeScript ${found.version} (@pulumi/pulumi takes ${range})`);
  const newest = /<\s*(\d+)/.exec(range)?.[1];
  const remedy = `run npm install --save-dev typescript@${newest ? Number(newest) - 1 : `"${range}"`}`;
  return broken(`TypeScript ${found.version} is outside of what @pulumi/pulumi takes: ${range}`, remedy);
}

async function backend(facts: Facts): Promise<Finding> {
  const run = await facts.engine(["whoami", "--verbose"]);
  if (run.code !== 0) {
    const remedy =
      "run pulumi login, or set PULUMI_BACKEND_URL (and what the backend needs, such as PULUMI_ACCESS_TOKEN)";
    return broken(`the state's backend can't be reached: ${firstError(run.stderr)}`, remedy);
  }
  const url = /^Backend URL:\s*(\S+)/m.exec(run.stdout)?.[1] ?? "unknown";
  if (!facts.project) return ok(`state in ${url}`);
  const list = await facts.engine(["stack", "ls", "--json"]);
  if (list.code === 0) return ok(`state in ${url}`);
  return broken(
    `the stacks in ${url} can't be read: ${firstError(list.stderr)}`,
    "check the backend's address and permissions",
  );
}

async function secrets(facts: Facts): Promise<Finding> {
  const { locked } = await facts.stackConfig();
  if (locked === undefined) return ok(`the secrets of stack ${await facts.stackName()} can be read`);
  const remedy = /passphrase/i.test(locked)
    ? "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the stack's passphrase"
    : "give this machine access to the stack's secrets provider (encryption key in Pulumi.<stack>.yaml)";
  return broken(`the stack's secrets can't be read: ${locked}`, remedy);
}
