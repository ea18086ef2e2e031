import fc from "fast-check";
import { z } from "zod";
import { formatProblem, type Problem, problems, type Rule } from "../../../provider/kit/check";
import type { Path } from "../../../provider/kit/path";
import { field } from "../../../provider/kit/shape";
import { UNKNOWN, type Values } from "../../../provider/kit/values";
import { bucketCors } from "../../../provider/oss/bucketCors";

const said = (found: Problem[]) => found.map(formatProblem);
const check = (schema: z.ZodType, value: unknown) =>
  said(problems({ x: schema }, value === undefined ? {} : { x: value }));

const GET = { allowedOrigins: ["*"], allowedMethods: ["GET"] };

test("the sentence of a wrong method names the path, the value and what is right", () => {
  const rules = [GET, GET, GET, { ...GET, allowedMethods: ["PATCH"] }];
  expect(said(problems(bucketCors.inputs, { bucket: "web-assets", rules }, bucketCors.rules as Rule))).toEqual([
    'rules[3].allowedMethods[0]: "PATCH" is not one of GET, PUT, POST, DELETE, HEAD',
  ]);
});

describe("every kind of problem has a sentence", () => {
  const cases: [string, z.ZodType, unknown, string][] = [
    ["a missing text", z.string(), undefined, "x: is required"],
    ["a missing choice", z.enum(["A", "B"]), undefined, "x: is required: one of A, B"],
    ["a wrong choice", z.enum(["A", "B"]), "C", 'x: "C" is not one of A, B'],
    ["a wrong fixed value", z.literal("A"), "C", 'x: "C" is not one of A'],
    ["a number for a text", z.string(), 5, "x: must be a string, not 5"],
    ["a text for a switch", z.boolean(), "yes", 'x: must be a boolean, not "yes"'],
    ["a text for a list", z.array(z.string()), "a", 'x: must be a list, not "a"'],
    ["a list for a map", z.record(z.string(), z.string()), ["a"], 'x: must be a map, not ["a"]'],
    ["a text for an object", z.strictObject({ a: z.string() }), "a", 'x: must be an object, not "a"'],
    ["a fraction for a whole number", z.int(), 1.5, "x: must be a whole number, not 1.5"],
    ["a text for a whole number", z.int(), "5", 'x: must be a whole number, not "5"'],
    ["no number at all", z.number(), Number.NaN, "x: must be a number, not NaN"],
    ["a whole number too large to be exact", z.int(), 1e20, "x: 100000000000000000000 is more than 9007199254740991"],
    ["a number below its limit", z.int().min(1), 0, "x: 0 is less than 1"],
    ["a number above its limit", z.int().max(10), 11, "x: 11 is more than 10"],
    ["an empty text", z.string().min(1), "", "x: must not be empty"],
    ["an empty list", z.array(z.string()).min(1), [], "x: must not be empty"],
    ["a text that is too short", z.string().min(3), "ab", 'x: "ab" has fewer than 3 characters'],
    ["a text that is too long", z.string().max(2), "abc", "x: has more than 2 characters"],
    ["a list that is too short", z.array(z.string()).min(2), ["a"], "x: has fewer than 2 elements"],
    ["a list that is too long", z.array(z.string()).max(1), ["a", "b"], "x: has more than 1 element"],
    ["a form of its own", z.string().regex(/^a/, "must start with a"), "b", "x: must start with a"],
    [
      "a limit with words of its own",
      z.string().max(1, "has more than one letter"),
      "ab",
      "x: has more than one letter",
    ],
    [
      "neither of two types",
      z.union([z.string(), z.record(z.string(), z.unknown())]),
      5,
      "x: must be a string or a map, not 5",
    ],
    ["a missing value of two types", z.union([z.string(), z.int()]), undefined, "x: is required"],
    [
      "a key of the wrong form",
      z.record(z.string().regex(/^[a-z]+$/, "may hold a to z only"), z.string()),
      { A: "v" },
      "x.A: may hold a to z only",
    ],
    ["a wrong value in a map", z.record(z.string(), z.string()), { "a.b": 1 }, 'x["a.b"]: must be a string, not 1'],
    ["null", z.string().optional(), null, "x: must be a string, not null"],
    [
      "an argument that is none",
      z.strictObject({ a: z.string() }),
      { a: "v", zzz: 1 },
      "x.zzz: is not an argument; there are a",
    ],
  ];
  test.each(cases)("%s", (_, schema, value, sentence) => {
    expect(check(schema, value)).toEqual([sentence]);
  });

  test("a long value is cut short", () => {
    const [sentence] = check(z.enum(["A"]), "z".repeat(200));
    expect(sentence).toBe(`x: "${"z".repeat(76)}... is not one of A`);
  });

  test("a problem of the resource as a whole has no path", () => {
    expect(formatProblem({ path: [], message: "needs one of a and b" })).toBe("needs one of a and b");
  });
});

describe("a misspelt argument", () => {
  const fields = {
    allowedMethods: z.array(z.string()).optional(),
    allowedOrigins: z.array(z.string()).optional(),
    id: z.string().optional(),
    hash: field(z.string().optional(), { doc: "Set by Granary.", internal: true }),
  };
  const sentence = (key: string) => said(problems(fields, { [key]: "v" }));

  test("is answered with the nearest argument", () => {
    expect(sentence("allowedMethod")).toEqual(['allowedMethod: is not an argument; did you mean "allowedMethods"?']);
    expect(sentence("AllowedOrigins")).toEqual(['AllowedOrigins: is not an argument; did you mean "allowedOrigins"?']);
    expect(sentence("ID")).toEqual(['ID: is not an argument; did you mean "id"?']);
  });

  test("of which nothing is near gets the list, without what users do not give", () => {
    expect(sentence("xy")).toEqual(["xy: is not an argument; there are allowedMethods, allowedOrigins, id"]);
  });

  test("inside of a list is told with its path", () => {
    const rules = [{ ...GET, allowedOrigin: ["*"] }];
    expect(said(problems(bucketCors.inputs, { bucket: "web-assets", rules }))).toEqual([
      'rules[0].allowedOrigin: is not an argument; did you mean "allowedOrigins"?',
    ]);
  });
});

describe("all problems at once", () => {
  test("in one pass come problems of several fields, elements and rules", () => {
    const inputs = {
      bucket: "Web",
      rules: [
        { allowedOrigins: [], allowedMethods: ["PATCH"], maxAgeSeconds: -1 },
        { allowedOrigins: ["*.*"], allowedMethods: ["GET"], color: 1 },
      ],
      responseVary: "no",
    };
    expect(said(problems(bucketCors.inputs, inputs, bucketCors.rules as Rule))).toEqual([
      "bucket: must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends (OSS bucket naming conventions)",
      "rules[0].allowedOrigins: must not be empty",
      'rules[0].allowedMethods[0]: "PATCH" is not one of GET, PUT, POST, DELETE, HEAD',
      "rules[0].maxAgeSeconds: -1 is less than 0",
      "rules[1].color: is not an argument; there are allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, maxAgeSeconds",
      'responseVary: must be a boolean, not "no"',
      'rules[1].allowedOrigins[0]: "*.*" has more than one *',
    ]);
  });

  test("the elements of a list that is too long are looked at too, at any depth", () => {
    const inner = z.strictObject({ names: z.array(z.enum(["a"])).max(1) });
    const found = check(z.array(inner).max(1), [{ names: ["a"] }, { names: ["a", "b", "c"] }]);
    expect(found).toEqual([
      "x: has more than 1 element",
      "x[1].names: has more than 1 element",
      'x[1].names[1]: "b" is not one of a',
      'x[1].names[2]: "c" is not one of a',
    ]);
  });
});

describe("rules over several fields", () => {
  const fields = {
    kind: z.enum(["A", "B"]),
    key: z.string().optional(),
    rules: z.array(z.strictObject({ name: z.string(), size: z.int() })).optional(),
    other: z.string().optional(),
  };
  const rule: Rule = (values, report) => {
    for (const [i, each] of (values.rules ?? []).entries()) {
      if (each.size > 9) report(["rules", i, "size"], "is too much");
    }
    if (values.kind !== "B" && values.key) report(["key"], "goes with B only");
    if (values.rules && values.rules.length > 2) report([], "has too many rules");
  };
  const sentences = (values: Values) => said(problems(fields, values, rule));

  test("are heard when everything is valid and known", () => {
    expect(sentences({ kind: "A", key: "k" })).toEqual(["key: goes with B only"]);
  });

  test("are not heard where they rest on a value that is not known yet", () => {
    expect(sentences({ kind: UNKNOWN, key: "k" })).toEqual([]);
    expect(sentences({ kind: "A", key: UNKNOWN })).toEqual([]);
  });

  test("are not heard where they rest on a value that is wrong or missing", () => {
    expect(sentences({ kind: "b", key: "k" })).toEqual(['kind: "b" is not one of A, B']);
    expect(sentences({ key: "k" })).toEqual(["kind: is required: one of A, B"]);
  });

  test("are heard although something else is not known yet or wrong", () => {
    expect(sentences({ kind: "A", key: "k", other: UNKNOWN })).toEqual(["key: goes with B only"]);
    expect(sentences({ kind: "A", key: "k", other: 1 })).toEqual([
      "other: must be a string, not 1",
      "key: goes with B only",
    ]);
  });

  test("judge the known elements of a list beside unknown and wrong ones", () => {
    const rules = [
      { name: UNKNOWN, size: 10 },
      { name: 5, size: 1 },
      { name: "c", size: 10 },
    ];
    expect(sentences({ kind: "B", rules })).toEqual([
      "rules[1].name: must be a string, not 5",
      "rules[2].size: is too much",
    ]);
  });

  test("about the whole resource are heard only if all that they have read is sound", () => {
    const rules = [1, 2, 3].map((size) => ({ name: "n", size }));
    expect(sentences({ kind: "B", rules, other: UNKNOWN })).toEqual(["has too many rules"]);
    expect(sentences({ kind: "B", rules: [...rules, { name: UNKNOWN, size: 1 }] })).toEqual([]);
  });

  test("can't look into what is unknown, which would pass for an object without properties", () => {
    const curious: Rule = ({ rules }, report) => {
      if (rules[0].size === undefined) report(["rules", 1, "size"], "needs one before it");
    };
    const rules = [UNKNOWN, { name: "n", size: 1 }];
    expect(said(problems(fields, { kind: "A", rules }, curious))).toEqual([]);
    const counting: Rule = ({ rules }, report) => {
      if (Object.keys(rules[0]).length === 0) report(["rules", 1, "size"], "needs one before it");
    };
    expect(said(problems(fields, { kind: "A", rules }, counting))).toEqual([]);
  });

  test("that break on an unknown value do no harm, and those that break on known ones are not hushed up", () => {
    const breaking: Rule = (values, report) => {
      report(["key"], values.kind.toLowerCase());
    };
    expect(said(problems(fields, { kind: UNKNOWN, key: "k" }, breaking))).toEqual([]);
    expect(() => problems(fields, { kind: "A" }, () => JSON.parse("{"))).toThrow(SyntaxError);
  });
});

describe("unknown values", () => {
  test("count in the length of a list, which is known", () => {
    expect(check(z.array(z.string()).max(1), [UNKNOWN, "a"])).toEqual(["x: has more than 1 element"]);
    expect(check(z.array(z.string()).min(1), UNKNOWN)).toEqual([]);
  });

  test("beside a misspelt argument do not hide it", () => {
    expect(check(z.strictObject({ name: z.string() }), { name: UNKNOWN, nane: "v" })).toEqual([
      'x.nane: is not an argument; did you mean "name"?',
    ]);
  });

  const valid: Values = {
    bucket: "web-assets",
    rules: [
      { allowedOrigins: ["https://*.example.com"], allowedMethods: ["GET", "PUT"], allowedHeaders: ["x-*"] },
      { allowedOrigins: ["*"], allowedMethods: ["HEAD"], exposeHeaders: ["etag"], maxAgeSeconds: 60 },
    ],
    responseVary: true,
    overwrite: false,
  };

  test("in place of any part of valid arguments never make a problem", () => {
    const places = everyPath(valid);
    expect(places.length).toBe(20);
    fc.assert(
      fc.property(fc.subarray(places, { minLength: 1 }), (chosen) => {
        const inputs = structuredClone(valid);
        for (const path of chosen) replaceAt(inputs, path);
        expect(problems(bucketCors.inputs, inputs, bucketCors.rules as Rule)).toEqual([]);
      }),
    );
  });
});

describe("secret values are never in a message", () => {
  const fields = {
    password: field(z.string().max(3).optional(), { doc: "A password.", secret: true }),
    login: z.strictObject({ key: field(z.enum(["A"]), { doc: "A key.", secret: true }) }).optional(),
    plain: z.array(z.enum(["A"])).optional(),
    token: z.string().optional(),
  };

  test("of a field that is secret by definition, whatever is wrong with it", () => {
    expect(said(problems(fields, { password: { pin: "hunter2" } }))).toEqual(["password: must be a string, not this"]);
    expect(said(problems(fields, { login: { key: "hunter2" } }))).toEqual(["login.key: the value is not one of A"]);
    expect(said(problems(fields, { login: [{ key: "hunter2" }] }))).toEqual(["login: must be an object, not this"]);
  });

  test("of what the program made secret, also as part of something larger", () => {
    const inputs = { plain: ["hunter2"], token: ["hunter2"] };
    const secrets: Path[] = [["plain", 0], ["token"]];
    expect(said(problems(fields, inputs, undefined, secrets))).toEqual([
      "plain[0]: the value is not one of A",
      "token: must be a string, not this",
    ]);
    expect(said(problems(fields, { plain: { a: "hunter2" } }, undefined, [["plain", "a"]]))).toEqual([
      "plain: must be a list, not this",
    ]);
  });

  test("in what a rule says, quoted or not", () => {
    const rule: Rule = ({ token }, report) => {
      report(["token"], `"${token}" is bad`);
      report([], `needs something else than ${token}`);
    };
    expect(said(problems(fields, { token: "hunter2" }, rule, [["token"]]))).toEqual([
      "token: the value is bad",
      "needs something else than [secret]",
    ]);
  });
});

function everyPath(value: unknown, path: Path = []): Path[] {
  const here = path.length > 0 ? [path] : [];
  if (typeof value !== "object" || value === null) return here;
  return [
    ...here,
    ...Object.entries(value).flatMap(([name, child]) =>
      everyPath(child, [...path, Array.isArray(value) ? Number(name) : name]),
    ),
  ];
}

function replaceAt(root: Values, path: Path): void {
  let at: Values = root;
  for (const step of path.slice(0, -1)) {
    at = at[step];
    if (typeof at !== "object") return;
  }
  at[path[path.length - 1]!] = UNKNOWN;
}
