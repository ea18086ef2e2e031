import type { Context } from "../../kit/define";
import { hasCode } from "../bucketConfig";
import type { OssClient } from "../client";
import { decodeWorm, type Worm } from "../wire/worm";
import type { Tally } from "./tally";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The failure with what became of the bucket: that it is still there, what is gone already, and what to do. */
export async function unfinished(
  client: OssClient,
  bucket: string,
  context: Context,
  tally: Tally,
  failure: unknown,
): Promise<Error> {
  const error = failure instanceof Error ? failure : new Error(String(failure));
  const done = `${tally.text()} ${tally.total() > 1 ? "were" : "was"} deleted`;
  if (hasCode(error, ["FileImmutable"])) {
    const worm = await readWorm(client, bucket, context).catch(() => undefined);
    return new Error(`${error.message}; bucket ${bucket} was kept, ${done}. ${retention(worm, tally)}`, {
      cause: error,
    });
  }
  return new Error(`${error.message}; bucket ${bucket} was kept, ${done}. Destroy again to go on with the rest`, {
    cause: error,
  });
}

// OSS API reference 20220713, GetBucketWorm.
async function readWorm(client: OssClient, bucket: string, { signal }: Context): Promise<Worm> {
  const operation = "GetBucketWorm";
  const response = await client.send({ operation, method: "GET", bucket, query: { worm: true }, signal });
  return decodeWorm(response.text);
}

/** 7.2: an object is protected for the policy's days after it was last written; an unlocked policy lapses in 24 hours. */
function retention(worm: Worm | undefined, { newest, listed }: Tally): string {
  if (worm === undefined) return "Destroy again when the retention policy protects its objects no longer";
  const until = new Date(newest + worm.days * DAY_MS);
  const time = Number.isNaN(until.getTime())
    ? ""
    : `, the newest of the ${listed.toLocaleString("en-US")} listed until ${until.toISOString()}`;
  const what = `Its retention policy protects every object for ${worm.days} days${time}`;
  if (worm.state === "InProgress") {
    return `${what}. The policy is not locked: destroy its BucketRetentionPolicy first, or wait until it lapses, 24 hours after ${worm.creationDate}; then destroy again`;
  }
  return `${what}. The policy is locked, so nobody can delete them earlier: destroy again after that, or take the bucket out of the stack (retainOnDelete, or pulumi state delete)`;
}
