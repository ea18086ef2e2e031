/** Writing an object in one piece. OSS API reference 20220713, PutObject (L7570-7758). */

import type { Readable } from "node:stream";
import type { PendingBody } from "../../store/bodies";
import { BodyTooLarge } from "../../store/bodies";
import { checkDigests, withoutStall } from "../body";
import { fail } from "../errors";
import { type Context, type Operation, type Reply, theBucket } from "../operation";
import { createParents } from "./paths";
import { checkKey, checkOverwrite, objectProperties, sseHeaders, versionHeader, WRITE_HEADERS } from "./properties";

/** 5 GB, for an object and for a part. */
const MOST_BYTES = 5 * 1024 ** 3;

/** The request's body, checked against its length, Content-MD5 and signed SHA-256. */
export async function receiveBody(ctx: Context): Promise<PendingBody> {
  const { headers, store, stream } = ctx;
  if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) {
    throw fail("MissingContentLength");
  }
  if (Number(headers["content-length"] ?? 0) > MOST_BYTES) {
    throw fail("InvalidArgument", {}, { message: "The body is larger than 5 GB." });
  }
  let body: PendingBody;
  try {
    body = await store.bodies.receive(withoutStall(stream as Readable), {
      maxBytes: MOST_BYTES,
      sha256: ctx.payloadSha256 !== undefined,
    });
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      throw fail("InvalidArgument", {}, { message: "The body is larger than 5 GB." });
    }
    throw error;
  }
  try {
    checkDigests(headers["content-md5"], ctx.payloadSha256, {
      md5: () => Buffer.from(body.md5, "hex").toString("base64"),
      sha256: () => body.sha256 ?? "",
    });
  } catch (error) {
    body.discard();
    throw error;
  }
  return body;
}

async function putObject(ctx: Context): Promise<Reply> {
  const { store } = ctx;
  const key = ctx.key as string;
  checkKey(key);
  checkOverwrite(ctx, key);
  const properties = objectProperties(ctx, "Normal");
  const body = await receiveBody(ctx);
  return commitBody(body, () =>
    store.transaction(() => {
      // Once more: the bucket and the object may have changed while the body arrived.
      ctx.bucket = store.getBucket(theBucket(ctx).name);
      const bucket = theBucket(ctx);
      checkOverwrite(ctx, key);
      createParents(store, bucket, key, ctx.now);
      const version = store.versions.put(bucket.name, key, bucket.versioning, {
        ...properties,
        modifiedAt: ctx.now.getTime(),
        ownerId: ctx.identity.ownerId || bucket.ownerId,
        size: body.size,
        etag: body.md5,
        md5: body.md5,
        crc64: body.crc64,
        body: body.commit(),
      });
      return {
        status: 200,
        headers: {
          ETag: `"${body.md5}"`,
          "Content-MD5": Buffer.from(body.md5, "hex").toString("base64"),
          "x-oss-hash-crc64ecma": body.crc64,
          ...versionHeader(ctx, version.versionId),
          ...sseHeaders(version.sse),
        },
      };
    }),
  );
}

/** Forgets the received body when the write fails. */
export function commitBody(body: PendingBody, write: () => Reply): Reply {
  try {
    return write();
  } catch (error) {
    body.discard();
    throw error;
  }
}

export const putOperations: readonly Operation[] = [
  {
    name: "PutObject",
    method: "PUT",
    level: "object",
    headers: [...WRITE_HEADERS, "x-oss-object-acl"],
    body: "stream",
    access: "write",
    source: "L7570",
    verified: "sdk",
    handle: putObject,
  },
];
