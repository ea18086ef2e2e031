// Requests that take too long: ended by Cancel, by the resource's custom timeout, or by the engine giving up its call.
import * as grpc from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Emulated, startEmulated } from "../support/emulated";
import { eventually } from "../support/eventually";
import { type FakeEngine, startFakeEngine } from "../support/fakeEngine";
import { call, configure, type Plugin, servePlugin, urnOf } from "../support/pluginClient";
import { fromStruct, toStruct, type Values } from "../support/wire";

let emulated: Emulated;
let engine: FakeEngine;
let plugin: Plugin;
beforeAll(async () => {
  emulated = await startEmulated();
  engine = await startFakeEngine();
});
afterAll(async () => {
  await engine.stop();
  await emulated.stop();
});
beforeEach(async () => {
  emulated.reset();
  plugin = await servePlugin(engine.address);
  engine.forget();
  await configure(plugin, { oss: { ...emulated.config, maxAttempts: 5 } });
});
afterEach(() => plugin.stop());

const rules = [{ allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] }];
const slow = { delayMs: 3_000 };

function create(token: string, properties: Values, timeout = 0): Promise<rpc.CreateResponse> {
  const request = new rpc.CreateRequest();
  request.setUrn(urnOf(token, "web"));
  request.setProperties(toStruct(properties));
  request.setTimeout(timeout);
  return call(plugin, plugin.client.create, request);
}

async function struck(): Promise<void> {
  expect(await eventually(emulated.faults, (left) => left.length === 0)).toEqual([]);
}

function timed<T>(work: Promise<T>): Promise<{ error: grpc.ServiceError | undefined; ms: number }> {
  const start = performance.now();
  const after = (error?: grpc.ServiceError) => ({ error, ms: performance.now() - start });
  return work.then(() => after(), after);
}

test("Cancel ends what is under way, at once and without another attempt", async () => {
  await emulated.fault({ operation: "PutBucket", ...slow });
  const creating = timed(create("oss:Bucket", { bucket: "web" }));
  await struck();
  await call(plugin, plugin.client.cancel, new Empty());
  const { error, ms } = await creating;
  expect(error?.details).toMatch(/^PutBucket on web: cancelled \(127\.0\.0\.1:\d+\); run again to go on$/);
  expect(error?.code).toBe(grpc.status.CANCELLED);
  expect(ms).toBeLessThan(2_000);
  // It can be asked for more afterwards: the engine sends a Cancel at the end of every operation.
  await call(plugin, plugin.client.cancel, new Empty());
  expect((await create("oss:Bucket", { bucket: "shop" })).getId()).toBe("shop");
});

test("Cancel ends a pause between two attempts", async () => {
  await emulated.fault({ operation: "PutBucket", status: 503, code: "ServiceUnavailable", times: 100 });
  const creating = timed(create("oss:Bucket", { bucket: "web" }));
  await eventually(emulated.operations, (seen) => seen.length >= 3);
  await call(plugin, plugin.client.cancel, new Empty());
  const { error, ms } = await creating;
  expect(error?.details).toMatch(/^PutBucket on web: cancelled/);
  expect(ms).toBeLessThan(2_000);
});

describe("the custom timeout of the resource, in seconds", () => {
  test("ends a create; done again it converges", async () => {
    await emulated.fault({ operation: "PutBucketCors", delayMs: 600 });
    await emulated.send({ method: "PUT", bucket: "web" });
    const { error, ms } = await timed(create("oss:BucketCors", { bucket: "web", rules }, 0.2));
    expect(error?.details).toMatch(
      /^PutBucketCors on web: cancelled .*: it took longer than the custom timeout of 0\.2 s; run again/,
    );
    expect(ms).toBeLessThan(2_000);
    expect((await create("oss:BucketCors", { bucket: "web", rules }, 10)).getId()).toBe("web");
  });

  test.each<[string, string, (bucket: Values) => Promise<unknown>]>([
    [
      "a read",
      "GetBucketCors",
      (bucket) => {
        const request = new rpc.ReadRequest();
        request.setId("web");
        request.setUrn(urnOf("oss:BucketCors", "web"));
        request.setProperties(toStruct(bucket));
        request.setInputs(toStruct(bucket));
        request.setTimeout(0.2);
        return call(plugin, plugin.client.read, request);
      },
    ],
    [
      "an update",
      "PutBucketCors",
      (bucket) => {
        const request = new rpc.UpdateRequest();
        request.setId("web");
        request.setUrn(urnOf("oss:BucketCors", "web"));
        request.setOlds(toStruct(bucket));
        request.setNews(toStruct({ ...bucket, responseVary: true }));
        request.setTimeout(0.2);
        return call(plugin, plugin.client.update, request);
      },
    ],
    [
      "a delete",
      "DeleteBucketCors",
      (bucket) => {
        const request = new rpc.DeleteRequest();
        request.setId("web");
        request.setUrn(urnOf("oss:BucketCors", "web"));
        request.setProperties(toStruct(bucket));
        request.setTimeout(0.2);
        return call(plugin, plugin.client.delete, request);
      },
    ],
  ])("ends %s", async (_, operation, ask) => {
    await emulated.send({ method: "PUT", bucket: "web" });
    await create("oss:BucketCors", { bucket: "web", rules });
    await emulated.fault({ operation, ...slow });
    const { error, ms } = await timed(ask({ bucket: "web", rules }));
    expect(error?.details).toMatch(
      new RegExp(`^${operation} on web: cancelled .*it took longer than the custom timeout of 0\\.2 s; run again`),
    );
    expect(ms).toBeLessThan(2_000);
  });

  test("bounds the wait for a replication rule that is being cleared", async () => {
    for (const bucket of ["web", "copy"]) {
      await emulated.send({ method: "PUT", bucket });
    }
    const inputs = { bucket: "web", targetBucket: "copy", targetLocation: "oss-cn-hangzhou" };
    const made = await create("oss:BucketReplication", inputs);
    const remove = new rpc.DeleteRequest();
    remove.setId(made.getId());
    remove.setUrn(urnOf("oss:BucketReplication", "web"));
    remove.setProperties(toStruct(fromStruct(made.getProperties())));
    await call(plugin, plugin.client.delete, remove);
    const { error, ms } = await timed(create("oss:BucketReplication", inputs, 1));
    // The time is over in a pause between two attempts, or in one of them.
    expect(error?.details).toMatch(
      /^PutBucketReplication on web: cancelled(: it took longer than the custom timeout of 1 s, waiting until OSS has cleared the old replication rule of web to copy| \(\S+\): it took longer than the custom timeout of 1 s); run again to go on$/,
    );
    expect(engine.messages()).toEqual([
      {
        text: "waiting until OSS has cleared the old replication rule of web to copy",
        urn: urnOf("oss:BucketReplication", "web"),
        severity: 1,
      },
    ]);
    expect(ms).toBeLessThan(3_000);
  });
});

test("an engine that gives up its call ends the request", async () => {
  await emulated.fault({ operation: "PutBucket", ...slow });
  const request = new rpc.CreateRequest();
  request.setUrn(urnOf("oss:Bucket", "web"));
  request.setProperties(toStruct({ bucket: "web" }));
  const failed = new Promise<grpc.ServiceError | null>((resolve) => {
    const asked = plugin.client.create(request, (error) => resolve(error));
    void struck().then(() => asked.cancel());
  });
  expect((await failed)?.code).toBe(grpc.status.CANCELLED);
  // The connection of the request is broken off: the emulator finds nobody to answer, and the bucket is not read again.
  expect(await emulated.operations()).not.toContain("GetBucketInfo");
});
