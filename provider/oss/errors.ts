import { ServiceError, type ServiceErrorInit, WireError } from "../http/errors";
import type { HttpResponse } from "../http/request";
import { retryAfterMs } from "../http/retry";
import { readXml, type XmlNode } from "../http/xml";

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
    super({ ...init, service: "oss", advice: adviceFor(init.code, init.status) });
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

const TOKEN_ADVICE = "get a new security token, or set the key pair and token that were issued together";
const SLOW_DOWN =
  "wait a little and run again, with fewer requests at once (granary:oss.maxParallel, or pulumi up --parallel)";

/** What the user can do, by code. */
const ADVICE: Readonly<Record<string, string>> = {
  AccessDenied:
    "give the key permission for this operation (RAM policy and bucket policy), and check that the bucket is yours",
  AccessKeyIdAndSecurityTokenNotMatch: TOKEN_ADVICE,
  BucketAlreadyExists:
    "bucket names are unique in all of OSS: choose another name, or import the bucket if it is yours",
  BucketNotEmpty: "the bucket was kept: empty it, or set forceDestroy: true, run pulumi up, and destroy again",
  FileImmutable: "a retention policy protects it: nobody can change or delete it until its time is over",
  InvalidAccessKeyId: "check the access key id, and that the key exists and is enabled in the account",
  InvalidBucketName: "use 3 to 63 lower-case letters, digits and hyphens, starting and ending with a letter or digit",
  InvalidSecurityToken: TOKEN_ADVICE,
  NoSuchBucket: "check the bucket's name, region and account, or run pulumi refresh if it was deleted",
  NotImplemented: "the endpoint does not know this operation: check granary:oss.endpoint",
  RequestTimeTooSkewed: "set this machine's clock: it may differ from the service's by 15 minutes at most",
  SecurityTokenExpired: TOKEN_ADVICE,
  SecurityTokenNotSupported: TOKEN_ADVICE,
  SignatureDoesNotMatch:
    "check that the access key secret belongs to the access key id, and that no proxy changes requests",
  TooManyBuckets: "delete a bucket, or ask Alibaba Cloud for a higher quota",
  UserDisable: "check in the console that OSS is activated and that no payment of the account is overdue",
};

/** Words in the code that say what it is about, for the many that are not listed one by one. */
const ADVICE_BY_WORD: readonly [word: RegExp, advice: string][] = [
  [/Throttling|LimitExceeded$|SlowDown/, SLOW_DOWN],
  [/^(Malformed|Invalid|Missing)/, "correct the argument that the message names"],
];

function adviceFor(code: string, status: number): string | undefined {
  const advice = Object.hasOwn(ADVICE, code) ? ADVICE[code] : ADVICE_BY_WORD.find(([word]) => word.test(code))?.[1];
  if (advice) return advice;
  if (status === 429) return SLOW_DOWN;
  return status >= 500 ? "run again; if it goes on, ask Alibaba Cloud's support with the request id" : undefined;
}

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
