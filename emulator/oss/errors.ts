/** The error codes of OSS: status, default message, and the EC number where a public page names it. */

interface ErrorRow {
  status: number;
  message: string;
  ec?: string;
}

const NO_ACCESS = "You have no right to access this object because of bucket acl.";

/**
 * Codes and statuses: OSS API reference 20220713, the error tables of each operation; messages: its samples. Codes of
 * the signature schemes and the EC numbers are not in it; they come from the vendor's public error pages.
 */
export const ERRORS = {
  AccessDenied: { status: 403, message: NO_ACCESS, ec: "0003-00000001" },
  AccessForbidden: {
    status: 403,
    message:
      "CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Requet-Headers are not whitelisted by the resource's CORS spec.",
  },
  BucketAlreadyExists: {
    status: 409,
    message:
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    ec: "0015-00000104",
  },
  BucketNotEmpty: { status: 409, message: "The bucket you tried to delete is not empty.", ec: "0015-00000301" },
  FileAlreadyExists: {
    status: 409,
    message: "The object you specified already exists and can not be overwritten.",
  },
  FileImmutable: { status: 409, message: "The object you specified is immutable." },
  InternalError: { status: 500, message: "We encountered an internal error. Please try again." },
  InvalidAccessKeyId: {
    status: 403,
    message: "The OSS Access Key Id you provided does not exist in our records.",
    ec: "0002-00000902",
  },
  InvalidArgument: { status: 400, message: "Invalid Argument." },
  InvalidBucketName: { status: 400, message: "The specified bucket is not valid." },
  InvalidDigest: { status: 400, message: "The Content-MD5 you specified was invalid." },
  InvalidEncryptionAlgorithmError: {
    status: 400,
    message: "The Encryption request you specified is not valid. Supported value: AES256/KMS.",
  },
  InvalidObjectName: { status: 400, message: "The specified object is not valid." },
  InvalidObjectState: {
    status: 403,
    message: "The operation is not valid for the object's state",
  },
  InvalidPart: {
    status: 400,
    message:
      "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
  },
  InvalidPartOrder: {
    status: 400,
    message: "The list of parts was not in ascending order. Parts list must specified in order by part number.",
  },
  EntityTooSmall: {
    status: 400,
    message: "Your proposed upload smaller than the minimum allowed object size.",
  },
  EntityTooLarge: {
    status: 400,
    message: "Your proposed upload exceeds the maximum allowed object size.",
  },
  InvalidSecurityToken: { status: 403, message: "The security token you provided is invalid.", ec: "0002-00000006" },
  AccessKeyIdAndSecurityTokenNotMatch: {
    status: 403,
    message: "The OSS access key id and security token you provided does not match.",
    ec: "0002-00000004",
  },
  SecurityTokenNotSupported: { status: 400, message: "The security token is not supported for this key." },
  KmsServiceNotEnabled: { status: 403, message: "KMS service is not enabled." },
  MalformedXML: {
    status: 400,
    message: "The XML you provided was not well-formed or did not validate against our published schema.",
  },
  MethodNotAllowed: {
    status: 405,
    message: "The specified method is not allowed against this resource.",
  },
  MissingArgument: { status: 400, message: "Missing Some Required Arguments." },
  MissingContentLength: {
    status: 411,
    message: "You must provide the Content-Length HTTP header.",
  },
  NoSuchBucket: { status: 404, message: "The specified bucket does not exist.", ec: "0015-00000101" },
  NoSuchBucketPolicy: { status: 404, message: "The specified bucket policy does not exist." },
  NoSuchCORSConfiguration: { status: 404, message: "The CORS Configuration does not exist." },
  NoSuchKey: { status: 404, message: "The specified key does not exist.", ec: "0026-00000001" },
  NoSuchLifecycle: { status: 404, message: "No Row found in Lifecycle Table." },
  NoSuchLiveChannel: { status: 404, message: "The specified live channel does not exist." },
  NoSuchRegion: { status: 404, message: "The specified region does not exist." },
  NoSuchReplicationConfiguration: {
    status: 404,
    message: "The bucket you specified does not have replication configuration.",
  },
  // Printed 400 in the error table of GetBucketEncryption (L6107), 404 on the vendor's page of 404 errors; the code is
  // what clients go by.
  NoSuchServerSideEncryptionRule: {
    status: 404,
    message: "The server side encryption configuration was not found.",
  },
  NoSuchTransferAccelerationConfiguration: {
    status: 404,
    message: "The bucket you specified does not have transfer acceleration configuration.",
  },
  NoSuchUpload: {
    status: 404,
    message:
      "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
  },
  NoSuchVersion: { status: 404, message: "The specified version does not exist." },
  NoSuchWebsiteConfiguration: {
    status: 404,
    message: "The specified bucket does not have a website configuration.",
  },
  NoSuchWORMConfiguration: { status: 404, message: "The WORM Configuration does not exist." },
  NotImplemented: {
    status: 501,
    message: "A header you provided implies functionality that is not implemented.",
  },
  MirrorFailed: {
    status: 424,
    message: "The origin of the mirroring-based back-to-origin rule did not give the object.",
  },
  InvalidURI: { status: 400, message: "Couldn't parse the specified URI." },
  // The code for what buckets with, or without, a hierarchical namespace do not support is not documented; this one is
  // (UploadPartCopy).
  OperationNotSupported: {
    status: 400,
    message: "The operation is not supported for a bucket with a hierarchical namespace.",
  },
  NotModified: { status: 304, message: "Not Modified" },
  PreconditionFailed: {
    status: 412,
    message: "At least one of the pre-conditions you specified did not hold.",
  },
  RequestTimeTooSkewed: {
    status: 403,
    message: "The difference between the request time and the current time is too large.",
    ec: "0002-00000504",
  },
  RequestTimeout: {
    status: 400,
    message: "Your socket connection to the server was not read from or written to within the timeout period.",
  },
  ResourceGroupIdPreCheckError: { status: 400, message: "The specified resource group is invalid or does not exist." },
  SecondLevelDomainForbidden: {
    status: 403,
    message: "The bucket you are attempting to access must be addressed using OSS third level domain.",
  },
  SignatureDoesNotMatch: {
    status: 403,
    message:
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    ec: "0002-00000040",
  },
  TooManyBuckets: {
    status: 400,
    message: "You have attempted to create more buckets than allowed.",
  },
  // Bucket configurations. Codes and statuses of the API reference where its error tables have them (replication,
  // inventory, logging, metadata index, CNAME); messages, and the codes that it leaves out (CORSRuleBeyondLimit,
  // InvalidTag, TooManyTags, RepeatedTags, TooManyPrefixes, InvalidRequest, the WORM codes, NoSuchInventory), from the
  // vendor's public pages of HTTP 400, 403, 404 and 409 errors.
  BadReplicationLocation: { status: 400, message: "The replication location you choose is invalid." },
  BucketReplicationAlreadyExist: { status: 400, message: "Bucket replication already exists." },
  CORSRuleBeyondLimit: { status: 400, message: "The CORS Rules num is beyond limit." },
  ChannelStillLive: {
    status: 409,
    message: "Live channel couldn't be updated or deleted when channel is live.",
  },
  CnameAlreadyExists: { status: 409, message: "The cname has been attatched to your other bucket already." },
  CnameDenied: { status: 403, message: "The cname belongs to another user." },
  CnameIsForbidden: { status: 403, message: "The cname is reserved and can not be attached to a bucket." },
  CnameIsRisk: { status: 403, message: "The cname is a high-risk domain name." },
  CnameTokenNotFound: { status: 404, message: "Cname token not found." },
  InternalServerError: { status: 500, message: "An internal error has occurred." },
  InvalidDataEncryptionAlgorithmError: {
    status: 400,
    message: "The KMS Data Encryption request you specified is not valid. Supported value:SM4.",
  },
  InvalidParameter: { status: 400, message: "The specified parameter is not valid." },
  // PutBucketPolicy has no error table. InvalidPolicyDocument is the vendor's code for a bad policy form field;
  // MalformedPolicyDocument that of its policy APIs for text that is no policy at all.
  InvalidPolicyDocument: { status: 400, message: "The policy document is invalid." },
  MalformedPolicyDocument: { status: 400, message: "The policy document is not well-formed." },
  InvalidRange: { status: 416, message: "The requested range cannot be satisfied." },
  InvalidRequest: { status: 400, message: "The request is invalid." },
  InvalidTag: { status: 400, message: "The TagKey you have provided is invalid." },
  InvalidTargetBucket: { status: 400, message: "The target bucket is invalid for bucket replication." },
  InvalidTargetBucketForLogging: {
    status: 400,
    message: "Put bucket log requester is not target bucket owner.",
  },
  InvalidTargetLocation: {
    status: 400,
    message: "The target bucket you specified does not locate in the target location.",
  },
  InvalidWORMConfiguration: { status: 400, message: "Invalid WORM Configuration." },
  InventoryAlreadyExist: { status: 409, message: "The inventory you specified already exists." },
  InventoryExceedLimit: { status: 400, message: "You are not allowed to create more inventory than limit." },
  MetaQueryAlreadyExist: { status: 400, message: "The meta query of the bucket already exists." },
  MetaQueryNotExist: { status: 400, message: "The meta query of the bucket does not exist." },
  MissingParameter: { status: 400, message: "A required parameter is missing." },
  NeedVerifyDomainOwnership: { status: 403, message: "The ownership of the domain name needs to be verified." },
  NoNeedCreateCnameToken: { status: 403, message: "The cname token is in effect, no new one is needed." },
  NoReplicationLocation: { status: 400, message: "The bucket does not have corresponding replication location." },
  NoSuchCname: { status: 404, message: "The specified cname does not exist." },
  NoSuchCnameInRecord: { status: 404, message: "The cname has no ICP record." },
  NoSuchInventory: { status: 404, message: "No Row found in Inventory Table." },
  NoSuchReplicationRule: { status: 404, message: "The BucketReplicationRule you specified does not exist." },
  RepeatedTags: { status: 400, message: "Tag keys must be unique." },
  "Throttling.Api": { status: 403, message: "The request is denied because of throttling of the operation." },
  "Throttling.User": { status: 403, message: "The request is denied because of throttling of the user." },
  TooManyCname: { status: 400, message: "You have attempted to create more cname than allowed." },
  TooManyCnameToken: {
    status: 400,
    message: "You have attempted to create more cname token than allowed.",
  },
  TooManyIncomingReplication: {
    status: 400,
    message: "The destination bucket has reached the limit of incoming replication rules.",
  },
  TooManyOutgoingReplication: {
    status: 400,
    message: "The source bucket has reached the limit of outgoing replication rules.",
  },
  TooManyPrefixes: { status: 400, message: "The bucket replication rule's prefixes number is beyond limit." },
  TooManyReplicationRules: { status: 400, message: "OSS only support one replication rule now." },
  TooManyTags: { status: 400, message: "The bucket tags num is beyond limit." },
  TransferAccAlreadyInUse: {
    status: 409,
    message: "The transfer acceleration is already used by cross-region replication.",
  },
  TransferAccelerationDisabled: { status: 403, message: "Transfer acceleration is disabled." },
  WORMConfigurationLocked: { status: 403, message: "The WORM Configuration is locked." },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

/** A documented failure: rendered as the error XML, and rolls back the operation's transaction. */
export class OssFailure extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    /** Elements after HostId, in this order. */
    readonly extras: Readonly<Record<string, string>>,
    readonly ec: string | undefined,
    readonly headers: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

/** `throw fail("NoSuchBucket", { BucketName: name })`; the last argument replaces what the table says. */
export function fail(
  code: ErrorCode,
  extras: Readonly<Record<string, string>> = {},
  other: { message?: string; status?: number; ec?: string; headers?: Readonly<Record<string, string>> } = {},
): OssFailure {
  const row: ErrorRow = ERRORS[code];
  return new OssFailure(
    code,
    other.status ?? row.status,
    other.message ?? row.message,
    extras,
    other.ec ?? row.ec,
    other.headers ?? {},
  );
}

/** 400 InvalidArgument in its usual form. */
export function invalidArgument(name: string, value: string, message: string): OssFailure {
  return fail("InvalidArgument", { ArgumentName: name, ArgumentValue: value }, { message });
}
