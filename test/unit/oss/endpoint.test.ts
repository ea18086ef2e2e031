import fc from "fast-check";
import { ConfigError } from "../../../provider/http/errors";
import {
  address,
  type Endpoint,
  type EndpointConfig,
  encodeKey,
  followable,
  inRegion,
  regionOfHost,
  resolveEndpoints,
} from "../../../provider/oss/endpoint";

function where(config: EndpointConfig, env: NodeJS.ProcessEnv = {}): string {
  const { regional } = resolveEndpoints(config, env);
  return `${regional.scheme}://${regional.host} ${regional.region} ${regional.addressing}`;
}

describe("the endpoint", () => {
  test.each([
    [
      "the public one of the region",
      { region: "cn-hangzhou" },
      {},
      "https://oss-cn-hangzhou.aliyuncs.com cn-hangzhou virtual",
    ],
    [
      "a region as Location spells it",
      { region: "oss-cn-beijing" },
      {},
      "https://oss-cn-beijing.aliyuncs.com cn-beijing virtual",
    ],
    [
      "the internal one",
      { region: "cn-hangzhou", internal: true },
      {},
      "https://oss-cn-hangzhou-internal.aliyuncs.com cn-hangzhou virtual",
    ],
    ["OSS_REGION", {}, { OSS_REGION: "oss-us-west-1" }, "https://oss-us-west-1.aliyuncs.com us-west-1 virtual"],
    [
      "ALIBABA_CLOUD_REGION",
      {},
      { ALIBABA_CLOUD_REGION: "eu-central-1" },
      "https://oss-eu-central-1.aliyuncs.com eu-central-1 virtual",
    ],
    [
      "ALIBABA_CLOUD_REGION_ID",
      {},
      { ALIBABA_CLOUD_REGION_ID: "me-east-1" },
      "https://oss-me-east-1.aliyuncs.com me-east-1 virtual",
    ],
    [
      "OSS_REGION before the others",
      {},
      { OSS_REGION: "cn-shanghai", ALIBABA_CLOUD_REGION: "cn-beijing" },
      "https://oss-cn-shanghai.aliyuncs.com cn-shanghai virtual",
    ],
    [
      "the configured region before the environment's",
      { region: "cn-hangzhou" },
      { OSS_REGION: "cn-shanghai" },
      "https://oss-cn-hangzhou.aliyuncs.com cn-hangzhou virtual",
    ],
    [
      "a custom one, its region from its host",
      { endpoint: "http://oss-cn-shenzhen-internal.aliyuncs.com" },
      { OSS_REGION: "cn-hangzhou" },
      "http://oss-cn-shenzhen-internal.aliyuncs.com cn-shenzhen virtual",
    ],
    [
      "a custom one without a scheme",
      { endpoint: "oss-cn-hangzhou.aliyuncs.com" },
      {},
      "https://oss-cn-hangzhou.aliyuncs.com cn-hangzhou virtual",
    ],
    [
      "a custom one with a region of its own",
      { endpoint: "https://storage.example.com:8443/", region: "cn-hangzhou" },
      {},
      "https://storage.example.com:8443 cn-hangzhou virtual",
    ],
    [
      "an address without a scheme",
      { endpoint: "127.0.0.1:7480" },
      { OSS_REGION: "cn-x1" },
      "http://127.0.0.1:7480 cn-x1 path",
    ],
    ["an IPv6 address", { endpoint: "http://[::1]:7480" }, { OSS_REGION: "cn-x1" }, "http://[::1]:7480 cn-x1 path"],
    ["localhost", { endpoint: "localhost:7480" }, { OSS_REGION: "cn-x1" }, "http://localhost:7480 cn-x1 path"],
    [
      "a localhost name that names a region",
      { endpoint: "http://oss-cn-shanghai.localhost:7480" },
      {},
      "http://oss-cn-shanghai.localhost:7480 cn-shanghai path",
    ],
    [
      "virtual-host style where it is asked for",
      { endpoint: "http://localhost:7480", addressing: "virtual" },
      { OSS_REGION: "cn-x1" },
      "http://localhost:7480 cn-x1 virtual",
    ],
    [
      "path style where it is asked for",
      { region: "cn-x1", addressing: "path" },
      {},
      "https://oss-cn-x1.aliyuncs.com cn-x1 path",
    ],
    [
      "GRANARY_OSS_ENDPOINT before OSS_ENDPOINT",
      { region: "cn-hangzhou" },
      { GRANARY_OSS_ENDPOINT: "http://127.0.0.1:7480", OSS_ENDPOINT: "http://127.0.0.1:1" },
      "http://127.0.0.1:7480 cn-hangzhou path",
    ],
    [
      "GRANARY_OSS_ENDPOINT also where the configuration wants an internal endpoint",
      { region: "cn-hangzhou", internal: true },
      { GRANARY_OSS_ENDPOINT: "http://127.0.0.1:7480" },
      "http://127.0.0.1:7480 cn-hangzhou path",
    ],
    [
      "OSS_ENDPOINT",
      {},
      { OSS_ENDPOINT: "oss-cn-shanghai-internal.aliyuncs.com", OSS_REGION: "cn-hangzhou" },
      "https://oss-cn-shanghai-internal.aliyuncs.com cn-shanghai virtual",
    ],
    [
      "not OSS_ENDPOINT where it is one of another region than the configured",
      { region: "cn-hangzhou" },
      { OSS_ENDPOINT: "https://oss-cn-shanghai.aliyuncs.com" },
      "https://oss-cn-hangzhou.aliyuncs.com cn-hangzhou virtual",
    ],
    [
      "OSS_ENDPOINT where its host names no region",
      { region: "cn-hangzhou" },
      { OSS_ENDPOINT: "http://storage.example.com" },
      "http://storage.example.com cn-hangzhou virtual",
    ],
    [
      "the configured one before every variable",
      { endpoint: "http://a.example.com", region: "cn-x1" },
      { GRANARY_OSS_ENDPOINT: "http://b.example.com", OSS_ENDPOINT: "http://c.example.com" },
      "http://a.example.com cn-x1 virtual",
    ],
  ] as [string, EndpointConfig, NodeJS.ProcessEnv, string][])("is %s", (_what, config, env, expected) => {
    expect(where(config, env)).toBe(expected);
  });

  test("transfer acceleration is an endpoint beside the regional one, which stays in use", () => {
    const { regional, accelerate } = resolveEndpoints({ region: "cn-hangzhou", accelerate: true }, {});
    expect(regional.host).toBe("oss-cn-hangzhou.aliyuncs.com");
    expect(accelerate).toEqual({
      scheme: "https",
      host: "oss-accelerate.aliyuncs.com",
      region: "cn-hangzhou",
      addressing: "virtual",
    });
  });

  test.each([
    [
      "no region",
      {},
      {},
      "granary:oss.region: no region is set; run `pulumi config set --path granary:oss.region cn-hangzhou`",
    ],
    ["a region that is none", { region: "Hangzhou" }, {}, 'granary:oss.region: "Hangzhou" is not a region'],
    ["a variable that is no region", {}, { OSS_REGION: "here" }, 'OSS_REGION: "here" is not a region'],
    [
      "internal and accelerate",
      { region: "cn-x1", internal: true, accelerate: true },
      {},
      "granary:oss.internal: internal and accelerate",
    ],
    [
      "internal and endpoint",
      { endpoint: "a.example.com", internal: true },
      {},
      "granary:oss.internal: internal and endpoint",
    ],
    [
      "an endpoint with a path",
      { endpoint: "https://a.example.com/oss" },
      {},
      'granary:oss.endpoint: "https://a.example.com/oss"',
    ],
    ["an endpoint with keys", { endpoint: "https://id:key@a.example.com" }, {}, "is not an endpoint"],
    ["another scheme", { endpoint: "ftp://a.example.com" }, {}, "is not an endpoint"],
    ["a variable that is no endpoint", {}, { OSS_ENDPOINT: "http://" }, "OSS_ENDPOINT: "],
  ] as [string, EndpointConfig, NodeJS.ProcessEnv, string][])("refuses %s", (_what, config, env, message) => {
    expect(() => resolveEndpoints(config, env)).toThrow(ConfigError);
    expect(() => resolveEndpoints(config, env)).toThrow(message);
  });
});

describe("the region of a host", () => {
  test.each([
    ["oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou"],
    ["oss-cn-hangzhou-internal.aliyuncs.com", "cn-hangzhou"],
    ["oss-cn-shanghai-finance-1-pub.aliyuncs.com", "cn-shanghai-finance-1-pub"],
    ["oss-rus-west-1.aliyuncs.com", "rus-west-1"],
    ["cn-hangzhou.oss.aliyuncs.com", "cn-hangzhou"],
    ["oss-cn-hangzhou.localhost:7480", "cn-hangzhou"],
    ["oss-accelerate.aliyuncs.com", undefined],
    ["oss-accelerate-overseas.aliyuncs.com", undefined],
    ["oss.aliyuncs.com", undefined],
    ["127.0.0.1:7480", undefined],
    ["storage.example.com", undefined],
  ])("%s is in %s", (host, region) => {
    expect(regionOfHost(host)).toBe(region);
  });
});

const HANGZHOU: Endpoint = {
  scheme: "https",
  host: "oss-cn-hangzhou.aliyuncs.com",
  region: "cn-hangzhou",
  addressing: "virtual",
};
const LOCAL: Endpoint = { scheme: "http", host: "127.0.0.1:7480", region: "cn-hangzhou", addressing: "path" };

describe("another region", () => {
  test.each([
    [HANGZHOU, "oss-cn-shanghai.aliyuncs.com"],
    [{ ...HANGZHOU, host: "oss-cn-hangzhou-internal.aliyuncs.com" }, "oss-cn-shanghai-internal.aliyuncs.com"],
    [{ ...HANGZHOU, host: "cn-hangzhou.oss.aliyuncs.com" }, "cn-shanghai.oss.aliyuncs.com"],
    [{ ...HANGZHOU, host: "oss-cn-hangzhou.localhost:7480" }, "oss-cn-shanghai.localhost:7480"],
    [LOCAL, "127.0.0.1:7480"],
  ])("is reached at the endpoint of the same kind: $host", (endpoint, host) => {
    expect(inRegion(endpoint, "cn-shanghai")).toEqual({ ...endpoint, host, region: "cn-shanghai" });
  });

  test.each([
    [HANGZHOU, "oss-cn-shanghai.aliyuncs.com", "oss-cn-shanghai.aliyuncs.com"],
    [HANGZHOU, "https://OSS-cn-shanghai.aliyuncs.com/", "oss-cn-shanghai.aliyuncs.com"],
    [HANGZHOU, "oss-cn-shanghai-internal.aliyuncs.com", "oss-cn-shanghai-internal.aliyuncs.com"],
    [
      { ...HANGZHOU, host: "oss-accelerate.aliyuncs.com" },
      "oss-cn-shanghai.aliyuncs.com",
      "oss-cn-shanghai.aliyuncs.com",
    ],
    [
      { ...LOCAL, host: "oss-cn-hangzhou.localhost:7480" },
      "oss-cn-shanghai.localhost:7480",
      "oss-cn-shanghai.localhost:7480",
    ],
    [LOCAL, "oss-cn-shanghai.localhost:7480", "oss-cn-shanghai.localhost:7480"],
  ])("that an answer of $host names is followed: %s", (current, named, host) => {
    expect(followable(current, named)).toEqual({ ...current, host, region: "cn-shanghai" });
  });

  test.each([
    ["a foreign host", HANGZHOU, "oss-cn-shanghai.evil.example"],
    ["a host below another name of the vendor's domain", HANGZHOU, "oss-cn-shanghai.fc.aliyuncs.com"],
    ["a host that is no OSS endpoint", HANGZHOU, "storage.aliyuncs.com"],
    ["a suffix that only looks alike", HANGZHOU, "oss-cn-shanghai.evilaliyuncs.com"],
    ["another port", HANGZHOU, "oss-cn-shanghai.aliyuncs.com:8080"],
    ["another port of this machine", LOCAL, "oss-cn-shanghai.localhost:9000"],
    ["user info that hides a host", HANGZHOU, "oss-cn-shanghai.aliyuncs.com@evil.example"],
    ["a path", HANGZHOU, "oss-cn-shanghai.aliyuncs.com/x"],
    ["the endpoint itself", HANGZHOU, "oss-cn-hangzhou.aliyuncs.com"],
    ["the service, from this machine", LOCAL, "oss-cn-shanghai.aliyuncs.com"],
    ["this machine, from the service", HANGZHOU, "oss-cn-shanghai.localhost"],
    ["nothing", HANGZHOU, ""],
  ])("that an answer names is not followed to %s", (_what, current, named) => {
    expect(followable(current, named)).toBeUndefined();
  });

  test("is never followed out of the domain, whatever an answer names", () => {
    const host = fc.oneof(
      fc.string(),
      fc.domain(),
      fc.webAuthority(),
      fc.domain().map((name) => `oss-cn-shanghai.${name}`),
    );
    fc.assert(
      fc.property(host, (named) => {
        const next = followable(HANGZHOU, named);
        expect(next === undefined || /^[a-z0-9.-]+\.aliyuncs\.com$/.test(next.host)).toBe(true);
      }),
    );
  });
});

describe("the address of a request", () => {
  test.each([
    ["the service", HANGZHOU, undefined, undefined, "https://oss-cn-hangzhou.aliyuncs.com", "/"],
    ["a bucket by host", HANGZHOU, "web", undefined, "https://web.oss-cn-hangzhou.aliyuncs.com", "/"],
    ["an object by host", HANGZHOU, "web", "a/b c", "https://web.oss-cn-hangzhou.aliyuncs.com", "/a/b%20c"],
    ["a bucket by path", LOCAL, "web", undefined, "http://127.0.0.1:7480", "/web/"],
    ["an object by path", LOCAL, "web", "目录/+?#%", "http://127.0.0.1:7480", "/web/%E7%9B%AE%E5%BD%95/%2B%3F%23%25"],
    ["a key with dots", LOCAL, "web", "a/../b", "http://127.0.0.1:7480", "/web/a/../b"],
  ])("is that of %s", (_what, endpoint, bucket, key, origin, path) => {
    expect(address(endpoint, bucket, key)).toEqual({ origin, path });
  });

  test("a name that would lead to another host, and an object without a key, are refused", () => {
    expect(() => address(HANGZHOU, "evil.example/")).toThrow("\"evil.example/\" can't be a bucket's name");
    expect(() => address(HANGZHOU, "a@evil")).toThrow("can't be a bucket's name");
    expect(() => address(HANGZHOU, "web", "")).toThrow("an object in bucket web needs a key");
  });

  test("any key comes back from its path", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (key) => {
        expect(decodeURIComponent(encodeKey(key))).toBe(key);
        expect(encodeKey(key)).toMatch(/^[A-Za-z0-9\-_.~%/]*$/);
      }),
    );
  });
});
