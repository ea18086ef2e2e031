// What the benchmark creates and changes of every resource. `BUCKET` stands for the name of a bucket made for it.

/** Resource -> { create, update }: arguments in which every resource differs in one property that is updated in place. */
export const SAMPLES = {
  Bucket: { create: { bucket: "BUCKET" }, update: { bucket: "BUCKET", acl: "public-read" } },
  BucketAcl: { create: { acl: "public-read" }, update: { acl: "private" } },
  BucketCors: {
    create: { rules: [{ allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] }] },
    update: { rules: [{ allowedOrigins: ["https://b.example"], allowedMethods: ["GET"] }] },
  },
  BucketEncryption: { create: { sseAlgorithm: "AES256" }, update: { sseAlgorithm: "KMS" } },
  BucketLifecycle: {
    create: { rules: [{ prefix: "logs/", expiration: { days: 30 } }] },
    update: { rules: [{ prefix: "logs/", expiration: { days: 60 } }] },
  },
  BucketObject: { create: { key: "page.html", content: "one" }, update: { key: "page.html", content: "two" } },
  BucketPolicy: { create: { policy: policy("oss:DeleteObject") }, update: { policy: policy("oss:PutObject") } },
  BucketReferer: {
    create: { allowEmptyReferer: true, referers: ["https://a.example"] },
    update: { allowEmptyReferer: true, referers: ["https://b.example"] },
  },
  BucketTags: { create: { tags: { team: "web" } }, update: { tags: { team: "shop" } } },
  BucketVersioning: { create: { status: "Enabled" }, update: { status: "Suspended" } },
  BucketWebsite: {
    create: { indexDocument: { suffix: "index.html" } },
    update: { indexDocument: { suffix: "start.html" } },
  },
};

function policy(action) {
  const resource = "acs:oss:*:*:BUCKET/releases/*";
  return { Version: "1", Statement: [{ Effect: "Deny", Action: [action], Principal: ["*"], Resource: [resource] }] };
}

/** The arguments of a sample for a bucket of that name. */
export function argumentsFor(resource, kind, bucket) {
  return JSON.parse(JSON.stringify({ bucket, ...SAMPLES[resource][kind] }).replaceAll("BUCKET", bucket));
}
