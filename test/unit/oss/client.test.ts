import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ConfigError, TransportError, WireError } from "../../../provider/http/errors";
import { systemClock } from "../../../provider/http/retry";
import { createOssClient } from "../../../provider/oss/client";
import { OssError } from "../../../provider/oss/errors";
import { authorizationHeader as v1Authorization } from "../../../provider/oss/sign/v1";
import { authorizationHeader as v4Authorization } from "../../../provider/oss/sign/v4";
import { serve } from "../http/server";
import {
  client,
  closeClients,
  failureOf,
  GET_CORS,
  KEYS,
  NOW,
  noChain,
  ok,
  open,
  PUT_CORS,
  refuse,
  service,
  still,
} from "./clientService";

afterEach(closeClients);

describe("a request", () => {
  test("goes out path-style to an address, signed with V4 over what is sent", async () => {
    await using oss = await service(ok);
    const answer = await client({ endpoint: oss.origin }).send(PUT_CORS);
    expect([answer.status, answer.text, answer.attempts]).toEqual([200, "<ok/>", 1]);
    const [seen] = oss.requests;
    expect([seen?.method, seen?.url, seen?.body]).toEqual(["PUT", "/web/?cors", "<CORSConfiguration/>"]);
    expect(seen?.headers).toMatchObject({
      "content-type": "application/xml",
      "content-md5": createHash("md5").update("<CORSConfiguration/>").digest("base64"),
      "x-oss-date": "20240501T083015Z",
      "x-oss-content-sha256": "UNSIGNED-PAYLOAD",
      "user-agent": "granary",
      "content-length": "20",
    });
    const sent = Object.fromEntries(Object.entries(seen?.headers ?? {}).map(([name, value]) => [name, String(value)]));
    expect(seen?.headers.authorization).toBe(
      v4Authorization({ method: "PUT", bucket: "web", query: { cors: true }, headers: sent }, KEYS, NOW, "cn-hangzhou"),
    );
  });

  test("goes out virtual-host style where that is asked for, to a name that no resolver knows", async () => {
    await using oss = await service(ok);
    const at = `http://oss-cn-hangzhou.localhost:${oss.port}`;
    await client({ endpoint: at, addressing: "virtual" }).send({
      ...GET_CORS,
      key: "a/b c.html",
      query: { versionId: "null" },
    });
    const [seen] = oss.requests;
    expect(seen?.host).toBe(`web.oss-cn-hangzhou.localhost:${oss.port}`);
    expect(seen?.url).toBe("/a/b%20c.html?versionId=null");
  });

  test("can be signed with V1, without a region", async () => {
    await using oss = await service(ok);
    const v1 = client({ endpoint: oss.origin, region: undefined, signatureVersion: "v1", securityToken: "sts-token" });
    await v1.send({ ...GET_CORS, headers: { "X-Oss-Meta-A": "é", "x-oss-none": undefined } });
    const [seen] = oss.requests;
    expect(seen?.headers["x-oss-security-token"]).toBe("sts-token");
    expect(seen?.headers).not.toHaveProperty("x-oss-none");
    const date = "Wed, 01 May 2024 08:30:15 GMT";
    const headers = { "x-oss-meta-a": "é", "x-oss-date": date, "x-oss-security-token": "sts-token" };
    expect(seen?.headers.authorization).toBe(
      v1Authorization({ method: "GET", bucket: "web", query: { cors: true }, headers }, KEYS, date),
    );
  });

  test("about the service has no bucket, and its parameters are encoded and in order", async () => {
    await using oss = await service(ok);
    await client({ endpoint: oss.origin }).send({
      operation: "GetService",
      method: "GET",
      query: { prefix: "a b/+", "max-keys": "1", marker: "" },
    });
    expect(oss.requests[0]?.url).toBe("/?marker&max-keys=1&prefix=a%20b%2F%2B");
  });

  test("streams a body up and down", async () => {
    await using oss = await service((seen, _n, response) => void response.end(seen.body.toUpperCase()));
    const answer = await client({ endpoint: oss.origin }).send({
      operation: "PutObject",
      method: "PUT",
      bucket: "web",
      key: "k",
      headers: { "content-length": "6" },
      body: () => Readable.from(["abc", "def"], { objectMode: false }),
      stream: true,
    });
    expect(oss.requests[0]?.headers).toMatchObject({ "content-length": "6" });
    expect(oss.requests[0]?.headers).not.toHaveProperty("content-type");
    expect(Buffer.concat(await (answer.body as Readable).toArray()).toString()).toBe("ABCDEF");
  });

  test("asks for the keys before every attempt, so that a renewed token is used", async () => {
    await using oss = await service((_seen, n, response) =>
      n === 1 ? refuse(response, 503, "ServiceUnavailable") : response.end(),
    );
    let asked = 0;
    const renewing = createOssClient(
      { endpoint: oss.origin, region: "cn-hangzhou" },
      {
        env: {},
        clock: still(),
        openChain: () => ({
          getCredential: async () => ({
            accessKeyId: `id${++asked}`,
            accessKeySecret: "secret",
            securityToken: `token${asked}`,
          }),
        }),
      },
    );
    open.push(renewing);
    await renewing.send(GET_CORS);
    expect(oss.requests.map((seen) => seen.headers["x-oss-security-token"])).toEqual(["token1", "token2"]);
  });
});

describe("repeating", () => {
  test("a busy service is asked again, with the same body, and the answer tells how often", async () => {
    const clock = still();
    await using oss = await service((_seen, n, response) =>
      n < 3 ? refuse(response, 500, "InternalError") : response.end("done"),
    );
    const body = () => Readable.from(["part1", "part2"], { objectMode: false });
    const answer = await client({ endpoint: oss.origin }, clock).send({ ...PUT_CORS, contentMd5: false, body });
    expect([answer.text, answer.attempts]).toEqual(["done", 3]);
    expect(oss.requests.map((seen) => seen.body)).toEqual(["part1part2", "part1part2", "part1part2"]);
    expect(clock.slept).toEqual([200, 400]);
  });

  test("throttling of data indexing is repeated although its status is 403", async () => {
    await using oss = await service((_seen, n, response) =>
      n === 1 ? refuse(response, 403, "Throttling.Api") : response.end(),
    );
    await client({ endpoint: oss.origin }).send({
      ...GET_CORS,
      operation: "DoMetaQuery",
      method: "POST",
      idempotent: true,
    });
    expect(oss.requests).toHaveLength(2);
  });

  test("a POST is not repeated once the service may have done it", async () => {
    await using oss = await service((_seen, _n, response) => refuse(response, 500, "InternalError"));
    const error = await failureOf(
      client({ endpoint: oss.origin }).send({ ...GET_CORS, operation: "InitiateBucketWorm", method: "POST" }),
    );
    expect(error).toMatchObject({ name: "OssError", code: "InternalError", attempts: 1 });
    expect(oss.requests).toHaveLength(1);
  });

  test("a broken connection is repeated, and the error after the last attempt says how many there were", async () => {
    await using at = await serve((request) => request.socket.destroy());
    const error = await failureOf(client({ endpoint: at.origin, maxAttempts: 3 }).send(GET_CORS));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ kind: "reset", attempts: 3 });
  });

  test("a gateway's page is repeated, and told as what it is", async () => {
    await using oss = await service(
      (_seen, _n, response) => void response.writeHead(502).end("<html>Bad Gateway</html>"),
    );
    const error = await failureOf(client({ endpoint: oss.origin, maxAttempts: 2 }).send(GET_CORS));
    expect(error).toBeInstanceOf(WireError);
    expect((error as Error).message).toBe(
      "GetBucketCors on web: the answer (502) is not as documented: expected <Error>, got <html>; request 5C3D9175B6FC20120002; " +
        "check that the endpoint is the service itself, then report this as a bug",
    );
    expect(oss.requests).toHaveLength(2);
  });

  test("a cancel ends the wait between attempts, a running request, and the wait for a place", async () => {
    await using busy = await service((_seen, _n, response) => {
      response.setHeader("retry-after", "60");
      refuse(response, 503, "ServiceUnavailable");
    });
    await using silent = await serve(() => {});
    const started = Date.now();
    const signal = AbortSignal.timeout(50);
    const waiting = client({ endpoint: busy.origin }, systemClock).send({ ...GET_CORS, signal });
    const narrow = client({ endpoint: silent.origin, maxParallel: 1 }, systemClock);
    const running = narrow.send({ ...GET_CORS, signal });
    const queued = narrow.send({ ...GET_CORS, signal });
    for (const error of await Promise.all([waiting, running, queued].map(failureOf))) {
      expect(error).toBeInstanceOf(TransportError);
      expect(error).toMatchObject({ kind: "aborted", operation: "GetBucketCors" });
    }
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test("no more requests are under way than allowed, downloads included", async () => {
    let underWay = 0;
    let most = 0;
    await using oss = await service((_seen, _n, response) => {
      most = Math.max(most, ++underWay);
      response.write("x");
      setTimeout(() => {
        underWay--;
        response.end();
      }, 5);
    });
    const narrow = client({ endpoint: oss.origin, maxParallel: 2 });
    await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const answer = await narrow.send({ ...GET_CORS, bucket: `b${n}`, stream: n % 2 === 0 });
        await answer.body?.toArray();
      }),
    );
    expect(most).toBe(2);
  });
});

describe("a refusal", () => {
  test("is a typed error with code, status, request id and the finer code", async () => {
    await using oss = await service((_seen, _n, response) => {
      response.setHeader("x-oss-ec", "0015-00000101");
      refuse(
        response,
        404,
        "NoSuchBucket",
        "<RequestId>534B371674E88A4D8906008B</RequestId><BucketName>web</BucketName>",
      );
    });
    const error = await failureOf(client({ endpoint: oss.origin }).send(GET_CORS));
    expect(error).toBeInstanceOf(OssError);
    expect((error as Error).message).toBe(
      "GetBucketCors on web: NoSuchBucket (404) m; request 534B371674E88A4D8906008B (EC 0015-00000101); " +
        "check the bucket's name, region and account, or run pulumi refresh if it was deleted",
    );
    expect(oss.requests).toHaveLength(1);
  });

  test("of HEAD has its code from the status", async () => {
    await using oss = await service((_seen, _n, response) => void response.writeHead(404).end());
    const head = client({ endpoint: oss.origin }).send({
      operation: "HeadObject",
      method: "HEAD",
      bucket: "web",
      key: "k",
    });
    expect(await failureOf(head)).toMatchObject({ code: "NoSuchKey", status: 404, requestId: "5C3D9175B6FC20120001" });
  });

  test("never tells a key, a token or a signature, whatever the service sends back", async () => {
    await using oss = await service((seen, _n, response) =>
      refuse(
        response,
        403,
        "SignatureDoesNotMatch",
        `<StringToSign>${seen.headers.authorization} s3cr3t-token</StringToSign><Echo>granary-secret</Echo>`,
      ),
    );
    const error = (await failureOf(
      client({ endpoint: oss.origin, securityToken: "s3cr3t-token" }).send(GET_CORS),
    )) as OssError;
    expect(error.code).toBe("SignatureDoesNotMatch");
    expect(`${error.message}\n${error.stack}`).not.toMatch(/granary-secret|s3cr3t-token|Signature=/);
  });
});

describe("configuration", () => {
  test("is looked at when the first request is sent, so that a preview needs neither keys nor a region", async () => {
    const empty = createOssClient({}, { env: {}, openChain: noChain });
    const error = await failureOf(empty.send(GET_CORS));
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message.split("\n")).toEqual([
      expect.stringMatching(
        /^granary:oss\.region: no region is set; run `pulumi config set --path granary:oss\.region/,
      ),
      expect.stringMatching(
        /^granary:oss\.accessKeyId: no credentials are set; run `pulumi config set --path granary:oss\.accessKeyId/,
      ),
    ]);
  });

  test("without a region alone says so alone", async () => {
    const error = await failureOf(createOssClient(KEYS, { env: {} }).send(GET_CORS));
    expect((error as Error).message).toMatch(/^granary:oss\.region: no region is set; [^\n]*$/);
  });

  test("with an endpoint that names no region needs one for V4", async () => {
    const error = await failureOf(
      createOssClient({ ...KEYS, endpoint: "http://127.0.0.1:1" }, { env: {} }).send(GET_CORS),
    );
    expect(error).toMatchObject({ name: "ConfigError", setting: "granary:oss.region" });
  });

  test("from the environment alone is enough", async () => {
    await using oss = await service(ok);
    const env = {
      GRANARY_OSS_ENDPOINT: oss.origin,
      OSS_REGION: "cn-hangzhou",
      OSS_ACCESS_KEY_ID: "a",
      OSS_ACCESS_KEY_SECRET: "bbbb",
    };
    const fromEnvironment = createOssClient({}, { env });
    open.push(fromEnvironment);
    expect((await fromEnvironment.send(GET_CORS)).status).toBe(200);
  });

  test("a MD5 is made of a text or buffer only", async () => {
    const body = () => Readable.from([]);
    const error = await failureOf(client({ endpoint: "http://127.0.0.1:1" }).send({ ...PUT_CORS, body }));
    expect((error as Error).message).toBe("PutBucketCors: Content-MD5 of a stream");
  });
});
