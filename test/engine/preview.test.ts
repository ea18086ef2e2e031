// A preview sends nothing, and finds what can't be right about a program.
import { fronts, javascript, source } from "./support/program";
import type { TestStack } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();

const program = (days: number) => `
  const shop = new oss.Bucket("shop", { acl: "private" });
  const logs = new oss.Bucket("logs");
  new oss.BucketVersioning("versioning", { bucket: shop.bucket, status: "Enabled" });
  new oss.BucketLifecycle("lifecycle", { bucket: shop.bucket, rules: [{ prefix: "logs/", expiration: { days: ${days} } }] });
  new oss.BucketPolicy("policy", { bucket: shop.bucket, policy: shop.bucket.apply((name) => ({
    Version: "1",
    Statement: [{ Effect: "Deny", Action: ["oss:DeleteObject"], Principal: ["*"], Resource: ["acs:oss:*:*:" + name + "/*"] }],
  })) });
  new oss.BucketLogging("logging", { bucket: shop.bucket, targetBucket: logs.bucket, targetPrefix: "access/" });
  new oss.BucketObject("page", { bucket: shop.bucket, key: "index.html", content: pulumi.interpolate\`in \${logs.location}\` });
`;

describe.each(fronts)("%s", (front) => {
  let stack: TestStack;
  beforeAll(async () => {
    world.emulator.reset();
    stack = await world.open({ files: javascript(front, program(30)) });
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
    stack.write(
      "index.js",
      source(front, program(60).replace('"private"', '"public-read"').replace('"index.html"', '"start.html"')),
    );
    const preview = await stack.preview();
    expect(preview.diagnostics).toEqual([]);
    expect(preview.changes).toEqual({ same: 5, update: 2, replace: 1 });
    expect(await world.emulator.journal()).toEqual([]);
  });

  const rules = '[{ allowedOrigins: ["*"], allowedMethods: ["GET"] }]';
  test.each([
    [
      "the CORS rules of one bucket",
      `new oss.BucketCors("first", { bucket: "shop-images", rules: ${rules} });
       new oss.BucketCors("second", { bucket: "shop-images", rules: ${rules} });`,
      "BucketCors first",
      "BucketCors second",
    ],
    [
      "the ACL of a Bucket that sets it",
      `const shop = new oss.Bucket("shop", { bucket: "shop-images", acl: "private" });
       new oss.BucketAcl("acl", { bucket: shop.bucket, acl: "public-read" });`,
      "Bucket shop",
      "BucketAcl acl",
    ],
    [
      "one bucket",
      `new oss.Bucket("first", { bucket: "shop-images" });
       new oss.Bucket("second", { bucket: "shop-images" });`,
      "Bucket first",
      "Bucket second",
    ],
  ])("two resources that claim %s are refused, and both are named", async (_, claims, first, second) => {
    stack.write("index.js", source(front, claims));
    await world.emulator.forget();
    const preview = await stack.preview();
    expect(preview.code).not.toBe(0);
    const owner = (resource: string) =>
      front === "granary" ? `oss:${resource}` : `urn:pulumi:test::shop::granary:oss:${resource.replace(" ", "::")}`;
    const refusal = (refused: string, holder: string) =>
      `oss:${refused}: shop-images is managed by ${owner(holder)} already; one document can have one owner, so remove one of the two or merge them`;
    // The engine registers resources that don't depend on each other in any order, so either may come too late.
    const said = preview.diagnostics.map(({ message }) => message).join();
    const refusals = [refusal(second, first), refusal(first, second)].filter((each) => said.includes(each));
    expect({ said, refusals: refusals.length }).toEqual({ said, refusals: 1 });
    expect(await world.emulator.journal()).toEqual([]);
  });
});
