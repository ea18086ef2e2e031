import { type Emulator, startEmulator } from "../../emulator";
import { type Client, clientOf } from "./support/client";

let emulator: Emulator;
let send: Client;

beforeAll(async () => {
  emulator = await startEmulator();
  send = clientOf(emulator, { bucket: "listed" });
  await send({ method: "PUT" });
  for (const key of KEYS) {
    await send({ method: "PUT", key, body: key });
  }
});
afterAll(() => emulator.stop());

// In the order of their UTF-8 bytes, which differs from that of UTF-16 for the last two.
const KEYS = ["A", "a", "a/1", "a/2", "a/b/3", "b/1", "c d&e", "é", "\uffee", "😀"];

const keysOf = async (query: string) => (await send({ query })).elements("Key");

describe("ListObjects", () => {
  it("lists by UTF-8 bytes, 100 to a page, with the documented elements", async () => {
    const answer = await send({});
    expect(answer.elements("Key")).toEqual(KEYS);
    expect(answer.text).toContain(
      "<ListBucketResult><Name>listed</Name><Prefix></Prefix><Marker></Marker><MaxKeys>100</MaxKeys><Delimiter></Delimiter><IsTruncated>false</IsTruncated><Contents><Key>A</Key><LastModified>",
    );
    expect(answer.text).toContain("<Key>a/1</Key><LastModified>");
    expect(answer.text).toMatch(
      /<Key>a<\/Key><LastModified>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z<\/LastModified><ETag>"0CC175B9C0F1B6A831C399E269772661"<\/ETag><Type>Normal<\/Type><Size>1<\/Size><StorageClass>Standard<\/StorageClass><Owner><ID>1000000000000001<\/ID><DisplayName>1000000000000001<\/DisplayName><\/Owner><\/Contents>/,
    );
    expect(answer.element("NextMarker")).toBeUndefined();
  });

  it.each([
    ["prefix=a", ["a", "a/1", "a/2", "a/b/3"]],
    ["prefix=a%2F", ["a/1", "a/2", "a/b/3"]],
    ["prefix=nothing", []],
    ["marker=a%2F1", ["a/2", "a/b/3", "b/1", "c d&e", "é", "\uffee", "😀"]],
    ["marker=a%2F1z", ["a/2", "a/b/3", "b/1", "c d&e", "é", "\uffee", "😀"]],
    ["marker=%EF%BF%AE", ["😀"]],
    ["prefix=a%2F&marker=A", ["a/1", "a/2", "a/b/3"]],
    ["prefix=a%2F&delimiter=%2F", ["a/1", "a/2"]],
    ["delimiter=%2F", ["A", "a", "c d&e", "é", "\uffee", "😀"]],
    ["max-keys=0", []],
  ])("?%s", async (query, keys) => {
    expect(await keysOf(query)).toEqual(keys);
  });

  it("rolls keys up to common prefixes", async () => {
    expect((await send({ query: "delimiter=%2F" })).elements("Prefix")).toEqual(["", "a/", "b/"]);
    expect((await send({ query: "delimiter=%2F&prefix=a%2F" })).elements("Prefix")).toEqual(["a/", "a/b/"]);
    expect((await send({ query: "delimiter=%2F&marker=a%2F" })).elements("Prefix")).toEqual(["", "b/"]);
    expect((await send({ query: "delimiter=%2F&marker=a%2F1" })).elements("Prefix")).toEqual(["", "b/"]);
  });

  it.each([1, 2, 3, 5, 9, 10])("gives everything once in pages of %d, prefixes counted like keys", async (size) => {
    for (const delimiter of ["", "%2F"]) {
      const expected = delimiter === "" ? KEYS : ["A", "a", "a/", "b/", "c d&e", "é", "\uffee", "😀"];
      const seen: string[] = [];
      let marker = "";
      for (;;) {
        const answer = await send({
          query: `max-keys=${size}&delimiter=${delimiter}&marker=${encodeURIComponent(marker)}`,
        });
        const page = [...answer.elements("Key"), ...answer.elements("Prefix").slice(1)];
        expect(page.length).toBeLessThanOrEqual(size);
        seen.push(...page);
        if (answer.element("IsTruncated") === "false") {
          expect(answer.element("NextMarker")).toBeUndefined();
          break;
        }
        expect(page).toContain(answer.element("NextMarker"));
        marker = answer.element("NextMarker")!;
      }
      expect([...seen].sort()).toEqual([...expected].sort());
    }
  });

  it("encodes on request", async () => {
    const answer = await send({ query: "encoding-type=url&prefix=c%20&delimiter=%26" });
    expect(answer.element("EncodingType")).toBe("url");
    expect(answer.elements("Prefix")).toEqual(["c%20", "c%20d%26"]);
    expect(answer.element("Delimiter")).toBe("%26");
  });

  it.each([
    "max-keys=1001",
    "max-keys=-1",
    "max-keys=ten",
    "encoding-type=base64",
    `prefix=${"p".repeat(1024)}`,
    `marker=${"m".repeat(1024)}`,
  ])("refuses ?%.20s", async (query) => {
    const answer = await send({ query });
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  });

  it("answers 404 for no bucket", async () => {
    expect((await send({ bucket: "no-bucket" })).element("Code")).toBe("NoSuchBucket");
  });
});

describe("ListObjectsV2", () => {
  it("counts keys, leaves absent elements out, and shows owners only on request", async () => {
    const plain = await send({ query: "list-type=2&delimiter=%2F" });
    expect(plain.element("KeyCount")).toBe("8");
    expect(plain.text).not.toContain("Owner");
    expect(plain.text).not.toContain("StartAfter");
    expect(plain.text).not.toContain("ContinuationToken");
    const owned = await send({ query: "list-type=2&fetch-owner=true&max-keys=1" });
    expect(owned.elements("ID")).toEqual(["1000000000000001"]);
  });

  it("pages by opaque tokens", async () => {
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const query: string = `list-type=2&max-keys=3${token === undefined ? "" : `&continuation-token=${encodeURIComponent(token)}`}`;
      const answer = await send({ query, sign: "v1" });
      seen.push(...answer.elements("Key"));
      expect(answer.element("ContinuationToken")).toBe(token);
      token = answer.element("NextContinuationToken");
    } while (token !== undefined);
    expect(seen).toEqual(KEYS);
  });

  it("writes the token of the sample", async () => {
    await send({ method: "PUT", bucket: "sampled" });
    for (const key of ["bc", "c"]) {
      await send({ method: "PUT", bucket: "sampled", key, body: "" });
    }
    const answer = await send({ bucket: "sampled", query: "list-type=2&max-keys=1" });
    expect(answer.element("NextContinuationToken")).toBe("CgJiYw--");
  });

  it("starts after a key", async () => {
    const answer = await send({ query: "list-type=2&start-after=b%2F1" });
    expect([answer.element("StartAfter"), answer.elements("Key")]).toEqual(["b/1", ["c d&e", "é", "\uffee", "😀"]]);
  });

  it.each([
    "list-type=1",
    "list-type=2&prefix=%2Fa",
    "list-type=2&fetch-owner=yes",
    "list-type=2&continuation-token=abc",
  ])("refuses ?%s", async (query) => {
    const answer = await send({ query });
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  });
});

it("lists a page of a large bucket without reading all of it", async () => {
  await send({ method: "PUT", bucket: "large" });
  for (let i = 0; i < 1500; i++) {
    await send({ method: "PUT", bucket: "large", key: `dir-${i % 3}/${String(i).padStart(5, "0")}`, body: "x" });
  }
  const started = performance.now();
  const rolled = await send({ bucket: "large", query: "delimiter=%2F" });
  expect(rolled.elements("Prefix").slice(1)).toEqual(["dir-0/", "dir-1/", "dir-2/"]);
  expect((await send({ bucket: "large", query: "max-keys=1000" })).elements("Key")).toHaveLength(1000);
  expect(performance.now() - started).toBeLessThan(1000);
});
