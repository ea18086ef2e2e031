import { carriedSecrets } from "../../../provider/kit/secrets";

const recorded = { rules: [{ host: "a", value: "hidden" }], name: "n", nested: { token: "t" } };

test("a secret inside a list that is as recorded stays where it is", () => {
  expect(carriedSecrets([["rules", 0, "value"]], recorded, { ...recorded })).toEqual([["rules", 0, "value"]]);
});

test("a secret inside a list that differs makes the whole list secret, since elements may have moved", () => {
  const live = { ...recorded, rules: [{ host: "b", value: "x" }, ...recorded.rules] };
  expect(carriedSecrets([["rules", 0, "value"]], recorded, live)).toEqual([["rules"]]);
});

test("a secret outside of lists stays secret whatever its value became", () => {
  const live = { ...recorded, nested: { token: "other" } };
  expect(carriedSecrets([["nested", "token"], ["name"]], recorded, live)).toEqual([["nested", "token"], ["name"]]);
});
