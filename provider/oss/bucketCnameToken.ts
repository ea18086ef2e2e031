import { z } from "zod";
import { resource } from "../kit/define";
import { field } from "../kit/shape";
import { decoding, hasCode } from "./bucketConfig";
import type { OssClient } from "./client";
import { domainName, ownerBucket } from "./fields";
import { decodeCnameToken, encodeCname } from "./wire/cname";

const inputs = {
  bucket: ownerBucket,
  domain: field(domainName, { doc: "Domain that is to be bound, `www.example.com`.", replaces: true }),
};

const outputs = {
  token: field(z.string(), { doc: "Value of the TXT record `_dnsauth.<domain>`." }),
  expireTime: field(z.string(), { doc: "When the token lapses, 12 hours after it was made; GMT." }),
};

/** Proof that a domain is one's own. OSS API reference 20220713, CreateCnameToken and GetCnameToken. */
export const bucketCnameToken = resource<typeof inputs, typeof outputs, OssClient, "bucket" | "domain">({
  token: "oss:BucketCnameToken",
  key: ["bucket", "domain"],
  manual: {
    summary:
      "A token that proves ownership of a domain: put it into a TXT record `_dnsauth.<domain>`, wait until DNS knows it, then bind the domain with BucketCname.",
    source: "OSS API reference 20220713, 7.18 CNAME (CreateCnameToken, GetCnameToken)",
    destroy: "Does nothing: OSS has no operation that deletes a token, and it lapses by itself.",
    permissions: ["oss:CreateCnameToken", "oss:GetCnameToken"],
    traps: [
      "A token is valid for 12 hours; asking again within that time gives the same one. A lapsed token stays in the state, because the domain it was for may be bound by then: replace the resource (`pulumi up --replace URN`) for a new one.",
      "A refresh never makes a token.",
    ],
    example: { bucket: "${bucket.bucket}", domain: "www.example.com" },
  },
  inputs,
  outputs,
  describe: ({ domain }) => `the token of domain ${domain}`,

  async observe(client, { bucket, domain }, context, prior) {
    const operation = "GetCnameToken";
    try {
      const query = { comp: "token", cname: domain };
      const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
      return { bucket, domain, ...decoding(operation, bucket, response, () => decodeCnameToken(response.text)) };
    } catch (error) {
      if (hasCode(error, ["NoSuchBucket"])) return undefined;
      if (!hasCode(error, ["CnameTokenNotFound"])) throw error;
      return prior?.token ? { bucket, domain, token: prior.token, expireTime: prior.expireTime } : undefined;
    }
  },

  async apply(client, { bucket, domain }, context) {
    const operation = "CreateCnameToken";
    const response = await client.send({
      operation,
      method: "POST",
      bucket,
      query: { cname: true, comp: "token" },
      body: encodeCname(domain),
      // Within its 12 hours the same token comes back.
      idempotent: true,
      signal: context.signal,
    });
    return decoding(operation, bucket, response, () => decodeCnameToken(response.text));
  },

  async remove() {},
});
