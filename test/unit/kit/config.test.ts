import { z } from "zod";
import { formatProblem } from "../../../provider/kit/check";
import { decodeConfig } from "../../../provider/kit/config";
import { type PackageDefinition, service } from "../../../provider/kit/define";
import { field } from "../../../provider/kit/shape";
import { UNKNOWN, type Values } from "../../../provider/kit/values";

const doc = "";
const depot = service({
  name: "depot",
  summary: "",
  config: {
    region: field(z.string().optional(), { doc }),
    internal: field(z.boolean().optional(), { doc }),
    attempts: field(z.int().min(1).max(20).optional(), { doc }),
    key: field(z.string().min(1).optional(), { doc, secret: true }),
  },
  connect: () => undefined,
  resources: {},
  functions: {},
});
const pkg: PackageDefinition = { name: "sample", version: "1.0.0", services: { depot: () => depot } };
const decode = (args: Values) => {
  const { config, problems } = decodeConfig(pkg, args);
  return { config, problems: problems.map(formatProblem) };
};

test("settings come as an object, as JSON text, or as JSON text within JSON text", () => {
  const expected = { config: { depot: { region: "a", internal: true } }, problems: [] };
  expect(decode({ depot: { region: "a", internal: true } })).toEqual(expected);
  expect(decode({ depot: '{"region":"a","internal":true}' })).toEqual(expected);
  expect(decode({ depot: JSON.stringify('{"region":"a","internal":true}') })).toEqual(expected);
});

test("texts mean a switch or a number only where one is wanted", () => {
  expect(decode({ depot: { internal: "false", attempts: "5", key: "true", region: "5" } })).toEqual({
    config: { depot: { internal: false, attempts: 5, key: "true", region: "5" } },
    problems: [],
  });
  expect(decode({ depot: { attempts: "five", internal: "yes" } }).problems).toEqual([
    'depot.internal: must be a boolean, not "yes"',
    'depot.attempts: must be a whole number, not "five"',
  ]);
  expect(decode({ depot: { attempts: "21" } }).problems).toEqual(["depot.attempts: 21 is more than 20"]);
});

test("what the engine adds to a provider's settings is left out", () => {
  expect(decode({ version: "1.0.0", pluginDownloadURL: "https://example.com", __internal: {} })).toEqual({
    config: {},
    problems: [],
  });
});

test("every problem is told at its path, and a secret in none", () => {
  const found = decode({ depot: { regoin: "a", key: ["hunter2"] }, dept: {} });
  expect(found.problems).toEqual([
    "depot.key: must be a string, not this",
    'depot.regoin: is not an argument; did you mean "region"?',
    "dept: is not a setting of sample; there are depot",
  ]);
});

test.each([["no JSON"], [5], [["a"]], ["[1]"], ["null"], [true]])("%j is no settings", (value) => {
  expect(decode({ depot: value }).problems).toEqual([
    'depot: must be an object, for example {"region": "cn-hangzhou"}',
  ]);
});

test("settings that are not known yet are no problem, and neither are unknown parts of them", () => {
  expect(decode({ depot: UNKNOWN })).toEqual({ config: { depot: {} }, problems: [] });
  expect(decode({ depot: { region: UNKNOWN, attempts: UNKNOWN } }).problems).toEqual([]);
});

test("a setting named like something that every object has is no setting", () => {
  expect(decode({ constructor: {} }).problems).toEqual(["constructor: is not a setting of sample; there are depot"]);
});
