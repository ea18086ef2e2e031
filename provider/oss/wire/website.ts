// OSS API reference 20220713, PutBucketWebsite and GetBucketWebsite: WebsiteConfiguration.
import { bool, int, list, node, readXml, text, texts, writeXml, type XmlElement, type XmlNode } from "../../http/xml";

export interface Website {
  indexDocument?: { suffix: string; supportSubDir?: boolean; type?: number };
  errorDocument?: { key: string; httpStatus?: number };
  routingRules?: RoutingRule[];
}

export interface RoutingRule {
  ruleNumber: number;
  condition: Condition;
  redirect: Redirect;
}

export interface Condition {
  keyPrefixEquals?: string;
  keySuffixEquals?: string;
  httpErrorCodeReturnedEquals?: number;
  includeHeaders?: { key: string; equals?: string }[];
}

export interface Redirect {
  redirectType: string;
  passQueryString?: boolean;
  mirrorUrl?: string;
  transparentMirrorResponseCodes?: string;
  mirrorPassQueryString?: boolean;
  mirrorFollowRedirect?: boolean;
  mirrorCheckMd5?: boolean;
  mirrorHeaders?: MirrorHeaders;
  protocol?: string;
  hostName?: string;
  replaceKeyPrefixWith?: string;
  replaceKeyWith?: string;
  enableReplacePrefix?: boolean;
  httpRedirectCode?: number;
}

export interface MirrorHeaders {
  passAll?: boolean;
  pass?: string[];
  remove?: string[];
  set?: { key: string; value: string }[];
}

export function encodeWebsite(website: Website): string {
  const { indexDocument: index, errorDocument: error, routingRules: rules = [] } = website;
  return writeXml("WebsiteConfiguration", [
    [
      "IndexDocument",
      index && [
        ["Suffix", index.suffix],
        ["SupportSubDir", index.supportSubDir],
        ["Type", index.type],
      ],
    ],
    [
      "ErrorDocument",
      error && [
        ["Key", error.key],
        ["HttpStatus", error.httpStatus],
      ],
    ],
    ["RoutingRules", rules.length > 0 ? rules.map((rule): XmlElement => ["RoutingRule", encodeRule(rule)]) : undefined],
  ]);
}

function encodeRule({ ruleNumber, condition, redirect }: RoutingRule): XmlElement[] {
  return [
    ["RuleNumber", ruleNumber],
    [
      "Condition",
      [
        ["KeyPrefixEquals", condition.keyPrefixEquals],
        ["KeySuffixEquals", condition.keySuffixEquals],
        ["HttpErrorCodeReturnedEquals", condition.httpErrorCodeReturnedEquals],
        ...(condition.includeHeaders ?? []).map(
          (header): XmlElement => [
            "IncludeHeader",
            [
              ["Key", header.key],
              ["Equals", header.equals],
            ],
          ],
        ),
      ],
    ],
    [
      "Redirect",
      [
        ["RedirectType", redirect.redirectType],
        ["PassQueryString", redirect.passQueryString],
        ["MirrorURL", redirect.mirrorUrl],
        ["TransparentMirrorResponseCodes", redirect.transparentMirrorResponseCodes],
        ["MirrorPassQueryString", redirect.mirrorPassQueryString],
        ["MirrorFollowRedirect", redirect.mirrorFollowRedirect],
        ["MirrorCheckMd5", redirect.mirrorCheckMd5],
        ["MirrorHeaders", redirect.mirrorHeaders && encodeMirrorHeaders(redirect.mirrorHeaders)],
        ["Protocol", redirect.protocol],
        ["HostName", redirect.hostName],
        ["ReplaceKeyPrefixWith", redirect.replaceKeyPrefixWith],
        ["EnableReplacePrefix", redirect.enableReplacePrefix],
        ["ReplaceKeyWith", redirect.replaceKeyWith],
        ["HttpRedirectCode", redirect.httpRedirectCode],
      ],
    ],
  ];
}

function encodeMirrorHeaders(headers: MirrorHeaders): XmlElement[] {
  return [
    ["PassAll", headers.passAll],
    ...(headers.pass ?? []).map((name): XmlElement => ["Pass", name]),
    ...(headers.remove ?? []).map((name): XmlElement => ["Remove", name]),
    ...(headers.set ?? []).map(
      ({ key, value }): XmlElement => [
        "Set",
        [
          ["Key", key],
          ["Value", value],
        ],
      ],
    ),
  ];
}

const RULE = "RoutingRules.RoutingRule";
const HEADERS = `${RULE}.Redirect.MirrorHeaders`;

export function decodeWebsite(body: string): Website {
  const lists = [RULE, `${RULE}.Condition.IncludeHeader`, `${HEADERS}.Pass`, `${HEADERS}.Remove`, `${HEADERS}.Set`];
  const root = readXml(body, "WebsiteConfiguration", lists);
  const index = node(root, "IndexDocument");
  const error = node(root, "ErrorDocument");
  return {
    indexDocument: index && {
      suffix: text(index, "Suffix") ?? "",
      supportSubDir: bool(index, "SupportSubDir"),
      type: int(index, "Type"),
    },
    errorDocument: error && { key: text(error, "Key") ?? "", httpStatus: int(error, "HttpStatus") },
    routingRules: list(root, RULE)?.map(decodeRule),
  };
}

function decodeRule(rule: XmlNode): RoutingRule {
  const at = (name: string) => text(rule, name) || undefined;
  return {
    ruleNumber: int(rule, "RuleNumber") ?? 0,
    condition: {
      keyPrefixEquals: at("Condition.KeyPrefixEquals"),
      keySuffixEquals: at("Condition.KeySuffixEquals"),
      httpErrorCodeReturnedEquals: int(rule, "Condition.HttpErrorCodeReturnedEquals"),
      includeHeaders: list(rule, "Condition.IncludeHeader")?.map((header) => ({
        key: text(header, "Key") ?? "",
        equals: text(header, "Equals"),
      })),
    },
    redirect: decodeRedirect(node(rule, "Redirect") ?? rule),
  };
}

function decodeRedirect(redirect: XmlNode): Redirect {
  const at = (name: string) => text(redirect, name) || undefined;
  const headers = node(redirect, "MirrorHeaders");
  return {
    redirectType: at("RedirectType") ?? "",
    passQueryString: bool(redirect, "PassQueryString"),
    mirrorUrl: at("MirrorURL"),
    transparentMirrorResponseCodes: at("TransparentMirrorResponseCodes"),
    mirrorPassQueryString: bool(redirect, "MirrorPassQueryString"),
    mirrorFollowRedirect: bool(redirect, "MirrorFollowRedirect"),
    mirrorCheckMd5: bool(redirect, "MirrorCheckMd5"),
    mirrorHeaders: headers && {
      passAll: bool(headers, "PassAll"),
      pass: texts(headers, "Pass"),
      remove: texts(headers, "Remove"),
      set: list(headers, "Set")?.map((each) => ({ key: text(each, "Key") ?? "", value: text(each, "Value") ?? "" })),
    },
    protocol: at("Protocol"),
    hostName: at("HostName"),
    replaceKeyPrefixWith: at("ReplaceKeyPrefixWith"),
    replaceKeyWith: at("ReplaceKeyWith"),
    enableReplacePrefix: bool(redirect, "EnableReplacePrefix"),
    httpRedirectCode: int(redirect, "HttpRedirectCode"),
  };
}
