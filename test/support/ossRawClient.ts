/** A bare HTTP client for the emulator's OSS: signs with V1 by itself, so that it shares nothing with what it tests. */
import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";

export interface Account {
  ownerId: string;
  accessKeyId: string;
  accessKeySecret: string;
}

export interface RawRequest {
  method: string;
  bucket: string;
  key?: string;
  /** As it stands behind the question mark: `acl`, `inventory&inventoryId=a`. */
  query?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The region in the Host header; default cn-hangzhou. */
  region?: string;
  /** Leave out = the client's account; null = not signed. */
  as?: Account | null;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** The text of the first element of that name, undefined when there is none. */
  element(name: string): string | undefined;
  /** The texts of all elements of that name. */
  elements(name: string): string[];
}

export type RawClient = (asked: RawRequest) => Promise<RawAnswer>;

/** `now` gives the time for the Date header: the emulator refuses a skew of more than 15 minutes. */
export function createRawClient(port: number, account: Account, now: () => Date): RawClient {
  return (asked) => {
    const { method, bucket, key = "", query = "", body = "", region = "cn-hangzhou" } = asked;
    const signer = asked.as === undefined ? account : asked.as;
    const headers: Record<string, string> = {
      Host: `${bucket}.oss-${region}.aliyuncs.com`,
      Date: now().toUTCString(),
      ...(body === "" ? {} : { "Content-Type": "application/xml", "Content-Length": String(Buffer.byteLength(body)) }),
      ...asked.headers,
    };
    if (signer !== null) {
      const text = stringToSign(method, headers, `/${bucket}/${key}`, query);
      const signature = createHmac("sha1", signer.accessKeySecret).update(text).digest("base64");
      headers.Authorization = `OSS ${signer.accessKeyId}:${signature}`;
    }
    return send(port, method, `/${encodeURI(key)}${query === "" ? "" : `?${query}`}`, headers, body);
  };
}

function stringToSign(method: string, headers: Record<string, string>, resource: string, query: string): string {
  const of = (name: string) => headers[name] ?? "";
  const oss = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith("x-oss-"))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}\n`)
    .join("");
  const signed = query
    .split("&")
    .filter((pair) => SUBRESOURCES.has(pair.split("=")[0] ?? ""))
    .map((pair) => decodeURIComponent(pair))
    .sort((a, b) => ((a.split("=")[0] ?? "") < (b.split("=")[0] ?? "") ? -1 : 1))
    .map((pair) => pair.replace(/=$/, ""))
    .join("&");
  const target = signed === "" ? resource : `${resource}?${signed}`;
  return [method, of("Content-MD5"), of("Content-Type"), of("Date"), oss + target].join("\n");
}

/** Those of the signed sub-resources that bucket and object operations of the tests use. */
const SUBRESOURCES = new Set(
  `acl bucketInfo cname comp continuation-token cors delete encryption inventory inventoryId lifecycle location logging
  metaQuery policy referer replication replicationLocation replicationProgress requestPayment stat tagging
  transferAcceleration uploadId uploads versionId versioning versions website worm wormExtend wormId`.split(/\s+/),
);

function send(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const text = Buffer.concat(pieces).toString("utf8");
        const elements = (name: string) =>
          [...text.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`, "g"))].map((match) =>
            decode(match[1] ?? ""),
          );
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: text,
          elements,
          element: (name) => elements(name)[0],
        });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function decode(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

/** The value of a Content-MD5 header. */
export function contentMd5(body: string): string {
  return createHash("md5").update(body).digest("base64");
}
