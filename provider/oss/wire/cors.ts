// OSS API reference 20220713, PutBucketCors and GetBucketCors: CORSConfiguration.
import { bool, int, list, readXml, texts, writeXml, type XmlElement } from "../../http/xml";

export interface CorsRule {
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders?: string[];
  exposeHeaders?: string[];
  maxAgeSeconds?: number;
}

export interface Cors {
  rules: CorsRule[];
  /** Not among the elements of the documented answer. */
  responseVary?: boolean;
}

export function encodeCors(cors: Cors): string {
  const rules = cors.rules.map((rule): XmlElement => {
    const many = (name: string, values: string[] = []): XmlElement[] => values.map((value) => [name, value]);
    return [
      "CORSRule",
      [
        ...many("AllowedOrigin", rule.allowedOrigins),
        ...many("AllowedMethod", rule.allowedMethods),
        ...many("AllowedHeader", rule.allowedHeaders),
        ...many("ExposeHeader", rule.exposeHeaders),
        ["MaxAgeSeconds", rule.maxAgeSeconds],
      ],
    ];
  });
  return writeXml("CORSConfiguration", [...rules, ["ResponseVary", cors.responseVary]]);
}

export function decodeCors(body: string): Cors {
  const names = ["AllowedOrigin", "AllowedMethod", "AllowedHeader", "ExposeHeader"].map((name) => `CORSRule.${name}`);
  const root = readXml(body, "CORSConfiguration", ["CORSRule", ...names]);
  const rules = (list(root, "CORSRule") ?? []).map((rule) => ({
    allowedOrigins: texts(rule, "AllowedOrigin") ?? [],
    allowedMethods: texts(rule, "AllowedMethod") ?? [],
    allowedHeaders: texts(rule, "AllowedHeader"),
    exposeHeaders: texts(rule, "ExposeHeader"),
    maxAgeSeconds: int(rule, "MaxAgeSeconds"),
  }));
  return { rules, responseVary: bool(root, "ResponseVary") };
}
