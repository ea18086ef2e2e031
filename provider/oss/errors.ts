import { ServiceError, type ServiceErrorInit, WireError } from "../http/errors";
import type { HttpResponse } from "../http/request";
import { retryAfterMs } from "../http/retry";
import { readXml, type XmlNode } from "../http/xml";
import { adviceFor } from "./advice";

/** OSS refused a request. Decide on `code`. */
export class OssError extends ServiceError {
  override name = "OssError";
  /** Further elements of the answer, such as BucketName, ArgumentName or Endpoint; never one that holds a signature. */
  readonly details: Readonly<Record<string, string>>;
  /**
   * The host that the answer says to use instead: a bucket of another region answers 403 AccessDenied (or 3xx) with
   * `<Endpoint>`, a redirect has it in Location.
   */
  readonly namedEndpoint: string | undefined;

  constructor(
    init: Omit<ServiceErrorInit, "service" | "advice"> & { details?: Record<string, string>; namedEndpoint?: string },
  ) {
    super({ ...init, service: "oss", advice: adviceFor(init) });
    this.details = init.details ?? {};
    this.namedEndpoint = init.namedEndpoint;
  }
}

/**
 * Codes of a passing state that don't have status 429 or 5xx: throttling of data indexing (OSS API reference 20220713,
 * DoMetaQuery), and a connection on which the body came too slowly (Alibaba Cloud, "HTTP status code 400").
 * The other throttling codes, such as MetaOperationQpsLimitExceeded, are 503 ("HTTP status code 503").
 */
export const TRANSIENT_CODES: ReadonlySet<string> = new Set(["Throttling.Api", "Throttling.User", "RequestTimeout"]);

/** The request that an answer belongs to. */
export interface Asked {
  operation: string;
  method: string;
  bucket?: string;
  key?: string;
}

/** "bucket" or "bucket/key", for messages; undefined for a request about the whole service. */
export function resourceOf({ bucket, key }: Pick<Asked, "bucket" | "key">): string | undefined {
  return key === undefined ? bucket : `${bucket}/${key}`;
}

/**
 * The error that a non-2xx answer tells. Its body is `<Error>` with Code, Message, RequestId, HostId and more, in any
 * order (OSS API reference 20220713, samples such as PutBucketAcl). An answer to HEAD has no body: OSS puts the document
 * into the header x-oss-err, in base64. WireError where there is no such document.
 */
export function readOssError(asked: Asked, response: HttpResponse, now: number): OssError | WireError {
  const { operation } = asked;
  const resource = resourceOf(asked);
  const { status, headers } = response;
  const about = { operation, resource, status, requestId: headers["x-oss-request-id"] };
  const redirectedTo = status < 400 && headers.location ? URL.parse(headers.location)?.host : undefined;
  const common = {
    ...about,
    ec: headers["x-oss-ec"],
    retryAfterMs: retryAfterMs(headers["retry-after"], now),
    namedEndpoint: redirectedTo,
  };

  const document = response.text.trim() || documentInHeader(headers["x-oss-err"]);
  if (document === undefined) {
    const code = codeWithoutBody(asked, response);
    return code === undefined
      ? new WireError({ ...about, expected: "<Error>, got an empty body" })
      : new OssError({ ...common, code, message: "" });
  }
  try {
    const root = readXml(document, "Error", []);
    const { Code, Message, RequestId, EC, HostId, ...details } = leaves(root);
    if (!Code) return new WireError({ ...about, expected: "<Code> in <Error>" });
    return new OssError({
      ...common,
      code: Code,
      message: Message ?? "",
      requestId: RequestId || common.requestId,
      ec: EC || common.ec,
      hostId: HostId,
      details,
      namedEndpoint: details.Endpoint || redirectedTo,
    });
  } catch (error) {
    if (error instanceof WireError) return error.of(about);
    throw error;
  }
}

/** Elements that repeat what was signed with, or the signature itself. */
const NEVER_KEPT = new Set([
  ...["AccessKeyId", "OSSAccessKeyId", "CanonicalRequest", "SecurityToken", "SignatureProvided", "StringToSign"],
  ...["CanonicalRequestBytes", "StringToSignBytes"],
]);

function leaves(root: XmlNode): Record<string, string> {
  const plain = root.children.filter((child) => child.children.length === 0 && !NEVER_KEPT.has(child.name));
  return Object.fromEntries(plain.map((child) => [child.name, child.text]));
}

function documentInHeader(header: string | undefined): string | undefined {
  if (!header) return undefined;
  const decoded = Buffer.from(header, "base64").toString("utf8").trim();
  if (decoded.startsWith("<")) return decoded;
  return /^[A-Za-z][\w.]*$/.test(header) ? `<Error><Code>${header}</Code></Error>` : undefined;
}

const CODES_WITHOUT_BODY: Readonly<Record<number, string>> = { 304: "NotModified", 412: "PreconditionFailed" };
const CODES_OF_HEAD: Readonly<Record<number, string>> = {
  400: "InvalidArgument",
  403: "AccessDenied",
  405: "MethodNotAllowed",
  500: "InternalError",
  503: "ServiceUnavailable",
};

/** The code that the status stands for where the answer can have no document. */
function codeWithoutBody({ method, key }: Asked, { status, headers }: HttpResponse): string | undefined {
  if (headers.location !== undefined && (status === 301 || status === 302 || status === 307)) {
    return status === 301 ? "PermanentRedirect" : "TemporaryRedirect";
  }
  const any = CODES_WITHOUT_BODY[status];
  if (any !== undefined || method !== "HEAD") return any;
  if (status === 404) return key === undefined ? "NoSuchBucket" : "NoSuchKey";
  return CODES_OF_HEAD[status];
}
