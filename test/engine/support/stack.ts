// A stack of a real Pulumi project, driven through the real command: every test has a project, a state and a stack of its own.
import { spawn } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Engine, obtainEngine, packedModules, root } from "./engine";
import { type Events, readEvents } from "./events";

export interface StackOptions {
  /** A project to copy, relative to the root: "examples/static-website". Its node_modules are not taken along. */
  project?: string;
  /** Files that are written into the copy, or that make up the project: `{ "index.ts": "..." }`. */
  files?: Record<string, string>;
  /** Variables of every command, such as `emulator.env()`. Nothing of the caller's own cloud settings gets through. */
  env?: Record<string, string>;
  /** Name of the project when `files` has no Pulumi.yaml. */
  name?: string;
  /** "nodejs" or "yaml", when `files` has no Pulumi.yaml. */
  runtime?: "nodejs" | "yaml";
  /**
   * What the project has in its node_modules. "packed" (default): granary as `npm pack` makes it, @pulumi/pulumi and
   * typescript, prepared once per content of the package. "tools": those of this source tree, without granary. "none".
   */
  modules?: "packed" | "tools" | "none";
}

export interface RunOptions {
  /** Further arguments of the command. */
  args?: readonly string[];
  env?: Record<string, string>;
  /** Kills the command (SIGKILL, without its children) when this text appears in its output. */
  killAt?: RegExp;
  /** Told the command's process id. */
  started?(pid: number): void;
}

export interface Run extends Events {
  /** Exit code; 137 after a SIGKILL. */
  code: number;
  stdout: string;
  stderr: string;
}

/** One resource in the exported state. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  custom: boolean;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  protect?: boolean;
  pendingReplacement?: boolean;
}

export interface TestStack {
  /** The project's folder. */
  folder: string;
  /** The environment of its commands, for commands of one's own. */
  env: NodeJS.ProcessEnv;
  /** Writes a file of the project. */
  write(file: string, text: string): void;
  /** Writes several files of the project, as `project()` makes them. */
  rewrite(files: Record<string, string>): void;
  up(options?: RunOptions): Promise<Run>;
  preview(options?: RunOptions): Promise<Run>;
  refresh(options?: RunOptions): Promise<Run>;
  destroy(options?: RunOptions): Promise<Run>;
  /** `pulumi import <type> <name> <id>`. */
  import(type: string, name: string, id: string, options?: RunOptions): Promise<Run>;
  /** Any other command, as it is: `stack.pulumi(["stack", "ls"])`. */
  pulumi(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** Sets a value of the stack's configuration; a dotted or indexed key is a path: "granary:oss.region". */
  config(key: string, value: string, options?: { secret?: boolean }): Promise<void>;
  /** The stack's outputs, secrets in plain. */
  outputs(): Promise<Record<string, unknown>>;
  /** The resources in the state, as exported (secrets encrypted). */
  state(): Promise<StateResource[]>;
  /** Keeps what is recorded now; what it returns goes back to it. What is deployed is for the emulator's snapshot. */
  keep(): () => void;
  /** Removes the project and its state. What is deployed stays: it lives in the test's emulator. */
  dispose(): void;
}

const STACK = "test";
const SALT = "v1:CbBBf76S1zg=:v1:OMXrYMfDqpe2od2Z:r3Yn2IndwDS+LC1EDvZSCk+gvULq8w==";

/** Makes the project and its stack, ready for `up`. */
export async function openStack(options: StackOptions): Promise<TestStack> {
  const engine = await obtainEngine();
  const home = mkdtempSync(path.join(tmpdir(), "granary-stack-"));
  const folder = path.join(home, "project");
  await makeProject(folder, options);
  beginStack(folder, path.join(home, "state"));
  const env = stackEnvironment(engine, home, options.env ?? {});
  let runs = 0;

  async function pulumi(args: readonly string[], given: RunOptions = {}): Promise<Run> {
    const all = [...args, ...(given.args ?? []), "--non-interactive", "--color", "never"];
    return execute(engine.pulumi, all, { cwd: folder, ...given, env: { ...env, ...given.env } });
  }
  // Operations on the stack: without a preview in front, as each costs a second, and with the engine's own events.
  async function operate(args: readonly string[], given: RunOptions = {}): Promise<Run> {
    const log = path.join(home, `events-${++runs}.json`);
    const run = await pulumi([...args, "--stack", STACK, "--event-log", log], given);
    return { ...run, ...readEvents(log) };
  }
  async function json(args: readonly string[]): Promise<never> {
    const run = await pulumi(args);
    if (run.code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${run.stdout}${run.stderr}`);
    return JSON.parse(run.stdout) as never;
  }

  return {
    folder,
    env,
    write: (file, text) => writeFiles(folder, { [file]: text }),
    rewrite: (files) => writeFiles(folder, files),
    up: (given) => operate(["up", "--yes", "--skip-preview"], given),
    preview: (given) => operate(["preview"], given),
    refresh: (given) => operate(["refresh", "--yes", "--skip-preview"], given),
    destroy: (given) => operate(["destroy", "--yes", "--skip-preview"], given),
    import: (type, name, id, given) =>
      operate(["import", type, name, id, "--yes", "--skip-preview", "--protect=false"], given),
    pulumi,
    config: async (key, value, { secret = false } = {}) => {
      const flags = [...(/[.[]/.test(key) ? ["--path"] : []), secret ? "--secret" : "--plaintext", "--stack", STACK];
      const run = await pulumi(["config", "set", key, value, ...flags]);
      if (run.code !== 0) throw new Error(`pulumi config set ${key} failed:\n${run.stderr}`);
    },
    outputs: () => json(["stack", "output", "--json", "--show-secrets", "--stack", STACK]),
    state: async () => recordedIn(path.join(home, "state")),
    keep: () => keepFolder(path.join(home, "state"), path.join(home, `kept-${++runs}`)),
    dispose: () => rmSync(home, { recursive: true, force: true }),
  };
}

// As `pulumi stack init` leaves it with the passphrase "test", without the command's half a second.
function beginStack(folder: string, backend: string): void {
  const [, project] =
    /^\s*[{]?\s*"?name"?:\s*"?([\w.-]+)/m.exec(readFileSync(path.join(folder, "Pulumi.yaml"), "utf8")) ?? [];
  if (project === undefined) throw new Error(`${folder}: Pulumi.yaml has no name`);
  appendFileSync(path.join(folder, `Pulumi.${STACK}.yaml`), `encryptionsalt: ${SALT}\n`);
  const secrets = { type: "passphrase", state: { salt: SALT } };
  writeFiles(path.join(backend, ".pulumi"), {
    "meta.yaml": "version: 1\n",
    [`stacks/${project}/${STACK}.json`]: JSON.stringify({
      version: 3,
      checkpoint: { stack: `organization/${project}/${STACK}`, latest: { manifest: {}, secrets_providers: secrets } },
    }),
  });
}

// What `pulumi stack export` shows, from where the file backend keeps it: without the command's half a second.
function recordedIn(backend: string): StateResource[] {
  const folder = path.join(backend, ".pulumi", "stacks");
  const [file = ""] = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(`${STACK}.json`),
  );
  return JSON.parse(readFileSync(path.join(folder, file), "utf8")).checkpoint.latest?.resources ?? [];
}

function keepFolder(folder: string, kept: string): () => void {
  cpSync(folder, kept, { recursive: true });
  return () => {
    rmSync(folder, { recursive: true });
    cpSync(kept, folder, { recursive: true });
  };
}

async function makeProject(folder: string, options: StackOptions): Promise<void> {
  mkdirSync(folder);
  if (options.project) {
    const source = path.join(root, options.project);
    cpSync(source, folder, {
      recursive: true,
      filter: (file) => !/^(node_modules|Pulumi\.[^.]+\.yaml)/.test(path.relative(source, file)),
    });
  } else {
    const { name = "project", runtime = "nodejs" } = options;
    writeFiles(folder, { "Pulumi.yaml": `name: ${name}\nruntime: ${runtime}\n` });
    if (runtime === "nodejs") {
      const compilerOptions = {
        strict: true,
        target: "es2022",
        module: "nodenext",
        types: ["node"],
        skipLibCheck: true,
      };
      writeFiles(folder, {
        "package.json": JSON.stringify({ name, private: true }),
        "tsconfig.json": JSON.stringify({ compilerOptions, files: ["index.ts"] }),
      });
    }
  }
  writeFiles(folder, options.files ?? {});
  const { modules = "packed" } = options;
  if (modules === "packed") symlinkSync(await packedModules(), path.join(folder, "node_modules"));
  if (modules === "tools") linkTools(path.join(folder, "node_modules"));
}

// Entry by entry, so that a test can put packages of its own beside them.
function linkTools(folder: string): void {
  for (const name of ["@pulumi/pulumi", "@types/node", "typescript"]) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    symlinkSync(path.join(root, "node_modules", name), path.join(folder, name));
  }
}

function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

function stackEnvironment(engine: Engine, home: string, extra: Record<string, string>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(OSS_|GRANARY_|ALIBABA_CLOUD_|ALICLOUD_|PULUMI_)/.test(name),
  );
  return {
    ...Object.fromEntries(own),
    ...engine.env,
    PULUMI_HOME: path.join(root, ".granary", "test", "pulumi-home"),
    PULUMI_BACKEND_URL: `file://${path.join(home, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_COMMANDS: "true",
    ...extra,
  };
}

interface Command extends Pick<RunOptions, "killAt" | "started"> {
  cwd: string;
  env: NodeJS.ProcessEnv;
}

function execute(command: string, args: readonly string[], { cwd, env, killAt, started }: Command): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
        if (killAt?.test(output[stream])) child.kill("SIGKILL");
      });
    }
    child.on("error", reject);
    child.on("spawn", () => started?.(child.pid!));
    // "exit" and not "close": after a SIGKILL the children of pulumi may hold its streams open for a while.
    child.on("exit", (code, signal) => {
      const done = () =>
        resolve({ code: code ?? (signal === "SIGKILL" ? 137 : 1), ...output, steps: [], diagnostics: [], changes: {} });
      if (signal === "SIGKILL") done();
      else child.on("close", done);
    });
  });
}
