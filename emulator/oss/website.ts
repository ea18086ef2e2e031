/**
 * Static website hosting for anonymous GET and HEAD: index pages, sub-directories, routing rules, error page.
 * OSS API reference 20220713, PutBucketWebsite (L4861-5155).
 */
import type { VersionRow } from "../store/rows";
import { checkAccess } from "./access";
import type { RoutingRedirect, RoutingRule, WebsiteDocument } from "./documents";
import { fail, OssFailure } from "./errors";
import { serveMirror } from "./mirror";
import { findVersion, getObjectRow, serveObject } from "./object/get";
import { type Context, type Operation, type Reply, theBucket } from "./operation";
import { encodePath, type Request } from "./request";
import { SIGNATURE_PARAMS } from "./sign/authenticate";

/** Stands in the journal for what the website answers; permissions are those of GetObject. */
export const websiteOperation: Operation = {
  ...getObjectRow,
  name: "Website",
  action: "oss:GetObject",
  source: "L4861",
  handle: (ctx) => serveWebsite(ctx, ""),
};

/** Signed requests are API calls also on a website bucket (L4883); so are those that name a sub-resource. */
export function isWebsiteRequest(store: Context["store"], request: Request, bucketName: string): boolean {
  return (
    (request.method === "GET" || request.method === "HEAD") &&
    request.headers.authorization === undefined &&
    ![...request.query.keys()].some((key) => SIGNATURE_PARAMS.has(key) || SUBRESOURCES.has(key)) &&
    store.getDocument(bucketName, "website") !== undefined
  );
}

/** Query keys that make a GET an API call; any other query belongs to the page. */
const SUBRESOURCES = new Set(
  `acl bucketInfo cname comp cors encryption inventory lifecycle list-type live location logging metaQuery objectMeta
  policy referer replication replicationLocation replicationProgress requestPayment stat symlink tagging
  transferAcceleration uploadId uploads versioning versions vod website worm`.split(/\s+/),
);

export async function serveWebsite(ctx: Context, rawQuery: string): Promise<Reply> {
  const bucket = theBucket(ctx);
  const website = ctx.store.getDocument(bucket.name, "website");
  if (website === undefined) {
    throw fail("NoSuchWebsiteConfiguration", { BucketName: bucket.name });
  }
  const key = indexKey(website, ctx.key ?? "");
  const found = look(ctx, key);
  const status = found.failure?.status ?? 200;
  const rule = matchingRule(website.routingRules ?? [], ctx, status);
  if (rule !== undefined && rule.redirect.redirectType !== "Mirror") {
    return redirect(ctx, rule, rawQuery);
  }
  if (rule !== undefined && status === 404) {
    const mirrored = await serveMirror(ctx, key, rule.redirect, rawQuery);
    if (mirrored !== undefined) {
      return mirrored;
    }
  }
  if (found.failure === undefined) {
    return serveObject(ctx, found.version as VersionRow);
  }
  if (status !== 404) {
    throw found.failure;
  }
  return subdirectory(ctx, website, key) ?? errorPage(ctx, website) ?? raise(found.failure);
}

/** A key that is empty or ends in "/" means the index page: of that directory, or without SupportSubDir of the root. */
function indexKey(website: WebsiteDocument, key: string): string {
  const index = website.indexDocument;
  if (index === undefined || !(key === "" || key.endsWith("/"))) {
    return key;
  }
  return index.supportSubDir === true ? key + index.suffix : index.suffix;
}

function look(ctx: Context, key: string): { version?: VersionRow; failure?: OssFailure } {
  try {
    if (key === "") {
      throw fail("NoSuchKey", { Key: key });
    }
    checkAccess(ctx.store, websiteOperation, ctx.identity, theBucket(ctx), key);
    return { version: findVersion(ctx, key) };
  } catch (error) {
    if (error instanceof OssFailure) {
      return { failure: error };
    }
    throw error;
  }
}

/** In the order of RuleNumber, the first whose conditions all hold. */
function matchingRule(rules: readonly RoutingRule[], ctx: Context, status: number): RoutingRule | undefined {
  const key = ctx.key ?? "";
  return [...rules]
    .sort((a, b) => a.ruleNumber - b.ruleNumber)
    .find(
      ({ condition }) =>
        key.startsWith(condition.keyPrefixEquals ?? "") &&
        key.endsWith(condition.keySuffixEquals ?? "") &&
        (condition.httpErrorCodeReturnedEquals === undefined || condition.httpErrorCodeReturnedEquals === status) &&
        (condition.includeHeaders ?? []).every(({ key: name, equals }) => {
          const value = ctx.headers[name.toLowerCase()];
          return value !== undefined && (equals === undefined || value === equals);
        }),
    );
}

/** External and AliCDN. The extra header that AliCDN gets is not documented; the answer is the same redirect. */
function redirect(ctx: Context, { condition, redirect: to }: RoutingRule, rawQuery: string): Reply {
  const key = replacedKey(ctx.key ?? "", condition.keyPrefixEquals ?? "", to);
  const query = to.passQueryString === true && rawQuery !== "" ? `?${rawQuery}` : "";
  const base = to.hostName === undefined ? ownBase(ctx, to.protocol) : `${to.protocol ?? ctx.scheme}://${to.hostName}`;
  return { status: to.httpRedirectCode ?? 301, headers: { Location: `${base}/${encodePath(key)}${query}` } };
}

function replacedKey(key: string, prefix: string, to: RoutingRedirect): string {
  if (to.replaceKeyWith) {
    return to.replaceKeyWith.replaceAll("${key}", key);
  }
  // EnableReplacePrefix with nothing to put in its place cuts the prefix off.
  if (to.replaceKeyPrefixWith || to.enableReplacePrefix === true) {
    return (to.replaceKeyPrefixWith ?? "") + key.slice(prefix.length);
  }
  return key;
}

/** Where this bucket is, as the client addressed it. */
function ownBase(ctx: Context, protocol = ctx.scheme): string {
  return `${protocol}://${ctx.host}${ctx.pathStyle ? `/${ctx.bucketName}` : ""}`;
}

/** IndexDocument.Type, after the routing rules and before the error page (L4929). */
function subdirectory(ctx: Context, website: WebsiteDocument, key: string): Reply | undefined {
  const index = website.indexDocument;
  if (index?.supportSubDir !== true || key === "" || key.endsWith("/") || index.type === 1 || ctx.key !== key) {
    return undefined;
  }
  const { version } = look(ctx, `${key}/${index.suffix}`);
  if (version === undefined) {
    return undefined;
  }
  if (index.type === 2) {
    return serveObject(ctx, version);
  }
  const path = `${ctx.pathStyle ? `/${ctx.bucketName}` : ""}/${encodePath(key)}/`;
  return { status: 302, headers: { Location: path } };
}

function errorPage(ctx: Context, website: WebsiteDocument): Reply | undefined {
  if (website.errorDocument === undefined) {
    return undefined;
  }
  const { version } = look(ctx, website.errorDocument.key);
  return version && { ...serveObject(ctx, version, { whole: true }), status: website.errorDocument.httpStatus ?? 404 };
}

function raise(failure: OssFailure): never {
  throw failure;
}
