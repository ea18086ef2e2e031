import { connect } from "node:net";
import { PassThrough } from "node:stream";
import { startEmulator } from "../../emulator";
import { withoutStall } from "../../emulator/oss/body";
import { clientOf, md5 } from "./support/client";

it("answers RequestTimeout for a body that stops coming, and leaves its stream open", async () => {
  const source = new PassThrough();
  source.write("first");
  const pieces = withoutStall(source, 30);
  expect(String((await pieces.next()).value)).toBe("first");
  await expect(pieces.next()).rejects.toMatchObject({
    code: "RequestTimeout",
    status: 400,
    headers: { Connection: "close" },
  });
  expect(source.destroyed).toBe(false);
  source.destroy();
});

it("does not count the time that the reader takes", async () => {
  const source = new PassThrough();
  const pieces = withoutStall(source, 50);
  source.write("one");
  await pieces.next();
  source.end("two");
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(String((await pieces.next()).value)).toBe("two");
  expect((await pieces.next()).done).toBe(true);
});

it("answers a body that is too large while the rest of it is still coming", async () => {
  await using emulator = await startEmulator();
  const send = clientOf(emulator, { bucket: "large-bodies" });
  await send({ method: "PUT" });
  const { port } = new URL(emulator.urls.oss);
  await send({ method: "PUT", query: "acl", headers: { "x-oss-acl": "public-read-write" } });
  const text = await new Promise<string>((resolve) => {
    let seen = "";
    const socket = connect(Number(port), "127.0.0.1", () => {
      socket.write(
        `POST /large-bodies/?delete HTTP/1.1\r\nHost: localhost\r\nContent-MD5: ${md5("x")}\r\nContent-Length: 9000000\r\n\r\n`,
      );
      socket.write(Buffer.alloc(3_000_000, "x"));
    });
    socket.on("data", (data) => {
      seen += data;
      if (seen.includes("</Error>")) {
        socket.destroy();
        resolve(seen);
      }
    });
  });
  expect(text).toContain("HTTP/1.1 400");
  expect(text).toContain("<Code>MalformedXML</Code>");
});
