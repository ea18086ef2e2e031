// Configuration of the service: stack configuration `granary:oss`, or `oss` of an explicit Provider.
import { z } from "zod";
import { field } from "../kit/shape";

const count = (max: number) => z.int().min(1).max(max).optional();

export const config = {
  region: field(z.string().min(1).optional(), {
    doc: "Region, `cn-hangzhou`. Default: environment variables `OSS_REGION`, `ALIBABA_CLOUD_REGION`, `ALIBABA_CLOUD_REGION_ID`.",
  }),
  endpoint: field(z.string().min(1).optional(), {
    doc: "Endpoint in place of the region's own, with or without `https://`. Default: environment variables `GRANARY_OSS_ENDPOINT`, `OSS_ENDPOINT`.",
  }),
  internal: field(z.boolean().optional(), { doc: "Use the endpoint inside Alibaba Cloud's network. Default: false." }),
  accelerate: field(z.boolean().optional(), {
    doc: "Use the endpoint of transfer acceleration for requests about objects. Default: false.",
  }),
  addressing: field(z.enum(["auto", "virtual", "path"]).optional(), {
    doc: "Where the bucket's name goes: `virtual` into the host name, `path` into the path, `auto` into the path on IP addresses and localhost. Default: `auto`.",
  }),
  signatureVersion: field(z.enum(["v4", "v1"]).optional(), { doc: "Signature version. Default: `v4`." }),
  accessKeyId: field(z.string().min(1).optional(), {
    doc: "Access key id. Default: `OSS_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_ID`, then Alibaba Cloud's credential chain (profile file, RAM role, OIDC).",
  }),
  accessKeySecret: field(z.string().min(1).optional(), {
    doc: "Access key secret. Default: as for `accessKeyId`.",
    secret: true,
  }),
  securityToken: field(z.string().min(1).optional(), {
    doc: "Security token of temporary keys. Default: as for `accessKeyId`.",
    secret: true,
  }),
  maxAttempts: field(count(20), { doc: "How often a request is tried at most, 1 to 20. Default: 5." }),
  maxParallel: field(count(256), { doc: "Requests in flight at once, 1 to 256. Default: 32." }),
};
