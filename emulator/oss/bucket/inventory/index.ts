/** Inventories of a bucket, one document per id. OSS API reference 20220713, sections 7.9.1 to 7.9.4. */
import { fail, invalidArgument } from "../../errors";
import { bodyOf, type Context, type Operation, type Reply, theBucket } from "../../operation";
import { INVENTORY_BODY, type InventoryDocument, readInventory, writeInventory } from "./parse";

/** Inventories per bucket (L4229) and per page of the list (L4476). */
const MOST_INVENTORIES = 1000;
const PAGE = 100;

const PREFIX = "inventory/";

// OSS API reference 20220713, PutBucketInventory: an existing id is refused, not overwritten (L4373).
function putBucketInventory(ctx: Context): Reply {
  const bucket = theBucket(ctx);
  const id = idOf(ctx);
  const inventory = readInventory(bodyOf(ctx, INVENTORY_BODY));
  if (inventory.id !== id) {
    throw invalidArgument("inventoryId", id, "The inventoryId of the request differs from the Id of the inventory.");
  }
  const target = ctx.store.getBucket(inventory.destination.bucket);
  // "Inventory lists must be stored in a bucket in the same region" (L4231).
  if (target === undefined || target.region !== bucket.region || target.ownerId !== bucket.ownerId) {
    const message = "The destination bucket of an inventory must exist, in the region and account of the bucket.";
    throw invalidArgument("Bucket", `acs:oss:::${inventory.destination.bucket}`, message);
  }
  if (ctx.store.getDocument(bucket.name, PREFIX + id) !== undefined) {
    throw fail("InventoryAlreadyExist", { BucketName: bucket.name, InventoryId: id });
  }
  if (ctx.store.listDocuments(bucket.name, PREFIX).length >= MOST_INVENTORIES) {
    throw fail("InventoryExceedLimit", { BucketName: bucket.name });
  }
  ctx.store.putDocument(bucket.name, PREFIX + id, inventory);
  return { status: 200 };
}

function idOf(ctx: Context): string {
  const id = ctx.query.get("inventoryId") ?? "";
  if (id === "") {
    throw invalidArgument("inventoryId", "", "The inventoryId must not be empty.");
  }
  return id;
}

// OSS API reference 20220713, GetBucketInventory. It has no error table; NoSuchInventory is on the vendor's page of 404
// errors, and what its SDKs meet.
function getBucketInventory(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const id = idOf(ctx);
  const inventory = ctx.store.getDocument<InventoryDocument>(bucket, PREFIX + id);
  if (inventory === undefined) {
    throw fail("NoSuchInventory", { BucketName: bucket, InventoryId: id });
  }
  return { status: 200, xml: ["InventoryConfiguration", writeInventory(inventory)] };
}

// OSS API reference 20220713, ListBucketInventory: 100 per page. Its error table is lost (L4554); "No inventories are
// configured for the bucket" is 404 NoSuchInventory on the vendor's page of 404 errors.
function listBucketInventory(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  // The vendor's Go SDK version 1 always sends it: empty is none.
  const token = ctx.query.get("continuation-token") || undefined;
  const after = token === undefined ? "" : readToken(token);
  const names = ctx.store.listDocuments(bucket, PREFIX);
  if (names.length === 0) {
    throw fail("NoSuchInventory", { BucketName: bucket });
  }
  // By bytes, as the store sorts.
  const rest = names.filter((name) => Buffer.compare(Buffer.from(name), Buffer.from(PREFIX + after)) > 0);
  const page = rest.slice(0, PAGE).map((name) => ctx.store.getDocument<InventoryDocument>(bucket, name));
  const inventories = page.filter((inventory) => inventory !== undefined);
  const truncated = rest.length > PAGE;
  return {
    status: 200,
    xml: [
      "ListInventoryConfigurationsResult",
      [
        ...inventories.map((inventory) => ["InventoryConfiguration", writeInventory(inventory)] as const),
        ["IsTruncated", truncated],
        ["NextContinuationToken", truncated ? writeToken(inventories.at(-1)?.id ?? "") : undefined],
      ],
    ],
  };
}

function writeToken(id: string): string {
  return Buffer.from(id, "utf8").toString("base64url");
}

function readToken(token: string): string {
  const id = Buffer.from(token, "base64url").toString("utf8");
  if (id === "" || writeToken(id) !== token) {
    throw invalidArgument("continuation-token", token, "The continuation token is invalid.");
  }
  return id;
}

// OSS API reference 20220713, DeleteBucketInventory. An empty id is the InvalidRequest of its table (L4576); an id that
// does not exist is not stated: 204, as for all the other configurations.
function deleteBucketInventory(ctx: Context): Reply {
  const id = ctx.query.get("inventoryId") ?? "";
  if (id === "") {
    throw fail("InvalidRequest", {}, { message: "The inventoryId must not be empty." });
  }
  ctx.store.deleteDocument(theBucket(ctx).name, PREFIX + id);
  return { status: 204 };
}

const ROW = { level: "bucket", subresource: "inventory", hns: false, verified: "sdk" } as const;
const ONE = { ...ROW, query: { inventoryId: true } } as const;

export const inventoryOperations: readonly Operation[] = [
  {
    ...ONE,
    name: "PutBucketInventory",
    method: "PUT",
    body: INVENTORY_BODY,
    source: "L4219",
    handle: putBucketInventory,
  },
  { ...ONE, name: "GetBucketInventory", method: "GET", source: "L4375", handle: getBucketInventory },
  {
    ...ROW,
    name: "ListBucketInventory",
    method: "GET",
    params: ["continuation-token"],
    source: "L4470",
    handle: listBucketInventory,
  },
  { ...ONE, name: "DeleteBucketInventory", method: "DELETE", source: "L4560", handle: deleteBucketInventory },
];
