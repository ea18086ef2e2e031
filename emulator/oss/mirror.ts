/**
 * Mirroring-based back-to-origin: an object that is missing is fetched from the origin, stored and served.
 * OSS API reference 20220713, PutBucketWebsite (Redirect, L4945-4998).
 */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { PendingBody } from "../store/bodies";
import type { RoutingRedirect } from "./documents";
import { fail } from "./errors";
import { serveObject } from "./object/get";
import { bucketSse } from "./object/properties";
import { type Context, type Reply, theBucket } from "./operation";
import { encodePath } from "./request";

const MOST_REDIRECTS = 10;
const TIMEOUT_MS = 10_000;

/** Headers that PassAll does not pass on (L4981), and those that belong to one connection. */
const NOT_PASSED =
  /^(content-length|authorization2?|range|date|host|connection|keep-alive|transfer-encoding|expect|te|upgrade|(x-)?oss-.*|x-drs-.*)$/;

/** Undefined = the origin has no such object either, so the bucket's own 404 applies. */
export async function serveMirror(
  ctx: Context,
  key: string,
  to: RoutingRedirect,
  rawQuery: string,
): Promise<Reply | undefined> {
  const passQuery = to.mirrorPassQueryString ?? to.passQueryString ?? false;
  const url = `${to.mirrorURL ?? ""}${encodePath(key)}${passQuery && rawQuery !== "" ? `?${rawQuery}` : ""}`;
  const response = await fetchOrigin(url, originHeaders(ctx, to), to.mirrorFollowRedirect ?? true);
  const transparent = (to.transparentMirrorResponseCodes ?? "").split(",").map((code) => code.trim());
  if (transparent.includes(String(response.status))) {
    return passThrough(response);
  }
  if (response.status === 404) {
    await response.body?.cancel();
    return undefined;
  }
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    return { status: response.status, headers: { Location: response.headers.get("location") ?? undefined } };
  }
  if (response.status !== 200) {
    await response.body?.cancel();
    throw fail("MirrorFailed", { MirrorStatus: String(response.status) });
  }
  return storeAndServe(ctx, key, to, response);
}

async function fetchOrigin(url: string, headers: Headers, follow: boolean): Promise<Response> {
  let next = url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    let response: Response;
    try {
      response = await fetch(next, { headers, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch {
      throw fail(
        "MirrorFailed",
        {},
        { message: "The origin of the mirroring-based back-to-origin rule is unreachable." },
      );
    }
    const location = response.headers.get("location");
    if (!follow || response.status < 300 || response.status >= 400 || location === null) {
      return response;
    }
    await response.body?.cancel();
    next = new URL(location, next).href;
  }
  throw fail("MirrorFailed", {}, { message: `The origin redirects more than ${MOST_REDIRECTS} times.` });
}

function originHeaders(ctx: Context, { mirrorHeaders: rules = {} }: RoutingRedirect): Headers {
  const headers = new Headers();
  const removed = new Set((rules.remove ?? []).map((name) => name.toLowerCase()));
  const passed = new Set((rules.pass ?? []).map((name) => name.toLowerCase()));
  for (const [name, value] of Object.entries(ctx.headers)) {
    const wanted = passed.has(name) || (rules.passAll === true && !NOT_PASSED.test(name));
    if (wanted && !removed.has(name) && value !== undefined) {
      headers.set(name, value);
    }
  }
  for (const { key, value } of rules.set ?? []) {
    headers.set(key, value);
  }
  return headers;
}

async function passThrough(response: Response): Promise<Reply> {
  return {
    status: response.status,
    headers: { "Content-Type": response.headers.get("content-type") ?? undefined },
    body: Buffer.from(await response.arrayBuffer()),
  };
}

async function storeAndServe(ctx: Context, key: string, to: RoutingRedirect, response: Response): Promise<Reply> {
  const { store } = ctx;
  const bucket = theBucket(ctx);
  const body: PendingBody = await store.bodies.receive(
    response.body === null
      ? Readable.from([])
      : Readable.fromWeb(response.body as import("node:stream/web").ReadableStream),
  );
  const promised = response.headers.get("content-md5");
  const headers = { "content-type": response.headers.get("content-type") ?? "application/octet-stream" };
  if (to.mirrorCheckMd5 === true && promised !== null && promised !== Buffer.from(body.md5, "hex").toString("base64")) {
    body.discard();
    throw fail("MirrorFailed", {}, { message: "The Content-MD5 of the origin is not that of its content." });
  }
  const version = store.transaction(() =>
    store.versions.put(bucket.name, key, bucket.versioning, {
      type: "Normal",
      storageClass: bucket.storageClass,
      acl: "default",
      sse: bucketSse(ctx),
      headers,
      modifiedAt: ctx.now.getTime(),
      ownerId: bucket.ownerId,
      size: body.size,
      etag: body.md5 || createHash("md5").digest("hex").toUpperCase(),
      md5: body.md5,
      crc64: body.crc64,
      body: body.commit(),
    }),
  );
  return serveObject(ctx, version);
}
