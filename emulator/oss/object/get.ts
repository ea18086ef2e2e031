/** Reading objects. OSS API reference 20220713, GetObject (L7760), HeadObject (L9051), GetObjectMeta (L9347). */
import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type { VersionRow } from "../../store/rows";
import { fail } from "../errors";
import { type Context, type Operation, type Reply, theBucket } from "../operation";
import { directoryAt } from "./paths";
import { sseHeaders, versionHeader } from "./properties";

const OVERRIDES = [
  "response-content-type",
  "response-content-language",
  "response-expires",
  "response-cache-control",
  "response-content-disposition",
  "response-content-encoding",
] as const;

/** Types that are compressed on request, from 1 KB on (GetObject, Accept-Encoding). */
const GZIPPED = new Set([
  "text/cache-manifest",
  "text/xml",
  "text/plain",
  "text/css",
  "application/javascript",
  "application/x-javascript",
  "application/rss+xml",
  "application/json",
  "text/json",
]);

/** The version that is asked for. A delete marker is 404 when it is the current one, 405 when addressed by its id. */
export function findVersion(ctx: Context, key: string): VersionRow {
  const bucket = theBucket(ctx);
  const asked = ctx.query.get("versionId");
  const version =
    asked === undefined
      ? (ctx.store.versions.current(bucket.name, key) ?? directoryAt(ctx.store, bucket, key))
      : ctx.store.versions.byId(bucket.name, key, asked);
  if (version === undefined) {
    throw asked === undefined ? fail("NoSuchKey", { Key: key }) : fail("NoSuchVersion", { Key: key, VersionId: asked });
  }
  if (version.marker) {
    const headers = { "x-oss-delete-marker": "true", "x-oss-version-id": version.versionId };
    throw asked === undefined
      ? fail("NoSuchKey", { Key: key }, { headers })
      : fail(
          "MethodNotAllowed",
          { Method: ctx.method, ResourceType: "DeleteMarker" },
          { headers: { ...headers, Allow: "DELETE" } },
        );
  }
  return version;
}

/** The answer to GET and HEAD. `whole` ignores Range and conditions (error pages). */
export function serveObject(ctx: Context, version: VersionRow, { whole = false } = {}): Reply {
  const headers = objectHeaders(ctx, version);
  if (!whole && notModified(ctx, version)) {
    return { status: 304, headers: { ETag: headers.ETag, "Last-Modified": headers["Last-Modified"] } };
  }
  if (ctx.method === "HEAD") {
    return { status: 200, headers: { ...headers, "Content-Length": String(version.size) } };
  }
  // No operation restores yet, so these are never readable.
  if (version.storageClass === "Archive" || version.storageClass === "ColdArchive") {
    throw fail("InvalidObjectState", { ObjectName: version.key });
  }
  // For a directory neither response-* parameters nor Range take effect (L7861).
  const directory = theBucket(ctx).hns && version.key.endsWith("/");
  if (!directory) {
    Object.assign(headers, overrides(ctx));
  }
  const range = whole || directory ? undefined : rangeOf(ctx, version.size);
  if (range !== undefined) {
    const { start, end } = range;
    return {
      status: 206,
      headers: {
        ...headers,
        "Content-Range": `bytes ${start}-${end}/${version.size}`,
        "Content-Length": String(end - start + 1),
      },
      body: ctx.store.bodies.read(version.body, start, end - start + 1),
    };
  }
  const body = ctx.store.bodies.read(version.body, 0, version.size);
  if (wantsGzip(ctx, version)) {
    const { ETag: _, "Content-MD5": __, ...rest } = headers;
    const source = body instanceof Readable ? body : Readable.from([body]);
    return {
      status: 200,
      headers: { ...rest, "Content-Encoding": "gzip" },
      body: pipeline(source, createGzip(), () => {}),
    };
  }
  return { status: 200, headers: { ...headers, "Content-Length": String(version.size) }, body };
}

function objectHeaders(ctx: Context, version: VersionRow): Record<string, string | undefined> {
  const { headers } = version;
  return {
    ...headers,
    // Capitalised as in the samples; the map holds lower-case names.
    "content-type": undefined,
    "Content-Type": headers["content-type"],
    ETag: `"${version.etag}"`,
    "Last-Modified": new Date(version.modifiedAt).toUTCString(),
    "Accept-Ranges": "bytes",
    "Content-MD5":
      version.type === "Normal" && version.md5 ? Buffer.from(version.md5, "hex").toString("base64") : undefined,
    "x-oss-object-type": version.type,
    "x-oss-storage-class": version.storageClass,
    "x-oss-hash-crc64ecma": version.crc64,
    "x-oss-tagging-count": version.tags === undefined ? undefined : String(Object.keys(version.tags).length),
    ...versionHeader(ctx, version.versionId),
    ...sseHeaders(version.sse),
  };
}

/** True = 304; throws 412. Times count in whole seconds; a time that cannot be read is ignored. */
function notModified({ headers }: Context, version: VersionRow): boolean {
  const modified = Math.floor(version.modifiedAt / 1000) * 1000;
  const time = (name: string): number | undefined => {
    const value = new Date(headers[name] ?? "").getTime();
    return Number.isNaN(value) ? undefined : value;
  };
  const etags = (name: string): string[] | undefined =>
    headers[name]?.split(",").map((tag) => tag.trim().replace(/^"|"$/g, "").toUpperCase());
  const has = (tags: string[]) => tags.includes("*") || tags.includes(version.etag.toUpperCase());

  const match = etags("if-match");
  if (match !== undefined && !has(match)) {
    throw fail("PreconditionFailed", { Condition: "If-Match" });
  }
  const unmodifiedSince = time("if-unmodified-since");
  if (match === undefined && unmodifiedSince !== undefined && unmodifiedSince < modified) {
    throw fail("PreconditionFailed", { Condition: "If-Unmodified-Since" });
  }
  const noneMatch = etags("if-none-match");
  if (noneMatch !== undefined) {
    return has(noneMatch);
  }
  const modifiedSince = time("if-modified-since");
  return modifiedSince !== undefined && modifiedSince >= modified;
}

/** Anonymous callers may not use them (L7799). */
function overrides(ctx: Context): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of OVERRIDES) {
    const value = ctx.query.get(name);
    if (value !== undefined) {
      if (ctx.identity.anonymous) {
        throw fail("InvalidRequest", {}, { message: "Anonymous requests cannot override response headers." });
      }
      const header = name.slice("response-".length);
      given[header === "content-type" ? "Content-Type" : header] = value;
    }
  }
  return given;
}

/** One range of bytes. An invalid one means the whole object (L7810), unless x-oss-range-behavior asks for a 416. */
function rangeOf(ctx: Context, size: number): { start: number; end: number } | undefined {
  const { range } = ctx.headers;
  if (range === undefined) {
    return undefined;
  }
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  const valid =
    (first !== "" || Number(last) > 0) &&
    start <= end &&
    (last === "" || first === "" || Number(last) >= Number(first));
  if (valid) {
    return { start, end };
  }
  if (ctx.headers["x-oss-range-behavior"] === "standard" && range.startsWith("bytes=")) {
    throw fail("InvalidRange", { ActualObjectSize: String(size), RangeRequested: range });
  }
  return undefined;
}

function wantsGzip({ headers }: Context, version: VersionRow): boolean {
  const type = (version.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const accepted = (headers["accept-encoding"] ?? "").split(",").some((each) => /^\s*gzip\s*(;|$)/i.test(each));
  return accepted && version.size >= 1024 && GZIPPED.has(type) && version.headers["content-encoding"] === undefined;
}

function getObject(ctx: Context): Reply {
  return serveObject(ctx, findVersion(ctx, ctx.key as string));
}

function getObjectMeta(ctx: Context): Reply {
  const version = findVersion(ctx, ctx.key as string);
  return {
    status: 200,
    headers: {
      ETag: `"${version.etag}"`,
      "Last-Modified": new Date(version.modifiedAt).toUTCString(),
      "Content-Length": String(version.size),
      "x-oss-hash-crc64ecma": version.crc64,
      ...versionHeader(ctx, version.versionId),
    },
  };
}

export const getObjectRow: Operation = {
  name: "GetObject",
  method: "GET",
  level: "object",
  params: ["versionId", ...OVERRIDES],
  headers: ["x-oss-range-behavior"],
  access: "read",
  source: "L7760",
  verified: "sdk",
  handle: getObject,
};

const META = { name: "GetObjectMeta", level: "object", subresource: "objectMeta", access: "read" } as const;

export const getOperations: readonly Operation[] = [
  getObjectRow,
  {
    ...getObjectRow,
    name: "HeadObject",
    method: "HEAD",
    params: ["versionId"],
    headers: [],
    action: "oss:GetObject",
    source: "L9051",
  },
  // The syntax says HEAD, the sample of a versioned bucket says GET (L9423).
  {
    ...META,
    method: "HEAD",
    params: ["versionId"],
    action: "oss:GetObject",
    source: "L9347",
    verified: "sdk",
    handle: getObjectMeta,
  },
  {
    ...META,
    method: "GET",
    params: ["versionId"],
    action: "oss:GetObject",
    source: "L9423",
    verified: "documented",
    handle: (ctx) => {
      const reply = getObjectMeta(ctx);
      return { ...reply, headers: { ...reply.headers, "Content-Length": "0" } };
    },
  },
];
