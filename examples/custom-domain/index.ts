import * as pulumi from "@pulumi/pulumi";
import { oss } from "granary";

// pulumi config set domain www.my-company.com
const domain = new pulumi.Config().get("domain") ?? "www.example.com";

const site = new oss.Bucket("site", { acl: "public-read", forceDestroy: true });
const bucket = site.bucket;

new oss.BucketWebsite("website", { bucket, indexDocument: { suffix: "index.html" } });
new oss.BucketObject("index", { bucket, key: "index.html", content: "<h1>It works</h1>" });

// OSS binds a domain only when its TXT record `_dnsauth.<domain>` holds this token. On an account: run with `bind` false
// (pulumi config set bind false), put the output `record` into DNS, wait some minutes, then take `bind` out and run again.
// The emulator takes the record for set.
const token = new oss.BucketCnameToken("token", { bucket, domain });

if (new pulumi.Config().getBoolean("bind") ?? true) {
  new oss.BucketCname("cname", { bucket, domain }, { dependsOn: token });
}

// A second endpoint, oss-accelerate.aliyuncs.com, for visitors far away; billed by traffic.
new oss.BucketTransferAcceleration("acceleration", { bucket, enabled: true });

export const record = pulumi.interpolate`_dnsauth.${domain} TXT ${token.token}`;
