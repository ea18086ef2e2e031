import { ConfigError, ProviderError, ServiceError, TransportError, WireError } from "../../../provider/http/errors";

describe("error messages", () => {
  test("a refusal tells operation, resource, code, status, text, request id and what to do", () => {
    const error = new ServiceError({
      service: "oss",
      operation: "PutBucketCors",
      resource: "web",
      code: "InvalidArgument",
      status: 400,
      message: "no such method",
      requestId: "534B371674E88A4D8906008B",
      ec: "0016-00000001",
      advice: "correct the rule",
    });
    expect(error.message).toBe(
      "PutBucketCors on web: InvalidArgument (400) no such method; request 534B371674E88A4D8906008B (EC 0016-00000001); correct the rule",
    );
    expect(error).toBeInstanceOf(ProviderError);
    expect([error.name, error.code, error.status, error.attempts]).toEqual(["ServiceError", "InvalidArgument", 400, 1]);
  });

  test("a refusal without a resource, an id or advice leaves those parts out", () => {
    const error = new ServiceError({
      service: "oss",
      operation: "GetService",
      code: "AccessDenied",
      status: 403,
      message: "",
    });
    expect(error.message).toBe("GetService: AccessDenied (403); request without id");
  });

  test("no secret gets into a message, whoever wrote the text", () => {
    const message = "bad Authorization: OSS AKID:qn6qrrqxo2oawuk53otfjbyc8Ko=";
    const error = new ServiceError({ service: "oss", operation: "GetService", code: "X", status: 403, message });
    expect(error.message).toBe("GetService: X (403) bad Authorization: OSS [redacted]; request without id");
    expect(error.serviceMessage).toBe("bad Authorization: OSS [redacted]");
  });

  test("a missing answer tells where it was expected from, and advises", () => {
    const error = new TransportError({
      operation: "PutBucket",
      resource: "web",
      kind: "unknown-host",
      host: "oss-cn-x.aliyuncs.com",
    });
    expect(error.message).toBe(
      "PutBucket on web: the host name does not resolve (oss-cn-x.aliyuncs.com); check the region, the endpoint and the network's DNS",
    );
  });

  test("a garbled answer tells what was expected, and takes up the request later", () => {
    const bare = new WireError({ expected: "<CORSConfiguration>, got <html>" });
    expect(bare.message).toBe(
      "reading an answer: the answer is not as documented: expected <CORSConfiguration>, got <html>; check that the endpoint is the service itself, then report this as a bug",
    );
    expect(bare.of({ operation: "GetBucketCors", resource: "web", status: 200, requestId: "5C3D" }).message).toBe(
      "GetBucketCors on web: the answer (200) is not as documented: expected <CORSConfiguration>, got <html>; request 5C3D; check that the endpoint is the service itself, then report this as a bug",
    );
  });

  test("a configuration error names the setting and where to set it", () => {
    const error = new ConfigError({
      setting: "granary:oss.region",
      problem: "no region",
      whereToSet: "set OSS_REGION",
    });
    expect([error.setting, error.message]).toEqual([
      "granary:oss.region",
      "granary:oss.region: no region; set OSS_REGION",
    ]);
  });
});
