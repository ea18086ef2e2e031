// What is wrong in a program or in the configuration is said at preview, before anything is asked of the service.
import { type Front, fronts, javascript, project, type Resources, typeIn } from "./support/program";
import { useWorld } from "./support/world";

const world = useWorld();
beforeEach(() => world.emulator.forget());
afterEach(async () => expect(await world.emulator.journal()).toEqual([]));

const messages = (run: { diagnostics: { severity: string; message: string }[] }) =>
  run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);

const versioning: Resources = { versioning: ["BucketVersioning", { bucket: "shop-images", status: "Enabled" }] };
/** The stack's configuration. */
const configured = (oss: object) => ({ "Pulumi.test.yaml": `config: { granary:oss: ${JSON.stringify(oss)} }\n` });

describe.each(fronts)("%s", (front: Front) => {
  test("every problem of a resource is said at once, with its path and the rule, and the argument that was meant", async () => {
    const get = { allowedOrigins: ["*"], allowedMethods: ["GET"] };
    const rules = [get, get, get, { allowedOrigins: ["*"], allowedMethods: ["PATCH"], maxAgeSeconds: -1 }];
    const wrong = { bucket: "Shop_Images", rules, responseVari: true };
    // JavaScript, as in YAML the language host would find the misspelt argument first.
    const files = javascript(front, `new oss.BucketCors("web", ${JSON.stringify(wrong)});`);
    const preview = await (await world.open({ files })).preview();
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
      expect.stringContaining(`${subject}: responseVari: is not an argument; did you mean "responseVary"?`),
    ]);
    for (const message of messages(preview)) expect(message).toContain(`${typeIn(front, "BucketCors")} resource 'web'`);
  });

  test("no region and no keys: one message says what to set, and where", async () => {
    const stack = await world.open({ files: project(front, versioning) });
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

  test("a misspelt setting is named, with the one that was meant", async () => {
    const files = { ...project(front, versioning), ...configured({ regoin: "cn-hangzhou" }) };
    const preview = await (await world.open({ files })).preview();
    expect(preview.code).not.toBe(0);
    expect(messages(preview).join("\n")).toMatch(/oss\.regoin.*region/);
  });
});

describe("on the plugin front", () => {
  test("half a key pair in the configuration is said to be one", async () => {
    const files = { ...project("granary/plugin", versioning), ...configured({ accessKeyId: "granary" }) };
    const preview = await (await world.open({ files })).preview();
    expect(preview.code).not.toBe(0);
    expect(messages(preview)).toEqual([
      "granary:oss.accessKeySecret: granary:oss.accessKeyId is set but granary:oss.accessKeySecret is not; set both in the stack configuration, or neither",
    ]);
  });

  test("what does not go together on one bucket is said at preview, with the other's name", async () => {
    const bucket = "${vault.bucket}";
    const files = project("granary/plugin", {
      vault: ["Bucket", { bucket: "shop-vault" }],
      keep: ["BucketRetentionPolicy", { bucket, retentionPeriodInDays: 30 }],
      versions: ["BucketVersioning", { bucket, status: "Enabled" }],
    });
    const preview = await (await world.open({ files })).preview();
    expect(preview.code).not.toBe(0);
    const [message, ...more] = messages(preview);
    expect(more).toEqual([]);
    expect(message).toMatch(/bucket shop-vault can't have .* both; the other is urn:\S+::(keep|versions)/);
    expect(message).toContain("a retention policy");
    expect(message).toContain("versioning");
  });
});
