// Most of OSS is one document behind PUT/GET/DELETE ?subresource of a bucket. This makes a resource of such a document
// from its codec, its operations and the codes that mean "not configured".
import { ServiceError, WireError } from "../http/errors";
import { writeXml } from "../http/xml";
import type { Bearing } from "../kit/bearings";
import type { Report } from "../kit/check";
import { type Context, type Manual, type ResourceDefinition, resource } from "../kit/define";
import type { Path } from "../kit/path";
import type { Fields } from "../kit/shape";
import type { Values } from "../kit/values";
import type { OssClient, OssResponse } from "./client";
import { overwrite, ownerBucket } from "./fields";
import { tellUnmanaged } from "./unmanaged";
import { write } from "./write";

export interface BucketDocument<In extends Fields> {
  token: string;
  manual: Manual;
  /** Arguments besides `bucket` and `overwrite`. */
  inputs: In;
  rules?(inputs: Values, report: Report): void;
  prepare?(inputs: Values, olds: Values | undefined): Values | Promise<Values>;
  bearing?(inputs: Values): Bearing | undefined;
  /** Query parameter that names the document. */
  subresource: string;
  /** Names of the operations, for messages. An absent `delete` means that the API has none: `reset` writes the default. */
  operations: { get: string; put: string; delete?: string };
  /** Error codes of the GET that mean "not configured". NoSuchBucket is always one: the document went with its bucket. */
  absent: readonly string[];
  /** Body of the PUT, or its headers. */
  encode(inputs: Values): { body?: string; headers?: Record<string, string> };
  /** Arguments from the body of the GET; undefined where a 200 means "not configured". */
  decode(body: string): Values | undefined;
  /** True where what was read is what a bucket without any configuration answers. */
  vacant?(live: Values): boolean;
  /** What removal writes where there is no DELETE operation. */
  reset?: Values;
  /** Set where a write to a bucket that does not exist would create one, so that every write looks first. */
  looksBeforeWriting?: boolean;
  /** What an update has to do before and after the PUT. */
  beforePut?(client: OssClient, desired: Values, prior: Values | undefined, context: Context): Promise<void>;
  afterPut?(client: OssClient, desired: Values, prior: Values | undefined, context: Context): Promise<void>;
}

export function bucketConfig<In extends Fields>(document: BucketDocument<In>): ResourceDefinition {
  const { subresource, operations } = document;
  const describe = (bucket: string): string => `the ${subresource} configuration of bucket ${bucket}`;

  async function get(client: OssClient, bucket: string, context: Context): Promise<Values | undefined> {
    const request = {
      operation: operations.get,
      method: "GET" as const,
      bucket,
      query: { [subresource]: true as const },
    };
    let response: OssResponse;
    try {
      response = await client.send({ ...request, signal: context.signal });
    } catch (error) {
      if (hasCode(error, ["NoSuchBucket", ...document.absent])) return undefined;
      throw error;
    }
    const live = decoding(request.operation, bucket, response, () => document.decode(response.text));
    const rewritten = live && document.encode(live).body;
    if (rewritten?.startsWith("<")) {
      tellUnmanaged(context, describe(bucket), response.text, rewritten);
    }
    return live;
  }

  async function put(client: OssClient, bucket: string, inputs: Values, context: Context): Promise<void> {
    const { body, headers } = document.encode(inputs);
    await write(client, {
      operation: operations.put,
      method: "PUT",
      bucket,
      query: { [subresource]: true },
      headers,
      body,
      contentMd5: body !== undefined,
      signal: context.signal,
    });
  }

  return resource<Fields, Fields, OssClient, "bucket">({
    token: document.token,
    key: ["bucket"],
    manual: document.manual,
    inputs: { bucket: ownerBucket, ...document.inputs, overwrite } as Fields,
    outputs: {},
    rules(inputs, report) {
      document.rules?.(inputs, report);
      reportUnwritable(
        Object.fromEntries(Object.keys(document.inputs).map((name) => [name, (inputs as Values)[name]])),
        report,
      );
    },
    prepare: document.prepare,
    bearing: document.bearing,
    vacant: document.vacant,
    describe: ({ bucket }) => describe(bucket!),

    async observe(client: OssClient, { bucket }, context) {
      const live = await get(client, bucket!, context);
      return live && { bucket, ...live };
    },

    async apply(client: OssClient, desired, context, { observed, prior }) {
      const values = desired as Values;
      if (document.looksBeforeWriting && !observed) await mustExist(client, document, values.bucket, get, context);
      await document.beforePut?.(client, values, prior ?? observed, context);
      await put(client, values.bucket, values, context);
      await document.afterPut?.(client, values, prior ?? observed, context);
      return {};
    },

    async remove(client: OssClient, { bucket }, context) {
      try {
        if (operations.delete) {
          await write(client, {
            operation: operations.delete,
            method: "DELETE",
            bucket,
            query: { [subresource]: true },
            signal: context.signal,
          });
          return;
        }
        const reset = { bucket, ...document.reset };
        if (document.looksBeforeWriting) {
          const live = await get(client, bucket!, context);
          if (!live || document.vacant?.(live)) return;
        }
        await put(client, bucket!, reset, context);
      } catch (error) {
        if (!hasCode(error, ["NoSuchBucket", ...document.absent])) throw error;
      }
    },
  }) as ResourceDefinition;
}

/** Reports texts and keys that no request can hold. */
export function reportUnwritable(inputs: Values, report: Report): void {
  for (const path of unwritable(inputs, [])) {
    report(path, "holds a character that can't be sent (a control character or half a surrogate pair)");
  }
}

/** Where texts and keys are that no XML document can hold, not even escaped. */
function* unwritable(value: unknown, path: Path): Generator<Path> {
  if (typeof value === "string") {
    if (!isWritable(value)) yield path;
  } else if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* unwritable(each, [...path, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      if (isWritable(name)) yield* unwritable(each, [...path, name]);
      else yield [...path, name];
    }
  }
}

/** False for a text that XML can't carry. */
export function isWritable(text: string): boolean {
  try {
    writeXml("Text", text);
    return true;
  } catch {
    return false;
  }
}

async function mustExist(
  client: OssClient,
  document: { operations: { put: string } },
  bucket: string,
  get: (client: OssClient, bucket: string, context: Context) => Promise<Values | undefined>,
  context: Context,
): Promise<void> {
  if (await get(client, bucket, context)) return;
  throw new Error(
    `${document.operations.put} on ${bucket}: the bucket does not exist; run pulumi refresh, then pulumi up creates it again with its configuration`,
  );
}

/** True for a service error with one of the codes: decisions are made on codes, never on messages or a bare status. */
export function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof ServiceError && codes.includes(error.code);
}

/** Runs a decoder and says which answer it was when the body is not what the document says. */
export function decoding<T>(operation: string, subject: string, response: OssResponse, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    // A name with a broken percent sign is as garbled as broken XML.
    const error = cause instanceof URIError ? new WireError({ expected: "URL-encoded names", cause }) : cause;
    if (!(error instanceof WireError)) throw error;
    throw error.of({
      operation,
      resource: subject,
      status: response.status,
      requestId: response.headers["x-oss-request-id"],
    });
  }
}
