// What is wrong in a program or in the configuration is said at preview, before anything is asked of the service.
import { type Front, fronts, javascript, source, typeIn } from "./support/program";
import type { TestStack } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();

const messages = (run: { diagnostics: { severity: string; message: string }[] }) =>
  run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);

describe.each(fronts)("%s", (front: Front) => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await world.open({ files: javascript(front, "") });
  });
  beforeEach(() => world.emulator.forget());

  test("every problem of a resource is said at once, with its path and the rule", async () => {
    const get = { allowedOrigins: ["*"], allowedMethods: ["GET"] };
    const rules = [get, get, get, { allowedOrigins: ["*"], allowedMethods: ["PATCH"], maxAgeSeconds: -1 }];
    stack.write(
      "index.js",
      source(front, `new oss.BucketCors("web", ${JSON.stringify({ bucket: "Shop_Images", rules })});`),
    );
    const preview = await stack.preview();
    expect(preview.code).not.toBe(0);
    // Pulumi's dynamic protocol does not tell a provider the resource's name; the engine puts it in front.
    const subject = front === "granary/plugin" ? "oss:BucketCors web" : "oss:BucketCors";
    expect(messages(preview)).toEqual([
      expect.stringContaining(
        `${subject}: bucket: must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends`,
      ),
      expect.stringContaining(
        `${subject}: rules[3].allowedMethods[0]: "PATCH" is not one of GET, PUT, POST, DELETE, HEAD`,
      ),
      expect.stringContaining(`${subject}: rules[3].maxAgeSeconds: `),
    ]);
    for (const message of messages(preview)) expect(message).toContain(`${typeIn(front, "BucketCors")} resource 'web'`);
    expect(await world.emulator.journal()).toEqual([]);
  });

  test("a misspelt argument is named, with the one that was meant", async () => {
    stack.write("index.js", source(front, 'new oss.BucketAcl("acl", { bucket: "shop-images", alc: "private" });'));
    const preview = await stack.preview();
    expect(messages(preview).join("\n")).toMatch(/alc: .*acl/);
  });

  test("what does not go together on one bucket is said at preview, with the other's name where it is known", async () => {
    stack.write(
      "index.js",
      source(
        front,
        `const { bucket } = new oss.Bucket("vault", { bucket: "shop-vault" });
new oss.BucketRetentionPolicy("keep", { bucket, retentionPeriodInDays: 30 });
new oss.BucketVersioning("versions", { bucket, status: "Enabled" });`,
      ),
    );
    const preview = await stack.preview();
    expect(preview.code).not.toBe(0);
    const [message, ...more] = messages(preview);
    expect(more).toEqual([]);
    expect(message).toMatch(/bucket shop-vault can't have .* both/);
    expect(message).toContain("a retention policy");
    expect(message).toContain("versioning");
    const other =
      front === "granary/plugin" ? /the other is urn:\S+::(keep|versions)/ : /the other is oss:\w+ shop-vault/;
    expect(message).toMatch(other);
    expect(await world.emulator.journal()).toEqual([]);
  });

  test("no region and no keys: one message says what to set, and where", async () => {
    stack.write(
      "index.js",
      source(front, 'new oss.BucketVersioning("versioning", { bucket: "shop-images", status: "Enabled" });'),
    );
    const preview = await stack.preview({
      env: {
        ...{ OSS_REGION: "", OSS_ACCESS_KEY_ID: "", OSS_ACCESS_KEY_SECRET: "", OSS_SESSION_TOKEN: "" },
        ...{ GRANARY_OSS_ENDPOINT: "", HOME: stack.folder, ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" },
      },
    });
    expect(preview.code).not.toBe(0);
    expect(messages(preview)).toEqual([
      "granary:oss.region: no region is set; run `pulumi config set --path granary:oss.region cn-hangzhou` (with your region), or set the environment variable OSS_REGION\n" +
        "granary:oss.accessKeyId: no credentials are set; run `pulumi config set --path granary:oss.accessKeyId <id>` and `pulumi config set --secret --path granary:oss.accessKeySecret <secret>`, or set the environment variables OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET",
    ]);
  });

  test("half a key pair in the configuration is said to be one", async () => {
    await stack.config("granary:oss.accessKeyId", "granary");
    const preview = await stack.preview();
    expect(preview.code).not.toBe(0);
    expect(messages(preview)).toEqual([
      "granary:oss.accessKeySecret: granary:oss.accessKeyId is set but granary:oss.accessKeySecret is not; set both in the stack configuration, or neither",
    ]);
    await stack.pulumi(["config", "rm", "granary:oss", "--stack", "test"]);
  });

  test("a misspelt setting is named, with the one that was meant", async () => {
    await stack.config("granary:oss.regoin", "cn-hangzhou");
    const preview = await stack.preview();
    expect(preview.code).not.toBe(0);
    expect(messages(preview).join("\n")).toMatch(/oss\.regoin.*region/);
    expect(await world.emulator.journal()).toEqual([]);
  });
});
