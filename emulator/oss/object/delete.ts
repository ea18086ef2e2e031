/** OSS API reference 20220713, DeleteObject (L8548) and DeleteMultipleObjects (L8727). */
import type { Deleted } from "../../store/versions";
import type { XmlChild } from "../../xml";
import { checkImmutable } from "../bucket/effects";
import { fail, invalidArgument } from "../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket, type XmlBody } from "../operation";
import { encodeStrict } from "../request";
import { checkNoDirectory } from "./paths";

const MOST_OBJECTS = 1000;

const DELETE = {
  root: "Delete",
  shape: { Quiet: "text", Object: [{ Key: "text", VersionId: "text" }] },
  maxBytes: 2 * 1024 * 1024,
} as const satisfies XmlBody;

/** Without a version id: as versioning says. With one: for good; an id that does not exist is no error. */
function deleteOne(ctx: Context, key: string, versionId: string | undefined): Deleted {
  const bucket = theBucket(ctx);
  checkImmutable(ctx.store, bucket.name, key, ctx.now);
  checkNoDirectory(ctx.store, bucket, key);
  if (versionId === undefined) {
    const ownerId = ctx.identity.ownerId || bucket.ownerId;
    return ctx.store.versions.remove(bucket.name, key, bucket.versioning, { now: ctx.now.getTime(), ownerId });
  }
  return ctx.store.versions.removeVersion(bucket.name, key, versionId) ?? { marker: false, versionId };
}

// 204 whether or not there was an object (L8555).
function deleteObject(ctx: Context): Reply {
  const versionId = ctx.query.get("versionId");
  if (versionId === "") {
    throw invalidArgument("versionId", "", "Version id cannot be the empty string.");
  }
  const deleted = deleteOne(ctx, ctx.key as string, versionId);
  return {
    status: 204,
    headers: {
      "x-oss-delete-marker": deleted.marker ? "true" : undefined,
      "x-oss-version-id": theBucket(ctx).versioning === "" ? undefined : deleted.versionId,
    },
  };
}

function deleteMultipleObjects(ctx: Context): Reply {
  if (ctx.headers["content-md5"] === undefined) {
    throw fail("MissingArgument", {}, { message: "The Content-MD5 header is required.", ec: "0016-00000606" });
  }
  const { Quiet = "false", Object: objects } = bodyOf(ctx, DELETE);
  if (Quiet !== "true" && Quiet !== "false") {
    throw fail("MalformedXML", { ErrorDetail: "Quiet must be true or false" });
  }
  if (objects.length === 0 || objects.length > MOST_OBJECTS) {
    throw fail("MalformedXML", { ErrorDetail: `Delete must hold 1 to ${MOST_OBJECTS} objects` });
  }
  const encoding = ctx.query.get("encoding-type") ?? ctx.headers["encoding-type"];
  if (encoding !== undefined && encoding !== "url") {
    throw invalidArgument("encoding-type", encoding, "Invalid Encoding Method specified in Request.");
  }
  const encode = encoding === undefined ? (text: string) => text : encodeStrict;
  const entries = objects.map(({ Key, VersionId }): XmlChild => {
    if (Key === undefined || Key === "") {
      throw fail("MalformedXML", { ErrorDetail: "Key is missing" });
    }
    if (VersionId === "") {
      throw fail("MalformedXML", { ErrorDetail: "VersionId is empty" }, { ec: "0016-00000612" });
    }
    const deleted = deleteOne(ctx, Key, VersionId);
    return [
      "Deleted",
      [
        ["Key", encode(Key)],
        ["VersionId", VersionId],
        ["DeleteMarker", deleted.marker ? true : undefined],
        ["DeleteMarkerVersionId", deleted.marker ? deleted.versionId : undefined],
      ],
    ];
  });
  if (Quiet === "true") {
    return { status: 200 };
  }
  return { status: 200, xml: ["DeleteResult", [["EncodingType", encoding], ...entries]] };
}

export const deleteOperations: readonly Operation[] = [
  {
    name: "DeleteObject",
    method: "DELETE",
    level: "object",
    params: ["versionId"],
    access: "write",
    source: "L8548",
    verified: "sdk",
    handle: deleteObject,
  },
  {
    name: "DeleteMultipleObjects",
    method: "POST",
    level: "bucket",
    subresource: "delete",
    params: ["encoding-type"],
    body: DELETE,
    access: "write",
    action: "oss:DeleteObject",
    hns: false,
    source: "L8727",
    verified: "sdk",
    handle: deleteMultipleObjects,
  },
];
