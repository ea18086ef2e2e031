import { z } from "zod";
import { list, readXml, text } from "../http/xml";
import { func } from "../kit/define";
import { field } from "../kit/shape";
import { decoding } from "./bucketConfig";
import type { OssClient } from "./client";

/** Regions and their endpoints. OSS API reference 20220713, DescribeRegions. */
export const getRegions = func({
  token: "oss:getRegions",
  manual: {
    summary: "Lists the regions of OSS with their endpoints.",
    source: "OSS API reference 20220713, 6.1 DescribeRegions",
    permissions: ["oss:DescribeRegions"],
    example: { region: "oss-cn-hangzhou" },
  },
  inputs: {
    region: field(z.string().min(1).optional(), {
      doc: "Only this one, `oss-cn-hangzhou` or `cn-hangzhou`. Default: all.",
    }),
  },
  outputs: {
    regions: field(
      z.array(
        field(
          z.strictObject({
            region: field(z.string(), { doc: "Region with its prefix, `oss-cn-hangzhou`." }),
            internetEndpoint: field(z.string(), { doc: "Host name for access from the internet." }),
            internalEndpoint: field(z.string(), { doc: "Host name for access from the region's own network." }),
            accelerateEndpoint: field(z.string(), { doc: "Host name of transfer acceleration." }),
          }),
          { doc: "A region.", typeName: "RegionInfo" },
        ),
      ),
      { doc: "Regions in the order of the answer." },
    ),
  },
  async call(client: OssClient, { region }, context) {
    const operation = "DescribeRegions";
    const regions = region === undefined ? true : `oss-${region.replace(/^oss-/, "")}`;
    const response = await client.send({ operation, method: "GET", query: { regions }, signal: context.signal });
    return decoding(operation, "the account", response, () => ({
      regions: (list(readXml(response.text, "RegionInfoList", ["RegionInfo"]), "RegionInfo") ?? []).map((each) => ({
        region: text(each, "Region") ?? "",
        internetEndpoint: text(each, "InternetEndpoint") ?? "",
        internalEndpoint: text(each, "InternalEndpoint") ?? "",
        accelerateEndpoint: text(each, "AccelerateEndpoint") ?? "",
      })),
    }));
  },
});
