import { z } from "zod";
import { writeXml } from "../http/xml";
import { type Context, resource } from "../kit/define";
import { AlreadyExists, PartialFailure } from "../kit/errors";
import { field } from "../kit/shape";
import { bearingOf } from "./bearings";
import { decoding, hasCode } from "./bucketConfig";
import { readBucketInfo } from "./bucketInfo";
import type { OssClient } from "./client";
import { emptyAndDelete, isEmpty } from "./emptyBucket";
import { acl, bucketName, canonicalStorageClass, storageClasses } from "./fields";
import { type BucketInfo, decodeBuckets } from "./wire/bucketInfo";
import { write } from "./write";

const inputs = {
  bucket: field(bucketName.optional(), {
    doc: "Name of the bucket, unique in all of OSS: 3 to 63 lower-case letters, digits and hyphens, a letter or digit at both ends. Default: the resource's name with seven digits that are the same in every run of the stack.",
    replaces: true,
    autoname: { maxLength: 63 },
  }),
  acl: field(acl.optional(), {
    doc: "Access control list: `private`, `public-read` or `public-read-write`. When set, the Bucket owns its ACL and a BucketAcl for it is refused. Default: the bucket starts as `private`, and Granary leaves its ACL alone.",
    optIn: true,
  }),
  storageClass: field(z.enum(storageClasses).optional(), {
    doc: "`Standard`, `IA`, `Archive` or `ColdArchive`. OSS has no operation that changes it. Default: `Standard`.",
    replaces: true,
    serviceDefault: "Standard",
    canonical: canonicalStorageClass,
  }),
  dataRedundancyType: field(z.enum(["LRS", "ZRS"]).optional(), {
    doc: "`LRS`: copies in one zone. `ZRS`: copies in three zones. OSS has no operation that changes it. Default: `LRS`.",
    replaces: true,
    serviceDefault: "LRS",
  }),
  hierarchicalNamespace: field(z.boolean().optional(), {
    doc: "Gives the bucket real directories. Such a bucket has no versioning, lifecycle, website, CORS, replication, inventory or retention policy. Settable at creation only. Default: false.",
    replaces: true,
    serviceDefault: false,
  }),
  resourceGroupId: field(z.string().min(1).optional(), {
    doc: "Id of the resource group, `rg-...`. Settable at creation only. OSS does not give it back, so a change by someone else is not seen, and a bucket that exists already can't be given one. Default: the account's default group.",
    replaces: true,
    writeOnly: true,
    optIn: true,
  }),
  region: field(z.string().min(1).optional(), {
    doc: "Region of the bucket, `cn-shanghai`. Default: the region of the provider.",
    replaces: true,
    optIn: true,
    canonical: bareRegion,
  }),
  forceDestroy: field(z.boolean().optional(), {
    doc: "Delete everything in the bucket when it is destroyed: objects, all their versions, directories, unfinished uploads and live channels. Without it a bucket that is not empty is kept and destroy fails. Never sent to OSS. Default: false.",
    local: true,
  }),
};

const outputs = {
  location: field(z.string(), { doc: "Data centre, `oss-cn-hangzhou`." }),
  extranetEndpoint: field(z.string(), { doc: "Host name for access from the internet." }),
  intranetEndpoint: field(z.string(), { doc: "Host name for access from the same region's network." }),
  creationDate: field(z.string(), { doc: "When the bucket was created, `2013-07-31T10:56:21.000Z`." }),
  owner: field(z.string(), { doc: "Account id of the owner." }),
};

/** A bucket. It owns only what PutBucket itself takes. OSS API reference 20220713, 7.1 basic operations. */
export const bucket = resource<typeof inputs, typeof outputs, OssClient, "bucket">({
  token: "oss:Bucket",
  key: ["bucket"],
  manual: {
    summary:
      "A bucket. Everything else about it (tags, lifecycle, website and so on) is a resource of its own, so each document has exactly one owner.",
    source: "OSS API reference 20220713, 7.1 basic operations (PutBucket, GetBucketInfo, DeleteBucket)",
    destroy:
      "Deletes the bucket when it is empty. A bucket that holds anything is kept and destroy fails, unless `forceDestroy` is set: then everything in it is deleted first, in parallel and with progress. A destroy that was interrupted goes on where it stopped.",
    permissions: ["oss:PutBucket", "oss:GetBucketInfo", "oss:DeleteBucket", "oss:PutBucketAcl"],
    traps: [
      "Where Block Public Access is on for the account or the bucket, OSS refuses a public ACL with AccessDenied. Turn it off in the console of OSS first; a new bucket may have to be created as `private` for that.",
      "A bucket of that name which exists already is taken over only when nothing can be lost: it belongs to this account, was created with the same properties and is empty. Otherwise the create is refused; import it instead.",
      "`forceDestroy` needs more permissions: oss:ListObjectVersions (with a hierarchical namespace oss:ListObjects), oss:DeleteObject, oss:DeleteObjectVersion, oss:ListMultipartUploads and oss:AbortMultipartUpload; where the bucket has live channels also oss:ListLiveChannel, oss:PutLiveChannelStatus and oss:DeleteLiveChannel.",
      "While a retention policy protects objects `forceDestroy` can't delete them: destroy fails and says until when.",
      "`storageClass`, `dataRedundancyType`, `hierarchicalNamespace`, `region` and the name can't be changed: a change replaces the bucket, and replacing one that is not empty fails unless `forceDestroy` is set.",
    ],
    example: { bucket: "my-company-assets", storageClass: "Standard" },
  },
  inputs,
  outputs,
  changes(olds, news, report) {
    if (olds.bucket === news.bucket && olds.resourceGroupId === undefined && news.resourceGroupId !== undefined) {
      report(
        ["resourceGroupId"],
        "can't be given to a bucket that exists already: OSS takes it at creation only and does not tell it; leave it out",
      );
    }
  },
  claims: (bucket) => (bucket.acl === undefined ? [] : [`oss:BucketAcl/${bucket.bucket}`]),
  bearing: ({ bucket, hierarchicalNamespace, storageClass }) =>
    bearingOf(bucket, [
      hierarchicalNamespace === true && "a hierarchical namespace",
      storageClass === "IA" && "storage class IA",
    ]),
  describe: ({ bucket }) => `bucket ${bucket}`,

  // PutBucket comes first: it answers 409 for a name that is taken, which saves a look beforehand.
  async create(client, desired, context) {
    const name = desired.bucket!;
    let taken: unknown;
    let answered = Number.NaN;
    try {
      const response = await write(client, {
        operation: "PutBucket",
        method: "PUT",
        bucket: name,
        region: desired.region,
        headers: {
          ...(desired.acl && { "x-oss-acl": desired.acl }),
          ...(desired.resourceGroupId && { "x-oss-resource-group-id": desired.resourceGroupId }),
          ...(desired.hierarchicalNamespace && { "x-oss-hns-status": "enabled" }),
        },
        body: writeXml("CreateBucketConfiguration", [
          ["StorageClass", String(canonicalStorageClass(desired.storageClass ?? "Standard"))],
          ["DataRedundancyType", desired.dataRedundancyType ?? "LRS"],
        ]),
        signal: context.signal,
      });
      answered = Date.parse(response.headers.date ?? "");
    } catch (error) {
      if (!hasCode(error, ["BucketAlreadyExists"])) throw error;
      taken = error;
    }
    const info = taken
      ? await foreignInfo(client, name, taken, context)
      : await readBucketInfo(client, name, context).catch((error: Error) => {
          // The bucket is there: its name is kept, and the next run reads the rest.
          throw new PartialFailure(name, [error.message], {}, { cause: error });
        });
    // A service that answers 200 for one's own existing bucket is found out by the bucket's age.
    const old = Date.parse(info.creationDate) < answered - 60_000;
    if (taken || old) await mustBeAdoptable(client, desired, info, context);
    return outputsOf(info);
  },

  async observe(client, { bucket: name }, context) {
    const info = await readBucketInfo(client, name, context).catch((error) => {
      if (hasCode(error, ["NoSuchBucket"])) return undefined;
      throw error;
    });
    if (!info) return undefined;
    return {
      bucket: name,
      acl: info.acl as z.infer<typeof acl>,
      storageClass: info.storageClass as (typeof storageClasses)[number],
      dataRedundancyType: info.dataRedundancyType as "LRS" | "ZRS",
      hierarchicalNamespace: info.hierarchicalNamespace,
      region: info.region,
      ...outputsOf(info),
    };
  },

  // The ACL is all that can change. PutBucketAcl would create a bucket that is gone, so its existence is checked first.
  async apply(client, desired, context) {
    const info = await readBucketInfo(client, desired.bucket!, context);
    if (desired.region !== undefined && bareRegion(desired.region) !== info.region) {
      throw new Error(
        `bucket ${info.name} is in region ${info.region}, and OSS can't move it; set region to ${info.region} or leave it out, or give the bucket another name`,
      );
    }
    if (desired.acl !== undefined && desired.acl !== info.acl) {
      await write(client, {
        operation: "PutBucketAcl",
        method: "PUT",
        bucket: desired.bucket,
        query: { acl: true },
        headers: { "x-oss-acl": desired.acl },
        signal: context.signal,
      });
    }
    return outputsOf(info);
  },

  async remove(client, { bucket: name }, context, state) {
    const remove = async (): Promise<void> => {
      await write(client, { operation: "DeleteBucket", method: "DELETE", bucket: name, signal: context.signal });
    };
    try {
      await remove();
    } catch (error) {
      if (hasCode(error, ["NoSuchBucket"])) return;
      if (!hasCode(error, ["BucketNotEmpty"]) || state.forceDestroy !== true) throw error;
      await emptyAndDelete(client, name, context, remove);
    }
  },
});

function outputsOf(info: BucketInfo) {
  return {
    location: info.location,
    extranetEndpoint: info.extranetEndpoint,
    intranetEndpoint: info.intranetEndpoint,
    creationDate: info.creationDate,
    owner: info.ownerId,
  };
}

/** The bucket of a name that is taken, which may be another account's. */
function foreignInfo(client: OssClient, name: string, taken: unknown, context: Context): Promise<BucketInfo> {
  return readBucketInfo(client, name, context).catch((error) => {
    if (!hasCode(error, ["AccessDenied", "NoSuchBucket"])) throw error;
    const why = hasCode(error, ["AccessDenied"])
      ? "this key may not look at it: it is another account's, or the key lacks oss:GetBucketInfo"
      : "GetBucketInfo finds no bucket of this account: it is another's, or was deleted just now";
    throw new AlreadyExists(`${(taken as Error).message}; ${why}`, { cause: error });
  });
}

/** A region as OSS's endpoints name it, `oss-cn-hangzhou`, without the prefix. */
function bareRegion(region: unknown): unknown {
  return typeof region === "string" ? region.replace(/^oss-/, "") : region;
}

/** Nothing may be lost by taking a bucket over: owned by this account, created the same way, and empty. */
async function mustBeAdoptable(
  client: OssClient,
  desired: { bucket?: string; storageClass?: string; [name: string]: unknown },
  info: BucketInfo,
  context: Context,
): Promise<void> {
  const name = info.name;
  const refuse = (why: string): never => {
    throw new AlreadyExists(
      `bucket ${name} exists already and ${why}; nothing was changed. Import it (pulumi import granary:oss:Bucket NAME ${name}), add an alias if the resource was renamed, or choose another name`,
    );
  };
  const mine = await client.send({
    operation: "GetService",
    method: "GET",
    query: { prefix: name, "max-keys": "1" },
    signal: context.signal,
  });
  const owned = decoding("GetService", name, mine, () => decodeBuckets(mine.text)).buckets;
  if (!owned.some((each) => each.name === name)) refuse("is not owned by this account");
  const wanted: [string, unknown, unknown][] = [
    ["storageClass", canonicalStorageClass(desired.storageClass ?? "Standard"), info.storageClass],
    ["dataRedundancyType", desired.dataRedundancyType ?? "LRS", info.dataRedundancyType],
    ["hierarchicalNamespace", desired.hierarchicalNamespace ?? false, info.hierarchicalNamespace],
    ["region", bareRegion(desired.region ?? info.region), info.region],
    ["acl", desired.acl ?? info.acl, info.acl],
  ];
  for (const [property, want, have] of wanted) if (want !== have) refuse(`has ${property} ${have}, not ${want}`);
  if (!(await isEmpty(client, name, info.hierarchicalNamespace, context))) refuse("is not empty");
}
