/** OSS API reference 20220713, ListMultipartUploads (L11546) and ListParts (L11652). */
import type { UploadRow } from "../../store/rows";
import type { XmlChild } from "../../xml";
import { maxKeysOf } from "../bucket/service";
import { invalidArgument } from "../errors";
import { type Context, type Operation, type Reply, theBucket } from "../operation";
import { isoTime } from "../time";
import { encoder, uploadOf } from "./multipart";
import { listQuery, shortText, walk } from "./walk";

/** Default and largest page. */
const PAGE = 1000;

// By key, then upload id.
function listMultipartUploads(ctx: Context): Reply {
  const { name } = theBucket(ctx);
  const query = listQuery(ctx);
  const keyMarker = shortText(ctx, "key-marker");
  // Ignored without key-marker.
  const idMarker = keyMarker === "" ? "" : (ctx.query.get("upload-id-marker") ?? "");
  const limit = maxKeysOf(ctx, "max-uploads", PAGE);
  const page = walk<UploadRow>({
    prefix: query.prefix,
    delimiter: query.delimiter,
    after: keyMarker,
    cursor: idMarker === "" ? undefined : ({ key: keyMarker, id: idMarker } as UploadRow),
    limit,
    fetch: (range, cursor, count) => ctx.store.uploads.page(name, range, cursor, count),
  });
  const { last } = page;
  const next = last === undefined ? ["", ""] : "row" in last ? [last.row.key, last.row.id] : [last.prefix, ""];
  return {
    status: 200,
    xml: [
      "ListMultipartUploadsResult",
      [
        ["EncodingType", query.encodingType],
        ["Bucket", name],
        ["KeyMarker", query.encode(keyMarker)],
        ["UploadIdMarker", idMarker],
        ["NextKeyMarker", query.encode(next[0] as string)],
        ["NextUploadIdMarker", next[1]],
        ["Delimiter", query.encode(query.delimiter)],
        ["Prefix", query.encode(query.prefix)],
        ["MaxUploads", limit],
        ["IsTruncated", page.truncated],
        ...page.rows.map(
          (row): XmlChild => [
            "Upload",
            [
              ["Key", query.encode(row.key)],
              ["UploadId", row.id],
              ["StorageClass", row.properties.storageClass],
              ["Initiated", isoTime(row.initiatedAt)],
            ],
          ],
        ),
        ...page.prefixes.map((prefix): XmlChild => ["CommonPrefixes", [["Prefix", query.encode(prefix)]]]),
      ],
    ],
  };
}

function listParts(ctx: Context): Reply {
  const encode = encoder(ctx);
  const upload = uploadOf(ctx);
  const limit = maxKeysOf(ctx, "max-parts", PAGE);
  // The vendor's Python SDK sends it empty where there is none.
  const marker = ctx.query.get("part-number-marker") || "0";
  if (!/^\d{1,5}$/.test(marker)) {
    throw invalidArgument("part-number-marker", marker, "The part number marker must be a non-negative integer.");
  }
  const parts = ctx.store.uploads.parts(upload.id, Number(marker), limit + 1);
  const page = parts.slice(0, limit);
  return {
    status: 200,
    xml: [
      "ListPartsResult",
      [
        ["EncodingType", ctx.query.get("encoding-type")],
        ["Bucket", upload.bucket],
        ["Key", encode(upload.key)],
        ["UploadId", upload.id],
        ["StorageClass", upload.properties.storageClass],
        ["PartNumberMarker", marker],
        ["NextPartNumberMarker", page.at(-1)?.number ?? marker],
        ["MaxParts", limit],
        ["IsTruncated", parts.length > limit],
        ...page.map(
          (part): XmlChild => [
            "Part",
            [
              ["PartNumber", part.number],
              ["LastModified", isoTime(part.modifiedAt)],
              ["ETag", `"${part.md5}"`],
              ["Size", part.size],
              ["HashCrc64ecma", part.crc64],
            ],
          ],
        ),
      ],
    ],
  };
}

export const uploadOperations: readonly Operation[] = [
  {
    name: "ListMultipartUploads",
    method: "GET",
    level: "bucket",
    subresource: "uploads",
    params: ["delimiter", "prefix", "max-uploads", "key-marker", "upload-id-marker", "encoding-type"],
    source: "L11546",
    verified: "sdk",
    handle: listMultipartUploads,
  },
  {
    name: "ListParts",
    method: "GET",
    level: "object",
    subresource: "uploadId",
    params: ["max-parts", "part-number-marker", "encoding-type"],
    source: "L11652",
    verified: "sdk",
    handle: listParts,
  },
];
