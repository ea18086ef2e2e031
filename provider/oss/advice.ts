// What a user can do about a refusal. Causes: the error tables of the OSS API reference 20220713, of each operation; those
// of codes that it does not list: the vendor's pages of HTTP errors.

const SLOW_DOWN =
  "wait a little and run again, with fewer requests at once (granary:oss.maxParallel, or pulumi up --parallel)";
const AGAIN = "run again; if it goes on, ask Alibaba Cloud's support with the request id";
const NEW_TOKEN = "get a new security token, or set the key pair and token that were issued together";
const REFRESH = "it is not there any more: run pulumi refresh, then pulumi up makes it again";
const DOMAIN = "the domain must be a plain host name, such as www.example.com";
const LISTING =
  "at most 1,000 entries come at a time, and prefix, marker and delimiter must have fewer than 1,024 bytes";

/** By code, whatever the operation. */
const BY_CODE: Readonly<Record<string, string>> = {
  AccessForbidden: "no CORS rule of the bucket allows this origin, method and headers: add one with BucketCors",
  AccessKeyIdAndSecurityTokenNotMatch: NEW_TOKEN,
  BadReplicationLocation:
    "this bucket can't be replicated to that region: getReplicationLocations lists what targetLocation may be",
  BucketAlreadyExists:
    "bucket names are unique in all of OSS: choose another name, or import the bucket if it is yours",
  BucketNotEmpty: "the bucket was kept: empty it, or set forceDestroy: true, run pulumi up, and destroy again",
  BucketReplicationAlreadyExist:
    "there is a rule between these two buckets: delete it first, or import it as a BucketReplication",
  CORSRuleBeyondLimit: "a bucket takes 10 CORS rules: merge some of them",
  CertificateInvalidCasId: "certificate.certId must be the id with its region, such as 493****-cn-hangzhou",
  ChannelStillLive: "stop the client that pushes to the live channel, then run again",
  CnameAlreadyExists:
    "the domain is bound to another bucket of this account, or to its image processing: unbind it there first",
  CnameDenied: "the domain is in use by another account: unbind it there first, or choose another",
  CnameIsForbidden: "the domain is reserved for OSS itself: choose another",
  CnameIsRisk: "OSS takes the domain for a high-risk one: choose another, or ask Alibaba Cloud's support to clear it",
  CnameTokenNotFound: "the token was never made or its 12 hours are over: make one with BucketCnameToken",
  FileAlreadyExists: "a directory or an object of that name is there already: choose another name, or delete it first",
  FileImmutable: "a retention policy protects it: nobody can change or delete it until its time is over",
  InternalServerError: AGAIN,
  InvalidAccessKeyId: "check the access key id, and that the key exists and is enabled in the account",
  InvalidBucketName: "use 3 to 63 lower-case letters, digits and hyphens, starting and ending with a letter or digit",
  InvalidDigest: "the request was changed on its way: check the network and any proxy, then run again",
  InvalidEncryptionAlgorithmError: "the algorithm must be AES256 or KMS",
  InvalidSecurityToken: NEW_TOKEN,
  InvalidTargetBucket: "the target must be another bucket, exist, and belong to the same account",
  InvalidTargetLocation: "targetLocation must be where the target bucket is: use its output location",
  InventoryAlreadyExist: "an inventory of this id was made by someone else: import it, or choose another inventoryId",
  InventoryExceedLimit: "a bucket can have 1,000 inventories: delete one first",
  KmsServiceNotEnabled: "activate the Key Management Service (KMS) in the bucket's region, or encrypt with AES256",
  MetaQueryAlreadyExist: "the index is being built already: wait until its state is Running",
  MetaQueryNotExist:
    "data indexing is off, or its index is not built yet: make a BucketMetaQuery and wait until its state is Running",
  NeedVerifyDomainOwnership:
    "prove that the domain is yours: put the token of a BucketCnameToken into the TXT record _dnsauth.<domain>, wait some minutes and run again",
  NoNeedCreateCnameToken: "the domain is verified or bound already and needs no token: leave the BucketCnameToken out",
  NoReplicationLocation:
    "buckets of this region can't be replicated to another one: choose a target in the same region",
  NoSuchBucket: "check the bucket's name, region and account, or run pulumi refresh if it was deleted",
  NoSuchBucketPolicy: REFRESH,
  NoSuchCORSConfiguration: REFRESH,
  NoSuchCname: "no domain is bound to the bucket: bind one with BucketCname",
  NoSuchCnameInRecord: "the domain has no ICP filing, which buckets in mainland China need: apply for one first",
  NoSuchInventory: REFRESH,
  NoSuchLifecycle: REFRESH,
  NoSuchRegion: "getRegions without an argument lists the regions that there are",
  NoSuchReplicationConfiguration: "the bucket has no replication rule: make one with BucketReplication",
  NoSuchReplicationRule: "there is no rule of this id: use the output ruleId of a BucketReplication, or leave it out",
  NoSuchServerSideEncryptionRule: REFRESH,
  NoSuchTransferAccelerationConfiguration: REFRESH,
  NoSuchWORMConfiguration: REFRESH,
  NoSuchWebsiteConfiguration: REFRESH,
  NotImplemented: "the endpoint does not know this operation: check granary:oss.endpoint",
  OperationNotSupported: "the bucket's kind rules this out: see which settings a hierarchical namespace has",
  RequestTimeTooSkewed: "set this machine's clock: it may differ from the service's by 15 minutes at most",
  ResourceGroupIdPreCheckError: "resourceGroupId must be a resource group of this account, rg-...",
  SecurityTokenExpired: NEW_TOKEN,
  SecurityTokenNotSupported: NEW_TOKEN,
  SignatureDoesNotMatch:
    "check that the access key secret belongs to the access key id, and that no proxy changes requests",
  "Throttling.Api": SLOW_DOWN,
  "Throttling.User": SLOW_DOWN,
  TooManyBuckets: "an account can have 100 buckets in a region: delete one, or ask Alibaba Cloud for a higher quota",
  TooManyCname: "the bucket has as many domains as it can: unbind one first",
  TooManyCnameToken: "a bucket can have 1,000 tokens: wait until some lapse, 12 hours after they were made",
  TooManyIncomingReplication:
    "100 rules replicate to the target bucket already: delete one, or ask Alibaba Cloud for a higher quota",
  TooManyOutgoingReplication:
    "the bucket has 100 replication rules already: delete one, or ask Alibaba Cloud for a higher quota",
  TooManyReplicationRules: "name one replication rule only",
  TransferAccAlreadyInUse:
    "replication rules with transferType oss_acc go through this acceleration: delete them first, or leave it on",
  TooManyPrefixes: "a replication rule takes 10 prefixes: use shorter ones that cover more",
  TooManyTags: "a bucket takes 20 tags: drop some",
  UserDisable: "check in the console that OSS is activated and that no payment of the account is overdue",
  WORMConfigurationLocked: "the retention policy is locked: it can be prolonged, nothing else",
};

/** By operation and code, where a code has a cause of its own in an operation; with the status where that tells them apart. */
const BY_OPERATION: Readonly<Record<string, string>> = {
  "DeleteBucketInventory InvalidRequest": "check the inventory's id",
  "DeleteBucketReplication TransferAccAlreadyInUse":
    "the target bucket's transfer acceleration is off, and the rule needs it: turn it on, then run again",
  "DeleteDirectory FileAlreadyExists": "something writes into the directory: stop that, then run again",
  "DescribeRegions InvalidArgument": "name a region as oss-cn-hangzhou or cn-hangzhou",
  "DoMetaQuery EntityTooLarge": "make the query condition shorter",
  "DoMetaQuery InvalidArgument": "check the fields, operations and values of query, sort and aggregations",
  "DoMetaQuery InvalidParameter": "check the fields, operations and values of query, sort and aggregations",
  "DoMetaQuery MissingParameter": "give every condition its Field, Value and Operation, and every aggregation both",
  "GetBucket InvalidArgument": LISTING,
  "GetBucketV2 InvalidArgument": LISTING,
  "GetBucketVersions InvalidArgument": LISTING,
  "GetCnameToken InvalidArgument": DOMAIN,
  "InitiateBucketWorm InvalidWORMConfiguration":
    "the bucket has a retention policy already: run pulumi refresh, or import it as a BucketRetentionPolicy",
  "InitiateBucketWorm InvalidRequest":
    "a retention policy goes neither with versioning nor with website rules that mirror: remove one of them",
  "PutBucketAcl InvalidArgument": "the ACL must be private, public-read or public-read-write",
  "PutBucketEncryption InvalidArgument": "kmsMasterKeyId and kmsDataEncryption go with the algorithm KMS only",
  "PutBucketInventory InvalidArgument": "check frequency, versions, columns and destination of the inventory",
  "PutBucketLifecycle InvalidArgument":
    "objects must reach Archive later than IA, and expire later than both: correct the rules' days and dates",
  "PutBucketLifecycle InvalidRequest":
    "prefixes of rules must not overlap: merge the rules, or set allowSameActionOverlap",
  "PutBucketLogging InvalidTargetBucketForLogging 400": "the target bucket must exist in the same region as the bucket",
  "PutBucketLogging InvalidTargetBucketForLogging 403": "the target bucket must belong to this account",
  "PutBucketLogging MalformedXML": "check targetBucket and targetPrefix",
  "PutBucketReplication InvalidArgument":
    "transferType must be internal or oss_acc, and oss_acc needs a target in another region",
  "PutBucketReplication InvalidRequest":
    "both buckets must have the same versioning: set it with BucketVersioning first",
  "PutBucketReplication MissingArgument": "set transferType to internal or oss_acc",
  "PutBucketTransferAcceleration MalformedXML": "enabled must be true or false",
  "PutBucketVersioning InvalidArgument": "status must be Enabled or Suspended",
  "PutBucketVersioning InvalidRequest":
    "versioning does not go with a retention policy or replication as it is: remove that first",
  "PutBucketWebsite InvalidRequest":
    "rules that mirror don't go with a retention policy: use redirects, or another bucket",
  "PutCname InvalidArgument": DOMAIN,
};

/** Words in the code that say what it is about, for the many that are not listed one by one. */
const BY_WORD: readonly [word: RegExp, advice: string][] = [
  [/Throttling|LimitExceeded$|SlowDown/, SLOW_DOWN],
  [/^(Malformed|Invalid|Missing)/, "correct the argument that the message names"],
];

/** RAM actions that are not called like their operation. */
const ACTIONS: Readonly<Record<string, string>> = {
  CreateDirectory: "PutObject",
  DeleteBucketTags: "DeleteBucketTagging",
  DeleteDirectory: "DeleteObject",
  DeleteMultipleObjects: "DeleteObject",
  GetBucket: "ListObjects",
  GetBucketTags: "GetBucketTagging",
  GetBucketV2: "ListObjects",
  GetBucketVersions: "ListObjectVersions",
  GetObjectMeta: "GetObject",
  GetService: "ListBuckets",
  HeadObject: "GetObject",
  PutBucketTags: "PutBucketTagging",
};
/** Operations that can make a bucket public, which Block Public Access forbids with the code AccessDenied. */
const MAKES_PUBLIC = new Set(["PutBucket", "PutBucketAcl", "PutBucketPolicy"]);

/** Operations on the account: no bucket is in it. */
const OF_THE_ACCOUNT = new Set(["GetService", "DescribeRegions"]);

export interface Refusal {
  operation: string;
  code: string;
  status: number;
  details?: Readonly<Record<string, string>>;
}

export function adviceFor({ operation, code, status, details = {} }: Refusal): string | undefined {
  if (code === "AccessDenied") return permission(operation);
  const own = BY_OPERATION[`${operation} ${code}`] ?? BY_OPERATION[`${operation} ${code} ${status}`];
  const advice =
    own ??
    (Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined) ??
    BY_WORD.find(([word]) => word.test(code))?.[1] ??
    (status === 429 ? SLOW_DOWN : status >= 500 ? AGAIN : undefined);
  return advice && advice + named(details);
}

function permission(operation: string): string {
  const action = `oss:${ACTIONS[operation] ?? operation}`;
  if (OF_THE_ACCOUNT.has(operation)) return `give the key permission ${action} (RAM policy)`;
  const open = MAKES_PUBLIC.has(operation)
    ? "; to let everybody in, first turn off Block Public Access of the bucket and the account in the console of OSS"
    : "";
  return `give the key permission ${action} (RAM policy or bucket policy), and check that the bucket is yours${open}`;
}

/** Which argument or element it was, where the answer tells; never a value, which may be secret. */
function named({ ArgumentName, ErrorDetail }: Readonly<Record<string, string>>): string {
  const what = ArgumentName ?? ErrorDetail;
  return what !== undefined && /^[\w .:*-]{1,100}$/.test(what) ? ` (${what})` : "";
}
