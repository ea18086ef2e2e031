// node bench/forceDestroy.mjs [versions, default 100000] [name bytes, default 40]
//
// What destroying a full bucket costs: time, requests, and the memory of the process that does it, against an emulator in
// a process of its own. It runs the sources and needs no build. Nothing else should run meanwhile.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
require("../test/emulator/support/register.cjs");
const [count = 100_000, nameBytes = 40] = process.argv.slice(2).map(Number);
const PARALLEL = 32;

if (process.env.GRANARY_BENCH_EMULATOR) {
  const { startEmulator } = require("../emulator/index.ts");
  const emulator = await startEmulator({ oss: 0, memory: true });
  process.stdout.write(`${emulator.urls.oss}\n`);
} else {
  const env = { ...process.env, GRANARY_BENCH_EMULATOR: "1" };
  const child = spawn(process.execPath, [import.meta.filename], { env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [first] = await child.stdout.take(1).toArray();
    await measure(String(first).trim());
  } finally {
    child.kill();
  }
}

async function measure(endpoint) {
  const { granary } = require("../provider/index.ts");
  const { createLifecycle } = require("../provider/kit/lifecycle.ts");
  const { createOssClient } = require("../provider/oss/client.ts");
  const config = {
    endpoint,
    region: "cn-hangzhou",
    accessKeyId: "granary",
    accessKeySecret: "granary-secret",
  };
  const urn = "urn:pulumi:bench::bench::granary:oss:Bucket::full";
  const progress = (message) => process.stderr.write(`  ${message}\n`);
  const context = { signal: new AbortController().signal, progress };
  const lifecycle = createLifecycle(granary, { oss: config });
  const { state } = await lifecycle.create("oss:Bucket", { bucket: "full", forceDestroy: true }, context, urn);

  process.stderr.write(`filling the bucket with ${count} versions\n`);
  const client = createOssClient(config);
  const bucket = "full";
  await client.send({
    operation: "PutBucketVersioning",
    method: "PUT",
    bucket,
    query: { versioning: true },
    body: "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
  });
  let left = count;
  const worker = async () => {
    while (left > 0) {
      // Five versions of each name.
      const key = String(Math.floor(--left / 5)).padStart(nameBytes, "o");
      await client.send({ operation: "PutObject", method: "PUT", bucket, key, body: Buffer.alloc(1) });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  await fetch(`${endpoint}/_granary/journal`, { method: "DELETE" });

  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const began = performance.now();
  await lifecycle.remove("oss:Bucket", "full", state, context, urn);
  const seconds = (performance.now() - began) / 1000;
  clearInterval(timer);
  const journal = await (await fetch(`${endpoint}/_granary/journal`)).json();
  const megabytes = (bytes) => Math.round(bytes / 1e6);
  const cpu = process.cpuUsage();
  console.log(
    JSON.stringify({
      versions: count,
      seconds: Math.round(seconds * 10) / 10,
      requests: journal.length,
      rssBefore: `${megabytes(before)} MB`,
      rssMost: `${megabytes(most)} MB`,
      cpuOfTheProcess: `${Math.round((cpu.user + cpu.system) / 1e5) / 10} s, filling included`,
      node: process.version,
    }),
  );
  await client.close();
  process.exit(0);
}
