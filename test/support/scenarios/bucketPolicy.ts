// OSS API reference 20220713, 7.8.1 PutBucketPolicy [L4065-4121]: the structure is that of its sample.
import { type Arguments, BUCKET, ofOneBucket, type Scenario } from "./scenario";

const statement = (more: Arguments = {}): Arguments => ({
  Action: ["oss:PutObject", "oss:GetObject"],
  Effect: "Deny",
  Principal: ["1234567890"],
  Resource: ["acs:oss:*:1234567890:*/*"],
  ...more,
});
const document = (...statements: unknown[]): Arguments => ({ Version: "1", Statement: statements });
const with_ = (policy: unknown): Arguments => ({ bucket: BUCKET, policy });
const minimal = with_(document(statement()));
const common = ofOneBucket(minimal);
const without = (name: string) =>
  with_(document(Object.fromEntries(Object.entries(statement()).filter(([key]) => key !== name))));

/** JSON text of so many bytes: the statement with a name of an object that fills it up. */
const policyOfBytes = (bytes: number): string => {
  const text = (filling: string) => JSON.stringify(document(statement({ Resource: `acs:oss:*:*:${filling}` })));
  return text("x".repeat(bytes - text("").length));
};

const bad = (name: string, policy: unknown, message: string) => ({
  name,
  inputs: with_(policy),
  path: "policy",
  message,
});

export const bucketPolicy: Scenario = {
  token: "oss:BucketPolicy",
  minimal,
  full: {
    ...with_(
      document(
        statement(),
        statement({
          Effect: "Allow",
          Action: "oss:ListObjects",
          Principal: "*",
          Resource: ["acs:oss:*:1234567890:web-assets", "acs:oss:*:1234567890:web-assets/*"],
          Condition: { IpAddress: { "acs:SourceIp": ["10.0.0.0/8"] }, Bool: { "acs:SecureTransport": "true" } },
        }),
      ),
    ),
    overwrite: true,
  },
  bad: [
    ...common.bad,
    { name: "no policy", inputs: { bucket: BUCKET }, path: "policy", message: "is required" },
    bad("a number", 5, "must be a string or a map, not 5"),
    bad("a list", ["a"], 'must be a string or a map, not ["a"]'),
    bad("text that is no JSON", "{Version: 1}", "is not a JSON object"),
    bad("JSON text of a list", "[]", "is not a JSON object"),
    bad("an empty text", "", "is not a JSON object"),
    bad("no version", { Statement: [statement()] }, 'Version must be "1", not undefined'),
    bad("a version that is a number", { Version: 1, Statement: [statement()] }, 'Version must be "1", not 1'),
    bad("another version", JSON.stringify({ Version: "2", Statement: [statement()] }), 'Version must be "1", not "2"'),
    bad("no statements", { Version: "1" }, "Statement must be a list with at least one statement"),
    bad("an empty list of statements", document(), "Statement must be a list with at least one statement"),
    bad(
      "a statement without a list",
      { Version: "1", Statement: statement() },
      "Statement must be a list with at least one statement",
    ),
    bad("a statement that is no object", document("Deny"), "Statement[0] must be an object"),
    bad(
      "an effect in lower case",
      document(statement({ Effect: "deny" })),
      'Statement[0].Effect must be Allow or Deny, not "deny"',
    ),
    { ...bad("no effect", {}, "Statement[0].Effect must be Allow or Deny, not undefined"), inputs: without("Effect") },
    ...["Action", "Resource"].map((name) => ({
      ...bad(`no ${name}`, {}, `Statement[0].${name} must name at least one ${name.toLowerCase()}`),
      inputs: without(name),
    })),
    {
      ...bad("no Principal", {}, 'Statement[0].Principal must name at least one principal ("*" for everybody)'),
      inputs: without("Principal"),
    },
    bad(
      "an empty list of principals",
      document(statement({ Principal: [] })),
      'Statement[0].Principal must name at least one principal ("*" for everybody)',
    ),
    bad(
      "an action of another service",
      document(statement({ Action: ["oss:GetObject", "s3:GetObject"] })),
      'Statement[0].Action must begin with oss: or be *, not "s3:GetObject"',
    ),
    bad(
      "a resource that is no ARN",
      document(statement({ Resource: "web-assets/*" })),
      'Statement[0].Resource must begin with acs:oss: or be *, not "web-assets/*"',
    ),
    bad(
      "a condition that is no object",
      document(statement({ Condition: "IpAddress" })),
      "Statement[0].Condition must be an object",
    ),
    bad(
      "an operator of a condition without keys",
      document(statement({ Condition: { IpAddress: "10.0.0.1" } })),
      'Statement[0].Condition.IpAddress must be an object, such as {"acs:SourceIp": ["10.0.0.0/8"]}',
    ),
    bad(
      "a truth value in a condition",
      document(statement({ Condition: { Bool: { "acs:SecureTransport": false } } })),
      'Statement[0].Condition.Bool["acs:SecureTransport"] must be a text or a list of texts, such as "true" or "5"',
    ),
    bad("a policy of 16,385 bytes", policyOfBytes(16_385), "has 16385 bytes; OSS takes 16384 (16 KB)"),
    bad(
      "an empty list of actions",
      document(statement({ Action: [] })),
      "Statement[0].Action must name at least one action",
    ),
    bad(
      "an empty resource",
      document(statement({ Resource: ["*", ""] })),
      "Statement[0].Resource must name at least one resource",
    ),
    bad(
      "an element that statements don't have, in the second statement",
      document(statement(), statement({ Actions: ["oss:GetObject"] })),
      "Statement[1].Actions is no element of a statement; there are Effect, Action, Resource, Principal, NotPrincipal, NotAction, NotResource, Condition, Sid",
    ),
  ],
  good: [
    { name: "JSON text", inputs: with_(JSON.stringify(document(statement()))) },
    {
      name: "single values in place of lists",
      inputs: with_(document(statement({ Action: "oss:*", Principal: "*", Resource: "acs:oss:*:*:*" }))),
    },
    { name: "a policy of 16,384 bytes", inputs: with_(policyOfBytes(16_384)) },
    { name: "a statement with an id", inputs: with_(document(statement({ Sid: "office only" }))) },
    {
      name: "everybody but some",
      inputs: with_({ Version: "1", Statement: [{ ...statement(), Principal: undefined, NotPrincipal: ["1"] }] }),
    },
  ],
  updates: [
    { name: "another effect", from: minimal, to: with_(document(statement({ Effect: "Allow" }))), paths: ["policy"] },
    {
      name: "a statement more",
      from: minimal,
      to: with_(document(statement(), statement({ Effect: "Allow" }))),
      paths: ["policy"],
    },
  ],
  same: [
    { name: "an object and its JSON text", from: minimal, to: with_(JSON.stringify(document(statement()), null, 2)) },
    {
      name: "any order of keys, lists and statements",
      from: with_(document(statement(), statement({ Effect: "Allow" }))),
      to: with_({
        Statement: [
          statement({ Effect: "Allow", Action: ["oss:GetObject", "oss:PutObject"] }),
          {
            Resource: ["acs:oss:*:1234567890:*/*"],
            Principal: ["1234567890"],
            Effect: "Deny",
            Action: ["oss:PutObject", "oss:GetObject"],
          },
        ],
        Version: "1",
      }),
    },
    {
      name: "one value and a list of it",
      from: with_(document(statement({ Principal: "*", Condition: { IpAddress: { "acs:SourceIp": "10.0.0.1" } } }))),
      to: with_(document(statement({ Principal: ["*"], Condition: { IpAddress: { "acs:SourceIp": ["10.0.0.1"] } } }))),
    },
  ],
  replacements: common.replacements,
};
