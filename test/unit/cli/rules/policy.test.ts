// The three predicates that scanners get wrong, and comparison by meaning. Literals from the vendor's definitions.
import { readPolicy } from "../../../../cli/model/parse";
import type { Statement } from "../../../../cli/model/view";
import { added, glob, isPublic, locksOut, rangeCovers, requiresHttps } from "../../../../cli/rules/policy";

function statement(fields: object): Statement {
  const complete = {
    Effect: "Allow",
    Principal: ["*"],
    Action: ["oss:GetObject"],
    Resource: ["acs:oss:*:*:web/*"],
    ...fields,
  };
  return readPolicy({ Version: "1", Statement: [complete] })!.statements[0]!;
}

describe("public", () => {
  test.each([
    ["no condition", {}, true],
    ["a list with * among names", { Principal: ["1234567890123456", "*"] }, true],
    ["named principals", { Principal: ["1234567890123456"] }, false],
    ["a Deny", { Effect: "Deny" }, false],
    ["NotPrincipal", { Principal: undefined, NotPrincipal: ["1234567890123456"] }, true],
    ["a fixed VPC", { Condition: { StringEquals: { "acs:SourceVpc": ["vpc-t4nlw426y44rd3iq4xxxx"] } } }, false],
    ["any VPC", { Condition: { StringLike: { "acs:SourceVpc": ["vpc-*"] } } }, true],
    ["all VPCs but one", { Condition: { StringNotEquals: { "acs:SourceVpc": ["vpc-1"] } } }, true],
    ["a fixed access key", { Condition: { StringEquals: { "acs:AccessId": ["LTAI5t"] } } }, false],
    ["an address", { Condition: { IpAddress: { "acs:SourceIp": "203.0.113.7" } } }, false],
    ["a range of /8", { Condition: { IpAddress: { "acs:SourceIp": ["10.0.0.0/8"] } } }, false],
    ["a range of /7", { Condition: { IpAddress: { "acs:SourceIp": ["10.0.0.0/7"] } } }, true],
    [
      "one wide range among narrow ones",
      { Condition: { IpAddress: { "acs:SourceIp": ["10.0.0.0/8", "0.0.0.0/0"] } } },
      true,
    ],
    ["an IPv6 range of /32", { Condition: { IpAddress: { "acs:SourceIp": ["2001:db8::/32"] } } }, false],
    ["an IPv6 range of /31", { Condition: { IpAddress: { "acs:SourceIp": ["2001:db8::/31"] } } }, true],
    [
      "a condition that says nothing about the caller",
      { Condition: { Bool: { "acs:SecureTransport": ["true"] } } },
      true,
    ],
  ])("%s", (_, fields, expected) => {
    expect(isPublic(statement(fields))).toBe(expected);
  });
});

describe("https only", () => {
  const deny = {
    Effect: "Deny",
    Action: ["oss:*"],
    Resource: ["acs:oss:*:*:web", "acs:oss:*:*:web/*"],
    Condition: { Bool: { "acs:SecureTransport": ["false"] } },
  };
  test.each([
    ["the form of the vendor's page", deny, true],
    ["a boolean as scalar", { ...deny, Condition: { Bool: { "acs:SecureTransport": false } } }, true],
    ["one pattern over both", { ...deny, Resource: "acs:oss:*:1000000000000001:web*" }, true],
    ["objects only", { ...deny, Resource: ["acs:oss:*:*:web/*"] }, false],
    ["another bucket", { ...deny, Resource: ["acs:oss:*:*:shop", "acs:oss:*:*:shop/*"] }, false],
    ["reading only", { ...deny, Action: ["oss:GetObject"] }, false],
    ["named principals", { ...deny, Principal: ["1234567890123456"] }, false],
    [
      "an Allow with SecureTransport true",
      { ...deny, Effect: "Allow", Condition: { Bool: { "acs:SecureTransport": ["true"] } } },
      false,
    ],
    [
      "a further condition",
      {
        ...deny,
        Condition: { Bool: { "acs:SecureTransport": ["false"] }, IpAddress: { "acs:SourceIp": ["10.0.0.0/8"] } },
      },
      false,
    ],
  ])("%s", (_, fields, expected) => {
    expect(requiresHttps([statement(fields)], "web")).toBe(expected);
  });
});

describe("lockout", () => {
  const deny = {
    Effect: "Deny",
    Action: ["oss:*"],
    Resource: ["acs:oss:*:*:web", "acs:oss:*:*:web/*"],
    Condition: { NotIpAddress: { "acs:SourceIp": ["10.0.0.0/8"] } },
  };
  test.each([
    ["everything under a condition", deny, true],
    ["the policy's own action under a condition", { ...deny, Action: ["oss:PutBucketPolicy"] }, true],
    ["a wildcard that holds it", { ...deny, Action: ["oss:Delete*"] }, true],
    ["all actions but reading", { ...deny, Action: undefined, NotAction: ["oss:GetObject"] }, true],
    ["no condition: the owner is spared", { ...deny, Condition: undefined }, false],
    ["objects only", { ...deny, Resource: ["acs:oss:*:*:web/*"] }, false],
    ["named principals", { ...deny, Principal: ["1234567890123456"] }, false],
    ["the https-only Deny", { ...deny, Condition: { Bool: { "acs:SecureTransport": ["false"] } } }, false],
  ])("%s", (_, fields, expected) => {
    expect(locksOut(statement(fields), "web")).toBe(expected);
  });
});

test("what is added is told apart from what is written otherwise", () => {
  const old = [statement({ Principal: ["1"], Action: ["oss:Get*", "oss:PutObject"] })];
  const fresh = [
    statement({ Principal: ["1"], Action: ["oss:PutObject"] }),
    statement({ Principal: ["1", "2"], Action: ["oss:GetObject"] }),
  ];
  expect(added(old, fresh, "Allow").map((each) => [each.principal, each.action])).toEqual([["2", "oss:GetObject"]]);
});

test.each([
  ["10.0.0.0/8", "10.1.2.3", true],
  ["10.0.0.0/8", "11.1.2.3", false],
  ["10.1.0.0/16", "10.0.0.0/8", false],
  ["2001:db8::/32", "2001:db8:1::/48", true],
  ["2001:db8::/32", "10.0.0.0/8", false],
])("range %s covers %s: %s", (wide, narrow, expected) => {
  expect(rangeCovers(wide, narrow)).toBe(expected);
});

test.each([
  ["oss:*", "oss:GetObject", true],
  ["oss:Get?bject", "oss:GetObject", true],
  ["oss:get*", "oss:GetObject", true],
  ["oss:GetObject", "oss:GetObjectAcl", false],
  ["a.b", "axb", false],
])("pattern %s covers %s: %s", (pattern, text, expected) => {
  expect(glob(pattern, text)).toBe(expected);
});
