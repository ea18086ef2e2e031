/** OSS API reference 20220713, PutBucketLifecycle (L2523-2807), GetBucketLifecycle (L2809), DeleteBucketLifecycle (L2894). */
import { type OssService, startOssService } from "../../support/ossService";

let oss: OssService;
beforeAll(async () => {
  oss = await startOssService();
});
afterAll(() => oss.stop());

const put = (bucket: string, inner: string) =>
  oss.send({
    method: "PUT",
    bucket,
    query: "lifecycle",
    body: `<LifecycleConfiguration>${inner}</LifecycleConfiguration>`,
  });
const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "lifecycle" });
const EXPIRE = "<Expiration><Days>1</Days></Expiration>";
const rule = (inner: string, prefix = "p") =>
  `<Rule><ID>${prefix}-rule</ID><Prefix>${prefix}</Prefix><Status>Enabled</Status>${inner}</Rule>`;

/** Sample 1 (L2626-2690), a rule each of its kinds. */
const SAMPLE =
  "<Rule><ID>delete objects and parts after one day</ID><Prefix>logs/</Prefix><Status>Enabled</Status>" +
  "<Expiration><Days>1</Days></Expiration><AbortMultipartUpload><Days>1</Days></AbortMultipartUpload></Rule>" +
  "<Rule><ID>transit objects to IA after 30, to Archive 60, expire after 10 years</ID><Prefix>data/</Prefix>" +
  "<Status>Enabled</Status><Expiration><Days>3600</Days></Expiration>" +
  "<Transition><Days>30</Days><StorageClass>IA</StorageClass></Transition>" +
  "<Transition><Days>60</Days><StorageClass>Archive</StorageClass></Transition></Rule>" +
  "<Rule><ID>delete created before date</ID><Prefix>backup</Prefix><Status>Enabled</Status>" +
  "<Expiration><CreatedBeforeDate>2017-01-01T00:00:00.000Z</CreatedBeforeDate></Expiration>" +
  "<AbortMultipartUpload><CreatedBeforeDate>2017-01-01T00:00:00.000Z</CreatedBeforeDate></AbortMultipartUpload></Rule>" +
  "<Rule><ID>r1</ID><Prefix>rule1</Prefix><Tag><Key>xx</Key><Value>1</Value></Tag>" +
  "<Tag><Key>yy</Key><Value>2</Value></Tag><Status>Disabled</Status><Expiration><Days>30</Days></Expiration></Rule>";

/** Sample 2 (L2716-2732) and the sample for a versioned bucket (L2760-2784). */
const NOT_AND_VERSIONS =
  "<Rule><ID>RuleID</ID><Prefix>logs</Prefix><Status>Enabled</Status><Filter><Not><Prefix>logs1</Prefix>" +
  "<Tag><Key>key1</Key><Value>value1</Value></Tag></Not></Filter><Expiration><Days>100</Days></Expiration>" +
  "<Transition><Days>30</Days><StorageClass>Archive</StorageClass></Transition></Rule>" +
  "<Rule><ID>delete example</ID><Prefix>old/</Prefix><Status>Enabled</Status>" +
  "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>" +
  "<NoncurrentVersionExpiration><NoncurrentDays>5</NoncurrentDays></NoncurrentVersionExpiration>" +
  "<AbortMultipartUpload><Days>1</Days></AbortMultipartUpload></Rule>" +
  "<Rule><ID>transit example</ID><Prefix>data/</Prefix><Status>Enabled</Status>" +
  "<Transition><Days>30</Days><StorageClass>IA</StorageClass></Transition>" +
  "<NoncurrentVersionTransition><NoncurrentDays>10</NoncurrentDays><StorageClass>IA</StorageClass>" +
  "</NoncurrentVersionTransition></Rule>";

describe("the document", () => {
  test.each([
    ["the first sample", SAMPLE],
    ["Not and noncurrent versions", NOT_AND_VERSIONS],
  ])("takes %s and answers it", async (_what, sample) => {
    const bucket = oss.bucket();
    const answer = await put(bucket, sample);
    expect([answer.status, answer.headers["content-length"]]).toEqual([200, "0"]);
    expect((await get(bucket)).body).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<LifecycleConfiguration>${sample}</LifecycleConfiguration>`,
    );
  });

  test("is replaced as a whole (L2530-2531)", async () => {
    const bucket = oss.bucket();
    await put(bucket, rule(EXPIRE, "a") + rule(EXPIRE, "b"));
    await put(bucket, rule(EXPIRE, "c"));
    expect((await get(bucket)).elements("ID")).toEqual(["c-rule"]);
  });

  test("an ID that is missing or empty is generated, and stays (L2570)", async () => {
    const bucket = oss.bucket();
    const plain = (prefix: string, id: string) =>
      `<Rule>${id}<Prefix>${prefix}</Prefix><Status>Enabled</Status>${EXPIRE}</Rule>`;
    await put(bucket, plain("a", "") + plain("b", "<ID></ID>"));
    const ids = (await get(bucket)).elements("ID");
    expect(ids).toHaveLength(2);
    expect(new Set([...ids, ""]).size).toBe(3);
    expect((await get(bucket)).elements("ID")).toEqual(ids);
  });

  test("a rule without a Prefix is for the whole bucket (L2571)", async () => {
    const bucket = oss.bucket();
    expect((await put(bucket, `<Rule><Status>Enabled</Status>${EXPIRE}</Rule>`)).status).toBe(200);
    expect((await get(bucket)).element("Prefix")).toBe("");
  });

  test("Cold Archive of the documents (L2582) is answered as ColdArchive", async () => {
    const bucket = oss.bucket();
    const inner = "<Transition><Days>1</Days><StorageClass>Cold Archive</StorageClass></Transition>";
    expect((await put(bucket, rule(inner))).status).toBe(200);
    expect((await get(bucket)).element("StorageClass")).toBe("ColdArchive");
  });

  test("without rules GetBucketLifecycle is NoSuchLifecycle 404 as in the sample (L2858-2871)", async () => {
    const bucket = oss.bucket();
    const answer = await get(bucket);
    expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchLifecycle"]);
    expect(answer.element("Message")).toBe("No Row found in Lifecycle Table.");
    expect(answer.element("BucketName")).toBe(bucket);
  });

  test("DeleteBucketLifecycle is 204 with and without rules (L2920)", async () => {
    const bucket = oss.bucket();
    await put(bucket, rule(EXPIRE));
    for (let i = 0; i < 2; i++) {
      expect((await oss.send({ method: "DELETE", bucket, query: "lifecycle" })).status).toBe(204);
    }
    expect((await get(bucket)).element("Code")).toBe("NoSuchLifecycle");
  });
});

describe("MalformedXML 400 for a rule that lacks something or contradicts itself", () => {
  const days = "<Days>1</Days>";
  const date = "<CreatedBeforeDate>2017-01-01T00:00:00.000Z</CreatedBeforeDate>";
  test.each([
    ["no rule", "", "Rule is missing"],
    ["no Status", `<Rule>${EXPIRE}</Rule>`, "Status is missing"],
    ["no action", rule(""), "Action is missing"],
    [
      "Days and a date",
      rule(`<Expiration>${days}${date}</Expiration>`),
      "Days and CreatedBeforeDate are mutually exclusive",
    ],
    [
      "Days and a date in a transition",
      rule(`<Transition>${days}${date}<StorageClass>IA</StorageClass></Transition>`),
      "Days and CreatedBeforeDate are mutually exclusive",
    ],
    ["an empty Expiration", rule("<Expiration/>"), "Expiration needs Days or CreatedBeforeDate"],
    [
      "ExpiredObjectDeleteMarker true with Days (L2578)",
      rule(`<Expiration>${days}<ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>`),
      "ExpiredObjectDeleteMarker excludes Days and CreatedBeforeDate",
    ],
    [
      "ExpiredObjectDeleteMarker true with a date (L2578)",
      rule(`<Expiration>${date}<ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>`),
      "ExpiredObjectDeleteMarker excludes Days and CreatedBeforeDate",
    ],
    [
      "ExpiredObjectDeleteMarker false alone (L2578)",
      rule("<Expiration><ExpiredObjectDeleteMarker>false</ExpiredObjectDeleteMarker></Expiration>"),
      "Expiration needs Days or CreatedBeforeDate",
    ],
    [
      "ExpiredObjectDeleteMarker that is no boolean",
      rule("<Expiration><ExpiredObjectDeleteMarker>1</ExpiredObjectDeleteMarker></Expiration>"),
      "ExpiredObjectDeleteMarker must be true or false",
    ],
    [
      "a transition without a time",
      rule("<Transition><StorageClass>IA</StorageClass></Transition>"),
      "Transition needs Days or CreatedBeforeDate",
    ],
    ["a transition without a class", rule(`<Transition>${days}</Transition>`), "StorageClass is missing"],
    [
      "an empty AbortMultipartUpload",
      rule("<AbortMultipartUpload/>"),
      "AbortMultipartUpload needs Days or CreatedBeforeDate",
    ],
    ["noncurrent without days", rule("<NoncurrentVersionExpiration/>"), "NoncurrentDays is missing"],
    ["a tag without a value", rule(`<Tag><Key>a</Key></Tag>${EXPIRE}`), "Value is missing"],
    ["a tag without a key", rule(`<Tag><Value>a</Value></Tag>${EXPIRE}`), "Key is missing"],
    [
      "Not without a prefix",
      rule(`<Filter><Not><Tag><Key>a</Key><Value>b</Value></Tag></Not></Filter>${EXPIRE}`),
      "Prefix of Not is missing",
    ],
  ])("%s", async (_what, inner, detail) => {
    const answer = await put(oss.bucket(), inner);
    expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
    expect(answer.element("ErrorDetail")).toBe(detail);
  });

  test("two Not in a Filter (L2594-2595), two Expirations, and elements of later documents", async () => {
    const not = "<Not><Prefix>p1</Prefix></Not>";
    for (const inner of [
      `<Filter>${not}${not}</Filter>${EXPIRE}`,
      EXPIRE + EXPIRE,
      `${EXPIRE}<AtimeBase>1</AtimeBase>`,
      "<Transition><Days>1</Days><StorageClass>IA</StorageClass><IsAccessTime>true</IsAccessTime></Transition>",
    ]) {
      expect((await put(oss.bucket(), rule(inner))).element("Code")).toBe("MalformedXML");
    }
  });
});

describe("InvalidArgument 400", () => {
  const transition = (days: number, storageClass: string) =>
    `<Transition><Days>${days}</Days><StorageClass>${storageClass}</StorageClass></Transition>`;
  const noncurrent = (days: number, storageClass: string) =>
    `<NoncurrentVersionTransition><NoncurrentDays>${days}</NoncurrentDays><StorageClass>${storageClass}</StorageClass></NoncurrentVersionTransition>`;
  const expireAfter = (days: number) => `<Expiration><Days>${days}</Days></Expiration>`;
  test.each([
    ["Archive not later than IA (L2806)", transition(30, "IA") + transition(30, "Archive")],
    ["Archive before IA, in the other order", transition(10, "Archive") + transition(30, "IA")],
    ["ColdArchive not later than Archive", transition(60, "Archive") + transition(60, "ColdArchive")],
    ["expiration not later than IA (L2806)", transition(30, "IA") + expireAfter(30)],
    ["expiration not later than Archive (L2806)", transition(60, "Archive") + expireAfter(59)],
    ["noncurrent Archive not later than IA (L2590)", noncurrent(10, "IA") + noncurrent(10, "Archive")],
    [
      "noncurrent expiration not later than a transition",
      `${noncurrent(10, "IA")}<NoncurrentVersionExpiration><NoncurrentDays>10</NoncurrentDays></NoncurrentVersionExpiration>`,
    ],
    ["the same class twice", transition(30, "IA") + transition(60, "IA")],
    ["an unknown class", transition(30, "Glacier")],
    ["Standard as a target", transition(30, "Standard")],
    ["noncurrent to ColdArchive, which is not listed (L2590)", noncurrent(30, "ColdArchive")],
    ["zero days", expireAfter(0)],
    ["a fraction of days", "<Expiration><Days>1.5</Days></Expiration>"],
    ["negative days", expireAfter(-1)],
    [
      "a date at another time of day (L2577)",
      "<Expiration><CreatedBeforeDate>2017-01-01T08:00:00.000Z</CreatedBeforeDate></Expiration>",
    ],
    ["a date without a time", "<Expiration><CreatedBeforeDate>2017-01-01</CreatedBeforeDate></Expiration>"],
    [
      "a day that does not exist",
      "<Expiration><CreatedBeforeDate>2017-02-30T00:00:00.000Z</CreatedBeforeDate></Expiration>",
    ],
    ["Not outside of the rule's prefix (L2596)", `<Filter><Not><Prefix>q1</Prefix></Not></Filter>${EXPIRE}`],
    [
      "Not equal to the rule's prefix, without a tag (L2596)",
      `<Filter><Not><Prefix>p</Prefix></Not></Filter>${EXPIRE}`,
    ],
  ])("%s", async (_what, inner) => {
    const answer = await put(oss.bucket(), rule(inner));
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  });

  test("a Tag of Not that is empty is none (L2599)", async () => {
    const bucket = oss.bucket();
    const not = (prefix: string) => rule(`<Filter><Not><Prefix>${prefix}</Prefix><Tag></Tag></Not></Filter>${EXPIRE}`);
    expect((await put(bucket, not("p1"))).status).toBe(200);
    expect((await put(bucket, not("p"))).element("Code")).toBe("InvalidArgument");
  });

  test("Not equal to the rule's prefix is fine with a tag (L2596), and an empty Filter too (L2594)", async () => {
    const tag = "<Tag><Key>a</Key><Value>b</Value></Tag>";
    expect(
      (await put(oss.bucket(), rule(`<Filter><Not><Prefix>p</Prefix>${tag}</Not></Filter>${EXPIRE}`))).status,
    ).toBe(200);
    expect((await put(oss.bucket(), rule(`<Filter/>${EXPIRE}`))).status).toBe(200);
  });

  test("another Status, an ID of 256 characters, and the same ID twice", async () => {
    const other = await put(oss.bucket(), `<Rule><Status>On</Status>${EXPIRE}</Rule>`);
    expect(other.element("Code")).toBe("InvalidArgument");
    const withId = (id: string, prefix = "") =>
      `<Rule><ID>${id}</ID><Prefix>${prefix}</Prefix><Status>Enabled</Status>${EXPIRE}</Rule>`;
    expect((await put(oss.bucket(), withId("i".repeat(255)))).status).toBe(200);
    expect((await put(oss.bucket(), withId("i".repeat(256)))).element("Code")).toBe("InvalidArgument");
    expect((await put(oss.bucket(), withId("i", "a") + withId("i", "b"))).element("Code")).toBe("InvalidArgument");
  });

  test("1000 rules are allowed, 1001 are not (L2566)", async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => rule(EXPIRE, `${String(i).padStart(4, "0")}/`)).join("");
    expect((await put(oss.bucket(), many(1000))).status).toBe(200);
    expect((await put(oss.bucket(), many(1001))).element("Code")).toBe("InvalidArgument");
  });

  test("an IA bucket converts to Archive and Cold Archive only (L2582)", async () => {
    const bucket = oss.bucket({ storageClass: "IA" });
    const answer = await put(bucket, rule(transition(30, "IA")));
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
    expect((await put(bucket, rule(transition(30, "Archive")))).status).toBe(200);
    expect((await put(bucket, rule(transition(30, "ColdArchive")))).status).toBe(200);
  });
});

describe("prefixes of different rules cannot overlap (L2571)", () => {
  test.each([
    ["the same prefix", "a/", "a/", "Found same prefix in different rules"],
    ["a prefix of the other", "a/", "a/b/", "Overlap for same action type Expiration"],
    ["the whole bucket", "", "a/", "Overlap for same action type Expiration"],
  ])("%s", async (_what, one, other, message) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const withId = (id: string, prefix: string) =>
        `<Rule><ID>${id}</ID><Prefix>${prefix}</Prefix><Status>Enabled</Status>${EXPIRE}</Rule>`;
      const answer = await put(oss.bucket(), withId("1", first) + withId("2", second));
      expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidRequest"]);
      expect(answer.element("Message")).toBe(message);
    }
  });

  test("also when the rules do different things", async () => {
    const abort = "<AbortMultipartUpload><Days>1</Days></AbortMultipartUpload>";
    const answer = await put(oss.bucket(), rule(EXPIRE, "a/") + rule(abort, "a/b/"));
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidRequest"]);
  });

  test("prefixes that only begin alike are fine", async () => {
    expect((await put(oss.bucket(), rule(EXPIRE, "a1") + rule(EXPIRE, "a2") + rule(EXPIRE, "b"))).status).toBe(200);
  });

  test("unless the header of later pages allows it; another value of it is InvalidArgument 400", async () => {
    const bucket = oss.bucket();
    const body = `<LifecycleConfiguration>${rule(EXPIRE, "a/")}${rule(EXPIRE, "a/b/")}</LifecycleConfiguration>`;
    const send = (value: string) =>
      oss.send({
        method: "PUT",
        bucket,
        query: "lifecycle",
        body,
        headers: { "x-oss-allow-same-action-overlap": value },
      });
    expect((await send("false")).element("Code")).toBe("InvalidRequest");
    expect((await send("1")).element("Code")).toBe("InvalidArgument");
    expect((await send("true")).status).toBe(200);
  });
});
