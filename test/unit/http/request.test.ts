import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { Readable } from "node:stream";
import { TransportError, WireError } from "../../../provider/http/errors";
import { createTransport, type HttpRequest, isLoopback, type TransportOptions } from "../../../provider/http/request";
import { bodyOf, serve } from "./server";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((transport) => transport.close()));
});

function transport(options: TransportOptions = {}) {
  const made = createTransport({ env: {}, ...options });
  open.push(made);
  return made;
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => new Error("it did not fail"),
    (error: unknown) => error,
  );
}

const GET = { operation: "GetBucketCors", resource: "web", method: "GET", path: "/" } satisfies Partial<HttpRequest>;

describe("sending a request", () => {
  test("puts path, headers and body on the wire as they are, and reads the whole answer", async () => {
    await using at = await serve(async (request, response) => {
      const seen = [
        request.method,
        request.url,
        request.headers["x-oss-meta-name"],
        request.headers["content-length"],
        await bodyOf(request),
      ];
      response.writeHead(201, {
        "X-Oss-Request-Id": "534B371674E88A4D8906008B",
        "X-Echo": Buffer.from("盘", "utf8").toString("latin1"),
      });
      response.end(JSON.stringify(seen));
    });
    const answer = await transport().send({
      ...GET,
      origin: at.origin,
      method: "PUT",
      path: "/web/a/../b%2F?cors&x=1",
      headers: { "X-Oss-Meta-Name": "盘", "content-type": "text/plain" },
      body: "naïve",
    });
    expect(answer.status).toBe(201);
    expect(answer.headers["x-oss-request-id"]).toBe("534B371674E88A4D8906008B");
    expect(answer.headers["x-echo"]).toBe("盘");
    expect(JSON.parse(answer.text)).toEqual([
      "PUT",
      "/web/a/../b%2F?cors&x=1",
      Buffer.from("盘", "utf8").toString("latin1"),
      "6",
      "naïve",
    ]);
  });

  test("every status is an answer, and redirects are left to the caller", async () => {
    await using at = await serve((_request, response) =>
      response.writeHead(307, { location: "http://elsewhere.example/" }).end("moved"),
    );
    const answer = await transport().send({ ...GET, origin: at.origin });
    expect([answer.status, answer.text, answer.headers.location]).toEqual([307, "moved", "http://elsewhere.example/"]);
  });

  test("reuses a kept-alive connection, and opens no more than the bound", async () => {
    const ports = new Set<number | undefined>();
    let underWay = 0;
    let most = 0;
    await using at = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay--;
        response.end("ok");
      }, 5);
    });
    const bounded = transport({ connections: 3 });
    await Promise.all(Array.from({ length: 20 }, () => bounded.send({ ...GET, origin: at.origin })));
    expect(most).toBe(3);
    expect(ports.size).toBe(3);
  });

  test("resolves names that end in .localhost to the loopback address without asking a resolver", async () => {
    await using at = await serve((request, response) => response.end(request.headers.host));
    const answer = await transport().send({ ...GET, origin: `http://my-bucket.oss-cn-hangzhou.localhost:${at.port}` });
    expect(answer.text).toBe(`my-bucket.oss-cn-hangzhou.localhost:${at.port}`);
  });
});

describe("streams", () => {
  const MEGABYTE = Buffer.alloc(1024 * 1024, "x");

  test("an upload and a download of 200 MB stay within a small memory", async () => {
    let received = 0;
    await using at = await serve((request, response) => {
      if (request.method === "GET") {
        Readable.from(megabytes(200)).pipe(response);
        return;
      }
      request.on("data", (chunk: Buffer) => {
        received += chunk.length;
      });
      request.on("end", () => response.end(String(received)));
    });
    function* megabytes(count: number) {
      for (let i = 0; i < count; i++) yield MEGABYTE;
    }
    const client = transport();
    const before = process.memoryUsage.rss();
    const put = await client.send({ ...GET, origin: at.origin, method: "PUT", body: Readable.from(megabytes(200)) });
    expect(put.text).toBe("209715200");
    const got = await client.send({ ...GET, origin: at.origin, stream: true });
    let size = 0;
    for await (const chunk of got.body as Readable) size += (chunk as Buffer).length;
    expect(size).toBe(209_715_200);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
  });

  test("a streamed request whose answer is an error gives its text", async () => {
    await using at = await serve((_request, response) => response.writeHead(404).end("<Error/>"));
    const answer = await transport().send({ ...GET, origin: at.origin, stream: true });
    expect([answer.status, answer.text, answer.body]).toEqual([404, "<Error/>", undefined]);
  });

  test("a download that is destroyed unread frees its connection", async () => {
    await using at = await serve((_request, response) => {
      response.write(MEGABYTE);
    });
    const client = transport({ connections: 1 });
    for (let i = 0; i < 3; i++) {
      const { body } = await client.send({ ...GET, origin: at.origin, stream: true });
      body?.destroy();
    }
  });

  test("a download that breaks off is a TransportError, not a short file", async () => {
    await using at = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("only this", () => response.destroy());
    });
    const { body } = await transport().send({ ...GET, origin: at.origin, stream: true });
    const error = await failureOf((body as Readable).toArray());
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ kind: "reset", operation: "GetBucketCors" });
  });

  test("an error of the caller's own upload stream comes back unchanged", async () => {
    await using at = await serve(async (request, response) => response.end(await bodyOf(request)));
    const gone = Object.assign(new Error("ENOENT: no such file"), { code: "ENOENT" });
    const body = new Readable({
      read() {
        this.destroy(gone);
      },
    });
    expect(await failureOf(transport().send({ ...GET, origin: at.origin, method: "PUT", body }))).toBe(gone);
  });
});

describe("a request without an answer", () => {
  async function unusedPort(): Promise<number> {
    await using at = await serve(() => {});
    return at.port;
  }

  test("says connection refused, and that nothing was sent", async () => {
    const port = await unusedPort();
    const error = await failureOf(transport().send({ ...GET, origin: `http://127.0.0.1:${port}` }));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ kind: "refused", nothingSent: true, operation: "GetBucketCors" });
    expect((error as Error).message).toBe(
      `GetBucketCors on web: connection refused (127.0.0.1:${port}): ECONNREFUSED; check that the endpoint is right and that something listens there`,
    );
  });

  test("says connection refused for a name with several addresses too", async () => {
    const error = await failureOf(transport().send({ ...GET, origin: `http://x.localhost:${await unusedPort()}` }));
    expect(error).toMatchObject({ kind: "refused", nothingSent: true });
  });

  test("says that the host is unknown", async () => {
    const error = await failureOf(transport().send({ ...GET, origin: "http://oss-cn-nowhere.invalid" }));
    expect(error).toMatchObject({ kind: "unknown-host", nothingSent: true });
  });

  test("says that no answer came in time", async () => {
    await using at = await serve(() => {});
    const error = await failureOf(transport({ headersTimeoutMs: 50 }).send({ ...GET, origin: at.origin }));
    expect(error).toMatchObject({ kind: "timeout", nothingSent: false });
  });

  test("says that the rest of a body did not come in time", async () => {
    await using at = await serve((_request, response) => {
      response.write("<CORS");
    });
    const error = await failureOf(transport({ bodyTimeoutMs: 50 }).send({ ...GET, origin: at.origin }));
    expect(error).toMatchObject({ kind: "timeout", nothingSent: false });
  });

  test("says that the connection broke", async () => {
    await using at = await serve((request) => request.socket.destroy());
    const error = await failureOf(transport().send({ ...GET, origin: at.origin, method: "POST", body: "x" }));
    expect(error).toMatchObject({ kind: "reset", nothingSent: false });
  });

  test("says that there is no TLS where https meets plain http", async () => {
    await using at = await serve((_request, response) => response.end());
    const error = await failureOf(transport().send({ ...GET, origin: `https://127.0.0.1:${at.port}` }));
    expect(error).toMatchObject({ kind: "tls", nothingSent: true });
  });

  test("says that the answer is no HTTP", async () => {
    const tcp = createTcpServer((socket) => socket.on("error", () => {}).end("SSH-2.0-OpenSSH_9.6\r\n"));
    await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
    const error = await failureOf(
      transport().send({ ...GET, origin: `http://127.0.0.1:${(tcp.address() as AddressInfo).port}` }),
    );
    tcp.close();
    expect(error).toBeInstanceOf(WireError);
    expect((error as Error).message).toContain(
      "GetBucketCors on web: the answer is not as documented: expected an HTTP response",
    );
  });

  test("refuses a body that is too large to hold", async () => {
    await using at = await serve((_request, response) => response.end("x".repeat(2000)));
    const error = await failureOf(transport({ maxBodyBytes: 1000 }).send({ ...GET, origin: at.origin }));
    expect(error).toBeInstanceOf(WireError);
    expect((error as Error).message).toContain("a body of at most 1000 bytes");
  });

  test("stops when it is cancelled, before, while waiting, and while reading", async () => {
    await using silent = await serve(() => {});
    await using slow = await serve((_request, response) => {
      response.write("x");
    });
    const client = transport();
    const waiting = new AbortController();
    const sent = failureOf(client.send({ ...GET, origin: silent.origin, signal: waiting.signal }));
    setTimeout(() => waiting.abort(), 20);
    const reading = AbortSignal.timeout(50);
    expect(await failureOf(client.send({ ...GET, origin: silent.origin, signal: AbortSignal.abort() }))).toMatchObject({
      kind: "aborted",
    });
    expect(await sent).toMatchObject({ kind: "aborted" });
    expect(await failureOf(client.send({ ...GET, origin: slow.origin, signal: reading }))).toMatchObject({
      kind: "aborted",
      message: expect.stringContaining("aborted due to timeout"),
    });
  });
});

describe("proxies", () => {
  test("a request goes through HTTP_PROXY", async () => {
    await using proxy = await serve((request, response) => response.end(`${request.method} ${request.url}`));
    const client = transport({ env: { HTTP_PROXY: proxy.origin } });
    const answer = await client.send({ ...GET, origin: "http://oss-cn-hangzhou.example.invalid", path: "/web/?cors" });
    expect(answer.text).toBe("GET http://oss-cn-hangzhou.example.invalid/web/?cors");
  });

  test("an https request asks HTTPS_PROXY for a tunnel, and says so when the proxy refuses it", async () => {
    const asked: (string | undefined)[] = [];
    await using proxy = await serve(() => {});
    proxy.server.on("connect", (request, socket) => {
      asked.push(request.url);
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
    const client = transport({ env: { https_proxy: proxy.origin } });
    const error = await failureOf(client.send({ ...GET, origin: "https://oss-cn-hangzhou.example.invalid" }));
    expect(asked).toEqual(["oss-cn-hangzhou.example.invalid:443"]);
    expect(error).toMatchObject({ kind: "refused", nothingSent: true });
    expect((error as Error).message).toContain("Proxy response (403)");
    expect((error as Error).message).toContain("check HTTPS_PROXY, HTTP_PROXY and NO_PROXY");
  });

  test("this machine, and hosts in NO_PROXY, are reached directly", async () => {
    await using proxy = await serve((_request, response) => response.end("the proxy"));
    await using at = await serve((_request, response) => response.end("the service"));
    const client = transport({ env: { HTTP_PROXY: proxy.origin, NO_PROXY: "direct.invalid" } });
    expect((await client.send({ ...GET, origin: at.origin })).text).toBe("the service");
    expect((await client.send({ ...GET, origin: `http://b.localhost:${at.port}` })).text).toBe("the service");
    expect(await failureOf(client.send({ ...GET, origin: "http://direct.invalid" }))).toMatchObject({
      kind: "unknown-host",
    });
  });

  test.each([
    ["localhost", true],
    ["web.LOCALHOST", true],
    ["127.0.0.1", true],
    ["127.8.9.10", true],
    ["[::1]", true],
    ["localhost.example.com", false],
    ["mylocalhost", false],
    ["128.0.0.1", false],
  ])("%s is loopback: %s", (name, expected) => {
    expect(isLoopback(name)).toBe(expected);
  });
});
