/** Custom domains. OSS API reference 20220713, sections 7.18.1 to 7.18.5 (L7141-7564). */
import { type OssService, startOssService } from "../../support/ossService";
import { CERTIFICATE, PRIVATE_KEY } from "./certificate";

let oss: OssService;
beforeEach(async () => {
  oss = await startOssService();
  oss.setTime("2030-02-23T09:16:37.000Z");
});
afterEach(() => oss.stop());

const HOUR = 60 * 60 * 1000;
const post = (bucket: string, comp: string, domain: string, more = "") =>
  oss.send({
    method: "POST",
    bucket,
    query: `cname&comp=${comp}`,
    body: `<BucketCnameConfiguration><Cname><Domain>${domain}</Domain>${more}</Cname></BucketCnameConfiguration>`,
  });
const getToken = (bucket: string, domain: string) =>
  oss.send({ method: "GET", bucket, query: `comp=token&cname=${domain}` });
const list = (bucket: string) => oss.send({ method: "GET", bucket, query: "cname" });

async function mapped(domain = "example.com"): Promise<string> {
  const bucket = oss.bucket();
  await post(bucket, "token", domain);
  expect((await post(bucket, "add", domain)).status).toBe(200);
  return bucket;
}

describe("CreateCnameToken and GetCnameToken", () => {
  test("a token is valid for 12 hours, and is given again while it is (L7145, L7213-7220)", async () => {
    const bucket = oss.bucket();
    const created = await post(bucket, "token", "example.com");
    const token = created.element("Token") ?? "";
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(created.body).toMatch(
      new RegExp(
        `<CnameToken><Bucket>${bucket}</Bucket><Cname>example.com</Cname><Token>${token}</Token>` +
          "<ExpireTime>Sat, 23 Feb 2030 21:16:3\\d GMT</ExpireTime></CnameToken>$",
      ),
    );
    oss.advance(12 * HOUR - 60_000);
    expect((await post(bucket, "token", "example.com")).body).toBe(created.body);
    expect((await getToken(bucket, "example.com")).body).toBe(created.body);
    oss.advance(60_000);
    const expired = await getToken(bucket, "example.com");
    expect([expired.status, expired.element("Code")]).toEqual([404, "CnameTokenNotFound"]);
    const next = (await post(bucket, "token", "example.com")).element("Token");
    expect(next).not.toBe(token);
    expect((await getToken(bucket, "example.com")).element("Token")).toBe(next);
  });

  test("GetCnameToken of a token that was not created is the 404 of the sample (L7288-7301)", async () => {
    const bucket = oss.bucket();
    const answer = await getToken(bucket, "example.com");
    expect([answer.status, answer.element("Code")]).toEqual([404, "CnameTokenNotFound"]);
    expect(answer.element("Message")).toBe("Cname token not found.");
    expect([answer.element("Bucket"), answer.element("Cname")]).toEqual([bucket, "example.com"]);
  });

  test.each(["comp=token", "comp=token&cname=", "comp=token&cname=not_a_domain", "comp=token&cname=example"])(
    "GetCnameToken with %s is InvalidArgument 400 (L7326)",
    async (query) => {
      const answer = await oss.send({ method: "GET", bucket: oss.bucket(), query });
      expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
      expect(answer.element("ArgumentName")).toBe("cname");
    },
  );

  test("the thousand-and-first token is TooManyCnameToken 400 as in the sample (L7222-7236); expired ones do not count", async () => {
    const bucket = oss.bucket();
    await post(bucket, "token", "example.com");
    const first = oss.store.getDocument<object>(bucket, "cnameToken/example.com");
    oss.store.transaction(() => {
      for (let i = 1; i < 1000; i++) {
        oss.store.putDocument(bucket, `cnameToken/d${i}.example.com`, { ...first, domain: `d${i}.example.com` });
      }
    });
    const answer = await post(bucket, "token", "more.example.com");
    expect([answer.status, answer.element("Code")]).toEqual([400, "TooManyCnameToken"]);
    expect(answer.element("Message")).toBe("You have attempted to create more cname token than allowed.");
    expect(answer.element("Bucket")).toBe(bucket);
    expect((await post(bucket, "token", "example.com")).status).toBe(200);
    oss.advance(12 * HOUR);
    expect((await post(bucket, "token", "more.example.com")).status).toBe(200);
  });

  test("a domain that is mapped already is NoNeedCreateCnameToken 403 (L7243)", async () => {
    const answer = await post(await mapped(), "token", "example.com");
    expect([answer.status, answer.element("Code")]).toEqual([403, "NoNeedCreateCnameToken"]);
  });
});

describe("PutCname, ListCname and DeleteCname", () => {
  test("a domain with a token is mapped, and listed (L7478-7490)", async () => {
    const bucket = oss.bucket();
    await post(bucket, "token", "example.com");
    const put = await post(bucket, "add", "example.com");
    expect([put.status, put.headers["content-length"], put.headers["x-oss-console-auth"]]).toEqual([
      200,
      "0",
      "success",
    ]);
    const answer = await list(bucket);
    expect([answer.status, answer.headers["x-oss-console-auth"]]).toEqual([200, "success"]);
    expect(answer.body).toMatch(
      new RegExp(
        `<ListCnameResult><Bucket>${bucket}</Bucket><Owner>1000000000000001</Owner><Cname><Domain>example.com</Domain>` +
          "<LastModified>2030-02-23T09:16:3\\d\\.000Z</LastModified><Status>Enabled</Status></Cname></ListCnameResult>$",
      ),
    );
  });

  test("without a valid token PutCname is NeedVerifyDomainOwnership 403 (L7386-7395)", async () => {
    const bucket = oss.bucket();
    const without = await post(bucket, "add", "example.com");
    expect([without.status, without.element("Code")]).toEqual([403, "NeedVerifyDomainOwnership"]);
    await post(bucket, "token", "example.com");
    oss.advance(12 * HOUR);
    expect((await post(bucket, "add", "example.com")).element("Code")).toBe("NeedVerifyDomainOwnership");
  });

  test("a domain of another bucket of the account is CnameAlreadyExists 409, CNAME_OSS (L7399)", async () => {
    await mapped();
    const bucket = oss.bucket();
    await post(bucket, "token", "example.com");
    const answer = await post(bucket, "add", "example.com");
    expect([answer.status, answer.element("Code"), answer.element("CnameType")]).toEqual([
      409,
      "CnameAlreadyExists",
      "CNAME_OSS",
    ]);
  });

  test.each(["aliyuncs.com", "bucket.oss-cn-hangzhou.aliyuncs.com"])(
    "%s is reserved: CnameIsForbidden 403 (L7397)",
    async (domain) => {
      const answer = await post(oss.bucket(), "add", domain);
      expect([answer.status, answer.element("Code")]).toEqual([403, "CnameIsForbidden"]);
    },
  );

  test.each([
    ["CnameDenied", 403],
    ["CnameIsRisk", 403],
    ["NoSuchCnameInRecord", 404],
  ])("%s %i depends on registers outside of OSS: by fault injection", async (code, expected) => {
    oss.faults.add({ operation: "PutCname", code });
    const answer = await post(oss.bucket(), "add", "example.com");
    expect([answer.status, answer.element("Code")]).toEqual([expected, code]);
  });

  test.each(["token", "add", "delete"])(
    "a bad domain is InvalidArgument 400, none MalformedXML 400 (comp=%s)",
    async (comp) => {
      const bad = await post(oss.bucket(), comp, "-bad-.example.com");
      expect([bad.status, bad.element("Code"), bad.element("ArgumentName")]).toEqual([
        400,
        "InvalidArgument",
        "Domain",
      ]);
      const none = await post(oss.bucket(), comp, "");
      expect([none.status, none.element("Code")]).toEqual([400, "MalformedXML"]);
    },
  );

  test("the hundred-and-first domain is TooManyCname 400 (the vendor's page of 400 errors)", async () => {
    const bucket = await mapped();
    const first = oss.store.getDocument<object>(bucket, "cname/example.com");
    oss.store.transaction(() => {
      for (let i = 1; i < 100; i++) {
        oss.store.putDocument(bucket, `cname/d${i}.example.com`, { ...first, domain: `d${i}.example.com` });
      }
    });
    await post(bucket, "token", "more.example.com");
    const answer = await post(bucket, "add", "more.example.com");
    expect([answer.status, answer.element("Code")]).toEqual([400, "TooManyCname"]);
  });

  test("ListCname without any, and DeleteCname of none, are NoSuchCname 404 (L7502, L7564)", async () => {
    const bucket = await mapped();
    expect((await post(bucket, "delete", "example.com")).status).toBe(200);
    for (const answer of [await list(bucket), await post(bucket, "delete", "example.com")]) {
      expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchCname"]);
    }
  });

  test("a deleted domain can be mapped to another bucket", async () => {
    await post(await mapped(), "delete", "example.com");
    await mapped();
  });
});

describe("a certificate (vendor's later page of PutCname; answered as in L7456-7490)", () => {
  const config = (inner: string) => `<CertificateConfiguration>${inner}</CertificateConfiguration>`;
  const PEM = `<Certificate>${CERTIFICATE}</Certificate><PrivateKey>${PRIVATE_KEY}</PrivateKey>`;

  test("is bound, shown without its key, replaced only when the previous one is named or forced, and deleted", async () => {
    const bucket = await mapped();
    expect((await post(bucket, "add", "example.com", config(PEM))).status).toBe(200);
    const answer = await list(bucket);
    expect(answer.element("Type")).toBe("CAS");
    expect(answer.element("Fingerprint")).toMatch(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/);
    expect(answer.element("ValidStartDate")).toMatch(/GMT$/);
    expect(answer.body).not.toContain("PRIVATE KEY");
    expect(JSON.stringify(oss.store.getDocument(bucket, "cname/example.com"))).not.toContain("PRIVATE");
    const id = answer.element("CertId");
    const wrong = await post(bucket, "add", "example.com", config(`${PEM}<PreviousCertId>1</PreviousCertId>`));
    expect([wrong.status, wrong.element("ArgumentName")]).toEqual([400, "PreviousCertId"]);
    const forced = config("<CertId>493-cn-hangzhou</CertId><PreviousCertId>1</PreviousCertId><Force>true</Force>");
    expect((await post(bucket, "add", "example.com", forced)).status).toBe(200);
    expect((await list(bucket)).element("CertId")).toBe("493-cn-hangzhou");
    expect(id).not.toBe("493-cn-hangzhou");
    expect(
      (await post(bucket, "add", "example.com", config("<DeleteCertificate>true</DeleteCertificate>"))).status,
    ).toBe(200);
    expect((await list(bucket)).body).not.toContain("<Certificate>");
  });

  test.each([
    ["Certificate", "<Certificate>nonsense</Certificate><PrivateKey>x</PrivateKey>"],
    ["PrivateKey", `<Certificate>${CERTIFICATE}</Certificate><PrivateKey>nonsense</PrivateKey>`],
    ["PrivateKey", `<Certificate>${CERTIFICATE}</Certificate>`],
    ["CertificateConfiguration", ""],
  ])("a bad %s is InvalidArgument 400, without its text in the answer", async (name, inner) => {
    const answer = await post(await mapped(), "add", "example.com", config(inner));
    expect([answer.status, answer.element("Code"), answer.element("ArgumentName")]).toEqual([
      400,
      "InvalidArgument",
      name,
    ]);
    expect(answer.element("ArgumentValue")).toBe("");
  });
});
