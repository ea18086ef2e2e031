import { WireError } from "../http/errors";
import { readXml, text } from "../http/xml";
import { type Context, resource } from "../kit/define";
import { decoding, hasCode } from "./bucketConfig";
import type { OssClient } from "./client";
import { ownerBucket } from "./fields";
import { pause } from "./pause";
import { write } from "./write";

const inputs = { bucket: ownerBucket };

const outputs = {};

/** Data indexing. OSS API reference 20220713, OpenMetaQuery, GetMetaQueryStatus and CloseMetaQuery. */
export const bucketMetaQuery = resource<typeof inputs, typeof outputs, OssClient, "bucket">({
  token: "oss:BucketMetaQuery",
  key: ["bucket"],
  manual: {
    summary: "Data indexing of a bucket: OSS keeps an index of its objects, which the function doMetaQuery asks.",
    source: "OSS API reference 20220713, 7.17 MetaQuery (OpenMetaQuery, GetMetaQueryStatus, CloseMetaQuery)",
    destroy: "Switches indexing off; OSS deletes the index in the background.",
    permissions: ["oss:OpenMetaQuery", "oss:GetMetaQueryStatus", "oss:CloseMetaQuery"],
    traps: [
      "A new index is built in the background: queries answer only when its state is `Running`, which takes from minutes to hours.",
      "A bucket without an index answers 400 MetaQueryNotExist, not 404.",
    ],
    example: { bucket: "${bucket.bucket}" },
  },
  inputs,
  outputs,
  describe: ({ bucket }) => `the data index of bucket ${bucket}`,

  async observe(client, { bucket }, context) {
    const state = await stateOf(client, bucket, context);
    return state === undefined || state === "Deleted" ? undefined : { bucket };
  },

  async apply(client, { bucket }, context) {
    const operation = "OpenMetaQuery";
    for (let attempt = 0; ; attempt++) {
      try {
        const query = { metaQuery: true, comp: "add" } as const;
        await write(client, { operation, method: "POST", bucket, query, idempotent: true, signal: context.signal });
        return {};
      } catch (error) {
        if (!hasCode(error, ["MetaQueryAlreadyExist"])) throw error;
      }
      // An index is there: the work of a request whose answer was lost, or an old one that is still being deleted.
      const state = await stateOf(client, bucket, context);
      if (state !== undefined && state !== "Deleted") return {};
      const until = `OSS has deleted the old data index of ${bucket}`;
      await pause(attempt, context, { operation, resource: bucket, until });
    }
  },

  async remove(client, { bucket }, context) {
    const query = { metaQuery: true, comp: "delete" } as const;
    try {
      await write(client, {
        operation: "CloseMetaQuery",
        method: "POST",
        bucket,
        query,
        idempotent: true,
        signal: context.signal,
      });
    } catch (error) {
      if (!hasCode(error, ["NoSuchBucket"])) throw error;
    }
  },
});

async function stateOf(client: OssClient, bucket: string, context: Context): Promise<string | undefined> {
  const operation = "GetMetaQueryStatus";
  try {
    const query = { metaQuery: true } as const;
    const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
    return decoding(operation, bucket, response, () => {
      const state = text(readXml(response.text, "MetaQueryStatus", []), "State");
      if (!state) throw new WireError({ expected: "MetaQueryStatus.State" });
      return state;
    });
  } catch (error) {
    if (hasCode(error, ["MetaQueryNotExist", "NoSuchBucket"])) return undefined;
    throw error;
  }
}
