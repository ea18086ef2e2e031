/** Replication. OSS API reference 20220713, sections 7.7.1 to 7.7.5 (L3574-4061). */
import { type OssService, STRANGER, startOssService } from "../../support/ossService";

let oss: OssService;
beforeEach(async () => {
  oss = await startOssService();
});
afterEach(() => oss.stop());

const addRule = (bucket: string, rule: string, region?: string) =>
  oss.send({
    method: "POST",
    bucket,
    region,
    query: "replication&comp=add",
    body: `<ReplicationConfiguration><Rule>${rule}</Rule></ReplicationConfiguration>`,
  });
const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "replication" });
const progress = (bucket: string, query = "") =>
  oss.send({ method: "GET", bucket, query: `replicationProgress${query}` });
const remove = (bucket: string, id: string) =>
  oss.send({
    method: "POST",
    bucket,
    query: "replication&comp=delete",
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<ReplicationRules>\n  <ID>${id}</ID>\n</ReplicationRules>`,
  });
const destination = (bucket: string, location = "oss-cn-beijing", type = "internal") =>
  `<Destination><Bucket>${bucket}</Bucket><Location>${location}</Location><TransferType>${type}</TransferType></Destination>`;
const beijing = () => oss.bucket({ region: "cn-beijing" });

describe("PutBucketReplication and GetBucketReplication", () => {
  test("the sample (L3662-3690) is taken, and answered without what is never given back (L3791-3806)", async () => {
    const [bucket, target] = [oss.bucket(), beijing()];
    const answer = await addRule(
      bucket,
      `<PrefixSet><Prefix>source_image</Prefix><Prefix>video</Prefix></PrefixSet><Action>PUT</Action>${destination(target, "oss-cn-beijing", "oss_acc")}` +
        "<HistoricalObjectReplication>enabled</HistoricalObjectReplication><SyncRole>aliyunramrole</SyncRole>" +
        "<SourceSelectionCriteria><SseKmsEncryptedObjects><Status>Enabled</Status></SseKmsEncryptedObjects></SourceSelectionCriteria>" +
        "<EncryptionConfiguration><ReplicaKmsKeyID>c4d49f85-ee30-426b-a5ed-95e9139d0000</ReplicaKmsKeyID></EncryptionConfiguration>",
    );
    expect([answer.status, answer.body]).toEqual([200, ""]);
    const read = await get(bucket);
    const id = read.element("ID") ?? "";
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(read.body).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<ReplicationConfiguration><Rule><ID>${id}</ID>` +
        "<PrefixSet><Prefix>source_image</Prefix><Prefix>video</Prefix></PrefixSet><Action>PUT</Action>" +
        `<Destination><Bucket>${target}</Bucket><Location>oss-cn-beijing</Location><TransferType>oss_acc</TransferType></Destination>` +
        "<Status>starting</Status><HistoricalObjectReplication>enabled</HistoricalObjectReplication>" +
        "<SyncRole>aliyunramrole</SyncRole></Rule></ReplicationConfiguration>",
    );
  });

  test("Action ALL and history are the defaults; TransferType internal and SyncRole without SSE-KMS are not given (L3751, L3755)", async () => {
    const [bucket, target] = [oss.bucket(), beijing()];
    expect((await addRule(bucket, `${destination(target)}<SyncRole>role</SyncRole>`)).status).toBe(200);
    const read = await get(bucket);
    expect([read.element("Action"), read.element("HistoricalObjectReplication")]).toEqual(["ALL", "enabled"]);
    expect([read.element("TransferType"), read.element("SyncRole")]).toEqual([undefined, undefined]);
    expect(read.body).not.toContain("PrefixSet");
  });

  test("a rule goes from starting to doing (L3747), and GetBucketInfo says CrossRegionReplication", async () => {
    const bucket = oss.bucket();
    await addRule(bucket, destination(beijing()));
    expect((await get(bucket)).element("Status")).toBe("starting");
    oss.advance(60_000);
    expect((await get(bucket)).element("Status")).toBe("doing");
    const info = await oss.send({ method: "GET", bucket, query: "bucketInfo" });
    expect(info.element("CrossRegionReplication")).toBe("Enabled");
  });

  test("rules are added, not overwritten; an own ID is kept", async () => {
    const bucket = oss.bucket();
    await addRule(bucket, `<ID>first</ID>${destination(beijing())}`);
    await addRule(bucket, `<ID>second</ID><Action>ALL,PUT</Action>${destination(beijing())}`);
    const read = await get(bucket);
    expect([read.elements("ID"), read.elements("Action")]).toEqual([
      ["first", "second"],
      ["ALL", "ALL,PUT"],
    ]);
  });

  test("within a region (L3583) replication is allowed, without acceleration (L3633)", async () => {
    const [bucket, target] = [oss.bucket(), oss.bucket()];
    const accelerated = await addRule(bucket, destination(target, "oss-cn-hangzhou", "oss_acc"));
    expect([accelerated.status, accelerated.element("Code")]).toEqual([400, "InvalidArgument"]);
    expect((await addRule(bucket, destination(target, "oss-cn-hangzhou"))).status).toBe(200);
  });

  test("without rules GetBucketReplication is NoSuchReplicationConfiguration 404 (L3806)", async () => {
    const answer = await get(oss.bucket());
    expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchReplicationConfiguration"]);
  });
});

describe("refusals of PutBucketReplication, all 400 (L3710-3721)", () => {
  test("InvalidTargetBucket: the same name, a missing one, another owner's", async () => {
    const bucket = oss.bucket();
    const foreign = oss.bucket({ region: "cn-beijing", ownerId: STRANGER.ownerId });
    for (const target of [bucket, "nowhere", foreign]) {
      const answer = await addRule(bucket, destination(target));
      expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidTargetBucket"]);
    }
  });

  test("InvalidTargetLocation: the bucket is in another region", async () => {
    const answer = await addRule(oss.bucket(), destination(beijing(), "oss-cn-shanghai"));
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidTargetLocation"]);
  });

  test.each(["oss-cn-nowhere", "cn-beijing"])("BadReplicationLocation: %s", async (location) => {
    const answer = await addRule(oss.bucket(), destination(beijing(), location));
    expect([answer.status, answer.element("Code")]).toEqual([400, "BadReplicationLocation"]);
  });

  test("NoReplicationLocation: the region of the source has no match", async () => {
    const bucket = oss.bucket({ region: "cn-nowhere" });
    const answer = await addRule(bucket, destination(beijing()), "cn-nowhere");
    expect([answer.status, answer.element("Code")]).toEqual([400, "NoReplicationLocation"]);
  });

  test("BucketReplicationAlreadyExist: also while the old rule is closing", async () => {
    const [bucket, target] = [oss.bucket(), beijing()];
    await addRule(bucket, `<ID>a</ID>${destination(target)}`);
    const twice = await addRule(bucket, destination(target));
    expect([twice.status, twice.element("Code")]).toEqual([400, "BucketReplicationAlreadyExist"]);
    await remove(bucket, "a");
    expect((await addRule(bucket, destination(target))).element("Code")).toBe("BucketReplicationAlreadyExist");
    oss.advance(60_000);
    expect((await addRule(bucket, destination(target))).status).toBe(200);
  });

  test("TooManyReplicationRules: two rules in a request", async () => {
    const two = `${destination(beijing())}</Rule><Rule>${destination(beijing())}`;
    const answer = await addRule(oss.bucket(), two);
    expect([answer.status, answer.element("Code")]).toEqual([400, "TooManyReplicationRules"]);
  });

  test("TooManyOutgoingReplication and TooManyIncomingReplication: beyond 100", async () => {
    const [bucket, target] = [oss.bucket(), beijing()];
    const rule = (to: string) => ({
      id: to,
      prefixes: [],
      action: "ALL",
      bucket: to,
      location: "oss-cn-beijing",
      transferType: "internal",
      historicalObjectReplication: "enabled",
      createdAt: 0,
    });
    oss.store.putDocument(bucket, "replication", { rules: Array.from({ length: 100 }, (_, i) => rule(`b${i}`)) });
    const outgoing = await addRule(bucket, destination(target));
    expect([outgoing.status, outgoing.element("Code")]).toEqual([400, "TooManyOutgoingReplication"]);
    oss.store.transaction(() => {
      for (let i = 0; i < 100; i++) {
        oss.store.putDocument(oss.bucket(), "replication", { rules: [rule(target)] });
      }
    });
    const incoming = await addRule(oss.bucket(), destination(target));
    expect([incoming.status, incoming.element("Code")]).toEqual([400, "TooManyIncomingReplication"]);
  });

  test("MissingArgument: no TransferType, in spite of its default (L3720)", async () => {
    const rule = destination(beijing()).replace(/<TransferType>.*<\/TransferType>/, "");
    const answer = await addRule(oss.bucket(), rule);
    expect([answer.status, answer.element("Code")]).toEqual([400, "MissingArgument"]);
  });

  test("MissingArgument: SSE-KMS objects without a key or a role (L3635-3642)", async () => {
    const kms =
      "<SourceSelectionCriteria><SseKmsEncryptedObjects><Status>Enabled</Status></SseKmsEncryptedObjects></SourceSelectionCriteria>";
    const key = "<EncryptionConfiguration><ReplicaKmsKeyID>k</ReplicaKmsKeyID></EncryptionConfiguration>";
    for (const inner of [kms, kms + key, `${kms}<SyncRole>r</SyncRole>`]) {
      const answer = await addRule(oss.bucket(), destination(beijing()) + inner);
      expect([answer.status, answer.element("Code")]).toEqual([400, "MissingArgument"]);
    }
  });

  test.each([
    ["TransferType", (target: string) => destination(target, "oss-cn-beijing", "fast")],
    ["Action", (target: string) => `${destination(target)}<Action>GET</Action>`],
    [
      "HistoricalObjectReplication",
      (target: string) => `${destination(target)}<HistoricalObjectReplication>yes</HistoricalObjectReplication>`,
    ],
    ["Prefix", (target: string) => `${destination(target)}<PrefixSet><Prefix>${"p".repeat(1024)}</Prefix></PrefixSet>`],
    [
      "Prefix",
      (target: string) => `${destination(target)}<PrefixSet><Prefix>a</Prefix><Prefix>a/b</Prefix></PrefixSet>`,
    ],
  ])("InvalidArgument: a bad %s", async (name, rule) => {
    const answer = await addRule(oss.bucket(), rule(beijing()));
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
    expect(answer.element("ArgumentName")).toBe(name);
  });

  test("10 prefixes of 1023 characters are allowed, 11 are TooManyPrefixes (L3625-3626)", async () => {
    const prefixes = (count: number) =>
      Array.from({ length: count }, (_, i) => `<Prefix>${String(i).padStart(2, "0")}${"p".repeat(1021)}</Prefix>`).join(
        "",
      );
    const rule = (count: number) => `${destination(beijing())}<PrefixSet>${prefixes(count)}</PrefixSet>`;
    expect((await addRule(oss.bucket(), rule(10))).status).toBe(200);
    expect((await addRule(oss.bucket(), rule(11))).element("Code")).toBe("TooManyPrefixes");
  });

  test("InvalidRequest: the buckets differ in versioning (not in the document; reported by users)", async () => {
    const target = oss.bucket({ region: "cn-beijing", versioning: "Enabled" });
    const answer = await addRule(oss.bucket(), destination(target));
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidRequest"]);
    expect((await addRule(oss.bucket({ versioning: "Enabled" }), destination(target))).status).toBe(200);
  });

  test("MalformedXML: no Rule, Destination, Bucket or Location", async () => {
    const bucket = oss.bucket();
    const none = "<ReplicationConfiguration/>";
    const answer = await oss.send({ method: "POST", bucket, query: "replication&comp=add", body: none });
    expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
    for (const rule of ["", "<Destination/>", "<Destination><Bucket>b</Bucket></Destination>"]) {
      expect((await addRule(bucket, rule)).element("Code")).toBe("MalformedXML");
    }
  });
});

describe("DeleteBucketReplication", () => {
  test("is 200, then 204 while the rule is closing; then the rule is gone (L3995-3997)", async () => {
    const bucket = oss.bucket();
    await addRule(bucket, `<ID>a</ID>${destination(beijing())}`);
    const first = await remove(bucket, "a");
    expect([first.status, first.headers["content-length"]]).toEqual([200, "0"]);
    expect((await get(bucket)).element("Status")).toBe("closing");
    expect((await remove(bucket, "a")).status).toBe(204);
    oss.advance(60_000);
    expect((await get(bucket)).element("Code")).toBe("NoSuchReplicationConfiguration");
    expect((await remove(bucket, "a")).status).toBe(200);
    const info = await oss.send({ method: "GET", bucket, query: "bucketInfo" });
    expect(info.element("CrossRegionReplication")).toBe("Disabled");
  });

  test("is 200 when there is no rule (L3995), and NoSuchReplicationRule 404 for an id among others", async () => {
    const bucket = oss.bucket();
    expect((await remove(bucket, "a")).status).toBe(200);
    await addRule(bucket, `<ID>a</ID>${destination(beijing())}`);
    const answer = await remove(bucket, "b");
    expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchReplicationRule"]);
  });

  test("takes one ID: more are TooManyReplicationRules 400, none MalformedXML 400", async () => {
    const bucket = oss.bucket();
    const two = await remove(bucket, "a</ID><ID>b");
    expect([two.status, two.element("Code")]).toEqual([400, "TooManyReplicationRules"]);
    const body = "<ReplicationRules/>";
    const none = await oss.send({ method: "POST", bucket, query: "replication&comp=delete", body });
    expect([none.status, none.element("Code")]).toEqual([400, "MalformedXML"]);
  });
});

describe("GetBucketReplicationLocation (L3868-3888)", () => {
  test("lists the other regions with oss-, and those that acceleration reaches", async () => {
    const answer = await oss.send({ method: "GET", bucket: oss.bucket(), query: "replicationLocation" });
    expect(answer.status).toBe(200);
    const own = answer.body.replace(/<LocationTransferTypeConstraint>.*/, "");
    const locations = [...own.matchAll(/<Location>([^<]*)/g)].map((match) => match[1]);
    for (const location of [
      "oss-cn-beijing",
      "oss-cn-qingdao",
      "oss-cn-shenzhen",
      "oss-cn-hongkong",
      "oss-us-west-1",
    ]) {
      expect(locations).toContain(location);
    }
    expect(locations).not.toContain("oss-cn-hangzhou");
    expect(answer.body).toContain(
      "<LocationTransferType><Location>oss-cn-hongkong</Location><TransferTypes><Type>oss_acc</Type></TransferTypes></LocationTransferType>",
    );
  });

  test("has an empty Location where there is none (L3829)", async () => {
    const bucket = oss.bucket({ region: "cn-nowhere" });
    const answer = await oss.send({ method: "GET", bucket, region: "cn-nowhere", query: "replicationLocation" });
    expect(answer.body).toContain("<ReplicationLocation><Location></Location></ReplicationLocation>");
  });
});

describe("GetBucketReplicationProgress", () => {
  test("has Progress only in the state doing (L3928), and it grows", async () => {
    oss.setTime("2030-09-24T15:28:00.000Z");
    const [bucket, target] = [oss.bucket(), beijing()];
    await addRule(bucket, `<ID>a</ID>${destination(target)}`);
    expect((await progress(bucket)).body).not.toContain("Progress>0");
    expect((await progress(bucket)).element("NewObject")).toBeUndefined();
    oss.advance(30_000);
    const doing = await progress(bucket, "&rule-id=a");
    expect(doing.element("Status")).toBe("doing");
    expect(doing.element("NewObject")).toMatch(/^2030-09-24T15:28:3\d\.000Z$/);
    const share = Number(doing.element("HistoricalObject"));
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
    oss.advance(600_000);
    expect((await progress(bucket)).element("HistoricalObject")).toBe("1.00");
    await remove(bucket, "a");
    expect((await progress(bucket)).element("NewObject")).toBeUndefined();
  });

  test("has no HistoricalObject where history is not replicated (L3929)", async () => {
    const bucket = oss.bucket();
    const without = "<HistoricalObjectReplication>disabled</HistoricalObjectReplication>";
    await addRule(bucket, destination(beijing()) + without);
    oss.advance(60_000);
    const answer = await progress(bucket);
    expect([answer.element("HistoricalObject"), typeof answer.element("NewObject")]).toEqual([undefined, "string"]);
  });

  test("answers the errors of its table (L3984-3987)", async () => {
    const bucket = oss.bucket();
    const none = await progress(bucket);
    expect([none.status, none.element("Code")]).toEqual([404, "NoSuchReplicationConfiguration"]);
    await addRule(bucket, `<ID>a</ID>${destination(beijing())}`);
    const other = await progress(bucket, "&rule-id=b");
    expect([other.status, other.element("Code")]).toEqual([404, "NoSuchReplicationRule"]);
    const many = await progress(bucket, "&rule-id=a,b");
    expect([many.status, many.element("Code")]).toEqual([400, "TooManyReplicationRules"]);
  });
});
