/** One row per OSS operation, and what a handler gets and gives. */
import type { Readable } from "node:stream";
import type { Clock } from "../clock";
import type { BucketRow } from "../store/rows";
import type { Store } from "../store/store";
import type { Parsed, Shape, XmlChild } from "../xml";
import { fail } from "./errors";

export type Method = "GET" | "PUT" | "POST" | "DELETE" | "HEAD" | "OPTIONS";

/** The body of a request as XML: its root, the elements it may hold, and the largest size in bytes (default 2 MiB). */
export interface XmlBody<S extends Shape = Shape> {
  root: string;
  shape: S;
  maxBytes?: number;
  /** The element may be left out altogether (PutBucket). */
  optional?: boolean;
}

export interface Operation {
  /** The name in the API reference: PutBucketCors. */
  name: string;
  method: Method;
  level: "service" | "bucket" | "object";
  /** The query key that selects the row, with or without a value: cors. */
  subresource?: string;
  /** Further query keys that select the row: true = any value. */
  query?: Readonly<Record<string, string | true>>;
  /** A request header that selects the row: x-oss-copy-source. */
  selectingHeader?: string;
  /** Optional query parameters. Any other one is refused with 400 InvalidArgument. */
  params?: readonly string[];
  /** x-oss-* request headers beyond the common ones; a trailing * is a prefix. Any other one is refused. */
  headers?: readonly string[];
  /** Default "none": a body is then refused when it is not empty. "text" = any text up to 256 KiB. */
  body?: XmlBody | "text" | "stream" | "none";
  /** false = refused on a bucket with a hierarchical namespace, true = on any other (API reference, table L340-467). */
  hns?: boolean;
  /** Who but the bucket's owner may do it: by ACL (read or write objects) and policy; default: by policy only. */
  access?: "read" | "write";
  /** The RAM action of the policy check; default oss:<name>. */
  action?: string;
  /** The row works without its bucket (PutBucket, PutBucketAcl), or creates it. */
  bucketOptional?: boolean;
  /** Answered on the endpoint of any region (GetBucketInfo, L1821). */
  anyRegion?: boolean;
  /** Where the API reference describes it: "L6331". */
  source: string;
  verified: "documented" | "sdk";
  /**
   * Does the work. Unless the row takes a stream, or reads only, it runs inside one transaction of the store and must
   * be synchronous; whatever it throws rolls everything back.
   */
  handle(ctx: Context): Reply | Promise<Reply>;
}

export interface Identity {
  anonymous: boolean;
  /** The account; "" when anonymous. */
  ownerId: string;
  accessKeyId?: string;
}

export interface Context {
  operation: Operation;
  store: Store;
  clock: Clock;
  /** clock.now() when the request arrived. */
  now: Date;
  method: Method;
  /** The row of the addressed bucket; `theBucket(ctx)` gives it without the undefined. */
  bucket?: BucketRow;
  bucketName?: string;
  /** Decoded object key. */
  key?: string;
  /** Decoded query; the first of repeated keys counts, a key without a value is "". */
  query: ReadonlyMap<string, string>;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  /** The parsed XML body; read it with `bodyOf(ctx, BODY)`. */
  xml?: unknown;
  /** The body of rows with an XML or text body, undecoded beyond UTF-8. */
  text?: string;
  /** The body of rows with `body: "stream"`. */
  stream?: Readable;
  identity: Identity;
  /** The region that the request addresses (Host, else V4 scope, else the emulator's own), without `oss-`. */
  region: string;
  /** The Host header, with port. */
  host: string;
  /** "http" or "https", as the client sees it. */
  scheme: string;
  /** True when the bucket is in the path and not in Host. */
  pathStyle: boolean;
  /** The host of a region's endpoint as this client reaches it: same suffix and port as Host. */
  endpointOf(region: string, internal?: boolean): string;
  /** The body's SHA-256 in hex when x-oss-content-sha256 promised one; rows with a stream check it themselves. */
  payloadSha256?: string;
  requestId: string;
}

export interface Reply {
  status: number;
  headers?: Record<string, string | undefined>;
  /** Rendered with declaration and `application/xml`. */
  xml?: readonly [root: string, content: readonly XmlChild[] | string, attributes?: Readonly<Record<string, string>>];
  body?: string | Buffer | Readable;
}

/** The bucket of a bucket or object operation. */
export function theBucket(ctx: Context): BucketRow {
  if (ctx.bucket === undefined) {
    throw fail("NoSuchBucket", { BucketName: ctx.bucketName ?? "" });
  }
  return ctx.bucket;
}

/** The parsed body, typed by the same description that the row names in `body`. */
export function bodyOf<S extends Shape>(ctx: Context, _body: XmlBody<S>): Parsed<S> {
  return ctx.xml as Parsed<S>;
}
