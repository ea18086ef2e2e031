/** Reads the body that the operation's row describes. */
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { readXml, XmlError } from "../xml";
import { type ErrorCode, fail } from "./errors";
import type { Operation } from "./operation";

/** Default limit of XML and text bodies, in bytes. */
const MOST_BYTES = 2 * 1024 * 1024;
/** How long the service waits for bytes that Content-Length promised. */
const STALL_MS = 30_000;

export interface ReadBody {
  xml?: unknown;
  text?: string;
}

/** Everything but streams. Checks Content-MD5 and the signed SHA-256. */
export async function readBody(
  operation: Operation,
  source: Readable,
  headers: Readonly<Record<string, string | undefined>>,
  payloadSha256: string | undefined,
): Promise<ReadBody> {
  const { body = "none" } = operation;
  const limit = (typeof body === "object" ? body.maxBytes : undefined) ?? MOST_BYTES;
  const data = await collect(source, limit);
  checkDigests(headers["content-md5"], payloadSha256, {
    md5: () => createHash("md5").update(data).digest("base64"),
    sha256: () => createHash("sha256").update(data).digest("hex"),
  });
  const text = utf8Of(data, body === "text" ? "MalformedPolicyDocument" : "MalformedXML");
  if (body === "text") {
    return { text };
  }
  if (typeof body !== "object") {
    if (text !== "") {
      throw fail("InvalidArgument", {}, { message: `${operation.name} takes no request body.` });
    }
    return {};
  }
  if (text.trim() === "" && body.optional === true) {
    return { text };
  }
  try {
    return { text, xml: readXml(text, body.root, body.shape) };
  } catch (error) {
    if (error instanceof XmlError) {
      throw fail("MalformedXML", { ErrorDetail: error.message });
    }
    throw error;
  }
}

/** No guessing of what the bytes of another encoding mean. */
function utf8Of(data: Buffer, code: ErrorCode): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw fail(code, { ErrorDetail: "The body is not UTF-8." });
  }
}

async function collect(source: Readable, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of withoutStall(source)) {
    size += piece.length;
    if (size > limit) {
      throw fail("MalformedXML", { ErrorDetail: `The body is larger than ${limit} bytes.` });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces, size);
}

/** Content-MD5 is base64 of 16 bytes; anything else, or another digest than the body's, is 400 InvalidDigest. */
export function checkDigests(
  contentMd5: string | undefined,
  payloadSha256: string | undefined,
  actual: { md5(): string; sha256(): string },
): void {
  if (contentMd5 !== undefined && contentMd5 !== actual.md5()) {
    throw fail("InvalidDigest");
  }
  if (payloadSha256 !== undefined && payloadSha256 !== actual.sha256()) {
    throw fail("InvalidDigest", {}, { message: "The x-oss-content-sha256 you specified is not that of the content." });
  }
}

/**
 * The pieces of a body; 400 RequestTimeout when none comes for a while (API reference, PutObject L7754). However it
 * ends, the socket stays open for the answer.
 */
export async function* withoutStall(source: Readable, stallMs = STALL_MS): AsyncGenerator<Buffer> {
  const pieces = source.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  try {
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const stalled = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(fail("RequestTimeout", {}, { headers: { Connection: "close" } })), stallMs);
      });
      try {
        const next = await Promise.race([pieces.next(), stalled]);
        if (next.done === true) {
          return;
        }
        yield next.value;
      } finally {
        clearTimeout(timer);
      }
    }
  } finally {
    // Lets go of the source, so that what is left of it can pass by. Not awaited: after a stall its last read is open.
    void pieces.return?.();
  }
}
