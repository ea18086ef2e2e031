import { readXml, text } from "../http/xml";
import { resource } from "../kit/define";
import { decoding, hasCode } from "./bucketConfig";
import type { OssClient } from "./client";
import { ownerBucket } from "./fields";
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
    const operation = "GetMetaQueryStatus";
    const response = await client
      .send({ operation, method: "GET", bucket, query: { metaQuery: true }, signal: context.signal })
      .catch((error: unknown) => {
        if (hasCode(error, ["MetaQueryNotExist", "NoSuchBucket"])) return undefined;
        throw error;
      });
    if (!response) return undefined;
    const state = decoding(operation, bucket, response, () =>
      text(readXml(response.text, "MetaQueryStatus", []), "State"),
    );
    return state === "Deleted" ? undefined : { bucket };
  },

  async apply(client, { bucket }, context) {
    const query = { metaQuery: true, comp: "add" } as const;
    try {
      await write(client, {
        operation: "OpenMetaQuery",
        method: "POST",
        bucket,
        query,
        idempotent: true,
        signal: context.signal,
      });
    } catch (error) {
      // An answer that was lost: the index is there.
      if (!hasCode(error, ["MetaQueryAlreadyExist"])) throw error;
    }
    return {};
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
