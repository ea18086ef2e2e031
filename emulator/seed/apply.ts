/** Makes what a seed says, bucket by bucket, and everything of a bucket in the order of the document. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import type { Client } from "./client";
import { type Seed, type SeedBucket, SeedError, type SeedObject } from "./document";

/** @param folder where the files that the seed names are; undefined where it may name none */
export async function applySeed(client: Client, seed: Seed, folder: string | undefined): Promise<void> {
  for (const [i, bucket] of seed.buckets.entries()) {
    try {
      await makeBucket(client, bucket, folder);
    } catch (error) {
      throw new SeedError(`buckets[${i}] (${bucket.bucket}): ${(error as Error).message}`);
    }
  }
}

async function makeBucket(client: Client, seed: SeedBucket, folder: string | undefined): Promise<void> {
  const { bucket, region } = seed;
  const xml = (root: string, fields: Record<string, string | undefined>) =>
    `<${root}>${Object.entries(fields)
      .map(([name, value]) => (value === undefined ? "" : `<${name}>${value}</${name}>`))
      .join("")}</${root}>`;
  const { storageClass: StorageClass, dataRedundancyType: DataRedundancyType } = seed;
  const headers = {
    ...(seed.acl === undefined ? {} : { "x-oss-acl": seed.acl }),
    ...(seed.hierarchicalNamespace === true ? { "x-oss-hns-status": "enabled" } : {}),
  };
  const put = { method: "PUT", bucket, region } as const;
  // A bucket that is there already gets what the seed says of it besides.
  const body = xml("CreateBucketConfiguration", { StorageClass, DataRedundancyType });
  await client.send({ ...put, headers, body, fine: ["BucketAlreadyExists"] });
  if (seed.acl !== undefined) {
    await client.send({ ...put, query: [["acl", ""]], headers: { "x-oss-acl": seed.acl } });
  }
  if (seed.versioning !== undefined) {
    const versioning = xml("VersioningConfiguration", { Status: seed.versioning });
    await client.send({ ...put, query: [["versioning", ""]], body: versioning });
  }
  for (const [name, given] of Object.entries(seed.configurations ?? {})) {
    const query = name.split("&").map((pair) => {
      const [key = "", value = ""] = pair.split(/=(.*)/s);
      return [key, value] as const;
    });
    // The operations that create with POST: replication, domains, retention policies and data indexing.
    const method = query.some(([key]) => ["comp", "worm", "metaQuery"].includes(key)) ? "POST" : "PUT";
    await client.send({ ...put, method, query, body: bodyOf(given, folder) });
  }
  for (const [key, object] of Object.entries(seed.objects ?? {})) {
    const { contentType = typeOf(key), ...content } = typeof object === "string" ? { content: object } : object;
    await client.send({ ...put, key, headers: { "content-type": contentType }, body: contentOf(content, folder) });
  }
}

function bodyOf(given: string | Record<string, unknown>, folder: string | undefined): string | Buffer {
  if (typeof given !== "string") {
    return JSON.stringify(given);
  }
  const file = folder === undefined || /^\s*[<{]/.test(given) ? undefined : join(folder, given);
  return file !== undefined && existsSync(file) && statSync(file).isFile() ? readFileSync(file) : given;
}

function contentOf({ content, base64, file }: SeedObject, folder: string | undefined): string | Buffer {
  if (file === undefined) {
    return base64 === undefined ? (content ?? "") : Buffer.from(base64, "base64");
  }
  if (folder === undefined) {
    throw new SeedError("A seed that is sent to a running emulator can't name files.");
  }
  return readFileSync(join(folder, file));
}

const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".gif": "image/gif",
  ".htm": "text/html",
  ".html": "text/html",
  ".ico": "image/x-icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".webp": "image/webp",
  ".xml": "application/xml",
};

function typeOf(key: string): string {
  return TYPES[extname(key).toLowerCase()] ?? "application/octet-stream";
}
