import { z } from "zod";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { hasCode } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName } from "./fields";

/** What a browser would be told. OSS API reference 20220713, OptionObject. */
export const corsPreflight = func({
  token: "oss:corsPreflight",
  manual: {
    summary:
      "Asks as a browser does before a cross-origin request, to see whether the CORS rules of a bucket let it through.",
    source: "OSS API reference 20220713, 7.16.5 Options",
    permissions: [],
    example: { bucket: "my-company-assets", key: "index.html", origin: "https://www.example.com", method: "GET" },
  },
  inputs: {
    bucket: field(bucketName, { doc: "Name of the bucket." }),
    key: field(z.string().min(1), { doc: "Name of the object; it need not exist." }),
    origin: field(z.string().min(1), { doc: "Origin of the page, `https://www.example.com`." }),
    method: field(z.enum(["GET", "PUT", "POST", "DELETE", "HEAD"]), { doc: "Method of the request." }),
    headers: field(z.array(z.string().min(1)).optional(), {
      doc: "Headers that the request would send. Default: none.",
    }),
  },
  outputs: {
    allowed: field(z.boolean(), { doc: "Whether the request would be let through." }),
    allowOrigin: field(z.string().optional(), { doc: "Access-Control-Allow-Origin." }),
    allowMethods: field(z.string().optional(), { doc: "Access-Control-Allow-Methods." }),
    allowHeaders: field(z.string().optional(), { doc: "Access-Control-Allow-Headers." }),
    exposeHeaders: field(z.string().optional(), { doc: "Access-Control-Expose-Headers." }),
    maxAgeSeconds: field(z.number().optional(), { doc: "Access-Control-Max-Age, in seconds." }),
  },
  async call(client: OssClient, { bucket, key, origin, method, headers }, context) {
    try {
      const response = await client.send({
        operation: "OptionObject",
        method: "OPTIONS",
        bucket,
        key,
        headers: {
          origin,
          "access-control-request-method": method,
          ...(headers?.length && { "access-control-request-headers": headers.join(",") }),
        },
        idempotent: true,
        signal: context.signal,
      });
      const at = (name: string) => response.headers[`access-control-${name}`];
      const age = at("max-age");
      return {
        allowed: true,
        allowOrigin: at("allow-origin"),
        allowMethods: at("allow-methods"),
        allowHeaders: at("allow-headers"),
        exposeHeaders: at("expose-headers"),
        maxAgeSeconds: age === undefined ? undefined : Number(age),
      };
    } catch (error) {
      if (hasCode(error, ["AccessForbidden"])) return { allowed: false };
      throw error;
    }
  },
});
