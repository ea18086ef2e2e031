// The content of an object: text, base64 text or an asset, its MD5, and its body as often as it is needed.
import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { extname } from "node:path";
import type { Readable } from "node:stream";
import { isAsset, UNKNOWN, type Values } from "../kit/values";

/** OSS API reference 20220713, PutObject: what can be put in one piece. */
const LARGEST = 5 * 1024 ** 3;

export interface Content {
  body: string | Buffer | (() => Readable);
  /** Bytes, where the body is a stream. */
  length?: number;
}

/** The argument that holds the content; undefined while it is not known. */
export function contentOf(inputs: Values): Content | undefined {
  if (typeof inputs.content === "string") return { body: inputs.content };
  if (typeof inputs.contentBase64 === "string") return { body: Buffer.from(inputs.contentBase64, "base64") };
  const source = inputs.source;
  if (!isAsset(source)) return undefined;
  if (source.path !== undefined) {
    const path = source.path;
    return { body: () => createReadStream(path), length: statSync(path).size };
  }
  return source.text !== undefined ? { body: source.text } : undefined;
}

/** True where an argument that holds the content is not known yet. */
export function isContentUnknown(inputs: Values): boolean {
  return [inputs.content, inputs.contentBase64, inputs.source].includes(UNKNOWN);
}

/** Why a source can't be the content of an object; undefined when it can. */
export function sourceProblem(source: unknown): string | undefined {
  if (isAsset(source) && source.text !== undefined) return undefined;
  if (isAsset(source) && source.path !== undefined) return fileProblem(source.path);
  return "must be a FileAsset or a StringAsset; archives and remote assets are not taken";
}

function fileProblem(path: string): string | undefined {
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file) return `there is no file ${path}`;
  if (!file.isFile()) return `${path} is not a file`;
  return file.size > LARGEST ? `${path} has ${file.size} bytes; OSS takes ${LARGEST} (5 GB) in one piece` : undefined;
}

/** MD5 in lower-case hexadecimal, which is what OSS answers as ETag of an object that was put in one piece. */
export async function md5(content: Content): Promise<string> {
  const hash = createHash("md5");
  if (typeof content.body === "function") for await (const chunk of content.body()) hash.update(chunk as Buffer);
  else hash.update(content.body);
  return hash.digest("hex");
}

const types: Record<string, string> = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gif": "image/gif",
  ".gz": "application/gzip",
  ".htm": "text/html; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
  ".zip": "application/zip",
};

/** The media type of a name's extension. */
export function mediaType(key: string): string {
  return types[extname(key).toLowerCase()] ?? "application/octet-stream";
}
