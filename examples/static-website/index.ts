import * as pulumi from "@pulumi/pulumi";
import { oss } from "granary";

// Reading is public, as for every website. Everything else stays with the owner.
const site = new oss.Bucket("site", { acl: "public-read", forceDestroy: true });
const bucket = site.bucket;

new oss.BucketTags("tags", { bucket, tags: { team: "web", environment: pulumi.getStack() } });
new oss.BucketVersioning("versioning", { bucket, status: "Enabled" });
new oss.BucketEncryption("encryption", { bucket, sseAlgorithm: "AES256" });

new oss.BucketCors("cors", {
  bucket,
  rules: [{ allowedOrigins: ["https://www.example.com"], allowedMethods: ["GET", "HEAD"], maxAgeSeconds: 600 }],
});

new oss.BucketLifecycle("lifecycle", {
  bucket,
  rules: [
    { prefix: "logs/", transitions: [{ days: 30, storageClass: "IA" }], expiration: { days: 365 } },
    { prefix: "drafts/", noncurrentVersionExpiration: { noncurrentDays: 30 }, abortMultipartUpload: { days: 7 } },
  ],
});

new oss.BucketReferer("referer", {
  bucket,
  allowEmptyReferer: true,
  referers: ["https://www.example.com/*", "http://localhost:*"],
});

// Nobody deletes releases, whatever other permissions they have.
new oss.BucketPolicy("policy", {
  bucket,
  policy: pulumi.output(bucket).apply((name) => ({
    Version: "1",
    Statement: [
      {
        Effect: "Deny",
        Action: ["oss:DeleteObject"],
        Principal: ["*"],
        Resource: [`acs:oss:*:*:${name}/releases/*`],
      },
    ],
  })),
});

const website = new oss.BucketWebsite("website", {
  bucket,
  indexDocument: { suffix: "index.html" },
  errorDocument: { key: "error.html" },
});

for (const page of ["index.html", "error.html"]) {
  new oss.BucketObject(page, {
    bucket,
    key: page,
    source: new pulumi.asset.FileAsset(`site/${page}`),
    cacheControl: "max-age=300",
  });
}

export const bucketName = website.bucket;
export const url = pulumi.interpolate`http://${website.bucket}.${site.extranetEndpoint}/`;
