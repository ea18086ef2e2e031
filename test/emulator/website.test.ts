import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Emulator, startEmulator } from "../../emulator";
import { type Call, type Client, clientOf } from "./support/client";

let emulator: Emulator;
let send: Client;
let visit: Client;

beforeEach(async () => {
  emulator = await startEmulator();
  send = clientOf(emulator, { bucket: "site" });
  visit = clientOf(emulator, { bucket: "site", sign: "none" });
  await send({ method: "PUT", headers: { "x-oss-acl": "public-read" } });
  const pages = {
    "index.html": "root index",
    "error.html": "error page",
    "docs/index.html": "docs index",
    "docs/a b/index.html": "deep index",
    "page.html": "a page",
  };
  for (const [key, body] of Object.entries(pages)) {
    await send({ method: "PUT", key, body, headers: { "Content-Type": "text/html" } });
  }
});
afterEach(() => emulator.stop());

const configure = async (inner: string) => {
  const body = `<WebsiteConfiguration>${inner}</WebsiteConfiguration>`;
  const answer = await send({ method: "PUT", query: "website", body });
  expect([answer.status, answer.text]).toEqual([200, ""]);
};
const INDEX = "<IndexDocument><Suffix>index.html</Suffix></IndexDocument>";
const subdirectories = (type: number) =>
  `<IndexDocument><Suffix>index.html</Suffix><SupportSubDir>true</SupportSubDir><Type>${type}</Type></IndexDocument>`;
const ERROR = "<ErrorDocument><Key>error.html</Key></ErrorDocument>";
const rules = (...list: [condition: string, redirect: string][]) =>
  `<RoutingRules>${list
    .map(
      ([condition, redirect], i) =>
        `<RoutingRule><RuleNumber>${i + 1}</RuleNumber><Condition>${condition}</Condition><Redirect>${redirect}</Redirect></RoutingRule>`,
    )
    .join("")}</RoutingRules>`;
const seen = async (call: Call) => {
  const answer = await visit(call);
  return [answer.status, answer.status >= 300 && answer.status < 400 ? answer.headers.location : answer.text];
};

describe("index pages", () => {
  it("answer anonymous visitors of the root, while a signed request lists", async () => {
    await configure(INDEX);
    expect(await seen({})).toEqual([200, "root index"]);
    expect((await visit({})).headers["content-type"]).toBe("text/html");
    expect((await visit({ method: "HEAD" })).headers["content-length"]).toBe("10");
    expect((await send({})).text).toContain("<ListBucketResult");
    expect(await seen({ host: "site.oss-cn-hangzhou.aliyuncs.com" })).toEqual([200, "root index"]);
    expect(await seen({ target: "/site" })).toEqual([200, "root index"]);
  });

  it("answer sub-directories with the page of the root unless SupportSubDir is true", async () => {
    await configure(INDEX);
    expect(await seen({ key: "docs/" })).toEqual([200, "root index"]);
    await configure(subdirectories(0));
    expect(await seen({ key: "docs/" })).toEqual([200, "docs index"]);
    expect(await seen({})).toEqual([200, "root index"]);
  });

  it("treat a directory without its slash by Type", async () => {
    await configure(subdirectories(0) + ERROR);
    expect(await seen({ key: "docs/a b" })).toEqual([302, "/site/docs/a%20b/"]);
    expect(await seen({ key: "docs/a b", host: "site.localhost" })).toEqual([302, "/docs/a%20b/"]);
    expect(await seen({ key: "nowhere" })).toEqual([404, "error page"]);
    await configure(subdirectories(1) + ERROR);
    expect(await seen({ key: "docs" })).toEqual([404, "error page"]);
    await configure(subdirectories(2) + ERROR);
    expect(await seen({ key: "docs" })).toEqual([200, "docs index"]);
    await configure(INDEX);
    expect((await visit({ key: "docs" })).element("Code")).toBe("NoSuchKey");
  });

  it("leave queries to the page, but not those that are API calls", async () => {
    await configure(INDEX);
    expect(await seen({ query: "utm=1" })).toEqual([200, "root index"]);
    expect((await visit({ query: "acl" })).status).toBe(403);
  });

  it("are not there without a configuration", async () => {
    expect((await visit({})).element("Code")).toBe("AccessDenied");
  });

  it("obey the ACL", async () => {
    await configure(INDEX + ERROR);
    await send({ method: "PUT", query: "acl", headers: { "x-oss-acl": "private" } });
    const answer = await visit({});
    expect([answer.status, answer.element("Code")]).toEqual([403, "AccessDenied"]);
  });

  it("obey the Referer whitelist", async () => {
    await configure(INDEX);
    const body =
      "<RefererConfiguration><AllowEmptyReferer>false</AllowEmptyReferer><RefererList><Referer>http://ok.example</Referer></RefererList></RefererConfiguration>";
    await send({ method: "PUT", query: "referer", body });
    expect((await visit({})).status).toBe(403);
    expect((await visit({ headers: { Referer: "http://ok.example/" } })).status).toBe(200);
  });
});

describe("the error page", () => {
  it("answers for what does not exist, with 404 or as configured", async () => {
    await configure(ERROR);
    expect(await seen({ key: "absent" })).toEqual([404, "error page"]);
    await configure("<ErrorDocument><Key>error.html</Key><HttpStatus>200</HttpStatus></ErrorDocument>");
    expect(await seen({ key: "absent" })).toEqual([200, "error page"]);
    expect(await seen({ key: "absent", headers: { Range: "bytes=0-1" } })).toEqual([200, "error page"]);
  });

  it("is the plain error when it does not exist itself", async () => {
    await configure("<ErrorDocument><Key>none.html</Key></ErrorDocument>");
    const answer = await visit({ key: "absent" });
    expect([answer.status, answer.element("Code"), answer.element("Key")]).toEqual([404, "NoSuchKey", "absent"]);
  });

  it("is not for signed requests", async () => {
    await configure(ERROR);
    expect((await send({ key: "absent" })).element("Code")).toBe("NoSuchKey");
  });
});

describe("redirects", () => {
  const external = (more: string) => `<RedirectType>External</RedirectType>${more}`;
  const www = "<Protocol>https</Protocol><HostName>www.example.com</HostName>";

  it.each([
    ["to another host", "", external(www), "test", 301, "https://www.example.com/test"],
    [
      "with another code",
      "",
      external(`${www}<HttpRedirectCode>307</HttpRedirectCode>`),
      "a b",
      307,
      "https://www.example.com/a%20b",
    ],
    [
      "with the key replaced",
      "",
      external(`${www}<ReplaceKeyWith>prefix/\${key}.suffix</ReplaceKeyWith>`),
      "test",
      301,
      "https://www.example.com/prefix/test.suffix",
    ],
    [
      "with the prefix replaced",
      "<KeyPrefixEquals>abc/</KeyPrefixEquals>",
      external(
        `${www}<EnableReplacePrefix>true</EnableReplacePrefix><ReplaceKeyPrefixWith>def/</ReplaceKeyPrefixWith>`,
      ),
      "abc/test.txt",
      301,
      "https://www.example.com/def/test.txt",
    ],
    [
      "with a prefix added",
      "",
      external(`${www}<ReplaceKeyPrefixWith>def/</ReplaceKeyPrefixWith>`),
      "test.txt",
      301,
      "https://www.example.com/def/test.txt",
    ],
    ["by AliCDN", "", `<RedirectType>AliCDN</RedirectType>${www}`, "test", 301, "https://www.example.com/test"],
  ])("%s", async (_name, condition, redirect, key, status, location) => {
    await configure(rules([condition, redirect]));
    expect(await seen({ key })).toEqual([status, location]);
  });

  it("stay on this host without a HostName, in the client's addressing", async () => {
    await configure(
      rules(["<KeyPrefixEquals>old/</KeyPrefixEquals>", external("<ReplaceKeyWith>page.html</ReplaceKeyWith>")]),
    );
    expect(await seen({ key: "old/x" })).toEqual([301, `${emulator.urls.oss}/site/page.html`]);
    const host = "site.oss-cn-hangzhou.aliyuncs.com";
    expect(await seen({ key: "old/x", host })).toEqual([301, `http://${host}/page.html`]);
  });

  it("pass the query string on request", async () => {
    await configure(rules(["", external(`${www}<PassQueryString>true</PassQueryString>`)]));
    expect(await seen({ key: "test", query: "a=b&c=d" })).toEqual([301, "https://www.example.com/test?a=b&c=d"]);
  });

  it("follow the first rule whose conditions all hold", async () => {
    const to = (host: string) => external(`<Protocol>http</Protocol><HostName>${host}</HostName>`);
    await configure(
      rules(
        [
          "<HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals><KeyPrefixEquals>docs/</KeyPrefixEquals>",
          to("missing.example"),
        ],
        ["<IncludeHeader><Key>X-Test</Key><Equals>yes</Equals></IncludeHeader>", to("header.example")],
        ["<KeySuffixEquals>.jpg</KeySuffixEquals>", to("suffix.example")],
      ) + ERROR,
    );
    expect(await seen({ key: "docs/absent" })).toEqual([301, "http://missing.example/docs/absent"]);
    expect(await seen({ key: "docs/index.html" })).toEqual([200, "docs index"]);
    expect(await seen({ key: "page.html", headers: { "X-Test": "yes" } })).toEqual([
      301,
      "http://header.example/page.html",
    ]);
    expect(await seen({ key: "page.html", headers: { "X-Test": "no" } })).toEqual([200, "a page"]);
    expect(await seen({ key: "x.jpg" })).toEqual([301, "http://suffix.example/x.jpg"]);
    expect(await seen({ key: "x.png" })).toEqual([404, "error page"]);
  });
});

describe("mirroring", () => {
  let origin: Server;
  let requests: { url: string; headers: IncomingMessage["headers"] }[];
  let base: string;

  beforeEach(async () => {
    requests = [];
    origin = createServer((incoming, outgoing) => {
      requests.push({ url: incoming.url!, headers: incoming.headers });
      const path = incoming.url!.replace(/\?.*/, "");
      if (path === "/origin/moved") {
        outgoing.writeHead(302, { Location: "/origin/found" }).end();
      } else if (path === "/origin/loop") {
        outgoing.writeHead(302, { Location: "/origin/loop" }).end();
      } else if (path.startsWith("/origin/teapot")) {
        outgoing.writeHead(418, { "Content-Type": "text/tea" }).end("short and stout");
      } else if (path.startsWith("/origin/missing")) {
        outgoing.writeHead(404).end("origin's 404");
      } else if (path.startsWith("/origin/bad-md5")) {
        outgoing.writeHead(200, { "Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg==" }).end("mirrored");
      } else {
        outgoing.writeHead(200, { "Content-Type": "text/x-mirrored" }).end("mirrored");
      }
    });
    await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(origin.address() as AddressInfo).port}/origin/`;
  });
  afterEach(async () => {
    origin.closeAllConnections();
    await new Promise((resolve) => origin.close(resolve));
  });

  const mirror = (more = "") =>
    configure(
      rules([
        "<HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals>",
        `<RedirectType>Mirror</RedirectType><MirrorURL>${base}</MirrorURL>${more}`,
      ]) + ERROR,
    );

  it("fetches what is missing, stores it, and serves it from then on", async () => {
    await mirror();
    for (let i = 0; i < 2; i++) {
      const answer = await visit({ key: "dir/a b", query: "x=1" });
      expect([answer.status, answer.text, answer.headers["content-type"]]).toEqual([
        200,
        "mirrored",
        "text/x-mirrored",
      ]);
    }
    expect(requests.map((each) => each.url)).toEqual(["/origin/dir/a%20b"]);
    expect((await send({ key: "dir/a b" })).text).toBe("mirrored");
    expect(await seen({ key: "page.html" })).toEqual([200, "a page"]);
  });

  it("passes the query string and headers as configured", async () => {
    await mirror(
      "<PassQueryString>false</PassQueryString><MirrorPassQueryString>true</MirrorPassQueryString><MirrorHeaders><PassAll>true</PassAll><Remove>X-Secret</Remove><Set><Key>X-Set</Key><Value>set</Value></Set></MirrorHeaders>",
    );
    await visit({ key: "k", query: "x=1", headers: { "X-Passed": "1", "X-Secret": "2", Range: "bytes=0-1" } });
    expect(requests[0]!.url).toBe("/origin/k?x=1");
    expect(requests[0]!.headers).toMatchObject({ "x-passed": "1", "x-set": "set" });
    expect(requests[0]!.headers).not.toHaveProperty("x-secret");
    expect(requests[0]!.headers).not.toHaveProperty("range");
  });

  it("follows redirects by default, up to 10, or passes them on", async () => {
    await mirror();
    expect(await seen({ key: "moved" })).toEqual([200, "mirrored"]);
    const loop = await visit({ key: "loop" });
    expect([loop.status, loop.element("Code")]).toEqual([424, "MirrorFailed"]);
    await mirror("<MirrorFollowRedirect>false</MirrorFollowRedirect>");
    expect(await seen({ key: "moved" })).toEqual([200, "mirrored"]);
    await send({ method: "DELETE", key: "moved" });
    expect(await seen({ key: "moved" })).toEqual([302, "/origin/found"]);
  });

  it("falls back to the error page when the origin has nothing either", async () => {
    await mirror();
    expect(await seen({ key: "missing" })).toEqual([404, "error page"]);
    expect((await visit({ key: "teapot" })).element("Code")).toBe("MirrorFailed");
  });

  it("passes the listed codes and their bodies through, 404 in place of the error page", async () => {
    await mirror("<TransparentMirrorResponseCodes>404,418</TransparentMirrorResponseCodes>");
    expect(await seen({ key: "teapot" })).toEqual([418, "short and stout"]);
    expect(await seen({ key: "missing" })).toEqual([404, "origin's 404"]);
    expect((await send({ key: "teapot" })).status).toBe(404);
  });

  it("does not store what fails its MD5", async () => {
    await mirror("<MirrorCheckMd5>true</MirrorCheckMd5>");
    expect((await visit({ key: "bad-md5" })).element("Code")).toBe("MirrorFailed");
    expect((await send({ key: "bad-md5" })).status).toBe(404);
  });

  it("says when the origin is unreachable", async () => {
    base = "http://127.0.0.1:1/";
    await mirror();
    const answer = await visit({ key: "k" });
    expect([answer.status, answer.element("Code")]).toEqual([424, "MirrorFailed"]);
  });
});
