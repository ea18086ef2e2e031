import { z } from "zod";
import { resource } from "../kit/define";
import { field } from "../kit/shape";
import { decoding, hasCode } from "./bucketConfig";
import type { OssClient } from "./client";
import { domainName, ownerBucket } from "./fields";
import { decodeCnames, encodeCname } from "./wire/cname";
import { write } from "./write";

const pem = (kind: string) =>
  z
    .string()
    .regex(new RegExp(`-----BEGIN [A-Z ]*${kind}-----[\\s\\S]+-----END [A-Z ]*${kind}-----`), "must be PEM text");

const certificate = z
  .strictObject({
    certificate: field(pem("CERTIFICATE").optional(), {
      doc: "Certificate chain as PEM text, with `privateKey`. Required unless `certId` is given. OSS does not give it back.",
      writeOnly: true,
    }),
    privateKey: field(pem("PRIVATE KEY").optional(), {
      doc: "The private key of `certificate` as PEM text. Required with it. Kept secret in the state; OSS does not give it back.",
      secret: true,
      writeOnly: true,
    }),
    certId: field(
      z.string().min(1).regex(/\D|^$/, "must be the id with its region, such as 493****-cn-hangzhou").optional(),
      {
        doc: "Id, with its region, of a certificate that the Certificate Management Service has already, `493****-cn-hangzhou`. Required unless `certificate` and `privateKey` are given.",
        optIn: true,
      },
    ),
  })
  .optional();

const inputs = {
  bucket: ownerBucket,
  domain: field(domainName, { doc: "Domain that leads to the bucket, `www.example.com`.", replaces: true }),
  certificate: field(certificate, {
    doc: "Certificate for HTTPS: either `certificate` with `privateKey`, or `certId`. Default: none; taking it out of the program takes it off the domain. The reference of 2022 has it in answers only; requests follow the vendor's later page of PutCname.",
    typeName: "BucketCnameCertificate",
  }),
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
      "`NeedVerifyDomainOwnership` means that OSS does not see the TXT record yet: check it, wait some minutes and run again.",
      "In mainland China the domain needs an ICP filing (`NoSuchCnameInRecord`).",
      "A certificate needs more permissions: yundun-cert:DescribeSSLCertificatePrivateKey, yundun-cert:DescribeSSLCertificatePublicKeyDetail and yundun-cert:CreateSSLCertificate.",
      "OSS gives neither certificate nor key back, so a certificate that someone else puts in place of this one is not seen; one that someone removes is.",
    ],
    example: { bucket: "${bucket.bucket}", domain: "www.example.com" },
  },
  inputs,
  outputs,
  rules({ certificate: given }, report) {
    if (!given) return;
    const uploads = given.certificate !== undefined || given.privateKey !== undefined;
    if (uploads && given.certId !== undefined)
      report(["certificate", "certId"], "goes without certificate and privateKey");
    if (!uploads && given.certId === undefined) report(["certificate"], "needs certificate with privateKey, or certId");
    if (uploads && !given.certificate) report(["certificate", "certificate"], "is required with privateKey");
    if (uploads && !given.privateKey) report(["certificate", "privateKey"], "is required with certificate");
  },
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
      const found = bound.find((cname) => cname.domain.toLowerCase() === domain.toLowerCase());
      return found && { bucket, domain, certificate: found.certificate && { certId: found.certificate.certId } };
    } catch (error) {
      if (hasCode(error, ["NoSuchCname", "NoSuchBucket"])) return undefined;
      throw error;
    }
  },

  async apply(client, { bucket, domain, certificate: wanted }, context, { prior, observed }) {
    const had = (prior ?? observed)?.certificate !== undefined;
    await write(client, {
      operation: "PutCname",
      method: "POST",
      bucket,
      query: { cname: true, comp: "add" },
      body: encodeCname(domain, wanted ?? (had ? "none" : undefined)),
      idempotent: true,
      signal: context.signal,
    });
    return {};
  },

  async remove(client, { bucket, domain }, context) {
    try {
      await write(client, {
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
