import { type Emulator, startEmulator } from "../../emulator";
import { type Client, clientOf, md5 } from "./support/client";

let emulator: Emulator;
let send: Client;

beforeAll(async () => {
  emulator = await startEmulator();
  send = clientOf(emulator, { bucket: "objects" });
  await send({ method: "PUT" });
});
afterAll(() => emulator.stop());

const put = (key: string, body: string | Buffer = "content", headers: Record<string, string> = {}) =>
  send({ method: "PUT", key, body, headers });
const get = (key: string, headers = {}, query?: string) => send({ key, headers, query });

describe("DeleteObject and DeleteMultipleObjects", () => {
  const remove = (body: string, headers: Record<string, string> = { "Content-MD5": md5(body) }, query = "delete") =>
    send({ method: "POST", query, body, headers });

  it("answer 204 whether or not there was an object", async () => {
    await put("gone");
    for (let i = 0; i < 2; i++) {
      const answer = await send({ method: "DELETE", key: "gone" });
      expect([answer.status, answer.headers["x-oss-delete-marker"]]).toEqual([204, undefined]);
    }
    expect((await get("gone")).status).toBe(404);
  });

  it("delete many and tell which, or nothing when quiet", async () => {
    await put("m1");
    await put("m2");
    const told = await remove(
      "<Delete><Quiet>false</Quiet><Object><Key>m1</Key></Object><Object><Key>never</Key></Object></Delete>",
    );
    expect([told.status, told.elements("Key")]).toEqual([200, ["m1", "never"]]);
    const quiet = await remove("<Delete><Quiet>true</Quiet><Object><Key>m2</Key></Object></Delete>");
    expect([quiet.status, quiet.text, quiet.headers["content-length"]]).toEqual([200, "", "0"]);
    expect((await get("m1")).status).toBe(404);
    expect((await get("m2")).status).toBe(404);
  });

  it("encode keys on request", async () => {
    const body = "<Delete><Object><Key>a b/ü</Key></Object></Delete>";
    const answer = await remove(body, { "Content-MD5": md5(body) }, "delete&encoding-type=url");
    expect([answer.element("EncodingType"), answer.element("Key")]).toEqual(["url", "a%20b%2F%C3%BC"]);
  });

  it("refuse a missing or wrong Content-MD5, more than 1,000 objects, none, and an empty key", async () => {
    const one = "<Delete><Object><Key>a</Key></Object></Delete>";
    expect((await remove(one, {})).element("Code")).toBe("MissingArgument");
    expect((await remove(one, { "Content-MD5": md5("other") })).element("Code")).toBe("InvalidDigest");
    const many = `<Delete>${"<Object><Key>a</Key></Object>".repeat(1001)}</Delete>`;
    for (const body of [
      many,
      "<Delete></Delete>",
      "<Delete><Object><Key></Key></Object></Delete>",
      "<Delete><Object/></Delete>",
    ]) {
      const answer = await remove(body);
      expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
    }
    const large = `<Delete><Object><Key>${"k".repeat(2 * 1024 * 1024)}</Key></Object></Delete>`;
    expect((await remove(large)).element("Code")).toBe("MalformedXML");
  });

  it("delete nothing when one entry is bad", async () => {
    await put("kept");
    const answer = await remove("<Delete><Object><Key>kept</Key></Object><Object><Key></Key></Object></Delete>");
    expect(answer.status).toBe(400);
    expect((await get("kept")).status).toBe(200);
  });
});
