// Emptying a bucket with a hierarchical namespace: it has neither versions nor DeleteMultipleObjects, and its
// directories are deleted as wholes.
import { readXml, text } from "../http/xml";
import type { Context } from "../kit/define";
import { decoding, hasCode } from "./bucketConfig";
import type { OssClient } from "./client";
import { decodeObjects, type ObjectPage } from "./wire/objects";

/** Objects and directories (common prefixes) at the top of a bucket. OSS API reference 20220713, GetBucketV2. */
export async function listLevel(
  client: OssClient,
  bucket: string,
  context: Context,
  count: string,
  next?: string,
): Promise<ObjectPage> {
  const operation = "GetBucketV2";
  const query: Record<string, string> = { "list-type": "2", delimiter: "/", "encoding-type": "url", "max-keys": count };
  if (next !== undefined) query["continuation-token"] = next;
  const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
  return decoding(operation, bucket, response, () => decodeObjects(response.text));
}

export async function emptyDirectories(client: OssClient, bucket: string, context: Context): Promise<void> {
  let page: ObjectPage | undefined;
  do {
    page = await listLevel(client, bucket, context, "1000", page?.next);
    // A directory without anything in it is listed as an object whose name ends with a slash.
    const names = [...page.commonPrefixes, ...page.objects.map((object) => object.key)];
    for (const name of new Set(names)) {
      if (name.endsWith("/")) await deleteDirectory(client, bucket, name.slice(0, -1), context);
      else
        await client.send({ operation: "DeleteObject", method: "DELETE", bucket, key: name, signal: context.signal });
    }
    if (names.length > 0)
      context.progress(`emptying bucket ${bucket}: ${names.length} objects and directories deleted`);
  } while (page.next);
}

// OSS API reference 20220713, DeleteDirectory: a recursive delete goes on with the token of each answer.
async function deleteDirectory(client: OssClient, bucket: string, key: string, context: Context): Promise<void> {
  const operation = "DeleteDirectory";
  let token: string | undefined = "";
  while (token !== undefined) {
    try {
      const response = await client.send({
        operation,
        method: "POST",
        bucket,
        key,
        query: { "x-oss-delete": true },
        headers: { "x-oss-delete-recursive": "true", ...(token && { "x-oss-delete-token": token }) },
        // What an earlier attempt deleted is gone, and the rest still goes.
        idempotent: true,
        signal: context.signal,
      });
      token = decoding(operation, `${bucket}/${key}`, response, () => {
        return text(readXml(response.text, "DeleteDirectoryResult", []), "NextDeleteToken") || undefined;
      });
    } catch (error) {
      if (!hasCode(error, ["NoSuchKey"])) throw error;
      return;
    }
  }
}
