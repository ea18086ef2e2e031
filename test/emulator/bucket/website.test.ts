/** OSS API reference 20220713, PutBucketWebsite (L4861-5155), GetBucketWebsite (L5157-5415), DeleteBucketWebsite (L5417). */
import { type OssService, startOssService } from "../../support/ossService";

let oss: OssService;
beforeAll(async () => {
  oss = await startOssService();
});
afterAll(() => oss.stop());

const put = (bucket: string, inner: string) =>
  oss.send({ method: "PUT", bucket, query: "website", body: `<WebsiteConfiguration>${inner}</WebsiteConfiguration>` });
const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "website" });
const answerOf = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<WebsiteConfiguration>${inner}</WebsiteConfiguration>`;

const INDEX = "<IndexDocument><Suffix>index.html</Suffix></IndexDocument>";
const ERROR = "<ErrorDocument><Key>error.html</Key><HttpStatus>404</HttpStatus></ErrorDocument>";
const rules = (...inner: string[]) =>
  `<RoutingRules>${inner.map((each) => `<RoutingRule>${each}</RoutingRule>`).join("")}</RoutingRules>`;
const mirror = (change = "") =>
  `<RedirectType>Mirror</RedirectType><MirrorURL>http://www.example.com/</MirrorURL>${change}`;
const rule = (redirect: string, condition = "", number = 1) =>
  `<RuleNumber>${number}</RuleNumber><Condition>${condition}</Condition><Redirect>${redirect}</Redirect>`;
const EXTERNAL = "<RedirectType>External</RedirectType>";

/** L5047-5121, in the order of elements that GetBucketWebsite gives. */
const COMPLETE =
  "<IndexDocument><Suffix>index.html</Suffix><SupportSubDir>true</SupportSubDir><Type>0</Type></IndexDocument>" +
  ERROR +
  "<RoutingRules><RoutingRule><RuleNumber>1</RuleNumber>" +
  "<Condition><KeyPrefixEquals>abc</KeyPrefixEquals><HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals></Condition>" +
  "<Redirect><RedirectType>Mirror</RedirectType><PassQueryString>true</PassQueryString>" +
  "<MirrorURL>http://www.example.com/</MirrorURL><TransparentMirrorResponseCodes>400,404</TransparentMirrorResponseCodes>" +
  "<MirrorPassQueryString>true</MirrorPassQueryString><MirrorFollowRedirect>true</MirrorFollowRedirect>" +
  "<MirrorCheckMd5>false</MirrorCheckMd5><MirrorHeaders><PassAll>true</PassAll><Pass>myheader-key1</Pass>" +
  "<Pass>myheader-key2</Pass><Remove>myheader-key3</Remove><Remove>myheader-key4</Remove>" +
  "<Set><Key>myheader-key5</Key><Value>myheader-value5</Value></Set></MirrorHeaders></Redirect></RoutingRule>" +
  "<RoutingRule><RuleNumber>2</RuleNumber><Condition>" +
  "<IncludeHeader><Key>host</Key><Equals>test.oss-cn-beijing-internal.aliyuncs.com</Equals></IncludeHeader>" +
  "<KeyPrefixEquals>abc</KeyPrefixEquals><HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals></Condition>" +
  "<Redirect><RedirectType>AliCDN</RedirectType><PassQueryString>false</PassQueryString><Protocol>http</Protocol>" +
  "<HostName>www.example.com</HostName><ReplaceKeyWith>prefix/${key}.suffix</ReplaceKeyWith>" +
  "<HttpRedirectCode>301</HttpRedirectCode></Redirect></RoutingRule>" +
  "<RoutingRule><RuleNumber>3</RuleNumber><Condition><HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals></Condition>" +
  "<Redirect><RedirectType>External</RedirectType><PassQueryString>false</PassQueryString><Protocol>http</Protocol>" +
  "<HostName>www.example.com</HostName><EnableReplacePrefix>false</EnableReplacePrefix>" +
  "<ReplaceKeyWith>prefix/${key}</ReplaceKeyWith><HttpRedirectCode>302</HttpRedirectCode></Redirect></RoutingRule></RoutingRules>";

describe("the document", () => {
  test("index and error page are answered with the namespace of the sample (L5278-5288)", async () => {
    const bucket = oss.bucket();
    const answer = await put(bucket, INDEX + ERROR);
    expect([answer.status, answer.headers["content-length"]]).toEqual([200, "0"]);
    expect((await get(bucket)).body).toBe(answerOf(INDEX + ERROR));
  });

  test("the complete sample is taken and answered", async () => {
    const bucket = oss.bucket();
    expect((await put(bucket, COMPLETE)).status).toBe(200);
    expect((await get(bucket)).body).toBe(answerOf(COMPLETE));
  });

  test("elements of a rule come in any order, as in the third rule of the sample (L5107-5119)", async () => {
    const bucket = oss.bucket();
    const inner =
      "<Redirect><ReplaceKeyWith>prefix/${key}</ReplaceKeyWith><RedirectType>External</RedirectType></Redirect>" +
      "<Condition/><RuleNumber>3</RuleNumber>";
    expect((await put(bucket, rules(inner))).status).toBe(200);
    expect((await get(bucket)).element("RuleNumber")).toBe("3");
  });

  test("KeySuffixEquals and ReplaceKeyPrefixWith with EnableReplacePrefix are kept (L4958, L4990-4992)", async () => {
    const bucket = oss.bucket();
    const replace = `${EXTERNAL}<ReplaceKeyPrefixWith>def/</ReplaceKeyPrefixWith><EnableReplacePrefix>true</EnableReplacePrefix>`;
    expect((await put(bucket, rules(rule(replace, "<KeySuffixEquals>.txt</KeySuffixEquals>")))).status).toBe(200);
    const read = await get(bucket);
    expect(read.element("KeySuffixEquals")).toBe(".txt");
    expect(read.element("ReplaceKeyPrefixWith")).toBe("def/");
    expect(read.element("EnableReplacePrefix")).toBe("true");
  });

  test("without one GetBucketWebsite is NoSuchWebsiteConfiguration 404 with the text of the sample (L5299-5309)", async () => {
    const bucket = oss.bucket();
    const answer = await get(bucket);
    expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchWebsiteConfiguration"]);
    expect(answer.element("Message")).toBe("The specified bucket does not have a website configuration.");
    expect(answer.element("BucketName")).toBe(bucket);
  });

  test("DeleteBucketWebsite is 204 with and without one", async () => {
    const bucket = oss.bucket();
    await put(bucket, INDEX);
    for (let i = 0; i < 2; i++) {
      expect((await oss.send({ method: "DELETE", bucket, query: "website" })).status).toBe(204);
    }
    expect((await get(bucket)).element("Code")).toBe("NoSuchWebsiteConfiguration");
  });
});

describe("the website root (L4883)", () => {
  test("is the index page for anonymous requests, and ListObjects for signed ones", async () => {
    const bucket = oss.bucket({ acl: "public-read" });
    await put(bucket, INDEX);
    await oss.send({ method: "PUT", bucket, key: "index.html", body: "<h1>hello</h1>" });
    const page = await oss.send({ method: "GET", bucket, as: null });
    expect([page.status, page.body]).toEqual([200, "<h1>hello</h1>"]);
    const list = await oss.send({ method: "GET", bucket });
    expect(list.body).toContain("<ListBucketResult");
    expect(list.elements("Key")).toEqual(["index.html"]);
  });
});

describe("MalformedXML 400", () => {
  test.each([
    ["nothing at all (L4922)", "", "One of IndexDocument, ErrorDocument and RoutingRules is required"],
    ["no rule in RoutingRules", "<RoutingRules/>", "One of IndexDocument, ErrorDocument and RoutingRules is required"],
    ["no Suffix (L4925)", "<IndexDocument/>", "Suffix is missing"],
    ["no Key (L4938)", "<ErrorDocument/>", "Key is missing"],
    ["no RuleNumber (L4946)", rules(`<Condition/><Redirect>${EXTERNAL}</Redirect>`), "RuleNumber is missing"],
    [
      "no Condition (L4952)",
      rules(`<RuleNumber>1</RuleNumber><Redirect>${EXTERNAL}</Redirect>`),
      "Condition is missing",
    ],
    ["no Redirect (L4966)", rules("<RuleNumber>1</RuleNumber><Condition/>"), "Redirect is missing"],
    ["no RedirectType (L4967)", rules(rule("")), "RedirectType is missing"],
    ["no MirrorURL for Mirror (L4974)", rules(rule("<RedirectType>Mirror</RedirectType>")), "MirrorURL is missing"],
    ["a header to include without a key", rules(rule(EXTERNAL, "<IncludeHeader/>")), "Key is missing"],
    [
      "a header to set without a value (L4985)",
      rules(rule(mirror("<MirrorHeaders><Set><Key>a</Key></Set></MirrorHeaders>"))),
      "Value is missing",
    ],
    [
      "SupportSubDir that is no boolean",
      "<IndexDocument><Suffix>i</Suffix><SupportSubDir>1</SupportSubDir></IndexDocument>",
      "SupportSubDir must be true or false",
    ],
    [
      "PassQueryString that is no boolean",
      rules(rule(`${EXTERNAL}<PassQueryString>1</PassQueryString>`)),
      "PassQueryString must be true or false",
    ],
  ])("%s", async (_what, inner, detail) => {
    const answer = await put(oss.bucket(), inner);
    expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
    expect(answer.element("ErrorDetail")).toBe(detail);
  });
});

describe("InvalidArgument 400", () => {
  const header = (name: string, value: string) => `<MirrorHeaders><${name}>${value}</${name}></MirrorHeaders>`;
  test.each([
    ["Type", "<IndexDocument><Suffix>i</Suffix><Type>3</Type></IndexDocument>"],
    ["HttpStatus", "<ErrorDocument><Key>e</Key><HttpStatus>403</HttpStatus></ErrorDocument>"],
    ["RoutingRule", rules(...Array.from({ length: 21 }, (_, i) => rule(EXTERNAL, "", i + 1)))],
    ["RuleNumber", rules(rule(EXTERNAL, "", 0))],
    ["RuleNumber", rules(rule(EXTERNAL), rule(EXTERNAL))],
    ["IncludeHeader", rules(rule(EXTERNAL, "<IncludeHeader><Key>a</Key></IncludeHeader>".repeat(11)))],
    [
      "HttpErrorCodeReturnedEquals",
      rules(rule(EXTERNAL, "<HttpErrorCodeReturnedEquals>no</HttpErrorCodeReturnedEquals>")),
    ],
    [
      "HttpErrorCodeReturnedEquals",
      rules(rule(mirror(), "<HttpErrorCodeReturnedEquals>403</HttpErrorCodeReturnedEquals>")),
    ],
    ["RedirectType", rules(rule("<RedirectType>Internal</RedirectType>"))],
    ["MirrorURL", rules(rule("<RedirectType>Mirror</RedirectType><MirrorURL>ftp://example.com/</MirrorURL>"))],
    ["MirrorURL", rules(rule("<RedirectType>Mirror</RedirectType><MirrorURL>http://example.com</MirrorURL>"))],
    [
      "TransparentMirrorResponseCodes",
      rules(rule(mirror("<TransparentMirrorResponseCodes>200</TransparentMirrorResponseCodes>"))),
    ],
    ["Pass", rules(rule(mirror(`<MirrorHeaders>${"<Pass>a</Pass>".repeat(11)}</MirrorHeaders>`)))],
    ["Remove", rules(rule(mirror(`<MirrorHeaders>${"<Remove>a</Remove>".repeat(11)}</MirrorHeaders>`)))],
    [
      "Set",
      rules(rule(mirror(`<MirrorHeaders>${"<Set><Key>a</Key><Value>b</Value></Set>".repeat(11)}</MirrorHeaders>`))),
    ],
    ["Pass", rules(rule(mirror(header("Pass", "under_score"))))],
    ["Pass", rules(rule(mirror(header("Pass", "a".repeat(1025)))))],
    ["Key", rules(rule(mirror(header("Set", "<Key>a b</Key><Value>c</Value>"))))],
    ["Value", rules(rule(mirror(header("Set", `<Key>a</Key><Value>${"c".repeat(1025)}</Value>`))))],
    ["Value", rules(rule(mirror(header("Set", "<Key>a</Key><Value>c&#13;&#10;d</Value>"))))],
    ["Protocol", rules(rule(`${EXTERNAL}<Protocol>ftp</Protocol>`))],
    ["HostName", rules(rule(`${EXTERNAL}<HostName>not a name</HostName>`))],
    ["HttpRedirectCode", rules(rule(`${EXTERNAL}<HttpRedirectCode>303</HttpRedirectCode>`))],
    [
      "ReplaceKeyPrefixWith",
      rules(rule(`${EXTERNAL}<ReplaceKeyWith>a</ReplaceKeyWith><ReplaceKeyPrefixWith>b</ReplaceKeyPrefixWith>`)),
    ],
    [
      "EnableReplacePrefix",
      rules(rule(`${EXTERNAL}<ReplaceKeyWith>a</ReplaceKeyWith><EnableReplacePrefix>true</EnableReplacePrefix>`)),
    ],
  ])("%s", async (element, inner) => {
    const answer = await put(oss.bucket(), inner);
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
    expect(answer.element("ArgumentName")).toBe(element);
  });

  test("but 20 rules, 10 headers and 1024 bytes are allowed (L4945, L4956, L4982)", async () => {
    const twenty = Array.from({ length: 20 }, (_, i) => rule(EXTERNAL, "", i + 1));
    expect((await put(oss.bucket(), rules(...twenty))).status).toBe(200);
    const ten = "<IncludeHeader><Key>a</Key></IncludeHeader>".repeat(10);
    const long = header("Pass", "a".repeat(1024));
    expect((await put(oss.bucket(), rules(rule(mirror(long), ten)))).status).toBe(200);
  });
});

test("mirroring is refused for a bucket with a retention policy, plain redirection is not (L2139)", async () => {
  const bucket = oss.bucket();
  const body =
    "<InitiateWormConfiguration><RetentionPeriodInDays>1</RetentionPeriodInDays></InitiateWormConfiguration>";
  expect((await oss.send({ method: "POST", bucket, query: "worm", body })).status).toBe(200);
  const answer = await put(bucket, rules(rule(mirror())));
  expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidRequest"]);
  expect((await put(bucket, INDEX + rules(rule(EXTERNAL)))).status).toBe(200);
});
