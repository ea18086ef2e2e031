// A resource that is renamed in the program without an alias keeps what is live, and nothing is ever taken over unseen.
import { killDuring } from "./support/kill";
import { fronts, project, type Resources, typeIn } from "./support/program";
import type { Run, TestStack } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();
beforeEach(() => world.emulator.reset());

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

const shop: Resources = { shop: ["Bucket", { bucket: "shop-images", forceDestroy: true }] };
const bucket = "${shop.bucket}";
const policy = {
  Version: "1",
  Statement: [
    { Effect: "Deny", Action: ["oss:DeleteObject"], Principal: ["*"], Resource: ["acs:oss:*:*:shop-images/*"] },
  ],
};
const documents = (prefix: string): Resources => ({
  ...shop,
  [`${prefix}-cors`]: ["BucketCors", { bucket, rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] }],
  [`${prefix}-policy`]: ["BucketPolicy", { bucket, policy }],
  [`${prefix}-versioning`]: ["BucketVersioning", { bucket, status: "Enabled" }],
  [`${prefix}-acl`]: ["BucketAcl", { bucket, acl: "public-read" }],
  [`${prefix}-tags`]: ["BucketTags", { bucket, tags: { team: "web" } }],
  [`${prefix}-page`]: ["BucketObject", { bucket, key: "index.html", content: "<h1>Shop</h1>" }],
});
const kinds = ["acl", "cors", "page", "policy", "tags", "versioning"];
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
  test("configurations keep what is live; the state has the new names only", async () => {
    const stack = await world.open({ files: project(front, documents("old")) });
    expect((await stack.up()).diagnostics).toEqual([]);
    expect(await look()).toEqual(live);

    stack.rewrite(project(front, documents("new")));
    await world.emulator.forget();
    const up = await stack.up();
    expect(errors(up)).toEqual([]);
    expect(up.changes).toEqual({ create: 6, delete: 6, same: 2 });
    expect(await writes()).toEqual([]);
    expect(await names(stack)).toEqual([...named("new"), "shop"]);
    expect(await look()).toEqual(live);

    const again = await stack.preview({ args: ["--refresh", "--expect-no-changes"] });
    expect(again.changes).toEqual({ same: 8 });
    expect(errors(await stack.destroy())).toEqual([]);
    expect(await world.buckets()).toEqual([]);
  });

  test("also when the run is killed between the creation of the new names and the deletion of the old", async () => {
    const stack = await world.open({ files: project(front, documents("old")) });
    expect((await stack.up()).diagnostics).toEqual([]);

    // The engine deletes what is left over when all else is done, so it waits for this one.
    const referer = { bucket, allowEmptyReferer: true, referers: ["https://a.example"] };
    const dependsOn = named("new").map((name) => `\${${name}}`);
    stack.rewrite(project(front, { ...documents("new"), last: ["BucketReferer", referer, { dependsOn }] }));
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
    const inputs = { bucket: "shop-images", forceDestroy: true };
    const stack = await world.open({ files: project(front, { old: ["Bucket", inputs] }) });
    expect((await stack.up()).diagnostics).toEqual([]);
    world.sdk.useBucket("shop-images");
    await world.sdk.put("precious.txt", Buffer.from("precious"));

    stack.rewrite(project(front, { new: ["Bucket", inputs] }));
    const refused = await stack.up();
    expect(refused.code).not.toBe(0);
    expect(errors(refused)).toContainEqual(
      expect.stringContaining(
        "bucket shop-images exists already and is not empty; nothing was changed. Import it (pulumi import granary:oss:Bucket NAME shop-images), add an alias if the resource was renamed, or choose another name",
      ),
    );
    expect(await names(stack)).toEqual(["old"]);
    expect((await world.sdk.get("precious.txt")).content.toString()).toBe("precious");

    // As the message says.
    stack.rewrite(project(front, { new: ["Bucket", inputs, { aliases: [{ name: "old" }] }] }));
    const up = await stack.up();
    expect(up.diagnostics).toEqual([]);
    expect(await names(stack)).toEqual(["new"]);
    expect((await world.sdk.get("precious.txt")).content.toString()).toBe("precious");
  });

  test("an empty bucket is, and is not deleted under its old one", async () => {
    const stack = await world.open({ files: project(front, { old: ["Bucket", { bucket: "shop-images" }] }) });
    expect((await stack.up()).diagnostics).toEqual([]);
    stack.rewrite(project(front, { new: ["Bucket", { bucket: "shop-images" }] }));
    await world.emulator.forget();
    const up = await stack.up();
    expect(errors(up)).toEqual([]);
    expect(await world.emulator.operations()).not.toContain("DeleteBucket");
    expect(await names(stack)).toEqual(["new"]);
    expect(await world.buckets()).toEqual(["shop-images"]);
  });

  test("what is there and differs is not taken over: a full bucket, another storage class, other rules", async () => {
    const { emulator, sdk } = world;
    await sdk.putBucket("full");
    sdk.useBucket("full");
    await sdk.put("index.html", Buffer.from("somebody's"));
    await sdk.putBucket("archive", { storageClass: "Archive" });
    await sdk.putBucket("ruled");
    await sdk.putBucketCORS("ruled", [{ allowedOrigin: "https://theirs.example", allowedMethod: "PUT" }]);
    const stack = await world.open({
      files: project(front, {
        full: ["Bucket", { bucket: "full" }],
        archive: ["Bucket", { bucket: "archive" }],
        ruled: ["BucketCors", { bucket: "ruled", rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] }],
      }),
    });
    await emulator.forget();
    const up = await stack.up({ args: ["--continue-on-error"] });
    expect(up.code).not.toBe(0);
    const told = errors(up).join("\n");
    expect(told).toContain("bucket full exists already and is not empty; nothing was changed.");
    expect(told).toContain(
      "bucket archive exists already and has storageClass Archive, not Standard; nothing was changed.",
    );
    expect(told).toContain(
      "the cors configuration of bucket ruled is configured already and differs at rules[0].allowedOrigins, rules[0].allowedMethods; nothing was changed. Import it (pulumi import granary:oss:BucketCors NAME ruled), or set overwrite: true to replace what is there",
    );
    expect(await names(stack)).toEqual([]);
    expect((await sdk.getBucketCORS("ruled")).rules).toEqual([
      { allowedOrigin: "https://theirs.example", allowedMethod: "PUT" },
    ]);
  });

  test("a replacement that the user asks for leaves what is live in place", async () => {
    const stack = await world.open({
      files: project(front, {
        ...shop,
        cors: ["BucketCors", { bucket, rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] }],
      }),
    });
    expect((await stack.up()).diagnostics).toEqual([]);
    // The engine creates the replacement, which takes up what is there, and then deletes the original of the same id.
    const urns = ["Bucket::shop", "BucketCors::cors"].map((each) => `urn:pulumi:test::shop::${typeIn(front, each)}`);
    const up = await stack.up({ args: urns.flatMap((urn) => ["--replace", urn]) });
    expect(errors(up)).toEqual([]);
    expect(up.changes).toEqual({ replace: 2, same: 1 });
    expect(await world.buckets()).toEqual(["shop-images"]);
    expect((await world.sdk.getBucketCORS("shop-images")).rules).toHaveLength(1);
  });
});
