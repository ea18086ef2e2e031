// The host of dynamic providers that comes with @pulumi/pulumi, in a process of its own, running the text that a resource of
// the dynamic front carries in its state. The package lies behind a symbolic link, as with pnpm and workspaces.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { dynamicType, providerText } from "../../sdk/runtime/dynamic";
import { type Emulated, SECRET_KEY, startEmulated, TOKEN } from "../support/emulated";
import { type FakeEngine, startFakeEngine } from "../support/fakeEngine";
import { call, isBuilt, root, type SpawnedPlugin, spawnScript } from "../support/pluginClient";
import { fromStruct, secret, toStruct, UNKNOWN, type Values } from "../support/wire";

let folder: string;
let emulated: Emulated;
let engine: FakeEngine;
let host: SpawnedPlugin;

const script = join(root, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider", "index.js");
const token = "oss:BucketCors";
const __provider = providerText(token);
const program = { bucket: "web", rules: [{ allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] }] };

beforeAll(async () => {
  if (!isBuilt()) throw new Error("dist/ is missing: run `npm run build` (npm test does)");
  emulated = await startEmulated();
  engine = await startFakeEngine();
  folder = mkdtempSync(join(tmpdir(), "granary-host-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "granary"), "dir");
  host = await startHost();
});
afterAll(async () => {
  await host.stop();
  await engine.stop();
  await emulated.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  emulated.reset();
  await emulated.send({ method: "PUT", bucket: "web" });
});

/** One process is one run of the engine, and ends soon after the engine does. */
async function startHost(): Promise<SpawnedPlugin> {
  const started = await spawnScript(script, {}, [engine.address], folder);
  const request = new rpc.ConfigureRequest();
  request.setArgs(toStruct({ "granary:oss": secret(JSON.stringify(emulated.config)) }));
  await call(started, started.client.configure, request);
  return started;
}

const urn = `urn:pulumi:test::suite::${dynamicType(token)}::web`;
const wire = (values: Values) => toStruct({ ...values, __provider });

async function check(news: Values, olds: Values = {}): Promise<rpc.CheckResponse> {
  const request = new rpc.CheckRequest();
  request.setUrn(urn);
  request.setOlds(toStruct(olds));
  request.setNews(wire(news));
  return call(host, host.client.check, request);
}

async function create(inputs: Values): Promise<rpc.CreateResponse> {
  const request = new rpc.CreateRequest();
  request.setUrn(urn);
  request.setProperties(wire(inputs));
  return call(host, host.client.create, request);
}

async function diff(olds: Values, news: Values): Promise<rpc.DiffResponse> {
  const request = new rpc.DiffRequest();
  request.setId("web");
  request.setUrn(urn);
  request.setOlds(wire(olds));
  request.setNews(wire(news));
  return call(host, host.client.diff, request);
}

async function read(properties: Values): Promise<rpc.ReadResponse> {
  const request = new rpc.ReadRequest();
  request.setId("web");
  request.setUrn(urn);
  request.setProperties(wire(properties));
  return call(host, host.client.read, request);
}

test("the text is short and names the installed package", () => {
  expect(__provider).toBe('exports.handler = () => require("granary/dynamic").provider("oss:BucketCors");');
  expect(__provider.length).toBeLessThan(100);
});

test("check refuses with the place and takes what is not known yet", async () => {
  const refused = await check({ bucket: "web", rules: [{ allowedOrigins: ["*"], allowedMethods: ["PATCH"] }] });
  expect(refused.getFailuresList().map((each) => each.toObject())).toEqual([
    {
      property: "rules[0].allowedMethods[0]",
      reason: 'oss:BucketCors: rules[0].allowedMethods[0]: "PATCH" is not one of GET, PUT, POST, DELETE, HEAD',
    },
  ]);
  const taken = await check({ bucket: UNKNOWN, rules: program.rules });
  expect(taken.getFailuresList()).toEqual([]);
  expect(fromStruct(taken.getInputs())).toEqual({ bucket: UNKNOWN, rules: program.rules, __provider });
});

test("what other resources of the program have said is known to every kind, so what does not go together is refused", async () => {
  const said = async (kind: string, news: Values) => {
    const request = new rpc.CheckRequest();
    request.setUrn(`urn:pulumi:test::suite::${dynamicType(kind)}::web`);
    request.setOlds(toStruct({}));
    request.setNews(toStruct({ ...news, __provider: providerText(kind) }));
    const response = await call(host, host.client.check, request);
    return response.getFailuresList().map((failure) => failure.getReason());
  };
  expect(await said("oss:Bucket", { bucket: "vault" })).toEqual([]);
  expect(await said("oss:BucketRetentionPolicy", { bucket: "vault", retentionPeriodInDays: 30 })).toEqual([]);
  const [reason, ...more] = await said("oss:BucketVersioning", { bucket: "vault", status: "Enabled" });
  expect(more).toEqual([]);
  expect(reason).toMatch(/bucket vault can't have .* both; the other is oss:BucketRetentionPolicy vault/);
  expect(reason).toContain("a retention policy");
  expect(reason).toContain("versioning");
});

test("a whole life: create, refresh, drift, update, delete", async () => {
  const made = await create(program);
  expect(made.getId()).toBe("web");
  const state = fromStruct(made.getProperties());
  expect(state).toEqual({ ...program, responseVary: false, __provider });

  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  expect((await diff(state, program)).getChanges()).toBe(DIFF_NONE);
  const settled = await read(state);
  expect(fromStruct(settled.getProperties())).toEqual(state);
  expect(settled.getInputs()).toBeUndefined();

  await emulated.change({
    bucket: "web",
    document: "cors",
    value: { rules: [{ ...program.rules[0], allowedHeaders: [], exposeHeaders: [], maxAgeSeconds: 9 }] },
  });
  const drifted = await read(state);
  // The protocol does not tell the recorded inputs: defaults that the state shows become part of them, and change nothing.
  const live = { bucket: "web", rules: [{ ...program.rules[0], maxAgeSeconds: 9 }], responseVary: false };
  expect(fromStruct(drifted.getInputs())).toEqual({ ...live, __provider });
  expect((await diff(fromStruct(drifted.getProperties()), program)).getChanges()).toBe(DIFF_SOME);

  const update = new rpc.UpdateRequest();
  update.setId("web");
  update.setUrn(urn);
  update.setOlds(drifted.getProperties());
  update.setNews(wire(program));
  const updated = await call(host, host.client.update, update);
  expect(fromStruct(updated.getProperties())).toEqual(state);

  await host.stop();
  host = await startHost();
  const remove = new rpc.DeleteRequest();
  remove.setId("web");
  remove.setUrn(urn);
  remove.setProperties(wire(state));
  await call(host, host.client.delete, remove);
  expect((await read(state)).getId()).toBe("");
});

test("a failure is one sentence without a stack, a key or a token", async () => {
  await emulated.fault({ operation: "PutBucketCors", code: "AccessDenied", status: 403, times: 9 });
  const error = await create(program).catch((cause) => cause);
  expect(error.details).toMatch(/^PutBucketCors on web: AccessDenied \(403\) .*; request [0-9A-F]{24}/);
  for (const text of [error.details, host.stderr()]) {
    expect(text).not.toMatch(/\n\s+at /);
    expect(text).not.toContain(SECRET_KEY);
    expect(text).not.toContain(TOKEN);
  }
});

test("a half-done create is handed to the engine with its state", async () => {
  const worm = "oss:BucketRetentionPolicy";
  await emulated.fault({ operation: "CompleteBucketWorm", status: 500, code: "InternalError" });
  const request = new rpc.CreateRequest();
  request.setUrn(urn);
  const inputs = { bucket: "web", retentionPeriodInDays: 1, locked: true };
  request.setProperties(toStruct({ ...inputs, __provider: providerText(worm) }));
  const error = await call(host, host.client.create, request).catch((cause) => cause);
  const [details] = error.metadata.get("grpc-status-details-bin");
  expect(Buffer.from(details).toString("latin1")).toContain("pulumirpc.ErrorResourceInitFailed");
  expect(error.details).toMatch(/^CompleteBucketWorm on web: InternalError \(500\)/);
});
