/**
 * What happens to a request, in order: journal, addressing, operation, faults, strict gate, signature, region, bucket,
 * access, body, handler, answer.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../clock";
import type { Fault, Faults } from "../control/faults";
import type { Journal } from "../control/journal";
import type { Store } from "../store/store";
import { checkAccess } from "./access";
import { type Address, addressOf, endpointsAt } from "./addressing";
import { readBody } from "./body";
import { CNAMES } from "./bucket/cname/token";
import { applyConfigurations } from "./bucket/effects";
import { corsHeaders } from "./cors";
import { ERRORS, type ErrorCode, fail, OssFailure } from "./errors";
import { checkStrictly, findOperation, type Index } from "./gate";
import type { Context, Operation, Reply } from "./operation";
import { checkReferer } from "./referer";
import { newRequestId, type Request, readRequest } from "./request";
import { type Asked, renderFailure, send } from "./respond";
import { type Authenticated, authenticate, SIGNATURE_PARAMS } from "./sign/authenticate";
import type { Credential } from "./sign/credentials";
import { isWebsiteRequest, serveWebsite, websiteOperation } from "./website";

export interface Service {
  store: Store;
  clock: Clock;
  index: Index;
  credentials: readonly Credential[];
  /** Where buckets are created when neither Host nor a V4 scope names a region. */
  region: string;
  journal: Journal;
  faults: Faults;
  /** Where clients reach the emulator, where that is not what their requests say. */
  externalUrl?: URL;
  /** Whether an unknown version header is refused. */
  strictApiVersion?: boolean;
  /** Says each text once. */
  warn(text: string): void;
  /** Told about errors that are ours. */
  onBug(error: unknown): void;
}

interface Target {
  request: Request;
  address: Address;
  operation: Operation;
}

export async function serveOss(service: Service, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const now = service.clock.now();
  const id = newRequestId();
  const asked: Asked = {
    id,
    method: incoming.method ?? "GET",
    host: incoming.headers.host ?? "",
    started: performance.now(),
    now,
  };
  const seen: { target?: Target; address?: Address; request?: Request; accessKeyId?: string; code?: string } = {};
  let reply: Reply | undefined;
  try {
    const request = readRequest(incoming, id);
    seen.request = request;
    seen.address = addressOf(request.host, request.path, (domain) => service.store.bucketWithDocument(CNAMES + domain));
    const target = { request, address: seen.address, operation: operationOf(service, request, seen.address) };
    seen.target = target;
    const fault = service.faults.take({
      operation: target.operation.name,
      bucket: target.address.bucketName,
      method: request.method,
    });
    const work = () => answer(service, target, now, (accessKeyId) => (seen.accessKeyId = accessKeyId));
    reply = fault === undefined ? await work() : await underFault(fault, work, incoming.socket);
  } catch (error) {
    if (!(error instanceof OssFailure) && !incoming.destroyed) {
      service.onBug(error);
    }
    const failure = renderFailure(error, asked);
    seen.code = failure.code;
    reply = failure.reply;
  }
  try {
    if (reply === undefined) {
      incoming.socket.destroy();
    } else {
      await send(outgoing, withCors(service, seen, reply), asked);
    }
  } catch {
    // The client went away in the middle of the answer.
    outgoing.destroy();
  } finally {
    // What is left of a refused body goes by unread, else the connection's next request would wait behind it.
    incoming.resume();
    service.journal.add({
      time: now.toISOString(),
      operation: seen.target?.operation.name ?? "Unknown",
      method: asked.method,
      bucket: seen.address?.bucketName,
      key: seen.address?.key,
      query: Object.fromEntries([...(seen.request?.query ?? [])].filter(([key]) => !SIGNATURE_PARAMS.has(key))),
      status: reply?.status ?? 0,
      code: seen.code,
      requestId: id,
      accessKeyId: seen.accessKeyId,
      durationMs: Math.round((performance.now() - asked.started) * 100) / 100,
    });
  }
}

function operationOf(service: Service, request: Request, { bucketName, key }: Address): Operation {
  if (bucketName !== undefined && isWebsiteRequest(service.store, request, bucketName)) {
    return websiteOperation;
  }
  const level = bucketName === undefined ? "service" : key === undefined ? "bucket" : "object";
  const asked = { method: request.method, level, query: request.query, headers: request.headers } as const;
  const operation = findOperation(service.index, asked);
  checkStrictly(operation, asked, service.strictApiVersion === true ? undefined : service.warn);
  return operation;
}

async function answer(
  service: Service,
  target: Target,
  now: Date,
  identified: (accessKeyId: string | undefined) => void,
): Promise<Reply> {
  const { request, address, operation } = target;
  const { store } = service;
  const authenticated = authenticate(request, address, service, now);
  const { identity } = authenticated;
  identified(identity.accessKeyId);
  const region = address.region ?? authenticated.scopeRegion;
  const bucket = checkBucket(service, target, authenticated, region, now);
  const ctx: Context = {
    operation,
    store,
    clock: service.clock,
    now,
    method: request.method,
    bucket,
    bucketName: address.bucketName,
    key: address.key,
    query: request.query,
    headers: request.headers,
    identity,
    region: region ?? service.region,
    pathStyle: address.pathStyle,
    ...(service.externalUrl === undefined
      ? { host: request.host, scheme: request.scheme, endpointOf: address.endpointOf }
      : seenFrom(service.externalUrl, address)),
    requestId: request.id,
    payloadSha256: authenticated.payloadSha256,
  };
  if (operation === websiteOperation) {
    return serveWebsite(ctx, request.rawQuery);
  }
  if (operation.body === "stream") {
    ctx.stream = request.incoming;
    return operation.handle(ctx);
  }
  Object.assign(ctx, await readBody(operation, request.incoming, request.headers, authenticated.payloadSha256));
  if (operation.method === "GET" || operation.method === "HEAD" || operation.method === "OPTIONS") {
    return operation.handle(ctx);
  }
  return store.transaction(() => {
    // Others may have changed it while the body arrived.
    ctx.bucket = bucket && checkBucket(service, target, authenticated, region, now);
    const reply = operation.handle(ctx);
    if (reply instanceof Promise) {
      throw new Error(`${operation.name} must be synchronous: it runs in a transaction.`);
    }
    return reply;
  });
}

/** Host, scheme and endpoints as a client has them that reaches the emulator by another URL. */
function seenFrom({ host, protocol }: URL, { bucketName, pathStyle }: Address) {
  return {
    host: pathStyle || bucketName === undefined ? host : `${bucketName}.${host}`,
    scheme: protocol.slice(0, -1),
    endpointOf: endpointsAt(host),
  };
}

/** Existence, region, hierarchical namespace and access, in this order. */
function checkBucket(
  { store }: Service,
  { request, address, operation }: Target,
  { identity, presigned }: Authenticated,
  region: string | undefined,
  now: Date,
) {
  const { bucketName, key } = address;
  if (bucketName === undefined) {
    if (identity.anonymous) {
      throw fail("AccessDenied", {}, { message: "Anonymous access is forbidden for this operation.", ec: "" });
    }
    return undefined;
  }
  const bucket = store.getBucket(bucketName);
  if (bucket === undefined) {
    if (operation.bucketOptional !== true) {
      throw fail("NoSuchBucket", { BucketName: bucketName });
    }
    if (identity.anonymous) {
      throw fail("AccessDenied");
    }
    return undefined;
  }
  if (region !== undefined && region !== bucket.region && operation.anyRegion !== true) {
    throw fail(
      "AccessDenied",
      { Bucket: bucketName, Endpoint: address.endpointOf(bucket.region) },
      {
        message:
          "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
        ec: "",
      },
    );
  }
  if (operation.hns !== undefined && operation.hns !== bucket.hns) {
    const message = bucket.hns ? {} : { message: "The operation needs a bucket with a hierarchical namespace." };
    throw fail("OperationNotSupported", { Operation: operation.name }, message);
  }
  // A preflight asks for nothing, and PutBucket on an existing name is a conflict, whoever sends it.
  if (operation.method !== "OPTIONS" && operation.name !== "PutBucket" && operation !== websiteOperation) {
    checkAccess(store, operation, identity, bucket, key);
  }
  const asked = { operation, identity, key, headers: request.headers, host: request.host };
  applyConfigurations(store, bucket, asked, now);
  if ((identity.anonymous || presigned) && operation.access === "read") {
    checkReferer(store.getDocument(bucketName, "referer"), request.headers.referer);
  }
  return bucket;
}

async function underFault(fault: Fault, work: () => Promise<Reply>, socket: Socket): Promise<Reply | undefined> {
  const done = fault.afterApply === true ? await work() : undefined;
  // Where nothing comes after the delay, it ends with the client: else the journal would tell of it minutes later.
  await delay(fault.delayMs ?? 0, fault.reset === true ? socket : undefined);
  const disturbs =
    fault.reset === true || fault.garbled === true || fault.code !== undefined || fault.status !== undefined;
  if (!disturbs) {
    return done ?? work();
  }
  if (fault.reset === true) {
    return undefined;
  }
  if (fault.garbled === true) {
    return {
      status: fault.status ?? 200,
      headers: { "Content-Type": "application/xml" },
      body: "<Garbled><not closed",
    };
  }
  const code = fault.code ?? "InternalError";
  const known: { status: number; message: string } | undefined = Object.hasOwn(ERRORS, code)
    ? ERRORS[code as ErrorCode]
    : undefined;
  throw new OssFailure(
    code,
    fault.status ?? known?.status ?? 500,
    known?.message ?? "An injected fault.",
    {},
    undefined,
    {},
  );
}

async function delay(milliseconds: number, client: Socket | undefined): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  client?.once("close", leave);
  // A delay that nobody waits for any more does not keep the process.
  await wait(milliseconds, undefined, { ref: false, signal: gone.signal }).catch((error: Error) => {
    if (error.name !== "AbortError") throw error;
  });
  client?.off("close", leave);
}

/** Cross-origin headers go on every answer to a request with an Origin, errors too; a preflight brings its own. */
function withCors(service: Service, seen: { address?: Address; request?: Request }, reply: Reply): Reply {
  const { address, request } = seen;
  if (request === undefined || address?.bucketName === undefined || request.method === "OPTIONS") {
    return reply;
  }
  if (request.headers.origin === undefined) {
    return reply;
  }
  const document = service.store.getDocument(address.bucketName, "cors");
  return { ...reply, headers: { ...corsHeaders(document, request.headers, request.method), ...reply.headers } };
}
