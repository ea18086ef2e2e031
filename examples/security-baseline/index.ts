import * as pulumi from "@pulumi/pulumi";
import { oss } from "granary";

const vault = new oss.Bucket("vault", { forceDestroy: true });
const bucket = vault.bucket;

// Nobody but the account, whatever someone clicks in the console: the next run takes it back.
new oss.BucketAcl("acl", { bucket, acl: "private" });
new oss.BucketTags("tags", { bucket, tags: { owner: "security", "data-class": "confidential" } });
// Encrypted with a key of the Key Management Service; name one of your own with kmsMasterKeyId.
new oss.BucketEncryption("encryption", { bucket, sseAlgorithm: "KMS" });

// A link from a foreign page leads nowhere, and neither does an address that is typed in.
new oss.BucketReferer("referer", { bucket, allowEmptyReferer: false, referers: ["https://intranet.example.com/*"] });

// Nothing but HTTPS.
new oss.BucketPolicy("https-only", {
  bucket,
  policy: pulumi.output(bucket).apply((name) => ({
    Version: "1",
    Statement: [
      {
        Effect: "Deny",
        Action: ["oss:*"],
        Principal: ["*"],
        Resource: [`acs:oss:*:*:${name}`, `acs:oss:*:*:${name}/*`],
        Condition: { Bool: { "acs:SecureTransport": ["false"] } },
      },
    ],
  })),
});

export const bucketName = bucket;
