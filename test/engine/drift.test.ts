// What somebody else changes behind Pulumi's back: shown by preview --refresh and refresh, healed by up.
import { project, type Resources } from "./support/program";
import type { Run, TestStack } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();
beforeEach(() => world.emulator.reset());

const corsRules = [
  { allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] },
  { allowedOrigins: ["https://b.example"], allowedMethods: ["GET", "PUT"], maxAgeSeconds: 60 },
];
const bucket = "${shop.bucket}";
const program: Resources = {
  shop: ["Bucket", { bucket: "shop-images", acl: "private", forceDestroy: true }],
  cors: ["BucketCors", { bucket, rules: corsRules }],
  website: ["BucketWebsite", { bucket, indexDocument: { suffix: "index.html" } }],
  versioning: ["BucketVersioning", { bucket, status: "Enabled" }],
  tags: ["BucketTags", { bucket, tags: { team: "web", stage: "live" } }],
  referer: [
    "BucketReferer",
    { bucket, allowEmptyReferer: false, referers: ["https://a.example", "https://b.example"] },
  ],
  index: ["BucketObject", { bucket, key: "index.html", content: "<h1>Shop</h1>" }],
  lifecycle: ["BucketLifecycle", { bucket, rules: [{ prefix: "logs/", expiration: { days: 30 } }] }],
};

/** Through the control API: another tool without Granary's ways. Through ali-oss: another person's script. */
async function meddle(): Promise<void> {
  const { emulator, sdk } = world;
  const bucket = "shop-images";
  await emulator.change({
    bucket,
    document: "cors",
    value: {
      rules: [
        { allowedOrigins: ["https://a.example"], allowedMethods: ["GET"], allowedHeaders: [], exposeHeaders: [] },
        {
          allowedOrigins: ["https://b.example"],
          allowedMethods: ["GET"],
          allowedHeaders: [],
          exposeHeaders: [],
          maxAgeSeconds: 60,
        },
      ],
    },
  });
  await emulator.change({ bucket, document: "website", value: null });
  await emulator.change({ bucket, document: "versioning", value: "Suspended" });
  await sdk.putBucketTags(bucket, { team: "shop", extra: "1" });
  await sdk.putBucketACL(bucket, "public-read");
  await sdk.putBucketReferer(bucket, false, ["https://a.example", "https://c.example"]);
  sdk.useBucket(bucket);
  await sdk.put("index.html", Buffer.from("defaced"));
}

/** Reads everything that was meddled with, through ali-oss. */
async function look(): Promise<object> {
  const { sdk } = world;
  const bucket = "shop-images";
  sdk.useBucket(bucket);
  return {
    cors: (await sdk.getBucketCORS(bucket)).rules,
    website: (await sdk.getBucketWebsite(bucket)).index,
    versioning: (await sdk.getBucketVersioning(bucket)).versionStatus,
    tags: (await sdk.getBucketTags(bucket)).tag,
    acl: (await sdk.getBucketACL(bucket)).acl,
    referers: (await sdk.getBucketReferer(bucket)).referers,
    index: (await sdk.get("index.html")).content.toString(),
  };
}

const intended = {
  cors: [
    { allowedOrigin: "https://a.example", allowedMethod: "GET" },
    { allowedOrigin: "https://b.example", allowedMethod: ["GET", "PUT"], maxAgeSeconds: "60" },
  ],
  website: "index.html",
  versioning: "Enabled",
  tags: { team: "web", stage: "live" },
  acl: "private",
  referers: ["https://a.example", "https://b.example"],
  index: "<h1>Shop</h1>",
};

/** Names of the resources by what is done with them. */
const byOperation = (run: Run) => {
  const result: Record<string, string[]> = {};
  for (const { op, name } of run.steps) result[op] = [...(result[op] ?? []), name].sort();
  return result;
};

/** Then somebody deletes the bucket altogether. */
async function healsWithoutBucket(stack: TestStack): Promise<void> {
  await world.emulator.change({ bucket: "shop-images", delete: true });
  expect(await world.buckets()).toEqual([]);

  const up = await stack.up({ args: ["--refresh"] });
  expect(up.diagnostics).toEqual([]);
  const { create, ...others } = byOperation(up);
  expect(create).toEqual(["cors", "index", "lifecycle", "referer", "shop", "tags", "versioning", "website"]);
  expect(Object.keys(others)).not.toContain("update");
  expect(await look()).toEqual(intended);
  expect((await world.sdk.getBucketLifecycle("shop-images")).rules).toHaveLength(1);
  expect((await stack.refresh({ args: ["--expect-no-changes"] })).changes).toEqual({ same: 9 });
}

describe("on the plugin front", () => {
  /** Operation and changed paths of every resource with a difference. */
  const told = (run: Run) =>
    Object.fromEntries(
      run.steps
        .filter(({ op, detailedDiff }) => op !== "same" && (op !== "refresh" || Object.keys(detailedDiff).length > 0))
        .map(({ op, name, detailedDiff }) => [
          `${op} ${name}`,
          Object.fromEntries(Object.entries(detailedDiff).map(([at, { diffKind }]) => [at, diffKind])),
        ]),
    );
  const toUndo = {
    "update cors": { "rules[1].allowedMethods": "update" },
    "create website": {},
    "update versioning": { status: "update" },
    "update tags": { "tags.extra": "delete", "tags.team": "update" },
    "update shop": { acl: "update" },
    "update referer": { referers: "update" },
    "update index": { contentHash: "update", contentType: "update" },
  };
  const seen = {
    cors: { "rules[1].allowedMethods": "update" },
    versioning: { status: "update" },
    tags: { "tags.extra": "add", "tags.team": "update" },
    shop: { acl: "update" },
    referer: { referers: "update" },
    index: { contentHash: "update", contentType: "update" },
  };
  const named = (op: string, paths: object) =>
    Object.fromEntries(Object.entries(paths).map(([name, value]) => [`${op} ${name}`, value]));

  test("drift is shown at its property paths, and up heals it, also where the bucket is gone", async () => {
    const stack = await world.open({ files: project("granary/plugin", program) });
    expect((await stack.up()).diagnostics).toEqual([]);
    expect(await look()).toEqual(intended);
    await meddle();

    const preview = await stack.preview({ args: ["--refresh", "--expect-no-changes", "--diff"] });
    expect(preview.code).toBe(7);
    expect(told(preview)).toEqual({ ...named("refresh", seen), ...toUndo });
    expect(preview.stdout).toContain('~ team : "shop" => "web"');

    const refresh = await stack.refresh();
    expect(refresh.diagnostics).toEqual([]);
    expect(told(refresh)).toEqual({ ...named("update", seen), "delete website": {} });

    const up = await stack.up();
    expect(up.diagnostics).toEqual([]);
    expect(told(up)).toEqual(toUndo);
    expect(await look()).toEqual(intended);
    await healsWithoutBucket(stack);
  });
});

test("on the dynamic front drift is shown by resource, and up heals it, also where the bucket is gone", async () => {
  const stack = await world.open({ files: project("granary", program) });
  expect((await stack.up()).diagnostics).toEqual([]);
  expect(await look()).toEqual(intended);
  await meddle();

  const preview = await stack.preview({ args: ["--refresh", "--expect-no-changes", "--diff"] });
  expect(preview.code).toBe(7);
  const { create, update, same } = byOperation(preview);
  expect({ create, update, same }).toEqual({
    create: ["website"],
    update: ["cors", "index", "referer", "shop", "tags", "versioning"],
    same: ["lifecycle"],
  });
  expect(preview.stdout).toMatch(/~ team *: "web" => "shop"/);

  const refresh = await stack.refresh();
  expect(refresh.diagnostics).toEqual([]);
  expect(byOperation(refresh)).toEqual({
    delete: ["website"],
    update: ["cors", "index", "referer", "shop", "tags", "versioning"],
    same: ["lifecycle"],
  });

  const up = await stack.up();
  expect(up.diagnostics).toEqual([]);
  expect(byOperation(up)).toEqual({ create, update, same });
  expect(await look()).toEqual(intended);
  await healsWithoutBucket(stack);
});
