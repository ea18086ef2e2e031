// Alibaba Cloud OSS: its configuration, resources and functions. Each is loaded when it is used.
import { service } from "../kit/define";
import { config } from "./config";

export const oss = service({
  name: "oss",
  summary: "Alibaba Cloud Object Storage Service (OSS)",
  config,
  connect(settings) {
    const { createOssClient } = require("./client") as typeof import("./client");
    const client = createOssClient(settings);
    client.checkConfig();
    return client;
  },
  account(settings) {
    const { accountHint } = require("./credentials") as typeof import("./credentials");
    return accountHint(settings, process.env);
  },
  resources: {
    Bucket: () => (require("./bucket") as typeof import("./bucket")).bucket,
    BucketAcl: () => (require("./bucketAcl") as typeof import("./bucketAcl")).bucketAcl,
    BucketCname: () => (require("./bucketCname") as typeof import("./bucketCname")).bucketCname,
    BucketCnameToken: () => (require("./bucketCnameToken") as typeof import("./bucketCnameToken")).bucketCnameToken,
    BucketCors: () => (require("./bucketCors") as typeof import("./bucketCors")).bucketCors,
    BucketEncryption: () => (require("./bucketEncryption") as typeof import("./bucketEncryption")).bucketEncryption,
    BucketInventory: () => (require("./bucketInventory") as typeof import("./bucketInventory")).bucketInventory,
    BucketLifecycle: () => (require("./bucketLifecycle") as typeof import("./bucketLifecycle")).bucketLifecycle,
    BucketLogging: () => (require("./bucketLogging") as typeof import("./bucketLogging")).bucketLogging,
    BucketMetaQuery: () => (require("./bucketMetaQuery") as typeof import("./bucketMetaQuery")).bucketMetaQuery,
    BucketObject: () => (require("./bucketObject") as typeof import("./bucketObject")).bucketObject,
    BucketPolicy: () => (require("./bucketPolicy") as typeof import("./bucketPolicy")).bucketPolicy,
    BucketReferer: () => (require("./bucketReferer") as typeof import("./bucketReferer")).bucketReferer,
    BucketReplication: () => (require("./bucketReplication") as typeof import("./bucketReplication")).bucketReplication,
    BucketRequestPayment: () =>
      (require("./bucketRequestPayment") as typeof import("./bucketRequestPayment")).bucketRequestPayment,
    BucketRetentionPolicy: () =>
      (require("./bucketRetentionPolicy") as typeof import("./bucketRetentionPolicy")).bucketRetentionPolicy,
    BucketTags: () => (require("./bucketTags") as typeof import("./bucketTags")).bucketTags,
    BucketTransferAcceleration: () =>
      (require("./bucketTransferAcceleration") as typeof import("./bucketTransferAcceleration"))
        .bucketTransferAcceleration,
    BucketVersioning: () => (require("./bucketVersioning") as typeof import("./bucketVersioning")).bucketVersioning,
    BucketWebsite: () => (require("./bucketWebsite") as typeof import("./bucketWebsite")).bucketWebsite,
  },
  functions: {
    corsPreflight: () => (require("./corsPreflight") as typeof import("./corsPreflight")).corsPreflight,
    doMetaQuery: () => (require("./doMetaQuery") as typeof import("./doMetaQuery")).doMetaQuery,
    getBucketInfo: () => (require("./getBucketInfo") as typeof import("./getBucketInfo")).getBucketInfo,
    getBucketLocation: () => (require("./getBucketLocation") as typeof import("./getBucketLocation")).getBucketLocation,
    getBucketStat: () => (require("./getBucketStat") as typeof import("./getBucketStat")).getBucketStat,
    getBuckets: () => (require("./getBuckets") as typeof import("./getBuckets")).getBuckets,
    getCnames: () => (require("./getCnames") as typeof import("./getCnames")).getCnames,
    getRegions: () => (require("./getRegions") as typeof import("./getRegions")).getRegions,
    getReplicationLocations: () =>
      (require("./getReplicationLocations") as typeof import("./getReplicationLocations")).getReplicationLocations,
    getReplicationProgress: () =>
      (require("./getReplicationProgress") as typeof import("./getReplicationProgress")).getReplicationProgress,
    listObjectVersions: () =>
      (require("./listObjectVersions") as typeof import("./listObjectVersions")).listObjectVersions,
    listObjects: () => (require("./listObjects") as typeof import("./listObjects")).listObjects,
  },
});
