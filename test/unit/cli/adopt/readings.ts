// Readings as the reader gives them, written by hand.
import type { BucketReading, Document } from "../../../../cli/live/types";

export function bucket(name: string, more: Partial<BucketReading> = {}, inputs: object = {}): BucketReading {
  const { region = "cn-hangzhou", documents = [] } = more;
  const location = `oss-${region}`;
  const own = document("oss:Bucket", name, { inputs: { bucket: name, ...inputs }, state: { bucket: name, location } });
  return {
    name,
    unreadable: [],
    leftOut: [],
    managed: [],
    ...more,
    region,
    location,
    documents: [own, ...documents],
  };
}

export function document(token: string, name: string, more: Partial<Document> = {}): Document {
  const id = more.part === undefined ? name : `${name}/${more.part}`;
  const inputs = { bucket: name, ...more.inputs };
  return { token, bucket: name, id, notes: [], state: inputs, ...more, inputs };
}
