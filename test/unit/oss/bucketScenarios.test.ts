// The tables of test/support/scenarios against the definitions: check and diff as the engine asks for them, without a
// service.
import fc from "fast-check";
import { granary } from "../../../provider";
import { formatProblem } from "../../../provider/kit/check";
import { findResource } from "../../../provider/kit/define";
import type { Change } from "../../../provider/kit/diff";
import { createLifecycle, type Lifecycle } from "../../../provider/kit/lifecycle";
import { formatPath, getAt, type Path } from "../../../provider/kit/path";
import { shapeOf } from "../../../provider/kit/shape";
import { UNKNOWN } from "../../../provider/kit/values";
import { type Arguments, scenarios } from "../../support/scenarios";

const settings = { region: "cn-hangzhou", accessKeyId: "id", accessKeySecret: "secret" };

/** Each check in a run of its own: nothing here is about two resources of one program. */
const life = (): Lifecycle => createLifecycle(granary, { oss: settings });

const check = (token: string, news: Arguments, olds?: Arguments) => life().check({ token, news, olds });

async function prepared(token: string, news: Arguments, olds?: Arguments): Promise<Arguments> {
  const { inputs, problems } = await check(token, news, olds);
  expect(problems.map(formatProblem)).toEqual([]);
  return inputs;
}

async function changes(token: string, from: Arguments, to: Arguments) {
  const olds = await prepared(token, from);
  const news = await prepared(token, to, olds);
  return life().diff(token, "some id", olds, news).changes;
}

describe.each(scenarios)("$token", ({ token, minimal, full, bad, good, updates, same, replacements }) => {
  test("takes the fewest and the most arguments", async () => {
    await prepared(token, minimal);
    await prepared(token, full);
  });

  test.each(bad)("refuses $name", async ({ inputs, path, message }) => {
    const { problems } = await check(token, inputs);
    expect(problems.map((problem) => ({ path: formatPath(problem.path), message: problem.message }))).toEqual([
      { path, message },
    ]);
  });

  if (good.length > 0) {
    test.each(good)("takes $name", async ({ inputs }) => {
      await prepared(token, inputs);
    });
  }

  if (updates.length > 0) {
    test.each(updates)("changes in place: $name", async ({ from, to, paths }) => {
      const found = await changes(token, from, to);
      expect(pathsOf(found)).toEqual([...paths].sort());
      expect(found.filter((change) => change.replaces)).toEqual([]);
    });
  }

  if (same.length > 0) {
    test.each(same)("sees no change: $name", async ({ from, to }) => {
      expect(await changes(token, from, to)).toEqual([]);
      expect(await changes(token, to, from)).toEqual([]);
    });
  }

  test.each(replacements)("replaces for $name", async ({ from, to, paths }) => {
    const found = (await changes(token, from, to)).filter((change) => change.replaces);
    expect(pathsOf(found)).toEqual([...paths].sort());
  });

  const valid = [minimal, full, ...[...updates, ...same].flatMap(({ from, to }) => [from, to])];

  test("finds no problem in valid arguments of which any part is not known yet", async () => {
    const places = valid.flatMap((inputs) => everyPath(inputs).map((path) => ({ inputs, path })));
    for (const { inputs, path } of places) {
      const { problems } = await check(token, withUnknown(inputs, [path]));
      expect({ path, problems: problems.map(formatProblem) }).toEqual({ path, problems: [] });
    }
  });

  test("nor of which any parts are not known yet, and preparing and comparing them breaks nothing", async () => {
    const some = fc
      .constantFrom(...valid)
      .chain((inputs) =>
        fc
          .subarray(everyPath(inputs), { minLength: 1 })
          .map((paths) => ({ inputs, unknown: withUnknown(inputs, paths) })),
      );
    await fc.assert(
      fc.asyncProperty(some, async ({ inputs, unknown }) => {
        const news = await prepared(token, unknown);
        const olds = await prepared(token, inputs);
        expect(life().diff(token, "some id", olds, news).changes.length).toBeGreaterThan(0);
        expect(life().diff(token, "some id", news, news).changes).toEqual([]);
        life().preview(token, news, olds);
        life().preview(token, news);
      }),
      { numRuns: 50 },
    );
  });

  const fields = Object.entries(shapeOf(findResource(granary, token)!.inputs).fields!);
  const switches = fields.filter(([, { kind, marks }]) => marks.local && kind === "boolean").map(([name]) => name);

  if (switches.length > 0) {
    test.each(switches)("an update that only steers Granary asks nothing of OSS: %s", async (name) => {
      const found = await changes(token, minimal, { ...minimal, [name]: true });
      expect(found.map((change) => change.local)).toEqual([true]);
    });
  }
});

function pathsOf(changes: Change[]): string[] {
  return changes.map((change) => formatPath(change.path)).sort();
}

function everyPath(value: unknown, path: Path = []): Path[] {
  const here = path.length > 0 ? [path] : [];
  if (typeof value !== "object" || value === null) return here;
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [...here, ...steps.flatMap((step) => everyPath((value as Arguments)[step], [...path, step]))];
}

/** A copy in which what lies at the paths is unknown; a path below another unknown one has no effect. */
function withUnknown(inputs: Arguments, paths: Path[]): Arguments {
  const copy = structuredClone(inputs);
  for (const path of paths) {
    const parent = getAt(copy, path.slice(0, -1));
    if (typeof parent === "object" && parent !== null) (parent as Arguments)[path[path.length - 1]!] = UNKNOWN;
  }
  return copy;
}
