// The plugin front: pulumirpc.ResourceProvider over gRPC. It translates messages; what happens is in lifecycle.ts.
import { readFileSync } from "node:fs";
import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { autoname } from "./autoname";
import { formatProblem, type Problem } from "./check";
import type { Context, PackageDefinition } from "./define";
import { split } from "./define";
import type { Change } from "./diff";
import { createEngineLog, type EngineLog } from "./engineLog";
import { PartialFailure } from "./errors";
import { isIgnored } from "./ignore";
import type { Lifecycle } from "./lifecycle";
import { formatPath, type Path } from "./path";
import { carriedSecrets, secretPaths } from "./secrets";
import { statusOf } from "./status";
import { containsUnknown, decodeStruct, encodeStruct, isUnknownText, type Values } from "./values";

export interface ServerOptions {
  pkg: PackageDefinition;
  /** Address of the engine, for messages to the user. */
  engine?: string;
  /** Path of schema.json. */
  schema: string;
}

/** Serves on a free loopback port until the process ends; resolves to the port. */
export async function serve(options: ServerOptions): Promise<{ port: number; stop(): void }> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(ResourceProviderService, createHandlers(options));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, stop: () => server.forceShutdown() };
}

type Handler<Q, R> = (request: Q, signal: AbortSignal) => Promise<R>;

function createHandlers(options: ServerOptions): IResourceProviderServer {
  const { pkg } = options;
  const running = new Set<AbortController>();
  let log: EngineLog = createEngineLog(options.engine);
  let lifecycle: Lifecycle | undefined;
  /** The provider's id in the state: random, made once for a stack. Not known in the preview of a new one. */
  let stack: string | undefined;

  function unary<Q, R>(handler: Handler<Q, R>): grpc.handleUnaryCall<Q, R> {
    return (call, callback) => {
      const controller = new AbortController();
      running.add(controller);
      call.on("cancelled", () => controller.abort());
      handler(call.request, controller.signal)
        .then((response) => callback(null, response))
        .catch((error) => callback(statusOf(error, controller.signal.aborted)))
        .finally(() => running.delete(controller));
    };
  }

  const started = (): Lifecycle => {
    // An engine always configures first; a client that does not gets what the environment says.
    lifecycle ??= newLifecycle(pkg, {});
    return lifecycle;
  };

  function context(urn: string, signal: AbortSignal, seconds = 0): Context {
    const limited = seconds > 0 ? AbortSignal.any([signal, customTimeout(seconds)]) : signal;
    return { signal: limited, progress: (message) => log.info(message, urn) };
  }

  // The engine's own seed is another one in every run. A name has to be the same again in the run after one that was
  // killed, or the bucket that it made would be left behind.
  function seedOf(request: rpc.CheckRequest): Uint8Array | string {
    return stack === undefined ? request.getRandomseed_asU8() : `${stack}/${request.getUrn()}`;
  }

  function checkConfig(news: Values): Problem[] {
    const { decodeConfig } = require("./config") as typeof import("./config");
    return decodeConfig(pkg, news).problems;
  }

  const handlers = {
    handshake: unary(async (request: rpc.ProviderHandshakeRequest) => {
      if (request.getEngineAddress()) log = createEngineLog(request.getEngineAddress());
      const response = new rpc.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setAcceptResources(true);
      response.setAcceptOutputs(false);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),

    getSchema: unary(async () => {
      const schema = { ...JSON.parse(readFileSync(options.schema, "utf8")), version: pkg.version };
      const response = new rpc.GetSchemaResponse();
      response.setSchema(JSON.stringify(schema));
      return response;
    }),

    checkConfig: unary(async (request: rpc.CheckRequest) => {
      const news = decodeStruct(request.getNews());
      const response = new rpc.CheckResponse();
      response.setInputs(request.getNews());
      for (const problem of checkConfig(news.values)) {
        const failure = new rpc.CheckFailure();
        failure.setProperty(formatPath(problem.path));
        failure.setReason(problem.message);
        response.addFailures(failure);
      }
      return response;
    }),

    // Other keys or another endpoint never make the resources of a stack unmanageable, so nothing is ever replaced.
    diffConfig: unary(async (request: rpc.DiffRequest) => {
      const response = new rpc.DiffResponse();
      const olds = JSON.stringify(decodeStruct(request.getOldInputs() ?? request.getOlds()).values);
      const news = decodeStruct(request.getNews()).values;
      const some = containsUnknown(news) || olds !== JSON.stringify(news);
      response.setChanges(some ? rpc.DiffResponse.DiffChanges.DIFF_SOME : rpc.DiffResponse.DiffChanges.DIFF_NONE);
      return response;
    }),

    configure: unary(async (request: rpc.ConfigureRequest) => {
      const { decodeConfig } = require("./config") as typeof import("./config");
      let args = decodeStruct(request.getArgs()).values;
      if (Object.keys(args).length === 0) {
        args = Object.fromEntries(
          [...request.getVariablesMap().entries()].map(([name, value]: [string, string]) => [split(name)[1], value]),
        );
      }
      const { config, problems } = decodeConfig(pkg, args);
      if (problems.length > 0) {
        throw new Error(`configuration of ${pkg.name}: ${problems.map(formatProblem).join("; ")}`);
      }
      lifecycle = newLifecycle(pkg, config);
      const id = request.getId();
      stack = id && !isUnknownText(id) ? id : undefined;
      const response = new rpc.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setAcceptresources(true);
      response.setAcceptoutputs(false);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),

    check: unary(async (request: rpc.CheckRequest) => {
      const { token, name } = target(request);
      const news = decodeStruct(request.getNews());
      const olds = request.getOlds() ? decodeStruct(request.getOlds()).values : undefined;
      const checked = await started().check({
        token,
        olds,
        news: news.values,
        secrets: news.secrets,
        urn: request.getUrn(),
        autoname: autoname(name, seedOf(request), request.getAutonaming()),
      });
      const response = new rpc.CheckResponse();
      response.setInputs(encodeStruct(checked.inputs, [...news.secrets, ...secretPaths(pkg, token, checked.inputs)]));
      for (const problem of checked.problems) {
        const failure = new rpc.CheckFailure();
        const path = formatPath(problem.path);
        failure.setProperty(path);
        failure.setReason(`${token} ${name}: ${path ? formatProblem(problem) : problem.message}`);
        response.addFailures(failure);
      }
      return response;
    }),

    diff: unary(async (request: rpc.DiffRequest) => {
      const { token } = target(request);
      const olds = decodeStruct(request.getOldInputs() ?? request.getOlds()).values;
      const news = decodeStruct(request.getNews()).values;
      const result = started().diff(token, request.getId(), olds, news);
      const ignored = request.getIgnorechangesList();
      const changes = result.changes.filter((change) => !isIgnored(change.path, ignored));
      return diffResponse(changes, result.deleteBeforeReplace);
    }),

    create: unary(async (request: rpc.CreateRequest, signal) => {
      const { token } = target(request);
      const inputs = decodeStruct(request.getProperties());
      const response = new rpc.CreateResponse();
      const secrets = (state: Values): Path[] => [...inputs.secrets, ...secretPaths(pkg, token, state)];
      if (request.getPreview()) {
        const state = started().preview(token, inputs.values);
        response.setProperties(encodeStruct(state, secrets(state)));
        return response;
      }
      const urn = request.getUrn();
      const made = await started()
        .create(token, inputs.values, context(urn, signal, request.getTimeout()), urn)
        .catch(sealing(secrets));
      response.setId(made.id);
      response.setProperties(encodeStruct(made.state, secrets(made.state)));
      return response;
    }),

    read: unary(async (request: rpc.ReadRequest, signal) => {
      const { token } = target(request);
      const state = request.getProperties() ? decodeStruct(request.getProperties()) : undefined;
      const inputs = request.getInputs() ? decodeStruct(request.getInputs()) : undefined;
      const importing = inputs === undefined || Object.keys(inputs.values).length === 0;
      const live = await started().read(
        token,
        request.getId(),
        // @pulumi/pulumi tells it of a read since 3.246.
        context(request.getUrn(), signal, request.getTimeout?.()),
        importing ? undefined : state?.values,
        importing ? undefined : inputs.values,
      );
      const response = new rpc.ReadResponse();
      if (!live) return response; // An empty id: confirmed to be gone.
      const secrets = (values: Values): Path[] => [
        ...[inputs, state].flatMap((from) => (from ? carriedSecrets(from.secrets, from.values, values) : [])),
        ...secretPaths(pkg, token, values),
      ];
      response.setId(live.id);
      response.setInputs(encodeStruct(live.inputs, secrets(live.inputs)));
      response.setProperties(encodeStruct(live.state, secrets(live.state)));
      return response;
    }),

    update: unary(async (request: rpc.UpdateRequest, signal) => {
      const { token } = target(request);
      const news = decodeStruct(request.getNews());
      const olds = decodeStruct(request.getOlds());
      const secrets = (state: Values): Path[] => [...news.secrets, ...secretPaths(pkg, token, state)];
      const state = request.getPreview()
        ? started().preview(token, news.values, olds.values)
        : await started()
            .update(token, olds.values, news.values, context(request.getUrn(), signal, request.getTimeout()))
            .catch(sealing((half) => [...olds.secrets, ...secrets(half)]));
      const response = new rpc.UpdateResponse();
      response.setProperties(encodeStruct(state, secrets(state)));
      return response;
    }),

    delete: unary(async (request: rpc.DeleteRequest, signal) => {
      const { token } = target(request);
      const state = decodeStruct(request.getProperties()).values;
      const urn = request.getUrn();
      await started().remove(token, request.getId(), state, context(urn, signal, request.getTimeout()), urn);
      return new Empty();
    }),

    invoke: unary(async (request: rpc.InvokeRequest, signal) => {
      const token = split(request.getTok()).join(":");
      const args = decodeStruct(request.getArgs());
      const { result, problems } = await started().invoke(token, args.values, context("", signal));
      const response = new rpc.InvokeResponse();
      if (result) response.setReturn(encodeStruct(result));
      for (const problem of problems) {
        const failure = new rpc.CheckFailure();
        failure.setProperty(formatPath(problem.path));
        failure.setReason(`${token}: ${formatProblem(problem)}`);
        response.addFailures(failure);
      }
      return response;
    }),

    // Comes at the end of every operation too, so it must be quick and repeatable.
    cancel: unary(async () => {
      for (const controller of running) controller.abort();
      return new Empty();
    }),

    getPluginInfo: unary(async () => {
      const info = new PluginInfo();
      info.setVersion(pkg.version);
      return info;
    }),

    attach: unary(async (request: { getAddress(): string }) => {
      log = createEngineLog(request.getAddress());
      return new Empty();
    }),
  };
  return handlers as unknown as IResourceProviderServer;
}

/** State that a partial failure hands over is encrypted like any other. */
function sealing(secretsOf: (state: Values) => Path[]): (error: unknown) => never {
  return (error) => {
    if (error instanceof PartialFailure) error.secrets = secretsOf(error.outputs);
    throw error;
  };
}

function customTimeout(seconds: number): AbortSignal {
  const over = new AbortController();
  const say = () => over.abort(new Error(`it took longer than the custom timeout of ${seconds} s`));
  AbortSignal.timeout(seconds * 1000).addEventListener("abort", say, { once: true });
  return over.signal;
}

function newLifecycle(pkg: PackageDefinition, config: Record<string, Values>): Lifecycle {
  const { createLifecycle } = require("./lifecycle") as typeof import("./lifecycle");
  return createLifecycle(pkg, config);
}

/** Type and name come in fields of their own since engine 3.116; older ones have them in the URN only. */
function target(request: { getUrn(): string; getType(): string; getName(): string }): { token: string; name: string } {
  const parts = request.getUrn().split("::");
  const type = request.getType() || (parts[2]?.split("$").pop() ?? "");
  return { token: split(type).join(":"), name: request.getName() || parts.slice(3).join("::") };
}

function diffResponse(changes: Change[], deleteBeforeReplace: boolean): rpc.DiffResponse {
  const response = new rpc.DiffResponse();
  const some = changes.length > 0;
  response.setChanges(some ? rpc.DiffResponse.DiffChanges.DIFF_SOME : rpc.DiffResponse.DiffChanges.DIFF_NONE);
  response.setHasdetaileddiff(true);
  const kinds = rpc.PropertyDiff.Kind;
  const replacing = { add: kinds.ADD_REPLACE, delete: kinds.DELETE_REPLACE, update: kinds.UPDATE_REPLACE };
  const updating = { add: kinds.ADD, delete: kinds.DELETE, update: kinds.UPDATE };
  for (const change of changes) {
    const difference = new rpc.PropertyDiff();
    difference.setKind((change.replaces ? replacing : updating)[change.kind]);
    difference.setInputdiff(true);
    response.getDetaileddiffMap().set(formatPath(change.path), difference);
    const top = String(change.path[0]);
    if (!response.getDiffsList().includes(top)) response.addDiffs(top);
    if (change.replaces && !response.getReplacesList().includes(top)) response.addReplaces(top);
  }
  response.setDeletebeforereplace(deleteBeforeReplace && changes.some((change) => change.replaces));
  return response;
}
