import { mask, maskKeyId, registerKeyId } from "../../../../cli/doctor/mask";
import { minimalPolicy } from "../../../../cli/doctor/policy";
import { describeProxy, proxyFor } from "../../../../cli/doctor/proxy";
import { asText, makeReport } from "../../../../cli/doctor/report";
import type { Result } from "../../../../cli/doctor/types";

describe("masking", () => {
  test.each([
    ["key LTAI5tQk9sXyZ1234abcd", "key …abcd"],
    ["id STS.NUgYrLnoC37mZZCNnAbez", "id …Abez"],
    ["acs:ram::1234567890123456:role/granary", "acs:ram::<account>:role/granary"],
    ["bucket logs-1234567890123456", "bucket logs-<account>"],
    ["http://me:pass@proxy:8080", "http://***@proxy:8080"],
    ["token ghs_abcdefghijklmnopqrstuvwx12", "token [redacted]"],
    ["request 5C3D9778AABBCCDDEEFF0011", "request 5C3D9778AABBCCDDEEFF0011"],
    ["took 1234567 ms", "took 1234567 ms"],
  ])("%s", (text, expected) => {
    expect(mask(text)).toBe(expected);
  });

  test("an access key id that was used is shortened wherever it stands", () => {
    registerKeyId("AnUnusualKeyId0815");
    expect(mask("InvalidAccessKeyId: AnUnusualKeyId0815")).toBe("InvalidAccessKeyId: …0815");
  });

  test("of a short id no more than half is shown", () => {
    expect(maskKeyId("granary")).toBe("…ary");
    expect(maskKeyId("abcd")).toBe("…cd");
  });
});

describe("the policy with what is missing", () => {
  test("actions on the same buckets share a statement", () => {
    const policy = minimalPolicy([
      { action: "oss:GetBucketCors", buckets: ["b", "a"] },
      { action: "oss:GetBucketAcl", buckets: ["a", "b"] },
      { action: "oss:ListBuckets", buckets: [] },
    ]);
    expect(policy).toEqual({
      Version: "1",
      Statement: [
        {
          Effect: "Allow",
          Action: ["oss:GetBucketAcl", "oss:GetBucketCors"],
          Resource: ["acs:oss:*:*:a", "acs:oss:*:*:b"],
        },
        { Effect: "Allow", Action: ["oss:ListBuckets"], Resource: ["acs:oss:*:*:*"] },
      ],
    });
  });

  test("nothing missing makes no policy", () => {
    expect(minimalPolicy([])).toBeUndefined();
  });
});

describe("proxies", () => {
  const oss = "https://oss-cn-hangzhou.aliyuncs.com";
  const HTTPS_PROXY = "http://proxy.example.com:8080";

  test.each([
    [{ HTTPS_PROXY }, HTTPS_PROXY],
    [{ HTTPS_PROXY, NO_PROXY: ".aliyuncs.com" }, undefined],
    [{ HTTPS_PROXY, NO_PROXY: "aliyuncs.com:8443" }, HTTPS_PROXY],
    [{ HTTPS_PROXY, NO_PROXY: "localhost, *.aliyuncs.com" }, undefined],
    [{ HTTPS_PROXY, NO_PROXY: "*" }, undefined],
    [{ HTTP_PROXY: HTTPS_PROXY }, HTTPS_PROXY],
    [{}, undefined],
  ] as const)("%j", (env, expected) => {
    expect(proxyFor(oss, env)).toBe(expected);
  });

  test("this machine is reached without one", () => {
    expect(proxyFor("http://127.0.0.1:7480", { HTTP_PROXY: HTTPS_PROXY })).toBeUndefined();
  });

  test("an address that is none is broken, a proxy before an internal endpoint a hint", () => {
    expect(describeProxy(oss, { HTTPS_PROXY: "proxy:8080" }).kind).toBe("broken");
    expect(describeProxy("https://oss-cn-hangzhou-internal.aliyuncs.com", { HTTPS_PROXY }).kind).toBe("hint");
  });
});

describe("the report", () => {
  const result = (id: string, kind: Result["kind"], more: Partial<Result> = {}): Result => ({
    id,
    group: "endpoint",
    kind,
    message: `message of ${id}`,
    ms: 5,
    ...more,
  });

  test("kinds are words, remedies follow, and what was skipped for one reason is one line", () => {
    const report = makeReport(
      [
        result("dns", "ok", { lines: ["not shown"] }),
        result("tls", "broken", { remedy: "mend it", lines: ["a detail"], ms: 1500 }),
        result("one", "skipped", { message: "needs a region" }),
        result("two", "skipped", { message: "needs a region" }),
      ],
      new Date(0),
    );
    expect(asText(report)).toBe(
      [
        "endpoint",
        "  ok       dns  message of dns",
        "  broken   tls  message of tls (1.5 s)",
        "                - a detail",
        "                -> mend it",
        "  skipped  one, two: needs a region",
        "",
        "result: 1 ok, 1 broken, 2 skipped; see the lines with ->",
        "",
      ].join("\n"),
    );
  });

  test.each([
    ["hint", true],
    ["skipped", true],
    ["broken", false],
    ["crashed", false],
  ] as const)("with one %s it is healthy: %s", (kind, healthy) => {
    expect(makeReport([result("dns", "ok"), result("tls", kind)], new Date(0)).healthy).toBe(healthy);
  });
});
