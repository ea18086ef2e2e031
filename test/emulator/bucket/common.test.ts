/** What every bucket configuration operation of the API reference has in common, operation by operation. */
import { contentMd5 } from "../../support/ossRawClient";
import { type OssService, STRANGER, startOssService } from "../../support/ossService";

let oss: OssService;
beforeAll(async () => {
  oss = await startOssService();
});
afterAll(() => oss.stop());

interface Asked {
  name: string;
  method: string;
  query: string;
  body?: string;
  headers?: Record<string, string>;
}

const CNAME = "<BucketCnameConfiguration><Cname><Domain>example.com</Domain></Cname></BucketCnameConfiguration>";
const INVENTORY =
  "<InventoryConfiguration><Id>a</Id><IsEnabled>true</IsEnabled><Destination><OSSBucketDestination><Format>CSV</Format>" +
  "<AccountId>1</AccountId><RoleArn>acs:ram::1:role/r</RoleArn><Bucket>acs:oss:::b</Bucket></OSSBucketDestination>" +
  "</Destination><Schedule><Frequency>Daily</Frequency></Schedule><IncludedObjectVersions>All</IncludedObjectVersions>" +
  "</InventoryConfiguration>";
const REPLICATION =
  "<ReplicationConfiguration><Rule><Destination><Bucket>b</Bucket><Location>oss-cn-beijing</Location>" +
  "<TransferType>internal</TransferType></Destination></Rule></ReplicationConfiguration>";

/** Operations that a bucket with a hierarchical namespace does not have (L344-412). */
const FLAT_ONLY: Asked[] = [
  {
    name: "InitiateBucketWorm",
    method: "POST",
    query: "worm",
    body: "<InitiateWormConfiguration><RetentionPeriodInDays>1</RetentionPeriodInDays></InitiateWormConfiguration>",
  },
  { name: "AbortBucketWorm", method: "DELETE", query: "worm" },
  { name: "CompleteBucketWorm", method: "POST", query: "wormId=1" },
  {
    name: "ExtendBucketWorm",
    method: "POST",
    query: "wormExtend&wormId=1",
    body: "<ExtendWormConfiguration><RetentionPeriodInDays>2</RetentionPeriodInDays></ExtendWormConfiguration>",
  },
  { name: "GetBucketWorm", method: "GET", query: "worm" },
  {
    name: "PutBucketLifecycle",
    method: "PUT",
    query: "lifecycle",
    body: "<LifecycleConfiguration><Rule><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>",
  },
  { name: "GetBucketLifecycle", method: "GET", query: "lifecycle" },
  { name: "DeleteBucketLifecycle", method: "DELETE", query: "lifecycle" },
  {
    name: "PutBucketVersioning",
    method: "PUT",
    query: "versioning",
    body: "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
  },
  { name: "GetBucketVersioning", method: "GET", query: "versioning" },
  { name: "PutBucketReplication", method: "POST", query: "replication&comp=add", body: REPLICATION },
  { name: "GetBucketReplication", method: "GET", query: "replication" },
  { name: "GetBucketReplicationLocation", method: "GET", query: "replicationLocation" },
  { name: "GetBucketReplicationProgress", method: "GET", query: "replicationProgress" },
  {
    name: "DeleteBucketReplication",
    method: "POST",
    query: "replication&comp=delete",
    body: "<ReplicationRules><ID>1</ID></ReplicationRules>",
  },
  { name: "PutBucketInventory", method: "PUT", query: "inventory&inventoryId=a", body: INVENTORY },
  { name: "GetBucketInventory", method: "GET", query: "inventory&inventoryId=a" },
  { name: "ListBucketInventory", method: "GET", query: "inventory" },
  { name: "DeleteBucketInventory", method: "DELETE", query: "inventory&inventoryId=a" },
  {
    name: "PutBucketWebsite",
    method: "PUT",
    query: "website",
    body: "<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument></WebsiteConfiguration>",
  },
  { name: "GetBucketWebsite", method: "GET", query: "website" },
  { name: "DeleteBucketWebsite", method: "DELETE", query: "website" },
  {
    name: "PutBucketCors",
    method: "PUT",
    query: "cors",
    body: "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>",
  },
  { name: "GetBucketCors", method: "GET", query: "cors" },
  { name: "DeleteBucketCors", method: "DELETE", query: "cors" },
];

const EVERYWHERE: Asked[] = [
  { name: "GetBucketAcl", method: "GET", query: "acl" },
  {
    name: "PutBucketTransferAcceleration",
    method: "PUT",
    query: "transferAcceleration",
    body: "<TransferAccelerationConfiguration><Enabled>true</Enabled></TransferAccelerationConfiguration>",
  },
  { name: "GetBucketTransferAcceleration", method: "GET", query: "transferAcceleration" },
  {
    name: "PutBucketPolicy",
    method: "PUT",
    query: "policy",
    body: '{"Version":"1","Statement":[{"Effect":"Deny","Action":["oss:GetObject"],"Principal":["1"],"Resource":["acs:oss:*:1:*/*"]}]}',
  },
  { name: "GetBucketPolicy", method: "GET", query: "policy" },
  { name: "DeleteBucketPolicy", method: "DELETE", query: "policy" },
  { name: "PutBucketLogging", method: "PUT", query: "logging", body: "<BucketLoggingStatus></BucketLoggingStatus>" },
  { name: "GetBucketLogging", method: "GET", query: "logging" },
  { name: "DeleteBucketLogging", method: "DELETE", query: "logging" },
  {
    name: "PutBucketReferer",
    method: "PUT",
    query: "referer",
    body: "<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer><RefererList/></RefererConfiguration>",
  },
  { name: "GetBucketReferer", method: "GET", query: "referer" },
  {
    name: "PutBucketTags",
    method: "PUT",
    query: "tagging",
    body: "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
  },
  { name: "GetBucketTags", method: "GET", query: "tagging" },
  { name: "DeleteBucketTags", method: "DELETE", query: "tagging" },
  {
    name: "PutBucketEncryption",
    method: "PUT",
    query: "encryption",
    body: "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>",
  },
  { name: "GetBucketEncryption", method: "GET", query: "encryption" },
  { name: "DeleteBucketEncryption", method: "DELETE", query: "encryption" },
  {
    name: "PutBucketRequestPayment",
    method: "PUT",
    query: "requestPayment",
    body: "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>",
  },
  { name: "GetBucketRequestPayment", method: "GET", query: "requestPayment" },
  { name: "OpenMetaQuery", method: "POST", query: "metaQuery&comp=add" },
  { name: "GetMetaQueryStatus", method: "GET", query: "metaQuery" },
  {
    name: "DoMetaQuery",
    method: "POST",
    query: "metaQuery&comp=query",
    body: '<MetaQuery><Query>{"Field":"Size","Value":"1","Operation":"gt"}</Query></MetaQuery>',
  },
  { name: "CloseMetaQuery", method: "POST", query: "metaQuery&comp=delete" },
  { name: "CreateCnameToken", method: "POST", query: "cname&comp=token", body: CNAME },
  { name: "GetCnameToken", method: "GET", query: "comp=token&cname=example.com" },
  { name: "PutCname", method: "POST", query: "cname&comp=add", body: CNAME },
  { name: "ListCname", method: "GET", query: "cname" },
  { name: "DeleteCname", method: "POST", query: "cname&comp=delete", body: CNAME },
];

const ALL = [...FLAT_ONLY, ...EVERYWHERE];
const WITH_BODY = ALL.filter((asked) => asked.body !== undefined);
const WITH_XML = WITH_BODY.filter((asked) => asked.body?.startsWith("<"));

describe("every operation", () => {
  test.each(ALL)("$name on a missing bucket is NoSuchBucket 404", async (asked) => {
    const answer = await oss.send({ ...asked, bucket: "nowhere" });
    expect([answer.status, answer.element("Code")]).toEqual([404, "NoSuchBucket"]);
    expect(answer.element("BucketName")).toBe("nowhere");
  });

  test.each(ALL)("$name unsigned is AccessDenied 403", async (asked) => {
    const answer = await oss.send({ ...asked, bucket: oss.bucket(), as: null });
    expect([answer.status, answer.element("Code")]).toEqual([403, "AccessDenied"]);
  });

  test.each(ALL)("$name by another account is AccessDenied 403", async (asked) => {
    const answer = await oss.send({ ...asked, bucket: oss.bucket({ acl: "public-read-write" }), as: STRANGER });
    expect([answer.status, answer.element("Code")]).toEqual([403, "AccessDenied"]);
  });

  test.each(ALL)("$name with an unknown query parameter is refused and names it", async (asked) => {
    const answer = await oss.send({ ...asked, query: `${asked.query}&surprise=1`, bucket: oss.bucket() });
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
    expect(answer.element("ArgumentName")).toBe("surprise");
  });

  test.each(ALL)("$name with an unknown x-oss- header is refused and names it", async (asked) => {
    const answer = await oss.send({ ...asked, headers: { "x-oss-surprise": "1" }, bucket: oss.bucket() });
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
    expect(answer.element("ArgumentName")).toBe("x-oss-surprise");
  });

  test.each(ALL)("$name together with another sub-resource is refused", async (asked) => {
    const query = `${asked.query}&${asked.query.startsWith("acl") ? "referer" : "acl"}`;
    const answer = await oss.send({ ...asked, query, bucket: oss.bucket() });
    expect([answer.status, answer.element("Code")]).toEqual([501, "NotImplemented"]);
  });
});

describe("every operation with a body", () => {
  test.each(WITH_BODY)("$name with a wrong Content-MD5 is InvalidDigest 400", async (asked) => {
    const headers = { "Content-MD5": contentMd5(`${asked.body} `) };
    const answer = await oss.send({ ...asked, headers, bucket: oss.bucket() });
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidDigest"]);
  });

  test.each(WITH_XML)("$name with an unknown element is MalformedXML 400 that names it", async (asked) => {
    const body = asked.body?.replace(/(<\/\w+>)$/, "<Surprise/>$1") ?? "";
    const answer = await oss.send({ ...asked, body, bucket: oss.bucket() });
    expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
    expect(answer.element("Message")).toBe(
      "The XML you provided was not well-formed or did not validate against our published schema.",
    );
    expect(answer.element("ErrorDetail")).toContain("Surprise");
  });

  test.each(WITH_XML)(
    "$name with another root, a document type, or nothing at all is MalformedXML 400",
    async (asked) => {
      const body = asked.body ?? "";
      const other = body.replace(/^<\w+/, "<Other").replace(/<\/\w+>$/, "</Other>");
      const root = /^<(\w+)/.exec(body)?.[1];
      for (const wrong of [other, `<!DOCTYPE ${root}>${body}`, ""]) {
        const answer = await oss.send({ ...asked, body: wrong, bucket: oss.bucket() });
        expect([wrong, answer.status, answer.element("Code")]).toEqual([wrong, 400, "MalformedXML"]);
      }
    },
  );

  test.each(WITH_XML)("$name with text that is no XML is MalformedXML 400", async (asked) => {
    const answer = await oss.send({ ...asked, body: "<not closed", bucket: oss.bucket() });
    expect([answer.status, answer.element("Code")]).toEqual([400, "MalformedXML"]);
  });
});

describe("a bucket with a hierarchical namespace", () => {
  test.each(FLAT_ONLY)("refuses $name (table L340-412)", async (asked) => {
    const answer = await oss.send({ ...asked, bucket: oss.bucket({ hns: true }) });
    expect(answer.status).toBe(400);
    expect(answer.element("Code")).toBe("OperationNotSupported");
  });

  test.each(EVERYWHERE)("lets $name through (table L340-412, or not in it)", async (asked) => {
    const answer = await oss.send({ ...asked, bucket: oss.bucket({ hns: true }) });
    expect(answer.element("Code")).not.toBe("OperationNotSupported");
  });
});
