// OSS API reference 20220713, GetBucketWorm: WormConfiguration.
import { int, readXml, text } from "../../http/xml";

export interface Worm {
  wormId: string;
  /** InProgress, Locked, or Expired. */
  state: string;
  days: number;
  /** As it was given: `2020-10-15T15:50:32` in the sample, with `.000Z` where the vendor's SDKs read it. */
  creationDate: string;
}

export function decodeWorm(body: string): Worm {
  const root = readXml(body, "WormConfiguration", []);
  return {
    wormId: text(root, "WormId") ?? "",
    state: text(root, "State") ?? "",
    days: int(root, "RetentionPeriodInDays") ?? 0,
    creationDate: text(root, "CreationDate") ?? "",
  };
}
