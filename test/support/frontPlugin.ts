// The plugin front over its real socket, asked as the engine asks.
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type FakeEngine, startFakeEngine } from "./fakeEngine";
import { type Difference, type Front, FrontError, type Recorded, type Target } from "./fronts";
import { call, check, configure, type Plugin, servePlugin, urnOf } from "./pluginClient";
import { fromStruct, toStruct, type Values } from "./wire";

export async function startPluginFront(config: Values): Promise<Front> {
  const engine: FakeEngine = await startFakeEngine();
  let plugin: Plugin | undefined;
  const running = (): Plugin => {
    if (!plugin) throw new Error("the plugin is not running");
    return plugin;
  };

  // Configured anew, a plugin knows no more than a new one; starting one each time would only be slower.
  async function restart(more: Values = {}): Promise<void> {
    engine.forget();
    plugin ??= await servePlugin(engine.address);
    await configure(plugin, { oss: { ...config, ...more } });
  }
  await restart();

  const read = async (target: Target, id: string, recorded?: Recorded): Promise<Recorded | undefined> => {
    const request = addressed(new rpc.ReadRequest(), target, id);
    if (recorded) {
      request.setProperties(toStruct(recorded.state));
      request.setInputs(toStruct(recorded.inputs));
    }
    const response = await failing(call(running(), running().client.read, request));
    if (response.getId() === "") return undefined;
    return {
      id: response.getId(),
      inputs: fromStruct(response.getInputs()),
      state: fromStruct(response.getProperties()),
    };
  };

  return {
    name: "plugin",
    check: (target, news, olds) => failing(check(running(), target.token, target.name, news, olds)),

    async diff(target, old, news) {
      const request = addressed(new rpc.DiffRequest(), target, old.id);
      request.setOldInputs(toStruct(old.inputs));
      request.setOlds(toStruct(old.state));
      request.setNews(toStruct(news));
      return readDifference(await failing(call(running(), running().client.diff, request)));
    },

    async preview(target, news, old) {
      if (old) {
        const request = updateRequest(target, old, news);
        request.setPreview(true);
        return fromStruct((await failing(call(running(), running().client.update, request))).getProperties());
      }
      const request = createRequest(target, news);
      request.setPreview(true);
      return fromStruct((await failing(call(running(), running().client.create, request))).getProperties());
    },

    async create(target, inputs) {
      const response = await failing(call(running(), running().client.create, createRequest(target, inputs)));
      return { id: response.getId(), inputs, state: fromStruct(response.getProperties()) };
    },

    read: (target, recorded) => read(target, recorded.id, recorded),
    import: (target, id) => read(target, id),

    async update(target, old, news) {
      const response = await failing(call(running(), running().client.update, updateRequest(target, old, news)));
      return { id: old.id, inputs: news, state: fromStruct(response.getProperties()) };
    },

    async delete(target, old) {
      const request = addressed(new rpc.DeleteRequest(), target, old.id);
      request.setProperties(toStruct(old.state));
      request.setOldInputs(toStruct(old.inputs));
      await failing(call(running(), running().client.delete, request));
    },

    messages: () => engine.messages().map((message) => message.text),
    restart,
    stop: async () => {
      await plugin?.stop();
      await engine.stop();
    },
  };
}

interface Addressed {
  setUrn(urn: string): unknown;
  setType(type: string): unknown;
  setName(name: string): unknown;
  setId(id: string): unknown;
}

function addressed<R extends Addressed>(request: R, { token, name }: Target, id: string): R {
  request.setId(id);
  return named(request, { token, name });
}

function named<R extends Omit<Addressed, "setId">>(request: R, { token, name }: Target): R {
  request.setUrn(urnOf(token, name));
  request.setType(`granary:${token}`);
  request.setName(name);
  return request;
}

function createRequest(target: Target, inputs: Values): rpc.CreateRequest {
  const request = named(new rpc.CreateRequest(), target);
  request.setProperties(toStruct(inputs));
  return request;
}

function updateRequest(target: Target, old: Recorded, news: Values): rpc.UpdateRequest {
  const request = addressed(new rpc.UpdateRequest(), target, old.id);
  request.setOlds(toStruct(old.state));
  request.setOldInputs(toStruct(old.inputs));
  request.setNews(toStruct(news));
  return request;
}

const KINDS = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"] as const;

export function readDifference(response: rpc.DiffResponse): Difference {
  const detailed: Record<string, string> = {};
  response.getDetaileddiffMap().forEach((difference, path) => {
    detailed[path] = KINDS[difference.getKind()] ?? "unknown";
  });
  return {
    changes: response.getChanges() === rpc.DiffResponse.DiffChanges.DIFF_SOME,
    replaces: response.getReplacesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
    detailed,
  };
}

async function failing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw readFailure(error);
  }
}

/** The engine's reading of a failure: the message, and what a partial failure hands over. */
export function readFailure(error: unknown): FrontError {
  const { details, metadata } = error as {
    details: string;
    metadata?: { get(key: string): (string | Buffer)[] };
  };
  const [bytes] = metadata?.get("grpc-status-details-bin") ?? [];
  if (bytes === undefined) return new FrontError(details);
  const [any] = Status.deserializeBinary(Buffer.from(bytes as Buffer)).getDetailsList();
  if (any?.getTypeName() !== "pulumirpc.ErrorResourceInitFailed") return new FrontError(details);
  const failed = rpc.ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8());
  return new FrontError(details, {
    id: failed.getId(),
    state: fromStruct(failed.getProperties()),
    reasons: failed.getReasonsList(),
  });
}
