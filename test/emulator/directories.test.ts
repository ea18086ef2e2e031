import { type Emulator, startEmulator } from "../../emulator";
import { type Client, clientOf, md5 } from "./support/client";

let emulator: Emulator;
let send: Client;
let count = 0;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  count += 1;
  send = clientOf(emulator, { bucket: `tree-${count}` });
  await send({ method: "PUT", headers: { "x-oss-hns-status": "enabled" } });
});

const put = (key: string, body = "x") => send({ method: "PUT", key, body });
const makeDirectory = (key: string) => send({ method: "POST", key, query: "x-oss-dir" });
const deleteDirectory = (key: string, headers: Record<string, string> = {}) =>
  send({ method: "POST", key, query: "x-oss-delete", headers });
const RECURSIVE = { "x-oss-delete-recursive": "true" };
const keys = async (query = "list-type=2&max-keys=1000") => (await send({ query })).elements("Key");
const refusal = async (answer: ReturnType<Client>) => {
  const { status, element } = await answer;
  return [status, element("Code")];
};

describe("CreateDirectory", () => {
  it("answers 200 with no body and the time it was made (L10737-10745)", async () => {
    const answer = await makeDirectory("desktop/oss");
    expect([answer.status, answer.text]).toEqual([200, ""]);
    expect(Math.abs(Date.parse(answer.headers["last-modified"]!) - Date.now())).toBeLessThan(5000);
  });

  it("answers 200 for one that exists, with its old time (L10702)", async () => {
    const first = await makeDirectory("a");
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const again = await makeDirectory("a");
    expect([again.status, again.headers["last-modified"]]).toEqual([200, first.headers["last-modified"]]);
  });

  it("refuses the name of an object: FileAlreadyExists 409 (L10761)", async () => {
    await put("desktop/osstest");
    expect(await refusal(makeDirectory("desktop/osstest"))).toEqual([409, "FileAlreadyExists"]);
    expect(await refusal(makeDirectory("desktop/osstest/below"))).toEqual([409, "FileAlreadyExists"]);
  });

  it("refuses consecutive slashes (L10705) and a body", async () => {
    expect(await refusal(makeDirectory("a//b"))).toEqual([400, "InvalidObjectName"]);
    expect(await refusal(send({ method: "POST", key: "a", query: "x-oss-dir", body: "data" }))).toEqual([
      400,
      "InvalidArgument",
    ]);
  });

  it("is for a hierarchical namespace only", async () => {
    await send({ method: "PUT", bucket: "flat" });
    const answer = await send({ method: "POST", bucket: "flat", key: "a", query: "x-oss-dir" });
    expect([answer.status, answer.element("Code")]).toEqual([400, "OperationNotSupported"]);
    expect(answer.element("Message")).toBe("The operation needs a bucket with a hierarchical namespace.");
  });
});

describe("the tree", () => {
  it("makes the directories above an object, which stay when it goes", async () => {
    await put("a/b/c.txt");
    expect(await keys()).toEqual(["a/", "a/b/", "a/b/c.txt"]);
    expect((await send({ method: "DELETE", key: "a/b/c.txt" })).status).toBe(204);
    expect(await keys()).toEqual(["a/", "a/b/"]);
  });

  it("rolls directories up with a delimiter", async () => {
    await put("a/b/c.txt");
    await put("top.txt");
    const answer = await send({ query: "list-type=2&delimiter=%2F" });
    expect(answer.elements("Key")).toEqual(["top.txt"]);
    expect(answer.elements("Prefix").filter((prefix) => prefix !== "")).toEqual(["a/"]);
  });

  it("answers GET and HEAD of a directory as documented (L7863-7872, L9150-9162)", async () => {
    await makeDirectory("a");
    for (const method of ["GET", "HEAD"]) {
      const answer = await send({
        method,
        key: "a",
        ...(method === "GET" ? { headers: { range: "bytes=0-1" }, query: "response-content-type=text%2Fplain" } : {}),
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.etag).toBe('"null"');
      expect(answer.headers["content-length"]).toBe("0");
      expect(answer.headers["content-type"]).toBe("application/x-directory");
      expect(answer.headers["x-oss-object-type"]).toBe("Normal");
    }
  });

  it("refuses objects where a directory is, and below an object: FileAlreadyExists 409 (L7757)", async () => {
    await makeDirectory("a");
    await put("file");
    expect(await refusal(put("a"))).toEqual([409, "FileAlreadyExists"]);
    expect(await refusal(put("file/below"))).toEqual([409, "FileAlreadyExists"]);
    expect(await refusal(send({ method: "POST", key: "a", query: "uploads" }))).toEqual([409, "FileAlreadyExists"]);
  });

  it("refuses keys with an empty part", async () => {
    expect(await refusal(put("a//b"))).toEqual([400, "InvalidObjectName"]);
    expect(await refusal(put("a/"))).toEqual([400, "InvalidObjectName"]);
  });

  it("refuses DeleteObject of a directory: FileAlreadyExists 409 (L8725)", async () => {
    await makeDirectory("a");
    expect(await refusal(send({ method: "DELETE", key: "a" }))).toEqual([409, "FileAlreadyExists"]);
    expect(await refusal(send({ method: "DELETE", key: "a/" }))).toEqual([409, "FileAlreadyExists"]);
  });

  it("keeps the bucket: BucketNotEmpty 409", async () => {
    await makeDirectory("a");
    expect(await refusal(send({ method: "DELETE" }))).toEqual([409, "BucketNotEmpty"]);
    await deleteDirectory("a");
    expect((await send({ method: "DELETE" })).status).toBe(204);
  });
});

describe("DeleteDirectory", () => {
  it("deletes an empty directory (L10899-10907)", async () => {
    await makeDirectory("desktop/osstest/a");
    const answer = await deleteDirectory("desktop/osstest/a");
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(
      "<DeleteDirectoryResult><DirectoryName>desktop/osstest/a</DirectoryName><DeleteNumber>1</DeleteNumber></DeleteDirectoryResult>",
    );
    expect(await keys()).toEqual(["desktop/", "desktop/osstest/"]);
  });

  it("refuses one that is not empty, unless recursive: FileAlreadyExists 409 (L10952)", async () => {
    await put("a/b");
    expect(await refusal(deleteDirectory("a"))).toEqual([409, "FileAlreadyExists"]);
    expect(await refusal(deleteDirectory("a", { "x-oss-delete-recursive": "false" }))).toEqual([
      409,
      "FileAlreadyExists",
    ]);
    expect((await deleteDirectory("a", RECURSIVE)).element("DeleteNumber")).toBe("2");
    expect(await keys()).toEqual([]);
  });

  it("goes on with NextDeleteToken, 100 at a time (L10933-10937), and touches nothing beside it", async () => {
    for (let i = 0; i < 205; i++) await put(`a/${String(i).padStart(3, "0")}`);
    await put("a-b");
    await put("b");
    const first = await deleteDirectory("a", RECURSIVE);
    expect(first.element("DeleteNumber")).toBe("100");
    const second = await deleteDirectory("a", {
      ...RECURSIVE,
      "x-oss-delete-token": first.element("NextDeleteToken")!,
    });
    expect(second.element("DeleteNumber")).toBe("100");
    const third = await deleteDirectory("a", {
      ...RECURSIVE,
      "x-oss-delete-token": second.element("NextDeleteToken")!,
    });
    expect([third.element("DeleteNumber"), third.element("NextDeleteToken")]).toEqual(["6", undefined]);
    expect(await keys()).toEqual(["a-b", "b"]);
  });

  it("answers NoSuchKey 404 for one that is not there (L10949)", async () => {
    expect(await refusal(deleteDirectory("a", RECURSIVE))).toEqual([404, "NoSuchKey"]);
    await put("file");
    expect(await refusal(deleteDirectory("file"))).toEqual([404, "NoSuchKey"]);
  });

  it("answers InvalidArgument 400 for a token it never gave (L10953)", async () => {
    await put("a/b");
    const answer = await deleteDirectory("a", { ...RECURSIVE, "x-oss-delete-token": "what?" });
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
    expect(answer.element("ArgumentName")).toBe("x-oss-delete-token");
  });
});

test("an empty VersionId in DeleteMultipleObjects is refused (EC 0016-00000612)", async () => {
  await send({ method: "PUT", bucket: "flat-2" });
  const body = "<Delete><Object><Key>a</Key><VersionId></VersionId></Object></Delete>";
  const headers = { "content-md5": md5(body) };
  const answer = await send({ method: "POST", bucket: "flat-2", query: "delete", body, headers });
  expect([answer.status, answer.element("Code"), answer.element("EC")]).toEqual([400, "MalformedXML", "0016-00000612"]);
});
