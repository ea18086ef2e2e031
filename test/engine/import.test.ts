// `pulumi import`: what exists already comes under Pulumi's care as it is.
import { readFileSync } from "node:fs";
import path from "node:path";
import schema from "../../schema.json";
import { javascript, typeIn, yaml } from "./support/program";
import { useWorld } from "./support/world";

const world = useWorld();

const of = (type: string, properties: object, bucket = "shop") => ({
  type: `granary:oss:${type}`,
  properties: { bucket: `\${${bucket}.bucket}`, ...properties },
});
const resources = {
  shop: { type: "granary:oss:Bucket", properties: { bucket: "shop-images", storageClass: "IA" } },
  records: { type: "granary:oss:Bucket", properties: { bucket: "shop-records" } },
  replica: { type: "granary:oss:Bucket", properties: { bucket: "shop-replica", region: "cn-beijing" } },
  acl: of("BucketAcl", { acl: "public-read" }),
  tags: of("BucketTags", { tags: { team: "web", stage: "live" } }),
  versioning: of("BucketVersioning", { status: "Enabled" }),
  replicaVersioning: of("BucketVersioning", { status: "Enabled" }, "replica"),
  encryption: of("BucketEncryption", { sseAlgorithm: "KMS" }),
  cors: of("BucketCors", {
    rules: [
      { allowedOrigins: ["https://a.example"], allowedMethods: ["GET"], exposeHeaders: ["x-oss-meta"] },
      { allowedOrigins: ["*"], allowedMethods: ["GET", "PUT"], allowedHeaders: ["*"], maxAgeSeconds: 60 },
    ],
    responseVary: true,
  }),
  lifecycle: of("BucketLifecycle", {
    rules: [
      { prefix: "logs/", transitions: [{ days: 30, storageClass: "Archive" }], expiration: { days: 365 } },
      { prefix: "tmp/", expiration: { createdBeforeDate: "2030-01-01T00:00:00.000Z" }, status: "Disabled" },
    ],
  }),
  referer: of("BucketReferer", { allowEmptyReferer: false, referers: ["https://a.example/*"] }),
  policy: of("BucketPolicy", {
    policy: {
      Version: "1",
      Statement: [
        { Effect: "Deny", Action: ["oss:DeleteObject"], Principal: ["*"], Resource: ["acs:oss:*:*:shop-images/*"] },
      ],
    },
  }),
  website: of("BucketWebsite", {
    indexDocument: { suffix: "index.html", supportSubDir: true, type: 0 },
    errorDocument: { key: "error.html", httpStatus: 404 },
    routingRules: [
      {
        ruleNumber: 1,
        condition: { keyPrefixEquals: "old/", httpErrorCodeReturnedEquals: 404 },
        redirect: { redirectType: "External", protocol: "https", hostName: "www.example.com", httpRedirectCode: 302 },
      },
    ],
  }),
  inventory: of("BucketInventory", {
    inventoryId: "weekly",
    frequency: "Weekly",
    includedObjectVersions: "All",
    optionalFields: ["Size", "ETag"],
    destination: {
      bucket: "shop-images",
      accountId: "1000000000000001",
      roleArn: "acs:ram::1000000000000001:role/inventory",
      prefix: "lists/",
    },
  }),
  logging: of("BucketLogging", { targetBucket: "shop-images", targetPrefix: "log/" }),
  payment: of("BucketRequestPayment", { payer: "Requester" }),
  index: of("BucketMetaQuery", {}),
  replication: {
    ...of("BucketReplication", {
      targetBucket: "${replica.bucket}",
      targetLocation: "oss-cn-beijing",
      prefixes: ["docs/"],
      historicalObjectReplication: "disabled",
    }),
    options: { dependsOn: ["${versioning}", "${replicaVersioning}"] },
  },
  retention: of("BucketRetentionPolicy", { retentionPeriodInDays: 30 }, "records"),
  acceleration: of("BucketTransferAcceleration", { enabled: true }),
  token: of("BucketCnameToken", { domain: "www.example.com" }),
  cname: {
    ...of("BucketCname", { domain: "www.example.com" }),
    options: { dependsOn: ["${token}"] },
  },
};
/** What a project has besides its resources. */
const header =
  "name: shop\nruntime: yaml\nplugins: { providers: [{ name: granary, path: node_modules/granary/bin }] }\n";

test("every configuration resource is tried here", () => {
  // An object is none: the service does not tell its content back, so the program has to.
  const all = Object.keys(schema.resources).filter((type) => type !== "granary:oss:BucketObject");
  expect([...new Set(Object.values(resources).map(({ type }) => type))].sort()).toEqual(all.sort());
});

test("one import file for every kind of resource; the program that the import writes then changes nothing", async () => {
  const origin = await world.open({ files: { "Pulumi.yaml": yaml(resources) } });
  expect((await origin.up()).diagnostics).toEqual([]);
  const made = (await origin.state()).filter(({ type }) => type.startsWith("granary:"));
  const listed = made.map(({ type, urn, id }) => ({ type, name: urn.split("::").pop()!, id }));
  expect(Object.fromEntries(listed.map(({ name, id }) => [name, id]))).toMatchObject({
    shop: "shop-images",
    cors: "shop-images",
    inventory: "shop-images/weekly",
    replication: "shop-images/shop-replica",
    cname: "shop-images/www.example.com",
    token: "shop-images/www.example.com",
  });
  await world.emulator.forget();

  const stack = await world.open({
    files: { "Pulumi.yaml": yaml({}), "import.json": JSON.stringify({ resources: listed }) },
  });
  const args = ["--file", "import.json", "--out", "generated.yaml", "--yes", "--skip-preview", "--protect=false"];
  const imported = await stack.pulumi(["import", "--stack", "test", ...args]);
  expect(imported.stdout + imported.stderr).not.toMatch(/error|warning/i);
  expect(imported.code).toBe(0);
  expect(new Set((await world.emulator.journal()).map(({ method }) => method))).toEqual(new Set(["GET"]));

  stack.write("Pulumi.yaml", `${header}${readFileSync(path.join(stack.folder, "generated.yaml"), "utf8")}`);
  await world.emulator.forget();
  const preview = await stack.preview({ args: ["--diff", "--expect-no-changes"] });
  expect(preview.diagnostics).toEqual([]);
  expect(preview.changes).toEqual({ same: listed.length + 1 });
  expect(await world.emulator.journal()).toEqual([]);

  const refreshed = await stack.refresh({ args: ["--diff", "--expect-no-changes"] });
  expect(refreshed.diagnostics).toEqual([]);
  expect(refreshed.changes).toEqual({ same: listed.length + 1 });
});

test("what ali-oss made comes with what differs from the service's defaults; what is not there, or has another id, is refused", async () => {
  world.emulator.reset();
  await world.sdk.putBucket("old-shop", { storageClass: "Archive" });
  await world.sdk.putBucketCORS("old-shop", [{ allowedOrigin: "*", allowedMethod: ["GET", "HEAD"] }]);
  const stack = await world.open({ files: { "Pulumi.yaml": yaml({}) } });
  const bucket = await stack.import("granary:oss:Bucket", "b", "old-shop");
  expect(bucket.stdout).toContain("storageClass: Archive");
  expect(bucket.changes).toEqual({ create: 1, import: 1 });
  const cors = await stack.import("granary:oss:BucketCors", "c", "old-shop");
  expect(cors.changes).toEqual({ import: 1, same: 2 });
  const imported = await stack.state();
  expect(imported.find(({ type }) => type === "granary:oss:BucketCors")).toMatchObject({
    id: "old-shop",
    inputs: { bucket: "old-shop", rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET", "HEAD"] }] },
  });

  const wrong = [
    ["BucketCors", "nobodys-bucket", "resource 'nobodys-bucket' does not exist"],
    ["BucketInventory", "old-shop", "it has the form <bucket>/<inventoryId>"],
  ] as const;
  for (const [type, id, says] of wrong) {
    const refused = await stack.import(`granary:oss:${type}`, "w", id);
    expect(refused.code).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain(says);
  }
  expect((await stack.state()).map(({ urn }) => urn)).toEqual(imported.map(({ urn }) => urn));
});

test("on the dynamic front an import file gives inputs and outputs, as the guide says", async () => {
  world.emulator.reset();
  await world.sdk.putBucket("old-shop");
  const args = { bucket: "old-shop", rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] };
  await world.sdk.putBucketCORS("old-shop", [{ allowedOrigin: "*", allowedMethod: "GET" }]);
  const listed = (name: string, type: string, properties: object) => {
    const __provider = `exports.handler = () => require("granary/dynamic").provider("oss:${type}");`;
    const all = { __provider, ...properties };
    return { type: typeIn("granary", type), name, id: "old-shop", inputs: all, outputs: all };
  };
  const stack = await world.open({
    files: {
      ...javascript(
        "granary",
        `const shop = new oss.Bucket("shop", { bucket: "old-shop" });
         new oss.BucketCors("cors", ${JSON.stringify(args)});`,
      ),
      "import.json": JSON.stringify({
        resources: [listed("shop", "Bucket", { bucket: "old-shop" }), listed("cors", "BucketCors", args)],
      }),
    },
  });
  const imported = await stack.pulumi([
    ...["import", "--stack", "test", "--file", "import.json", "--generate-code=false"],
    ...["--yes", "--skip-preview", "--protect=false"],
  ]);
  expect(imported.stdout + imported.stderr).not.toMatch(/error|warning/i);
  const preview = await stack.preview({ args: ["--expect-no-changes"] });
  expect(preview.diagnostics).toEqual([]);
  expect(preview.changes).toEqual({ same: 3 });
  const refreshed = await stack.refresh({ args: ["--expect-no-changes"] });
  expect(refreshed.diagnostics).toEqual([]);
  expect(refreshed.changes).toEqual({ same: 3 });
});
