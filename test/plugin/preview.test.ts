// Previewed creates and updates: what is certain is told, the rest is unknown, and nothing is sent.
import { type Emulated, startEmulated } from "../support/emulated";
import { startPluginFront } from "../support/frontPlugin";
import type { Front, Recorded } from "../support/fronts";
import { UNKNOWN, type Values } from "../support/wire";

let emulated: Emulated;
let front: Front;
beforeAll(async () => {
  emulated = await startEmulated();
  front = await startPluginFront(emulated.config);
});
afterAll(async () => {
  await front.stop();
  await emulated.stop();
});
beforeEach(async () => {
  emulated.reset();
  await front.restart();
});
// Whatever a test previews: the journal stays empty.
afterEach(async () => expect(await emulated.operations()).toEqual([]));

const bucket = { token: "oss:Bucket", name: "web" };
const recorded: Recorded = {
  id: "web",
  inputs: { bucket: "web" },
  state: {
    bucket: "web",
    storageClass: "Standard",
    location: "oss-cn-hangzhou",
    extranetEndpoint: "oss-cn-hangzhou.aliyuncs.com",
    intranetEndpoint: "oss-cn-hangzhou-internal.aliyuncs.com",
    creationDate: "2024-01-01T00:00:00.000Z",
    owner: "1000000000000001",
  },
};

const preview = (token: string, news: Values, old?: Recorded): Promise<Values> | undefined =>
  front.preview?.({ token, name: "web" }, news, old);

test("a create shows the inputs, the service's defaults, and outputs that only the service knows as unknown", async () => {
  await expect(preview("oss:Bucket", { bucket: "web", acl: "private" })).resolves.toEqual({
    bucket: "web",
    acl: "private",
    storageClass: "Standard",
    dataRedundancyType: "LRS",
    hierarchicalNamespace: false,
    location: UNKNOWN,
    extranetEndpoint: UNKNOWN,
    intranetEndpoint: UNKNOWN,
    creationDate: UNKNOWN,
    owner: UNKNOWN,
  });
});

test("a create with something unknown in it keeps it unknown", async () => {
  const rules = [{ allowedOrigins: [UNKNOWN], allowedMethods: ["GET"] }];
  await expect(preview("oss:BucketCors", { bucket: UNKNOWN, rules })).resolves.toMatchObject({
    bucket: UNKNOWN,
    rules,
    responseVary: false,
  });
});

test("an update keeps the outputs that it does not change", async () => {
  await expect(preview("oss:Bucket", { bucket: "web", acl: "public-read" }, recorded)).resolves.toMatchObject({
    acl: "public-read",
    creationDate: "2024-01-01T00:00:00.000Z",
    owner: "1000000000000001",
  });
});

test("an update that writes makes outputs unknown which every write changes", async () => {
  const object = { token: "oss:BucketObject", name: "page" };
  const inputs = { bucket: "web", key: "index.html", contentType: "text/html", contentHash: "a".repeat(32) };
  const old: Recorded = { id: "web/index.html", inputs, state: { ...inputs, etag: "a".repeat(32) } };
  const changed = await front.preview?.(object, { ...inputs, contentHash: "b".repeat(32) }, old);
  expect(changed).toMatchObject({ contentHash: "b".repeat(32), etag: UNKNOWN });
  const unchanged = await front.preview?.(object, { ...inputs, overwrite: true }, old);
  expect(unchanged).toMatchObject({ overwrite: true, etag: "a".repeat(32) });
});

test("a diff and a check send nothing either", async () => {
  await front.check(bucket, { bucket: "web", acl: "public-read" }, { bucket: "web" });
  await front.diff(bucket, recorded, { bucket: "shop" });
});
