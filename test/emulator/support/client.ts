/** A bare client for the tests: its own signatures, any Host, no retries, one connection per emulator. */
import { createHash, createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import type { Emulator } from "../../../emulator";

export interface Call {
  method?: string;
  bucket?: string;
  key?: string;
  /** Encoded as it goes on the wire, without "?". */
  query?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Default v4; none = anonymous. */
  sign?: "v4" | "v1" | "none";
  accessKeyId?: string;
  accessKeySecret?: string;
  /** Region of the V4 scope. */
  region?: string;
  /** The time that is signed. */
  time?: Date;
  /** Virtual host: then the bucket is in Host and not in the path. */
  host?: string;
  /** Replaces the request target. */
  target?: string;
  /** Signed besides the usual ones. */
  additionalHeaders?: string[];
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  text: string;
  /** Text of the first element of that name, undefined when there is none. */
  element(name: string): string | undefined;
  /** Texts of all elements of that name. */
  elements(name: string): string[];
}

export type Client = (call: Call) => Promise<Answer>;

export function clientOf(emulator: Emulator, standard: Partial<Call> = {}): Client {
  const { hostname, port } = new URL(emulator.urls.oss);
  const agent = new Agent({ keepAlive: true });
  return (given) => send({ hostname, port: Number(port), agent }, { ...standard, ...given });
}

function send(to: { hostname: string; port: number; agent: Agent }, call: Call): Promise<Answer> {
  const { method = "GET", body } = call;
  const path = call.host === undefined && call.bucket !== undefined ? `/${call.bucket}/` : "/";
  const target = call.target ?? path + encodeKey(call.key ?? "") + (call.query === undefined ? "" : `?${call.query}`);
  const headers: Record<string, string> = { host: call.host ?? `${to.hostname}:${to.port}` };
  for (const [name, value] of Object.entries(call.headers ?? {})) {
    headers[name.toLowerCase()] = value;
  }
  if (body !== undefined && headers["transfer-encoding"] === undefined) {
    headers["content-length"] ??= String(Buffer.byteLength(body));
  }
  sign(call, method, headers);
  return new Promise((resolve, reject) => {
    const outgoing = request({ ...to, path: target, method, headers }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const all = Buffer.concat(pieces);
        const text = all.toString("utf8");
        const elements = (name: string) =>
          [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map((match) => unescapeXml(match[1]!));
        resolve({
          status: incoming.statusCode!,
          headers: incoming.headers as Record<string, string>,
          body: all,
          text,
          elements,
          element: (name) => elements(name)[0],
        });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function unescapeXml(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function encodeKey(key: string): string {
  return encode(key).replaceAll("%2F", "/");
}

function sign(call: Call, method: string, headers: Record<string, string>): void {
  const { accessKeyId = "granary", accessKeySecret = "granary-secret", region = "cn-hangzhou" } = call;
  const time = call.time ?? new Date();
  const query = (call.query ?? "").split("&").filter((pair) => pair !== "");
  const resource = call.bucket === undefined ? "/" : `/${call.bucket}/${call.key ?? ""}`;
  if (call.sign === "none") {
    return;
  }
  if (call.sign === "v1") {
    headers.date ??= time.toUTCString();
    const text = stringToSignV1(method, headers, query, resource, headers["x-oss-date"] ?? headers.date);
    headers.authorization = `OSS ${accessKeyId}:${hmac("sha1", accessKeySecret, text).toString("base64")}`;
    return;
  }
  const timestamp = time.toISOString().replace(/[-:]|\.\d+/g, "");
  headers["x-oss-date"] ??= timestamp;
  headers["x-oss-content-sha256"] ??= "UNSIGNED-PAYLOAD";
  const scope = `${timestamp.slice(0, 8)}/${region}/oss/aliyun_v4_request`;
  const additional = call.additionalHeaders ?? [];
  const signature = signV4(accessKeySecret, scope, timestamp, method, resource, query, headers, additional);
  const named = additional.length === 0 ? "" : `,AdditionalHeaders=${additional.join(";")}`;
  headers.authorization = `OSS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}${named},Signature=${signature}`;
}

function ossHeaders(headers: Record<string, string>, more: (name: string) => boolean): string {
  return Object.keys(headers)
    .filter((name) => name.startsWith("x-oss-") || more(name))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join("");
}

const V1_SUBRESOURCES =
  /^(acl|bucketInfo|cors|delete|location|objectMeta|partNumber|policy|referer|regions|response-.*|stat|tagging|uploadId|uploads|versionId|versioning|versions|website|continuation-token)(=|$)/;

export function stringToSignV1(
  method: string,
  headers: Record<string, string>,
  query: readonly string[],
  resource: string,
  date: string,
): string {
  const signed = query
    .filter((pair) => V1_SUBRESOURCES.test(pair))
    .sort()
    .map((pair) => decodeURIComponent(pair).replace(/=$/, ""))
    .join("&");
  const head = [method, headers["content-md5"] ?? "", headers["content-type"] ?? "", date].join("\n");
  return `${head}\n${ossHeaders(headers, () => false)}${resource}${signed === "" ? "" : `?${signed}`}`;
}

export function signV4(
  secret: string,
  scope: string,
  timestamp: string,
  method: string,
  resource: string,
  query: readonly string[],
  headers: Record<string, string>,
  additional: readonly string[],
): string {
  const more = (name: string) => name === "content-type" || name === "content-md5" || additional.includes(name);
  const canonical = [
    method,
    encodeKey(resource),
    [...query]
      .map((pair) => pair.replace(/=$/, ""))
      .sort()
      .join("&"),
    ossHeaders(headers, more),
    additional.join(";"),
    headers["x-oss-content-sha256"] ?? "UNSIGNED-PAYLOAD",
  ].join("\n");
  const hash = createHash("sha256").update(canonical).digest("hex");
  const text = ["OSS4-HMAC-SHA256", timestamp, scope, hash].join("\n");
  let key: Buffer | string = `aliyun_v4${secret}`;
  for (const part of scope.split("/")) {
    key = hmac("sha256", key, part);
  }
  return hmac("sha256", key, text).toString("hex");
}

function hmac(algorithm: string, key: string | Buffer, text: string): Buffer {
  return createHmac(algorithm, key).update(text).digest();
}

export function md5(body: string | Buffer): string {
  return createHash("md5").update(body).digest("base64");
}

/** Calls the control API with JSON. */
export async function control(emulator: Emulator, method: string, name: string, body?: unknown): Promise<Response> {
  return fetch(`${emulator.urls.oss}/_granary/${name}`, {
    method,
    body: body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
}
