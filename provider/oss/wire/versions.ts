// OSS API reference 20220713, GetBucketVersions (ListVersionsResult), GetBucketV2 (ListBucketResult),
// ListMultipartUploads (ListMultipartUploadsResult) and DeleteMultipleObjects (Delete, DeleteResult).
import { bool, int, list, readXml, text, writeXml, type XmlElement, type XmlNode } from "../../http/xml";
import { keyDecoder } from "./objects";

export interface ObjectVersion {
  key: string;
  /** Undefined in a bucket that never had versioning. */
  versionId?: string;
}

export interface ListedVersion extends ObjectVersion {
  deleteMarker: boolean;
  latest: boolean;
  lastModified: string;
  size?: number;
  etag?: string;
  storageClass?: string;
}

export interface VersionPage {
  /** Versions and delete markers in the order of the answer, which interleaves them. */
  versions: ListedVersion[];
  commonPrefixes: string[];
  next?: { keyMarker: string; versionIdMarker?: string };
}

export function decodeVersions(body: string): VersionPage {
  const root = readXml(body, "ListVersionsResult", ["Version", "DeleteMarker", "CommonPrefixes"]);
  const decode = keyDecoder(root);
  const listed = root.children.filter(({ name }) => name === "Version" || name === "DeleteMarker");
  return {
    versions: listed.map((each) => decodeVersion(each, decode)),
    commonPrefixes: (list(root, "CommonPrefixes") ?? []).map((each) => decode(text(each, "Prefix") ?? "")),
    next:
      text(root, "IsTruncated") === "true"
        ? {
            keyMarker: decode(text(root, "NextKeyMarker") ?? ""),
            versionIdMarker: text(root, "NextVersionIdMarker") || undefined,
          }
        : undefined,
  };
}

function decodeVersion(each: XmlNode, decode: (value: string) => string): ListedVersion {
  return {
    key: decode(text(each, "Key") ?? ""),
    versionId: text(each, "VersionId") || undefined,
    deleteMarker: each.name === "DeleteMarker",
    latest: bool(each, "IsLatest") ?? false,
    lastModified: text(each, "LastModified") ?? "",
    size: int(each, "Size"),
    etag: text(each, "ETag")?.replaceAll('"', "").toLowerCase(),
    storageClass: text(each, "StorageClass")?.replace(/\s+/g, ""),
  };
}

export interface UploadPage {
  uploads: { key: string; uploadId: string }[];
  next?: { keyMarker: string; uploadIdMarker: string };
}

export function decodeUploads(body: string): UploadPage {
  const root = readXml(body, "ListMultipartUploadsResult", ["Upload", "CommonPrefixes"]);
  const decode = keyDecoder(root);
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

/** With the answer that names what was deleted: the quiet one has no body, and would hide what was not. */
export function encodeDelete(versions: ObjectVersion[]): string {
  return writeXml("Delete", [
    ["Quiet", false],
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

/** What was deleted. */
export function decodeDeleted(body: string): ObjectVersion[] {
  const root = readXml(body, "DeleteResult", ["Deleted", "Error"]);
  const decode = keyDecoder(root);
  return (list(root, "Deleted") ?? []).map((each) => ({
    key: decode(text(each, "Key") ?? ""),
    versionId: text(each, "VersionId") || undefined,
  }));
}
