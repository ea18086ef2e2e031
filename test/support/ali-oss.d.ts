/** What the tests use of ali-oss 6.23 (the package ships no types of its own). */
declare module "ali-oss" {
  import type { Agent } from "node:http";
  import type { Readable, Writable } from "node:stream";

  type Headers = Record<string, string>;
  type Query = Record<string, string | number | undefined>;
  /** What parseXML gives: text, or elements by name; an element that occurs several times is a list. */
  type Xml = string | { [name: string]: Xml } | Xml[] | undefined;

  namespace OSS {
    interface Options {
      accessKeyId: string;
      accessKeySecret: string;
      region?: string;
      endpoint?: string;
      bucket?: string;
      cname?: boolean;
      sldEnable?: boolean;
      internal?: boolean;
      authorizationV4?: boolean;
      stsToken?: string;
      refreshSTSToken?: () => Promise<{ accessKeyId: string; accessKeySecret: string; stsToken: string }>;
      refreshSTSTokenInterval?: number;
      isRequestPay?: boolean;
      headerEncoding?: "utf-8" | "latin1";
      amendTimeSkewed?: number;
      agent?: Agent;
      timeout?: number;
    }

    /** An answer as urllib gives it; `data` is the body. */
    interface Response {
      status: number;
      headers: Headers;
      data: Buffer;
    }
    interface Result {
      res: Response;
    }
    interface Status extends Result {
      status: number;
    }

    /** What the SDK throws for an answer that is no success. */
    interface Failure extends Error {
      status: number;
      code?: string;
      requestId?: string;
      hostId?: string;
      ecCode?: string;
    }

    interface Owner {
      id: string;
      displayName: string;
    }
    interface Bucket {
      name: string;
      region: string;
      creationDate: string;
      storageClass: string;
      tag: Record<string, string>;
    }
    interface Listed {
      name: string;
      url: string;
      lastModified: string;
      etag: string;
      type: string;
      size: number;
      storageClass: string;
      owner: Owner | null;
    }
    interface List extends Result {
      objects: Listed[];
      prefixes: string[] | null;
      isTruncated: boolean;
    }
    interface Version extends Listed {
      isLatest: boolean;
      versionId: string;
    }
    interface Versions extends Result {
      objects: Version[];
      deleteMarker: { name: string; lastModified: string; versionId: string; owner: Owner }[];
      prefixes: string[] | null;
      nextKeyMarker: string | null;
      nextVersionIdMarker: string | null;
      isTruncated: boolean;
    }
    interface CorsRule {
      allowedOrigin: string | string[];
      allowedMethod: string | string[];
      allowedHeader?: string | string[];
      exposeHeader?: string | string[];
      maxAgeSeconds?: string;
    }
    interface Website {
      index?: string;
      supportSubDir?: string;
      type?: string;
      error?: string;
      routingRules?: object[];
    }
    interface Inventory {
      id: string;
      isEnabled: boolean;
      prefix?: string;
      OSSBucketDestination: {
        format: string;
        accountId: string;
        rolename: string;
        bucket: string;
        prefix?: string;
        encryption?: object;
      };
      frequency: string;
      includedObjectVersions: string;
      optionalFields?: { field: string[] };
    }
    interface Part {
      number: number;
      etag: string;
    }
    interface Checkpoint {
      name: string;
      uploadId: string;
      doneParts: Part[];
    }

    interface ObjectOptions {
      headers?: Headers;
      meta?: Record<string, string>;
      mime?: string;
      versionId?: string;
      contentLength?: number;
      subres?: Query;
      additionalHeaders?: string[];
    }
    interface MultipartOptions extends ObjectOptions {
      partSize?: number;
      parallel?: number;
      checkpoint?: Checkpoint;
      progress?: (done: number, checkpoint: Checkpoint | null) => void | Promise<void>;
    }
    interface UrlOptions {
      method?: string;
      expires?: number;
      "Content-Type"?: string;
      subResource?: Query;
      response?: Record<string, string>;
    }

    /** Any request, signed as all the others. */
    interface AnyRequest {
      method: string;
      bucket?: string;
      object?: string;
      subres?: string | Query;
      query?: Query;
      headers?: Headers;
      content?: string;
      mime?: string;
      additionalHeaders?: string[];
      successStatuses?: number[];
      xmlResponse?: boolean;
    }
  }

  class OSS {
    constructor(options: OSS.Options);
    options: OSS.Options & { bucket: string | null };
    request(params: OSS.AnyRequest): Promise<{ status: number; headers: Headers; data: Xml; res: OSS.Response }>;

    listBuckets(
      query?: OSS.AnyRequest["query"],
    ): Promise<
      OSS.Result & { buckets: OSS.Bucket[] | null; owner: OSS.Owner; isTruncated: boolean; nextMarker: string | null }
    >;
    useBucket(name: string): this;
    getBucket(): string | null;
    putBucket(
      name: string,
      options?: { acl?: string; storageClass?: string; dataRedundancyType?: string; headers?: Headers },
    ): Promise<OSS.Result & { bucket: string | null }>;
    deleteBucket(name: string): Promise<OSS.Result>;
    getBucketInfo(name: string): Promise<OSS.Result & { bucket: { [name: string]: Xml } }>;
    getBucketLocation(name: string): Promise<OSS.Result & { location: Xml }>;
    getBucketStat(name: string): Promise<OSS.Result & { stat: Record<string, string> }>;

    putBucketACL(name: string, acl: string): Promise<OSS.Result & { bucket: string | null }>;
    getBucketACL(name: string): Promise<OSS.Result & { acl: string; owner: OSS.Owner }>;
    putBucketLogging(name: string, prefix?: string): Promise<OSS.Result>;
    getBucketLogging(name: string): Promise<OSS.Result & { enable: boolean; prefix: string | null }>;
    deleteBucketLogging(name: string): Promise<OSS.Result>;
    putBucketCORS(name: string, rules: OSS.CorsRule[]): Promise<OSS.Result>;
    getBucketCORS(name: string): Promise<OSS.Result & { rules: OSS.CorsRule[] }>;
    deleteBucketCORS(name: string): Promise<OSS.Result>;
    putBucketReferer(name: string, allowEmpty: boolean, referers: string[] | null): Promise<OSS.Result>;
    getBucketReferer(name: string): Promise<OSS.Result & { allowEmpty: boolean; referers: string[] | null }>;
    deleteBucketReferer(name: string): Promise<OSS.Result>;
    putBucketWebsite(name: string, config?: OSS.Website): Promise<OSS.Result>;
    getBucketWebsite(
      name: string,
    ): Promise<
      OSS.Result & { index: string; supportSubDir: string; type?: string; routingRules: Xml[]; error: string | null }
    >;
    deleteBucketWebsite(name: string): Promise<OSS.Result>;
    putBucketLifecycle(name: string, rules: object[]): Promise<OSS.Result>;
    getBucketLifecycle(name: string): Promise<OSS.Result & { rules: { id: string; [name: string]: Xml }[] | null }>;
    deleteBucketLifecycle(name: string): Promise<OSS.Result>;
    putBucketRequestPayment(name: string, payer: string): Promise<OSS.Status>;
    getBucketRequestPayment(name: string): Promise<OSS.Status & { payer: string }>;
    putBucketEncryption(name: string, options: { SSEAlgorithm: string; KMSMasterKeyID?: string }): Promise<OSS.Status>;
    getBucketEncryption(name: string): Promise<OSS.Status & { encryption: Xml }>;
    deleteBucketEncryption(name: string): Promise<OSS.Status>;
    putBucketTags(name: string, tags: Record<string, string>): Promise<OSS.Status>;
    getBucketTags(name: string): Promise<OSS.Status & { tag: Record<string, string> }>;
    deleteBucketTags(name: string): Promise<OSS.Status>;
    putBucketPolicy(name: string, policy: object): Promise<OSS.Status>;
    getBucketPolicy(name: string): Promise<OSS.Status & { policy: object | null }>;
    deleteBucketPolicy(name: string): Promise<OSS.Status>;
    putBucketVersioning(name: string, status: string): Promise<OSS.Status>;
    getBucketVersioning(name: string): Promise<OSS.Status & { versionStatus?: string }>;
    putBucketInventory(name: string, inventory: OSS.Inventory): Promise<OSS.Status>;
    getBucketInventory(name: string, id: string): Promise<OSS.Status & { inventory: { [name: string]: Xml } }>;
    listBucketInventory(
      name: string,
      options?: { continuationToken?: string },
    ): Promise<
      OSS.Status & { isTruncated: boolean; nextContinuationToken?: string; inventoryList: { [name: string]: Xml }[] }
    >;
    deleteBucketInventory(name: string, id: string): Promise<OSS.Status>;
    initiateBucketWorm(name: string, days: string): Promise<OSS.Status & { wormId: string }>;
    abortBucketWorm(name: string): Promise<OSS.Status>;
    completeBucketWorm(name: string, wormId: string): Promise<OSS.Status>;
    extendBucketWorm(name: string, wormId: string, days: string): Promise<OSS.Status>;
    getBucketWorm(
      name: string,
    ): Promise<OSS.Status & { wormId: string; state: string; days: string; creationDate: string }>;

    put(
      name: string,
      file: string | Buffer | Readable,
      options?: OSS.ObjectOptions,
    ): Promise<OSS.Result & { name: string; url: string }>;
    putStream(name: string, stream: Readable, options?: OSS.ObjectOptions): Promise<OSS.Result & { name: string }>;
    append(name: string, file: Buffer, options?: { position?: string }): Promise<OSS.Result>;
    get(
      name: string,
      file?: string | Writable | OSS.ObjectOptions | null,
      options?: OSS.ObjectOptions,
    ): Promise<OSS.Result & { content: Buffer }>;
    getStream(name: string, options?: OSS.ObjectOptions): Promise<{ stream: Readable; res: OSS.Response }>;
    head(name: string, options?: OSS.ObjectOptions): Promise<OSS.Status & { meta: Record<string, string> | null }>;
    getObjectMeta(name: string, options?: OSS.ObjectOptions): Promise<OSS.Status>;
    delete(name: string, options?: { versionId?: string }): Promise<OSS.Result>;
    deleteMulti(
      names: (string | { key: string; versionId?: string })[],
      options?: { quiet?: boolean },
    ): Promise<OSS.Result & { deleted: Record<string, string>[] }>;
    copy(name: string, source: string, options?: { headers?: Headers }): Promise<OSS.Result>;
    list(query: OSS.AnyRequest["query"]): Promise<OSS.List & { nextMarker: string | null }>;
    listV2(
      query: OSS.AnyRequest["query"],
    ): Promise<OSS.List & { keyCount: number; continuationToken: string | null; nextContinuationToken: string | null }>;
    getBucketVersions(query?: Record<string, string | number>): Promise<OSS.Versions>;
    putACL(name: string, acl: string): Promise<OSS.Result>;
    putObjectTagging(name: string, tags: Record<string, string>): Promise<OSS.Status>;
    putSymlink(name: string, target: string): Promise<OSS.Result>;
    restore(name: string): Promise<OSS.Result>;

    multipartUpload(
      name: string,
      file: string | Buffer,
      options?: OSS.MultipartOptions,
    ): Promise<OSS.Result & { bucket: string; name: string; etag: string }>;
    initMultipartUpload(
      name: string,
      options?: OSS.ObjectOptions,
    ): Promise<OSS.Result & { bucket: string; name: string; uploadId: string }>;
    uploadPart(
      name: string,
      uploadId: string,
      number: number,
      file: Buffer | string,
      start: number,
      end: number,
    ): Promise<OSS.Result & { etag: string }>;
    completeMultipartUpload(
      name: string,
      uploadId: string,
      parts: OSS.Part[],
    ): Promise<OSS.Result & { bucket: string; name: string; etag: string }>;
    abortMultipartUpload(name: string, uploadId: string): Promise<OSS.Result>;
    listUploads(query: OSS.AnyRequest["query"]): Promise<
      OSS.Result & {
        uploads: { name: string; uploadId: string; initiated: string }[];
        bucket: string;
        nextKeyMarker: Xml;
        nextUploadIdMarker: Xml;
        isTruncated: boolean;
      }
    >;
    listParts(
      name: string,
      uploadId: string,
      query?: OSS.AnyRequest["query"],
    ): Promise<
      OSS.Result & {
        uploadId: string;
        bucket: string;
        name: string;
        nextPartNumberMarker: string;
        maxParts: string;
        isTruncated: string;
        parts: Record<string, string>[] | Record<string, string>;
      }
    >;

    putChannel(id: string, configuration: object): Promise<OSS.Result & { publishUrls: string[]; playUrls: string[] }>;
    getChannel(id: string): Promise<OSS.Result & { data: Xml }>;
    listChannels(query: OSS.Query): Promise<
      OSS.Result & {
        channels: ({ PublishUrls: string[]; PlayUrls: string[] } & Record<string, Xml>)[];
        nextMarker: string | null;
        isTruncated: boolean;
      }
    >;
    putChannelStatus(id: string, status: string): Promise<OSS.Result>;
    getChannelStatus(id: string): Promise<OSS.Result & { data: Xml }>;
    getChannelHistory(id: string): Promise<OSS.Result & { records: Xml[] }>;
    deleteChannel(id: string): Promise<OSS.Result>;

    signatureUrl(name: string, options?: OSS.UrlOptions): string;
    asyncSignatureUrl(name: string, options?: OSS.UrlOptions): Promise<string>;
    signatureUrlV4(
      method: string,
      expires: number,
      request?: { headers?: Headers; queries?: Record<string, string> },
      name?: string,
      additionalHeaders?: string[],
    ): Promise<string>;
    generateObjectUrl(name: string): string;
  }

  export = OSS;
}
