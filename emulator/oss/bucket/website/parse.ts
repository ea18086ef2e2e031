/** The XML of a website configuration, read and checked. OSS API reference 20220713, section 7.11.1. */
import type { Parsed } from "../../../xml";
import type { RoutingCondition, RoutingRedirect, RoutingRule, WebsiteDocument } from "../../documents";
import { invalidArgument } from "../../errors";
import { boolean, bytes, filled, malformed, present, wholeNumber, word } from "../fields";

/** Routing rules (L4945), IncludeHeader (L4956), Pass, Remove and Set (L4982-4984); bytes of a header (L4982). */
const MOST_RULES = 20;
const MOST_INCLUDE_HEADERS = 10;
const MOST_MIRROR_HEADERS = 10;
const MOST_HEADER_BYTES = 1024;

export const WEBSITE_BODY = {
  root: "WebsiteConfiguration",
  shape: {
    IndexDocument: { Suffix: "text", SupportSubDir: "text", Type: "text" },
    ErrorDocument: { Key: "text", HttpStatus: "text" },
    RoutingRules: {
      RoutingRule: [
        {
          RuleNumber: "text",
          Condition: {
            KeyPrefixEquals: "text",
            KeySuffixEquals: "text",
            HttpErrorCodeReturnedEquals: "text",
            IncludeHeader: [{ Key: "text", Equals: "text" }],
          },
          Redirect: {
            RedirectType: "text",
            PassQueryString: "text",
            MirrorURL: "text",
            TransparentMirrorResponseCodes: "text",
            MirrorPassQueryString: "text",
            MirrorFollowRedirect: "text",
            MirrorCheckMd5: "text",
            MirrorHeaders: {
              PassAll: "text",
              Pass: ["text"],
              Remove: ["text"],
              Set: [{ Key: "text", Value: "text" }],
            },
            Protocol: "text",
            HostName: "text",
            ReplaceKeyPrefixWith: "text",
            EnableReplacePrefix: "text",
            ReplaceKeyWith: "text",
            HttpRedirectCode: "text",
          },
        },
      ],
    },
  },
} as const;

type WebsiteElement = Parsed<typeof WEBSITE_BODY.shape>;
type RuleElement = NonNullable<WebsiteElement["RoutingRules"]>["RoutingRule"][number];
type RedirectElement = NonNullable<RuleElement["Redirect"]>;

export function readWebsite(element: WebsiteElement): WebsiteDocument {
  const rules = element.RoutingRules?.RoutingRule ?? [];
  if (element.IndexDocument === undefined && element.ErrorDocument === undefined && rules.length === 0) {
    throw malformed("One of IndexDocument, ErrorDocument and RoutingRules is required");
  }
  if (rules.length > MOST_RULES) {
    throw invalidArgument("RoutingRule", String(rules.length), `At most ${MOST_RULES} routing rules are allowed.`);
  }
  const routingRules = rules.map(readRule);
  const numbers = new Set(routingRules.map((rule) => rule.ruleNumber));
  if (numbers.size !== routingRules.length) {
    throw invalidArgument("RuleNumber", "", "The RuleNumber of a routing rule must be unique.");
  }
  return {
    indexDocument: readIndex(element.IndexDocument),
    errorDocument: readError(element.ErrorDocument),
    routingRules: routingRules.length === 0 ? undefined : routingRules,
  };
}

function readIndex(element: WebsiteElement["IndexDocument"]): WebsiteDocument["indexDocument"] {
  if (element === undefined) {
    return undefined;
  }
  const type = element.Type === undefined ? undefined : word(element.Type, "Type", ["0", "1", "2"]);
  return {
    suffix: filled(element.Suffix, "Suffix"),
    supportSubDir: boolean(element.SupportSubDir, "SupportSubDir"),
    type: type === undefined ? undefined : (Number(type) as 0 | 1 | 2),
  };
}

function readError(element: WebsiteElement["ErrorDocument"]): WebsiteDocument["errorDocument"] {
  if (element === undefined) {
    return undefined;
  }
  const status = element.HttpStatus === undefined ? undefined : word(element.HttpStatus, "HttpStatus", ["200", "404"]);
  return {
    key: filled(element.Key, "Key"),
    httpStatus: status === undefined ? undefined : status === "200" ? 200 : 404,
  };
}

function readRule(element: RuleElement): RoutingRule {
  const redirect = readRedirect(present(element.Redirect, "Redirect"));
  const condition = readCondition(present(element.Condition, "Condition"));
  const code = condition.httpErrorCodeReturnedEquals;
  if (redirect.redirectType === "Mirror" && code !== undefined && code !== 404) {
    const message = "HttpErrorCodeReturnedEquals must be 404 in a rule of the type Mirror.";
    throw invalidArgument("HttpErrorCodeReturnedEquals", String(code), message);
  }
  return {
    ruleNumber: wholeNumber(present(element.RuleNumber, "RuleNumber"), "RuleNumber", 1),
    condition,
    redirect,
  };
}

function readCondition(element: NonNullable<RuleElement["Condition"]>): RoutingCondition {
  if (element.IncludeHeader.length > MOST_INCLUDE_HEADERS) {
    const message = `At most ${MOST_INCLUDE_HEADERS} IncludeHeader are allowed.`;
    throw invalidArgument("IncludeHeader", String(element.IncludeHeader.length), message);
  }
  const code = element.HttpErrorCodeReturnedEquals;
  return {
    keyPrefixEquals: element.KeyPrefixEquals,
    keySuffixEquals: element.KeySuffixEquals,
    httpErrorCodeReturnedEquals:
      code === undefined ? undefined : wholeNumber(code, "HttpErrorCodeReturnedEquals", 100, 599),
    includeHeaders:
      element.IncludeHeader.length === 0
        ? undefined
        : element.IncludeHeader.map((header) => ({ key: filled(header.Key, "Key"), equals: header.Equals })),
  };
}

function readRedirect(element: RedirectElement): RoutingRedirect {
  const type = word(present(element.RedirectType, "RedirectType"), "RedirectType", ["Mirror", "External", "AliCDN"]);
  if (type === "Mirror" && element.MirrorURL === undefined) {
    throw malformed("MirrorURL is missing");
  }
  const replacePrefix = boolean(element.EnableReplacePrefix, "EnableReplacePrefix");
  if ((element.ReplaceKeyWith ?? "") !== "") {
    if ((element.ReplaceKeyPrefixWith ?? "") !== "") {
      const message = "You can specify only one of ReplaceKeyWith and ReplaceKeyPrefixWith.";
      throw invalidArgument("ReplaceKeyPrefixWith", element.ReplaceKeyPrefixWith ?? "", message);
    }
    if (replacePrefix === true) {
      const message = "EnableReplacePrefix cannot be true when ReplaceKeyWith is not empty.";
      throw invalidArgument("EnableReplacePrefix", "true", message);
    }
  }
  const code = element.HttpRedirectCode;
  return {
    redirectType: type,
    passQueryString: boolean(element.PassQueryString, "PassQueryString"),
    mirrorURL: element.MirrorURL === undefined ? undefined : readMirrorUrl(element.MirrorURL),
    transparentMirrorResponseCodes: readCodes(element.TransparentMirrorResponseCodes),
    mirrorPassQueryString: boolean(element.MirrorPassQueryString, "MirrorPassQueryString"),
    mirrorFollowRedirect: boolean(element.MirrorFollowRedirect, "MirrorFollowRedirect"),
    mirrorCheckMd5: boolean(element.MirrorCheckMd5, "MirrorCheckMd5"),
    mirrorHeaders: readMirrorHeaders(element.MirrorHeaders),
    protocol: element.Protocol === undefined ? undefined : word(element.Protocol, "Protocol", ["http", "https"]),
    hostName: element.HostName === undefined ? undefined : readHostName(element.HostName),
    replaceKeyPrefixWith: element.ReplaceKeyPrefixWith,
    enableReplacePrefix: replacePrefix,
    replaceKeyWith: element.ReplaceKeyWith,
    httpRedirectCode:
      code === undefined
        ? undefined
        : (Number(word(code, "HttpRedirectCode", ["301", "302", "307"])) as 301 | 302 | 307),
  };
}

/** "must start with http:// or https:// and end with a forward slash" (L4974). */
function readMirrorUrl(url: string): string {
  if (!/^https?:\/\/.*\/$/.test(url) || !URL.canParse(url)) {
    throw invalidArgument("MirrorURL", url, "MirrorURL must start with http:// or https:// and end with a slash.");
  }
  return url;
}

function readCodes(codes: string | undefined): string | undefined {
  if (codes !== undefined && !/^([45][0-9]{2})(,[45][0-9]{2})*$/.test(codes)) {
    const message = "TransparentMirrorResponseCodes must be 4xx and 5xx codes separated by commas.";
    throw invalidArgument("TransparentMirrorResponseCodes", codes, message);
  }
  return codes;
}

/** "must comply with the naming conventions for domain names" (L4988); a port is let through for local use. */
function readHostName(name: string): string {
  if (!/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[0-9]{1,5})?$/.test(name)) {
    throw invalidArgument("HostName", name, "HostName must be a domain name.");
  }
  return name;
}

function readMirrorHeaders(element: RedirectElement["MirrorHeaders"]): RoutingRedirect["mirrorHeaders"] {
  if (element === undefined) {
    return undefined;
  }
  for (const name of ["Pass", "Remove", "Set"] as const) {
    if (element[name].length > MOST_MIRROR_HEADERS) {
      const message = `At most ${MOST_MIRROR_HEADERS} ${name} headers are allowed.`;
      throw invalidArgument(name, String(element[name].length), message);
    }
  }
  const list = (values: string[], name: string) =>
    values.length === 0 ? undefined : values.map((value) => readHeaderName(value, name));
  return {
    passAll: boolean(element.PassAll, "PassAll"),
    pass: list(element.Pass, "Pass"),
    remove: list(element.Remove, "Remove"),
    set:
      element.Set.length === 0
        ? undefined
        : element.Set.map((header) => ({
            key: readHeaderName(present(header.Key, "Key"), "Key"),
            value: readHeaderValue(present(header.Value, "Value")),
          })),
  };
}

function readHeaderName(name: string, element: string): string {
  if (!/^[A-Za-z0-9-]+$/.test(name) || bytes(name) > MOST_HEADER_BYTES) {
    const message = `${element} must be letters, digits and hyphens, at most ${MOST_HEADER_BYTES} bytes.`;
    throw invalidArgument(element, name, message);
  }
  return name;
}

function readHeaderValue(value: string): string {
  if (value.includes("\r\n") || bytes(value) > MOST_HEADER_BYTES) {
    const message = `Value can have at most ${MOST_HEADER_BYTES} bytes and no line break.`;
    throw invalidArgument("Value", value, message);
  }
  return value;
}
