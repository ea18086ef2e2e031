// OSS API reference 20220713, 8.1.1 PutObject [L7570-7758]. What concerns files and assets is in the unit tests.
import { type Arguments, BUCKET, many, type Scenario } from "./scenario";

const with_ = (more: Arguments): Arguments => ({ bucket: BUCKET, key: "index.html", ...more });
const minimal = with_({ content: "<h1>It works</h1>" });

const bad = (name: string, more: Arguments, path: string, message: string) => ({
  name,
  inputs: { ...minimal, ...more },
  path,
  message,
});

const ONE_LINE = "must be one line without control characters";

// 8 names of 2 bytes ("m0" to "m7") with values of 1,022 bytes are 8,192 bytes.
const metadata = (bytes: number) =>
  Object.fromEntries(many(8, (i) => [`m${i}`, "v".repeat(i === 0 ? 1022 + bytes - 8192 : 1022)]));

export const bucketObject: Scenario = {
  token: "oss:BucketObject",
  minimal,
  full: with_({
    key: "assets/übersicht 1.txt",
    contentBase64: "SXQgd29ya3M=",
    contentType: "text/plain; charset=utf-8",
    cacheControl: "max-age=60",
    contentDisposition: 'attachment; filename="übersicht.txt"',
    contentEncoding: "identity",
    metadata: { author: "someone", "build-2": "" },
    storageClass: "IA",
    overwrite: true,
  }),
  bad: [
    { name: "no bucket", inputs: { key: "a", content: "" }, path: "bucket", message: "is required" },
    bad(
      "a bucket name that OSS does not take",
      { bucket: "Web" },
      "bucket",
      "must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends (OSS bucket naming conventions)",
    ),
    { name: "no key", inputs: { bucket: BUCKET, content: "" }, path: "key", message: "is required" },
    bad("an empty key", { key: "" }, "key", "must not be empty"),
    bad("a key of 1,024 bytes", { key: "k".repeat(1024) }, "key", "has more than 1023 bytes"),
    bad("a key of 342 characters that are 1,026 bytes", { key: "页".repeat(342) }, "key", "has more than 1023 bytes"),
    bad("a key that starts with a slash", { key: "/index.html" }, "key", "must not start with / or \\"),
    bad("a key that starts with a backslash", { key: "\\index.html" }, "key", "must not start with / or \\"),
    { name: "no content", inputs: with_({}), path: "content", message: "is required, or contentBase64 or source" },
    bad("two contents", { contentBase64: "YQ==" }, "contentBase64", "and content exclude each other"),
    {
      name: "content that is no base64",
      inputs: with_({ contentBase64: "a b" }),
      path: "contentBase64",
      message: "is not base64 text",
    },
    bad(
      "a source that is text",
      { content: undefined, source: "index.html" },
      "source",
      "must be a FileAsset or a StringAsset; archives and remote assets are not taken",
    ),
    ...["contentType", "cacheControl", "contentDisposition", "contentEncoding"].flatMap((header) => [
      bad(`an empty ${header}`, { [header]: "" }, header, "must not be empty"),
      bad(`a ${header} of two lines`, { [header]: "a\r\nx-oss-object-acl: public-read" }, header, ONE_LINE),
      bad(`a ${header} that ends with a space`, { [header]: "a " }, header, "must not start or end with white space"),
    ]),
    ...["Author", "my_key", "ключ", ""].map((name) =>
      bad(
        `metadata named "${name}"`,
        { metadata: { [name]: "v" } },
        /^\w+$/.test(name) ? `metadata.${name}` : `metadata["${name}"]`,
        "may hold lower-case letters, digits and hyphens only",
      ),
    ),
    bad("metadata of two lines", { metadata: { author: "a\nb" } }, "metadata.author", ONE_LINE),
    bad("metadata of 8,193 bytes", { metadata: metadata(8193) }, "metadata", "has 8193 bytes; OSS takes 8192 (8 KB)"),
    bad(
      "a storage class that does not exist",
      { storageClass: "STANDARD" },
      "storageClass",
      '"STANDARD" is not one of Standard, IA, Archive, ColdArchive, Cold Archive',
    ),
  ],
  good: [
    { name: "empty content", inputs: with_({ content: "" }) },
    { name: "a key of 1,023 bytes", inputs: { ...minimal, key: "k".repeat(1023) } },
    { name: "a key of 341 characters that are 1,023 bytes", inputs: { ...minimal, key: "页".repeat(341) } },
    { name: "a key of one character", inputs: { ...minimal, key: "a" } },
    { name: "slashes within the key", inputs: { ...minimal, key: "a//b\\c/" } },
    { name: "metadata of 8,192 bytes", inputs: { ...minimal, metadata: metadata(8192) } },
    { name: "metadata beyond ASCII", inputs: { ...minimal, metadata: { author: "作者" } } },
  ],
  updates: [
    {
      name: "the content",
      from: minimal,
      to: with_({ content: "<h1>Better</h1>" }),
      paths: ["content", "contentHash"],
    },
    { name: "the media type", from: minimal, to: { ...minimal, contentType: "text/plain" }, paths: ["contentType"] },
    {
      name: "the headers",
      from: { ...minimal, cacheControl: "no-cache" },
      to: { ...minimal, contentEncoding: "gzip", contentDisposition: "inline" },
      paths: ["cacheControl", "contentDisposition", "contentEncoding"],
    },
    {
      name: "the metadata",
      from: { ...minimal, metadata: { a: "1", b: "2" } },
      to: { ...minimal, metadata: { a: "2", c: "3" } },
      paths: ["metadata.a", "metadata.b", "metadata.c"],
    },
    { name: "the storage class", from: minimal, to: { ...minimal, storageClass: "IA" }, paths: ["storageClass"] },
    {
      name: "the same content written otherwise",
      from: with_({ content: "a" }),
      to: with_({ contentBase64: "YQ==" }),
      paths: ["content", "contentBase64"],
    },
  ],
  same: [
    {
      name: "the media type of the extension",
      from: minimal,
      to: { ...minimal, contentType: "text/html; charset=utf-8" },
    },
    { name: "no metadata", from: minimal, to: { ...minimal, metadata: {} } },
    {
      name: "both spellings of ColdArchive",
      from: { ...minimal, storageClass: "Cold Archive" },
      to: { ...minimal, storageClass: "ColdArchive" },
    },
  ],
  replacements: [
    { name: "another bucket", from: minimal, to: { ...minimal, bucket: "other-assets" }, paths: ["bucket"] },
    { name: "another key", from: minimal, to: { ...minimal, key: "home.html" }, paths: ["key"] },
  ],
};
