import fc from "fast-check";
import { redact, registerSecret } from "../../../provider/http/redact";

const SECRET = "OtxrzxIsfpFjA7SwPzILwy8Bw21TLh";
const SIGNATURE = "qn6qrrqxo2oawuk53otfjbyc8Ko=";

describe("redaction", () => {
  test.each([
    ["a V1 Authorization header", `Authorization: OSS AKIDEXAMPLE:${SIGNATURE}`],
    ["a V1 Authorization value alone", `sent "OSS AKIDEXAMPLE:${SIGNATURE}"`],
    [
      "a V4 Authorization header",
      `authorization: OSS4-HMAC-SHA256 Credential=AKID/20231203/cn-hangzhou/oss/aliyun_v4_request,Signature=${SIGNATURE}`,
    ],
    ["a bearer token", `Authorization: Bearer ${SECRET}`],
    ["basic proxy credentials", `proxy-authorization: Basic ${SECRET}`],
    ["the security token header", `x-oss-security-token: ${SECRET}`],
    [
      "a V1 URL",
      `https://b.oss.aliyuncs.com/k?OSSAccessKeyId=AKID&Expires=1&Signature=${encodeURIComponent(SIGNATURE)}&security-token=${SECRET}`,
    ],
    ["a V4 URL", `https://b.oss.aliyuncs.com/k?x-oss-signature=${SECRET}&x-oss-security-token=${SECRET}`],
    ["an environment variable", `ALIBABA_CLOUD_ACCESS_KEY_SECRET=${SECRET}`],
    ["an environment variable of the token", `OSS_SESSION_TOKEN=${SECRET}`],
    ["JSON", `{"accessKeySecret":"${SECRET}","securityToken": "${SECRET}"}`],
    ["JavaScript", `{ accessKeySecret: '${SECRET}', AccessKeySecret: "${SECRET}" }`],
    ["an error body", `<SignatureProvided>${SIGNATURE}</SignatureProvided><StringToSign>GET ${SECRET}</StringToSign>`],
    ["a private key", `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----`],
    ["a private key cut short", `-----BEGIN PRIVATE KEY-----\n${SECRET}\n${SIGNATURE}`],
  ])("takes the secret out of %s", (_where, text) => {
    const clean = redact(text);
    expect(clean).not.toContain(SECRET);
    expect(clean).not.toContain(SIGNATURE);
    expect(clean).not.toContain(encodeURIComponent(SIGNATURE));
    expect(clean).toContain("[redacted]");
  });

  test("takes a registered value out wherever it stands, also URL-encoded, the longest first", () => {
    registerSecret("s3cr/et+value");
    registerSecret("s3cr/et+value-and-more");
    expect(redact("x s3cr/et+value-and-more y s3cr%2Fet%2Bvalue z")).toBe("x [redacted] y [redacted] z");
  });

  test("a registered value that is too short to be a secret does not blank out text", () => {
    registerSecret("cn");
    registerSecret(undefined);
    expect(redact("region cn-hangzhou")).toBe("region cn-hangzhou");
  });

  test.each([
    "PutBucketCors on web: SignatureDoesNotMatch (403) The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    "GetBucketAcl on web: NoSuchBucket (404) The specified bucket does not exist.; request 534B371674E88A4D8906008B",
    "granary:oss.accessKeySecret: not set; set granary:oss.accessKeySecret",
    "https://oss-cn-hangzhou.aliyuncs.com/web/?cors&prefix=a",
    "OSS bucket: https://web.oss-cn-hangzhou.aliyuncs.com",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
  ])("leaves ordinary text alone: %s", (text) => {
    expect(redact(text)).toBe(text);
  });

  test("a registered secret never survives, and redacting twice changes nothing more", () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9/+=]{8,40}$/);
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        registerSecret(value);
        const clean = redact(`${before}${value}${after}`);
        expect(clean).not.toContain(value);
        expect(redact(clean)).toBe(clean);
      }),
      { numRuns: 50 },
    );
  });
});
