/**
 * From Host and path to bucket, key and region. Forms: virtual host (`bucket.oss-cn-hangzhou.aliyuncs.com`, region-less
 * `bucket.oss.aliyuncs.com`, `bucket.localhost:7480`) and path style (an IP, localhost, or any other name).
 */
import { fail } from "./errors";

export interface Address {
  bucketName?: string;
  key?: string;
  /** The region that Host names, without `oss-`. */
  region?: string;
  pathStyle: boolean;
  /** The host of another region's endpoint as this client reaches it, or its internal one. */
  endpointOf(region: string, internal?: boolean): string;
}

interface Endpoint {
  bucketName?: string;
  region?: string;
  internal: boolean;
  /** What follows the endpoint's first label, with the port; undefined when Host is no OSS endpoint. */
  suffix?: string;
}

/** `path` is decoded; `bucketOfDomain` gives the bucket that a custom domain is mapped to (PutCname). */
export function addressOf(host: string, path: string, bucketOfDomain: (domain: string) => string | undefined): Address {
  const endpoint = readHost(host);
  const common = { region: endpoint.region, endpointOf: endpointsAt(host) };

  const bucketName =
    endpoint.suffix === undefined
      ? bucketOfDomain(host.replace(/:\d+$/, "").toLowerCase())
      : // Empty for `.oss-cn-hangzhou.aliyuncs.com`: so the vendor's Node SDK, given an IP, calls service operations.
        endpoint.bucketName || undefined;
  if (bucketName !== undefined) {
    return { ...common, bucketName, key: path.slice(1) || undefined, pathStyle: false };
  }
  const [first = "", ...rest] = path.slice(1).split("/");
  if (first === "") {
    return { ...common, pathStyle: true };
  }
  if (endpoint.suffix !== undefined && !isLocal(endpoint.suffix)) {
    throw fail("SecondLevelDomainForbidden");
  }
  return { ...common, bucketName: first, key: rest.join("/") || undefined, pathStyle: true };
}

/** The host of each region's endpoint for a client that reaches one of them by this host. */
export function endpointsAt(host: string): Address["endpointOf"] {
  const endpoint = readHost(host);
  return (region, internal = endpoint.internal) =>
    `oss-${region}${internal ? "-internal" : ""}.${endpoint.suffix ?? host}`;
}

function readHost(host: string): Endpoint {
  const port = /:\d+$/.exec(host)?.[0] ?? "";
  const name = host.slice(0, host.length - port.length).toLowerCase();
  const labels = name.split(".");
  // The rightmost label of that form: a bucket may be called oss-example itself.
  const at = labels.findLastIndex((label, index) => /^oss(-[a-z0-9-]+)?$/.test(label) && index < labels.length - 1);
  if (at >= 0) {
    const named = /^oss-(.+?)(-internal)?$/.exec(labels[at] as string);
    const accelerated = named?.[1]?.startsWith("accelerate") === true;
    return {
      bucketName: at === 0 ? undefined : labels.slice(0, at).join("."),
      region: accelerated ? undefined : named?.[1],
      internal: named?.[2] !== undefined,
      suffix: labels.slice(at + 1).join(".") + port,
    };
  }
  if (name.endsWith(".localhost")) {
    return { bucketName: name.slice(0, -".localhost".length), internal: false, suffix: `localhost${port}` };
  }
  if (isLocal(host)) {
    // *.localhost is loopback for curl and browsers, while a label before an IP is nothing.
    return { internal: false, suffix: `localhost${port}` };
  }
  return { internal: false };
}

/** Loopback by name or address, with or without a port. */
export function isLocal(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1|\[::1\])(:\d+)?$/i.test(host);
}
