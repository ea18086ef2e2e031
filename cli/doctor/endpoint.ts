// The way to the service: configuration, name, connection, certificate, proxy.
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { ConfigError, TransportError } from "../../provider/http/errors";
import { isLoopback } from "../../provider/http/request";
import type { Endpoint } from "../../provider/oss/endpoint";
import { address } from "../../provider/oss/endpoint";
import { told } from "./credentials";
import type { Facts } from "./facts";
import { describeProxy, proxyFor } from "./proxy";
import { regionChecks } from "./regions";
import { shakeHands } from "./tls";
import { broken, type Check, type Finding, hint, ok, skipped } from "./types";

export const endpointChecks: Check[] = [
  { id: "configuration", group: "endpoint", about: "settings of granary:oss in the stack", run: configuration },
  { id: "region", group: "endpoint", about: "region and endpoint: set, and where", run: region },
  { id: "scheme", group: "endpoint", about: "https; http in clear text", run: scheme },
  { id: "addressing", group: "endpoint", about: "bucket in the host name or in the path", run: addressing },
  { id: "proxy", group: "endpoint", about: "proxy variables, and whether they apply to the endpoint", run: proxy },
  { id: "dns", group: "endpoint", about: "the endpoint's name resolves", run: dns },
  { id: "tls", group: "endpoint", about: "TLS version, certificate: trusted, days left", run: tls },
  {
    id: "answers",
    group: "endpoint",
    about: "the endpoint answers (an internal one only inside Alibaba Cloud)",
    run: answers,
  },
  ...regionChecks,
];

async function configuration(facts: Facts): Promise<Finding> {
  const { problems, config } = await facts.settings();
  if (problems.length > 0) {
    return broken(
      "the stack's configuration is not valid",
      "correct it with pulumi config set --path granary:oss.<name>",
      problems,
    );
  }
  const names = Object.keys(config);
  return ok(
    names.length > 0 ? `the stack sets ${names.join(", ")}` : "nothing is set in a stack: the environment counts",
  );
}

async function region(facts: Facts): Promise<Finding> {
  const { config } = await facts.settings();
  try {
    const { regional, accelerate } = await facts.endpoints();
    const said = `${regional.region ?? "no region"}, ${regional.scheme}://${regional.host}`;
    if (regional.region === undefined && config.signatureVersion !== "v1") {
      const remedy =
        "run pulumi config set --path granary:oss.region cn-hangzhou (with your region), or set OSS_REGION";
      return broken(`${said}: requests are signed for a region, and none is set`, remedy);
    }
    return ok(accelerate ? `${said}; objects through ${accelerate.host}` : said, placesOf(facts));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return told(error);
  }
}

const VARIABLES = [
  "GRANARY_OSS_ENDPOINT",
  "OSS_ENDPOINT",
  "OSS_REGION",
  "ALIBABA_CLOUD_REGION",
  "ALIBABA_CLOUD_REGION_ID",
];

function placesOf({ env }: Facts): string[] {
  return VARIABLES.flatMap((name) => (env[name] ? [`${name}=${env[name]}`] : []));
}

async function regional(facts: Facts): Promise<Endpoint> {
  return (await facts.endpoints()).regional;
}

/** Host without port and brackets. */
function nameOf(endpoint: Endpoint): string {
  return new URL(address(endpoint).origin).hostname.replace(/^\[|\]$/g, "");
}

async function scheme(facts: Facts): Promise<Finding> {
  const endpoint = await regional(facts);
  if (endpoint.scheme === "https") return ok("https");
  if (isLoopback(nameOf(endpoint))) return ok("http, to this machine itself");
  const remedy = "use https:// in the endpoint: keys are signed with and not sent, but data and documents are readable";
  return hint("http: everything goes in clear text", remedy);
}

async function addressing(facts: Facts): Promise<Finding> {
  const endpoint = await regional(facts);
  const name = nameOf(endpoint);
  if (endpoint.addressing === "path") {
    if (!/\.aliyuncs\.com$/.test(name)) return ok("the bucket stands in the path, as the emulator has it");
    const remedy = "remove granary:oss.addressing: OSS refuses it with SecondLevelDomainForbidden";
    return broken("the bucket stands in the path, which OSS does not take", remedy);
  }
  if (isIP(name) === 0) return ok("the bucket stands in the host name");
  const remedy = "set granary:oss.addressing to path, or remove it: no bucket can stand before an IP address";
  return broken(`the bucket would stand in the host name, before the address ${name}`, remedy);
}

async function proxy(facts: Facts): Promise<Finding> {
  return describeProxy(address(await regional(facts)).origin, facts.env);
}

async function dns(facts: Facts): Promise<Finding> {
  const endpoint = await regional(facts);
  const name = nameOf(endpoint);
  if (isIP(name) !== 0 || isLoopback(name)) return ok(`${name} needs no resolving`);
  if (proxyFor(address(endpoint).origin, facts.env)) return skipped("the proxy resolves the name");
  try {
    const found = await lookup(name, { all: true });
    return ok(`${name} is ${found.map((each) => each.address).join(", ")}`);
  } catch (error) {
    const remedy = "check the region's spelling, the endpoint and this machine's DNS (and whether a proxy is needed)";
    return broken(`${name} does not resolve: ${(error as NodeJS.ErrnoException).code}`, remedy);
  }
}

async function tls(facts: Facts, signal: AbortSignal): Promise<Finding> {
  const endpoint = await regional(facts);
  if (endpoint.scheme === "http") return skipped("http has no TLS");
  if (proxyFor(address(endpoint).origin, facts.env)) return skipped("the connection goes through a proxy");
  return shakeHands(new URL(address(endpoint).origin), signal);
}

async function answers(facts: Facts): Promise<Finding> {
  const endpoint = await regional(facts);
  try {
    const { status, server, tookMs } = await facts.greeting();
    return ok(`${endpoint.host} answers (${status}${server ? `, ${server}` : ""}) in ${tookMs} ms`);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    if (/-internal\.|\.internal\./.test(endpoint.host)) {
      const remedy = "unset granary:oss.internal outside of Alibaba Cloud's network in the endpoint's region";
      return broken(`${endpoint.host} is an internal endpoint, and does not answer here (${error.kind})`, remedy);
    }
    return broken(`${endpoint.host} does not answer: ${error.kind}`, error.advice);
  }
}
