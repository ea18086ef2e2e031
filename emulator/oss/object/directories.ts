/** OSS API reference 20220713, CreateDirectory (L10695) and DeleteDirectory (L10831). */
import { LAST } from "../../store/versions";
import { fail, invalidArgument } from "../errors";
import { type Context, type Operation, type Reply, theBucket } from "../operation";
import { readToken, writeToken } from "./pageToken";
import { alreadyExists, createParents, directoryAt, putDirectory, trimmed } from "./paths";
import { checkKey } from "./properties";

/** Deleted by one recursive call; the sample has 100 (L10935). */
const DELETED_PER_CALL = 100;

// 200 for one that exists, with its old Last-Modified (L10702, L10744).
function createDirectory(ctx: Context): Reply {
  const bucket = theBucket(ctx);
  const path = pathOf(ctx);
  if (ctx.store.versions.current(bucket.name, path) !== undefined) {
    throw alreadyExists(path, "An object of that name exists at the level of the directory.");
  }
  createParents(ctx.store, bucket, path, ctx.now);
  const row = directoryAt(ctx.store, bucket, path) ?? putDirectory(ctx.store, bucket, path, ctx.now);
  return { status: 200, headers: { "Last-Modified": new Date(row.modifiedAt).toUTCString() } };
}

// Without x-oss-delete-recursive an empty directory only. With it, page by page: the directory itself goes last.
function deleteDirectory(ctx: Context): Reply {
  const path = pathOf(ctx);
  const recursive = ctx.headers["x-oss-delete-recursive"] ?? "false";
  if (recursive !== "true" && recursive !== "false") {
    throw invalidArgument("x-oss-delete-recursive", recursive, "x-oss-delete-recursive must be true or false.");
  }
  const bucket = theBucket(ctx);
  if (directoryAt(ctx.store, bucket, path) === undefined) {
    throw fail("NoSuchKey", { Key: path });
  }
  const token = recursive === "true" ? (ctx.headers["x-oss-delete-token"] ?? "") : "";
  const after = token === "" ? `${path}/` : readToken(token, "x-oss-delete-token");
  const range = { from: `${path}/`, after, to: `${path}/${LAST}` };
  const inside = ctx.store.versions.page(bucket.name, range, DELETED_PER_CALL + 1);
  if (recursive === "false" && inside.length > 0) {
    throw alreadyExists(path, "The directory is not empty.");
  }
  const page = inside.slice(0, DELETED_PER_CALL);
  for (const { key, versionId } of page) {
    ctx.store.versions.removeVersion(bucket.name, key, versionId);
  }
  const more = inside.length > page.length;
  if (!more) {
    ctx.store.versions.remove(bucket.name, `${path}/`, bucket.versioning, { now: ctx.now.getTime(), ownerId: "" });
  }
  return {
    status: 200,
    xml: [
      "DeleteDirectoryResult",
      [
        ["DirectoryName", path],
        ["DeleteNumber", page.length + (more ? 0 : 1)],
        ["NextDeleteToken", more ? writeToken(page.at(-1)?.key ?? "") : undefined],
      ],
    ],
  };
}

/** The path without a slash at its end; 400 for one that no directory can have. */
function pathOf(ctx: Context): string {
  const path = trimmed(ctx.key as string);
  checkKey(path);
  if (path === "" || path.includes("//")) {
    throw fail("InvalidObjectName", { ObjectName: ctx.key as string });
  }
  return path;
}

const ROW = { method: "POST", level: "object", access: "write", hns: true, verified: "documented" } as const;

export const directoryOperations: readonly Operation[] = [
  {
    ...ROW,
    name: "CreateDirectory",
    subresource: "x-oss-dir",
    action: "oss:PutObject",
    source: "L10695",
    handle: createDirectory,
  },
  {
    ...ROW,
    name: "DeleteDirectory",
    subresource: "x-oss-delete",
    headers: ["x-oss-delete-recursive", "x-oss-delete-token"],
    action: "oss:DeleteObject",
    source: "L10831",
    handle: deleteDirectory,
  },
];
