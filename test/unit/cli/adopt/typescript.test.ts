import { execFileSync } from "node:child_process";
import path from "node:path";
import { makeProgram } from "../../../../cli/adopt/program";
import { typescriptProgram } from "../../../../cli/adopt/typescript";
import type { BucketReading } from "../../../../cli/live/types";
import { bucket, document } from "./readings";

const text = (front: "plugin" | "dynamic", ...readings: BucketReading[]) =>
  typescriptProgram(makeProgram(readings, { language: "typescript", front, folder: "shop" }));

const readings = [
  bucket(
    "a",
    {
      documents: [
        document("oss:BucketTags", "a", {
          inputs: { tags: { "cost center": "it's", quote: 'say "x"', __proto: "1" } },
        }),
        document("oss:BucketMetaQuery", "a"),
        document("oss:BucketCname", "a", {
          part: "www.example.com",
          inputs: { domain: "www.example.com" },
          certificateId: "493-cn-hangzhou",
        }),
        document("oss:BucketWebsite", "a", {
          inputs: {
            indexDocument: { suffix: "index.html", supportSubDir: true, type: 0 },
            routingRules: [
              { ruleNumber: 1, condition: {}, redirect: { redirectType: "External", replaceKeyWith: "${key}.html" } },
            ],
          },
        }),
      ],
    },
    { storageClass: "IA" },
  ),
  bucket("a-bucket-with-a-name-that-is-as-long-as-a-name-of-a-bucket-may", {
    documents: [
      document("oss:BucketTransferAcceleration", "a-bucket-with-a-name-that-is-as-long-as-a-name-of-a-bucket-may", {
        inputs: { enabled: true },
      }),
    ],
  }),
  bucket("short"),
];

const EXPECTED = `// Written by granary adopt from what OSS answered; ADOPT.md says what to do
// next.

import * as pulumi from "@pulumi/pulumi";
import { oss } from "granary/plugin";

const config = new pulumi.Config();
const wwwExampleComKey = config.getSecret("wwwExampleComPrivateKey");

const a = new oss.Bucket(
  "a",
  { bucket: "a", storageClass: "IA" },
  { protect: true },
);

const aBucketWithANameThatIsAsLongAsANameOfABucketMay = new oss.Bucket(
  "a-bucket-with-a-name-that-is-as-long-as-a-name-of-a-bucket-may",
  { bucket: "a-bucket-with-a-name-that-is-as-long-as-a-name-of-a-bucket-may" },
  { protect: true },
);

new oss.Bucket("short", { bucket: "short" }, { protect: true });

new oss.BucketTags("a-tags", {
  bucket: a.bucket,
  tags: { "cost center": "it's", quote: 'say "x"', __proto: "1" },
});

new oss.BucketMetaQuery("a-index", { bucket: a.bucket });

// OSS has a certificate (id 493-cn-hangzhou) and gives neither it nor its key
// back. It stays as it is until both are configured, see ADOPT.md.
new oss.BucketCname("a-domain-www-example-com", {
  bucket: a.bucket,
  domain: "www.example.com",
  certificate: wwwExampleComKey && {
    certificate: config.require("wwwExampleComCertificate"),
    privateKey: wwwExampleComKey,
  },
});

new oss.BucketWebsite("a-website", {
  bucket: a.bucket,
  indexDocument: { suffix: "index.html", supportSubDir: true, type: 0 },
  routingRules: [
    {
      ruleNumber: 1,
      condition: {},
      redirect: { redirectType: "External", replaceKeyWith: "\${key}.html" },
    },
  ],
});

new oss.BucketTransferAcceleration(
  "a-bucket-with-a-name-that-is-as-long-as-a-name-of-a-bucket-may-acceleration",
  {
    bucket: aBucketWithANameThatIsAsLongAsANameOfABucketMay.bucket,
    enabled: true,
  },
);
`;

test("a program reads as people write it", () => {
  expect(text("plugin", ...readings)).toBe(EXPECTED);
});

test("a formatter finds nothing to do", () => {
  const biome = path.join(__dirname, "../../../../node_modules/@biomejs/biome/bin/biome");
  const args = [biome, "format", "--stdin-file-path=index.ts", "--indent-style=space", "--line-width=80"];
  expect(execFileSync(process.execPath, args, { input: EXPECTED, cwd: "/", encoding: "utf8" })).toBe(EXPECTED);
});

test("the dynamic front is another import and nothing else", () => {
  expect(text("dynamic", ...readings)).toBe(EXPECTED.replace('"granary/plugin"', '"granary"'));
});

test("a program without secrets needs neither configuration nor @pulumi/pulumi", () => {
  expect(
    text("plugin", bucket("short")),
  ).toBe(`// Written by granary adopt from what OSS answered; ADOPT.md says what to do
// next.

import { oss } from "granary/plugin";

new oss.Bucket("short", { bucket: "short" }, { protect: true });
`);
});
