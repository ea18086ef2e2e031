// What does not go together is known from whichever resource is checked second.
import { createBearings } from "../../../provider/kit/bearings";

const dry = { on: "bucket web", has: ["dry"], rulesOut: { wet: "web can't be dry and wet both" } };
const wet = { on: "bucket web", has: ["wet"], rulesOut: {} };

test.each([
  ["the one that excludes", wet, dry],
  ["the one that is excluded", dry, wet],
])("told once by %s when it comes second", (_, first, second) => {
  const bearings = createBearings();
  expect(bearings.meet("a", first)).toEqual([]);
  expect(bearings.meet("b", second)).toEqual(["web can't be dry and wet both; the other is a"]);
});

test("other things, and what was said of it before, do not count", () => {
  const bearings = createBearings();
  bearings.meet("a", wet);
  expect(bearings.meet("b", { ...dry, on: "bucket logs" })).toEqual([]);
  expect(bearings.meet("a", undefined)).toEqual([]);
  expect(bearings.meet("b", dry)).toEqual([]);
  expect(bearings.meet("b", dry)).toEqual([]);
  expect(bearings.meet("b", wet)).toEqual([]);
});
