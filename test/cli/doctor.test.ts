import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import OSS from "ali-oss";
import { type Emulated, SECRET_KEY, startEmulated, TOKEN } from "../support/emulated";
import { eventually } from "../support/eventually";
import { doctor, report } from "./support/doctor";

jest.setTimeout(60_000);

const ONLINE = ["--only", "credentials", "endpoint", "permissions"];
let emulator: Emulated;
let sdk: OSS;

beforeAll(async () => {
  emulator = await startEmulated();
  const keys = { accessKeyId: "granary", accessKeySecret: SECRET_KEY, stsToken: TOKEN };
  const refresh = { refreshSTSTokenInterval: 3_600_000, refreshSTSToken: async () => keys };
  sdk = new OSS({ endpoint: emulator.url, region: "oss-cn-hangzhou", ...keys, ...refresh });
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  emulator.reset();
  await sdk.putBucket("doctors-bucket");
  sdk.useBucket("doctors-bucket");
  await emulator.forget();
});

describe("without any configuration", () => {
  test("it says what to set and where, and ends with 1", async () => {
    const run = await doctor([]);
    expect(run.code).toBe(1);
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain("broken   region");
    expect(run.stdout).toContain("granary:oss.region: no region is set");
    expect(run.stdout).toContain("pulumi config set --path granary:oss.region cn-hangzhou");
    expect(run.stdout).toContain("environment variable OSS_REGION");
    expect(run.stdout).toContain("granary:oss.accessKeyId: no credentials are set");
    expect(run.stdout).toContain("OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET");
    expect(run.stdout).toContain("no pulumi command on PATH");
    expect(run.stdout).toMatch(/^result: \d+ ok, 3 broken, \d+ skipped; see the lines with ->$/m);
  });

  test("half a pair of keys is named, with the missing half", async () => {
    const { by, code } = await report(["--only", "key-source"], { env: { OSS_ACCESS_KEY_ID: "LTAI5tSomebodysKey" } });
    expect(code).toBe(1);
    expect(by["key-source"]).toMatchObject({
      kind: "broken",
      message: "OSS_ACCESS_KEY_SECRET: OSS_ACCESS_KEY_ID is set but OSS_ACCESS_KEY_SECRET is not",
      remedy: "set both in the environment, or neither",
    });
  });
});

describe("on the emulator", () => {
  test("all is well: exit 0, and nothing but GET requests", async () => {
    const run = await doctor(ONLINE, { env: emulator.env() });
    expect(run.stdout).toMatch(/^result: \d+ ok, 1 hint, \d+ skipped; nothing is broken$/m);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/ok {7}read-cors +allowed on 1 bucket \(the first of the account\)/);
    expect([...new Set((await emulator.journal()).map(({ method }) => method))]).toEqual(["GET"]);
  });

  test("the report is free of colour, keys and tokens, and stands on stdout alone", async () => {
    const run = await doctor(ONLINE, { env: { ...emulator.env(), FORCE_COLOR: "1" } });
    expect(run.stderr).toBe("");
    expect(run.stdout).not.toContain("\u001b");
    expect(run.stdout).not.toContain(SECRET_KEY);
    expect(run.stdout).not.toContain(TOKEN);
    expect(run.stdout).toContain("access key id …ary, temporary (with a security token)");
  });

  test("--json is one document with every check that was chosen", async () => {
    const {
      report: json,
      code,
      stderr,
    } = await report(["--only", "clock", "scheme", "permissions"], {
      env: emulator.env(),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(json).toMatchObject({ format: 1, healthy: true });
    expect(json.results.map(({ id }) => id).slice(0, 4)).toEqual(["clock", "scheme", "list-buckets", "read-info"]);
    expect(json.results).toHaveLength(22);
    for (const each of json.results)
      expect(each).toMatchObject({ ms: expect.any(Number), message: expect.any(String) });
  });

  test("a refused read is broken, with the RAM action in a policy that can be used as it is", async () => {
    await emulator.fault({ operation: "GetBucketCors", code: "AccessDenied", status: 403 });
    await emulator.fault({ operation: "GetBucketPolicy", code: "AccessDenied", status: 403 });
    const { report: json, by, code } = await report(["--only", "permissions"], { env: emulator.env() });
    expect(code).toBe(1);
    expect(by["read-cors"]).toMatchObject({
      kind: "broken",
      message: "oss:GetBucketCors is refused on 1 of 1 buckets",
      lines: [expect.stringMatching(/^doctors-bucket: AccessDenied \(403\).*; request \w+/)],
    });
    expect(by["read-acl"]).toMatchObject({ kind: "ok" });
    expect(json.policy).toEqual({
      Version: "1",
      Statement: [
        {
          Effect: "Allow",
          Action: ["oss:GetBucketCors", "oss:GetBucketPolicy"],
          Resource: ["acs:oss:*:*:doctors-bucket"],
        },
      ],
    });
  });

  test("without the right to list buckets the keys are good all the same", async () => {
    await emulator.fault({ operation: "GetService", code: "AccessDenied", status: 403, times: 10 });
    const { by, code } = await report(["--only", "key-accepted", "list-buckets", "read-acl"], { env: emulator.env() });
    expect(code).toBe(0);
    expect(by["key-accepted"]).toMatchObject({ kind: "ok", message: "the service takes the keys" });
    expect(by["list-buckets"]).toMatchObject({ kind: "hint" });
    expect(by["read-acl"]).toMatchObject({ kind: "skipped" });
  });

  test("a wrong secret is told with the service's code, and is not repeated", async () => {
    const env = { ...emulator.env(), OSS_ACCESS_KEY_SECRET: "not-the-right-secret" };
    const run = await doctor(ONLINE, { env });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/broken {3}key-accepted +SignatureDoesNotMatch \(403\)/);
    expect(run.stdout).toContain("check that the access key secret belongs to the access key id");
    expect(run.stdout).not.toContain("not-the-right-secret");
  });

  test("a clock that is an hour off is broken", async () => {
    await emulator.advance(3600);
    const { by, code } = await report(["--only", "clock", "key-accepted"], { env: emulator.env() });
    expect(code).toBe(1);
    expect(by.clock).toMatchObject({ kind: "broken" });
    expect(by.clock?.message).toMatch(/^this machine's clock is 3(599|600|601) s behind the service's$/);
  });

  test("a check that crashes is a result, and the others are not touched", async () => {
    await emulator.fault({ operation: "GetBucketLocation", garbled: true, times: 5 });
    const { by, code } = await report(["--only", "bucket-region", "scheme"], { env: emulator.env() });
    expect(code).toBe(1);
    expect(by["bucket-region"]).toMatchObject({ kind: "crashed" });
    expect(by.scheme).toMatchObject({ kind: "ok" });
  });

  test("a bucket in another region is a hint", async () => {
    const env = { ...emulator.env(), OSS_REGION: "cn-beijing" };
    const { by, code } = await report(["--only", "bucket-region"], { env });
    expect(by["bucket-region"]).toMatchObject({
      kind: "hint",
      lines: ["doctors-bucket is in cn-hangzhou"],
    });
    expect(code).toBe(0);
  });

  test("an endpoint where nothing listens is broken", async () => {
    const env = { ...emulator.env(), GRANARY_OSS_ENDPOINT: "http://127.0.0.1:9", OSS_ENDPOINT: "http://127.0.0.1:9" };
    const { by, code } = await report(["--only", "endpoint"], { env });
    expect(code).toBe(1);
    expect(by.answers).toMatchObject({ kind: "broken", message: "127.0.0.1:9 does not answer: refused" });
  });
});

describe("--write-test", () => {
  test("writes, reads and removes an object", async () => {
    const { by, code } = await report(["--only", "write-test", "--write-test", "doctors-bucket"], {
      env: emulator.env(),
    });
    expect(code).toBe(0);
    expect(by["write-test"]).toMatchObject({
      kind: "ok",
      message: "an object in doctors-bucket was written, read and removed",
    });
    expect(await emulator.operations()).toEqual(["GetBucketWorm", "PutObject", "GetObject", "DeleteObject"]);
    expect((await sdk.list({})).objects ?? []).toEqual([]);
  });

  test("leaves no version and no marker in a versioned bucket", async () => {
    await sdk.putBucketVersioning("doctors-bucket", "Enabled");
    const { code } = await report(["--only", "write-test", "--write-test", "doctors-bucket"], { env: emulator.env() });
    expect(code).toBe(0);
    const { objects, deleteMarker } = await sdk.getBucketVersions();
    expect({ objects: objects ?? [], deleteMarker: deleteMarker ?? [] }).toEqual({ objects: [], deleteMarker: [] });
  });

  test("writes nothing where a retention policy would keep it", async () => {
    await sdk.initiateBucketWorm("doctors-bucket", "30");
    await emulator.forget();
    const { by } = await report(["--only", "write-test", "--write-test", "doctors-bucket"], { env: emulator.env() });
    expect(by["write-test"]).toMatchObject({ kind: "skipped" });
    expect(await emulator.operations()).toEqual(["GetBucketWorm"]);
  });

  test("an object that can't be removed is named", async () => {
    await emulator.fault({ operation: "DeleteObject", code: "AccessDenied", status: 403 });
    const {
      by,
      code,
      report: json,
    } = await report(["--only", "write-test", "--write-test", "doctors-bucket"], {
      env: emulator.env(),
    });
    expect(code).toBe(1);
    expect(by["write-test"]?.message).toMatch(/; remove \.granary-doctor-[0-9a-f]{16} from doctors-bucket by hand$/);
    expect(json.policy).toMatchObject({
      Statement: [{ Action: ["oss:DeleteObject"], Resource: ["acs:oss:*:*:doctors-bucket/*"] }],
    });
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s ends it with %i, and the object is removed", async (signal, expected) => {
    await emulator.fault({ operation: "GetObject", delayMs: 8000 });
    const run = await doctor(["--only", "write-test", "--write-test", "doctors-bucket"], {
      env: emulator.env(),
      whileRunning: async (child) => {
        await eventually(emulator.operations, (seen) => seen.includes("PutObject"), 15_000);
        child.kill(signal);
      },
    });
    expect(run.code).toBe(expected);
    expect(run.stdout).toBe("");
    expect((await sdk.list({})).objects ?? []).toEqual([]);
  });
});

describe("wrong use", () => {
  test.each([
    [["--only", "keys"], 'there is no check or group "keys"'],
    [["--cwd", "nowhere-at-all"], "there is no folder nowhere-at-all"],
    [["--stack", "prod"], "no Pulumi.yaml"],
    [["--write-test", "Not_A_Bucket"], "\"Not_A_Bucket\" can't be a bucket's name"],
    [["--nonsense"], "unknown option '--nonsense'"],
  ])("%j ends with 2 and says why", async (args, message) => {
    const run = await doctor(args);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain(message);
  });
});

describe("--list-checks", () => {
  test("names every check with its group, and looks at nothing", async () => {
    const run = await doctor(["--list-checks", "--json"], { env: emulator.env() });
    const list = JSON.parse(run.stdout) as { id: string; group: string }[];
    expect(run.code).toBe(0);
    expect(list).toHaveLength(51);
    expect(new Set(list.map(({ id }) => id)).size).toBe(51);
    expect([...new Set(list.map(({ group }) => group))]).toEqual([
      "environment",
      "credentials",
      "endpoint",
      "permissions",
      "stack",
    ]);
    expect(await emulator.journal()).toEqual([]);
  });
});

describe("--bundle", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "granary-bundle-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("writes one file for the user alone, without keys, tokens and account ids", async () => {
    const file = path.join(folder, "bundle.json");
    await sdk.putBucket("logs-1234567890123456");
    const env = {
      ...emulator.env(),
      ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1234567890123456:role/granary",
      HTTPS_PROXY: "http://somebody:hidden-password@proxy.example.com:8080",
      PULUMI_ACCESS_TOKEN: "pul-0123456789012345678901234567890123456789",
    };
    const run = await doctor([...ONLINE, "--bundle", file], { env });
    expect(run.code).toBe(0);
    expect(run.stderr).toBe(`wrote ${file}; look through it before you send it\n`);
    const text = readFileSync(file, "utf8");
    for (const hidden of [SECRET_KEY, TOKEN, "1234567890123456", "hidden-password", "pul-0123"]) {
      expect(text).not.toContain(hidden);
      expect(run.stdout).not.toContain(hidden);
    }
    expect(JSON.parse(text)).toMatchObject({
      report: { format: 1, healthy: true },
      packages: { "@pulumi/pulumi": null },
      environment: expect.arrayContaining(["ALIBABA_CLOUD_ROLE_ARN", "OSS_ACCESS_KEY_SECRET", "PULUMI_ACCESS_TOKEN"]),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("never overwrites a file", async () => {
    const file = path.join(folder, "bundle.json");
    writeFileSync(file, "mine");
    const run = await doctor(["--only", "node", "--bundle", file]);
    expect(run.code).toBe(2);
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  test("leaves nothing behind where the folder is missing", async () => {
    const run = await doctor(["--only", "node", "--bundle", path.join(folder, "no", "bundle.json")]);
    expect(run.code).toBe(2);
    expect(existsSync(path.join(folder, "no"))).toBe(false);
  });
});

describe("packages of a project", () => {
  test("too old, doubled and too new packages are told with the command that mends them", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "granary-project-"));
    const put = (name: string, content: Record<string, unknown>) => {
      mkdirSync(path.join(folder, "node_modules", name), { recursive: true });
      writeFileSync(path.join(folder, "node_modules", name, "package.json"), JSON.stringify(content));
    };
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(path.join(folder, "index.ts"), "");
    put("@pulumi/pulumi", { version: "3.275.1", peerDependencies: { typescript: ">= 3.8.3 < 7" } });
    put("@pulumi/random/node_modules/@pulumi/pulumi", { version: "3.100.0" });
    put("typescript", { version: "7.0.2" });
    try {
      const { by, code } = await report(["--only", "pulumi-sdk", "typescript", "granary"], { cwd: folder });
      expect(code).toBe(1);
      expect(by["pulumi-sdk"]).toMatchObject({
        kind: "hint",
        lines: [
          "3.275.1 in node_modules/@pulumi/pulumi",
          "3.100.0 in node_modules/@pulumi/random/node_modules/@pulumi/pulumi",
        ],
      });
      expect(by.typescript).toMatchObject({
        kind: "broken",
        remedy: "run npm install --save-dev typescript@6",
      });
      expect(by.granary).toMatchObject({ kind: "hint" });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
