// OSS API reference 20220713, 7.17 data indexing, 7.18 CNAME.
import { ABSENT, advice, bucket, DONE, denied, error, gone, type Meeting, meet, NO_BUCKET } from "./meeting";

const domain = { bucket, domain: "www.example.com" };
const metaQuery = { bucket, query: { Field: "Size", Value: "1", Operation: "gt" } };

export const domains: readonly Meeting[] = [
  meet("OpenMetaQuery", "BucketMetaQuery", "create", { bucket }, [
    // What it was to do is being done.
    error("MetaQueryAlreadyExist", 400, 6731, "fault", DONE),
    denied(6734, "OpenMetaQuery"),
    gone(6735, NO_BUCKET),
  ]),
  meet("GetMetaQueryStatus", "BucketMetaQuery", "read", { bucket }, [
    error("MetaQueryNotExist", 400, 6798, "bare", ABSENT),
    denied(6799, "GetMetaQueryStatus"),
    gone(6800, ABSENT),
  ]),
  meet("DoMetaQuery", "doMetaQuery", "invoke", metaQuery, [
    error("MetaQueryNotExist", 400, 7041, "bare", advice("data indexing is off, or its index is not built yet")),
    error("EntityTooLarge", 400, 7042, "fault", advice("make the query condition shorter")),
    error("InvalidArgument", 400, 7043, "fault", advice("check the fields, operations and values")),
    error("InvalidParameter", 400, 7044, "fault", advice("check the fields, operations and values")),
    error("MissingParameter", 400, 7045, "fault", advice("give every condition its Field, Value and Operation")),
    error("Throttling.Api", 403, 7046, "fault", advice("wait a little and run again, with fewer requests at once")),
    error("Throttling.User", 403, 7047, "fault", advice("wait a little and run again, with fewer requests at once")),
    denied(7048, "DoMetaQuery"),
    gone(7049, NO_BUCKET),
    error(
      "InternalServerError",
      500,
      7050,
      "fault",
      advice("run again; if it goes on, ask Alibaba Cloud's support with the request id"),
    ),
  ]),
  meet("CloseMetaQuery", "BucketMetaQuery", "delete", { bucket }, [denied(7096, "CloseMetaQuery"), gone(7099, DONE)]),
  meet("CreateCnameToken", "BucketCnameToken", "create", domain, [
    error("TooManyCnameToken", 400, 7242, "fault", advice("a bucket can have 1,000 tokens: wait until some lapse")),
    error(
      "NoNeedCreateCnameToken",
      403,
      7243,
      "condition: bound here",
      advice("the domain is verified or bound already and needs no token: leave the BucketCnameToken out"),
    ),
  ]),
  meet("GetCnameToken", "BucketCnameToken", "read", domain, [
    error("InvalidArgument", 400, 7326, "fault", advice("the domain must be a plain host name")),
    error("CnameTokenNotFound", 404, 7327, "bare", ABSENT),
  ]),
  meet("PutCname", "BucketCname", "create", domain, [
    error("InvalidArgument", 400, 7389, "bad", advice("the domain must be a plain host name"), {
      bucket,
      domain: "a b",
    }),
    error(
      "NeedVerifyDomainOwnership",
      403,
      7392,
      "bare",
      advice(
        "prove that the domain is yours: put the token of a BucketCnameToken into the TXT record _dnsauth.<domain>, wait some minutes and run again",
      ),
    ),
    error("CnameDenied", 403, 7393, "fault", advice("the domain is in use by another account")),
    error("CnameIsForbidden", 403, 7394, "bad", advice("the domain is reserved for OSS itself: choose another"), {
      bucket,
      domain: "www.aliyuncs.com",
    }),
    error("CnameIsRisk", 403, 7395, "fault", advice("OSS takes the domain for a high-risk one")),
    error("NoSuchCnameInRecord", 404, 7396, "fault", advice("the domain has no ICP filing")),
    error(
      "CnameAlreadyExists",
      409,
      7399,
      "condition: bound elsewhere",
      advice(
        "the domain is bound to another bucket of this account, or to its image processing: unbind it there first",
      ),
    ),
  ]),
  meet("ListCname", "BucketCname", "read", domain, [
    denied(7501, "ListCname"),
    error("NoSuchCname", 404, 7502, "condition: nothing bound", ABSENT),
  ]),
  meet("DeleteCname", "BucketCname", "delete", domain, [
    denied(7563, "DeleteCname"),
    error("NoSuchCname", 404, 7564, "condition: nothing bound", DONE),
  ]),
];
