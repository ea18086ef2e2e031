/**
 * OSS API reference 20220713, GetBucket (L1078), GetBucketV2 (L1519), GetBucketVersions (L3264). Some samples have a
 * namespace on the root, others of the same operation have none; the vendor's Python SDK finds nothing in a document that
 * has one, so the service sends none.
 */
import type { VersionRow } from "../../store/rows";
import type { XmlChild } from "../../xml";
import { maxKeysOf, owner } from "../bucket/service";
import { invalidArgument } from "../errors";
import { type Context, type Operation, type Reply, theBucket } from "../operation";
import { isoTime } from "../time";
import { readToken, writeToken } from "./pageToken";
import { type ListQuery, listQuery, type Page, shortText, walk } from "./walk";

function listObjects(ctx: Context): Reply {
  const query = listQuery(ctx);
  const marker = shortText(ctx, "marker");
  const limit = maxKeysOf(ctx);
  const page = pageOf(ctx, query, marker, limit);
  return {
    status: 200,
    xml: [
      "ListBucketResult",
      [
        ["Name", theBucket(ctx).name],
        ["Prefix", query.encode(query.prefix)],
        ["Marker", query.encode(marker)],
        ["MaxKeys", limit],
        ["Delimiter", query.encode(query.delimiter)],
        ["EncodingType", query.encodingType],
        ["IsTruncated", page.truncated],
        ["NextMarker", page.truncated ? query.encode(lastName(page)) : undefined],
        ...page.rows.map((row): XmlChild => ["Contents", contents(row, query, true)]),
        ...commonPrefixes(page, query),
      ],
    ],
  };
}

function listObjectsV2(ctx: Context): Reply {
  const listType = ctx.query.get("list-type") ?? "";
  if (listType !== "2") {
    throw invalidArgument("list-type", listType, "The list-type must be 2.");
  }
  const query = listQuery(ctx);
  if (query.prefix.startsWith("/")) {
    throw invalidArgument("prefix", query.prefix, "The prefix cannot start with a forward slash.");
  }
  const startAfter = shortText(ctx, "start-after");
  // The vendor's Python SDK always sends it: empty is none.
  const token = ctx.query.get("continuation-token") || undefined;
  const fetchOwner = ctx.query.get("fetch-owner") ?? "false";
  if (fetchOwner !== "true" && fetchOwner !== "false") {
    throw invalidArgument("fetch-owner", fetchOwner, "fetch-owner must be true or false.");
  }
  const limit = maxKeysOf(ctx);
  // A token is further on than start-after: it came from the same list.
  const page = pageOf(ctx, query, token === undefined ? startAfter : readToken(token, "continuation-token"), limit);
  return {
    status: 200,
    xml: [
      "ListBucketResult",
      [
        ["Name", theBucket(ctx).name],
        ["Prefix", query.encode(query.prefix)],
        ["StartAfter", ctx.query.has("start-after") ? query.encode(startAfter) : undefined],
        ["ContinuationToken", token],
        ["MaxKeys", limit],
        ["Delimiter", ctx.query.has("delimiter") ? query.encode(query.delimiter) : undefined],
        ["EncodingType", query.encodingType],
        ["IsTruncated", page.truncated],
        ["NextContinuationToken", page.truncated ? writeToken(lastName(page)) : undefined],
        ...page.rows.map((row): XmlChild => ["Contents", contents(row, query, fetchOwner === "true")]),
        ...commonPrefixes(page, query),
        ["KeyCount", page.rows.length + page.prefixes.length],
      ],
    ],
  };
}

function pageOf(ctx: Context, { prefix, delimiter }: ListQuery, after: string, limit: number): Page<VersionRow> {
  const { name } = theBucket(ctx);
  return walk<VersionRow>({
    prefix,
    delimiter,
    after,
    limit,
    fetch: (range, _cursor, count) => ctx.store.versions.page(name, range, count),
  });
}

function contents(row: VersionRow, query: ListQuery, withOwner: boolean): XmlChild[] {
  return [
    ["Key", query.encode(row.key)],
    ["LastModified", isoTime(row.modifiedAt)],
    ["ETag", `"${row.etag}"`],
    ["Type", row.type],
    ["Size", row.size],
    ["StorageClass", row.storageClass],
    ...(withOwner ? [owner(row.ownerId)] : []),
  ];
}

function commonPrefixes(page: Page<unknown>, query: ListQuery): XmlChild[] {
  return page.prefixes.map((prefix): XmlChild => ["CommonPrefixes", [["Prefix", query.encode(prefix)]]]);
}

/** NextMarker is the last thing returned (L1387-1401). */
function lastName({ last }: Page<VersionRow>): string {
  return last === undefined ? "" : "row" in last ? last.row.key : last.prefix;
}

function listObjectVersions(ctx: Context): Reply {
  const { name, versioning } = theBucket(ctx);
  const query = listQuery(ctx);
  const keyMarker = shortText(ctx, "key-marker");
  const idMarker = ctx.query.get("version-id-marker") ?? "";
  if (idMarker !== "" && keyMarker === "") {
    throw invalidArgument(
      "version-id-marker",
      idMarker,
      "A version-id marker cannot be specified without a key marker.",
    );
  }
  const limit = maxKeysOf(ctx);
  const page = walk<VersionRow>({
    prefix: query.prefix,
    delimiter: query.delimiter,
    after: keyMarker,
    cursor: idMarker === "" ? undefined : cursorOf(ctx, keyMarker, idMarker),
    limit,
    fetch: (range, cursor, count) => ctx.store.versions.pageVersions(name, range, cursor, count),
  });
  const last = page.truncated ? page.last : undefined;
  const next = last !== undefined && "row" in last ? last.row : undefined;
  return {
    status: 200,
    xml: [
      "ListVersionsResult",
      [
        ["Name", name],
        ["Prefix", query.encode(query.prefix)],
        ["KeyMarker", query.encode(keyMarker)],
        ["VersionIdMarker", idMarker],
        ["MaxKeys", limit],
        ["Delimiter", query.encode(query.delimiter)],
        ["EncodingType", query.encodingType],
        ["IsTruncated", page.truncated],
        ["NextKeyMarker", page.truncated ? query.encode(lastName(page)) : undefined],
        ["NextVersionIdMarker", next && shownId(next, versioning)],
        ...page.rows.map((row): XmlChild => versionEntry(row, query, versioning)),
        ...commonPrefixes(page, query),
      ],
    ],
  };
}

/** A version that was deleted since the last page still tells where to go on; without a trace none is left out. */
function cursorOf(ctx: Context, key: string, versionId: string): VersionRow {
  const seq = ctx.store.versions.seqOf(theBucket(ctx).name, key, versionId) ?? Number.MAX_SAFE_INTEGER;
  return { key, seq } as VersionRow;
}

/** An unversioned bucket shows an empty id (L3366-3369). */
function shownId(row: VersionRow, versioning: string): string {
  return versioning === "" ? "" : row.versionId;
}

function versionEntry(row: VersionRow, query: ListQuery, versioning: string): XmlChild {
  const common: XmlChild[] = [
    ["Key", query.encode(row.key)],
    ["VersionId", shownId(row, versioning)],
    ["IsLatest", row.latest],
    ["LastModified", isoTime(row.modifiedAt)],
  ];
  if (row.marker) {
    return ["DeleteMarker", [...common, owner(row.ownerId)]];
  }
  return [
    "Version",
    [
      ...common,
      ["ETag", `"${row.etag}"`],
      ["Type", row.type],
      ["Size", row.size],
      ["StorageClass", row.storageClass],
      owner(row.ownerId),
    ],
  ];
}

const COMMON = ["prefix", "delimiter", "max-keys", "encoding-type"] as const;

export const listOperations: readonly Operation[] = [
  {
    name: "ListObjects",
    method: "GET",
    level: "bucket",
    params: [...COMMON, "marker"],
    source: "L1078",
    verified: "sdk",
    handle: listObjects,
  },
  {
    name: "ListObjectsV2",
    method: "GET",
    level: "bucket",
    query: { "list-type": true },
    params: [...COMMON, "start-after", "continuation-token", "fetch-owner"],
    action: "oss:ListObjects",
    source: "L1519",
    verified: "sdk",
    handle: listObjectsV2,
  },
  {
    name: "ListObjectVersions",
    method: "GET",
    level: "bucket",
    subresource: "versions",
    params: [...COMMON, "key-marker", "version-id-marker"],
    // Versioning is among what a hierarchical namespace does not support.
    hns: false,
    source: "L3264",
    verified: "sdk",
    handle: listObjectVersions,
  },
];
