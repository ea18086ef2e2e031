// OSS API reference 20220713, GetBucket and GetBucketV2: ListBucketResult.
import { int, list, readXml, text, type XmlNode } from "../../http/xml";

export interface ListedObject {
  key: string;
  lastModified: string;
  etag: string;
  size: number;
  storageClass: string;
  /** Normal, Appendable, Multipart or Symlink; version 1 only. */
  type?: string;
  owner?: string;
}

export interface ObjectPage {
  objects: ListedObject[];
  commonPrefixes: string[];
  /** Marker or continuation token of the next page. */
  next?: string;
}

export function decodeObjects(body: string): ObjectPage {
  const root = readXml(body, "ListBucketResult", ["Contents", "CommonPrefixes", "CommonPrefixes.Prefix"]);
  const decode = keyDecoder(root);
  const prefixes = (list(root, "CommonPrefixes") ?? []).flatMap((each) => list(each, "Prefix") ?? []);
  return {
    objects: (list(root, "Contents") ?? []).map((each) => ({
      key: decode(text(each, "Key") ?? ""),
      lastModified: text(each, "LastModified") ?? "",
      etag: (text(each, "ETag") ?? "").replaceAll('"', "").toLowerCase(),
      size: int(each, "Size") ?? 0,
      storageClass: (text(each, "StorageClass") ?? "").replace(/\s+/g, ""),
      type: text(each, "Type"),
      owner: text(each, "Owner.ID"),
    })),
    commonPrefixes: prefixes.map((prefix) => decode(prefix.text)),
    next: text(root, "IsTruncated") === "true" ? nextOf(root, decode) : undefined,
  };
}

// Version 2 has an opaque token, version 1 the last key, encoded like all keys.
function nextOf(root: XmlNode, decode: (value: string) => string): string | undefined {
  const token = text(root, "NextContinuationToken");
  if (token) return token;
  const marker = text(root, "NextMarker");
  return marker ? decode(marker) : undefined;
}

/** Keys may hold characters that XML can't carry, so lists are asked for with encoding-type=url. */
export function keyDecoder(root: XmlNode): (value: string) => string {
  return text(root, "EncodingType") === "url"
    ? (value) => decodeURIComponent(value.replaceAll("+", "%20"))
    : (value) => value;
}
