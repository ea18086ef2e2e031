import { allow, HTTPS_ONLY, policy } from "../support/change";
import { fires, on, type RuleCases, silent } from "./builders";

export const policyCases: Record<string, RuleCases> = {
  "policy-public": {
    fires: [
      fires("everybody may read", "high", on({}, { policy: policy(allow("*", "oss:GetObject")) })),
      fires(
        "a condition that pins nobody",
        "high",
        on(
          {},
          {
            policy: policy(
              allow("*", "oss:GetObject", { Condition: { IpAddress: { "acs:SourceIp": ["0.0.0.0/0"] } } }),
            ),
          },
        ),
      ),
    ],
    silent: [
      silent(
        "everybody of one VPC",
        on(
          {},
          {
            policy: policy(
              allow("*", "oss:GetObject", { Condition: { StringEquals: { "acs:SourceVpc": ["vpc-1"] } } }),
            ),
          },
        ),
      ),
      silent("a Deny for everybody", on({}, { policy: policy(HTTPS_ONLY) })),
    ],
  },
  "policy-lockout": {
    fires: [
      fires(
        "a Deny of everything outside a range",
        "high",
        on({}, { policy: policy({ ...HTTPS_ONLY, Condition: { NotIpAddress: { "acs:SourceIp": ["10.0.0.0/8"] } } }) }),
      ),
    ],
    silent: [
      silent("the https-only Deny", on({}, { policy: policy(HTTPS_ONLY) })),
      silent(
        "a Deny without condition spares the owner",
        on({}, { policy: policy({ ...HTTPS_ONLY, Condition: undefined }) }),
      ),
      silent(
        "a Deny of reading",
        on(
          {},
          {
            policy: policy({
              ...HTTPS_ONLY,
              Action: ["oss:GetObject"],
              Condition: { NotIpAddress: { "acs:SourceIp": ["10.0.0.0/8"] } },
            }),
          },
        ),
      ),
    ],
  },
  "policy-cross-account": {
    fires: [
      fires("another account reads", "medium", on({}, { policy: policy(allow("1234567890123456", "oss:GetObject")) })),
      fires(
        "another account changes the policy",
        "high",
        on({}, { policy: policy(allow("1234567890123456", "oss:Put*")) }),
      ),
    ],
    silent: [silent("the owner's own account", on({}, { policy: policy(allow("1000000000000001", "oss:GetObject")) }))],
  },
  "policy-all-actions": {
    fires: [
      fires(
        "a role may do everything",
        "medium",
        on({}, { policy: policy(allow("arn:sts::1000000000000001:assumed-role/ci/*", "oss:*")) }),
      ),
    ],
    silent: [
      silent(
        "a role may do one thing",
        on({}, { policy: policy(allow("arn:sts::1000000000000001:assumed-role/ci/*", "oss:GetObject")) }),
      ),
    ],
  },
  "policy-wider": {
    fires: [
      fires(
        "one action more",
        "medium",
        on(
          { policy: policy(allow("1000000000000001", "oss:GetObject")) },
          { policy: policy(allow("1000000000000001", ["oss:GetObject", "oss:PutObject"])) },
        ),
      ),
      fires(
        "a condition is dropped",
        "medium",
        on(
          {
            policy: policy(
              allow("1000000000000001", "oss:GetObject", { Condition: { Bool: { "acs:SecureTransport": ["true"] } } }),
            ),
          },
          { policy: policy(allow("1000000000000001", "oss:GetObject")) },
        ),
      ),
      fires(
        "a range of addresses grows",
        "medium",
        on(
          {
            policy: policy(
              allow("1000000000000001", "oss:GetObject", {
                Condition: { IpAddress: { "acs:SourceIp": ["10.1.0.0/16"] } },
              }),
            ),
          },
          {
            policy: policy(
              allow("1000000000000001", "oss:GetObject", {
                Condition: { IpAddress: { "acs:SourceIp": ["10.0.0.0/8"] } },
              }),
            ),
          },
        ),
      ),
      fires(
        "a Deny goes",
        "medium",
        on(
          {
            policy: policy(allow("1000000000000001", "oss:GetObject"), {
              ...allow("*", "oss:DeleteObject"),
              Effect: "Deny",
            }),
          },
          { policy: policy(allow("1000000000000001", "oss:GetObject")) },
        ),
      ),
    ],
    silent: [
      silent(
        "the same in another order",
        on(
          {
            policy: policy(
              allow(["1000000000000001", "2000000000000001"], ["oss:GetObject", "oss:PutObject"]),
              HTTPS_ONLY,
            ),
          },
          {
            policy: policy(
              HTTPS_ONLY,
              allow(["2000000000000001", "1000000000000001"], ["oss:PutObject", "oss:GetObject"]),
            ),
          },
        ),
      ),
      silent(
        "one statement becomes two",
        on(
          { policy: policy(allow("1000000000000001", ["oss:GetObject", "oss:PutObject"])) },
          { policy: policy(allow("1000000000000001", "oss:GetObject"), allow("1000000000000001", "oss:PutObject")) },
        ),
      ),
      silent(
        "a wildcard becomes one of its actions",
        on(
          { policy: policy(allow("1000000000000001", "oss:Get*")) },
          { policy: policy(allow("1000000000000001", "oss:GetObject")) },
        ),
      ),
    ],
  },
  "policy-narrower": {
    fires: [
      fires(
        "one action less",
        "low",
        on(
          { policy: policy(allow("1000000000000001", ["oss:GetObject", "oss:PutObject"])) },
          { policy: policy(allow("1000000000000001", "oss:GetObject")) },
        ),
      ),
    ],
    silent: [
      silent(
        "one action more",
        on(
          { policy: policy(allow("1000000000000001", "oss:GetObject")) },
          { policy: policy(allow("1000000000000001", ["oss:GetObject", "oss:PutObject"])) },
        ),
      ),
    ],
  },
  "policy-removed": {
    fires: [
      fires("grants end", "medium", on({ policy: policy(allow("1000000000000001", "oss:GetObject")) }, {})),
      fires("a Deny ends", "high", on({ policy: policy(HTTPS_ONLY) }, {})),
    ],
    silent: [silent("it is left in place", on({ policy: { ...policy(HTTPS_ONLY), $retain: true } }, {}))],
  },
  "https-not-required": {
    fires: [
      fires(
        "the Deny goes",
        "high",
        on(
          { policy: policy(HTTPS_ONLY, allow("1000000000000001", "oss:GetObject")) },
          { policy: policy(allow("1000000000000001", "oss:GetObject")) },
        ),
      ),
      fires(
        "the Deny leaves the objects out",
        "high",
        on({ policy: policy(HTTPS_ONLY) }, { policy: policy({ ...HTTPS_ONLY, Resource: ["acs:oss:*:*:web"] }) }),
      ),
    ],
    silent: [
      silent(
        "the Deny is written as scalars",
        on(
          { policy: policy(HTTPS_ONLY) },
          {
            policy: policy({
              ...HTTPS_ONLY,
              Principal: "*",
              Action: "oss:*",
              Condition: { Bool: { "acs:SecureTransport": false } },
            }),
          },
        ),
      ),
      silent(
        "it never was required",
        on(
          {
            policy: policy(
              allow("1000000000000001", "oss:GetObject", { Condition: { Bool: { "acs:SecureTransport": "true" } } }),
            ),
          },
          {},
        ),
      ),
    ],
  },
  "policy-refused": {
    fires: [
      fires(
        "SourceIp alone",
        "medium",
        on(
          {},
          {
            policy: policy(
              allow("1000000000000001", "oss:GetObject", {
                Condition: { IpAddress: { "acs:SourceIp": ["10.0.0.0/8"] } },
              }),
            ),
          },
        ),
      ),
    ],
    silent: [
      silent(
        "SourceIp with SourceVpc",
        on(
          {},
          {
            policy: policy(
              allow("1000000000000001", "oss:GetObject", {
                Condition: {
                  IpAddress: { "acs:SourceIp": ["10.0.0.0/8"] },
                  StringEquals: { "acs:SourceVpc": ["vpc-1"] },
                },
              }),
            ),
          },
        ),
      ),
    ],
  },
};
