// Errors of the engine -> codes, and what they are about.
import fc from "fast-check";
import { codesIn, errorsAt, otherErrors } from "../../../../cli/drift/diagnostics";
import { ServiceError, TransportError, type TransportKind, WireError } from "../../../../provider/http/errors";

const REQUEST = "5C06A3B67B8B5A3DA422299D";
const refused = (resource: string, ec?: string) =>
  new ServiceError({
    service: "oss",
    operation: "GetBucketCors",
    resource,
    code: "AccessDenied",
    status: 403,
    message: "You have no right to access this object.",
    requestId: REQUEST,
    ec,
    advice: "allow oss:GetBucketCors",
  }).message;

describe("codesIn", () => {
  test("finds code and request id in what a service said", () => {
    expect(codesIn(refused("shop"))).toEqual({ code: "AccessDenied", requestId: REQUEST });
    expect(codesIn(refused("shop", "0003-00000001"))).toEqual({ code: "AccessDenied", requestId: REQUEST });
    expect(codesIn(`error: reading resource: ${refused("shop")}\n`).code).toBe("AccessDenied");
    expect(codesIn(refused("shop/a key: with (all) of it.txt")).code).toBe("AccessDenied");
  });

  test.each<TransportKind>(["refused", "unknown-host", "timeout", "reset", "tls"])(
    "%s: no answer has the code that reads of our own have",
    (kind) => {
      const { message } = new TransportError({
        operation: "GetBucketCors",
        resource: "shop",
        kind,
        host: "127.0.0.1:1",
      });
      expect(codesIn(message)).toEqual({ code: kind, requestId: undefined });
    },
  );

  test.each([200, undefined])("a garbled answer, with status %s", (status) => {
    const { message } = new WireError({
      expected: "<CORSConfiguration>",
      operation: "GetBucketCors",
      resource: "shop",
      status,
      requestId: REQUEST,
    });
    expect(codesIn(message)).toEqual({ code: "garbled answer", requestId: REQUEST });
  });

  test("what another provider says has no code that is known", () => {
    expect(codesIn("operation error S3: HeadBucket, https response error StatusCode: 403")).toEqual({
      code: "unknown",
      requestId: undefined,
    });
    expect(codesIn("")).toEqual({ code: "unknown", requestId: undefined });
  });

  test("never throws, and always says something", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (message) => codesIn(message).code.length > 0));
  });
});

const error = (message: string, urn?: string) => ({ severity: "error" as const, message, urn });

test("the first error of a resource counts; warnings do not", () => {
  const warning = { severity: "warning" as const, message: "old", urn: "urn:c" };
  const said = errorsAt([error("first", "urn:a"), error("second", "urn:a"), error("general"), warning]);
  expect([...said]).toEqual([["urn:a", "first"]]);
});

test("other errors are those of the run and of what is not told by itself, each once, without the engine's closing words", () => {
  const told = new Set(["urn:a"]);
  const errors = [error("denied", "urn:a"), error("bad key", "urn:provider"), error("bad key", "urn:provider")];
  expect(otherErrors([...errors, error("refresh failed")], told)).toEqual(["bad key"]);
  expect(otherErrors([error("preview failed")], told)).toEqual(["preview failed"]);
  expect(otherErrors([error("denied", "urn:a")], told)).toEqual([]);
});
