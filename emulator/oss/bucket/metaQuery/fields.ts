/** The fields of the metadata index. OSS API reference 20220713, section 7.17.5 (L7122-7137). */
import type { VersionRow } from "../../../store/rows";

/** What a field supports: prefix and match in conditions, statistics, counting, and sorting. All support eq and order. */
interface Field {
  kind: "text" | "number" | "time";
  match?: true;
  prefix?: true;
  /** min, max, sum, average. */
  statistics?: true;
  /** count, distinct, group. */
  counting?: true;
  sort?: true;
  valueOf(version: VersionRow): string | number | undefined;
}

const LISTED = { prefix: true, counting: true, sort: true } as const;
const TEXT = { kind: "text", ...LISTED } as const;
const NUMBER = { kind: "number", statistics: true, counting: true, sort: true } as const;

const ETAG: Field = { ...TEXT, valueOf: (version) => `"${version.etag}"` };

const FIELDS: Readonly<Record<string, Field>> = {
  // "Etag" in the table, "ETag" in the response.
  ETag: ETAG,
  Etag: ETAG,
  FileModifiedTime: { kind: "time", counting: true, sort: true, valueOf: (version) => version.modifiedAt },
  Filename: { ...TEXT, match: true, valueOf: (version) => version.key },
  ObjectACL: { ...TEXT, valueOf: (version) => version.acl },
  OSSCRC64: { ...TEXT, valueOf: (version) => crcText(version.crc64) },
  OSSObjectType: { ...TEXT, valueOf: (version) => version.type },
  OSSStorageClass: { ...TEXT, valueOf: (version) => version.storageClass },
  OSSTaggingCount: { ...NUMBER, valueOf: (version) => Object.keys(version.tags ?? {}).length },
  ServerSideEncryption: { ...TEXT, valueOf: (version) => version.sse?.algorithm },
  // Objects encrypted by the client are told by their metadata, which the emulator does not read.
  ServerSideEncryptionCustomerAlgorithm: { ...TEXT, valueOf: () => undefined },
  Size: { ...NUMBER, valueOf: (version) => version.size },
};

/** A field by name; OSSTagging.<key> and OSSUserMeta.<key> are made as they come. Undefined = not supported. */
export function fieldOf(name: string): Field | undefined {
  const tag = /^OSSTagging\.(.+)$/.exec(name)?.[1];
  if (tag !== undefined) {
    return { kind: "text", prefix: true, valueOf: (version) => version.tags?.[tag] };
  }
  // "The key of the user-defined metadata is not case-sensitive. However, the value is" (L7112).
  const meta = /^OSSUserMeta\.(.+)$/.exec(name)?.[1]?.toLowerCase();
  if (meta !== undefined) {
    return { kind: "text", prefix: true, valueOf: (version) => version.headers[meta] };
  }
  return Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
}

/** Hexadecimal in the sample of this operation (4858A48BD1466884), decimal everywhere else in OSS. */
export function crcText(crc64: string | undefined): string | undefined {
  return crc64 === undefined ? undefined : BigInt(crc64).toString(16).toUpperCase().padStart(16, "0");
}

/** RFC 3339 in the zone and with the nine fractional digits of the samples: 2021-08-02T10:49:17.289000000+08:00. */
export function timeText(time: Date): string {
  const shifted = new Date(time.getTime() + 8 * 60 * 60 * 1000).toISOString();
  return `${shifted.slice(0, -1)}000000+08:00`;
}
