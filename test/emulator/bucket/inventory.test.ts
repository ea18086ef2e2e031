/** Inventories. OSS API reference 20220713, sections 7.9.1 to 7.9.4 (L4219-4579). */
import { type OssService, startOssService } from "../../support/ossService";

let oss: OssService;
beforeAll(async () => {
  oss = await startOssService();
});
afterAll(() => oss.stop());

const put = (bucket: string, id: string, body: string) =>
  oss.send({ method: "PUT", bucket, query: `inventory&inventoryId=${id}`, body });
const get = (bucket: string, id: string) => oss.send({ method: "GET", bucket, query: `inventory&inventoryId=${id}` });
const list = (bucket: string, token = "") =>
  oss.send({ method: "GET", bucket, query: `inventory${token === "" ? "" : `&continuation-token=${token}`}` });

/** The sample (L4310-4345) with parts that can be changed. */
function inventory(bucket: string, change: Record<string, string> = {}, id = "report1"): string {
  const parts: Record<string, string> = {
    Id: `<Id>${id}</Id>`,
    IsEnabled: "<IsEnabled>true</IsEnabled>",
    Filter: "<Filter><Prefix>Pics</Prefix></Filter>",
    Format: "<Format>CSV</Format>",
    AccountId: "<AccountId>1000000000000000</AccountId>",
    RoleArn: "<RoleArn>acs:ram::1000000000000000:role/AliyunOSSRole</RoleArn>",
    Bucket: `<Bucket>acs:oss:::${bucket}</Bucket>`,
    Prefix: "<Prefix>prefix1</Prefix>",
    Encryption: "<Encryption><SSE-KMS><KeyId>keyId</KeyId></SSE-KMS></Encryption>",
    Schedule: "<Schedule><Frequency>Daily</Frequency></Schedule>",
    IncludedObjectVersions: "<IncludedObjectVersions>All</IncludedObjectVersions>",
    OptionalFields:
      "<OptionalFields><Field>Size</Field><Field>LastModifiedDate</Field><Field>ETag</Field><Field>StorageClass</Field>" +
      "<Field>IsMultipartUploaded</Field><Field>EncryptionStatus</Field></OptionalFields>",
    ...change,
  };
  const { Format, AccountId, RoleArn, Bucket, Prefix, Encryption } = parts;
  const destination = `${Format}${AccountId}${RoleArn}${Bucket}${Prefix}${Encryption}`;
  return (
    `<InventoryConfiguration>${parts.Id}${parts.IsEnabled}${parts.Filter}<Destination><OSSBucketDestination>${destination}` +
    `</OSSBucketDestination></Destination>${parts.Schedule}${parts.IncludedObjectVersions}${parts.OptionalFields}</InventoryConfiguration>`
  );
}

test("the sample is taken, and answered in the order of the response sample (L4434-4464)", async () => {
  const bucket = oss.bucket();
  const answer = await put(bucket, "report1", inventory(bucket));
  expect([answer.status, answer.headers["content-length"]]).toEqual([200, "0"]);
  expect((await get(bucket, "report1")).body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<InventoryConfiguration><Id>report1</Id><IsEnabled>true</IsEnabled>' +
      "<Destination><OSSBucketDestination><Format>CSV</Format><AccountId>1000000000000000</AccountId>" +
      `<RoleArn>acs:ram::1000000000000000:role/AliyunOSSRole</RoleArn><Bucket>acs:oss:::${bucket}</Bucket>` +
      "<Prefix>prefix1</Prefix><Encryption><SSE-KMS><KeyId>keyId</KeyId></SSE-KMS></Encryption>" +
      "</OSSBucketDestination></Destination><Schedule><Frequency>Daily</Frequency></Schedule>" +
      "<Filter><Prefix>Pics</Prefix></Filter><IncludedObjectVersions>All</IncludedObjectVersions>" +
      "<OptionalFields><Field>Size</Field><Field>LastModifiedDate</Field><Field>ETag</Field><Field>StorageClass</Field>" +
      "<Field>IsMultipartUploaded</Field><Field>EncryptionStatus</Field></OptionalFields></InventoryConfiguration>",
  );
});

test.each([
  ["SSE-OSS", "<Encryption><SSE-OSS/></Encryption>", "<Encryption><SSE-OSS></SSE-OSS></Encryption>"],
  ["SSE-KMS without a key", "<Encryption><SSE-KMS/></Encryption>", "<Encryption><SSE-KMS></SSE-KMS></Encryption>"],
  [
    "an empty Encryption, which the Node SDK sends",
    "<Encryption></Encryption>",
    "<Prefix>prefix1</Prefix></OSSBucketDestination>",
  ],
])("encryption: %s", async (_what, sent, answered) => {
  const bucket = oss.bucket();
  expect((await put(bucket, "report1", inventory(bucket, { Encryption: sent }))).status).toBe(200);
  expect((await get(bucket, "report1")).body).toContain(answered);
});

test("the least there is, weekly, current versions, disabled", async () => {
  const bucket = oss.bucket();
  const least = {
    IsEnabled: "<IsEnabled>false</IsEnabled>",
    Filter: "",
    Prefix: "",
    Encryption: "",
    Schedule: "<Schedule><Frequency>Weekly</Frequency></Schedule>",
    IncludedObjectVersions: "<IncludedObjectVersions>Current</IncludedObjectVersions>",
    OptionalFields: "",
  };
  expect((await put(bucket, "report1", inventory(bucket, least))).status).toBe(200);
  const read = await get(bucket, "report1");
  expect([read.element("IsEnabled"), read.element("Frequency")]).toEqual(["false", "Weekly"]);
  expect(read.elements("Field")).toEqual([]);
});

test("an inventory that exists is InventoryAlreadyExist 409 and stays as it was (L4373)", async () => {
  const bucket = oss.bucket();
  await put(bucket, "report1", inventory(bucket));
  const answer = await put(bucket, "report1", inventory(bucket, { IsEnabled: "<IsEnabled>false</IsEnabled>" }));
  expect([answer.status, answer.element("Code")]).toEqual([409, "InventoryAlreadyExist"]);
  expect((await get(bucket, "report1")).element("IsEnabled")).toBe("true");
});

test("the thousand-and-first inventory is InventoryExceedLimit 400 (L4229, L4369)", async () => {
  const bucket = oss.bucket();
  expect((await put(bucket, "n0", inventory(bucket, {}, "n0"))).status).toBe(200);
  oss.store.transaction(() => {
    for (let i = 1; i < 1000; i++) {
      oss.store.putDocument(bucket, `inventory/n${i}`, oss.store.getDocument(bucket, "inventory/n0"));
    }
  });
  const answer = await put(bucket, "one-more", inventory(bucket, {}, "one-more"));
  expect([answer.status, answer.element("Code")]).toEqual([400, "InventoryExceedLimit"]);
});

test.each([
  ["inventoryId", (bucket: string) => inventory(bucket, {}, "another")],
  ["Bucket", () => inventory("nowhere")],
  ["Bucket", (bucket: string) => inventory(bucket, { Bucket: `<Bucket>${bucket}</Bucket>` })],
  ["Bucket", () => inventory(oss.bucket({ region: "cn-beijing" }))],
  ["RoleArn", (bucket: string) => inventory(bucket, { RoleArn: "<RoleArn>AliyunOSSRole</RoleArn>" })],
  ["Format", (bucket: string) => inventory(bucket, { Format: "<Format>ORC</Format>" })],
  [
    "Frequency",
    (bucket: string) => inventory(bucket, { Schedule: "<Schedule><Frequency>Hourly</Frequency></Schedule>" }),
  ],
  [
    "IncludedObjectVersions",
    (bucket: string) =>
      inventory(bucket, { IncludedObjectVersions: "<IncludedObjectVersions>Old</IncludedObjectVersions>" }),
  ],
  [
    "Field",
    (bucket: string) => inventory(bucket, { OptionalFields: "<OptionalFields><Field>Owner</Field></OptionalFields>" }),
  ],
])("a bad %s is InvalidArgument 400 (L4368)", async (name, body) => {
  const bucket = oss.bucket();
  const answer = await put(bucket, "report1", body(bucket));
  expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  expect(answer.element("ArgumentName")).toBe(name);
});

test.each(["Id", "IsEnabled", "Format", "AccountId", "RoleArn", "Bucket", "Schedule", "IncludedObjectVersions"])(
  "%s is required (L4274-4299)",
  async (name) => {
    const bucket = oss.bucket();
    const answer = await put(bucket, "report1", inventory(bucket, { [name]: "" }));
    expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
    expect(answer.element("ErrorDetail")).toBe(`${name} is missing`);
  },
);

test("both kinds of encryption at once are MalformedXML 400", async () => {
  const bucket = oss.bucket();
  const both = "<Encryption><SSE-OSS/><SSE-KMS/></Encryption>";
  expect((await put(bucket, "report1", inventory(bucket, { Encryption: both }))).element("Code")).toBe("MalformedXML");
});

test("an inventory that does not exist, and a list without any, are NoSuchInventory 404 (the vendor's page of 404 errors)", async () => {
  const bucket = oss.bucket();
  for (const answer of [await get(bucket, "report1"), await list(bucket)]) {
    expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchInventory"]);
    expect(answer.element("Message")).toBe("No Row found in Inventory Table.");
  }
});

test("DeleteBucketInventory is 204 (L4567), also for an id that does not exist; an empty id is InvalidRequest 400 (L4576)", async () => {
  const bucket = oss.bucket();
  await put(bucket, "report1", inventory(bucket));
  const remove = (id: string) => oss.send({ method: "DELETE", bucket, query: `inventory&inventoryId=${id}` });
  expect((await remove("report1")).status).toBe(204);
  expect((await get(bucket, "report1")).element("Code")).toBe("NoSuchInventory");
  expect((await remove("report1")).status).toBe(204);
  const empty = await remove("");
  expect([empty.status, empty.element("Code")]).toEqual([400, "InvalidRequest"]);
});

test("ListBucketInventory gives 100 per page (L4476), by continuation-token", async () => {
  const bucket = oss.bucket();
  const ids = Array.from({ length: 150 }, (_, i) => `n${String(i).padStart(3, "0")}`);
  await put(bucket, "n000", inventory(bucket, {}, "n000"));
  const first = oss.store.getDocument<object>(bucket, "inventory/n000");
  oss.store.transaction(() => {
    for (const id of ids) {
      oss.store.putDocument(bucket, `inventory/${id}`, { ...first, id });
    }
  });
  const page = await list(bucket);
  expect(page.body).toContain("<ListInventoryConfigurationsResult><InventoryConfiguration>");
  expect([page.elements("Id"), page.element("IsTruncated")]).toEqual([ids.slice(0, 100), "true"]);
  const rest = await list(bucket, page.element("NextContinuationToken"));
  expect([rest.elements("Id"), rest.element("IsTruncated")]).toEqual([ids.slice(100), "false"]);
  expect(rest.element("NextContinuationToken")).toBeUndefined();
  // Go SDK 3.0 sends an empty one for the first page.
  const query = "inventory&continuation-token=";
  expect((await oss.send({ method: "GET", bucket, query })).elements("Id")).toEqual(ids.slice(0, 100));
  const bad = await list(bucket, "%21%21");
  expect([bad.status, bad.element("Code")]).toEqual([400, "InvalidArgument"]);
});
