// What the service says to the keys.

import type { OssClient } from "../../provider/oss/client";
import { OssError } from "../../provider/oss/errors";
import { type BucketSummary, decodeBuckets } from "../../provider/oss/wire/bucketInfo";

export interface Account {
  buckets: BucketSummary[];
  /** Whether there are more. */
  more: boolean;
  /** What the service refused the list with. */
  refusal?: OssError;
}

/** OSS API reference 20220713, GetService. Throws where no answer of OSS came. */
export async function askAccount(client: OssClient): Promise<Account> {
  try {
    const query = { "max-keys": "100" };
    const page = decodeBuckets((await client.send({ operation: "GetService", method: "GET", query })).text);
    return { buckets: page.buckets, more: page.nextMarker !== undefined };
  } catch (error) {
    if (error instanceof OssError) return { buckets: [], more: false, refusal: error };
    throw error;
  }
}
