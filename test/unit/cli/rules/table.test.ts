// Every rule of the table fires on its case and stays silent on a neighbour case.
import { judge } from "../../../../cli/rules/judge";
import { RULES } from "../../../../cli/rules/table";
import { CASES } from "./cases";

const ids = RULES.map((rule) => rule.id);

test("there are 72 rules: 23 high, 30 medium, 18 low and one that inherits", () => {
  expect(ids).toHaveLength(72);
  expect(new Set(ids).size).toBe(72);
  const count = (severity: string) => RULES.filter((rule) => rule.severity === severity).length;
  expect([count("high"), count("medium"), count("low"), count("inherits")]).toEqual([23, 30, 18, 1]);
});

test("every rule has a case on which it fires and one on which it is silent", () => {
  expect(Object.keys(CASES).sort()).toEqual([...ids].sort());
  const incomplete = Object.entries(CASES).filter(([, cases]) => cases.fires.length === 0 || cases.silent.length === 0);
  expect(incomplete).toEqual([]);
});

describe.each(Object.entries(CASES))("%s", (id, { fires, silent }) => {
  test.each(fires.map((each) => [each.about, each] as const))("fires: %s", (_, { resources, options, severity }) => {
    const { findings } = judge(resources, options);
    const found = findings.filter((each) => each.rule === id || each.combines?.includes(id));
    expect(found.map((each) => [each.rule === id ? id : "combined", each.severity])).toContainEqual([id, severity]);
    for (const each of found) {
      expect(each.why).not.toMatch(/undefined|\[object|NaN/);
      expect(each.advice).not.toBe("");
      expect(each.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    }
  });

  test.each(silent.map((each) => [each.about, each] as const))("is silent: %s", (_, { resources, options }) => {
    const { findings } = judge(resources, options);
    expect(findings.filter((each) => each.rule === id || each.combines?.includes(id))).toEqual([]);
  });
});
