import type { Context } from "../../kit/define";
import { decoding, hasCode } from "../bucketConfig";
import type { OssClient } from "../client";
import { decodeUploads, type UploadPage } from "../wire/versions";
import { write } from "../write";
import { inParallel } from "./parallel";
import type { Tally } from "./tally";

/** Requests under way at once. */
const PARALLEL = 16;

/** All unfinished multipart uploads. OSS API reference 20220713, ListMultipartUploads. */
export async function abortUploads(client: OssClient, bucket: string, context: Context, tally: Tally): Promise<void> {
  await inParallel(PARALLEL, async (add) => {
    let markers: Record<string, string> | undefined = {};
    while (markers) {
      const operation = "ListMultipartUploads";
      const query = { uploads: true as const, "encoding-type": "url", "max-uploads": "1000", ...markers };
      const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
      const page: UploadPage = decoding(operation, bucket, response, () => decodeUploads(response.text));
      for (const { key, uploadId } of page.uploads)
        await add(() => abort(client, bucket, key, uploadId, context, tally));
      markers = page.next && { "key-marker": page.next.keyMarker, "upload-id-marker": page.next.uploadIdMarker };
    }
  });
}

// OSS API reference 20220713, AbortMultipartUpload. A part that arrives meanwhile may stay; the next round finds it.
async function abort(
  client: OssClient,
  bucket: string,
  key: string,
  uploadId: string,
  context: Context,
  tally: Tally,
): Promise<void> {
  const operation = "AbortMultipartUpload";
  try {
    await write(client, { operation, method: "DELETE", bucket, key, query: { uploadId }, signal: context.signal });
  } catch (error) {
    if (!hasCode(error, ["NoSuchUpload"])) throw error;
  }
  tally.add("upload", 1);
}
