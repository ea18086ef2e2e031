import { z } from "zod";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { decoding, hasCode } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName } from "./fields";
import { decodeCnames } from "./wire/cname";

const certificate = z
  .strictObject({
    type: field(z.string(), { doc: "`CAS` (Certificate Management Service) or `Upload`." }),
    certId: field(z.string(), { doc: "Id." }),
    status: field(z.string(), { doc: "`Enabled` or `Disabled`." }),
    creationDate: field(z.string(), { doc: "When it was bound." }),
    fingerprint: field(z.string(), { doc: "Fingerprint." }),
    validStartDate: field(z.string(), { doc: "Valid from." }),
    validEndDate: field(z.string(), { doc: "Valid until." }),
  })
  .optional();

/** Domains of a bucket. OSS API reference 20220713, ListCname. */
export const getCnames = func({
  token: "oss:getCnames",
  manual: {
    summary: "Lists the domains that are bound to a bucket, with their certificates.",
    source: "OSS API reference 20220713, 7.18.4 ListCname",
    permissions: ["oss:ListCname"],
    example: { bucket: "my-company-assets" },
  },
  inputs: { bucket: field(bucketName, { doc: "Name of the bucket." }) },
  outputs: {
    cnames: field(
      z.array(
        field(
          z.strictObject({
            domain: field(z.string(), { doc: "Domain." }),
            lastModified: field(z.string(), { doc: "When it was bound." }),
            status: field(z.string(), { doc: "`Enabled` or `Disabled`." }),
            certificate: field(certificate, { doc: "Certificate of the domain.", typeName: "CnameCertificate" }),
          }),
          { doc: "A domain.", typeName: "CnameInfo" },
        ),
      ),
      { doc: "Domains; empty where there is none." },
    ),
  },
  async call(client: OssClient, { bucket }, context) {
    const operation = "ListCname";
    try {
      const response = await client.send({
        operation,
        method: "GET",
        bucket,
        query: { cname: true },
        signal: context.signal,
      });
      return { cnames: decoding(operation, bucket, response, () => decodeCnames(response.text)) };
    } catch (error) {
      // No domain at all is an error of its own, not an empty list.
      if (hasCode(error, ["NoSuchCname"])) return { cnames: [] };
      throw error;
    }
  },
});
