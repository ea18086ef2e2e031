import fc from "fast-check";
import * as v1 from "../../../provider/oss/sign/v1";
import * as v4 from "../../../provider/oss/sign/v4";
import v1AliOss from "../../fixtures/oss/sign/v1-ali-oss.json";
import v1Published from "../../fixtures/oss/sign/v1-published.json";
import v4AliOss from "../../fixtures/oss/sign/v4-ali-oss.json";
import v4Published from "../../fixtures/oss/sign/v4-published.json";

const signUtils = require("ali-oss/lib/common/signUtils");

describe("signature V4", () => {
  test.each(v4Published.header)("is the published one $name", (vector) => {
    const { request, credentials, region } = v4Published;
    const { securityToken, additionalHeaders, contentType, unixTime } = vector;
    const headers = { ...request.headers, "content-type": contentType };
    const signed = v4.signHeaders(
      { ...request, headers, additionalHeaders: additionalHeaders?.map((name) => name.toLowerCase()) },
      { ...credentials, securityToken },
      new Date(unixTime * 1000),
      region,
    );
    expect(signed.authorization).toBe(vector.authorization);
    expect(signed["x-oss-security-token"]).toBe(securityToken);
  });

  test.each(v4Published.url)("of a URL is the published one $name", (vector) => {
    const { request, credentials, region } = v4Published;
    const headers = { ...request.headers, "content-type": vector.contentType };
    const query = v4.presignedQuery(
      { ...request, headers },
      { ...credentials, securityToken: vector.securityToken },
      new Date(vector.unixTime * 1000),
      region,
      vector.expires,
    );
    expect(query).toMatchObject({
      ...request.query,
      "x-oss-date": vector.date,
      "x-oss-expires": "599",
      "x-oss-credential": vector.credential,
      "x-oss-signature-version": "OSS4-HMAC-SHA256",
      "x-oss-signature": vector.signature,
    });
  });

  test.each(v4AliOss.vectors)("has the stages of the vendor's Node SDK: $name", (vector) => {
    const { credentials, region } = vector;
    const request = vector.request as unknown as v4.Signable;
    const date = new Date(vector.date);
    const headers = v4.signHeaders(request, credentials, date, region);
    const canonical = v4.canonicalRequest({ ...request, headers });
    expect(canonical).toBe(vector.canonicalRequest);
    expect(v4.stringToSign(date, region, canonical)).toBe(vector.stringToSign);
    expect(headers.authorization).toBe(vector.authorization);
  });

  test("the time is UTC to the second, and the scope its day", () => {
    expect(v4.timestamp(new Date("2024-12-31T23:59:59.999Z"))).toBe("20241231T235959Z");
    expect(v4.scope(new Date("2025-01-01T00:00:00+08:00"), "cn-beijing")).toBe(
      "20241231/cn-beijing/oss/aliyun_v4_request",
    );
  });

  test("a parameter without a value is written without the equals sign, so that both readings of it agree", () => {
    expect(v4.canonicalQuery({ versioning: true, prefix: "", "max-keys": "1", a: "b c/+" })).toBe(
      "a=b%20c%2F%2B&max-keys=1&prefix&versioning",
    );
  });

  const text = fc.string({ unit: "grapheme" });
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);

  test("agrees with the vendor's Node SDK for any key, query and header", () => {
    const date = new Date("2024-05-01T08:30:15Z");
    const keys = { accessKeyId: "AKIDEXAMPLE", accessKeySecret: "exampleSecretOfGranary" };
    const query = fc.dictionary(name, fc.oneof(text.filter(Boolean), fc.constant(true as const)));
    const headers = fc.dictionary(
      name.map((part) => `x-oss-meta-${part}`),
      text,
    );
    fc.assert(
      fc.property(fc.option(text.filter(Boolean)), query, headers, (key, parameters, extra) => {
        const request = { method: "GET", bucket: "web", key: key ?? undefined, query: parameters, headers: extra };
        const signed = v4.signHeaders(request, keys, date, "cn-hangzhou");
        const { authorization, ...sent } = signed;
        const queries = Object.fromEntries(Object.entries(parameters).map(([k, v]) => [k, v === true ? null : v]));
        expect(authorization).toBe(
          signUtils.authorizationV4(
            keys.accessKeyId,
            keys.accessKeySecret,
            "cn-hangzhou",
            "GET",
            { headers: sent, queries },
            "web",
            key ?? undefined,
          ),
        );
      }),
    );
  });

  test("changes with every part that it covers", () => {
    const keys = { accessKeyId: "ak", accessKeySecret: "secret" };
    const date = new Date("2024-05-01T08:30:15Z");
    const request = {
      method: "PUT",
      bucket: "web",
      key: "a",
      query: { acl: true as const },
      headers: { "x-oss-acl": "private" },
    };
    const sign = (change: object = {}, region = "cn-hangzhou", when = date, secret = keys) =>
      v4.authorizationHeader({ ...request, ...change }, secret, when, region).split("Signature=")[1];
    const all = [
      sign(),
      sign({ method: "GET" }),
      sign({ bucket: "web2" }),
      sign({ key: "b" }),
      sign({ key: undefined }),
      sign({ query: {} }),
      sign({ headers: { "x-oss-acl": "public-read" } }),
      sign({ headers: { ...request.headers, "content-md5": "x" } }),
      sign({}, "cn-beijing"),
      sign({}, "cn-hangzhou", new Date("2024-05-01T08:30:16Z")),
      sign({}, "cn-hangzhou", date, { ...keys, accessKeySecret: "other" }),
    ];
    expect(new Set(all).size).toBe(11);
  });
});

describe("signature V1", () => {
  test("is the published one", () => {
    const { request, date, stringToSign, authorization } = v1Published.header;
    expect(v1.stringToSign(request as v4.Signable, date)).toBe(stringToSign);
    expect(v1.authorizationHeader(request as v4.Signable, v1Published.credentials, date)).toBe(authorization);
  });

  test("of a URL is the published one", () => {
    const { request, expires, signature } = v1Published.url;
    expect(v1.presignedQuery(request, v1Published.credentials, expires)).toEqual({
      OSSAccessKeyId: "44CF9590006BF252F707",
      Expires: "1141889120",
      Signature: signature,
    });
  });

  test.each(v1AliOss.vectors)("has the stages of the vendor's Node SDK: $name", (vector) => {
    const request = vector.request as unknown as v4.Signable;
    const headers = v1.signHeaders(request, vector.credentials, new Date(vector.date));
    expect(v1.stringToSign({ ...request, headers }, headers["x-oss-date"] ?? "")).toBe(vector.stringToSign);
    expect(headers.authorization).toBe(vector.authorization);
  });

  test("only parameters that are part of the resource are signed, in order and as they are", () => {
    const query = {
      versionId: "a=b&c",
      uploads: true as const,
      prefix: "x",
      "max-keys": "2",
      "response-expires": "é",
      "x-oss-process": "style/a",
    };
    expect(v1.canonicalizedResource({ method: "GET", bucket: "web", key: "a b", query })).toBe(
      "/web/a b?response-expires=é&uploads&versionId=a=b&c&x-oss-process=style/a",
    );
    expect(v1.canonicalizedResource({ method: "GET", bucket: "web", query: { prefix: "x" } })).toBe("/web/");
    expect(v1.canonicalizedResource({ method: "GET" })).toBe("/");
    expect(v1.canonicalizedResource({ method: "GET", query: { regions: "oss-cn-hangzhou" } })).toBe(
      "/?regions=oss-cn-hangzhou",
    );
  });

  test("a token in a URL is signed", () => {
    const keys = { ...v1Published.credentials, securityToken: "token" };
    const query = v1.presignedQuery({ method: "GET", bucket: "b", key: "k" }, keys, 1141889120);
    expect(query["security-token"]).toBe("token");
    expect(
      v1.stringToSign({ method: "GET", bucket: "b", key: "k", query: { "security-token": "token" } }, "1141889120"),
    ).toBe("GET\n\n\n1141889120\n/b/k?security-token=token");
  });
});
