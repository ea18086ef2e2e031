// Emptying a bucket with a hierarchical namespace: it has neither versions nor DeleteMultipleObjects, and its
// directories are deleted as wholes.
import type { Context } from "../../kit/define";
import { decoding, hasCode } from "../bucketConfig";
import type { OssClient } from "../client";
import { decodeDeletedDirectory } from "../wire/directories";
import { decodeObjects, type ObjectPage } from "../wire/objects";
import { write } from "../write";
import { inParallel, pause } from "./parallel";
import type { Tally } from "./tally";

/** Requests under way at once. */
const PARALLEL = 16;
/** Attempts at a directory that something writes to meanwhile, and the time between them. */
const ATTEMPTS = 5;
const BETWEEN_MS = 1000;

/** Objects and directories at the top of a bucket. OSS API reference 20220713, GetBucketV2. */
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

/** All objects and directories: what is at the top of the bucket, directories with everything in them. */
export async function deleteTree(client: OssClient, bucket: string, context: Context, tally: Tally): Promise<void> {
  await inParallel(PARALLEL, async (add) => {
    let page: ObjectPage | undefined;
    do {
      page = await listLevel(client, bucket, context, "1000", page?.next);
      // How a directory is listed is not documented: a slash at the end of its name is taken off.
      const names = [...page.commonPrefixes, ...page.objects.map(({ key }) => key)];
      const directories = new Set(names.filter((name) => name.endsWith("/")).map((name) => name.slice(0, -1)));
      for (const name of directories) await add(() => deleteDirectory(client, bucket, name, context, tally));
      for (const name of names) {
        if (!name.endsWith("/") && !directories.has(name)) {
          await add(() => deleteObject(client, bucket, name, context, tally));
        }
      }
    } while (page.next !== undefined);
  });
}

// OSS API reference 20220713, DeleteObject: FileAlreadyExists says that the name is a directory's.
async function deleteObject(
  client: OssClient,
  bucket: string,
  key: string,
  context: Context,
  tally: Tally,
): Promise<void> {
  try {
    await write(client, { operation: "DeleteObject", method: "DELETE", bucket, key, signal: context.signal });
    tally.add("object", 1);
  } catch (error) {
    if (!hasCode(error, ["FileAlreadyExists"])) throw error;
    await deleteDirectory(client, bucket, key, context, tally);
  }
}

/** FileAlreadyExists here says that something wrote into the directory at the same time: it is begun again. */
async function deleteDirectory(
  client: OssClient,
  bucket: string,
  name: string,
  context: Context,
  tally: Tally,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await deletePages(client, bucket, name, context, tally);
    } catch (error) {
      if (hasCode(error, ["NoSuchKey"])) return;
      if (!hasCode(error, ["FileAlreadyExists"]) || attempt === ATTEMPTS) throw error;
    }
    await pause(BETWEEN_MS, context.signal, "DeleteDirectory", `${bucket}/${name}`);
  }
}

// OSS API reference 20220713, DeleteDirectory: a recursive delete goes on with the token of each answer.
async function deletePages(
  client: OssClient,
  bucket: string,
  key: string,
  context: Context,
  tally: Tally,
): Promise<void> {
  const operation = "DeleteDirectory";
  let token: string | undefined = "";
  while (token !== undefined) {
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
    const page = decoding(operation, `${bucket}/${key}`, response, () => decodeDeletedDirectory(response.text));
    tally.add("object", page.count);
    token = page.next;
  }
}
