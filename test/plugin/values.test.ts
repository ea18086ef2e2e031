// Values that are not plain: not known yet, secret, outputs, references to resources.
import { generateKeyPairSync } from "node:crypto";
import { type Emulated, startEmulated } from "../support/emulated";
import { startPluginFront } from "../support/frontPlugin";
import type { Front } from "../support/fronts";
import { CERTIFICATE, PRIVATE_KEY } from "../support/scenarios/certificate";
import { output, RESOURCE, reveal, SIGNATURE, secret, UNKNOWN, type Values } from "../support/wire";

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

const cors = { token: "oss:BucketCors", name: "web" };
const tags = { token: "oss:BucketTags", name: "web" };
const rule = { allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] };

describe("check lets pass what is not known yet", () => {
  test.each<[string, Values]>([
    ["the bucket", { bucket: UNKNOWN, rules: [rule] }],
    ["a whole list", { bucket: "web", rules: UNKNOWN }],
    ["an element", { bucket: "web", rules: [UNKNOWN, rule] }],
    ["a value deep inside", { bucket: "web", rules: [{ ...rule, maxAgeSeconds: UNKNOWN, allowedMethods: [UNKNOWN] }] }],
    ["an output without a value", { bucket: output({ secret: true }), rules: [rule] }],
  ])("%s", async (_, news) => {
    await expect(front.check(cors, news)).resolves.toMatchObject({ failures: [] });
  });

  test("and hands it back as it came", async () => {
    const news = { bucket: UNKNOWN, rules: [{ ...rule, maxAgeSeconds: UNKNOWN }] };
    await expect(front.check(cors, news)).resolves.toEqual({ inputs: news, failures: [] });
  });

  test("but says what is wrong beside it", async () => {
    const { failures } = await front.check(cors, {
      bucket: UNKNOWN,
      rules: [{ allowedOrigins: [UNKNOWN], allowedMethods: ["GET", UNKNOWN, "PATCH"] }],
    });
    expect(failures).toEqual([
      {
        property: "rules[0].allowedMethods[2]",
        reason: 'oss:BucketCors web: rules[0].allowedMethods[2]: "PATCH" is not one of GET, PUT, POST, DELETE, HEAD',
      },
    ]);
  });
});

describe("secrets come back wrapped", () => {
  test("from check, at any depth", async () => {
    const news = { bucket: "web", tags: secret({ team: "web" }) };
    await expect(front.check(tags, news)).resolves.toEqual({ inputs: news, failures: [] });
    const deep = { bucket: "web", tags: { team: secret("web"), stage: "prod" } };
    await expect(front.check(tags, deep)).resolves.toEqual({ inputs: deep, failures: [] });
  });

  test("an output value that is secret comes back as a secret, one that is not as its value", async () => {
    const { inputs } = await front.check(tags, {
      bucket: output({ value: "web", dependencies: ["urn:pulumi:test::suite::granary:oss:Bucket::web"] }),
      tags: { team: output({ value: "web", secret: true }) },
    });
    expect(inputs).toEqual({ bucket: "web", tags: { team: secret("web") } });
  });

  test("from create, update, preview and refresh", async () => {
    await emulated.send({ method: "PUT", bucket: "web" });
    const inputs = { bucket: "web", tags: { team: secret("web"), stage: "prod" } };
    await expect(front.preview?.(tags, inputs)).resolves.toMatchObject({ tags: { team: secret("web") } });
    const made = await front.create(tags, inputs);
    expect(made.state).toMatchObject({ tags: { team: secret("web"), stage: "prod" } });
    const live = await front.read(tags, made);
    expect(live?.inputs).toEqual(inputs);
    expect(live?.state).toMatchObject({ tags: { team: secret("web"), stage: "prod" } });
    const news = { bucket: "web", tags: { team: secret("shop"), stage: "prod" } };
    await expect(front.preview?.(tags, news, made)).resolves.toMatchObject({ tags: { team: secret("shop") } });
    const changed = await front.update(tags, made, news);
    expect(changed.state).toMatchObject({ tags: { team: secret("shop"), stage: "prod" } });
  });

  test("drift of a secret comes back wrapped too", async () => {
    await emulated.send({ method: "PUT", bucket: "web" });
    const made = await front.create(tags, { bucket: "web", tags: { team: secret("web") } });
    await emulated.change({ bucket: "web", document: "tags", value: { tags: [{ key: "team", value: "shop" }] } });
    const live = await front.read(tags, made);
    expect(live?.inputs).toEqual({ bucket: "web", tags: { team: secret("shop") } });
  });

  test("a secret that check refuses is not shown", async () => {
    const { failures } = await front.check(cors, {
      bucket: "web",
      rules: [{ allowedOrigins: ["*"], allowedMethods: [secret("s3cr3t")] }],
    });
    expect(failures).toEqual([
      {
        property: "rules[0].allowedMethods[0]",
        reason: "oss:BucketCors web: rules[0].allowedMethods[0]: the value is not one of GET, PUT, POST, DELETE, HEAD",
      },
    ]);
    expect(JSON.stringify(failures)).not.toContain("s3cr3t");
  });
});

describe("a private key is a secret whatever the program says", () => {
  const target = { token: "oss:BucketCname", name: "www" };
  const program = {
    bucket: "web",
    domain: "www.example.com",
    certificate: { certificate: CERTIFICATE, privateKey: PRIVATE_KEY },
  };
  const wrapped = { ...program, certificate: { certificate: CERTIFICATE, privateKey: secret(PRIVATE_KEY) } };

  beforeEach(async () => {
    await emulated.send({ method: "PUT", bucket: "web" });
    const body = "<BucketCnameConfiguration><Cname><Domain>www.example.com</Domain></Cname></BucketCnameConfiguration>";
    await emulated.send({ method: "POST", bucket: "web", query: "cname&comp=token", body });
  });

  test("it comes back wrapped from check, create, update and refresh, which keeps it", async () => {
    await expect(front.check(target, program)).resolves.toEqual({ inputs: wrapped, failures: [] });
    const made = await front.create(target, wrapped);
    expect(made.state).toEqual(wrapped);
    const live = await front.read(target, made);
    expect(live).toMatchObject({ inputs: wrapped, state: wrapped });
    await expect(front.update(target, made, wrapped)).resolves.toMatchObject({ state: wrapped });
  });

  test("it is in no message, refused by check or by the service", async () => {
    const other = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
    const privateKey = other.export({ type: "pkcs8", format: "pem" }).toString();
    const lines = privateKey.split("\n").filter((line) => !line.startsWith("-----") && line !== "");
    const refused = await front
      .create(target, { ...program, certificate: { certificate: CERTIFICATE, privateKey } })
      .catch((error: Error) => error.message);
    expect(refused).toMatch(/^PutCname on web: InvalidArgument \(400\)/);
    const { failures } = await front.check(target, {
      ...program,
      certificate: { certificate: CERTIFICATE, privateKey: `x${privateKey.slice(20)}` },
    });
    expect(failures).toHaveLength(1);
    for (const line of lines) {
      expect(refused).not.toContain(line);
      expect(JSON.stringify(failures)).not.toContain(line);
      expect(JSON.stringify(await emulated.journal())).not.toContain(line);
    }
  });
});

test("wrapping a value as secret is no change", async () => {
  await emulated.send({ method: "PUT", bucket: "web" });
  const made = await front.create(tags, { bucket: "web", tags: { team: "web" } });
  await expect(front.diff(tags, made, { bucket: "web", tags: secret({ team: secret("web") }) })).resolves.toMatchObject(
    { changes: false, detailed: {} },
  );
});

test("a reference to a resource stands for its id", async () => {
  const reference = {
    [SIGNATURE]: RESOURCE,
    urn: "urn:pulumi:test::suite::granary:oss:Bucket::web",
    id: "web",
    packageVersion: "",
  };
  const { inputs, failures } = await front.check(tags, { bucket: reference, tags: { team: "web" } });
  expect(failures).toEqual([]);
  expect(reveal(inputs)).toEqual({ bucket: "web", tags: { team: "web" } });
});

test("explicit nulls are as good as nothing", async () => {
  await expect(
    front.check(cors, { bucket: "web", rules: [{ ...rule, maxAgeSeconds: null }], responseVary: null }),
  ).resolves.toEqual({ inputs: { bucket: "web", rules: [rule] }, failures: [] });
});
