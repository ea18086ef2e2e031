import { type Emulator, startEmulator } from "../../emulator";
import { type Client, clientOf } from "./support/client";

let emulator: Emulator;
let send: Client;

const RULES = `<CORSConfiguration>
  <CORSRule>
    <AllowedOrigin>http://www.example.com</AllowedOrigin><AllowedOrigin>https://*.example.org</AllowedOrigin>
    <AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod>
    <AllowedHeader>x-oss-test*</AllowedHeader>
    <ExposeHeader>x-oss-test1</ExposeHeader><ExposeHeader>x-oss-test2</ExposeHeader>
    <MaxAgeSeconds>60</MaxAgeSeconds>
  </CORSRule>
  <CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>
  <ResponseVary>true</ResponseVary>
</CORSConfiguration>`;

beforeAll(async () => {
  emulator = await startEmulator();
  send = clientOf(emulator, { bucket: "cross" });
  await send({ method: "PUT" });
  await send({ method: "PUT", bucket: "closed" });
  await send({ method: "PUT", key: "testobject", body: "x" });
  expect((await send({ method: "PUT", query: "cors", body: RULES })).status).toBe(200);
});
afterAll(() => emulator.stop());

const preflight = (origin: string, method: string, asked?: string, call = {}) =>
  send({
    method: "OPTIONS",
    key: "testobject",
    sign: "none",
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": method,
      ...(asked === undefined ? {} : { "Access-Control-Request-Headers": asked }),
    },
    ...call,
  });
const corsOf = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => /^access-control-|^vary$/.test(name)));

describe("a preflight", () => {
  it("is answered by the first rule that matches, without a signature", async () => {
    const answer = await preflight("http://www.example.com", "PUT", "x-oss-test1,X-Oss-Test2");
    expect([answer.status, answer.text]).toEqual([200, ""]);
    expect(corsOf(answer.headers)).toEqual({
      "access-control-allow-origin": "http://www.example.com",
      "access-control-allow-methods": "PUT, GET",
      "access-control-allow-headers": "x-oss-test1, X-Oss-Test2",
      "access-control-expose-headers": "x-oss-test1, x-oss-test2",
      "access-control-max-age": "60",
      vary: "Origin",
    });
  });

  it("is answered whatever its signature: the vendor's Java SDK 3.18 signs headers that it does not send", async () => {
    const answer = await preflight("http://elsewhere.example", "GET", undefined, {
      sign: "v1",
      accessKeySecret: "guess",
    });
    expect([answer.status, answer.headers["access-control-allow-origin"]]).toEqual([200, "*"]);
  });

  it("falls through to a later rule", async () => {
    const answer = await preflight("http://elsewhere.example", "GET");
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect(answer.headers["access-control-max-age"]).toBeUndefined();
  });

  it("matches one wildcard in an origin", async () => {
    expect((await preflight("https://a.example.org", "PUT")).status).toBe(200);
    expect((await preflight("http://a.example.org", "PUT")).status).toBe(403);
  });

  it.each([
    ["another method", () => preflight("http://www.example.com", "DELETE")],
    ["another origin", () => preflight("http://elsewhere.example", "PUT")],
    ["a header that is not allowed", () => preflight("http://www.example.com", "PUT", "x-oss-test1,x-other")],
    ["a bucket without rules", () => preflight("http://www.example.com", "PUT", undefined, { bucket: "closed" })],
    [
      "no method",
      () => send({ method: "OPTIONS", key: "k", sign: "none", headers: { Origin: "http://www.example.com" } }),
    ],
  ])("is refused for %s, without cross-origin headers", async (_name, ask) => {
    const answer = await ask();
    expect([answer.status, answer.element("Code")]).toEqual([403, "AccessForbidden"]);
    expect(corsOf(answer.headers)).toEqual({});
  });

  it("works on the bucket, and not for one that is not there", async () => {
    expect((await preflight("http://www.example.com", "GET", undefined, { key: undefined })).status).toBe(200);
    expect((await preflight("http://www.example.com", "GET", undefined, { bucket: "nowhere" })).status).toBe(404);
  });
});

describe("the request itself", () => {
  it("gets cross-origin headers when a rule matches, also with an error", async () => {
    const headers = { Origin: "http://www.example.com" };
    const found = await send({ key: "testobject", headers });
    expect(found.headers["access-control-allow-origin"]).toBe("http://www.example.com");
    expect(found.headers["access-control-expose-headers"]).toBe("x-oss-test1, x-oss-test2");
    const missing = await send({ key: "absent", headers });
    expect([missing.status, missing.headers["access-control-allow-origin"]]).toEqual([404, "http://www.example.com"]);
  });

  it("gets none when no rule matches, and none without an Origin", async () => {
    const other = await send({ method: "PUT", key: "new", body: "x", headers: { Origin: "http://elsewhere.example" } });
    expect([other.status, other.headers["access-control-allow-origin"]]).toEqual([200, undefined]);
    expect(corsOf((await send({ key: "testobject" })).headers)).toEqual({});
  });
});
