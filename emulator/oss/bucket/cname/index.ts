/**
 * Custom domains of a bucket. OSS API reference 20220713, sections 7.18.1 to 7.18.5.
 *
 * The service looks for the token in a TXT record of the domain. Here there is no DNS: the record counts as published
 * from the moment the token exists until it expires. What depends on registers outside of OSS (CnameDenied by another
 * account, CnameIsRisk, NoSuchCnameInRecord, CNAME_IMG) occurs by fault injection only.
 */
import type { Store } from "../../../store/store";
import type { XmlChild } from "../../../xml";
import { fail } from "../../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../../operation";
import { isoTime } from "../../time";
import { filled, present } from "../fields";
import { CERTIFICATE_SHAPE, type CertificateDocument, readCertificate, writeCertificate } from "./certificate";
import { CNAMES, countTokens, createToken, readDomain, tokenOf, tokenXml } from "./token";

/** Tokens per bucket (L7242), and domains per bucket (the vendor's page of 400 errors). */
const MOST_TOKENS = 1000;
const MOST_CNAMES = 100;

interface CnameDocument {
  domain: string;
  /** Milliseconds since 1970. */
  lastModified: number;
  certificate?: CertificateDocument;
}

const BODY = { root: "BucketCnameConfiguration", shape: { Cname: { Domain: "text" } } } as const;
const PUT_BODY = {
  root: "BucketCnameConfiguration",
  shape: { Cname: { Domain: "text", CertificateConfiguration: CERTIFICATE_SHAPE } },
} as const;

function domainOf(cname: { Domain?: string } | undefined): string {
  return readDomain(filled(present(cname, "Cname").Domain, "Domain"), "Domain");
}

// OSS API reference 20220713, CreateCnameToken. While a token is valid the same one is given (L7145). Users report
// NoNeedCreateCnameToken (L7243) for a domain that is mapped to the bucket already.
function createCnameToken(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const domain = domainOf(bodyOf(ctx, BODY).Cname);
  if (ctx.store.getDocument(bucket, CNAMES + domain) !== undefined) {
    throw fail("NoNeedCreateCnameToken", { Bucket: bucket, Cname: domain });
  }
  const valid = tokenOf(ctx.store, bucket, domain, ctx.now);
  if (valid === undefined && countTokens(ctx.store, bucket, ctx.now) >= MOST_TOKENS) {
    throw fail("TooManyCnameToken", { Bucket: bucket });
  }
  const token = valid ?? createToken(ctx.store, bucket, domain, ctx.now);
  return { status: 200, xml: ["CnameToken", tokenXml(bucket, token)] };
}

// OSS API reference 20220713, GetCnameToken: here `cname` has a value, the domain (L7252).
function getCnameToken(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const domain = readDomain(ctx.query.get("cname") ?? "", "cname");
  const token = tokenOf(ctx.store, bucket, domain, ctx.now);
  if (token === undefined) {
    throw fail("CnameTokenNotFound", { Bucket: bucket, Cname: domain });
  }
  return { status: 200, xml: ["CnameToken", tokenXml(bucket, token)] };
}

// OSS API reference 20220713, PutCname. A domain that the bucket has already keeps its mapping; only its certificate
// can change.
function putCname(ctx: Context): Reply {
  const bucket = theBucket(ctx);
  const cname = bodyOf(ctx, PUT_BODY).Cname;
  const domain = domainOf(cname);
  if (/(^|\.)aliyuncs\.com$/.test(domain)) {
    throw fail("CnameIsForbidden", { Bucket: bucket.name, Cname: domain });
  }
  const before = ctx.store.getDocument<CnameDocument>(bucket.name, CNAMES + domain);
  if (before === undefined) {
    const other = holderOf(ctx.store, bucket.ownerId, domain);
    if (other !== undefined) {
      throw fail("CnameAlreadyExists", { Bucket: other, Cname: domain, CnameType: "CNAME_OSS" });
    }
    if (tokenOf(ctx.store, bucket.name, domain, ctx.now) === undefined) {
      throw fail("NeedVerifyDomainOwnership", { Bucket: bucket.name, Cname: domain });
    }
    if (ctx.store.listDocuments(bucket.name, CNAMES).length >= MOST_CNAMES) {
      throw fail("TooManyCname", { Bucket: bucket.name });
    }
  }
  const asked = cname?.CertificateConfiguration;
  const kept = before?.certificate;
  const document: CnameDocument = {
    domain,
    lastModified: before?.lastModified ?? ctx.now.getTime(),
    certificate: asked === undefined ? kept : readCertificate(asked, kept, bucket.region, ctx.now),
  };
  ctx.store.putDocument(bucket.name, CNAMES + domain, document);
  return { status: 200, headers: CONSOLE };
}

/** A header of the samples of PutCname and ListCname (L7378, L7456). */
const CONSOLE = { "x-oss-console-auth": "success" };

function holderOf(store: Store, ownerId: string, domain: string): string | undefined {
  return store.listBuckets(ownerId).find((bucket) => store.getDocument(bucket.name, CNAMES + domain) !== undefined)
    ?.name;
}

// OSS API reference 20220713, ListCname: without any 404, not an empty list (L7502).
function listCname(ctx: Context): Reply {
  const bucket = theBucket(ctx);
  const names = ctx.store.listDocuments(bucket.name, CNAMES);
  if (names.length === 0) {
    throw fail("NoSuchCname", { Bucket: bucket.name });
  }
  const cnames = names.flatMap((name): XmlChild[] => {
    const document = ctx.store.getDocument<CnameDocument>(bucket.name, name);
    return document === undefined ? [] : [["Cname", cnameXml(document)]];
  });
  return {
    status: 200,
    headers: CONSOLE,
    xml: ["ListCnameResult", [["Bucket", bucket.name], ["Owner", bucket.ownerId], ...cnames]],
  };
}

function cnameXml(document: CnameDocument): XmlChild[] {
  return [
    ["Domain", document.domain],
    ["LastModified", isoTime(document.lastModified)],
    ["Status", "Enabled"],
    ["Certificate", document.certificate === undefined ? undefined : writeCertificate(document.certificate)],
  ];
}

// OSS API reference 20220713, DeleteCname: not idempotent (L7564).
function deleteCname(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const domain = domainOf(bodyOf(ctx, BODY).Cname);
  if (!ctx.store.deleteDocument(bucket, CNAMES + domain)) {
    throw fail("NoSuchCname", { Bucket: bucket, Cname: domain });
  }
  return { status: 200 };
}

const ROW = { level: "bucket", subresource: "cname", method: "POST", verified: "sdk" } as const;

export const cnameOperations: readonly Operation[] = [
  {
    ...ROW,
    name: "CreateCnameToken",
    query: { comp: "token" },
    body: BODY,
    source: "L7141",
    handle: createCnameToken,
  },
  {
    ...ROW,
    name: "GetCnameToken",
    method: "GET",
    // The cname may be missing, which is 400 InvalidArgument.
    subresource: "comp",
    query: { comp: "token" },
    params: ["cname"],
    source: "L7245",
    handle: getCnameToken,
  },
  { ...ROW, name: "PutCname", query: { comp: "add" }, body: PUT_BODY, source: "L7329", handle: putCname },
  { ...ROW, name: "ListCname", method: "GET", source: "L7401", handle: listCname },
  { ...ROW, name: "DeleteCname", query: { comp: "delete" }, body: BODY, source: "L7504", handle: deleteCname },
];
