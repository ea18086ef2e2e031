import { WireError } from "../../../provider/http/errors";
import type { HttpResponse } from "../../../provider/http/request";
import { type Asked, OssError, readOssError, resourceOf } from "../../../provider/oss/errors";

function answer(status: number, text: string, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers, text, bytes: Buffer.from(text) };
}

const GET: Asked = { operation: "GetBucketLifecycle", method: "GET", bucket: "oss-example" };

describe("reading a refusal", () => {
  // OSS API reference 20220713, GetBucketLifecycle: sample error response.
  const LIFECYCLE = `<?xml version="1.0" encoding="UTF-8"?>
<Error>
    <BucketName>oss-example</BucketName>
    <Code>NoSuchLifecycle</Code>
    <Message>No Row found in Lifecycle Table.</Message>
    <RequestId>534B372974E88A4D89060099</RequestId>
    <HostId> BucketName.oss.example.com</HostId>
</Error>`;

  test("takes code, message, id, host and the rest, in any order", () => {
    const error = readOssError(GET, answer(404, LIFECYCLE), 0) as OssError;
    expect(error).toBeInstanceOf(OssError);
    expect({ ...error }).toMatchObject({
      name: "OssError",
      service: "oss",
      operation: "GetBucketLifecycle",
      resource: "oss-example",
      code: "NoSuchLifecycle",
      status: 404,
      serviceMessage: "No Row found in Lifecycle Table.",
      requestId: "534B372974E88A4D89060099",
      hostId: " BucketName.oss.example.com",
      details: { BucketName: "oss-example" },
      ec: undefined,
    });
    expect(error.message).toBe(
      "GetBucketLifecycle on oss-example: NoSuchLifecycle (404) No Row found in Lifecycle Table.; request 534B372974E88A4D89060099; it is not there any more: run pulumi refresh, then pulumi up makes it again",
    );
  });

  test("keeps the arguments that the answer names", () => {
    const body =
      "<Error><Code>InvalidArgument</Code><Message>no such bucket access control exists</Message><RequestId>5C3D9175B6FC201293AD</RequestId>" +
      "<HostId>test.oss.example.com</HostId><ArgumentName>x-oss-acl</ArgumentName><ArgumentValue>error-acl</ArgumentValue></Error>";
    const error = readOssError({ ...GET, operation: "PutBucketAcl" }, answer(400, body), 0) as OssError;
    expect(error.details).toEqual({ ArgumentName: "x-oss-acl", ArgumentValue: "error-acl" });
    expect(error.advice).toBe("the ACL must be private, public-read or public-read-write (x-oss-acl)");
    expect(error.message).not.toContain("error-acl");
  });

  test("takes the finer code from the element, else from the header, and puts it into the message", () => {
    const body = (ec: string) => `<Error><Code>AccessDenied</Code><Message>m</Message>${ec}</Error>`;
    const headers = { "x-oss-ec": "0003-00000001", "x-oss-request-id": "534B371674E88A4D8906008B" };
    expect((readOssError(GET, answer(403, body("<EC>0003-00000002</EC>"), headers), 0) as OssError).ec).toBe(
      "0003-00000002",
    );
    const error = readOssError(GET, answer(403, body(""), headers), 0) as OssError;
    expect(error.ec).toBe("0003-00000001");
    expect(error.message).toContain(
      "AccessDenied (403) m; request 534B371674E88A4D8906008B (EC 0003-00000001); give the key permission",
    );
  });

  test("lets go of everything that the signature was made of", () => {
    const body =
      "<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature you provided. Check your key and signing method.</Message>" +
      "<RequestId>5C3D9175B6FC201293AD</RequestId><HostId>h</HostId><OSSAccessKeyId>AKID</OSSAccessKeyId><SignatureProvided>c2lnbmF0dXJl</SignatureProvided>" +
      "<StringToSign>PUT\n\n\nx-oss-security-token:token</StringToSign><StringToSignBytes>50 55</StringToSignBytes>" +
      "<CanonicalRequest>PUT</CanonicalRequest><EC>0002-00000040</EC></Error>";
    const error = readOssError(GET, answer(403, body), 0) as OssError;
    expect(error.details).toEqual({});
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toMatch(
      /c2lnbmF0dXJl|security-token|50 55|AKID/,
    );
    expect(error.message).toContain("check that the access key secret belongs to the access key id");
  });

  test.each([
    ["InvalidAccessKeyId", 403, "check the access key id"],
    ["RequestTimeTooSkewed", 403, "set this machine's clock"],
    ["NoSuchBucket", 404, "check the bucket's name"],
    ["SecurityTokenExpired", 403, "get a new security token"],
    ["InvalidSecurityToken", 403, "get a new security token"],
    ["AccessKeyIdAndSecurityTokenNotMatch", 403, "get a new security token"],
    ["UserDisable", 403, "payment"],
    ["MetaOperationQpsLimitExceeded", 503, "wait a little"],
    ["Throttling.Api", 403, "wait a little"],
    ["Whatever", 429, "wait a little"],
    ["MalformedXML", 400, "correct the argument"],
    ["InternalError", 500, "ask Alibaba Cloud's support with the request id"],
    ["NotImplemented", 501, "check granary:oss.endpoint"],
    ["toString", 404, undefined],
  ])("%s (%s) advises: %s", (code, status, advice) => {
    const error = readOssError(GET, answer(status, `<Error><Code>${code}</Code></Error>`), 0) as OssError;
    if (advice === undefined) expect(error.advice).toBeUndefined();
    else expect(error.advice).toContain(advice);
  });

  // Codes that the reference does not list, of the vendor's pages of HTTP errors and of the service itself.
  test.each([
    ["PutBucketAcl", "AccessDenied", "first turn off Block Public Access of the bucket and the account"],
    ["PutBucket", "AccessDenied", "first turn off Block Public Access of the bucket and the account"],
    ["PutBucketPolicy", "AccessDenied", "first turn off Block Public Access of the bucket and the account"],
    ["PutBucketCors", "CORSRuleBeyondLimit", "a bucket takes 10 CORS rules"],
    ["PutBucketTags", "TooManyTags", "a bucket takes 20 tags"],
    ["PutBucketReplication", "TooManyPrefixes", "a replication rule takes 10 prefixes"],
    ["PutBucketLifecycle", "InvalidRequest", "prefixes of rules must not overlap"],
    ["PutBucketWebsite", "InvalidRequest", "rules that mirror don't go with a retention policy"],
    ["PutBucketVersioning", "InvalidRequest", "versioning does not go with a retention policy"],
    ["InitiateBucketWorm", "InvalidRequest", "a retention policy goes neither with versioning nor with"],
    ["InitiateBucketWorm", "InvalidWORMConfiguration", "the bucket has a retention policy already"],
    ["PutCname", "TooManyCname", "unbind one first"],
    ["PutCname", "CertificateInvalidCasId", "must be the id with its region, such as 493****-cn-hangzhou"],
  ])("%s: %s advises: %s", (operation, code, advice) => {
    const body = `<Error><Code>${code}</Code><Message>m</Message></Error>`;
    const error = readOssError({ ...GET, operation }, answer(400, body), 0) as OssError;
    expect(error.advice).toContain(advice);
  });

  test("a permission to read is not asked for with a word about public access", () => {
    const body = "<Error><Code>AccessDenied</Code></Error>";
    const error = readOssError({ ...GET, operation: "GetBucketAcl" }, answer(403, body), 0) as OssError;
    expect(error.advice).toBe(
      "give the key permission oss:GetBucketAcl (RAM policy or bucket policy), and check that the bucket is yours",
    );
  });

  test("knows how long the service asks to wait", () => {
    const body = "<Error><Code>ServiceUnavailable</Code></Error>";
    expect((readOssError(GET, answer(503, body, { "retry-after": "7" }), 0) as OssError).retryAfterMs).toBe(7000);
  });

  test("knows the endpoint that the answer says to use, from the document or the redirect", () => {
    const body = "<Error><Code>AccessDenied</Code><Endpoint>oss-cn-shanghai.aliyuncs.com</Endpoint></Error>";
    expect((readOssError(GET, answer(403, body), 0) as OssError).namedEndpoint).toBe("oss-cn-shanghai.aliyuncs.com");
    const moved = answer(307, "", { location: "https://oss-example.oss-cn-shanghai.aliyuncs.com/?lifecycle" });
    expect(readOssError(GET, moved, 0)).toMatchObject({
      code: "TemporaryRedirect",
      namedEndpoint: "oss-example.oss-cn-shanghai.aliyuncs.com",
    });
  });
});

describe("an answer to HEAD", () => {
  const HEAD: Asked = { operation: "HeadObject", method: "HEAD", bucket: "web", key: "a.html" };

  test("has its document in the header x-oss-err", () => {
    const document =
      "<?xml version='1.0'?><Error><Code>NoSuchBucket</Code><Message>gone</Message><RequestId>5C3D</RequestId></Error>";
    const headers = { "x-oss-err": Buffer.from(document).toString("base64") };
    expect(readOssError(HEAD, answer(404, "", headers), 0)).toMatchObject({ code: "NoSuchBucket", requestId: "5C3D" });
  });

  test("may have the bare code there", () => {
    expect(readOssError(HEAD, answer(404, "", { "x-oss-err": "NoSuchKey" }), 0)).toMatchObject({ code: "NoSuchKey" });
  });

  test.each([
    [404, "a.html", "NoSuchKey"],
    [404, undefined, "NoSuchBucket"],
    [403, "a.html", "AccessDenied"],
    [304, "a.html", "NotModified"],
    [412, "a.html", "PreconditionFailed"],
    [503, "a.html", "ServiceUnavailable"],
  ])("without a header: %s of %s is %s", (status, key, code) => {
    expect(readOssError({ ...HEAD, key }, answer(status, "", { "x-oss-request-id": "5C3D" }), 0)).toMatchObject({
      code,
      status,
      requestId: "5C3D",
    });
  });

  test("with a status that stands for no code is a WireError", () => {
    expect(readOssError(HEAD, answer(418, ""), 0)).toBeInstanceOf(WireError);
  });
});

describe("an answer that is no refusal of OSS", () => {
  test.each([
    ["an empty body", 404, "", "expected <Error>, got an empty body"],
    ["the page of a proxy", 502, "<html><body>Bad Gateway</body></html>", "expected <Error>, got <html>"],
    ["plain text", 503, "upstream connect error", "expected <Error>"],
    ["a document cut short", 403, "<Error><Code>AccessDe", "expected <Error>"],
    ["a document without a code", 403, "<Error><Message>m</Message></Error>", "expected <Code> in <Error>"],
    ["a document with an empty code", 403, "<Error><Code></Code></Error>", "expected <Code> in <Error>"],
    ["a document with a DOCTYPE", 403, "<!DOCTYPE Error []><Error><Code>x</Code></Error>", "DOCTYPE"],
  ])("%s is a WireError with status and request id, never a code", (_what, status, body, message) => {
    const error = readOssError(GET, answer(status, body, { "x-oss-request-id": "5C3D9175B6FC201293AD" }), 0);
    expect(error).toBeInstanceOf(WireError);
    expect(error).toMatchObject({ status, requestId: "5C3D9175B6FC201293AD", operation: "GetBucketLifecycle" });
    expect(error.message).toContain(`GetBucketLifecycle on oss-example: the answer (${status}) is not as documented: `);
    expect(error.message).toContain(message);
    expect(error.message).toContain("request 5C3D9175B6FC201293AD");
  });
});

test("what a request is about", () => {
  expect(resourceOf({})).toBeUndefined();
  expect(resourceOf({ bucket: "web" })).toBe("web");
  expect(resourceOf({ bucket: "web", key: "a/b" })).toBe("web/a/b");
});
