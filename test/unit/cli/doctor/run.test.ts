import type { Facts } from "../../../../cli/doctor/facts";
import { runChecks } from "../../../../cli/doctor/run";
import { type Check, ok } from "../../../../cli/doctor/types";
import { Unavailable } from "../../../../cli/doctor/unavailable";
import { ConfigError } from "../../../../provider/http/errors";

const facts = {} as Facts;
const check = (id: string, run: Check["run"], more: Partial<Check> = {}): Check => ({
  id,
  group: "endpoint",
  about: id,
  run,
  ...more,
});
const never = () => new Promise<never>(() => {});
const run = (checks: Check[], stop = new AbortController().signal) => runChecks(checks, facts, { stop });

test("results come in the order of the checks, whatever takes longest", async () => {
  const slow = check("slow", () => new Promise((resolve) => setTimeout(() => resolve(ok("late")), 50)));
  const results = await run([slow, check("fast", () => ok("soon"))]);
  expect(results.map(({ id, message }) => [id, message])).toEqual([
    ["slow", "late"],
    ["fast", "soon"],
  ]);
});

test("a check that throws, at once or later, is a crashed result", async () => {
  const results = await run([
    check("at-once", () => {
      throw new TypeError("undefined is not a function");
    }),
    check("later", async () => Promise.reject(new Error("gone"))),
    check("fine", () => ok("fine")),
  ]);
  expect(results.map(({ kind, message }) => [kind, message])).toEqual([
    ["crashed", "the check failed: undefined is not a function"],
    ["crashed", "the check failed: gone"],
    ["ok", "fine"],
  ]);
});

test("a check that takes too long has crashed, and says how to run it alone", async () => {
  const [result] = await run([check("dns", never, { limitMs: 20 })]);
  expect(result).toMatchObject({
    kind: "crashed",
    message: "no result within 0.02 s",
    remedy: "run granary doctor --only dns again",
  });
});

test("what another check tells is skipped here", async () => {
  const results = await run([
    check("one", () => Promise.reject(new Unavailable("needs a stack"))),
    check("two", () =>
      Promise.reject(
        new ConfigError({ setting: "granary:oss.region", problem: "no region is set", whereToSet: "set it" }),
      ),
    ),
  ]);
  expect(results.map(({ kind, message }) => [kind, message])).toEqual([
    ["skipped", "needs a stack"],
    ["skipped", "needs granary:oss.region"],
  ]);
});

test("a stop ends every check, but for one that puts something away", async () => {
  const stop = new AbortController();
  let cleaned = false;
  const tidy = check(
    "tidy",
    async (_, signal) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      await new Promise((resolve) => setTimeout(resolve, 20));
      cleaned = true;
      return ok("put away");
    },
    { cleansUp: true },
  );
  const running = run([check("hangs", never), tidy], stop.signal);
  await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  const results = await running;
  expect(cleaned).toBe(true);
  expect(results[0]).toMatchObject({ kind: "skipped" });
});
