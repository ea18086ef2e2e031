import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../emulator";
import { openDatabase } from "../../emulator/store/database";
import { clientOf } from "./support/client";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "granary-test-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** The emulator in a process of its own. */
async function spawnEmulator(): Promise<{ child: ChildProcess; emulator: Pick<Emulator, "urls"> }> {
  const child = spawn(
    process.execPath,
    ["-r", join(__dirname, "support/register.cjs"), join(__dirname, "support/serve.ts"), data],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const oss = await new Promise<string>((resolve, reject) => {
    child.stdout!.on("data", (text: Buffer) => resolve(String(text).replace(/^oss /, "").trim()));
    child.once("exit", () => reject(new Error("The emulator did not start.")));
  });
  return { child, emulator: { urls: { oss } } };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

it("keeps every answered write across kill -9 in the middle of others", async () => {
  const answered = new Map<string, string>();
  for (let round = 0; round < 3; round++) {
    const { child, emulator } = await spawnEmulator();
    const send = clientOf(emulator as Emulator, { bucket: "durable" });
    if (round === 0) {
      expect((await send({ method: "PUT" })).status).toBe(200);
    }
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let i = 0; ; i++) {
        const key = `round-${round}/writer-${writer}/${i}`;
        // Every fifth body spans chunks, so that the process also dies between two of them.
        const body = i % 5 === 4 ? key.repeat(100_000) : key;
        const answer = await send({ method: "PUT", key, body });
        expect(answer.status).toBe(200);
        answered.set(key, answer.headers.etag!);
      }
    });
    const ended = Promise.allSettled(writers);
    await new Promise((resolve) => setTimeout(resolve, 400 + 150 * round));
    await kill(child);
    await ended;
  }
  expect(answered.size).toBeGreaterThan(20);

  await using emulator = await startEmulator({ data });
  const send = clientOf(emulator, { bucket: "durable" });
  const found = new Map<string, string>();
  let marker = "";
  for (;;) {
    const page = await send({ query: `max-keys=1000&marker=${encodeURIComponent(marker)}` });
    const etags = page.elements("ETag");
    for (const [i, key] of page.elements("Key").entries()) {
      found.set(key, etags[i]!);
    }
    if (page.element("IsTruncated") === "false") {
      break;
    }
    marker = page.element("NextMarker")!;
  }
  for (const [key, etag] of answered) {
    expect([key, found.get(key)]).toEqual([key, etag]);
  }
  // What was listed is whole: the content has the digest that was stored with it.
  for (const [key, etag] of found) {
    const answer = await send({ key });
    expect([key, answer.status, answer.headers.etag]).toEqual([key, 200, etag]);
    expect(answer.text).toBe(answer.text.length > key.length ? key.repeat(100_000) : key);
  }
}, 60_000);

it("sweeps what a killed process left half written", async () => {
  const { child, emulator } = await spawnEmulator();
  const send = clientOf(emulator as Emulator, { bucket: "half" });
  await send({ method: "PUT" });
  await send({ method: "PUT", key: "whole", body: Buffer.alloc(2_500_000, 1) });
  // A body that stops after three chunks.
  const { request } = await import("node:http");
  await send({ method: "PUT", query: "acl", headers: { "x-oss-acl": "public-read-write" } });
  const stopped = request(`${emulator.urls.oss}/half/broken`, {
    method: "PUT",
    headers: { "Content-Length": "9000000" },
  });
  stopped.on("error", () => {});
  await new Promise<void>((resolve) => stopped.write(Buffer.alloc(3_500_000, 2), () => setTimeout(resolve, 200)));
  await kill(child);

  const file = join(data, "store.sqlite");
  const before = openDatabase(file);
  expect(before.all("SELECT id FROM bodies WHERE committed = 0")).toHaveLength(1);
  before.close();
  await (await startEmulator({ data })).stop();
  const after = openDatabase(file);
  expect(after.all("SELECT id FROM bodies WHERE committed = 0")).toHaveLength(0);
  expect(after.get("SELECT count(*) AS n FROM bodies")).toEqual({ n: 1 });
  expect(after.get("SELECT count(*) AS n FROM chunks")).toEqual({ n: 3 });
  expect(after.get("SELECT sum(size) AS n FROM layout")).toEqual({ n: 2_500_000 });
  after.close();
}, 60_000);

it("frees the chunks of what is overwritten, deleted and aborted", async () => {
  await using emulator = await startEmulator({ data });
  const send = clientOf(emulator, { bucket: "freed" });
  await send({ method: "PUT" });
  const large = Buffer.alloc(2_500_000, 1);
  await send({ method: "PUT", key: "k", body: large });
  await send({ method: "PUT", key: "k", body: large });
  await send({ method: "DELETE", key: "k" });
  const id = (await send({ method: "POST", key: "m", query: "uploads" })).element("UploadId");
  await send({ method: "PUT", key: "m", query: `partNumber=1&uploadId=${id}`, body: large });
  await send({ method: "PUT", key: "m", query: `partNumber=1&uploadId=${id}`, body: large });
  await send({ method: "DELETE", key: "m", query: `uploadId=${id}` });
  await send({ method: "PUT", key: "refused", body: large, headers: { "Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg==" } });
  await emulator.stop();
  const database = openDatabase(join(data, "store.sqlite"));
  for (const table of ["bodies", "layout", "chunks", "versions", "uploads", "parts"]) {
    expect([table, database.get(`SELECT count(*) AS n FROM ${table}`)]).toEqual([table, { n: 0 }]);
  }
  database.close();
});

it("refuses a store of a newer format, and a file that is none of ours", async () => {
  const file = join(data, "store.sqlite");
  await (await startEmulator({ data })).stop();
  let database = openDatabase(file);
  database.exec("PRAGMA user_version = 2");
  database.close();
  await expect(startEmulator({ data })).rejects.toThrow(
    "The store has format 2; this version of Granary reads up to 1.",
  );
  rmSync(file);
  database = openDatabase(file);
  database.exec("CREATE TABLE other (x)");
  database.close();
  await expect(startEmulator({ data })).rejects.toThrow("The file is not a Granary emulator store.");
});

it("undoes a request that fails in the middle", async () => {
  await using emulator = await startEmulator({ data });
  const send = clientOf(emulator, { bucket: "atomic" });
  await send({ method: "PUT" });
  await send({ method: "PUT", key: "a", body: "x" });
  const { createHash } = await import("node:crypto");
  const body = `<Delete><Object><Key>a</Key></Object><Object><Key></Key></Object></Delete>`;
  const headers = { "content-md5": createHash("md5").update(body).digest("base64") };
  expect((await send({ method: "POST", query: "delete", body, headers })).status).toBe(400);
  expect((await send({ key: "a" })).text).toBe("x");
});
