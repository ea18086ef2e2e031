import { resource } from "../kit/define";
import { field } from "../kit/shape";
import { decoding, hasCode } from "./bucketConfig";
import type { OssClient } from "./client";
import { domainName, ownerBucket } from "./fields";
import { decodeCnames, encodeCname } from "./wire/cname";

const inputs = {
  bucket: ownerBucket,
  domain: field(domainName, { doc: "Domain that leads to the bucket, `www.example.com`.", replaces: true }),
};

const outputs = {};

/** A custom domain of a bucket. OSS API reference 20220713, PutCname, ListCname and DeleteCname. */
export const bucketCname = resource<typeof inputs, typeof outputs, OssClient, "bucket" | "domain">({
  token: "oss:BucketCname",
  key: ["bucket", "domain"],
  manual: {
    summary: "Binds a domain to a bucket. Prove first that the domain is yours, see BucketCnameToken.",
    source: "OSS API reference 20220713, 7.18 CNAME (PutCname, ListCname, DeleteCname)",
    destroy: "Unbinds the domain.",
    permissions: ["oss:PutCname", "oss:ListCname", "oss:DeleteCname"],
    traps: [
      "NeedVerifyDomainOwnership means that OSS does not see the TXT record yet: check it, wait some minutes and run again.",
      "In mainland China the domain needs an ICP filing (NoSuchCnameInRecord).",
      "The request of the 2022 reference has no certificate. Bind one in the console or with the Certificate Management Service; the function getCnames shows it.",
    ],
    example: { bucket: "${bucket.bucket}", domain: "www.example.com" },
  },
  inputs,
  outputs,
  describe: ({ domain }) => `domain ${domain}`,

  async observe(client, { bucket, domain }, context) {
    const operation = "ListCname";
    try {
      const response = await client.send({
        operation,
        method: "GET",
        bucket,
        query: { cname: true },
        signal: context.signal,
      });
      const bound = decoding(operation, bucket, response, () => decodeCnames(response.text));
      return bound.some((cname) => cname.domain.toLowerCase() === domain.toLowerCase())
        ? { bucket, domain }
        : undefined;
    } catch (error) {
      if (hasCode(error, ["NoSuchCname", "NoSuchBucket"])) return undefined;
      throw error;
    }
  },

  async apply(client, { bucket, domain }, context) {
    await client.send({
      operation: "PutCname",
      method: "POST",
      bucket,
      query: { cname: true, comp: "add" },
      body: encodeCname(domain),
      idempotent: true,
      signal: context.signal,
    });
    return {};
  },

  async remove(client, { bucket, domain }, context) {
    try {
      await client.send({
        operation: "DeleteCname",
        method: "POST",
        bucket,
        query: { cname: true, comp: "delete" },
        body: encodeCname(domain),
        idempotent: true,
        signal: context.signal,
      });
    } catch (error) {
      if (!hasCode(error, ["NoSuchCname", "NoSuchBucket"])) throw error;
    }
  },
});
