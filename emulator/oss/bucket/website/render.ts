/** The XML of a website configuration, written. OSS API reference 20220713, section 7.11.2. */
import type { XmlChild, XmlContent } from "../../../xml";
import type { RoutingCondition, RoutingRedirect, RoutingRule, WebsiteDocument } from "../../documents";

/**
 * Everything that was set, nothing that was not. The response tables leave out SupportSubDir, Type, KeySuffixEquals
 * and EnableReplacePrefix; the vendor's SDKs read them back, so the service gives them.
 */
export function writeWebsite(document: WebsiteDocument): XmlChild[] {
  const { indexDocument: index, errorDocument: error, routingRules: rules } = document;
  return [
    [
      "IndexDocument",
      index === undefined
        ? undefined
        : [
            ["Suffix", index.suffix],
            ["SupportSubDir", index.supportSubDir],
            ["Type", index.type],
          ],
    ],
    [
      "ErrorDocument",
      error === undefined
        ? undefined
        : [
            ["Key", error.key],
            ["HttpStatus", error.httpStatus],
          ],
    ],
    ["RoutingRules", rules === undefined ? undefined : rules.map((rule) => ["RoutingRule", writeRule(rule)])],
  ];
}

function writeRule(rule: RoutingRule): XmlChild[] {
  return [
    ["RuleNumber", rule.ruleNumber],
    ["Condition", writeCondition(rule.condition)],
    ["Redirect", writeRedirect(rule.redirect)],
  ];
}

function writeCondition(condition: RoutingCondition): XmlChild[] {
  const headers = (condition.includeHeaders ?? []).map((header): XmlChild => {
    const content: XmlContent = [
      ["Key", header.key],
      ["Equals", header.equals],
    ];
    return ["IncludeHeader", content];
  });
  return [
    ...headers,
    ["KeyPrefixEquals", condition.keyPrefixEquals],
    ["KeySuffixEquals", condition.keySuffixEquals],
    ["HttpErrorCodeReturnedEquals", condition.httpErrorCodeReturnedEquals],
  ];
}

function writeRedirect(redirect: RoutingRedirect): XmlChild[] {
  return [
    ["RedirectType", redirect.redirectType],
    ["PassQueryString", redirect.passQueryString],
    ["MirrorURL", redirect.mirrorURL],
    ["TransparentMirrorResponseCodes", redirect.transparentMirrorResponseCodes],
    ["MirrorPassQueryString", redirect.mirrorPassQueryString],
    ["MirrorFollowRedirect", redirect.mirrorFollowRedirect],
    ["MirrorCheckMd5", redirect.mirrorCheckMd5],
    ["MirrorHeaders", writeMirrorHeaders(redirect.mirrorHeaders)],
    ["Protocol", redirect.protocol],
    ["HostName", redirect.hostName],
    ["ReplaceKeyPrefixWith", redirect.replaceKeyPrefixWith],
    ["EnableReplacePrefix", redirect.enableReplacePrefix],
    ["ReplaceKeyWith", redirect.replaceKeyWith],
    ["HttpRedirectCode", redirect.httpRedirectCode],
  ];
}

function writeMirrorHeaders(headers: RoutingRedirect["mirrorHeaders"]): XmlChild[] | undefined {
  if (headers === undefined) {
    return undefined;
  }
  return [
    ["PassAll", headers.passAll],
    ...(headers.pass ?? []).map((name): XmlChild => ["Pass", name]),
    ...(headers.remove ?? []).map((name): XmlChild => ["Remove", name]),
    ...(headers.set ?? []).map(({ key, value }): XmlChild => {
      const content: XmlContent = [
        ["Key", key],
        ["Value", value],
      ];
      return ["Set", content];
    }),
  ];
}
