/**
 * The configuration documents of a bucket, as the store keeps them: one canonical JSON value per bucket and document
 * name. Names are those of the API's XML elements in camelCase; booleans and numbers are typed.
 */
import type { Acl } from "../store/rows";

/** OSS API reference 20220713, PutBucketCors. */
export interface CorsDocument {
  rules: CorsRule[];
  responseVary?: boolean;
}
export interface CorsRule {
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders: string[];
  exposeHeaders: string[];
  maxAgeSeconds?: number;
}

/** OSS API reference 20220713, PutBucketReferer. */
export interface RefererDocument {
  allowEmptyReferer: boolean;
  allowTruncateQueryString?: boolean;
  referers: string[];
}

/** OSS API reference 20220713, PutBucketWebsite. */
export interface WebsiteDocument {
  indexDocument?: { suffix: string; supportSubDir?: boolean; type?: 0 | 1 | 2 };
  errorDocument?: { key: string; httpStatus?: 200 | 404 };
  routingRules?: RoutingRule[];
}
export interface RoutingRule {
  ruleNumber: number;
  condition: RoutingCondition;
  redirect: RoutingRedirect;
}
export interface RoutingCondition {
  keyPrefixEquals?: string;
  keySuffixEquals?: string;
  httpErrorCodeReturnedEquals?: number;
  includeHeaders?: { key: string; equals?: string }[];
}
export interface RoutingRedirect {
  redirectType: "Mirror" | "External" | "AliCDN";
  passQueryString?: boolean;
  mirrorURL?: string;
  transparentMirrorResponseCodes?: string;
  mirrorPassQueryString?: boolean;
  mirrorFollowRedirect?: boolean;
  mirrorCheckMd5?: boolean;
  mirrorHeaders?: {
    passAll?: boolean;
    pass?: string[];
    remove?: string[];
    set?: { key: string; value: string }[];
  };
  protocol?: "http" | "https";
  hostName?: string;
  replaceKeyPrefixWith?: string;
  enableReplacePrefix?: boolean;
  replaceKeyWith?: string;
  httpRedirectCode?: 301 | 302 | 307;
}

/** OSS API reference 20220713, PutBucketEncryption. */
export interface EncryptionDocument {
  sseAlgorithm: "AES256" | "KMS";
  kmsMasterKeyId?: string;
  kmsDataEncryption?: "SM4";
}

/** OSS API reference 20220713, PutBucketTags. */
export interface TagsDocument {
  tags: { key: string; value: string }[];
}

/** OSS API reference 20220713, PutBucketPolicy: the text exactly as it was sent. */
export type PolicyDocument = string;

/** OSS API reference 20220713, PutBucketRequestPayment. */
export interface RequestPaymentDocument {
  payer: "BucketOwner" | "Requester";
}

/** OSS API reference 20220713, PutBucketTransferAcceleration. */
export interface TransferAccelerationDocument {
  enabled: boolean;
}

/**
 * Documents whose shape other files read (GetBucketInfo, the website, CORS and referer gates, object writes). A group
 * with documents that only it reads keeps their type in its own file and passes it to `getDocument<T>`.
 * ACL and versioning state are columns of the bucket row, not documents.
 */
export interface Documents {
  cors: CorsDocument;
  referer: RefererDocument;
  website: WebsiteDocument;
  encryption: EncryptionDocument;
  tags: TagsDocument;
  policy: PolicyDocument;
  requestPayment: RequestPaymentDocument;
  transferAcceleration: TransferAccelerationDocument;
}

export type { Acl };
