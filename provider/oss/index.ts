// Alibaba Cloud OSS: its configuration, resources and functions. Each is loaded when it is used.
import { service } from "../kit/define";
import { config } from "./config";

export const oss = service({
  name: "oss",
  summary: "Alibaba Cloud Object Storage Service (OSS)",
  config,
  connect(settings) {
    const { createOssClient } = require("./client") as typeof import("./client");
    return createOssClient(settings);
  },
  resources: {
    Bucket: () => (require("./bucket") as typeof import("./bucket")).bucket,
    BucketAcl: () => (require("./bucketAcl") as typeof import("./bucketAcl")).bucketAcl,
    BucketCors: () => (require("./bucketCors") as typeof import("./bucketCors")).bucketCors,
    BucketEncryption: () => (require("./bucketEncryption") as typeof import("./bucketEncryption")).bucketEncryption,
    BucketLifecycle: () => (require("./bucketLifecycle") as typeof import("./bucketLifecycle")).bucketLifecycle,
    BucketObject: () => (require("./bucketObject") as typeof import("./bucketObject")).bucketObject,
    BucketPolicy: () => (require("./bucketPolicy") as typeof import("./bucketPolicy")).bucketPolicy,
    BucketReferer: () => (require("./bucketReferer") as typeof import("./bucketReferer")).bucketReferer,
    BucketTags: () => (require("./bucketTags") as typeof import("./bucketTags")).bucketTags,
    BucketVersioning: () => (require("./bucketVersioning") as typeof import("./bucketVersioning")).bucketVersioning,
    BucketWebsite: () => (require("./bucketWebsite") as typeof import("./bucketWebsite")).bucketWebsite,
  },
  functions: {
    getBucketInfo: () => (require("./getBucketInfo") as typeof import("./getBucketInfo")).getBucketInfo,
    getBuckets: () => (require("./getBuckets") as typeof import("./getBuckets")).getBuckets,
  },
});
