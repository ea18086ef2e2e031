import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { jsonObject } from "../../../provider/oss/fields";
import { canonicalPolicy } from "../../../provider/oss/policyDocument";
import { fixture } from "./golden";

const statement = {
  Action: ["oss:PutObject", "oss:GetObject"],
  Effect: "Deny",
  Principal: ["1234567890"],
  Resource: ["acs:oss:*:1234567890:*/*"],
};
const policy = (...statements: unknown[]) => ({ Version: "1", Statement: statements });
const base = policy(statement);
const means = (a: unknown, b: unknown) => isDeepStrictEqual(canonicalPolicy(a), canonicalPolicy(b));

describe("documents that mean the same", () => {
  const condition = (value: unknown) => policy({ ...statement, Condition: value });
  const cases: [string, unknown, unknown][] = [
    ["an object and the sample of the reference", base, fixture("policy/put.json")],
    ["JSON text with and without white space", JSON.stringify(base), JSON.stringify(base, null, 4)],
    ["any order of keys", base, { Statement: [Object.fromEntries(Object.entries(statement).reverse())], Version: "1" }],
    ["any order of actions", base, policy({ ...statement, Action: ["oss:GetObject", "oss:PutObject"] })],
    [
      "an action named twice",
      base,
      policy({ ...statement, Action: ["oss:GetObject", "oss:PutObject", "oss:GetObject"] }),
    ],
    [
      "any order of statements",
      policy(statement, { ...statement, Effect: "Allow" }),
      policy({ ...statement, Effect: "Allow" }, statement),
    ],
    ["a statement said twice", base, policy(statement, { ...statement })],
    ["one principal and a list of one", base, policy({ ...statement, Principal: "1234567890" })],
    ["one resource and a list of one", base, policy({ ...statement, Resource: "acs:oss:*:1234567890:*/*" })],
    ["one statement and a list of one", base, { Version: "1", Statement: statement }],
    [
      "principals by kind, one and a list of one",
      policy({ ...statement, Principal: { RAM: "a" } }),
      policy({ ...statement, Principal: { RAM: ["a"] } }),
    ],
    [
      "values of a condition in any order, one and a list of one",
      condition({ IpAddress: { "acs:SourceIp": ["10.0.0.1", "10.0.0.2"] }, Bool: { "acs:SecureTransport": "true" } }),
      condition({ Bool: { "acs:SecureTransport": ["true"] }, IpAddress: { "acs:SourceIp": ["10.0.0.2", "10.0.0.1"] } }),
    ],
    ["no condition and an empty one", base, condition({})],
    ["no condition and one without keys", base, condition({ IpAddress: {} })],
    ["an element that is null and none", base, condition(null)],
  ];
  test.each(cases)("%s", (_, a, b) => {
    expect(canonicalPolicy(a)).toEqual(canonicalPolicy(b));
    if (typeof a === "object") expect(canonicalPolicy(JSON.stringify(a))).toEqual(canonicalPolicy(b));
  });
});

describe("documents that mean something else", () => {
  const cases: [string, unknown][] = [
    ["another effect", policy({ ...statement, Effect: "Allow" })],
    ["an action more", policy({ ...statement, Action: [...statement.Action, "oss:ListObjects"] })],
    ["an action less", policy({ ...statement, Action: ["oss:PutObject"] })],
    ["another principal", policy({ ...statement, Principal: ["*"] })],
    ["everybody but the principal", policy({ ...statement, Principal: undefined, NotPrincipal: statement.Principal })],
    ["another resource", policy({ ...statement, Resource: ["acs:oss:*:1234567890:web/*"] })],
    ["a condition", policy({ ...statement, Condition: { IpAddress: { "acs:SourceIp": ["10.0.0.1"] } } })],
    ["another version", { ...base, Version: "2" }],
    ["a statement more", policy(statement, { ...statement, Effect: "Allow" })],
    ["no statement", policy()],
    ["letters of another case", policy({ ...statement, Action: ["oss:putobject", "oss:GetObject"] })],
    [
      "lists of two statements put together",
      policy({ ...statement, Action: ["oss:PutObject"] }, { ...statement, Action: ["oss:GetObject"] }),
    ],
  ];
  test.each(cases)("%s", (_, other) => {
    expect(means(base, other)).toBe(false);
  });

  test("operators and keys of a condition are not mixed up", () => {
    const condition = (value: unknown) => policy({ ...statement, Condition: value });
    const a = condition({ StringEquals: { a: "1" }, StringLike: { a: "2" } });
    expect(means(a, condition({ StringEquals: { a: "2" }, StringLike: { a: "1" } }))).toBe(false);
    expect(means(a, condition({ StringEquals: { a: ["1", "2"] } }))).toBe(false);
  });
});

describe("whatever is given", () => {
  const junk = fc.oneof(fc.jsonValue(), fc.string(), fc.constantFrom(undefined, null, Symbol("unknown")));

  test("the canonical form is one, and canonical itself", () => {
    fc.assert(
      fc.property(junk, (value) => {
        const once = canonicalPolicy(value);
        expect(canonicalPolicy(once)).toEqual(once);
      }),
    );
  });

  test("shuffled documents mean the same", () => {
    const word = fc.constantFrom("a", "b", "c");
    const list = fc.array(word, { minLength: 1, maxLength: 4 });
    const shuffled = <T>(each: T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray(each, { minLength: each.length });
    const pair = fc
      .array(fc.record({ Effect: word, Action: list, Principal: list, Resource: list }), { minLength: 1, maxLength: 3 })
      .chain((statements) =>
        fc
          .tuple(...statements.map((each) => shuffled(each.Action).map((Action) => ({ ...each, Action }))))
          .chain((others) => shuffled(others))
          .map((others) => [policy(...statements), policy(...others)]),
      );
    fc.assert(fc.property(pair, ([a, b]) => expect(means(a, b)).toBe(true)));
  });

  test("text that is no JSON object is no policy, and stays what it is", () => {
    for (const text of ["", "{", "[]", "5", '"text"', "null"]) {
      expect(jsonObject(text)).toBeUndefined();
      expect(canonicalPolicy(text)).toBe(text);
    }
    expect(jsonObject('{"Version":"1"}')).toEqual({ Version: "1" });
  });
});
