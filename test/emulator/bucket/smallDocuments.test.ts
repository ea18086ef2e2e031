/** Request payment (L6165-6316), transfer acceleration (L2952-3087) and logging (L4583-4857) of the API reference. */
import { type OssService, STRANGER, startOssService } from "../../support/ossService";

let oss: OssService;
beforeEach(async () => {
  oss = await startOssService();
});
afterEach(() => oss.stop());

describe("request payment", () => {
  const put = (bucket: string, payer: string) =>
    oss.send({
      method: "PUT",
      bucket,
      query: "requestPayment",
      body: `<RequestPaymentConfiguration><Payer>${payer}</Payer></RequestPaymentConfiguration>`,
    });
  const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "requestPayment" });

  test("is BucketOwner by default, as in the sample (L6303-6306)", async () => {
    const answer = await get(oss.bucket());
    expect([answer.status, answer.body]).toEqual([
      200,
      '<?xml version="1.0" encoding="UTF-8"?>\n<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>',
    ]);
  });

  test.each(["Requester", "BucketOwner"])("is set to %s", async (payer) => {
    const bucket = oss.bucket();
    expect((await put(bucket, payer)).status).toBe(200);
    expect((await get(bucket)).element("Payer")).toBe(payer);
  });

  test("another payer is InvalidArgument 400, none MalformedXML 400", async () => {
    const other = await put(oss.bucket(), "Nobody");
    expect([other.status, other.element("Code")]).toEqual([400, "InvalidArgument"]);
    const body = "<RequestPaymentConfiguration/>";
    const none = await oss.send({ method: "PUT", bucket: oss.bucket(), query: "requestPayment", body });
    expect([none.status, none.element("Code")]).toEqual([400, "MalformedXML"]);
  });

  test("rejects anonymous requests, and others that do not agree to pay (L6173-6183)", async () => {
    const bucket = oss.bucket({ acl: "public-read" });
    await oss.send({ method: "PUT", bucket, key: "a", body: "text" });
    const read = (as: typeof STRANGER | null | undefined, headers = {}) =>
      oss.send({ method: "GET", bucket, key: "a", as, headers });
    expect((await read(null)).status).toBe(200);
    await put(bucket, "Requester");
    const pays = { "x-oss-request-payer": "requester" };
    expect([(await read(null)).status, (await read(null)).element("Code")]).toEqual([403, "AccessDenied"]);
    expect((await read(null, pays)).status).toBe(403);
    expect((await read(STRANGER)).element("Code")).toBe("AccessDenied");
    expect((await read(STRANGER, pays)).status).toBe(200);
    expect((await read(undefined)).status).toBe(200);
  });
});

describe("transfer acceleration", () => {
  const put = (bucket: string, enabled: string, region?: string) =>
    oss.send({
      method: "PUT",
      bucket,
      region,
      query: "transferAcceleration",
      body: `<TransferAccelerationConfiguration><Enabled>${enabled}</Enabled></TransferAccelerationConfiguration>`,
    });
  const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "transferAcceleration" });

  test("is NoSuchTransferAccelerationConfiguration 404 until it is first set (L3087)", async () => {
    const answer = await get(oss.bucket());
    expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchTransferAccelerationConfiguration"]);
  });

  test.each(["true", "false"])(
    "is set to %s and answered (L3078-3080); GetBucketInfo has it in other words",
    async (enabled) => {
      const bucket = oss.bucket();
      expect((await put(bucket, enabled)).status).toBe(200);
      expect((await get(bucket)).body).toBe(
        `<?xml version="1.0" encoding="UTF-8"?>\n<TransferAccelerationConfiguration><Enabled>${enabled}</Enabled></TransferAccelerationConfiguration>`,
      );
      oss.advance(30 * 60_000);
      const info = await oss.send({ method: "GET", bucket, query: "bucketInfo" });
      expect(info.element("TransferAcceleration")).toBe(enabled === "true" ? "Enabled" : "Disabled");
    },
  );

  test.each(["True", "1", ""])("Enabled %p is MalformedXML 400 (L3024)", async (enabled) => {
    const answer = await put(oss.bucket(), enabled);
    expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
  });

  test("opens the accelerate endpoint within 30 minutes (L2979)", async () => {
    const bucket = oss.bucket({ acl: "public-read" });
    oss.object(bucket, "a");
    const read = () =>
      oss.send({
        method: "GET",
        bucket,
        key: "a",
        as: null,
        headers: { Host: `${bucket}.oss-accelerate.aliyuncs.com` },
      });
    expect([(await read()).status, (await read()).element("Code")]).toEqual([403, "TransferAccelerationDisabled"]);
    await put(bucket, "true");
    oss.advance(29 * 60_000);
    expect((await read()).status).toBe(403);
    oss.advance(60_000);
    expect((await read()).status).toBe(200);
  });

  test("cannot be disabled for the destination of a rule that uses it: TransferAccAlreadyInUse 409 (L4061)", async () => {
    const [source, target] = [oss.bucket(), oss.bucket({ region: "cn-beijing" })];
    await put(target, "true", "cn-beijing");
    const rule = await oss.send({
      method: "POST",
      bucket: source,
      query: "replication&comp=add",
      body:
        `<ReplicationConfiguration><Rule><ID>r</ID><Destination><Bucket>${target}</Bucket><Location>oss-cn-beijing</Location>` +
        "<TransferType>oss_acc</TransferType></Destination></Rule></ReplicationConfiguration>",
    });
    expect(rule.status).toBe(200);
    const answer = await put(target, "false", "cn-beijing");
    expect([answer.status, answer.element("Code")]).toEqual([409, "TransferAccAlreadyInUse"]);
    expect(answer.element("Message")).toBe("The transfer acceleration is already used by cross-region replication.");
    expect([answer.element("SourceBucket"), answer.element("DestinationBucket")]).toEqual([source, target]);
    const body = "<ReplicationRules><ID>r</ID></ReplicationRules>";
    await oss.send({ method: "POST", bucket: source, query: "replication&comp=delete", body });
    expect((await put(target, "false", "cn-beijing")).status).toBe(200);
  });
});

describe("logging", () => {
  const put = (bucket: string, inner: string) =>
    oss.send({ method: "PUT", bucket, query: "logging", body: `<BucketLoggingStatus>${inner}</BucketLoggingStatus>` });
  const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "logging" });
  const to = (target: string, prefix = "<TargetPrefix>MyLog-</TargetPrefix>") =>
    `<LoggingEnabled><TargetBucket>${target}</TargetBucket>${prefix}</LoggingEnabled>`;
  const OFF = '<?xml version="1.0" encoding="UTF-8"?>\n<BucketLoggingStatus></BucketLoggingStatus>';

  test("is 200 with an empty BucketLoggingStatus when off, never 404 (L4768-4780)", async () => {
    const answer = await get(oss.bucket());
    expect([answer.status, answer.body]).toEqual([200, OFF]);
  });

  test("is set and answered with the namespace (L4758-4764); the target may be the bucket itself (L4589)", async () => {
    const [bucket, target] = [oss.bucket(), oss.bucket()];
    for (const name of [target, bucket]) {
      expect((await put(bucket, to(name))).status).toBe(200);
      expect((await get(bucket)).body).toBe(
        '<?xml version="1.0" encoding="UTF-8"?>\n<BucketLoggingStatus>' +
          `<LoggingEnabled><TargetBucket>${name}</TargetBucket><TargetPrefix>MyLog-</TargetPrefix></LoggingEnabled></BucketLoggingStatus>`,
      );
    }
  });

  test("the prefix can be left out or empty (L4632)", async () => {
    const bucket = oss.bucket();
    await put(bucket, to(bucket, ""));
    expect((await get(bucket)).element("TargetPrefix")).toBeUndefined();
    await put(bucket, to(bucket, "<TargetPrefix></TargetPrefix>"));
    expect((await get(bucket)).element("TargetPrefix")).toBe("");
  });

  test("is turned off by an empty BucketLoggingStatus (L4668-4680), and by DELETE, 204 also when off (L4829)", async () => {
    const bucket = oss.bucket();
    await put(bucket, to(bucket));
    expect((await put(bucket, "")).status).toBe(200);
    expect((await get(bucket)).body).toBe(OFF);
    await put(bucket, to(bucket));
    for (let i = 0; i < 2; i++) {
      expect((await oss.send({ method: "DELETE", bucket, query: "logging" })).status).toBe(204);
    }
    expect((await get(bucket)).body).toBe(OFF);
  });

  test("InvalidTargetBucketForLogging is 400 for another region (L4710), 403 for another owner (L4713)", async () => {
    const bucket = oss.bucket();
    const far = await put(bucket, to(oss.bucket({ region: "cn-beijing" })));
    expect([far.status, far.element("Code")]).toEqual([400, "InvalidTargetBucketForLogging"]);
    const foreign = await put(bucket, to(oss.bucket({ ownerId: STRANGER.ownerId })));
    expect([foreign.status, foreign.element("Code")]).toEqual([403, "InvalidTargetBucketForLogging"]);
    const missing = await put(bucket, to("nowhere"));
    expect([missing.status, missing.element("Code")]).toEqual([400, "InvalidTargetBucketForLogging"]);
  });

  test("LoggingEnabled needs a TargetBucket (L4626)", async () => {
    const answer = await put(oss.bucket(), "<LoggingEnabled/>");
    expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
  });
});
