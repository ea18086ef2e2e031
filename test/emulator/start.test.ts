import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../../emulator";
import { clientOf, control } from "./support/client";

it("takes a free port on loopback, and tells how to reach it", async () => {
  await using emulator = await startEmulator();
  expect(emulator.urls.oss).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(emulator.env()).toEqual({
    GRANARY_OSS_ENDPOINT: emulator.urls.oss,
    OSS_ACCESS_KEY_ID: "granary",
    OSS_ACCESS_KEY_SECRET: "granary-secret",
    OSS_REGION: "cn-hangzhou",
  });
});

it("runs several times in one process, each with its own data and keys", async () => {
  await using one = await startEmulator();
  await using two = await startEmulator({ accessKeyId: "other", accessKeySecret: "key", region: "us-west-1" });
  const toOne = clientOf(one, { bucket: "shared-name" });
  const toTwo = clientOf(two, {
    bucket: "shared-name",
    accessKeyId: "other",
    accessKeySecret: "key",
    region: "us-west-1",
  });
  expect((await toOne({ method: "PUT" })).status).toBe(200);
  expect((await toTwo({ query: "acl" })).element("Code")).toBe("NoSuchBucket");
  expect((await toTwo({ method: "PUT", sign: "v1" })).status).toBe(200);
  expect((await toTwo({ query: "bucketInfo" })).element("Location")).toBe("oss-us-west-1");
  expect((await toTwo({ query: "acl", accessKeyId: "granary" })).element("Code")).toBe("InvalidAccessKeyId");
});

it("starts within 300 ms", async () => {
  const started = performance.now();
  await using _emulator = await startEmulator();
  expect(performance.now() - started).toBeLessThan(300);
});

it("says what to do when the port is taken", async () => {
  await using emulator = await startEmulator();
  const oss = Number(new URL(emulator.urls.oss).port);
  await expect(startEmulator({ oss })).rejects.toThrow(
    `Port ${oss} on 127.0.0.1 is in use, perhaps by another emulator. Stop that one, or choose another port with --oss (0 = any free one).`,
  );
});

it("says what to do when the data directory is taken, and releases it when it stops", async () => {
  const data = mkdtempSync(join(tmpdir(), "granary-test-"));
  try {
    const first = await startEmulator({ data });
    await expect(startEmulator({ data })).rejects.toThrow(
      `The data directory ${data} is in use by another emulator. Stop that one, or choose another directory with --data.`,
    );
    await clientOf(first)({ method: "PUT", bucket: "kept" });
    await first.stop();
    await using second = await startEmulator({ data });
    expect((await clientOf(second)({ bucket: "kept", query: "acl" })).status).toBe(200);
    second.reset();
    expect((await clientOf(second)({ bucket: "kept", query: "acl" })).status).toBe(404);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

it("refuses memory and data together", async () => {
  await expect(startEmulator({ memory: true, data: "somewhere" })).rejects.toThrow("not both");
});

it("refuses an address that is not this machine's", async () => {
  await expect(startEmulator({ host: "192.0.2.1" })).rejects.toThrow("192.0.2.1 is no address of this machine.");
});

it("lets running requests finish when it stops, and closes idle connections", async () => {
  const emulator = await startEmulator();
  const send = clientOf(emulator);
  await send({ method: "PUT", bucket: "draining" });
  await control(emulator, "POST", "faults", { operation: "GetBucketAcl", delayMs: 200 });
  const running = send({ bucket: "draining", query: "acl" });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const started = performance.now();
  const stopped = emulator.stop();
  expect((await running).status).toBe(200);
  await stopped;
  expect(performance.now() - started).toBeLessThan(2000);
  await expect(send({})).rejects.toThrow(/ECONNREFUSED|socket hang up|ECONNRESET/);
  await emulator.stop();
});

it("does not wait for ever for a client that never finishes", async () => {
  const emulator = await startEmulator();
  const { port } = new URL(emulator.urls.oss);
  const hanging = request({ port, method: "PUT", path: "/b/k", headers: { "Content-Length": "10" } });
  hanging.on("error", () => {});
  hanging.write("x");
  await new Promise((resolve) => setTimeout(resolve, 50));
  const started = performance.now();
  await emulator.stop();
  expect(performance.now() - started).toBeLessThan(4000);
  hanging.destroy();
}, 15_000);

it("adds no signal handlers to its process", async () => {
  const before = ["SIGINT", "SIGTERM"].map((signal) => process.listenerCount(signal));
  await using _emulator = await startEmulator();
  expect(["SIGINT", "SIGTERM"].map((signal) => process.listenerCount(signal))).toEqual(before);
});

it("needs for 500 small writes at most five times as long as for 500 reads, in a data directory", async () => {
  const data = mkdtempSync(join(tmpdir(), "granary-test-"));
  try {
    await using emulator = await startEmulator({ data });
    const send = clientOf(emulator, { bucket: "many" });
    await send({ method: "PUT" });
    const spent = { PUT: 0, GET: 0 };
    // In turns, so that whatever else the machine does slows down both.
    for (let i = 0; i < 500; i++) {
      for (const method of ["PUT", "GET"] as const) {
        const started = performance.now();
        const answer = await send({ method, key: `k${i}`, body: method === "PUT" ? `content ${i}` : undefined });
        spent[method] += performance.now() - started;
        expect(answer.status).toBe(200);
      }
    }
    expect(spent.PUT).toBeLessThan(5 * spent.GET);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}, 60_000);
