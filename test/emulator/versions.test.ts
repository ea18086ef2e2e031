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
  send = clientOf(emulator, { bucket: `versions-${count}` });
  await send({ method: "PUT" });
});

const versioning = (status: string) =>
  send({
    method: "PUT",
    query: "versioning",
    body: `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`,
  });
const put = async (key: string, body: string, headers = {}) => {
  const answer = await send({ method: "PUT", key, body, headers });
  expect(answer.status).toBe(200);
  return answer.headers["x-oss-version-id"];
};
const listed = async (query = "versions") => {
  const answer = await send({ query });
  return [
    ...answer.text.matchAll(
      /<(Version|DeleteMarker)><Key>([^<]*)<\/Key><VersionId>([^<]*)<\/VersionId><IsLatest>(\w+)/g,
    ),
  ].map(([, kind, key, id, latest]) => ({ kind, key, id, latest: latest === "true" }));
};

it("gives every write of an enabled bucket its own version", async () => {
  await versioning("Enabled");
  const first = await put("k", "one");
  const second = await put("k", "two");
  expect(first).toMatch(/^CAEQ[\w-]{60}$/);
  expect(second).not.toBe(first);
  expect((await send({ key: "k" })).text).toBe("two");
  const old = await send({ key: "k", query: `versionId=${first}` });
  expect([old.text, old.headers["x-oss-version-id"]]).toEqual(["one", first]);
  expect((await send({ method: "HEAD", key: "k" })).headers["x-oss-version-id"]).toBe(second);
  expect(await listed()).toEqual([
    { kind: "Version", key: "k", id: second, latest: true },
    { kind: "Version", key: "k", id: first, latest: false },
  ]);
});

it("keeps the object of before as the version null", async () => {
  await put("k", "before");
  expect(await listed()).toEqual([{ kind: "Version", key: "k", id: "", latest: true }]);
  await versioning("Enabled");
  const second = await put("k", "after");
  expect((await listed()).map((each) => each.id)).toEqual([second, "null"]);
  expect((await send({ key: "k", query: "versionId=null" })).text).toBe("before");
});

it("overwrites the version null of a suspended bucket, and keeps the others", async () => {
  await versioning("Enabled");
  const kept = await put("k", "kept");
  await versioning("Suspended");
  expect(await put("k", "null one")).toBe("null");
  expect(await put("k", "null two")).toBe("null");
  expect((await listed()).map((each) => each.id)).toEqual(["null", kept]);
  expect((await send({ key: "k" })).text).toBe("null two");
});

it("adds a delete marker, answers 404 for it, and 405 when it is addressed", async () => {
  await versioning("Enabled");
  const version = await put("k", "one");
  const deleted = await send({ method: "DELETE", key: "k" });
  expect([deleted.status, deleted.headers["x-oss-delete-marker"]]).toEqual([204, "true"]);
  const marker = deleted.headers["x-oss-version-id"];
  expect(await listed()).toEqual([
    { kind: "DeleteMarker", key: "k", id: marker, latest: true },
    { kind: "Version", key: "k", id: version, latest: false },
  ]);
  const current = await send({ key: "k" });
  expect([current.status, current.element("Code")]).toEqual([404, "NoSuchKey"]);
  expect(current.headers).toMatchObject({ "x-oss-delete-marker": "true", "x-oss-version-id": marker });
  const addressed = await send({ key: "k", query: `versionId=${marker}` });
  expect([addressed.status, addressed.element("Code"), addressed.element("ResourceType")]).toEqual([
    405,
    "MethodNotAllowed",
    "DeleteMarker",
  ]);
  expect(addressed.headers).toMatchObject({ allow: "DELETE", "x-oss-delete-marker": "true" });
  expect((await send({ method: "HEAD", key: "k", query: `versionId=${marker}` })).status).toBe(405);
  expect((await send({})).elements("Key")).toEqual([]);
});

it("brings the version below back when the marker is deleted", async () => {
  await versioning("Enabled");
  await put("k", "one");
  const marker = (await send({ method: "DELETE", key: "k" })).headers["x-oss-version-id"]!;
  const gone = await send({ method: "DELETE", key: "k", query: `versionId=${marker}` });
  expect([gone.status, gone.headers["x-oss-delete-marker"], gone.headers["x-oss-version-id"]]).toEqual([
    204,
    "true",
    marker,
  ]);
  expect((await send({ key: "k" })).text).toBe("one");
  expect((await send({})).elements("Key")).toEqual(["k"]);
});

it("replaces the version null by a marker null in a suspended bucket", async () => {
  await put("k", "null");
  await versioning("Suspended");
  const deleted = await send({ method: "DELETE", key: "k" });
  expect([deleted.headers["x-oss-delete-marker"], deleted.headers["x-oss-version-id"]]).toEqual(["true", "null"]);
  expect(await listed()).toEqual([{ kind: "DeleteMarker", key: "k", id: "null", latest: true }]);
});

it("deletes a version for good, and does not mind one that is not there", async () => {
  await versioning("Enabled");
  const first = await put("k", "one");
  const second = await put("k", "two");
  expect((await send({ method: "DELETE", key: "k", query: `versionId=${second}` })).status).toBe(204);
  expect((await send({ method: "DELETE", key: "k", query: `versionId=${second}` })).status).toBe(204);
  expect((await send({ key: "k" })).text).toBe("one");
  expect((await listed()).map((each) => each.id)).toEqual([first]);
  const missing = await send({ key: "k", query: `versionId=${second}` });
  expect([missing.status, missing.element("Code")]).toEqual([404, "NoSuchVersion"]);
});

it("ignores x-oss-forbid-overwrite once versioning was enabled", async () => {
  await put("k", "one");
  await versioning("Suspended");
  expect(await put("k", "two", { "x-oss-forbid-overwrite": "true" })).toBe("null");
});

it("reports markers and versions of a multiple deletion", async () => {
  await versioning("Enabled");
  const version = await put("a", "1");
  await put("b", "1");
  const marker = (await send({ method: "DELETE", key: "b" })).headers["x-oss-version-id"];
  const body = `<Delete><Object><Key>a</Key><VersionId>${version}</VersionId></Object><Object><Key>b</Key><VersionId>${marker}</VersionId></Object><Object><Key>c</Key></Object></Delete>`;
  const answer = await send({ method: "POST", query: "delete", body, headers: { "content-md5": md5(body) } });
  const added = (await listed()).find((each) => each.key === "c")!;
  expect(added.kind).toBe("DeleteMarker");
  expect(answer.text).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult><Deleted><Key>a</Key><VersionId>${version}</VersionId></Deleted><Deleted><Key>b</Key><VersionId>${marker}</VersionId><DeleteMarker>true</DeleteMarker><DeleteMarkerVersionId>${marker}</DeleteMarkerVersionId></Deleted><Deleted><Key>c</Key><DeleteMarker>true</DeleteMarker><DeleteMarkerVersionId>${added.id}</DeleteMarkerVersionId></Deleted></DeleteResult>`,
  );
});

describe("ListObjectVersions", () => {
  beforeEach(async () => {
    await versioning("Enabled");
    for (const key of ["a", "b", "dir/x"]) {
      await put(key, "1");
      await put(key, "2");
    }
    await send({ method: "DELETE", key: "b" });
  });

  const walk = async (
    query: string,
    between: (seen: { key: string; id: string }[]) => Promise<void> = async () => {},
  ) => {
    const seen: { key: string; id: string }[] = [];
    let markers = "";
    for (let page = 0; page < 20; page++) {
      const answer = await send({ query: `versions&${query}${markers}` });
      const rows = [...answer.text.matchAll(/<Key>([^<]*)<\/Key><VersionId>([^<]*)/g)].map((m) => ({
        key: m[1]!,
        id: m[2]!,
      }));
      seen.push(...rows);
      if (answer.element("IsTruncated") === "false") {
        return seen;
      }
      await between(rows);
      markers = `&key-marker=${encodeURIComponent(answer.element("NextKeyMarker")!)}&version-id-marker=${answer.element("NextVersionIdMarker")}`;
    }
    throw new Error("The list does not end.");
  };

  it.each([1, 2, 3, 6, 7, 100])("gives everything once in pages of %d", async (size) => {
    const all = await listed();
    expect(all.map((each) => `${each.kind} ${each.key}`)).toEqual([
      "Version a",
      "Version a",
      "DeleteMarker b",
      "Version b",
      "Version b",
      "Version dir/x",
      "Version dir/x",
    ]);
    expect((await walk(`max-keys=${size}`)).map((each) => each.id)).toEqual(all.map((each) => each.id));
  });

  it("goes on after versions that were deleted between two pages", async () => {
    const all = (await listed()).map((each) => each.id);
    const seen = await walk("max-keys=1", async (rows) => {
      for (const { key, id } of rows) {
        await send({ method: "DELETE", key, query: `versionId=${id}` });
      }
    });
    expect(seen.map((each) => each.id)).toEqual(all);
  });

  it("filters by prefix, rolls up by delimiter, and starts after key-marker", async () => {
    expect((await listed("versions&prefix=dir%2F")).map((each) => each.key)).toEqual(["dir/x", "dir/x"]);
    const rolled = await send({ query: "versions&delimiter=%2F&key-marker=a" });
    expect([rolled.elements("Key"), rolled.elements("Prefix").at(-1)]).toEqual([["b", "b", "b"], "dir/"]);
    expect(rolled.element("KeyMarker")).toBe("a");
  });

  it("requires key-marker for version-id-marker", async () => {
    const answer = await send({ query: "versions&version-id-marker=null" });
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  });
});
