import { WireError } from "../http/errors";
import { readXml, text } from "../http/xml";
import { field } from "../kit/shape";
import { bucketConfig } from "./bucketConfig";
import { acl } from "./fields";

/** Access control list of a bucket. OSS API reference 20220713, PutBucketAcl and GetBucketAcl. */
export const bucketAcl = bucketConfig({
  token: "oss:BucketAcl",
  manual: {
    summary:
      "The access control list of a bucket. Use either this resource or `acl` of the Bucket, never both: an ACL has one owner, and a second one in the same program is refused.",
    source: "OSS API reference 20220713, 7.3 ACL (PutBucketAcl, GetBucketAcl)",
    destroy: "Sets the ACL back to `private`; OSS has no operation that deletes an ACL.",
    permissions: ["oss:PutBucketAcl", "oss:GetBucketAcl"],
    traps: [
      "Where Block Public Access is on for the account or the bucket, OSS refuses a public ACL with AccessDenied. Turn it off in the console of OSS first.",
      "PutBucketAcl creates a bucket that does not exist. Granary therefore looks for the bucket before it writes, so an update and a destroy cost one request more than elsewhere.",
      "An object's own ACL overrides the ACL of its bucket.",
    ],
    example: { bucket: "${bucket.bucket}", acl: "public-read" },
  },
  inputs: {
    acl: field(acl, {
      doc: "`private`: only the owner and authorised users. `public-read`: everybody may read objects. `public-read-write`: everybody may read and write objects, at the owner's cost.",
    }),
  },
  subresource: "acl",
  operations: { get: "GetBucketAcl", put: "PutBucketAcl" },
  absent: [],
  encode: (inputs) => ({ headers: { "x-oss-acl": String(inputs.acl) } }),
  decode(body) {
    const grant = text(readXml(body, "AccessControlPolicy", []), "AccessControlList.Grant");
    if (!grant) throw new WireError({ expected: "AccessControlPolicy.AccessControlList.Grant" });
    return { acl: grant };
  },
  vacant: (live) => live.acl === "private",
  reset: { acl: "private" },
  looksBeforeWriting: true,
});
