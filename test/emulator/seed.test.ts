// Seeds: what a new emulator holds.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Emulator, type EmulatorOptions, type Seed, startEmulator } from "../../emulator";
import { clientOf, control } from "./support/client";

let directory: string;
const running: Emulator[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "granary-test-"));
});
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  running.push(emulator);
  return emulator;
}

function files(contents: Record<string, string>): string {
  for (const [name, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
}

const CORS =
  "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>";
const seed: Seed = {
  buckets: [
    {
      bucket: "shop-images",
      region: "cn-beijing",
      acl: "public-read",
      storageClass: "IA",
      versioning: "Enabled",
      configurations: {
        cors: CORS,
        policy: {
          Version: "1",
          Statement: [
            {
              Effect: "Deny",
              Action: ["oss:DeleteObject"],
              Principal: ["*"],
              Resource: ["acs:oss:*:*:shop-images/keep/*"],
            },
          ],
        },
        "inventory&inventoryId=all": `<InventoryConfiguration><Id>all</Id><IsEnabled>true</IsEnabled><Destination>
          <OSSBucketDestination><Format>CSV</Format><AccountId>1000000000000001</AccountId>
          <RoleArn>acs:ram::1000000000000001:role/r</RoleArn><Bucket>acs:oss:::shop-images</Bucket></OSSBucketDestination>
          </Destination><Schedule><Frequency>Daily</Frequency></Schedule>
          <IncludedObjectVersions>All</IncludedObjectVersions></InventoryConfiguration>`.replace(/\n\s*/g, ""),
      },
      objects: {
        "index.html": "<h1>It works</h1>",
        "a b/ü.bin": { base64: "AAH/", contentType: "application/x-thing" },
      },
    },
    { bucket: "shop-logs", hierarchicalNamespace: true },
  ],
};

it("makes buckets with their properties, configurations and objects", async () => {
  const emulator = await start({ seed });
  const send = clientOf(emulator, { bucket: "shop-images", region: "cn-beijing" });
  const info = await send({ query: "bucketInfo" });
  expect(["Location", "StorageClass", "Grant", "Versioning"].map((name) => info.element(name))).toEqual([
    "oss-cn-beijing",
    "IA",
    "public-read",
    "Enabled",
  ]);
  expect((await send({ query: "cors" })).element("AllowedMethod")).toBe("GET");
  expect((await send({ query: "policy" })).text).toContain('"oss:DeleteObject"');
  expect((await send({ query: "inventory&inventoryId=all" })).element("Frequency")).toBe("Daily");
  const page = await send({ key: "index.html" });
  expect([page.text, page.headers["content-type"]]).toEqual(["<h1>It works</h1>", "text/html"]);
  const bytes = await send({ key: "a b/ü.bin" });
  expect([...bytes.body, bytes.headers["content-type"]]).toEqual([0, 1, 255, "application/x-thing"]);
  const logs = await clientOf(emulator)({ bucket: "shop-logs", query: "bucketInfo" });
  expect([logs.element("Location"), logs.text.includes("Enabled")]).toEqual(["oss-cn-hangzhou", true]);
});

it("leaves no trace in the journal, and says what it did", async () => {
  const emulator = await start({ seed });
  expect(await (await control(emulator, "GET", "journal")).json()).toEqual([]);
  expect(await (await control(emulator, "GET", "seed")).json()).toEqual([{ name: "document", status: "done" }]);
});

it("adds to a running emulator, and overwrites what is named again", async () => {
  const emulator = await start({ seed: { buckets: [{ bucket: "one", acl: "public-read", objects: { k: "old" } }] } });
  await emulator.seed({ buckets: [{ bucket: "one", acl: "private", objects: { k: "new" } }, { bucket: "two" }] });
  const send = clientOf(emulator);
  expect((await send({ bucket: "one", query: "acl" })).element("Grant")).toBe("private");
  expect((await send({ bucket: "one", key: "k" })).text).toBe("new");
  expect((await send({})).elements("Name")).toEqual(["one", "two"]);
});

it("comes over the control API too, whatever the clock says", async () => {
  const emulator = await start({ clock: "2031-05-06T07:08:09Z" });
  const answer = await control(emulator, "POST", "seed", { buckets: [{ bucket: "later" }] });
  expect(answer.status).toBe(204);
  const time = new Date("2031-05-06T07:08:10Z");
  const info = await clientOf(emulator)({ bucket: "later", query: "bucketInfo", time });
  expect(info.element("CreationDate")).toMatch(/^2031-05-06T07:08:/);
});

it("is not applied to data that is there already", async () => {
  const data = join(directory, "data");
  const first = await startEmulator({ data, seed: { buckets: [{ bucket: "first" }] } });
  await first.stop();
  const second = await start({ data, seed: { buckets: [{ bucket: "second" }] } });
  expect((await clientOf(second)({})).elements("Name")).toEqual(["first"]);
});

describe("a folder", () => {
  it("is seeds, snapshots, hooks and buckets, in the order of their names", async () => {
    const folder = files({
      "10-buckets.yaml": `buckets:\n  - bucket: from-yaml\n    configurations:\n      cors: "${CORS}"\n`,
      "20-more.json": JSON.stringify({
        buckets: [{ bucket: "from-json", objects: { k: { file: "30-pictures/a.txt" } } }],
      }),
      "30-pictures/a.txt": "a picture",
      "30-pictures/deep/b.json": "{}",
      "40-hook.mjs": `const { GRANARY_OSS_ENDPOINT: url } = process.env;
        const ready = await (await fetch(url + "/_granary/ready")).text();
        const seed = await (await fetch(url + "/_granary/seed")).json();
        console.log("hook saw", ready, seed.map((step) => step.status).join());`,
      "50-hook.sh": 'echo "keys $OSS_ACCESS_KEY_ID $OSS_REGION in $(basename "$PWD")"',
      ".hidden": "not a seed",
    });
    const said: string[] = [];
    const emulator = await start({ seed: folder, logger: (line) => said.push(line) });
    const send = clientOf(emulator);
    expect((await send({})).elements("Name")).toEqual(["30-pictures", "from-json", "from-yaml"]);
    expect((await send({ bucket: "from-json", key: "k" })).text).toBe("a picture");
    expect((await send({ bucket: "30-pictures", key: "deep/b.json" })).headers["content-type"]).toBe(
      "application/json",
    );
    expect(said).toEqual([
      'hook saw {"ready":false} done,done,done,running,waiting',
      `keys granary cn-hangzhou in ${directory.split("/").pop()}`,
    ]);
  });

  it("with a snapshot begins with what is in it", async () => {
    const source = await start({ seed: { buckets: [{ bucket: "kept" }] } });
    writeFileSync(join(directory, "00-start.snapshot"), source.snapshot());
    files({ "10-more.json": '{"buckets": [{"bucket": "added"}]}' });
    const emulator = await start({ seed: directory });
    expect((await clientOf(emulator)({})).elements("Name")).toEqual(["added", "kept"]);
  });

  it("has files that its seeds name", async () => {
    const folder = files({
      "seed.json": '{"buckets": [{"bucket": "b-1", "configurations": {"cors": "rules/cors.xml"}}]}',
      "rules/cors.xml": CORS,
    });
    const emulator = await start({ seed: join(folder, "seed.json") });
    expect((await clientOf(emulator)({ bucket: "b-1", query: "cors" })).element("AllowedOrigin")).toBe("*");
  });
});

describe("an emulator whose seed fails does not start", () => {
  const one = (bucket: object) => ({ "seed.json": JSON.stringify({ buckets: [bucket] }) });
  it.each<[string, Record<string, string>, RegExp]>([
    [
      "the emulator refuses",
      one({ bucket: "Wrong" }),
      /^The seed seed\.json failed: buckets\[0\] \(Wrong\): PUT \/Wrong: InvalidBucketName The specified bucket is not valid\.$/,
    ],
    [
      "a configuration is wrong",
      one({ bucket: "b-1", configurations: { cors: "<CORSConfiguration/>" } }),
      /buckets\[0\] \(b-1\): PUT \/b-1\?cors: MalformedXML /,
    ],
    [
      "a field is misspelt",
      one({ bucket: "b-1", ac1: "private" }),
      /seed\.json: buckets\[0\] has no ac1\. It has: bucket, region, acl, /,
    ],
    [
      "a value has another type",
      one({ bucket: "b-1", acl: true }),
      /seed\.json: buckets\[0\]\.acl must be a string\.$/,
    ],
    ["a bucket has no name", one({ acl: "private" }), /seed\.json: buckets\[0\]\.bucket is missing\.$/],
    [
      "an object is nowhere",
      one({ bucket: "b-1", objects: { k: {} } }),
      /objects\["k"\] must have one of content, base64 and file\.$/,
    ],
    ["a file is missing", one({ bucket: "b-1", objects: { k: { file: "gone" } } }), /ENOENT.*gone/],
    ["there is more", { "seed.json": '{"buckets": [], "files": []}' }, /A seed has no files\. It has: buckets\.$/],
    ["it is no list", { "seed.json": '{"buckets": {}}' }, /buckets must be a list\.$/],
    ["it is no JSON", { "seed.json": "{" }, /seed\.json: .*JSON/],
    ["the snapshot is none", { "a.snapshot": "x" }, /The seed a\.snapshot failed: The snapshot cannot be restored/],
    [
      "a hook fails",
      { "a.json": '{"buckets": []}', "b.sh": "exit 3" },
      /^The seed b\.sh failed: it ended with exit code 3$/,
    ],
    [
      "a file is something else",
      { "notes.txt": "x" },
      /notes\.txt is no seed: it must be \.json, \.yaml, \.yml or \.snapshot, a hook/,
    ],
  ])("%s", async (_, contents, message) => {
    const data = join(directory, "data");
    await expect(startEmulator({ seed: files(contents), data })).rejects.toThrow(message);
    // It let go of its data.
    await start({ data });
  });

  it("there is none", async () => {
    await expect(startEmulator({ seed: join(directory, "none.json") })).rejects.toThrow(
      /^There is no seed .*none\.json\.$/,
    );
  });
});

it("over the control API a seed that is wrong is refused with its place", async () => {
  const emulator = await start();
  const answer = await control(emulator, "POST", "seed", {
    buckets: [{ bucket: "b-1", objects: { k: { file: "x" } } }],
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    error: {
      message:
        "The seed document failed: buckets[0] (b-1): A seed that is sent to a running emulator can't name files.",
    },
  });
});
