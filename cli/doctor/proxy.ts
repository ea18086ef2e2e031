// Proxy variables, read as the provider's connections read them.
import { isLoopback } from "../../provider/http/request";
import { broken, type Finding, hint, ok } from "./types";

const NAMES = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"] as const;

/** The proxy of a request to the origin; undefined for a direct connection. */
export function proxyFor(origin: string, env: NodeJS.ProcessEnv): string | undefined {
  const { protocol, hostname, port } = new URL(origin);
  if (isLoopback(hostname)) return undefined;
  const http = env.http_proxy ?? env.HTTP_PROXY;
  const proxy = (protocol === "https:" ? (env.https_proxy ?? env.HTTPS_PROXY ?? http) : http) || undefined;
  return proxy && !excepted(hostname, port, env.no_proxy ?? env.NO_PROXY ?? "") ? proxy : undefined;
}

function excepted(hostname: string, port: string, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = "", only] = /^\*?\.?(.+?)(?::(\d+))?$/.exec(entry) ?? [];
      if (only !== undefined && only !== port) return false;
      return hostname === name || hostname.endsWith(`.${name}`);
    });
}

export function describeProxy(origin: string, env: NodeJS.ProcessEnv): Finding {
  const set = NAMES.filter((name) => env[name]);
  if (set.length === 0) return ok("no proxy is set");
  const proxy = proxyFor(origin, env);
  const lines = set.map((name) => `${name}=${env[name]}`);
  if (!proxy) return ok("the endpoint is reached directly, past the proxy", lines);
  const url = URL.parse(proxy);
  if (!url || !/^https?:$/.test(url.protocol)) {
    return broken("the proxy's address is not valid", "use http://host:port in the proxy variables", lines);
  }
  if (isInternal(origin)) {
    return hint(`the internal endpoint goes through the proxy ${url.host}`, "add .aliyuncs.com to NO_PROXY", lines);
  }
  return ok(`the endpoint is reached through the proxy ${url.host}`, lines);
}

function isInternal(origin: string): boolean {
  return /-internal\./.test(origin);
}
