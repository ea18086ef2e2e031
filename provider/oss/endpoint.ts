import { isIP } from "node:net";
import { ConfigError } from "../http/errors";
import { isLoopback } from "../http/request";

/** What says where OSS is. Every field is optional; see `resolveEndpoints` for what stands in. */
export interface EndpointConfig {
  /** "cn-hangzhou" or "oss-cn-hangzhou". */
  region?: string;
  /** scheme://host[:port], or the bare host (https then, http for an IP address or localhost). */
  endpoint?: string;
  /** The endpoint that is reached from inside the region's own network only. Default false. */
  internal?: boolean;
  /** Object requests go to the transfer acceleration endpoint. Default false. */
  accelerate?: boolean;
  /** Default "auto": path style for an IP address or a localhost name, virtual-host style otherwise. */
  addressing?: "auto" | "virtual" | "path";
}

export interface Endpoint {
  scheme: "https" | "http";
  /** Host name or IP address, with the port where it is not the scheme's own. */
  host: string;
  /** The region that requests to it are signed for, such as "cn-hangzhou"; undefined where nothing tells it. */
  region: string | undefined;
  /** Whether the bucket stands in the host name or in the path. */
  addressing: "virtual" | "path";
}

export interface Endpoints {
  regional: Endpoint;
  /**
   * For requests about one object only: the endpoint does not work before the bucket has transfer acceleration enabled,
   * which is done through the regional one, as is everything else about a bucket.
   */
  accelerate: Endpoint | undefined;
}

/** The environment variables that tell the region, the first that is set counts. */
const REGION_VARIABLES = ["OSS_REGION", "ALIBABA_CLOUD_REGION", "ALIBABA_CLOUD_REGION_ID"] as const;

/**
 * Endpoint: configuration, then GRANARY_OSS_ENDPOINT, then OSS_ENDPOINT (not where the configuration asks for another
 * region, an internal or an accelerate endpoint), then derived from the region.
 * Region: configuration, then the endpoint's host, then OSS_REGION, ALIBABA_CLOUD_REGION, ALIBABA_CLOUD_REGION_ID.
 * Throws ConfigError.
 */
export function resolveEndpoints(config: EndpointConfig, env: NodeJS.ProcessEnv): Endpoints {
  if (config.internal && config.accelerate) {
    throw invalid("internal", "internal and accelerate can't both be set", "choose one of the two endpoints");
  }
  const configured = config.region ? standardRegion(config.region, "granary:oss.region") : undefined;
  const custom = customEndpoint(config, configured, env);
  if (custom) {
    const { scheme, host } = parseEndpoint(custom.value, custom.setting);
    const region = configured ?? regionOfHost(host) ?? environmentRegion(env);
    return { regional: { scheme, host, region, addressing: addressingOf(config, host) }, accelerate: undefined };
  }
  const region = configured ?? environmentRegion(env);
  if (region === undefined) throw missingRegion();
  const endpoint = (host: string): Endpoint => ({
    scheme: "https",
    host,
    region,
    addressing: addressingOf(config, host),
  });
  return {
    regional: endpoint(`oss-${region}${config.internal ? "-internal" : ""}.aliyuncs.com`),
    accelerate: config.accelerate ? endpoint("oss-accelerate.aliyuncs.com") : undefined,
  };
}

/** The error for a region that nothing tells. */
export function missingRegion(): ConfigError {
  const whereToSet =
    "run `pulumi config set --path granary:oss.region cn-hangzhou` (with your region), or set the environment variable OSS_REGION";
  return new ConfigError({ setting: "granary:oss.region", problem: "no region is set", whereToSet });
}

/** "oss-cn-hangzhou" (the service's Location) and "cn-hangzhou" (its Region) are one region. */
export function standardRegion(name: string, setting: string): string {
  const region = name.trim().replace(/^oss-/, "");
  if (!/^[a-z0-9]+(-[a-z0-9]+)+$/.test(region)) {
    throw invalid(setting, `"${name}" is not a region`, 'use the region id, such as "cn-hangzhou"');
  }
  return region;
}

/**
 * The region that an endpoint's host names: `oss-cn-hangzhou.<suffix>`, `oss-cn-hangzhou-internal.<suffix>`, and the
 * dual-stack form `cn-hangzhou.oss.<suffix>`. Undefined for others, such as oss-accelerate.aliyuncs.com.
 */
export function regionOfHost(host: string): string | undefined {
  return familyOf(host)?.region;
}

/** The endpoint of the same kind in another region; where the host names no region, the same endpoint signed for it. */
export function inRegion(endpoint: Endpoint, region: string): Endpoint {
  const family = familyOf(endpoint.host);
  return { ...endpoint, region, host: family ? family.host(region) : endpoint.host };
}

/**
 * The endpoint that a wrong-region answer names, or undefined when it must not be followed: a request carries the
 * security token and a signature, so it goes only where the answer names another region of the very service that is
 * configured (the same domain behind `oss-<region>`), or from one loopback name to another. Scheme and port stay.
 */
export function followable(current: Endpoint, named: string): Endpoint | undefined {
  const match = /^(?:https?:\/\/)?([a-z0-9.-]+)(:\d+)?\/?$/i.exec(named.trim());
  if (!match?.[1]) return undefined;
  const [name, port] = splitPort(current.host);
  if (match[2] !== undefined && match[2] !== port) return undefined;
  const host = `${match[1].toLowerCase()}${port}`;
  const family = familyOf(host);
  if (!family || host === current.host) return undefined;
  const accelerated = name === "oss-accelerate.aliyuncs.com" && family.suffix === "aliyuncs.com";
  const local = isLoopback(name) && isLoopback(match[1]);
  if (familyOf(current.host)?.suffix !== family.suffix && !accelerated && !local) return undefined;
  // A path-style client stays one; a name under localhost resolves here whatever stands before it.
  return { ...current, host, region: family.region };
}

/** Where a request goes: origin and path, the bucket in the host or in the path. */
export function address(endpoint: Endpoint, bucket?: string, key?: string): { origin: string; path: string } {
  // A name with a slash would lead to another host, and without its key a DeleteObject would be a DeleteBucket.
  if (bucket !== undefined && !/^[\w.-]+$/.test(bucket)) throw new TypeError(`"${bucket}" can't be a bucket's name`);
  if (key === "") throw new TypeError(`an object in bucket ${bucket} needs a key`);
  const object = key === undefined ? "" : encodeKey(key);
  if (bucket === undefined) return { origin: `${endpoint.scheme}://${endpoint.host}`, path: "/" };
  if (endpoint.addressing === "path") {
    return { origin: `${endpoint.scheme}://${endpoint.host}`, path: `/${bucket}/${object}` };
  }
  return { origin: `${endpoint.scheme}://${bucket}.${endpoint.host}`, path: `/${object}` };
}

/** RFC 3986 percent-encoding of everything but A-Z a-z 0-9 - _ . ~ */
export function percentEncode(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** An object's key in a path: percent-encoded, but for the slashes. */
export function encodeKey(key: string): string {
  return percentEncode(key).replaceAll("%2F", "/");
}

function customEndpoint(config: EndpointConfig, region: string | undefined, env: NodeJS.ProcessEnv) {
  if (config.endpoint) {
    if (config.accelerate || config.internal) {
      const setting = config.accelerate ? "accelerate" : "internal";
      throw invalid(setting, `${setting} and endpoint can't both be set`, "leave one of them out");
    }
    return { value: config.endpoint, setting: "granary:oss.endpoint" };
  }
  if (env.GRANARY_OSS_ENDPOINT) return { value: env.GRANARY_OSS_ENDPOINT, setting: "GRANARY_OSS_ENDPOINT" };
  if (!env.OSS_ENDPOINT || config.internal || config.accelerate) return undefined;
  // A shell's OSS_ENDPOINT must not send a stack that is configured for Shanghai to Hangzhou.
  const named = regionOfHost(parseEndpoint(env.OSS_ENDPOINT, "OSS_ENDPOINT").host);
  if (region !== undefined && named !== undefined && named !== region) return undefined;
  return { value: env.OSS_ENDPOINT, setting: "OSS_ENDPOINT" };
}

function environmentRegion(env: NodeJS.ProcessEnv): string | undefined {
  for (const name of REGION_VARIABLES) {
    const value = env[name];
    if (value) return standardRegion(value, name);
  }
  return undefined;
}

function parseEndpoint(value: string, setting: string): Pick<Endpoint, "scheme" | "host"> {
  const trimmed = value.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const url = URL.parse(hasScheme ? trimmed : `https://${trimmed}`);
  const plain = url && url.pathname === "/" && !url.search && !url.hash && !url.username && !url.password;
  if (!plain || !url.hostname || (url.protocol !== "https:" && url.protocol !== "http:")) {
    const whereToSet = 'use scheme://host[:port], such as "https://oss-cn-hangzhou.aliyuncs.com"';
    throw invalid(setting, `"${value}" is not an endpoint`, whereToSet);
  }
  if (!hasScheme && isLocal(url.hostname)) return parseEndpoint(`http://${trimmed}`, setting);
  return { scheme: url.protocol === "http:" ? "http" : "https", host: url.host };
}

function addressingOf({ addressing = "auto" }: EndpointConfig, host: string): "virtual" | "path" {
  if (addressing !== "auto") return addressing;
  const [name] = splitPort(host);
  return isLocal(name) ? "path" : "virtual";
}

/** An IP address or a localhost name: no bucket can stand in front of the first, and the second is an emulator. */
function isLocal(name: string): boolean {
  return isLoopback(name) || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}

function splitPort(host: string): [name: string, port: string] {
  const port = /:\d+$/.exec(host)?.[0] ?? "";
  return [host.slice(0, host.length - port.length), port];
}

interface Family {
  region: string;
  /** What follows `oss-<region>.`, without the port. */
  suffix: string;
  /** The host of the same kind in another region. */
  host(region: string): string;
}

function familyOf(host: string): Family | undefined {
  const [name, port] = splitPort(host.toLowerCase());
  // Two or three letters first, as in cn-, us- or rus-: "accelerate" is no region.
  const classic = /^oss-([a-z]{2,3}-[a-z0-9-]+?)(-internal)?\.(.+)$/.exec(name);
  if (classic) {
    const [, region = "", internal = "", suffix = ""] = classic;
    return { region, suffix, host: (other) => `oss-${other}${internal}.${suffix}${port}` };
  }
  const dualStack = /^([a-z]{2,3}-[a-z0-9-]+)\.oss\.(.+)$/.exec(name);
  if (!dualStack) return undefined;
  const [, region = "", suffix = ""] = dualStack;
  return { region, suffix, host: (other) => `${other}.oss.${suffix}${port}` };
}

function invalid(setting: string, problem: string, whereToSet: string): ConfigError {
  const name = /[A-Z:]/.test(setting) ? setting : `granary:oss.${setting}`;
  return new ConfigError({ setting: name, problem, whereToSet });
}
