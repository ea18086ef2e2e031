// A state -> what has to be read, who owns which document, where the buckets are.
import { readRecord } from "../../../../cli/drift/record";
import { runPulumi } from "../../../../cli/stack/engine";

jest.mock("../../../../cli/stack/engine", () => ({ runPulumi: jest.fn() }));

const project = { name: "shop", folder: "/nowhere", file: "/nowhere/Pulumi.yaml", main: "index.ts" };
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": SECRET,
  plaintext: JSON.stringify(value),
});
const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const PROVIDER = urn("pulumi:providers:granary", "eu");

function resource(type: string, name: string, fields: object = {}): object {
  return { urn: urn(type, name), type, custom: true, id: "web", inputs: {}, outputs: {}, ...fields };
}

async function read(resources: object[], config: object = {}) {
  jest.mocked(runPulumi).mockImplementation(async ([command]) => ({
    code: 0,
    stdout: JSON.stringify(command === "config" ? config : { deployment: { resources } }),
    stderr: "",
  }));
  return readRecord(project, "dev", { cwd: "/nowhere" });
}

const named = (urns: Iterable<string>) => [...urns].map((each) => each.split("::")[3]).sort();

test("only what is managed has to be read", async () => {
  const record = await read([
    resource("pulumi:pulumi:Stack", "shop-dev", { custom: false }),
    resource("pulumi:providers:granary", "eu"),
    resource("my:index:Site", "site", { custom: false }),
    resource("granary:oss:Bucket", "shop", { outputs: { bucket: "web" } }),
    resource("granary:oss:Bucket", "looked-at", { external: true, outputs: { bucket: "theirs" } }),
    resource("granary:oss:BucketCors", "replaced", { delete: true }),
    resource("granary:oss:BucketTags", "to-be-made", { pendingReplacement: true }),
    resource("aws:s3/bucket:Bucket", "other"),
  ]);
  expect(named(record.readable)).toEqual(["other", "shop"]);
  expect(named(record.resources.map((each) => each.urn))).not.toContain("replaced");
  // A program that looks at a bucket owns nothing of it, and nobody asks what it has.
  expect(record.buckets.map(({ name }) => name)).toEqual(["web"]);
  expect([...record.owners.keys()]).not.toContain("oss:BucketTags web");
});

test("a stack that has never been deployed is empty", async () => {
  jest.mocked(runPulumi).mockResolvedValue({ code: 0, stdout: '{"version":3,"deployment":null}', stderr: "" });
  const record = await readRecord(project, "dev", { cwd: "/nowhere" });
  expect([record.resources, record.buckets, record.readable.size]).toEqual([[], [], 0]);
});

test("each document has one owner: a resource, or the bucket that sets its ACL", async () => {
  const { owners } = await read([
    resource("granary:oss:Bucket", "shop", { inputs: { acl: "private" }, outputs: { bucket: "web" } }),
    resource("granary:oss:BucketReplication", "copy", { id: "web/backup" }),
    resource("pulumi-nodejs:dynamic/oss:BucketTags", "tags"),
    resource("alicloud:oss/bucketCors:BucketCors", "theirs", { id: "anything", inputs: { bucket: "old" } }),
  ]);
  expect(Object.fromEntries(owners)).toEqual({
    "oss:Bucket web": urn("granary:oss:Bucket", "shop"),
    "oss:BucketAcl web": urn("granary:oss:Bucket", "shop"),
    "oss:BucketReplication web/backup": urn("granary:oss:BucketReplication", "copy"),
    "oss:BucketTags web": urn("pulumi-nodejs:dynamic/oss:BucketTags", "tags"),
    "oss:BucketCors old": urn("alicloud:oss/bucketCors:BucketCors", "theirs"),
  });
});

test("a bucket is looked for where its provider was, with its keys; those of the record are redacted", async () => {
  const oss = { region: "eu-central-1", accessKeyId: "id-eu", accessKeySecret: "open-sesame-eu" };
  const record = await read([
    resource("pulumi:providers:granary", "eu", { id: "p1", inputs: { oss: secret(oss) } }),
    resource("granary:oss:Bucket", "shop", { provider: `${PROVIDER}::p1`, outputs: { bucket: "web" } }),
  ]);
  expect(record.buckets).toMatchObject([{ name: "web", hierarchical: false, settings: oss }]);
  expect(JSON.stringify(record.resources)).not.toContain("open-sesame-eu");
});

test("the dynamic front's settings are those of the stack", async () => {
  const settings = { region: "cn-hangzhou", accessKeyId: "id-cn" };
  const record = await read(
    [resource("pulumi-nodejs:dynamic/oss:Bucket", "shop", { outputs: { bucket: "web", hierarchicalNamespace: true } })],
    { "granary:oss": { value: JSON.stringify(settings), secret: false } },
  );
  expect(record.buckets).toMatchObject([{ name: "web", hierarchical: true, settings }]);
});
