// A client and a server that answers as a test wants it to; shared by the tests of the client.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../../provider/http/retry";
import { createOssClient, type OssClient, type OssConfig, type OssRequest } from "../../../provider/oss/client";
import { bodyOf, serve } from "../http/server";

export const KEYS = { accessKeyId: "granary", accessKeySecret: "granary-secret" };
export const NOW = new Date("2024-05-01T08:30:15Z");

export const open: OssClient[] = [];

/** To be called after each test. */
export async function closeClients(): Promise<void> {
  await Promise.all(open.splice(0).map((client) => client.close()));
}

/** A clock that stands still at NOW and notes the waits. */
export function still(): Clock & { slept: number[] } {
  const slept: number[] = [];
  return { slept, now: () => NOW.getTime(), random: () => 1, sleep: async (ms) => void slept.push(ms) };
}

export function client(config: OssConfig, clock: Clock = still(), env: NodeJS.ProcessEnv = {}): OssClient {
  const made = createOssClient({ region: "cn-hangzhou", ...KEYS, ...config }, { env, clock, openChain: noChain });
  open.push(made);
  return made;
}

export const noChain = () => ({
  getCredential: async () => {
    throw new Error("none here");
  },
});

export interface Seen {
  method?: string;
  url?: string;
  host?: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** A server that notes every request and answers the n-th (from 1) with `reply`. */
export async function service(reply: (seen: Seen, n: number, response: ServerResponse) => void) {
  const requests: Seen[] = [];
  const server = await serve(async (request, response) => {
    const { method, url, headers } = request;
    const seen = { method, url, host: headers.host, headers, body: await bodyOf(request) };
    requests.push(seen);
    response.setHeader("x-oss-request-id", `5C3D9175B6FC2012000${requests.length}`);
    reply(seen, requests.length, response);
  });
  return { ...server, requests, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}

export const ok = (_seen: Seen, _n: number, response: ServerResponse) => void response.end("<ok/>");

export function refuse(response: ServerResponse, status: number, code: string, more = ""): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>m</Message>${more}</Error>`);
}

export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => new Error("it did not fail"),
    (error: unknown) => error,
  );
}

export const GET_CORS: OssRequest = { operation: "GetBucketCors", method: "GET", bucket: "web", query: { cors: true } };
export const PUT_CORS: OssRequest = {
  ...GET_CORS,
  operation: "PutBucketCors",
  method: "PUT",
  body: "<CORSConfiguration/>",
  contentMd5: true,
};
