// Provider configuration as the engine hands it over: objects, JSON text, secrets, and keys that are the engine's own.
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { type Emulated, SECRET_KEY, startEmulated } from "../support/emulated";
import { readFailure } from "../support/frontPlugin";
import { call, check, configure, type Plugin, servePlugin, urnOf } from "../support/pluginClient";
import { fromStruct, secret, toStruct, UNKNOWN, type Values } from "../support/wire";

const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
const settings = ["OSS_ACCESS_KEY_ID", "OSS_ACCESS_KEY_SECRET", "OSS_SESSION_TOKEN", "OSS_REGION", "OSS_ENDPOINT"];

let emulated: Emulated;
let plugin: Plugin;
beforeAll(async () => {
  emulated = await startEmulated();
});
afterAll(() => emulated.stop());
beforeEach(async () => {
  // Of the machine's own settings and credentials nothing may be found: neither variables, nor files, nor a metadata service.
  for (const name of [...settings, "GRANARY_OSS_ENDPOINT"]) delete process.env[name];
  for (const name of Object.keys(process.env)) if (name.startsWith("ALIBABA_CLOUD_")) delete process.env[name];
  process.env.ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true";
  process.env.ALIBABA_CLOUD_CLI_PROFILE_DISABLED = "true";
  process.env.HOME = "/nonexistent";
  emulated.reset();
  plugin = await servePlugin();
});
afterEach(() => plugin.stop());

async function checkConfig(news: Values): Promise<string[]> {
  const request = new rpc.CheckRequest();
  request.setUrn("urn:pulumi:test::suite::pulumi:providers:granary::default");
  request.setNews(toStruct(news));
  const response = await call(plugin, plugin.client.checkConfig, request);
  expect(fromStruct(response.getInputs())).toEqual(news);
  return response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
}

async function diffConfig(olds: Values, news: Values): Promise<rpc.DiffResponse> {
  const request = new rpc.DiffRequest();
  request.setOlds(toStruct(olds));
  request.setOldInputs(toStruct(olds));
  request.setNews(toStruct(news));
  return call(plugin, plugin.client.diffConfig, request);
}

function configureWith(args: Values): Promise<rpc.ConfigureResponse> {
  const request = new rpc.ConfigureRequest();
  request.setArgs(toStruct(args));
  return call(plugin, plugin.client.configure, request);
}

async function createBucket(name = "configured"): Promise<rpc.CreateResponse> {
  const request = new rpc.CreateRequest();
  request.setUrn(urnOf("oss:Bucket", "web"));
  request.setProperties(toStruct({ bucket: name }));
  return call(plugin, plugin.client.create, request);
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (cause) => readFailure(cause),
  );
  return error?.message ?? "no failure";
}

describe("CheckConfig", () => {
  test("takes an object, JSON text, and values that are secret or not known yet", async () => {
    await expect(checkConfig({ oss: { region: "cn-hangzhou", maxAttempts: 3 } })).resolves.toEqual([]);
    await expect(checkConfig({ oss: '{"region":"cn-hangzhou","internal":"true","maxAttempts":"3"}' })).resolves.toEqual(
      [],
    );
    await expect(checkConfig({ oss: { accessKeySecret: secret("s"), region: UNKNOWN } })).resolves.toEqual([]);
    await expect(checkConfig({ oss: UNKNOWN })).resolves.toEqual([]);
  });

  test("takes the engine's own keys", async () => {
    await expect(
      checkConfig({ version: "0.1.0", pluginDownloadURL: "https://example.com", oss: { region: "cn-hangzhou" } }),
    ).resolves.toEqual([]);
  });

  test("refuses services and settings that do not exist, and suggests what was meant", async () => {
    await expect(checkConfig({ os: {}, oss: { regoin: "cn-hangzhou" } })).resolves.toEqual([
      "os: is not a setting of granary; there are oss",
      'oss.regoin: is not an argument; did you mean "region"?',
    ]);
  });

  test("refuses values that a setting does not take, without showing a secret", async () => {
    await expect(
      checkConfig({ oss: { addressing: "sideways", maxAttempts: 50, accessKeySecret: 4711, internal: "perhaps" } }),
    ).resolves.toEqual([
      expect.stringMatching(/^oss\.internal: .*boolean/),
      'oss.addressing: "sideways" is not one of auto, virtual, path',
      expect.not.stringContaining("4711"),
      expect.stringMatching(/^oss\.maxAttempts: /),
    ]);
  });

  test("refuses text that is no JSON object, with an example", async () => {
    await expect(checkConfig({ oss: "cn-hangzhou" })).resolves.toEqual([
      'oss: must be an object, for example {"region": "cn-hangzhou"}',
    ]);
    await expect(checkConfig({ oss: ["cn-hangzhou"] })).resolves.toHaveLength(1);
  });
});

describe("DiffConfig never replaces the provider", () => {
  const old = { oss: { region: "cn-hangzhou", accessKeyId: "a" } };
  test.each<[string, Values, number]>([
    ["the same", old, DIFF_NONE],
    ["another key", { oss: { region: "cn-hangzhou", accessKeyId: "b" } }, DIFF_SOME],
    ["another region", { oss: { region: "cn-beijing", accessKeyId: "a" } }, DIFF_SOME],
    ["something unknown", { oss: { region: UNKNOWN, accessKeyId: "a" } }, DIFF_SOME],
  ])("%s", async (_, news, changes) => {
    const response = await diffConfig(old, news);
    expect(response.getChanges()).toBe(changes);
    expect(response.getReplacesList()).toEqual([]);
  });
});

describe("Configure", () => {
  test("repeats what the handshake says, and serves with JSON text that holds secrets", async () => {
    const response = await configureWith({ oss: secret(JSON.stringify(emulated.config)), version: "0.1.0" });
    expect(response.toObject()).toMatchObject({
      acceptsecrets: true,
      acceptresources: true,
      acceptoutputs: false,
      supportspreview: true,
      supportsAutonamingConfiguration: true,
    });
    expect((await createBucket()).getId()).toBe("configured");
  });

  test("serves with an object and with the variables of older engines", async () => {
    await configureWith({ oss: { ...emulated.config, accessKeySecret: secret(SECRET_KEY) } });
    expect((await createBucket("as-object")).getId()).toBe("as-object");

    const request = new rpc.ConfigureRequest();
    request.getVariablesMap().set("granary:config:oss", JSON.stringify(emulated.config));
    await call(plugin, plugin.client.configure, request);
    expect((await createBucket("as-variable")).getId()).toBe("as-variable");
  });

  test("without any settings takes the environment's", async () => {
    Object.assign(process.env, emulated.env());
    await configureWith({});
    expect((await createBucket()).getId()).toBe("configured");
  });

  test("refuses wrong settings in one message that names them all", async () => {
    expect(await failureOf(configureWith({ oss: { regoin: "x", addressing: "sideways" } }))).toBe(
      'configuration of granary: oss.addressing: "sideways" is not one of auto, virtual, path; ' +
        'oss.regoin: is not an argument; did you mean "region"?',
    );
  });
});

describe("what is missing is said in one message, with where to set it", () => {
  const key = { accessKeyId: "granary", accessKeySecret: SECRET_KEY };
  const region =
    "granary:oss.region: no region is set; run `pulumi config set --path granary:oss.region cn-hangzhou` (with your region), or set the environment variable OSS_REGION";

  test("region", async () => {
    await configure(plugin, { oss: key });
    expect(await failureOf(createBucket())).toBe(region);
  });

  test("credentials", async () => {
    await configure(plugin, { oss: { region: "cn-hangzhou", endpoint: emulated.url } });
    expect(await failureOf(createBucket())).toMatch(
      /^granary:oss\.accessKeyId: no credentials are set; run `pulumi config set --path granary:oss\.accessKeyId <id>` and `pulumi config set --secret --path granary:oss\.accessKeySecret <secret>`, or set the environment variables OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET/,
    );
  });

  test("region and credentials", async () => {
    await configure(plugin, { oss: {} });
    const message = await failureOf(createBucket());
    expect(message).toContain(region);
    expect(message).toContain("granary:oss.accessKeyId: no credentials are set;");
  });

  test("half of a key pair, never showing the other half", async () => {
    await configure(plugin, { oss: { region: "cn-hangzhou", endpoint: emulated.url, accessKeySecret: SECRET_KEY } });
    const message = await failureOf(createBucket());
    expect(message).toBe(
      "granary:oss.accessKeyId: granary:oss.accessKeySecret is set but granary:oss.accessKeyId is not; set both in the stack configuration, or neither",
    );
  });

  test("a missing region or half a key pair is said at the check already, when nothing has happened yet", async () => {
    await configure(plugin, { oss: key });
    expect(await failureOf(check(plugin, "oss:Bucket", "web", { bucket: "configured" }))).toBe(region);
    await configure(plugin, { oss: { region: "cn-hangzhou", accessKeyId: "granary" } });
    expect(await failureOf(check(plugin, "oss:Bucket", "web", { bucket: "configured" }))).toBe(
      "granary:oss.accessKeySecret: granary:oss.accessKeyId is set but granary:oss.accessKeySecret is not; set both in the stack configuration, or neither",
    );
  });
});

test("wrong keys: the operation, the service's code, the request id and what to do, but no key", async () => {
  await configure(plugin, { oss: { ...emulated.config, accessKeySecret: "something-else" } });
  const message = await failureOf(createBucket());
  const [request] = await emulated.journal();
  expect(message).toContain("PutBucket on configured: SignatureDoesNotMatch (403)");
  expect(message).toContain(`request ${request?.requestId}`);
  expect(message).toContain("check that the access key secret belongs to the access key id");
  expect(message).not.toContain("something-else");
});

test("a refused connection and an unknown host are told with the host and what to check", async () => {
  await configure(plugin, { oss: { ...emulated.config, endpoint: "http://127.0.0.1:9" } });
  expect(await failureOf(createBucket())).toBe(
    "PutBucket on configured: connection refused (127.0.0.1:9): ECONNREFUSED; check that the endpoint is right and that something listens there",
  );
  await configure(plugin, { oss: { ...emulated.config, endpoint: "http://nowhere.invalid", addressing: "path" } });
  expect(await failureOf(createBucket())).toMatch(
    /^PutBucket on configured: the host name does not resolve \(nowhere\.invalid\): E\w+; check the region, the endpoint and the network's DNS$/,
  );
});

test("a clock that is wrong is told, with how far it may be wrong", async () => {
  await configure(plugin, { oss: emulated.config });
  await emulated.advance(16 * 60);
  const message = await failureOf(createBucket());
  expect(message).toMatch(/^PutBucket on configured: RequestTimeTooSkewed \(403\) .*; request [0-9A-F]{24}/);
  expect(message).toContain("set this machine's clock: it may differ from the service's by 15 minutes at most");
});
