import { z } from "zod";
import { list, node, readXml, text, texts } from "../http/xml";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { decoding } from "./bucketConfig";
import type { OssClient } from "./client";
import { bucketName } from "./fields";

/** Where a bucket can be replicated to. OSS API reference 20220713, GetBucketReplicationLocation. */
export const getReplicationLocations = func({
  token: "oss:getReplicationLocations",
  manual: {
    summary: "Lists the data centres that a bucket can be replicated to.",
    source: "OSS API reference 20220713, 7.7.3 GetBucketReplicationLocation",
    permissions: ["oss:GetBucketReplicationLocation"],
    example: { bucket: "my-company-assets" },
  },
  inputs: { bucket: field(bucketName, { doc: "Name of the bucket." }) },
  outputs: {
    locations: field(z.array(z.string()), { doc: "Data centres, `oss-cn-beijing`." }),
    transferTypes: field(
      z.array(
        field(
          z.strictObject({
            location: field(z.string(), { doc: "Data centre." }),
            types: field(z.array(z.string()), { doc: "Transfer types that can be used there, `oss_acc`." }),
          }),
          { doc: "Transfer types of a data centre.", typeName: "ReplicationTransferTypes" },
        ),
      ),
      { doc: "Data centres that take other transfer types than `internal`." },
    ),
  },
  async call(client: OssClient, { bucket }, context) {
    const operation = "GetBucketReplicationLocation";
    const query = { replicationLocation: true } as const;
    const response = await client.send({ operation, method: "GET", bucket, query, signal: context.signal });
    return decoding(operation, bucket, response, () => {
      const constraint = "LocationTransferTypeConstraint.LocationTransferType";
      const lists = ["Location", constraint, `${constraint}.TransferTypes.Type`];
      const root = readXml(response.text, "ReplicationLocation", lists);
      const types = node(root, "LocationTransferTypeConstraint") && list(root, constraint);
      return {
        locations: (texts(root, "Location") ?? []).filter((location) => location !== ""),
        transferTypes: (types ?? []).map((each) => ({
          location: text(each, "Location") ?? "",
          types: texts(each, "TransferTypes.Type") ?? [],
        })),
      };
    });
  },
});
