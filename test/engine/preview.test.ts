// A preview sends nothing, and finds what can't be right about a program.
import { type Front, fronts, project, type Resources } from "./support/program";
import type { TestStack } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();

const bucket = "${shop.bucket}";
const statement = { Effect: "Deny", Action: ["oss:DeleteObject"], Principal: ["*"] };
const program = (acl: string, days: number, key: string): Resources => ({
  shop: ["Bucket", { acl }],
  logs: ["Bucket", {}],
  versioning: ["BucketVersioning", { bucket, status: "Enabled" }],
  lifecycle: ["BucketLifecycle", { bucket, rules: [{ prefix: "logs/", expiration: { days } }] }],
  policy: [
    "BucketPolicy",
    { bucket, policy: { Version: "1", Statement: [{ ...statement, Resource: [`acs:oss:*:*:${bucket}/*`] }] } },
  ],
  logging: ["BucketLogging", { bucket, targetBucket: "${logs.bucket}", targetPrefix: "access/" }],
  page: ["BucketObject", { bucket, key, content: "in ${logs.location}" }],
});

describe.each(fronts)("%s", (front) => {
  let stack: TestStack;
  beforeAll(async () => {
    world.emulator.reset();
    stack = await world.open({ files: project(front, program("private", 30, "index.html")) });
  });

  test("a preview of a new stack sends nothing", async () => {
    const preview = await stack.preview();
    expect(preview.diagnostics).toEqual([]);
    expect(preview.changes).toEqual({ create: 8 });
    expect(await world.emulator.journal()).toEqual([]);
  });

  test("nor does one of a changed program", async () => {
    expect((await stack.up()).diagnostics).toEqual([]);
    await world.emulator.forget();
    stack.rewrite(project(front, program("public-read", 60, "start.html")));
    const preview = await stack.preview();
    expect(preview.diagnostics).toEqual([]);
    expect(preview.changes).toEqual({ same: 5, update: 2, replace: 1 });
    expect(await world.emulator.journal()).toEqual([]);
  });
});

describe("two resources that claim one document are refused, and both are named", () => {
  const rules = [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }];
  const cors: Resources = {
    first: ["BucketCors", { bucket: "shop-images", rules }],
    second: ["BucketCors", { bucket: "shop-images", rules }],
  };
  const refusal = (refused: string, bucket: string, holder: string) =>
    `oss:${refused}: ${bucket} is managed by ${holder} already; one document can have one owner, so remove one of the two or merge them`;

  async function said(front: Front, claims: Resources): Promise<string> {
    const stack = await world.open({ files: project(front, claims) });
    await world.emulator.forget();
    const preview = await stack.preview();
    expect(preview.code).not.toBe(0);
    expect(await world.emulator.journal()).toEqual([]);
    return preview.diagnostics.map(({ message }) => message).join();
  }

  test("by the program on the dynamic front: each of them", async () => {
    const told = await said("granary", {
      ...cors,
      shop: ["Bucket", { bucket: "shop-pages", acl: "private" }],
      acl: ["BucketAcl", { bucket: "${shop.bucket}", acl: "public-read" }],
      one: ["Bucket", { bucket: "shop-logs" }],
      two: ["Bucket", { bucket: "shop-logs" }],
    });
    expect(told).toContain(refusal("BucketCors second", "shop-images", "oss:BucketCors first"));
    expect(told).toContain(refusal("BucketAcl acl", "shop-pages", "oss:Bucket shop"));
    expect(told).toContain(refusal("Bucket two", "shop-logs", "oss:Bucket one"));
  });

  test("by the plugin: the first that is found", async () => {
    const told = await said("granary/plugin", cors);
    // The engine registers resources that don't depend on each other in any order, so either may come too late.
    const urn = (name: string) => `urn:pulumi:test::shop::granary:oss:BucketCors::${name}`;
    const refusals = [
      refusal("BucketCors second", "shop-images", urn("first")),
      refusal("BucketCors first", "shop-images", urn("second")),
    ].filter((each) => told.includes(each));
    expect({ told, refusals: refusals.length }).toEqual({ told, refusals: 1 });
  });
});
