import { createHash, createHmac } from "node:crypto";
import { type Emulator, startEmulator } from "../../emulator";
import { signatureV1, stringToSignV1 } from "../../emulator/oss/sign/v1";
import { canonicalRequestV4, signatureV4, stringToSignV4 } from "../../emulator/oss/sign/v4";
import publishedV1 from "../fixtures/oss/sign/v1-published.json";
import publishedV4 from "../fixtures/oss/sign/v4-published.json";
import { type Client, clientOf, control, encode, stringToSignV1 as ownStringToSignV1, signV4 } from "./support/client";

let emulator: Emulator;
let send: Client;

beforeAll(async () => {
  emulator = await startEmulator({
    securityToken: "permanent-token",
    credentials: [
      { accessKeyId: "STS.temporary", accessKeySecret: "temporary-secret", securityToken: "temporary-token" },
    ],
  });
  send = clientOf(emulator);
  await send({ method: "PUT", bucket: "signed" });
  await send({ method: "PUT", bucket: "signed", key: "a b/ü+.txt", body: "content" });
});
afterAll(() => emulator.stop());

const lowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

describe("published vectors", () => {
  it("signs the header example of the V1 page", () => {
    const { request, date, stringToSign, authorization } = publishedV1.header;
    const resource = { bucketName: request.bucket, key: request.key };
    const text = stringToSignV1(request.method, lowerCase(request.headers), new Map(), resource, date);
    expect(text).toBe(stringToSign);
    expect(`OSS 44CF9590006BF252F707:${signatureV1("OtxrzxIsfpFjA7SwPzILwy8Bw21TLhquhboDYROV", text)}`).toBe(
      authorization,
    );
  });

  it("signs the URL example of the V1 page", () => {
    const text = stringToSignV1("GET", {}, new Map(), { bucketName: "oss-example", key: "oss-api.pdf" }, "1141889120");
    expect(signatureV1("OtxrzxIsfpFjA7SwPzILwy8Bw21TLhquhboDYROV", text)).toBe("EwaNTn1erJGkimiJ9WmXgwnANLc=");
  });

  it.each([
    ["?acl", { "x-oss-date": "Wed, 28 Dec 2022 10:27:41 GMT" }, "nelson", "acl", "/afkugFbmWDQ967j1vr6zygBLQk="],
  ])("signs %s of the Go SDK's V1 tests", (_name, headers, key, query, signature) => {
    const all = {
      ...headers,
      "content-md5": "eB5eJF1ptWaXm4bijSPyxw==",
      "content-type": "text/html",
      "x-oss-meta-author": "alice",
      "x-oss-meta-magic": "abracadabra",
    };
    const text = stringToSignV1(
      "PUT",
      all,
      new Map([[query, ""]]),
      { bucketName: "examplebucket", key },
      headers["x-oss-date"],
    );
    expect(signatureV1("sk", text)).toBe(signature);
  });

  it.each(publishedV4.header.map((each) => [each.name, each] as const))("signs V4 headers %s", (_name, vector) => {
    const timestamp = new Date(vector.unixTime * 1000).toISOString().replace(/[-:]|\.\d+/g, "");
    const headers: Record<string, string> = {
      ...lowerCase(publishedV4.request.headers),
      "content-type": vector.contentType,
      "x-oss-date": timestamp,
      "x-oss-content-sha256": "UNSIGNED-PAYLOAD",
      ...("securityToken" in vector ? { "x-oss-security-token": vector.securityToken as string } : {}),
    };
    const rawQuery = Object.entries(publishedV4.request.query)
      .map(([key, value]) => `${encodeURIComponent(key)}=${value}`)
      .join("&");
    const additional = "additionalHeaders" in vector ? [...(vector.additionalHeaders as string[])].sort() : [];
    const scope = { date: timestamp.slice(0, 8), region: "cn-hangzhou" };
    const canonical = canonicalRequestV4(
      { method: "PUT", headers, rawQuery },
      { bucketName: "bucket", key: "1234+-/123/1.txt" },
      additional,
    );
    const signature = signatureV4("sk", scope, stringToSignV4(timestamp, scope, canonical));
    expect(vector.authorization).toMatch(new RegExp(`Signature=${signature}$`));
  });
});

it.each(publishedV4.url.map((each) => [each.name, each] as const))("signs the V4 URL %s", (_name, vector) => {
  const scope = { date: vector.date.slice(0, 8), region: "cn-hangzhou" };
  const additional = "additionalHeaders" in vector ? [...(vector.additionalHeaders as string[])].sort() : [];
  const query = {
    ...publishedV4.request.query,
    ...("securityToken" in vector ? { "x-oss-security-token": vector.securityToken as string } : {}),
    ...(additional.length > 0 ? { "x-oss-additional-headers": additional.join(";") } : {}),
    "x-oss-signature-version": "OSS4-HMAC-SHA256",
    "x-oss-date": vector.date,
    "x-oss-expires": String(vector.expires),
    "x-oss-credential": `ak/${scope.date}/cn-hangzhou/oss/aliyun_v4_request`,
    "x-oss-signature": "not signed",
  };
  const rawQuery = Object.entries(query)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join("&");
  const headers = { ...lowerCase(publishedV4.request.headers), "content-type": vector.contentType };
  const canonical = canonicalRequestV4(
    { method: "PUT", headers, rawQuery },
    { bucketName: "bucket", key: "1234+-/123/1.txt" },
    additional,
  );
  expect(signatureV4("sk", scope, stringToSignV4(vector.date, scope, canonical))).toBe(vector.signature);
});

describe("signatures in the header", () => {
  it.each(["v1", "v4"] as const)("accepts %s", async (sign) => {
    const answer = await send({ bucket: "signed", key: "a b/ü+.txt", sign });
    expect([answer.status, answer.text]).toEqual([200, "content"]);
  });

  it("takes x-oss-date before Date in V1", async () => {
    const headers = { "x-oss-date": new Date().toUTCString(), date: "Wed, 28 Dec 2022 10:27:41 GMT" };
    expect((await send({ bucket: "signed", sign: "v1", headers })).status).toBe(200);
  });

  it("signs sub-resources and leaves list parameters out in V1", async () => {
    const query = "prefix=a%20b&max-keys=5&versions";
    expect((await send({ bucket: "signed", sign: "v1", query })).status).toBe(200);
  });

  it("takes the text of Date where there is no x-oss-date in V4, as the vendor's Go SDK 3.0 signs", async () => {
    const signed = (date: string, text = date) => {
      const headers: Record<string, string> = { date, "x-oss-content-sha256": "UNSIGNED-PAYLOAD" };
      const scope = `${new Date(date).toISOString().slice(0, 10).replaceAll("-", "")}/cn-hangzhou/oss/aliyun_v4_request`;
      const signature = signV4("granary-secret", scope, text, "GET", "/signed/", ["acl"], headers, []);
      headers.authorization = `OSS4-HMAC-SHA256 Credential=granary/${scope},Signature=${signature}`;
      return send({ bucket: "signed", query: "acl", sign: "none", headers });
    };
    const now = Date.now();
    expect((await signed(new Date(now).toUTCString())).status).toBe(200);
    const other = await signed(new Date(now).toUTCString(), new Date(now - 60_000).toUTCString());
    expect([other.status, other.element("Code")]).toEqual([403, "SignatureDoesNotMatch"]);
    const late = await signed(new Date(now - 16 * 60_000).toUTCString());
    expect([late.status, late.element("Code")]).toEqual([403, "RequestTimeTooSkewed"]);
  });

  it("checks additional headers of V4", async () => {
    const call = { bucket: "signed", additionalHeaders: ["host", "x-extra"], headers: { "X-Extra": "1" } };
    expect((await send(call)).status).toBe(200);
    const unsorted = await send({ ...call, additionalHeaders: ["x-extra", "host"] });
    expect([unsorted.status, unsorted.element("Code")]).toEqual([400, "InvalidArgument"]);
  });

  it("checks a signed SHA-256 of the body, of documents and of objects", async () => {
    const sha256 = createHash("sha256").update("right").digest("hex");
    const call = { method: "PUT", bucket: "signed", key: "hashed", headers: { "x-oss-content-sha256": sha256 } };
    expect((await send({ ...call, body: "right" })).status).toBe(200);
    const wrong = await send({ ...call, body: "wrong" });
    expect([wrong.status, wrong.element("Code")]).toEqual([400, "InvalidDigest"]);
    expect((await send({ bucket: "signed", key: "hashed" })).text).toBe("right");
    const document = await send({ ...call, key: undefined, query: "cors", body: "<CORSConfiguration/>" });
    expect(document.element("Code")).toBe("InvalidDigest");
  });

  it("requires x-oss-content-sha256 in V4", async () => {
    const headers = {
      authorization: `OSS4-HMAC-SHA256 Credential=granary/20260101/cn-hangzhou/oss/aliyun_v4_request,Signature=${"0".repeat(64)}`,
      date: new Date().toUTCString(),
    };
    const answer = await send({ bucket: "signed", sign: "none", headers });
    expect([answer.status, answer.element("ArgumentName")]).toEqual([400, "x-oss-content-sha256"]);
  });

  it("answers a wrong secret with what it signed, and not with a secret", async () => {
    const answer = await send({ bucket: "signed", query: "acl", sign: "v1", accessKeySecret: "wrong-secret" });
    expect(answer.status).toBe(403);
    expect(answer.element("Code")).toBe("SignatureDoesNotMatch");
    expect(answer.element("Message")).toBe(
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    );
    expect(answer.element("OSSAccessKeyId")).toBe("granary");
    expect(answer.element("StringToSign")).toMatch(/^GET\n\n\n.* GMT\n\/signed\/\?acl$/);
    expect(answer.element("StringToSignBytes")).toMatch(/^47 45 54 0A 0A 0A /);
    expect(answer.element("EC")).toBe("0002-00000040");
    expect(answer.headers["x-oss-ec"]).toBe("0002-00000040");
    expect(answer.text).not.toContain("granary-secret");
  });

  it("shows the canonical request of V4", async () => {
    const answer = await send({ bucket: "signed", query: "acl", accessKeySecret: "wrong-secret" });
    expect(answer.element("Code")).toBe("SignatureDoesNotMatch");
    expect(answer.element("StringToSign")).toMatch(
      /^OSS4-HMAC-SHA256\n\d{8}T\d{6}Z\n\d{8}\/cn-hangzhou\/oss\/aliyun_v4_request\n[0-9a-f]{64}$/,
    );
    expect(answer.element("CanonicalRequest")).toMatch(
      /^GET\n\/signed\/\nacl\nx-oss-content-sha256:UNSIGNED-PAYLOAD\n/,
    );
  });

  it.each(["v1", "v4"] as const)("notices a target that was changed on the way (%s)", async (sign) => {
    const answer = await send({ method: "DELETE", bucket: "signed", key: "a", sign, target: "/signed/b" });
    expect([answer.status, answer.element("Code")]).toEqual([403, "SignatureDoesNotMatch"]);
  });

  it("does not know other keys", async () => {
    const answer = await send({ bucket: "signed", accessKeyId: "nobody" });
    expect([answer.status, answer.element("Code"), answer.element("OSSAccessKeyId"), answer.element("EC")]).toEqual([
      403,
      "InvalidAccessKeyId",
      "nobody",
      "0002-00000902",
    ]);
  });

  it.each(["v1", "v4"] as const)("refuses a clock that is more than 15 minutes off (%s)", async (sign) => {
    const early = new Date(Date.now() - 15 * 60_000 - 5000);
    const late = new Date(Date.now() + 15 * 60_000 + 5000);
    for (const time of [early, late]) {
      const answer = await send({ bucket: "signed", sign, time });
      expect([answer.status, answer.element("Code"), answer.element("MaxAllowedSkewMilliseconds")]).toEqual([
        403,
        "RequestTimeTooSkewed",
        "900000",
      ]);
    }
    const near = new Date(Date.now() - 14 * 60_000);
    expect((await send({ bucket: "signed", sign, time: near })).status).toBe(200);
  });

  it("goes by the emulator's clock", async () => {
    await control(emulator, "POST", "clock", { advanceSeconds: 3600 });
    expect((await send({ bucket: "signed" })).element("Code")).toBe("RequestTimeTooSkewed");
    const answer = await send({ bucket: "signed", time: new Date(Date.now() + 3_600_000) });
    expect(answer.status).toBe(200);
    expect(Math.abs(Date.parse(answer.headers.date!) - Date.now() - 3_600_000)).toBeLessThan(5000);
    await control(emulator, "POST", "clock", { offsetMs: 0 });
  });

  it.each([
    ["no date", { authorization: "OSS granary:abc=" }, 403, "AccessDenied"],
    ["no signature", { authorization: "OSS granary" }, 400, "InvalidArgument"],
    ["another scheme", { authorization: "Bearer abc" }, 400, "InvalidArgument"],
    [
      "a scope that is cut",
      { authorization: `OSS4-HMAC-SHA256 Credential=granary/oss,Signature=${"0".repeat(64)}` },
      400,
      "InvalidArgument",
    ],
  ])("refuses %s", async (_name, headers, status, code) => {
    const answer = await send({ bucket: "signed", sign: "none", headers });
    expect([answer.status, answer.element("Code")]).toEqual([status, code]);
  });

  it("refuses a scope of another region than Host's, of no region, and of another product", async () => {
    const host = "signed.oss-cn-hangzhou.aliyuncs.com";
    const other = await send({ bucket: "signed", host, region: "cn-shanghai" });
    expect([other.status, other.element("Code"), other.element("Message"), other.element("EC")]).toEqual([
      400,
      "InvalidArgument",
      "Invalid signing region in Authorization header.",
      "0002-00000226",
    ]);
    const unknown = await send({ bucket: "signed", region: "oss-cn-hangzhou" });
    expect([unknown.status, unknown.element("EC")]).toEqual([400, "0002-00000226"]);
    const headers = {
      authorization: `OSS4-HMAC-SHA256 Credential=granary/20260101/cn-hangzhou/s3/aliyun_v4_request,Signature=${"0".repeat(64)}`,
    };
    expect((await send({ bucket: "signed", sign: "none", headers })).element("Message")).toBe(
      "Invalid signing product in Authorization header.",
    );
  });
});

describe("security tokens", () => {
  const temporary = { accessKeyId: "STS.temporary", accessKeySecret: "temporary-secret" };

  it.each(["v1", "v4"] as const)("accepts the token that belongs to the key (%s)", async (sign) => {
    const headers = { "x-oss-security-token": "temporary-token" };
    expect((await send({ bucket: "signed", sign, ...temporary, headers })).status).toBe(200);
    expect(
      (await send({ bucket: "signed", sign, headers: { "x-oss-security-token": "permanent-token" } })).status,
    ).toBe(200);
  });

  it.each([
    ["an unknown token", { "x-oss-security-token": "unknown" }, "InvalidSecurityToken"],
    ["the token of another key", { "x-oss-security-token": "permanent-token" }, "AccessKeyIdAndSecurityTokenNotMatch"],
    ["no token for temporary keys", {}, "InvalidAccessKeyId"],
  ])("refuses %s", async (_name, headers, code) => {
    const answer = await send({ bucket: "signed", ...temporary, headers: headers as Record<string, string> });
    expect([answer.status, answer.element("Code")]).toEqual([403, code]);
  });
});

describe("signatures in the URL", () => {
  const expires = () => String(Math.floor(Date.now() / 1000) + 60);
  const urlV1 = (until: string, secret = "granary-secret", more: string[] = []) => {
    const text = ownStringToSignV1("GET", {}, more, "/signed/a b/ü+.txt", until);
    const signature = createHmac("sha1", secret).update(text).digest("base64");
    return [...more, "OSSAccessKeyId=granary", `Expires=${until}`, `Signature=${encode(signature)}`].join("&");
  };
  const urlV4 = (time: Date, seconds: string, secret = "granary-secret") => {
    const timestamp = time.toISOString().replace(/[-:]|\.\d+/g, "");
    const scope = `${timestamp.slice(0, 8)}/cn-hangzhou/oss/aliyun_v4_request`;
    const query = [
      `x-oss-credential=${encode(`granary/${scope}`)}`,
      `x-oss-date=${timestamp}`,
      `x-oss-expires=${seconds}`,
      "x-oss-signature-version=OSS4-HMAC-SHA256",
    ];
    const signature = signV4(secret, scope, timestamp, "GET", "/signed/a b/ü+.txt", query, {}, []);
    return [...query, `x-oss-signature=${signature}`].join("&");
  };
  const get = (query: string, headers = {}) =>
    send({ bucket: "signed", key: "a b/ü+.txt", sign: "none", query, headers });

  it("accepts V1, with overridden response headers", async () => {
    const answer = await get(urlV1(expires(), undefined, ["response-content-type=text%2Fx-test"]));
    expect([answer.status, answer.text, answer.headers["content-type"]]).toEqual([200, "content", "text/x-test"]);
  });

  it("accepts V4", async () => {
    expect((await get(urlV4(new Date(), "60"))).text).toBe("content");
  });

  it("checks expiry before the signature", async () => {
    const past = String(Math.floor(Date.now() / 1000) - 1);
    for (const query of [urlV1(past, "wrong"), urlV4(new Date(Date.now() - 61_000), "60", "wrong")]) {
      const answer = await get(query);
      expect([answer.status, answer.element("Code"), answer.element("Message")]).toEqual([
        403,
        "AccessDenied",
        "Request has expired.",
      ]);
    }
  });

  it("refuses a wrong signature", async () => {
    for (const query of [urlV1(expires(), "wrong"), urlV4(new Date(), "60", "wrong")]) {
      expect((await get(query)).element("Code")).toBe("SignatureDoesNotMatch");
    }
  });

  it("refuses half of the parameters", async () => {
    const answer = await get("OSSAccessKeyId=granary&Signature=abc");
    expect([answer.status, answer.element("Message")]).toEqual([
      403,
      "Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters",
    ]);
    expect((await get("x-oss-signature-version=OSS4-HMAC-SHA256")).element("ArgumentName")).toBe("x-oss-credential");
    expect((await get(urlV4(new Date(), "604801"))).element("ArgumentName")).toBe("x-oss-expires");
  });

  it("refuses a signature in both places", async () => {
    const answer = await send({ bucket: "signed", key: "a b/ü+.txt", query: urlV1(expires()) });
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  });
});
