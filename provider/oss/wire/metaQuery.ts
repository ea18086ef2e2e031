// OSS API reference 20220713, DoMetaQuery: MetaQuery.
import { int, list, readXml, text, writeXml, type XmlElement, type XmlNode } from "../../http/xml";

export interface MetaQuery {
  query: unknown;
  nextToken?: string;
  /** 0 to 200; 0 and nothing mean 100. */
  maxResults?: number;
  sort?: string;
  order?: string;
  aggregations?: { field: string; operation: string }[];
}

export function encodeMetaQuery(query: MetaQuery): string {
  const { aggregations } = query;
  return writeXml("MetaQuery", [
    ["NextToken", query.nextToken],
    ["MaxResults", query.maxResults],
    ["Query", typeof query.query === "string" ? query.query : JSON.stringify(query.query)],
    ["Sort", query.sort],
    ["Order", query.order],
    [
      "Aggregations",
      // A list without elements would ask for no statistics.
      (aggregations?.length ? aggregations : undefined)?.map(
        (each): XmlElement => [
          "Aggregation",
          [
            ["Field", each.field],
            ["Operation", each.operation],
          ],
        ],
      ),
    ],
  ]);
}

export interface MetaQueryFile {
  filename: string;
  size?: number;
  fileModifiedTime?: string;
  ossObjectType?: string;
  ossStorageClass?: string;
  objectAcl?: string;
  etag?: string;
  ossCrc64?: string;
  ossTaggingCount?: number;
  ossTagging?: Record<string, string>;
  ossUserMeta?: Record<string, string>;
  serverSideEncryption?: string;
  serverSideEncryptionCustomerAlgorithm?: string;
}

export interface MetaQueryPage {
  nextToken?: string;
  files: MetaQueryFile[];
  aggregations: { field: string; operation: string; value?: number; groups?: { value: string; count: number }[] }[];
}

export function decodeMetaQuery(body: string): MetaQueryPage {
  const root = readXml(body, "MetaQuery", [
    "Files.File",
    "Files.File.OSSTagging.Tagging",
    "Files.File.OSSUserMeta.UserMeta",
    "Aggregations.Aggregation",
    "Aggregations.Aggregation.Groups",
    "Aggregations.Aggregation.Groups.Group",
  ]);
  return {
    nextToken: text(root, "NextToken") || undefined,
    files: (list(root, "Files.File") ?? []).map(decodeFile),
    aggregations: (list(root, "Aggregations.Aggregation") ?? []).map(decodeAggregation),
  };
}

function decodeFile(file: XmlNode): MetaQueryFile {
  const at = (path: string) => text(file, path) || undefined;
  return {
    filename: at("Filename") ?? "",
    size: int(file, "Size"),
    fileModifiedTime: at("FileModifiedTime"),
    ossObjectType: at("OSSObjectType"),
    ossStorageClass: at("OSSStorageClass"),
    objectAcl: at("ObjectACL"),
    etag: at("ETag"),
    ossCrc64: at("OSSCRC64"),
    ossTaggingCount: int(file, "OSSTaggingCount"),
    ossTagging: pairs(list(file, "OSSTagging.Tagging")),
    ossUserMeta: pairs(list(file, "OSSUserMeta.UserMeta")),
    serverSideEncryption: at("ServerSideEncryption"),
    serverSideEncryptionCustomerAlgorithm: at("ServerSideEncryptionCustomerAlgorithm"),
  };
}

function pairs(nodes: XmlNode[] | undefined): Record<string, string> | undefined {
  return nodes && Object.fromEntries(nodes.map((each) => [text(each, "Key") ?? "", text(each, "Value") ?? ""]));
}

// The reference's table puts Value and Count straight into Groups, its sample into a Group each; both are read.
function decodeAggregation(each: XmlNode): MetaQueryPage["aggregations"][number] {
  const value = text(each, "Value");
  const wrappers = list(each, "Groups") ?? [];
  const groups = wrappers.flatMap(
    (wrapper) => list(wrapper, "Group") ?? (wrapper.children.length > 0 ? [wrapper] : []),
  );
  return {
    field: text(each, "Field") ?? "",
    operation: text(each, "Operation") ?? "",
    value: value ? Number(value) : undefined,
    groups:
      groups.length > 0
        ? groups.map((group) => ({ value: text(group, "Value") ?? "", count: int(group, "Count") ?? 0 }))
        : undefined,
  };
}
