/**
 * What other clients than those of the conformance suite send and need, found by driving the emulator with the vendor's
 * SDKs for Python (oss2 2.19) and Go (version 2, 1.6) and with curl.
 */
import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";
import { connect } from "node:net";
import { type Emulator, startEmulator } from "../../emulator";
import { createRawClient, type RawClient } from "../support/ossRawClient";

const OWNER = { ownerId: "1000000000000001", accessKeyId: "granary", accessKeySecret: "granary-secret" };

let emulator: Emulator;
let port: number;
let send: RawClient;
beforeAll(async () => {
  emulator = await startEmulator({ oss: 0, memory: true });
  port = Number(new URL(emulator.urls.oss).port);
  send = createRawClient(port, OWNER, () => new Date());
});
afterAll(() => emulator.stop());
afterEach(() => emulator.reset());
beforeEach(() => send({ method: "PUT", bucket: "web", headers: { "x-oss-acl": "public-read-write" } }));

const put = (query: string, body: string, headers = {}) =>
  send({ method: "PUT", bucket: "web", query, body, headers: { ...headers, "Content-MD5": md5(body) } });
const get = (query: string, key = "") => send({ method: "GET", bucket: "web", key, query });

function md5(text: string): string {
  return createHash("md5").update(text).digest("base64");
}

/** An unsigned request in path style with exactly this target and these headers. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = "",
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, async (incoming) => {
      const pieces: Buffer[] = [];
      for await (const piece of incoming) {
        pieces.push(piece as Buffer);
      }
      const text = Buffer.concat(pieces).toString();
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

describe("the vendor's Python SDK", () => {
  test("finds elements by their bare names: no root has a namespace", async () => {
    await put("versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
    await put(
      "website",
      "<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument></WebsiteConfiguration>",
    );
    const queries = [
      "",
      "list-type=2",
      "versions",
      "uploads",
      "location",
      "logging",
      "versioning",
      "website",
      "bucketInfo",
    ];
    for (const query of queries) {
      const answer = await get(query);
      expect([query, answer.status, answer.body.includes("xmlns")]).toEqual([query, 200, false]);
    }
  });

  test("sends an empty continuation-token for the first page", async () => {
    const page = await get("list-type=2&continuation-token=&start-after=&prefix=&delimiter=");
    expect([page.status, page.element("KeyCount"), page.element("ContinuationToken")]).toEqual([200, "0", undefined]);
  });

  test("sends empty markers for the first page of parts, uploads and versions", async () => {
    const begun = await send({ method: "POST", bucket: "web", key: "k", query: "uploads" });
    const parts = await get(`uploadId=${begun.element("UploadId")}&part-number-marker=&max-parts=10`, "k");
    expect([parts.status, parts.element("PartNumberMarker")]).toEqual([200, "0"]);
    expect((await get("uploads&key-marker=&upload-id-marker=")).elements("UploadId")).toHaveLength(1);
    expect((await get("versions&key-marker=&version-id-marker=")).status).toBe(200);
  });

  test("writes True and False into lifecycle rules, websites and inventories", async () => {
    const lifecycle =
      "<LifecycleConfiguration><Rule><ID>a</ID><Prefix>a/</Prefix><Status>Enabled</Status><Expiration>" +
      "<ExpiredObjectDeleteMarker>True</ExpiredObjectDeleteMarker></Expiration></Rule></LifecycleConfiguration>";
    expect((await put("lifecycle", lifecycle)).status).toBe(200);
    expect((await get("lifecycle")).element("ExpiredObjectDeleteMarker")).toBe("true");
    const website =
      "<WebsiteConfiguration><RoutingRules><RoutingRule><RuleNumber>1</RuleNumber><Condition/><Redirect>" +
      "<RedirectType>External</RedirectType><HostName>h.example.com</HostName><PassQueryString>False</PassQueryString>" +
      "</Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>";
    expect((await put("website", website)).status).toBe(200);
    expect((await get("website")).element("PassQueryString")).toBe("false");
    const inventory =
      "<InventoryConfiguration><Id>i</Id><IsEnabled>True</IsEnabled><Destination><OSSBucketDestination><Format>CSV</Format>" +
      "<AccountId>1</AccountId><RoleArn>acs:ram::1:role/r</RoleArn><Bucket>acs:oss:::web</Bucket></OSSBucketDestination>" +
      "</Destination><Schedule><Frequency>Daily</Frequency></Schedule><IncludedObjectVersions>All</IncludedObjectVersions>" +
      "</InventoryConfiguration>";
    expect((await put("inventory&inventoryId=i", inventory)).status).toBe(200);
    expect((await get("inventory&inventoryId=i")).element("IsEnabled")).toBe("true");
  });

  test("is refused True where the reference asks for true or false, in transfer acceleration (L3024)", async () => {
    const body = "<TransferAccelerationConfiguration><Enabled>True</Enabled></TransferAccelerationConfiguration>";
    const answer = await put("transferAcceleration", body);
    expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
  });

  test("signs DescribeRegions by V1 without its parameter, and the Go SDK with it", async () => {
    for (const resource of ["/", "/?regions=oss-cn-beijing"]) {
      const date = new Date().toUTCString();
      const signature = createHmac("sha1", "granary-secret").update(`GET\n\n\n${date}\n${resource}`).digest("base64");
      const headers = { Host: "oss-cn-hangzhou.aliyuncs.com", Date: date, Authorization: `OSS granary:${signature}` };
      const answer = await raw("GET", "/?regions=oss-cn-beijing", headers);
      expect([resource, answer.status]).toEqual([resource, 200]);
    }
  });
});

test("overlapping prefixes of lifecycle rules are taken with the header that the vendor's later pages name, and only so", async () => {
  const rule = (id: string, prefix: string) =>
    `<Rule><ID>${id}</ID><Prefix>${prefix}</Prefix><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>`;
  const body = `<LifecycleConfiguration>${rule("a", "a/")}${rule("b", "a/b/")}</LifecycleConfiguration>`;
  expect((await put("lifecycle", body)).element("Code")).toBe("InvalidRequest");
  expect((await put("lifecycle", body, { "x-oss-allow-same-action-overlap": "false" })).status).toBe(400);
  expect((await put("lifecycle", body, { "x-oss-allow-same-action-overlap": "true" })).status).toBe(200);
  const odd = await put("lifecycle", body, { "x-oss-allow-same-action-overlap": "yes" });
  expect([odd.status, odd.element("ArgumentName")]).toEqual([400, "x-oss-allow-same-action-overlap"]);
});

describe("curl", () => {
  test("waits for 100 Continue before it sends a body", async () => {
    const received = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(port, "127.0.0.1", () => {
        socket.write("PUT /web/slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
      });
      socket.on("error", reject);
      socket.on("data", (piece) => {
        const before = text;
        text += String(piece);
        if (before === "") {
          socket.write("hello");
        }
        if (text.includes("200 OK")) {
          socket.destroy();
          resolve(text);
        }
      });
    });
    expect(received).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    expect((await raw("GET", "/web/slow")).body).toBe("hello");
  });

  test("uploads in chunks without a length, and must give one of both", async () => {
    expect((await raw("PUT", "/web/chunked", { "Transfer-Encoding": "chunked" }, "abc")).status).toBe(200);
    expect((await raw("GET", "/web/chunked")).body).toBe("abc");
    const target = "PUT /web/none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    const answer = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(target));
      socket.on("error", reject);
      socket.on("data", (piece) => {
        text += String(piece);
      });
      socket.on("close", () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 411 /);
    expect(answer).toContain("<Code>MissingContentLength</Code>");
  });

  test("keeps a target as it is: double slashes, dots, plus signs, escapes and separators are part of the key", async () => {
    const targets = [
      ["/web/a//b/../c/./d", "a//b/../c/./d"],
      ["/web/plus+sp%20pct%25amp&eq=semi;at@col:com,", "plus+sp pct%amp&eq=semi;at@col:com,"],
      ["/web/%E4%B8%AD%2Fslash", "中/slash"],
      ["/web/trailing/", "trailing/"],
    ] as const;
    for (const [target, key] of targets) {
      expect((await raw("PUT", target, {}, key)).status).toBe(200);
      expect((await raw("GET", target)).body).toBe(key);
    }
    expect((await get("encoding-type=url")).elements("Key")).toEqual([
      "a%2F%2Fb%2F..%2Fc%2F.%2Fd",
      "plus%2Bsp%20pct%25amp%26eq%3Dsemi%3Bat%40col%3Acom%2C",
      "trailing%2F",
      "%E4%B8%AD%2Fslash",
    ]);
  });

  test("is refused keys that begin with a slash, are too long, or can't be decoded", async () => {
    const slash = await raw("PUT", "/web//lead", {}, "x");
    expect([slash.status, slash.body.includes("<Code>InvalidObjectName</Code>")]).toEqual([400, true]);
    expect((await raw("PUT", `/web/${"k".repeat(1023)}`, {}, "x")).status).toBe(200);
    expect((await raw("PUT", `/web/${"%C3%A9".repeat(512)}`, {}, "x")).status).toBe(400);
    for (const target of ["/web/%ff", "/web/%zz", "/web/%E4%B8"]) {
      const answer = await raw("GET", target);
      expect([target, answer.status, answer.body.includes("<Code>InvalidURI</Code>")]).toEqual([target, 400, true]);
    }
  });
});

test("an object whose name holds control characters is listed with them as they are, and a carriage return as a reference", async () => {
  expect((await raw("PUT", "/web/a%01%0Db", {}, "x")).status).toBe(200);
  expect((await get("")).body).toContain("<Key>a\x01&#13;b</Key>");
  expect((await get("encoding-type=url")).element("Key")).toBe("a%01%0Db");
});
