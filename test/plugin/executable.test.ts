// The executable that users have, in a process of its own: what it prints, where it finds its settings, and what is left
// when it is killed in the middle of its work.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Emulated, startEmulated } from "../support/emulated";
import { eventually } from "../support/eventually";
import { type FakeEngine, startFakeEngine } from "../support/fakeEngine";
import { call, check, isBuilt, type SpawnedPlugin, spawnPlugin, urnOf } from "../support/pluginClient";
import { fromStruct, toStruct, type Values } from "../support/wire";

let emulated: Emulated;
let engine: FakeEngine;
const plugins: SpawnedPlugin[] = [];

beforeAll(async () => {
  if (!isBuilt()) throw new Error("dist/ is missing: run `npm run build` (npm test does)");
  emulated = await startEmulated();
  engine = await startFakeEngine();
});
afterAll(async () => {
  await engine.stop();
  await emulated.stop();
});
beforeEach(() => emulated.reset());
afterEach(async () => {
  for (const plugin of plugins.splice(0)) await plugin.stop();
});

async function start(env: Record<string, string> = emulated.env(), args: string[] = [engine.address]) {
  const plugin = await spawnPlugin(env, args);
  plugins.push(plugin);
  return plugin;
}

function create(plugin: SpawnedPlugin, token: string, inputs: Values): Promise<rpc.CreateResponse> {
  const request = new rpc.CreateRequest();
  request.setUrn(urnOf(token, "subject"));
  request.setProperties(toStruct(inputs));
  return call(plugin, plugin.client.create, request);
}

async function update(plugin: SpawnedPlugin, token: string, id: string, olds: Values, news: Values): Promise<Values> {
  const request = new rpc.UpdateRequest();
  request.setId(id);
  request.setUrn(urnOf(token, "subject"));
  request.setOlds(toStruct(olds));
  request.setNews(toStruct(news));
  return fromStruct((await call(plugin, plugin.client.update, request)).getProperties());
}

async function read(plugin: SpawnedPlugin, token: string, id: string): Promise<Values> {
  const request = new rpc.ReadRequest();
  request.setId(id);
  request.setUrn(urnOf(token, "subject"));
  return fromStruct((await call(plugin, plugin.client.read, request)).getInputs());
}

test("the port is the only line on standard output, whatever happens afterwards", async () => {
  const plugin = await start();
  await check(plugin, "oss:Bucket", "subject", { bucket: "Wrong" });
  await create(plugin, "oss:Bucket", { bucket: "web" });
  await create(plugin, "oss:Bucket", { bucket: "Wrong" }).catch(() => {});
  await call(plugin, plugin.client.cancel, new Empty());
  expect(plugin.stdout()).toBe(`${plugin.port}\n`);
  expect(plugin.stderr()).toBe("");
});

test("what Node.js has compiled is kept while the plugin runs, as the engine kills it in the end", async () => {
  const folder = mkdtempSync(join(tmpdir(), "granary-compiled-"));
  try {
    await start({ ...emulated.env(), NODE_COMPILE_CACHE: folder });
    const files = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    expect((await eventually(files, (found) => found.length > 50, 10_000)).length).toBeGreaterThan(50);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the engine's flags come before its address, in any number", async () => {
  const plugin = await start(emulated.env(), ["--logtostderr", "-v=9", "--tracing", "file:./trace", engine.address]);
  const info = await call(plugin, plugin.client.getPluginInfo, new Empty());
  expect(info.getVersion()).toMatch(/^\d+\.\d+\.\d+/);
});

test("it serves without an engine, for whoever looks at its schema", async () => {
  const plugin = await start({}, []);
  const response = await call(plugin, plugin.client.getSchema, new rpc.GetSchemaRequest());
  const schema = JSON.parse(response.getSchema());
  expect(schema.name).toBe("granary");
  const info = await call(plugin, plugin.client.getPluginInfo, new Empty());
  expect(schema.version).toBe(info.getVersion());
});

test("it takes keys and endpoint from its environment, and a region that is missing is told", async () => {
  const plugin = await start();
  expect((await create(plugin, "oss:Bucket", { bucket: "web" })).getId()).toBe("web");
  const lost = await start({});
  await expect(check(lost, "oss:Bucket", "subject", { bucket: "web" })).rejects.toMatchObject({
    details: expect.stringMatching(/^granary:oss\.region: no region is set; /),
  });
});

test("an @pulumi/pulumi from before 3.246, whose reads tell no timeout, is enough", async () => {
  const folder = mkdtempSync(join(tmpdir(), "granary-test-"));
  const older = join(folder, "older.cjs");
  const messages = JSON.stringify(require.resolve("@pulumi/pulumi/proto/provider_pb"));
  writeFileSync(older, `delete require(${messages}).ReadRequest.prototype.getTimeout;`);
  try {
    const plugin = await start({ ...emulated.env(), NODE_OPTIONS: `--require ${older}` });
    await create(plugin, "oss:Bucket", { bucket: "web" });
    expect(await read(plugin, "oss:Bucket", "web")).toEqual({ bucket: "web" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("killed in the middle of its work, it converges when the work is done again", () => {
  const bucket = () => emulated.send({ method: "PUT", bucket: "web" });
  const rules = [{ allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] }];

  /** Starts the work, kills the plugin while the given operation is under way, and starts another one. */
  async function killedAt(
    operation: string,
    work: (plugin: SpawnedPlugin) => Promise<unknown>,
  ): Promise<SpawnedPlugin> {
    await emulated.fault({ operation, delayMs: 300 });
    const plugin = await start();
    const ended = work(plugin).then(
      () => "success",
      (error) => error.code as number,
    );
    expect(await eventually(emulated.faults, (left) => left.length === 0)).toEqual([]);
    await plugin.kill();
    expect(await ended).toBe(14); // UNAVAILABLE
    return start();
  }

  test("a bucket between its creation and its first look", async () => {
    const work = (plugin: SpawnedPlugin) => create(plugin, "oss:Bucket", { bucket: "web", storageClass: "IA" });
    const again = await killedAt("GetBucketInfo", work);
    expect((await work(again)).getId()).toBe("web");
    expect(await read(again, "oss:Bucket", "web")).toEqual({ bucket: "web", storageClass: "IA" });
  });

  test("CORS rules while they are written", async () => {
    await bucket();
    const work = (plugin: SpawnedPlugin) => create(plugin, "oss:BucketCors", { bucket: "web", rules });
    const again = await killedAt("PutBucketCors", work);
    await work(again);
    expect(await read(again, "oss:BucketCors", "web")).toEqual({ bucket: "web", rules });
  });

  test("tags of which the old ones are not deleted yet", async () => {
    await bucket();
    const olds = { bucket: "web", tags: { team: "web", old: "1" } };
    const news = { bucket: "web", tags: { team: "shop" } };
    await create(await start(), "oss:BucketTags", olds);
    const work = (plugin: SpawnedPlugin) => update(plugin, "oss:BucketTags", "web", olds, news);
    const again = await killedAt("DeleteBucketTags", work);
    await work(again);
    expect(await read(again, "oss:BucketTags", "web")).toEqual(news);
  });

  test("an inventory that is deleted and not made again yet", async () => {
    await bucket();
    const olds = {
      bucket: "web",
      inventoryId: "all",
      frequency: "Daily",
      destination: { bucket: "web", accountId: "1", roleArn: "acs:ram::1:role/inventory" },
    };
    const news = { ...olds, frequency: "Weekly" };
    await create(await start(), "oss:BucketInventory", olds);
    const work = (plugin: SpawnedPlugin) => update(plugin, "oss:BucketInventory", "web/all", olds, news);
    const again = await killedAt("PutBucketInventory", work);
    // The request of the killed one arrives in the end; the next one must cope with it.
    await eventually(emulated.operations, (seen) => seen.filter((name) => name === "PutBucketInventory").length >= 2);
    await work(again);
    expect(await read(again, "oss:BucketInventory", "web/all")).toEqual(news);
  });

  test("a retention policy that is made and not locked yet", async () => {
    await bucket();
    const inputs = { bucket: "web", retentionPeriodInDays: 1, locked: true };
    const work = (plugin: SpawnedPlugin) => create(plugin, "oss:BucketRetentionPolicy", inputs);
    const again = await killedAt("CompleteBucketWorm", work);
    await work(again);
    expect(await read(again, "oss:BucketRetentionPolicy", "web")).toEqual(inputs);
  });

  test("an object while it is put", async () => {
    await bucket();
    const checked = { bucket: "web", key: "a.txt", content: "a", contentType: "text/plain" };
    const plain = await start();
    const { inputs } = await check(plain, "oss:BucketObject", "subject", checked);
    const work = (plugin: SpawnedPlugin) => create(plugin, "oss:BucketObject", inputs);
    const again = await killedAt("PutObject", work);
    await work(again);
    expect((await emulated.send({ method: "GET", bucket: "web", key: "a.txt" })).body).toBe("a");
  });
});
