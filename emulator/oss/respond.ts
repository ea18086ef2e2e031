/** Renders replies and failures the way OSS does. */
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { writeXml, type XmlChild } from "../xml";
import { fail, OssFailure } from "./errors";
import type { Reply } from "./operation";

export interface Asked {
  id: string;
  method: string;
  host: string;
  /** performance.now() at arrival. */
  started: number;
  now: Date;
}

/** Error body and headers: API reference 20220713, samples; EC and x-oss-ec, x-oss-err: what the SDKs read. */
export function renderFailure(error: unknown, asked: Asked): { reply: Reply; code: string } {
  const failure = error instanceof OssFailure ? error : fail("InternalError");
  const { code, status, message, extras, ec, headers } = failure;
  if (status === 304) {
    return { code, reply: { status, headers: { ...headers } } };
  }
  const content: XmlChild[] = [
    ["Code", code],
    ["Message", message],
    ["RequestId", asked.id],
    ["HostId", asked.host],
    ...Object.entries(extras),
    ["EC", ec === undefined || ec === "" ? undefined : ec],
  ];
  const body = writeXml("Error", content);
  return {
    code,
    reply: {
      status,
      headers: {
        "Content-Type": "application/xml",
        ...(ec ? { "x-oss-ec": ec } : {}),
        // The answer to HEAD has no body: clients find the error here.
        ...(asked.method === "HEAD" ? { "x-oss-err": Buffer.from(body).toString("base64") } : {}),
        ...headers,
      },
      body: asked.method === "HEAD" ? undefined : body,
    },
  };
}

/** Writes the reply and waits until it is handed to the socket. */
export async function send(outgoing: ServerResponse, reply: Reply, asked: Asked): Promise<void> {
  const headers: Record<string, string> = {
    Server: "AliyunOSS",
    Date: asked.now.toUTCString(),
    "x-oss-request-id": asked.id,
    "x-oss-server-time": String(Math.round(performance.now() - asked.started)),
  };
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    if (value !== undefined) {
      headers[name] = value;
    }
  }
  let body = reply.body;
  if (reply.xml !== undefined) {
    headers["Content-Type"] ??= "application/xml";
    body = writeXml(...reply.xml);
  }
  const bare = asked.method === "HEAD" || reply.status === 204 || reply.status === 304;
  if (!(body instanceof Readable)) {
    body = typeof body === "string" ? Buffer.from(body) : body;
    if (reply.status !== 204 && reply.status !== 304) {
      headers["Content-Length"] ??= String(body?.length ?? 0);
    }
  }
  // Ours comes from the emulator's clock.
  outgoing.sendDate = false;
  outgoing.writeHead(reply.status, headers);
  if (bare || body === undefined) {
    if (body instanceof Readable) {
      body.destroy();
    }
    outgoing.end();
    return;
  }
  if (body instanceof Readable) {
    await pipeline(body, outgoing);
    return;
  }
  outgoing.end(body);
}
