// What several checks need to know, found out once and when it is first asked for.

import { granary } from "../../provider";
import { decodeConfig } from "../../provider/kit/config";
import type { OssClient, OssConfig } from "../../provider/oss/client";
import { createOssClient } from "../../provider/oss/client";
import { type Endpoints, resolveEndpoints } from "../../provider/oss/endpoint";
import { type EngineRun, findPulumi, runPulumi } from "../stack/engine";
import { currentStack, firstError, type Project } from "../stack/project";
import { recordedResources } from "../stack/recorded";
import type { Resource } from "../stack/types";
import { type Account, askAccount } from "./account";
import { type Greeting, greet } from "./greeting";
import { findKeys, type Keys } from "./keys";
import { chooseTargets, type Targets } from "./targets";
import { Unavailable } from "./unavailable";

export interface FactsOptions {
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** The project of the folder; undefined outside a project. */
  project?: Project;
  /** As it was given; else the selected one. */
  stack?: string;
  /** The bucket that may be written to. */
  writeTest?: string;
}

/** The configuration of the stack as the engine prints it. */
export interface StackConfig {
  values: Record<string, { value?: string; secret?: boolean }>;
  /** Why its secrets could not be read; undefined when they could. */
  locked?: string;
}

export interface Settings {
  config: OssConfig;
  problems: string[];
}

/** Every function throws Unavailable or ConfigError where its answer can't be had. */
export interface Facts extends FactsOptions {
  pulumi(): string;
  engine(args: readonly string[]): Promise<EngineRun>;
  stackName(): Promise<string>;
  stackConfig(): Promise<StackConfig>;
  /** Settings of the provider: those of the stack, none without a stack. */
  settings(): Promise<Settings>;
  resources(): Promise<Resource[]>;
  endpoints(): Promise<Endpoints>;
  keys(): Promise<Keys>;
  client(): Promise<OssClient>;
  greeting(): Promise<Greeting>;
  account(): Promise<Account>;
  /** The buckets to look at: those of the stack, or the first of the account. */
  targets(): Promise<Targets>;
  close(): Promise<void>;
}

export function gatherFacts(options: FactsOptions): Facts {
  const { env, cwd, project } = options;
  let opened: OssClient | undefined;

  const facts: Facts = {
    ...options,
    pulumi() {
      try {
        return findPulumi();
      } catch {
        throw new Unavailable("needs the Pulumi engine");
      }
    },
    engine(args) {
      facts.pulumi();
      return runPulumi(args, { cwd: project?.folder ?? cwd });
    },
    stackName: once(async () => {
      if (!project) throw new Unavailable("needs a Pulumi project; give its folder with --cwd");
      facts.pulumi();
      if (options.stack) return options.stack;
      return currentStack({ cwd: project.folder }).catch((error: Error) => {
        throw new Unavailable(`needs a stack: ${error.message}`);
      });
    }),
    stackConfig: once(async () => {
      const args = ["config", "--json", "--stack", await facts.stackName()];
      const open = await facts.engine([...args, "--show-secrets"]);
      if (open.code === 0) return { values: JSON.parse(open.stdout) };
      const run = await facts.engine(args);
      if (run.code !== 0) throw new Unavailable(`needs the stack's configuration: ${firstError(run.stderr)}`);
      return { values: JSON.parse(run.stdout), locked: firstError(open.stderr) };
    }),
    settings: once(async () => {
      const { values, locked } = await facts.stackConfig().catch((error: unknown): StackConfig => {
        // Without a stack the environment is all there is. With one, its settings must not be guessed.
        if (options.stack || !(error instanceof Unavailable)) throw error;
        return { values: {} };
      });
      const oss = values["granary:oss"];
      if (!oss) return { config: {}, problems: [] };
      if (locked !== undefined && oss.secret) throw new Unavailable("needs the stack's encrypted configuration");
      const decoded = decodeConfig(granary, { oss: oss.value });
      const problems = decoded.problems.map(({ path, message }) => `granary:${path.join(".")} ${message}`);
      return { config: (decoded.config.oss ?? {}) as OssConfig, problems };
    }),
    resources: once(async () => {
      const stack = await facts.stackName();
      return recordedResources(stack, { cwd: project!.folder }).catch((error: Error) => {
        throw new Unavailable(`needs the stack's state: ${error.message}`);
      });
    }),
    endpoints: once(async () => resolveEndpoints((await facts.settings()).config, env)),
    keys: once(async () => findKeys((await facts.settings()).config, env)),
    client: once(async () => {
      const { config } = await facts.settings();
      const { credentials } = await facts.keys().catch(() => {
        throw new Unavailable("needs keys (see key-source)");
      });
      const limits = { maxAttempts: 2, connectTimeoutMs: 5000, headersTimeoutMs: 10_000, bodyTimeoutMs: 10_000 };
      opened = createOssClient({ ...config, ...credentials, ...limits }, { env });
      opened.checkConfig();
      return opened;
    }),
    greeting: once(async () => greet((await facts.endpoints()).regional, env)),
    account: once(async () => askAccount(await facts.client())),
    targets: once(async () => chooseTargets(facts)),
    close: async () => opened?.close(),
  };
  return facts;
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => {
    found ??= find();
    return found;
  };
}
