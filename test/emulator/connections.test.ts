/** What several requests on one connection do to each other. */
import { connect } from "node:net";
import { type Emulator, startEmulator } from "../../emulator";
import { type Client, clientOf } from "./support/client";

let emulator: Emulator;
let send: Client;
beforeAll(async () => {
  emulator = await startEmulator();
  send = clientOf(emulator);
  await send({ method: "PUT", bucket: "open", headers: { "x-oss-acl": "public-read-write" } });
});
afterAll(() => emulator.stop());

/** What comes back for these bytes until the connection closes. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(emulator.port, "127.0.0.1", () => socket.write(text));
    socket.on("error", reject);
    socket.on("data", (piece) => {
      received += String(piece);
    });
    socket.on("close", () => resolve(received));
  });
}

const bare = (method: string, key: string, headers = "", body = "") =>
  `${method} /open/${key} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n${body}`;

it("serves pipelined requests one after the other: each sees what those before it wrote", async () => {
  const received = await exchange(
    bare("PUT", "a", "Content-Length: 3\r\n", "abc") +
      bare("GET", "a") +
      bare("DELETE", "a") +
      bare("GET", "a") +
      bare("PUT", "a", "Content-Length: 5\r\n", "hello") +
      bare("HEAD", "a") +
      bare("GET", "a", "Connection: close\r\n"),
  );
  const statuses = [...received.matchAll(/HTTP\/1\.1 (\d+) /g)].map((match) => Number(match[1]));
  expect(statuses).toEqual([200, 200, 204, 404, 200, 200, 200]);
  expect(received).toMatch(/\r\n\r\nhello$/);
});

it("lets the rest of a refused body go by, and serves the next request on the same connection", async () => {
  const refused = [
    // Larger than the 16 KB of PutBucketCors (L6393): known before the body is all there.
    { path: "open/?cors", size: 3_000_000, signed: true },
    // Refused before any of the body is read.
    { path: "no-such-bucket/key", size: 3_000_000, signed: false },
  ];
  for (const { path, size, signed } of refused) {
    const [bucket = "", rest = ""] = path.split("/");
    const call = signed ? { bucket, query: rest.slice(1) } : { bucket, key: rest };
    for (let round = 0; round < 3; round += 1) {
      const body = signed ? `<CORSConfiguration>${" ".repeat(size)}</CORSConfiguration>` : Buffer.alloc(size);
      const answer = await send({ method: "PUT", ...call, body });
      expect(answer.element("Code")).toBe(signed ? "MalformedXML" : "NoSuchBucket");
      expect((await send({ bucket: "open", query: "acl" })).status).toBe(200);
    }
  }
});

it("writes nothing of a body that ends before its Content-Length", async () => {
  await new Promise<void>((resolve, reject) => {
    const socket = connect(emulator.port, "127.0.0.1", () =>
      socket.end(bare("PUT", "cut", "Content-Length: 10\r\n", "abc")),
    );
    socket.on("error", reject);
    socket.resume();
    socket.on("close", () => resolve());
  });
  expect((await send({ method: "HEAD", bucket: "open", key: "cut" })).status).toBe(404);
});
