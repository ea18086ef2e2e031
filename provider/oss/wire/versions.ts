// OSS API reference 20220713, GetBucketVersions (ListVersionsResult), GetBucketV2 (ListBucketResult),
// ListMultipartUploads (ListMultipartUploadsResult) and DeleteMultipleObjects (Delete, DeleteResult).
import { list, readXml, text, writeXml, type XmlElement, type XmlNode } from "../../http/xml";

export interface ObjectVersion {
  key: string;
  /** Undefined in a bucket that never had versioning. */
  versionId?: string;
}

export interface VersionPage {
  /** Versions and delete markers alike. */
  versions: ObjectVersion[];
  next?: { keyMarker: string; versionIdMarker?: string };
}

export function decodeVersions(body: string): VersionPage {
  const root = readXml(body, "ListVersionsResult", ["Version", "DeleteMarker", "CommonPrefixes"]);
  const decode = decoder(root);
  const all = [...(list(root, "Version") ?? []), ...(list(root, "DeleteMarker") ?? [])];
  const truncated = text(root, "IsTruncated") === "true";
  return {
    versions: all.map((each) => ({
      key: decode(text(each, "Key") ?? ""),
      versionId: text(each, "VersionId") || undefined,
    })),
    next: truncated
      ? {
          keyMarker: decode(text(root, "NextKeyMarker") ?? ""),
          versionIdMarker: text(root, "NextVersionIdMarker") || undefined,
        }
      : undefined,
  };
}

export interface UploadPage {
  uploads: { key: string; uploadId: string }[];
  next?: { keyMarker: string; uploadIdMarker: string };
}

export function decodeUploads(body: string): UploadPage {
  const root = readXml(body, "ListMultipartUploadsResult", ["Upload", "CommonPrefixes"]);
  const decode = decoder(root);
  return {
    uploads: (list(root, "Upload") ?? []).map((each) => ({
      key: decode(text(each, "Key") ?? ""),
      uploadId: text(each, "UploadId") ?? "",
    })),
    next:
      text(root, "IsTruncated") === "true"
        ? {
            keyMarker: decode(text(root, "NextKeyMarker") ?? ""),
            uploadIdMarker: text(root, "NextUploadIdMarker") ?? "",
          }
        : undefined,
  };
}

/** Keys may hold characters that XML can't carry, so lists are asked for with encoding-type=url. */
function decoder(root: XmlNode): (value: string) => string {
  return text(root, "EncodingType") === "url"
    ? (value) => decodeURIComponent(value.replaceAll("+", "%20"))
    : (value) => value;
}

export function encodeDelete(versions: ObjectVersion[]): string {
  return writeXml("Delete", [
    ["Quiet", true],
    ...versions.map(
      ({ key, versionId }): XmlElement => [
        "Object",
        [
          ["Key", key],
          ["VersionId", versionId],
        ],
      ],
    ),
  ]);
}
