// pulumirpc.ResourceProvider: the methods that describe the plugin, and those that it does not have.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { call, type Plugin, root, servePlugin } from "../support/pluginClient";

const version: string = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

let plugin: Plugin;
beforeAll(async () => {
  plugin = await servePlugin();
});
afterAll(() => plugin.stop());

test("a handshake says that secrets and resource references are understood and output values are not", async () => {
  const request = new rpc.ProviderHandshakeRequest();
  request.setEngineAddress("127.0.0.1:1");
  const response = await call(plugin, plugin.client.handshake, request);
  expect(response.toObject()).toMatchObject({
    acceptSecrets: true,
    acceptResources: true,
    acceptOutputs: false,
    supportsAutonamingConfiguration: true,
  });
});

test("the plugin tells the version of its package", async () => {
  const info = await call(plugin, plugin.client.getPluginInfo, new Empty());
  expect(info.getVersion()).toBe(version);
});

test("the schema is that of the package, with its version", async () => {
  const response = await call(plugin, plugin.client.getSchema, new rpc.GetSchemaRequest());
  const schema = JSON.parse(response.getSchema());
  expect(schema.name).toBe("granary");
  expect(schema.version).toBe(version);
  expect(schema.resources["granary:oss:BucketCors"].requiredInputs).toEqual(["bucket", "rules"]);
  expect(schema.provider.inputProperties.oss).toBeDefined();
});

test("attaching to another engine and cancelling with nothing under way succeed, again and again", async () => {
  const attach = new PluginAttach();
  attach.setAddress("127.0.0.1:1");
  for (let i = 0; i < 2; i++) {
    await expect(call(plugin, plugin.client.attach, attach)).resolves.toBeInstanceOf(Empty);
    await expect(call(plugin, plugin.client.cancel, new Empty())).resolves.toBeInstanceOf(Empty);
  }
});

describe("what Granary does not have answers UNIMPLEMENTED", () => {
  const { UNIMPLEMENTED } = grpc.status;
  const methods: [string, () => Promise<unknown>][] = [
    ["Parameterize", () => call(plugin, plugin.client.parameterize, new rpc.ParameterizeRequest())],
    ["Construct", () => call(plugin, plugin.client.construct, new rpc.ConstructRequest())],
    ["Call", () => call(plugin, plugin.client.call, new rpc.CallRequest())],
    ["GetMapping", () => call(plugin, plugin.client.getMapping, new rpc.GetMappingRequest())],
    ["GetMappings", () => call(plugin, plugin.client.getMappings, new rpc.GetMappingsRequest())],
    ["List", () => firstOf(plugin.client.list(new rpc.ListRequest()))],
  ];
  test.each(methods)("%s", async (_, ask) => {
    await expect(ask()).rejects.toMatchObject({ code: UNIMPLEMENTED });
  });
});

function firstOf(stream: grpc.ClientReadableStream<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    stream.on("data", resolve);
    stream.on("end", () => resolve("the end"));
    stream.on("error", reject);
  });
}

test("a resource or function that does not exist is told as a defect, with its name", async () => {
  const check = new rpc.CheckRequest();
  check.setUrn("urn:pulumi:test::suite::granary:oss:Nothing::x");
  await expect(call(plugin, plugin.client.check, check)).rejects.toMatchObject({
    details: expect.stringContaining(`There is no resource oss:Nothing in granary ${version}`),
  });
  const invoke = new rpc.InvokeRequest();
  invoke.setTok("granary:oss:getNothing");
  await expect(call(plugin, plugin.client.invoke, invoke)).rejects.toMatchObject({
    details: expect.stringContaining(`There is no function oss:getNothing in granary ${version}`),
  });
});
