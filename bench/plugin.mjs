// The plugin without an engine: how fast it is there, how much memory it takes, and which requests each call sends.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { argumentsFor, needsOf, SAMPLES } from "./samples.mjs";

const STARTS = 5;
/** Milliseconds; the plugin keeps it one second after its start. */
const UNTIL_COMPILED_CODE_IS_KEPT = 2_000;

async function startPlugin(granary, env) {
  const begin = performance.now();
  const script = path.join(granary, "bin", "pulumi-resource-granary");
  const child = spawn("node", [script], { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "inherit"] });
  const port = await new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", (text) => resolve(text.trim()));
    child.once("exit", (code) => reject(new Error(`the plugin ended with exit code ${code}`)));
  });
  const client = new services.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const call = (method, request) =>
    new Promise((resolve, reject) =>
      client[method](request, (error, response) => (error ? reject(error) : resolve(response))),
    );
  await call("getPluginInfo", new empty.Empty());
  const ready = performance.now() - begin;
  const stop = () => {
    client.close();
    child.removeAllListeners("exit");
    child.kill("SIGKILL");
  };
  return { call, ready, pid: child.pid, stop };
}

/** Resident memory in bytes, where the system tells it (Linux). */
function residentMemory(pid) {
  const file = `/proc/${pid}/status`;
  if (!fs.existsSync(file)) return undefined;
  return Number(/VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(file, "utf8"))[1]) * 1024;
}

/** { readyMs: median of several starts up to the first answer, after one that has left compiled code; residentBytes }. */
export async function measureStart(granary, env) {
  const first = await startPlugin(granary, env);
  await sleep(UNTIL_COMPILED_CODE_IS_KEPT);
  first.stop();
  const starts = [];
  for (let i = 0; i < STARTS; i++) {
    const plugin = await startPlugin(granary, env);
    starts.push({ readyMs: plugin.ready, residentBytes: residentMemory(plugin.pid) });
    plugin.stop();
  }
  starts.sort((a, b) => a.readyMs - b.readyMs);
  return starts[Math.floor(STARTS / 2)];
}

/**
 * Resource -> call -> the operations that it sends, for every resource of the schema: `measured`, and `skipped` with the
 * reason for those that have no sample or whose sample the emulator does not take.
 */
export async function measureRequests(granary, emulator) {
  const plugin = await startPlugin(granary, emulator.env);
  try {
    const { resources } = JSON.parse(fs.readFileSync(path.join(granary, "schema.json"), "utf8"));
    const measured = {};
    const skipped = {};
    for (const token of Object.keys(resources).sort()) {
      const name = token.split(":").at(-1);
      try {
        if (!SAMPLES[name]) throw new Error("bench/samples.mjs has no sample of it");
        measured[name] = await requestsOf(plugin, emulator, token, name);
      } catch (error) {
        skipped[name] = error.details ?? error.message;
      }
    }
    return { measured, skipped };
  } finally {
    plugin.stop();
  }
}

async function requestsOf(plugin, emulator, token, name) {
  const bucket = `bench-${name.toLowerCase()}`;
  await configure(plugin);
  if (name !== "Bucket") await life(plugin, "granary:oss:Bucket", { bucket }).create(false);
  for (const [other, args] of needsOf(name, bucket)) await life(plugin, `granary:oss:${other}`, args).create(false);
  await emulator.requests();
  const resource = life(plugin, token, argumentsFor(name, "create", bucket));
  const counted = async (work) => {
    await work();
    return emulator.requests();
  };
  return {
    previewCreate: await counted(() => resource.create(true)),
    create: await counted(() => resource.create(false)),
    read: await counted(() => resource.read()),
    ...(SAMPLES[name].update && {
      previewUpdate: await counted(() => resource.update(argumentsFor(name, "update", bucket), true)),
      update: await counted(() => resource.update(argumentsFor(name, "update", bucket), false)),
    }),
    // A run of its own: what a run has made it does not delete.
    delete: await configure(plugin).then(() => counted(() => resource.remove())),
  };
}

function configure(plugin) {
  return plugin.call("configure", new messages.ConfigureRequest().setAcceptsecrets(true).setArgs(toStruct({})));
}

// The calls of an engine on one resource, in its order, with what the engine remembers between them.
function life(plugin, token, args) {
  const urn = `urn:pulumi:bench::bench::${token}::it`;
  let id = "";
  let inputs;
  let state;
  async function check(news) {
    const request = new messages.CheckRequest().setUrn(urn).setName("it").setType(token).setNews(toStruct(news));
    if (inputs) request.setOlds(inputs);
    const response = await plugin.call("check", request.setRandomseed(Buffer.alloc(32, 7)));
    const [failure] = response.getFailuresList();
    if (failure) throw new Error(`${token}: ${failure.getProperty()}: ${failure.getReason()}`);
    return response.getInputs();
  }
  return {
    async create(preview) {
      const checked = await check(args);
      const request = new messages.CreateRequest().setUrn(urn).setName("it").setType(token);
      const response = await plugin.call("create", request.setProperties(checked).setPreview(preview));
      if (preview) return;
      [id, inputs, state] = [response.getId(), checked, response.getProperties()];
    },
    async read() {
      const request = new messages.ReadRequest().setId(id).setUrn(urn).setName("it").setType(token);
      await plugin.call("read", request.setProperties(state).setInputs(inputs));
    },
    async update(news, preview) {
      const checked = await check(news);
      const both = (request) =>
        request.setId(id).setUrn(urn).setName("it").setType(token).setOlds(state).setOldInputs(inputs).setNews(checked);
      const diff = await plugin.call("diff", both(new messages.DiffRequest()));
      if (diff.getReplacesList().length > 0 || diff.getChanges() !== messages.DiffResponse.DiffChanges.DIFF_SOME) {
        throw new Error(`${token}: the sample's update is no change in place`);
      }
      const response = await plugin.call("update", both(new messages.UpdateRequest()).setPreview(preview));
      if (!preview) [inputs, state] = [checked, response.getProperties()];
    },
    async remove() {
      const request = new messages.DeleteRequest().setId(id).setUrn(urn).setName("it").setType(token);
      await plugin.call("delete", request.setProperties(state).setOldInputs(inputs));
    },
  };
}

function toStruct(value) {
  return struct.Struct.fromJavaScript(value);
}
