import * as pulumi from "@pulumi/pulumi";
import { oss } from "granary";

const domain = new pulumi.Config().get("domain") ?? "www.example.com";

const site = new oss.Bucket("site", { acl: "public-read", forceDestroy: true });
const bucket = site.bucket;

new oss.BucketWebsite("website", { bucket, indexDocument: { suffix: "index.html" } });
new oss.BucketObject("index", { bucket, key: "index.html", content: "<h1>It works</h1>" });

// First run: put the token into a TXT record _dnsauth.<domain>, then set `bind` and run again.
const token = new oss.BucketCnameToken("token", { bucket, domain });

if (new pulumi.Config().getBoolean("bind") ?? true) {
  new oss.BucketCname("cname", { bucket, domain }, { dependsOn: token });
}

new oss.BucketTransferAcceleration("acceleration", { bucket, enabled: true });

export const record = pulumi.interpolate`_dnsauth.${domain} TXT ${token.token}`;
