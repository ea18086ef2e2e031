/** How seeds reach an emulator: as requests like any other, signed with V1, so that they are checked like any other. */
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { encodePath } from "../oss/request";
import { signatureV1, stringToSignV1 } from "../oss/sign/v1";
import { SeedError } from "./document";

/** An emulator and who asks it. */
export interface Access {
  url: string;
  accessKeyId: string;
  accessKeySecret: string;
  /** The certificate of an emulator that serves https: trusted as it is, whatever name is in it. */
  ca?: string | Buffer;
}

export interface Call {
  method: "PUT" | "POST" | "GET";
  bucket?: string;
  /** Default: the emulator's. */
  region?: string;
  key?: string;
  /** Not encoded, a key without a value being "". */
  query?: readonly (readonly [key: string, value: string])[];
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Error codes that are no failure. */
  fine?: readonly string[];
}

export interface Client {
  send(call: Call): Promise<void>;
}

/** The emulator's clock decides which dates are too old, so it is asked. */
export async function openClient(access: Access): Promise<Client> {
  const { now } = JSON.parse((await exchange(access, "GET", "/_granary/clock", {})).text) as { now: string };
  const ahead = Date.parse(now) - Date.now();

  return {
    async send(call) {
      const { method, bucket, key, query = [], body = "", fine = [] } = call;
      const date = new Date(Date.now() + ahead).toUTCString();
      const headers: Record<string, string> = {
        ...call.headers,
        date,
        "content-length": String(Buffer.byteLength(body)),
      };
      // The region is that of the endpoint; a name under localhost is this machine, whatever stands before it.
      if (call.region !== undefined) {
        headers.host = `oss-${call.region}.localhost:${new URL(access.url).port}`;
      }
      const text = stringToSignV1(method, headers, new Map(query), { bucketName: bucket, key }, date);
      headers.authorization = `OSS ${access.accessKeyId}:${signatureV1(access.accessKeySecret, text)}`;
      const parameters = query.map(([name, value]) => (value === "" ? name : `${name}=${encodeURIComponent(value)}`));
      const path = `/${bucket ?? ""}${key === undefined ? "" : `/${encodePath(key)}`}`;
      const target = parameters.length === 0 ? path : `${path}?${parameters.join("&")}`;
      const answer = await exchange(access, method, target, headers, body);
      const code = /<Code>([^<]*)<\/Code>/.exec(answer.text)?.[1];
      if (answer.status >= 300 && !(code !== undefined && fine.includes(code))) {
        const message = /<Message>([^<]*)<\/Message>/.exec(answer.text)?.[1] ?? "";
        throw new SeedError(`${method} ${target}: ${code ?? answer.status} ${message}`.trimEnd());
      }
    },
  };
}

/** One request, without a signature of its own. */
export function exchange(
  { url, ca }: Pick<Access, "url" | "ca">,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | Buffer = "",
): Promise<{ status: number; text: string; bytes: Buffer }> {
  const to = new URL(url);
  const request = to.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const options = {
      hostname: to.hostname.replace(/^\[|\]$/g, ""),
      port: to.port,
      path,
      method,
      headers,
      agent: false,
      ...(ca === undefined ? {} : { ca, allowPartialTrustChain: true, checkServerIdentity: () => undefined }),
    } as const;
    const outgoing = request(options, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const bytes = Buffer.concat(pieces);
        resolve({ status: incoming.statusCode ?? 0, text: bytes.toString("utf8"), bytes });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
