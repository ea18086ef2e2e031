// What the engine writes becomes plain data without secrets.
import { readEvent } from "../../../../cli/stack/events";
import { normalType } from "../../../../cli/stack/tokens";
import { decodeProperties, isOpaque, redact, revealRedacted, UNKNOWN } from "../../../../cli/stack/values";

const secret = (plaintext: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(plaintext),
});

test("a secret becomes its length and a short hash that depends on where it stands", () => {
  const decoded = decodeProperties({ a: secret("opensesame"), b: secret("opensesame"), c: [secret("x")] }, "urn");
  expect(decoded.a).toMatch(/^<redacted:10:[0-9a-f]{8}>$/);
  expect(decoded.a).not.toBe(decoded.b);
  expect(decoded.a).toBe(redact("opensesame", "urn.a"));
  expect(JSON.stringify(decoded)).not.toContain("opensesame");
});

test("a secret without its text stays hidden; what belongs to the dynamic front goes", () => {
  const hidden = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };
  expect(decodeProperties({ a: hidden, __provider: "code", __autoname: "x" }, "urn")).toEqual({ a: "[secret]" });
});

test("hidden values are filled from what knows them, place by place", () => {
  const shown = { a: "[secret]", b: { c: ["[secret]", 1] }, d: "[secret]" };
  const known = { a: "<redacted:1:00000000>", b: "<redacted:9:11111111>" };
  expect(revealRedacted(shown, [{}, known])).toEqual({
    a: "<redacted:1:00000000>",
    b: { c: ["<redacted:9:11111111>", 1] },
    d: "[secret]",
  });
});

test("unknown and secret values can't be judged, at any depth", () => {
  expect(isOpaque({ a: [{ b: UNKNOWN }] })).toBe(true);
  expect(isOpaque(["<redacted:1:00000000>"])).toBe(true);
  expect(isOpaque({ a: "redacted" })).toBe(false);
});

test.each([
  ["granary:oss:BucketAcl", undefined, "oss:BucketAcl"],
  ["granary:oss/bucketAcl:BucketAcl", undefined, "oss:BucketAcl"],
  [
    "pulumi-nodejs:dynamic/oss:BucketAcl",
    { __provider: 'exports.handler = () => require("granary/dynamic").provider("oss:BucketAcl");' },
    "oss:BucketAcl",
  ],
  [
    "pulumi-nodejs:dynamic/oss:BucketAcl",
    { __provider: "exports.handler = somethingElse" },
    "pulumi-nodejs:dynamic/oss:BucketAcl",
  ],
  ["alicloud:oss/bucketServerSideEncryption:BucketServerSideEncryption", undefined, "oss:BucketEncryption"],
  ["aws:s3/bucket:Bucket", undefined, "aws:s3/bucket:Bucket"],
])("%s with %j is %s", (rawType, inputs, expected) => {
  expect(normalType(rawType, inputs)).toBe(expected);
});

test("debug diagnostics, which hold secrets, and the prelude with the configuration are never let in", () => {
  expect(readEvent('{"diagnosticEvent":{"severity":"debug","message":"opensesame"}}')).toBeUndefined();
  expect(readEvent('{"preludeEvent":{"config":{"a":"opensesame"}}}')).toBeUndefined();
  expect(readEvent('{"diagnosticEvent":{"severity":"error","message":"no\\n","urn":""}}')).toEqual({
    diagnostic: { severity: "error", message: "no", urn: undefined },
  });
});
