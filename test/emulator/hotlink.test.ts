import { type Emulator, startEmulator } from "../../emulator";
import { type Client, clientOf } from "./support/client";

let emulator: Emulator;
let send: Client;
let anonymous: Client;

beforeAll(async () => {
  emulator = await startEmulator();
  send = clientOf(emulator, { bucket: "hotlink" });
  anonymous = clientOf(emulator, { bucket: "hotlink", key: "image.png", sign: "none" });
  await send({ method: "PUT", headers: { "x-oss-acl": "public-read" } });
  await send({ method: "PUT", key: "image.png", body: "pixels" });
});
afterAll(() => emulator.stop());

const configure = (allowEmpty: boolean, referers: string[], truncate?: boolean) =>
  send({
    method: "PUT",
    query: "referer",
    body: `<RefererConfiguration><AllowEmptyReferer>${allowEmpty}</AllowEmptyReferer>${
      truncate === undefined ? "" : `<AllowTruncateQueryString>${truncate}</AllowTruncateQueryString>`
    }<RefererList>${referers.map((referer) => `<Referer>${referer}</Referer>`).join("")}</RefererList></RefererConfiguration>`,
  });
const status = async (referer?: string) =>
  (await anonymous({ headers: referer === undefined ? {} : { Referer: referer } })).status;

it("lets all requests pass without a whitelist", async () => {
  await configure(false, []);
  expect([await status(), await status("http://anywhere.example/")]).toEqual([200, 200]);
});

it.each([
  ["http://www.aliyun.com", "http://www.aliyun.com", 200],
  ["http://www.aliyun.com", "http://www.aliyun.com/page?x=1", 200],
  ["http://www.aliyun.com", "https://www.aliyun.com/", 403],
  ["http://www.aliyun.com", "http://evil.example/?http://www.aliyun.com", 403],
  ["http://www.*.com", "http://www.anything.com/", 200],
  ["http://www.*.com", "http://www.anything.org/", 403],
  ["https://www.?.aliyuncs.com", "https://www.a.aliyuncs.com", 200],
  ["https://www.?.aliyuncs.com", "https://www.ab.aliyuncs.com", 403],
])("whitelist %s, Referer %s: %d", async (entry, referer, expected) => {
  await configure(true, [entry]);
  expect(await status(referer)).toBe(expected);
});

it("decides about the empty Referer by its own switch", async () => {
  await configure(true, ["http://www.aliyun.com"]);
  expect(await status()).toBe(200);
  await configure(false, ["http://www.aliyun.com"]);
  const answer = await anonymous({});
  expect([answer.status, answer.element("Code"), answer.element("Message")]).toEqual([
    403,
    "AccessDenied",
    "You are denied by bucket referer policy.",
  ]);
});

it("compares query strings only when they are not truncated", async () => {
  await configure(true, ["http://site.example/page"]);
  expect(await status("http://site.example/page?a=1")).toBe(200);
  await configure(true, ["http://site.example/page"], false);
  expect(await status("http://site.example/page?a=1")).toBe(403);
  await configure(true, ["http://site.example/page?a=*"], false);
  expect(await status("http://site.example/page?a=1")).toBe(200);
});

it("does not ask requests with an Authorization header", async () => {
  await configure(false, ["http://www.aliyun.com"]);
  expect((await send({ key: "image.png" })).status).toBe(200);
});
