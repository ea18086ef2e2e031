// A resource that is renamed in the program without an alias keeps what is live, and nothing is ever taken over unseen.
import { killDuring } from "./support/kill";
import { fronts, project, type Resources, typeIn } from "./support/program";
import type { Run, TestStack } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();

/** Names of the resources in the state, without the stack and the providers. */
const names = async (stack: TestStack) =>
  (await stack.state())
    .filter(({ type, custom }) => custom && !type.startsWith("pulumi:"))
    .map(({ urn }) => urn.split("::").pop()!)
    .sort();
const errors = (run: Run) =>
  run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
const writes = async () =>
  (await world.emulator.journal())
    .filter(({ method }) => method !== "GET" && method !== "HEAD")
    .map(({ operation }) => operation);

const policy = {
  Version: "1",
  Statement: [
    { Effect: "Deny", Action: ["oss:DeleteObject"], Principal: ["*"], Resource: ["acs:oss:*:*:shop-images/*"] },
  ],
};
const rules = [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }];
/** A bucket that holds a page, its configurations, and an empty bucket with one of its own. */
function program(
  prefix: string,
  [shop, options]: [name: string, options?: Record<string, unknown>] = ["shop"],
): Resources {
  const bucket = `\${${shop}.bucket}`;
  return {
    [shop]: ["Bucket", { bucket: "shop-images", forceDestroy: true }, options],
    [`${prefix}-cors`]: ["BucketCors", { bucket, rules }],
    [`${prefix}-policy`]: ["BucketPolicy", { bucket, policy }],
    [`${prefix}-versioning`]: ["BucketVersioning", { bucket, status: "Enabled" }],
    [`${prefix}-acl`]: ["BucketAcl", { bucket, acl: "public-read" }],
    [`${prefix}-tags`]: ["BucketTags", { bucket, tags: { team: "web" } }],
    [`${prefix}-page`]: ["BucketObject", { bucket, key: "index.html", content: "<h1>Shop</h1>" }],
    [`${prefix}-empty`]: ["Bucket", { bucket: "shop-empty" }],
    [`${prefix}-rules`]: ["BucketCors", { bucket: `\${${prefix}-empty.bucket}`, rules }],
  };
}
const kinds = ["acl", "cors", "empty", "page", "policy", "rules", "tags", "versioning"];
const named = (prefix: string) => kinds.map((kind) => `${prefix}-${kind}`);

async function look(): Promise<object> {
  const { sdk } = world;
  sdk.useBucket("shop-images");
  return {
    cors: (await sdk.getBucketCORS("shop-images")).rules,
    policy: JSON.stringify((await sdk.getBucketPolicy("shop-images")).policy),
    versioning: (await sdk.getBucketVersioning("shop-images")).versionStatus,
    acl: (await sdk.getBucketACL("shop-images")).acl,
    tags: (await sdk.getBucketTags("shop-images")).tag,
    page: (await sdk.get("index.html")).content.toString(),
  };
}
const live = {
  cors: [{ allowedOrigin: "*", allowedMethod: "GET" }],
  policy: expect.stringContaining("oss:DeleteObject"),
  versioning: "Enabled",
  acl: "public-read",
  tags: { team: "web" },
  page: "<h1>Shop</h1>",
};

describe.each(fronts)("%s", (front) => {
  let stack: TestStack;
  let recorded: () => void;
  let deployed: Buffer;
  beforeAll(async () => {
    world.emulator.reset();
    stack = await world.open({ files: project(front, program("old")) });
    expect((await stack.up()).diagnostics).toEqual([]);
    expect(await look()).toEqual(live);
    recorded = stack.keep();
    deployed = world.emulator.snapshot();
  });
  beforeEach(async () => {
    await world.emulator.clearFaults();
    world.emulator.restore(deployed);
    recorded();
    await world.emulator.forget();
  });

  test("configurations and an empty bucket keep what is live; the state has the new names only", async () => {
    stack.rewrite(project(front, program("new")));
    const up = await stack.up();
    expect(errors(up)).toEqual([]);
    expect(up.changes).toEqual({ create: 8, delete: 8, same: 2 });
    // The one attempt to make the empty bucket, which finds it.
    expect(await writes()).toEqual(["PutBucket"]);
    expect(await names(stack)).toEqual([...named("new"), "shop"]);
    expect(await look()).toEqual(live);
    expect(await world.buckets()).toEqual(["shop-empty", "shop-images"]);

    const refreshed = await stack.refresh({ args: ["--expect-no-changes"] });
    expect(refreshed.changes).toEqual({ same: 10 });
    expect(errors(await stack.destroy())).toEqual([]);
    expect(await world.buckets()).toEqual([]);
  });

  test("also when the run is killed between the creation of the new names and the deletion of the old", async () => {
    // The engine deletes what is left over when all else is done, so it waits for this one.
    const referer = { bucket: "${shop.bucket}", allowEmptyReferer: true, referers: ["https://a.example"] };
    const dependsOn = named("new").map((name) => `\${${name}}`);
    stack.rewrite(project(front, { ...program("new"), last: ["BucketReferer", referer, { dependsOn }] }));
    const killed = await killDuring(world.emulator, "pulumi", { operation: "PutBucketReferer", done: false }, stack.up);
    expect(killed.code).toBe(137);
    expect(await names(stack)).toEqual([...named("new"), ...named("old"), "shop"].sort());

    await stack.pulumi(["cancel", "--yes", "--stack", "test"]);
    await world.emulator.forget();
    const up = await stack.up();
    expect(errors(up)).toEqual([]);
    expect(await writes()).toEqual(["PutBucketReferer"]);
    expect(await names(stack)).toEqual(["last", ...named("new"), "shop"]);
    expect(await look()).toEqual(live);
  });

  test("a bucket that holds something is not taken over under a new name, and nothing is lost", async () => {
    stack.rewrite(project(front, program("old", ["new"])));
    const refused = await stack.up();
    expect(refused.code).not.toBe(0);
    expect(errors(refused)).toContainEqual(
      expect.stringContaining(
        "bucket shop-images exists already and is not empty; nothing was changed. Import it (pulumi import granary:oss:Bucket NAME shop-images), add an alias if the resource was renamed, or choose another name",
      ),
    );
    expect(await names(stack)).toEqual([...named("old"), "shop"]);
    expect(await look()).toEqual(live);

    // As the message says.
    stack.rewrite(project(front, program("old", ["new", { aliases: [{ name: "shop" }] }])));
    const up = await stack.up();
    expect(up.diagnostics).toEqual([]);
    expect(await names(stack)).toEqual(["new", ...named("old")]);
    expect(await look()).toEqual(live);
  });

  test("a replacement that the user asks for leaves what is live in place", async () => {
    // The engine creates the replacement, which takes up what is there, and then deletes the original of the same id.
    stack.rewrite(project(front, program("old")));
    const urns = ["Bucket::old-empty", "BucketCors::old-rules"].map(
      (each) => `urn:pulumi:test::shop::${typeIn(front, each)}`,
    );
    const up = await stack.up({ args: urns.flatMap((urn) => ["--replace", urn]) });
    expect(errors(up)).toEqual([]);
    expect(up.changes).toEqual({ replace: 2, same: 8 });
    expect(await world.buckets()).toEqual(["shop-empty", "shop-images"]);
    expect((await world.sdk.getBucketCORS("shop-empty")).rules).toHaveLength(1);
  });
});
