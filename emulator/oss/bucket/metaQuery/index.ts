/** Data indexing of a bucket. OSS API reference 20220713, sections 7.17.1 to 7.17.4. */
import type { VersionRow } from "../../../store/rows";
import type { Store } from "../../../store/store";
import type { XmlChild } from "../../../xml";
import { fail } from "../../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../../operation";
import { timeText } from "./fields";
import { readQuery, type Test } from "./query";
import { aggregationXml, fileXml, page, readMaxResults, sorted } from "./results";
import { closeLibrary, libraryOf, openLibrary } from "./state";

const PAGE = 1000;

const QUERY_BODY = {
  root: "MetaQuery",
  shape: {
    NextToken: "text",
    MaxResults: "text",
    Query: "text",
    Sort: "text",
    Order: "text",
    Aggregations: { Aggregation: [{ Field: "text", Operation: "text" }] },
  },
} as const;

// OSS API reference 20220713, OpenMetaQuery. Refused while a library exists, also one that is still being deleted.
function openMetaQuery(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  if (libraryOf(ctx.store, bucket, ctx.now) !== undefined) {
    throw fail("MetaQueryAlreadyExist", { BucketName: bucket });
  }
  openLibrary(ctx.store, bucket, ctx.now);
  return { status: 200 };
}

// OSS API reference 20220713, GetMetaQueryStatus: not enabled is 400, not 404 (L6798).
function getMetaQueryStatus(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const library = libraryOf(ctx.store, bucket, ctx.now);
  if (library === undefined) {
    throw fail("MetaQueryNotExist", { BucketName: bucket });
  }
  return {
    status: 200,
    xml: [
      "MetaQueryStatus",
      [
        ["State", library.state],
        ["Phase", library.phase],
        ["CreateTime", timeText(library.createdAt)],
        ["UpdateTime", timeText(library.updatedAt)],
      ],
    ],
  };
}

// OSS API reference 20220713, DoMetaQuery. A library in the state Ready "cannot be used to query data" (L6761). The two
// Throttling codes and InternalServerError are the service's load; here only the fault injection gives them.
function doMetaQuery(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  if (libraryOf(ctx.store, bucket, ctx.now)?.state !== "Running") {
    throw fail("MetaQueryNotExist", { BucketName: bucket });
  }
  const body = bodyOf(ctx, QUERY_BODY);
  if (body.Query === undefined || body.Query === "") {
    throw fail("MissingParameter", { ParameterName: "Query" });
  }
  const size = readMaxResults(body.MaxResults);
  const found = sorted(matching(ctx.store, bucket, readQuery(body.Query)), body.Sort, body.Order);
  const { files, nextToken } = page(found, body.NextToken, size);
  const aggregations = (body.Aggregations?.Aggregation ?? []).map((aggregation) =>
    aggregationXml(found, aggregation.Field, aggregation.Operation),
  );
  return {
    status: 200,
    xml: [
      "MetaQuery",
      [
        // "Has a value only when not all objects are returned" (L6861); the vendor's Python SDK fails without the element.
        ["NextToken", nextToken ?? ""],
        ["Files", files.map((version): XmlChild => ["File", fileXml(version)])],
        ["Aggregations", aggregations.length === 0 ? undefined : aggregations],
      ],
    ],
  };
}

/** The current objects that pass. */
function matching(store: Store, bucket: string, test: Test): VersionRow[] {
  const found: VersionRow[] = [];
  for (let after: string | undefined = ""; after !== undefined; ) {
    const rows: VersionRow[] = store.versions.page(bucket, { after }, PAGE);
    found.push(...rows.filter(test));
    after = rows.length < PAGE ? undefined : rows.at(-1)?.key;
  }
  return found;
}

// OSS API reference 20220713, CloseMetaQuery: 200 whether or not it is enabled (L7059); deletion takes its time (L7060).
function closeMetaQuery(ctx: Context): Reply {
  closeLibrary(ctx.store, theBucket(ctx).name, ctx.now);
  return { status: 200 };
}

const ROW = { level: "bucket", subresource: "metaQuery", verified: "sdk" } as const;

export const metaQueryOperations: readonly Operation[] = [
  { ...ROW, name: "OpenMetaQuery", method: "POST", query: { comp: "add" }, source: "L6688", handle: openMetaQuery },
  { ...ROW, name: "GetMetaQueryStatus", method: "GET", source: "L6737", handle: getMetaQueryStatus },
  {
    ...ROW,
    name: "DoMetaQuery",
    method: "POST",
    query: { comp: "query" },
    body: QUERY_BODY,
    source: "L6802",
    handle: doMetaQuery,
  },
  {
    ...ROW,
    name: "CloseMetaQuery",
    method: "POST",
    query: { comp: "delete" },
    source: "L7052",
    handle: closeMetaQuery,
  },
];
