// The plugin as an engine sees it: a gRPC server on a loopback port, spoken to with the protocol's own messages. Either
// served by this process, or by the built executable in a process of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { granary } from "../../provider";
import { serve } from "../../provider/kit/server";
import { fromStruct, toStruct, type Values } from "./wire";

export const root = join(__dirname, "..", "..");

export interface Plugin {
  client: ResourceProviderClient;
  stop(): Promise<void>;
}

export interface SpawnedPlugin extends Plugin {
  process: ChildProcess;
  port: number;
  /** Everything that it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** kill -9, and wait until it is gone. */
  kill(): Promise<void>;
}

/** Serves the provider on a socket from within this process. */
export async function servePlugin(engine?: string): Promise<Plugin> {
  const server = await serve({ pkg: granary, engine, schema: join(root, "schema.json") });
  const client = connect(server.port);
  return {
    client,
    stop: async () => {
      client.close();
      server.stop();
    },
  };
}

/** The executable that users have. It runs what was built last. */
export const executable = join(root, "bin", "pulumi-resource-granary");

export function isBuilt(): boolean {
  return existsSync(join(root, "dist", "provider", "plugin.js"));
}

/** Starts the built executable with exactly this environment and waits for the port, its first line. */
export function spawnPlugin(env: Record<string, string>, args: string[] = []): Promise<SpawnedPlugin> {
  return spawnScript(executable, env, args);
}

/** Starts a script that serves ResourceProvider and prints its port. */
export async function spawnScript(
  script: string,
  env: Record<string, string>,
  args: string[],
  cwd?: string,
): Promise<SpawnedPlugin> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const closed = once(child, "close");
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line").then(([line]) => String(line)), closed.then(() => undefined)]);
  if (first === undefined) throw new Error(`the plugin ended before it was ready: ${stderr}`);
  const client = connect(Number(first));
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await closed;
  };
  return {
    client,
    process: child,
    port: Number(first),
    stdout: () => stdout,
    stderr: () => stderr,
    kill,
    stop: async () => {
      client.close();
      await kill();
    },
  };
}

function connect(port: number): ResourceProviderClient {
  return new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
  });
}

type Method<Q, R> = (
  request: Q,
  metadata: grpc.Metadata,
  options: Partial<grpc.CallOptions>,
  callback: (error: grpc.ServiceError | null, response: R) => void,
) => grpc.ClientUnaryCall;

/** One call; a failure is the grpc.ServiceError with its code, details and metadata. */
export function call<Q, R>(plugin: Plugin, method: Method<Q, R>, request: Q): Promise<R> {
  return new Promise((resolve, reject) => {
    method.call(plugin.client, request, new grpc.Metadata(), {}, (error, response) =>
      error ? reject(error) : resolve(response),
    );
  });
}

/** Configures as the engine does: each service's settings as JSON text, and `acceptSecrets`. */
/** `id` is that of the provider in the stack's state, where the engine has one already. */
export async function configure(
  plugin: Plugin,
  config: Record<string, Values>,
  id?: string,
): Promise<rpc.ConfigureResponse> {
  const request = new rpc.ConfigureRequest();
  if (id !== undefined) request.setId(id);
  request.setArgs(toStruct(Object.fromEntries(Object.entries(config).map(([k, v]) => [k, JSON.stringify(v)]))));
  request.setAcceptsecrets(true);
  request.setAcceptresources(true);
  return call(plugin, plugin.client.configure, request);
}

export function urnOf(token: string, name: string): string {
  return `urn:pulumi:test::suite::granary:${token}::${name}`;
}

export interface Checked {
  inputs: Values;
  failures: { property: string; reason: string }[];
}

/** Check as the engine sends it: URN, type and name, a seed, and old inputs where there are any. */
export async function check(
  plugin: Plugin,
  token: string,
  name: string,
  news: Values,
  olds?: Values,
  more?: (request: rpc.CheckRequest) => void,
): Promise<Checked> {
  const request = new rpc.CheckRequest();
  request.setUrn(urnOf(token, name));
  request.setType(`granary:${token}`);
  request.setName(name);
  request.setRandomseed(new Uint8Array(32).fill(7));
  request.setNews(toStruct(news));
  if (olds) request.setOlds(toStruct(olds));
  more?.(request);
  const response = await call(plugin, plugin.client.check, request);
  return {
    inputs: fromStruct(response.getInputs()),
    failures: response
      .getFailuresList()
      .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() })),
  };
}
