import type { Context } from "../../kit/define";
import { decoding, hasCode } from "../bucketConfig";
import type { OssClient } from "../client";
import { type ChannelPage, decodeChannels } from "../wire/liveChannels";
import { write } from "../write";
import { inParallel, pause } from "./parallel";
import type { Tally } from "./tally";

/** Requests under way at once. */
const PARALLEL = 8;
/** A disabled channel lets go of its publisher after about 10 seconds (PutLiveChannelStatus). */
const ATTEMPTS = 15;
const BETWEEN_MS = 2000;

/** All LiveChannels; what they recorded are objects. OSS API reference 20220713, ListLiveChannel. */
export async function deleteChannels(client: OssClient, bucket: string, context: Context, tally: Tally): Promise<void> {
  await inParallel(PARALLEL, async (add) => {
    const operation = "ListLiveChannel";
    let marker: string | undefined = "";
    while (marker !== undefined) {
      const query = { live: true as const, "max-keys": "1000", ...(marker && { marker }) };
      const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
      const page: ChannelPage = decoding(operation, bucket, response, () => decodeChannels(response.text));
      for (const name of page.names) await add(() => deleteChannel(client, bucket, name, context, tally));
      marker = page.next;
    }
  });
}

// OSS API reference 20220713, DeleteLiveChannel: fails while a client pushes, so that client is cut off first.
async function deleteChannel(
  client: OssClient,
  bucket: string,
  name: string,
  context: Context,
  tally: Tally,
): Promise<void> {
  const request = { bucket, key: name, signal: context.signal };
  const live = { live: true as const };
  for (let attempt = 1; ; attempt++) {
    try {
      await write(client, { ...request, operation: "DeleteLiveChannel", method: "DELETE", query: live });
      break;
    } catch (error) {
      if (hasCode(error, ["NoSuchLiveChannel"])) break;
      if (!hasCode(error, ["ChannelStillLive"]) || attempt === ATTEMPTS) throw error;
    }
    if (attempt === 1) {
      context.progress(
        `live channel ${name} of bucket ${bucket} is disabled, to disconnect the client that pushes to it`,
      );
      const query = { ...live, status: "disabled" };
      await write(client, { ...request, operation: "PutLiveChannelStatus", method: "PUT", query });
    }
    await pause(BETWEEN_MS, context.signal, "DeleteLiveChannel", `${bucket}/${name}`);
  }
  tally.add("channel", 1);
}
